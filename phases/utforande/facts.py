"""What has been done in this phase: measures with their newest progress, check-ins, the result told."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.decisions.content import InKind
from applications.models import Case, DocumentOrder, Measure
from applications.states import GRANTING, MeasureStatus, Phase, Status, SupportKind
from applications.templatetags.samverkan import datum, kronor
from phases.booked import open_first_meeting
from phases.initiering.actions import BEFORE_READY
from phases.initiering.models import FirstMeeting
from phases.utforande.models import AgreedAction, CheckIn, MeasureProgress, ResultCommunication

# Facts of the phase may be noted until the result report is sent, and again while it is completed.
NOTABLE = (Status.EXECUTION, Status.REPORTING, Status.REPORT_COMPLETION)
# where what is booked is an avstämning (R36)
CHECKED_IN = (Phase.UTFORANDE, Phase.RESULTAT)
FINAL = (MeasureStatus.DONE, MeasureStatus.CANCELLED)
DEVIATING = (MeasureStatus.DELAYED, MeasureStatus.CANCELLED)


def to_carry_out(case: Case) -> QuerySet[Measure]:
    """Return the measures that were granted, the ones the group carries out (R34)."""
    return case.measures.filter(decided__in=GRANTING)


@dataclass(frozen=True)
class Standing:
    """How a measure stands: the decided schedule beside what has been noted since.

    `revision`, `saved_by` and `saved_at` let a form opened earlier tell that somebody noted progress in between.
    """

    measure: Measure
    revision: int
    saved_by: Any
    saved_at: datetime | None
    note: str
    new_ends_on: date | None
    granted: str = ""  # in words, where asked for

    @property
    def status(self) -> str:
        """The code of the progress."""
        return self.measure.status

    @property
    def is_final(self) -> bool:
        """True when the measure is done or will not be."""
        return self.measure.status in FINAL

    @property
    def ends_on(self) -> date | None:
        """The day the measure is expected to be done: the decided one until another was noted."""
        return self.new_ends_on or self.measure.ends_on

    def is_late(self, today: date) -> bool:
        """Return whether the measure should have been done by now."""
        return not self.is_final and self.ends_on is not None and self.ends_on < today

    @property
    def remark(self) -> str:
        """The newest note, and the reason where the measure deviates."""
        parts = [self.note]
        if self.measure.deviation_reason and (self.status in DEVIATING or self.new_ends_on):
            parts.insert(0, self.measure.deviation_reason)
        return "\n".join(part for part in parts if part)


def standings(case: Case) -> list[Standing]:
    """Return how every measure to carry out stands, by letter (two queries)."""
    noted: dict[int, list[MeasureProgress]] = {}
    for row in (
        MeasureProgress.objects.filter(case=case).select_related("created_by").order_by("created_at", "id")
    ):
        noted.setdefault(row.measure_id, []).append(row)
    measures = to_carry_out(case).select_related("responsible__actor")
    return [_standing(measure, noted.get(measure.pk, [])) for measure in measures]


def granted(case: Case) -> dict[int, str]:
    """Return what the committee granted to each measure, in words by its key: "30 000 kronor, 120 arbetstimmar"."""
    words: dict[int, list[str]] = {}
    amounts: dict[int, int] = {}
    for grant in case.grants.standing().exclude(measure=None).order_by("id"):
        if grant.kind == SupportKind.MONEY:
            amounts[grant.measure_id] = amounts.get(grant.measure_id, 0) + (grant.amount or 0)
        else:
            thing = InKind(SupportKind(grant.kind), grant.quantity, grant.unit, grant.description)
            words.setdefault(grant.measure_id, []).append(str(thing))
    return {
        key: ", ".join([*([kronor(amounts[key])] if key in amounts else []), *words.get(key, [])])
        for key in {**amounts, **words}
    }


def with_grants(case: Case, rows: list[Standing]) -> list[Standing]:
    """Return standings that say what was granted to each measure (one query)."""
    words = granted(case)
    return [replace(row, granted=words.get(row.measure.pk, "")) for row in rows]


def standing_of(measure: Measure) -> Standing:
    """Return how one measure stands."""
    rows = measure.progress.select_related("created_by").order_by("created_at", "id")
    return _standing(measure, list(rows))


def _standing(measure: Measure, rows: list[MeasureProgress]) -> Standing:
    newest = rows[-1] if rows else None
    return Standing(
        measure=measure,
        revision=len(rows),
        saved_by=newest.created_by if newest else None,
        saved_at=newest.created_at if newest else None,
        note=newest.note if newest else "",
        new_ends_on=next((row.new_ends_on for row in reversed(rows) if row.new_ends_on), None),
    )


def last_day_of_measures(case: Case) -> date | None:
    """Return the day when the last measure that was not cancelled ends, or ended; None without dates."""
    days = [
        standing.ends_on
        for standing in standings(case)
        if standing.ends_on and standing.status != MeasureStatus.CANCELLED
    ]
    return max(days, default=None)


def told(case: Case) -> QuerySet[ResultCommunication]:
    """Return when and how the group told the area's actors what was decided (R33)."""
    return ResultCommunication.objects.filter(case=case).select_related("created_by")


def check_ins(case: Case) -> QuerySet[CheckIn]:
    """Return the check-ins of the case in order, with what was agreed."""
    return CheckIn.objects.filter(case=case).prefetch_related("actions").select_related("confirmed_by")


def open_check_ins(case: Case) -> QuerySet[CheckIn]:
    """Return meetings of any kind that were booked and neither noted nor cancelled."""
    return CheckIn.objects.filter(case=case, held_at=None, cancelled_at=None)


def purpose_of_next(case: Case) -> str:
    """Return what a meeting that is booked now is: the first one, a meeting, or an avstämning."""
    if case.phase in CHECKED_IN:
        return CheckIn.Purpose.CHECK_IN
    is_begun = (
        case.status not in BEFORE_READY
        or FirstMeeting.objects.filter(case=case).exists()
        or open_first_meeting(case) is not None
    )
    return CheckIn.Purpose.MEETING if is_begun else CheckIn.Purpose.FIRST


def is_noted_as_first(row: CheckIn) -> bool:
    """Return whether a meeting is noted as the first one, with the fields of R5 and R7, and not as others are."""
    return row.is_first and row.case.status in BEFORE_READY


def next_check_in(case: Case, after: datetime) -> CheckIn | None:
    """Return the first booked check-in that begins after a moment."""
    return open_check_ins(case).filter(starts_at__gt=after).order_by("starts_at").first()


def held_check_ins(case: Case) -> QuerySet[CheckIn]:
    """Return check-ins that were held and noted (R36)."""
    return CheckIn.objects.filter(case=case, held_at__isnull=False, purpose=CheckIn.Purpose.CHECK_IN)


def notes_file(row: CheckIn, user: Any) -> DocumentOrder | None:
    """Return the newest document with the notes of a meeting, if `user` may read it."""
    rows = DocumentOrder.objects.visible_to(user).filter(case=row.case_id)
    return rows.filter(key__startswith=f"check_in_notes:{row.pk}:").order_by("-pk").first()


def unconfirmed(case: Case) -> QuerySet[CheckIn]:
    """Return held meetings whose notes the group has not confirmed; those of the first one are not sent."""
    rows = CheckIn.objects.filter(case=case, held_at__isnull=False, confirmed_at=None)
    return rows.exclude(purpose=CheckIn.Purpose.FIRST)


def agreed(case: Case, *, done: bool | None = None) -> QuerySet[AgreedAction]:
    """Return what was agreed at the check-ins of the case; `done` chooses."""
    rows = AgreedAction.objects.filter(check_in__case=case).select_related("check_in")
    return rows if done is None else rows.filter(~Q(done_on=None) if done else Q(done_on=None))


def agenda(case: Case, *, at: datetime) -> str:
    """Return an agenda as of now: what is late first, measures before what was agreed, then what is to come.

    Of each kind by the last day; what has none stands last.
    """
    today = timezone.localdate(at)
    left = [row for row in standings(case) if not row.is_final]
    left.sort(key=lambda row: row.ends_on or date.max)
    items = [(row.ends_on, str(row.measure)) for row in left]
    items += [(action.due_on, f"{action.what} ({action.who})") for action in agreed(case, done=False)]
    items.sort(key=lambda item: item[0] is None or item[0] >= today)  # stable: the late ones come first
    return "\n".join(f"- {text}{_when(day, today)}" for day, text in items)


def _when(day: date | None, today: date) -> str:
    if day is None:
        return ""
    text = _("försenad, skulle vara klar %(day)s") if day < today else _("klar senast %(day)s")
    return ": " + text % {"day": datum(day)}


def agenda_of(row: CheckIn, *, at: datetime) -> str:
    """Return what is to be taken up: as it was written, else built of what is late, coming and open now."""
    return row.agenda or (first_agenda() if row.is_first else agenda(row.case, at=at))


def first_agenda() -> str:
    """Return what is taken up at the first meeting (R7)."""
    lines = (
        _("Vad ni vill göra, och var"),
        _("Processens fyra faser och nämndens beslut"),
        _("De sex kriterierna"),
    )
    return "\n".join(f"- {line}" for line in lines)
