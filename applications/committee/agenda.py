"""Which cases stand on an agenda or wait for one, and what each still lacks. Queries only."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.lifecycle import Missing
from applications.models import AgendaItem, Case, Decision, Meeting, OfficerReport
from applications.states import FINISHED, DecisionKind, Outcome, Status

KIND_AT: dict[str, DecisionKind] = {
    Status.READY: DecisionKind.DIALOGUE,
    Status.COMMITTEE: DecisionKind.DIALOGUE,
    Status.PROPOSAL_READY: DecisionKind.MEASURES,
    Status.PROPOSAL_COMMITTEE: DecisionKind.MEASURES,
    Status.EXECUTION: DecisionKind.FURTHER,
}
BEING_PREPARED = (Status.REVIEW, Status.PROPOSAL_SUBMITTED, Status.EXECUTION)

GONE = ("take_off_agenda", "withdraw")  # why an item closed without the committee


class Fact(NamedTuple):
    """One thing a case needs when the committee meets: what, whether it is there, where it is mended."""

    text: str
    done: bool
    url: str = ""


def kind_at(case: Case) -> DecisionKind | None:
    """Return which decision the case stands before, None when it stands before none."""
    return KIND_AT.get(case.status)


def report_to_decide(case: Case) -> OfficerReport | None:
    """Return the signed report that the committee has not decided by yet, None when there is none.

    A report that the committee only moved to a later meeting is still to be decided.
    """
    kind = kind_at(case)
    report = (
        case.officer_reports.filter(kind=kind, signed_off_at__isnull=False, recalled_at=None)
        .select_related("meeting__committee")
        .order_by("-version")
        .first()
    )
    if report is None or decided_by(report):
        return None
    return report


def decided_by(report: OfficerReport) -> bool:
    """Return whether the committee has decided by this report; tabling decides nothing."""
    released = Decision.objects.filter(agenda_item__report=report, released_at__isnull=False)
    return released.exclude(outcome=Outcome.TABLE).exists()


def open_item(case: Case) -> AgendaItem | None:
    """Return the case's place on an agenda, None when it has none."""
    return (
        case.agenda_items.filter(closed_at=None)
        .select_related("meeting__committee", "report__meeting")
        .first()
    )


def coming_meetings(on: date) -> QuerySet[Meeting]:
    """Return the meetings, today's too, of committees that decide about support."""
    meetings = Meeting.objects.filter(committee__decides=True, committee__is_active=True, date__gte=on)
    return meetings.select_related("committee").order_by("date", "committee__name")


class CalendarDay(NamedTuple):
    """A day of the calendar: the committee's meeting, or its working committee (arbetsutskott) before it."""

    on: date
    meeting: Meeting
    is_working_committee: bool


def calendar(meetings: Iterable[Meeting], on: date) -> list[CalendarDay]:
    """Return the coming days of the meetings and of the working committees that prepare them, in order."""
    days = []
    for meeting in meetings:
        days.append(CalendarDay(meeting.date, meeting, False))
        if meeting.working_committee_on and meeting.working_committee_on >= on:
            days.append(CalendarDay(meeting.working_committee_on, meeting, True))
    return sorted(days, key=lambda day: (day.on, day.meeting.date))


def with_counts(meetings: Iterable[Meeting]) -> list[Meeting]:
    """Return the meetings, each with `on_agenda`: how many cases stand on it. Two queries."""
    found = list(meetings)
    counted = (
        AgendaItem.objects.filter(meeting__in=found)
        .exclude(closed_why__in=GONE)
        .values_list("meeting")
        .annotate(count=Count("pk"))
    )
    counts = dict(counted.order_by())
    for meeting in found:
        meeting.on_agenda = counts.get(meeting.pk, 0)
    return found


def next_meeting(after: Meeting, *, on: date) -> Meeting | None:
    """Return the same committee's next meeting after `after`, which has not been held on the day `on`."""
    later = Meeting.objects.filter(committee=after.committee_id, date__gt=max(after.date, on))
    return later.order_by("date").first()


def next_number(meeting: Meeting) -> int:
    """Return the number after the last one on the agenda."""
    last = meeting.items.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def facts(case: Case) -> list[Fact]:
    """Return what should be there when the committee meets: known at this level, the phases' gates stand elsewhere."""
    return [
        Fact(_("Tjänsteskrivelse"), done=True),
        Fact(
            _("Diarienummer"),
            done=bool(case.registry_number),
            url=reverse("admin:enter_registry_number", args=[case.reference]),
        ),
        Fact(
            _("Ritat område"), done=bool(case.area_polygon), url=reverse("admin:case", args=[case.reference])
        ),
    ]


def next_in_time(today: date) -> Meeting | None:
    """Return the next deciding meeting that a report can still be signed in time for (D13)."""
    meetings = Meeting.objects.filter(committee__decides=True, documents_ready_on__gte=today)
    return meetings.select_related("committee").order_by("date").first()


def shown_items(meeting: Meeting) -> QuerySet[AgendaItem]:
    """Return the items of a meeting in order, those that were decided too."""
    return meeting.items.exclude(closed_why__in=GONE)


def items_of(meeting: Meeting, user: Any) -> list[AgendaItem]:
    """Return the items of a meeting that `user` may see, with their decisions. Two queries."""
    decisions = Prefetch("decisions", Decision.objects.order_by("id"), to_attr="made")
    items = (
        shown_items(meeting)
        .filter(case__in=Case.objects.visible_to(user))
        .select_related("case__officer", "report")
        .prefetch_related(decisions)
    )
    return list(items)


class Waiting(NamedTuple):
    """A case that is, or soon will be, ready for an agenda: its report and what is lacking."""

    case: Case
    report: OfficerReport
    lacks: list[Missing]

    @property
    def can_be_put_up(self) -> bool:
        """True when nothing but the secretary's click is left."""
        return self.report.is_signed


def waiting(user: Any) -> list[Waiting]:
    """Return the cases on their way to the committee, those that can be put up first. A constant number of queries."""
    decided = Decision.objects.filter(released_at__isnull=False).exclude(outcome=Outcome.TABLE)
    on_agenda = AgendaItem.objects.filter(closed_at=None).values("case")
    reports = (
        OfficerReport.objects.filter(recalled_at=None, case__in=Case.objects.visible_to(user))
        .exclude(case__in=on_agenda)
        .exclude(case__status__in=FINISHED)
        .exclude(agenda_items__decisions__in=decided)
        .select_related("case__officer", "meeting")
        .order_by("case", "kind", "-version")
    )
    found: dict[tuple[int, str], OfficerReport] = {}
    for report in reports:
        found.setdefault((report.case_id, report.kind), report)
    rows = [
        Waiting(report.case, report, list(_lacks(report)))
        for report in found.values()
        if kind_at(report.case) == report.kind or report.case.status in BEING_PREPARED
    ]
    return sorted(rows, key=lambda row: (not row.can_be_put_up, row.report.created_at))


def _lacks(report: OfficerReport) -> Iterable[Missing]:
    """Yield what stands between the case and an agenda, or should be there when the committee meets."""
    case = report.case
    page = reverse("admin:case", args=[case.reference])
    if report.is_with_manager:
        yield Missing(_("Chefen har inte signerat tjänsteskrivelsen."), page)
    elif not report.is_signed:
        yield Missing(_("Tjänsteskrivelsen skrivs."), page)
    for fact in facts(case):
        if not fact.done:
            yield Missing(_("%(what)s saknas.") % {"what": fact.text}, fact.url)
