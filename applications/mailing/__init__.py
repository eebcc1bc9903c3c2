"""What happens to mails beside being written: their HTML, how often a person wants them, reminders, failures."""
