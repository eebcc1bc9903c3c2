"""`manage.py clock`: the one process that lets time pass."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from samverkan import clock


class Command(BaseCommand):
    """Run the clock until it is told to stop."""

    help = "Sends reminders and what mails were left, makes missing documents, puts stuck work back, once a minute."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--once` for a cron job, `--interval` in seconds otherwise."""
        parser.add_argument("--once", action="store_true")
        parser.add_argument("--interval", type=int, default=60)

    def handle(self, *args: Any, **options: Any) -> None:
        """Tick, wait, tick; SIGTERM and SIGINT end it between two ticks."""
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        while True:
            done = clock.tick(at=timezone.now())
            if options["verbosity"] and any(done.values()):
                self.stdout.write(", ".join(f"{name} {count}" for name, count in done.items() if count))
            if options["once"] or stop.wait(options["interval"]):
                return
            close_old_connections()
