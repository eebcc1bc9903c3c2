"""Loads the demonstration into an empty database, its dates counted back from the day of loading."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from applications.models import Case, Committee, Meeting
from samverkan.demo import people
from samverkan.demo.stories import showings
from samverkan.demo.story import MEETING_EVERY, next_meeting
from samverkan.demo.walk import Walk


def is_loaded() -> bool:
    """Return whether there are cases already: then nothing is added."""
    return Case.objects.exists()


def load(*, today: date, say: Callable[[str], None] = lambda _line: None) -> int:
    """Load all cases; `say` gets a line per case. Return how many. All or nothing."""
    with transaction.atomic():
        call_command("load_registers", verbosity=0)
        _coming_meetings(today)
        at = datetime.combine(today - timedelta(days=800), time(9), tzinfo=timezone.get_current_timezone())
        for email, fields in people.STAFF:
            people.person(email, at=at, **fields)
        count = 0
        for showing in showings():
            walk = Walk(showing.story, first_day=showing.first_day(today))
            for step in showing.walk:
                step(walk)
            if walk.pk and count % 3 == 1 and not walk.case.registry_number:
                walk.give_number()
            say(f"{walk.case.reference}  {walk.case.get_status_display():<32} {walk.case.title}")
            count += 1
        return count


def _coming_meetings(today: date) -> None:
    """Put the meetings of the coming months in the calendar."""
    committee = Committee.objects.get(decides=True)
    first = next_meeting(today + timedelta(days=1))
    for number in range(5):
        Meeting.objects.get_or_create(
            committee=committee,
            date=first + timedelta(days=number * MEETING_EVERY),
            defaults={"place": "Stadshuset, August Palms plats 1", "starts_at": time(13)},
        )
