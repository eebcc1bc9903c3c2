"""Min arbetsdag: what waits for me, what is late, whom I meet, and the next committee (D13)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.mailing.reading import Readable, readable_of
from applications.models import Case, Event, Meeting, OutgoingMail, User
from applications.network.threads import waiting_reports
from applications.paging import counted
from applications.permissions import WROTE_APPLICATION
from applications.states import FINISHED, AssessmentStage, Initiative, Role, Status, Turn
from applications.templatetags.samverkan import datum
from applications.workspace.filters import is_waiting_for, late_for, own_or_instead, waiting_for
from applications.workspace.saved import MOST, numbers
from phases.place import places
from phases.utforande.check_ins import staff_meetings
from phases.utforande.check_ins.staff_meetings import Booked
from phases.utforande.models import CheckIn

SHOWN = 20
DAYS_AHEAD = 7  # of meetings
CRITERIA = 6  # of the model (R8)
FAILED_SHOWN = 5  # mails that did not arrive; the register has them all


@dataclass(frozen=True)
class Row:
    """A case that waits or is late, or a meeting in it without notes: why it is there, and where the work is."""

    case: Case
    url: str
    why: str
    day: date | None  # when it is due, or was
    is_late: bool
    is_yours: bool  # it is the reader's turn
    is_meeting: bool = False


@dataclass(frozen=True)
class Workday:
    """All that the front page shows. Lists are bounded; `*_count` are the whole numbers."""

    today: date
    waiting: list[Case]
    waiting_count: int  # the late ones among them too
    in_time_count: int
    late: list[Case]
    late_cases_count: int
    others: list[Case]
    others_count: int
    meetings: list[Booked]  # to note from today, going on, and to come within DAYS_AHEAD
    meetings_count: int  # those to come and going on
    unnoted: list[CheckIn]
    unnoted_count: int
    meeting: Meeting | None
    reachable: Meeting | None  # the next meeting that a report can still be signed in time for
    on_agenda: int
    places: dict[int, str]  # case → the page where the reader goes on with it
    yours: frozenset[int]  # cases where it is the reader's turn
    without_registry_number: list[Case]
    failed_mails: list[Readable]
    network_reports: int  # posts of the network that somebody wants looked at
    instead_of: list[User]  # whom the reader stands in for
    to_assess: list[
        Case
    ]  # that the city wrote the application of, and a colleague of the writer judges (R46)

    @property
    def late_count(self) -> int:
        """How many things are late: cases, and check-ins without notes."""
        return self.late_cases_count + self.unnoted_count

    @property
    def waiting_rows(self) -> list[Row]:
        """What waits for the reader and is not late."""
        return [self._row(case, is_late=False) for case in self.waiting]

    @property
    def late_rows(self) -> list[Row]:
        """What is late, cases and meetings without notes together, the latest first."""
        rows = [self._row(case, is_late=True) for case in self.late]
        rows += [_unnoted(meeting) for meeting in self.unnoted]
        return sorted(rows, key=lambda row: row.day or self.today)[:SHOWN]

    @property
    def more_late_cases(self) -> bool:
        """Whether more cases are late than the page shows."""
        return self.late_cases_count > sum(not row.is_meeting for row in self.late_rows)

    @property
    def more_unnoted(self) -> bool:
        """Whether more meetings lack notes than the page shows."""
        return self.unnoted_count > sum(row.is_meeting for row in self.late_rows)

    @property
    def more_meetings(self) -> bool:
        """Whether there are more meetings than the page shows."""
        return self.meetings_count > sum(not row.is_over for row in self.meetings)

    def _row(self, case: Case, *, is_late: bool) -> Row:
        return Row(
            case=case,
            url=self.places[case.pk],
            why=case.due_reason or case.get_status_display(),
            day=case.due_on,
            is_late=is_late,
            is_yours=case.pk in self.yours,
        )

    @property
    def sentence(self) -> str:
        """Sum up the day in one or two sentences."""
        if not (self.waiting_count or self.late or self.unnoted):
            parts = [_("Inga ärenden väntar på dig.")]
        else:
            waiting = (
                ngettext("%(n)s ärende väntar på dig", "%(n)s ärenden väntar på dig", self.waiting_count)
                % {"n": in_words(self.waiting_count)}
                if self.waiting_count
                else _("Inga ärenden väntar på dig")
            )
            lateness = ngettext("en sak är försenad", "%(n)s saker är försenade", self.late_count) % {
                "n": in_words(self.late_count).lower()
            }
            parts = [f"{waiting} {_('och')} {lateness}." if self.late_count else f"{waiting}."]
        if count := self.meetings_count:
            coming = [row for row in self.meetings if not row.is_over]
            if all(row.check_in and row.check_in.is_check_in for row in coming):
                words = ngettext(
                    "Du har en avstämning den närmaste veckan.",
                    "Du har %(n)s avstämningar den närmaste veckan.",
                    count,
                )
            else:
                words = ngettext(
                    "Du har ett möte den närmaste veckan.", "Du har %(n)s möten den närmaste veckan.", count
                )
            parts.append(words % {"n": in_words(count).lower()})
        return " ".join(parts)


def _unnoted(meeting: CheckIn) -> Row:
    """Return the row of a meeting that should have been noted by the reader."""
    what = str(meeting.words.the)
    day = timezone.localdate(meeting.starts_at)
    why = _("%(meeting)s den %(day)s saknar anteckningar.") % {
        "meeting": what[:1].upper() + what[1:],
        "day": datum(day, "kort"),
    }
    url = reverse("admin:hold_check_in", args=[meeting.case.reference, meeting.pk])
    return Row(case=meeting.case, url=url, why=why, day=day, is_late=True, is_yours=True, is_meeting=True)


def in_words(number: int) -> str:
    """Return small numbers as words, capitalised, as Swedish is written in running text."""
    words = [
        _("Inga"),
        _("Ett"),
        _("Två"),
        _("Tre"),
        _("Fyra"),
        _("Fem"),
        _("Sex"),
        _("Sju"),
        _("Åtta"),
        _("Nio"),
        _("Tio"),
        _("Elva"),
        _("Tolv"),
    ]
    return words[number] if number < len(words) else str(number)


def workday(user: Any, *, now: datetime) -> Workday:
    """Gather the day of `user` in a constant number of queries."""
    today = timezone.localdate(now)
    cases = Case.objects.visible_to(user).select_related("officer")
    mine = cases.filter(own_or_instead(user)).exclude(status__in=FINISHED)
    waiting = cases.filter(waiting_for(user)).order_by("due_on", "-opened_at")
    in_time = waiting.filter(Q(due_on=None) | Q(due_on__gte=today))
    late = cases.filter(late_for(user, today))
    others = mine.exclude(waiting_for(user)).order_by("due_on", "-opened_at")
    unnoted = staff_meetings.unnoted(user, now).order_by("starts_at", "pk")
    booked = staff_meetings.week_of(user, now, days=DAYS_AHEAD)
    meetings = list(Meeting.objects.filter(committee__decides=True, date__gte=today).order_by("date")[:5])
    meeting = meetings[0] if meetings else None
    reachable = next(
        (row for row in meetings if row.documents_ready_on and row.documents_ready_on >= today), None
    )
    items = meeting.items.filter(closed_at=None, case__in=cases) if meeting else None
    if items is not None and user.is_officer:
        items = items.filter(Q(case__officer=user) | Q(case__officer__substitute=user))
    unregistered: list[Case] = []
    if Role.REGISTRAR in user.roles:
        missing = cases.filter(registry_number="").exclude(status__in=[Status.STRUCK_OFF, Status.ARCHIVED])
        unregistered = list(missing.order_by("opened_at")[:SHOWN])
    waiting_rows, late_rows = list(in_time[:SHOWN]), list(late.order_by("due_on")[:SHOWN])
    judges = list(to_assess(cases, user)[:SHOWN]) if user.is_officer else []
    waiting_count, in_time_count, late_cases_count, others_count, unnoted_count, *meetings_counts = numbers(
        user, [waiting, in_time, late, others, unnoted, booked.coming, booked.network]
    )
    return Workday(
        today=today,
        waiting=waiting_rows,
        waiting_count=waiting_count,
        in_time_count=in_time_count,
        late=late_rows,
        others=list(others[:SHOWN]),
        late_cases_count=late_cases_count,
        others_count=others_count,
        meetings=booked.rows(SHOWN),
        meetings_count=sum(meetings_counts),
        unnoted=list(unnoted[:SHOWN]),
        unnoted_count=unnoted_count,
        meeting=meeting,
        reachable=reachable,
        on_agenda=items.count() if items is not None else 0,
        without_registry_number=unregistered,
        failed_mails=failed_mails(user),
        network_reports=waiting_reports() if user.is_officer else 0,
        to_assess=judges,
        places=places([*waiting_rows, *late_rows, *judges], user),
        yours=frozenset(case.pk for case in [*waiting_rows, *late_rows] if is_waiting_for(case, user)),
        instead_of=list(user.stands_in_for.filter(is_active=True)) if user.is_officer else [],
    )


def to_assess(cases: QuerySet[Case], user: Any) -> QuerySet[Case]:
    """Return cases that the city wrote the application of, that `user` may judge and nobody has in full (R46).

    Has its kontaktperson written it, the officer's report is a colleague's too, until it is with the manager.

    Never one that `user` wrote the application of, as its kontaktperson of before or in somebody's stead.
    """
    written = Event.objects.filter(WROTE_APPLICATION, case=OuterRef("pk"))
    by_officer = written.filter(user=OuterRef("officer"))
    judged = Count(
        "assessment_rows__criterion__number",
        filter=Q(assessment_rows__stage=AssessmentStage.REVIEW),
        distinct=True,
    )
    by_city = Q(initiative=Initiative.CITY) | Q(came_by__isnull=False)
    rows = cases.filter(by_city, status=Status.REVIEW).exclude(own_or_instead(user))
    rows = rows.exclude(Exists(written.filter(user=user)))
    return (
        rows.annotate(judged=judged)
        .filter(Q(judged__lt=CRITERIA) | Q(legalcheck_rows=None) | Q(Exists(by_officer), turn=Turn.OFFICER))
        .order_by("due_on", "pk")
    )


def failed_mails(user: Any) -> list[Readable]:
    """Return mails that did not arrive and wait for `user`: of the officer's cases; all for administrators (D15)."""
    mails = (
        OutgoingMail.objects.failed().visible_to(user).select_related("case", "user").order_by("-failed_at")
    )
    if Role.ADMINISTRATOR not in user.roles:
        mails = mails.filter(Q(case__officer=user) | Q(case__officer__substitute=user))
    return readable_of(mails[:FAILED_SHOWN])


def navigation(user: Any, path: str) -> list[dict[str, Any]]:
    """Return the side navigation of the workspace for `user`, with what waits counted."""
    number = counted(Case.objects.visible_to(user).filter(waiting_for(user)), MOST)
    waiting = number if number <= MOST else f"{MOST}+"
    entries = [
        (_("Min arbetsdag"), reverse("admin:index"), waiting, True),
        (_("Ärenden"), reverse("admin:case_index"), None, False),
        (_("Möten"), reverse("admin:check_ins"), None, False),
        (_("Nämnden"), reverse("admin:meetings"), None, False),
        *([(_("Nätverket"), reverse("admin:network"), None, False)] if user.is_officer else []),
        (_("Register"), reverse("admin:registers"), None, False),
    ]
    urls = [url for _label, url, _count, _waits in entries]
    current = max((url for url in urls if path.startswith(url)), key=len, default="")
    if path.startswith(reverse("admin:app_list", args=["applications"])):  # the lists of the registers
        current = reverse("admin:registers")
    return [
        {"label": label, "url": url, "count": count, "waits": waits, "current": url == current}
        for label, url, count, waits in entries
    ]
