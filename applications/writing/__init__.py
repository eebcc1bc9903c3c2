"""Writing the application: eight steps, a page to look it through, and the versions that are sent."""
