"""First contact: an intresseanmälan from the web opens a case, and its sender comes in by logging in (R5, D25)."""
