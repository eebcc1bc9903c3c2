"""An unsent application is the group's own: opened to its kontaktperson on purpose, cleared when forgotten (D19)."""
