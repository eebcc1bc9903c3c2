"""Cases in every status, made by walking the real actions with the personas of the demonstration."""

from datetime import date, timedelta

from applications.models import Case
from applications.states import Status
from samverkan.demo.story import Story
from samverkan.demo.walk import Walk, walk_to

FIRST_DAY = date(2026, 1, 12)


def walked(status: Status, story: Story | None = None, *, first_day: date = FIRST_DAY) -> Walk:
    """Return the walk of a new case that stands in `status`; its people are walk.idris, walk.maja and so on."""
    return walk_to(status, story or Story("Lingarnsgatan"), first_day=first_day)


def case_in(status: Status, *, title: str = "Lingarnsgatan", days: int = 0) -> Case:
    """Return a new case in `status`, come there by the real actions; `days` moves all its dates."""
    return walked(status, Story(title), first_day=FIRST_DAY + timedelta(days=days)).case
