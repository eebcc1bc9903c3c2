"""What goes into people's own calendars: invitations that leave with mails, and a feed at a secret address."""
