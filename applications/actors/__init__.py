"""One actor, one row: finding rows that seem to be the same actor, making them one, and undoing it."""
