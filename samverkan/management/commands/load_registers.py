"""`manage.py load_registers [file]`: the city's committees and neighbourhoods, to start from."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from applications.models import Committee, Neighbourhood

DEFAULT = settings.BASE_DIR / "applications" / "data" / "malmo.json"


class Command(BaseCommand):
    """Add what is missing; what staff have changed stays as it is."""

    help = "Reads committees and neighbourhoods from a JSON file and adds those that are missing."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file of another city; Malmö's own by default."""
        parser.add_argument("file", nargs="?", type=Path, default=DEFAULT)

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the file and add rows by name."""
        try:
            data = json.loads(options["file"].read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        added = 0
        for row in data.get("committees", []):
            values = {"short": row.get("short", ""), "decides": row.get("decides", False)}
            added += Committee.objects.get_or_create(name=row["name"], defaults=values)[1]
        for name in data.get("neighbourhoods", []):
            added += Neighbourhood.objects.get_or_create(name=name)[1]
        if options["verbosity"]:
            self.stdout.write(f"{added} rader tillagda.")
