"""What has happened in a case, as far as a page needs it to tell where the case is: read once."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import F, Q

from applications.models import Case
from applications.states import PHASE_OF, Phase, Status

# Acts that move nothing but that the pages tell of.
TOLD = ("log_first_meeting",)
# What ends a case in the middle, or sends it to its final account (R37).
STOPPED = ("withdraw", "reject", "hand_over")


class Step(NamedTuple):
    """One event: a move when `source` and `target` differ."""

    action: str
    source: str
    target: str
    at: datetime
    comment: str

    @property
    def moved(self) -> bool:
        """True when the status changed."""
        return bool(self.target) and self.source != self.target


class Moves:
    """The moves of one case, and the acts of TOLD, oldest first. One query."""

    def __init__(self, case: Case) -> None:
        self.case = case
        wanted = (~Q(source=F("target")) & ~Q(target="")) | Q(action__in=TOLD)
        rows = case.events.filter(wanted).order_by("at", "id")
        self.steps = [Step(*row) for row in rows.values_list("action", "source", "target", "at", "comment")]

    def has(self, action: str) -> bool:
        """Return whether `action` was taken."""
        return any(step.action == action for step in self.steps)

    @property
    def last_move(self) -> Step | None:
        """What brought the case where it is; None for a case that was only opened."""
        return next((step for step in reversed(self.steps) if step.moved), None)

    def entered(self, phase: Phase) -> datetime | None:
        """Return when the case came into a phase, None when it never did."""
        if phase == Phase.INITIERING:
            return self.case.opened_at
        return next((step.at for step in self.steps if step.moved and PHASE_OF[step.target] == phase), None)

    @property
    def stopped(self) -> Step | None:
        """What ended the process early, before or after support was granted; None when it runs or ran its way."""
        return next((step for step in self.steps if step.moved and step.action in STOPPED), None)

    @property
    def accounts_for_a_stop(self) -> bool:
        """True when the report is the final account of a process that stopped (R37)."""
        return self.stopped is not None and self.stopped.target == Status.REPORTING
