"""The network of driving groups across cases (R49, R50): opt-in, members only, coordinated by the kontaktpersoner."""
