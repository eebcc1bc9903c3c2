"""Messages in a case, between group and officer."""
