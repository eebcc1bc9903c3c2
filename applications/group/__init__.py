"""The group of a case: its actors, the people who act for them, who speaks for it."""
