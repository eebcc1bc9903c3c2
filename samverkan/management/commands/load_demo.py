"""`manage.py load_demo`: fictional cases in every status, for a demonstration."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from samverkan.demo import load


class Command(BaseCommand):
    """Load the demonstration once."""

    help = "Loads fictional people and cases into an empty database. Does nothing when there are cases."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, a line per case."""
        say = self.stdout.write if options["verbosity"] else lambda _line: None
        if load.is_loaded():
            say("Det finns redan ärenden. Inget lades till.")
            return
        count = load.load(today=timezone.localdate(), say=say)
        say(f"{count} ärenden inlagda.")
