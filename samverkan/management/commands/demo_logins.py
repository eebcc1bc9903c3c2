"""`manage.py demo_logins`: prints who can log in to the demonstration."""

from typing import Any

from django.core.management.base import BaseCommand

from samverkan.demo import people


class Command(BaseCommand):
    """Print the log-ins of the demonstration, one role a line."""

    help = "Skriver ut demons inloggningar."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print role, address and the shared password."""
        rows = [("Gruppens företrädare", people.REPRESENTATIVE[0]), ("Medlem i gruppen", people.MEMBER[0])]
        titles = {
            "is_officer": "Kontaktperson",
            "is_manager": "Chef",
            "is_secretary": "Nämndsekreterare",
            "is_registrar": "Registrator",
            "is_administrator": "Administratör",
        }
        for email, fields in people.STAFF:
            rows += [(title, email) for flag, title in titles.items() if fields.get(flag)]
        for title, email in rows:
            self.stdout.write(f"  {title:<22} {email}")
        self.stdout.write(f"  Lösenord för alla: {people.PASSWORD}")
