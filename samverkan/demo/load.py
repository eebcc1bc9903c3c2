"""Loads the demonstration into an empty database, its dates counted back from the day of loading."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from applications import deadlines
from applications.models import Case, Committee, Meeting
from samverkan.demo import network, people
from samverkan.demo.showings import Showing, showings
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
        for number, showing in enumerate(showings()):
            walk = Walk(showing.story, first_day=showing.first_day(today))
            for step in showing.walk:
                step(walk)
            _settle(walk, showing, number, today)
            say(f"{walk.case.reference}  {walk.case.get_status_display():<32} {walk.case.title}")
        network.talk(today)
        network.meet(today)
        return len(showings())


def _settle(walk: Walk, showing: Showing, number: int, today: date) -> None:
    """Bring a case to the day of loading: decisions that nobody appealed, a number in the registry, coming meetings."""
    walk.gain_legal_force(before=today - timedelta(days=7))
    is_registered = number % 5 != 1 and walk.first_day < today - timedelta(days=7)
    if is_registered and not walk.case.registry_number:
        walk.give_number()
    for days in showing.meets:
        day = deadlines.next_working_day(today + timedelta(days=days))
        starts_at = datetime.combine(day, time(13 + number % 3), tzinfo=timezone.get_current_timezone())
        last = walk.case.events.order_by("-at").values_list("at", flat=True).first()
        walk.book(starts_at, at=max(last, starts_at - timedelta(days=14)) if last else starts_at)


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
