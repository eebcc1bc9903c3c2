"""What has been done in this phase, in one query: for tasks, panels and guards alike."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from applications.models import Case, CaseActor, Membership
from phases.initiering.models import Deviation
from phases.samarbete.models import Communication, Compilation, DialogueActivity, Need, SupportRequest

Gate = Deviation.Gate


class Facts(NamedTuple):
    """Counts and days; participants are those of held activities, None when nobody counted."""

    communications: int
    told_on: date | None
    actors: int
    mapped: int
    support_wanted: int
    planned: int
    held: int
    next_on: date | None
    participants: int | None
    needs: int
    compiled: bool
    compiled_on: date | None
    unanswered: int
    named_members: int
    without_communication: bool
    without_dialogue: bool

    @property
    def any_dialogue(self) -> bool:
        """True when anything of this phase was noted."""
        return bool(self.communications or self.planned or self.held or self.needs or self.compiled)

    @property
    def is_told(self) -> bool:
        """R24, or a deviation with its reason (D23)."""
        return self.communications > 0 or self.without_communication

    @property
    def is_asked(self) -> bool:
        """R27, or a deviation with its reason (D23)."""
        return self.held > 0 or self.without_dialogue


def _of_case(rows: QuerySet, expression: Any) -> Subquery:
    grouped = rows.filter(case=OuterRef("pk")).order_by().values("case")
    return Subquery(grouped.annotate(value=expression).values("value"))


def _count(rows: QuerySet) -> Coalesce:
    return Coalesce(_of_case(rows, Count("pk")), 0)


def facts_of(case: Case) -> Facts:
    """Return what has been done in the phase (one query)."""
    held = DialogueActivity.objects.filter(held_on__isnull=False)
    to_come = DialogueActivity.objects.filter(held_on=None)
    actors = CaseActor.objects.all()
    compiled = Compilation.objects.filter(case=OuterRef("pk"))
    passed = Deviation.objects.filter(case=OuterRef("pk"))
    found = {
        "communications": _count(Communication.objects.all()),
        "told_on": _of_case(Communication.objects.all(), Max("happened_on")),
        "actors": _count(actors),
        "mapped": _count(actors.filter(in_group=False)),
        "support_wanted": _count(actors.filter(support_wanted=True)),
        "planned": _count(to_come),
        "held": _count(held),
        "next_on": _of_case(to_come, Min("planned_on")),
        "participants": _of_case(held, Sum("participants")),
        "needs": _count(Need.objects.all()),
        "compiled": Exists(compiled.exclude(text="")),
        "compiled_on": Subquery(compiled.values("finished_on")[:1]),
        "unanswered": _count(SupportRequest.objects.filter(answered_at=None)),
        "named_members": _count(Membership.objects.filter(in_responsible_group=True, left_at=None)),
        "without_communication": Exists(passed.filter(gate=Gate.COMMUNICATION)),
        "without_dialogue": Exists(passed.filter(gate=Gate.DIALOGUE)),
    }
    return Facts(**Case.objects.filter(pk=case.pk).values(**found).get())
