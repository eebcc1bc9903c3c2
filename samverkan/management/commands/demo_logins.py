"""`manage.py demo_logins`: prints who can log in to the demonstration."""

from typing import Any

from django.core.management.base import BaseCommand

from samverkan.demo import people


class Command(BaseCommand):
    """Print the log-ins of the demonstration, one role a line."""

    help = "Skriver ut demons inloggningar."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print role, address and the shared password."""
        for title, email in people.logins():
            self.stdout.write(f"  {title:<20} {email}")
        self.stdout.write(f"  Lösenord för alla: {people.PASSWORD}")
