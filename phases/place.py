"""Where the work is that waits for somebody at the city: the page of the next step that is theirs (D13)."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.fields.json import KT
from django.urls import reverse

from applications.models import AgendaItem, Case, Decision, Event
from applications.permissions import WROTE_APPLICATION, WROTE_REPORT
from applications.states import AssessmentStage, Role, Status, Turn
from phases.initiering.card import NUMBERS
from phases.initiering.gates import Gate
from phases.initiering.models import Assessment, ConflictDeclaration, Deviation, FirstMeeting, LegalCheck

# What the officer does next, where the status alone tells; the review has an order of its own.
OF_OFFICER = {
    Status.CONTACT: "log_first_meeting",
    Status.SUBMITTED: "take_up",
    Status.PROPOSAL_SUBMITTED: "write_officer_report",
    Status.REPORT_SUBMITTED: "approve_report",
    Status.REPORT_APPROVED: "close",
}


def places(cases: Iterable[Case], user: Any) -> dict[int, str]:
    """Return case key → the page where `user` goes on, or the page of the case when others are to act.

    Two queries, however many cases; their officers are to be fetched with them.
    """
    rows = {case.pk: case for case in cases}
    facts = {row.pk: row for row in _facts([*rows], user)}
    judged: dict[int, set[int]] = defaultdict(set)
    verdicts = Assessment.objects.filter(case__in=[*rows], stage=AssessmentStage.REVIEW).order_by()
    for case_id, number in verdicts.values_list("case", "criterion__number").distinct():
        judged[case_id].add(number)
    return {pk: _place(case, user, facts[pk], judged[pk]) for pk, case in rows.items() if pk in facts}


def _facts(keys: list[int], user: Any) -> Any:
    """Return the cases with what is done in them, as far as the order of the work asks."""

    def is_in(rows: Any, **also: Any) -> Exists:
        return Exists(rows.filter(case=OuterRef("pk"), **also))

    judged = Event.objects.filter(case=OuterRef("pk"), action="judge_remit").order_by("-at", "-id")
    return Case.objects.filter(pk__in=keys).annotate(
        has_met=is_in(FirstMeeting.objects) | is_in(Deviation.objects, gate=Gate.FIRST_MEETING),
        has_declared=is_in(ConflictDeclaration.objects, officer=user),
        judged_remit=Subquery(judged.values(to=KT("data__to"))[:1]),  # as guards.remit_is_judged
        has_checked=is_in(LegalCheck.objects),
        needs_no_area=is_in(Deviation.objects, gate=Gate.POLYGON),
        has_written=is_in(Event.objects.filter(WROTE_APPLICATION), user=user),
        has_reported=is_in(Event.objects.filter(WROTE_REPORT), user=user),
        on_agenda=is_in(AgendaItem.objects, closed_at=None),
        has_draft=is_in(Decision.objects, released_at=None),
    )


def _place(case: Case, user: Any, facts: Any, judged: set[int]) -> str:
    action: str = "case"
    args: list[Any] = []
    if case.turn == Turn.OFFICER and user.is_officer:
        action, *args = _of_officer(case, user, facts, judged)
    elif case.turn == Turn.MANAGER and user.is_manager:
        action = "sign_off"
    elif case.turn == Turn.SECRETARY and user.is_secretary and not facts.has_draft:
        action = "register_decision" if facts.on_agenda else "put_on_agenda"
    elif case.turn == Turn.REGISTRAR and Role.REGISTRAR in user.roles:
        action = "archive"
    return reverse(f"admin:{action}", args=[case.reference, *args])


def _of_officer(case: Case, user: Any, facts: Any, judged: set[int]) -> tuple[Any, ...]:
    """Return the next step of an officer, with its argument: of the case's own, a substitute, or who judges for one."""
    if case.officer is None:
        return ("assign_officer",)
    is_own = user.pk in (case.officer_id, case.officer.substitute_id)
    if case.status == Status.REVIEW:
        return _in_review(case, facts, judged, is_own=is_own)
    return (_outside_review(case, facts) if is_own else "case",)


def _outside_review(case: Case, facts: Any) -> str:
    """Return the next step of the case's own officer where the status alone tells, or nearly."""
    by_city = case.is_written_by_city
    if by_city and case.status in (Status.DRAFT, Status.COMPLETION):
        return "edit_application"
    if by_city and case.status == Status.CONTACT and facts.has_met:
        return "start_draft"
    action = OF_OFFICER.get(Status(case.status), "case")
    wrote = {"approve_report": facts.has_reported, "write_officer_report": facts.has_written}.get(
        action, False
    )
    return "assign_officer" if case.was_written_by_city and wrote else action


def _in_review(case: Case, facts: Any, judged: set[int], *, is_own: bool) -> tuple[Any, ...]:
    """Return the next step of the review: whoever wrote for the group lets another one assess (R46)."""
    judges = not facts.has_written if case.was_written_by_city else is_own
    left = [number for number in NUMBERS if number not in judged]
    if is_own and not facts.has_met:
        return ("log_first_meeting",)
    if (is_own or judges) and not facts.has_declared:
        return ("declare_no_conflict",)
    if judges and left:
        return ("assess_criteria", left[0])
    needs_area = is_own and case.area_polygon is None and not facts.needs_no_area
    if judges:
        return (_of_report(case, facts, needs_area=needs_area),)
    if needs_area and facts.has_checked and not left:
        return ("draw_area",)
    return ("assign_officer" if is_own else "case",)


def _of_report(case: Case, facts: Any, *, needs_area: bool) -> str:
    """Return what the report on decision 1 waits for, or the report itself."""
    if facts.judged_remit != case.remit:
        return "judge_remit"
    if not facts.has_checked:
        return "legal_check"
    if needs_area:
        return "draw_area"
    return "write_officer_report"
