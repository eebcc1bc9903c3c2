"""What the city sees of this phase on the staff case page: what is to be prepared, and the criteria card."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.committee.agenda import next_in_time
from applications.models import Case, OfficerReport
from applications.officer_report.guards import latest_report, report_guards
from applications.officer_report.views import report_views
from applications.permissions import allowed, has_written
from applications.states import Phase, ReportKind, Status
from applications.templatetags.samverkan import datum, datum_tid
from phases.base import Panel
from phases.booked import open_first_meeting
from phases.completion import completion_view
from phases.initiering import guards
from phases.initiering.actions import BEFORE_READY, BEFORE_REVIEW, COMPLETION
from phases.initiering.card import Card
from phases.initiering.gates import Gate, passed
from phases.initiering.models import ConflictDeclaration, FirstMeeting, LegalCheck
from phases.initiering.report_source import DIALOGUE_REPORT

GUARDS = {
    "take_up": guards.missing_for_take_up,
    "request_completion": guards.missing_for_request_completion,
    **report_guards(DIALOGUE_REPORT),
}
VIEWS = {"request_completion": completion_view(COMPLETION), **report_views(DIALOGUE_REPORT)}


def staff_panels(case: Case, user: Any) -> list[Panel]:
    """Return the sections of this phase: preparation while it lasts, how the assessment stands in every phase."""
    card = Card(case)
    panels = []
    if case.phase == Phase.INITIERING:
        panels.append(
            Panel(
                "forberedelse",
                _("Förberedelse"),
                "phases/initiering/preparation.html",
                {"items": preparation(case, user, card)},
            )
        )
    context = {
        **assessing(case, user, card),
        "url": reverse("admin:case_assessment", args=[case.reference]),
        "link": _("Sex kriterier"),
    }
    panels.append(Panel("bedomning", _("Bedömning"), "phases/initiering/card_summary.html", context))
    return panels


def assessing(case: Case, user: Any, card: Card) -> dict[str, Any]:
    """Return how far the assessment has come, and its form for who may judge now: what the card's templates need.

    `action` is the form's URL name or empty, `next_row` the first criterion that waits for a verdict.
    """
    is_first = case.status in BEFORE_REVIEW
    action = "first_assessment" if is_first else "assess_criteria"
    may = allowed(action, user=user, case=case) and case.status in (*BEFORE_REVIEW, Status.REVIEW)
    waiting = (row for row in card.rows if not (row.first if is_first else row.stands))
    return {
        "case": case,
        "card": card,
        "is_first": is_first,
        "count": card.first_count if is_first else card.assessed_count,
        "action": f"admin:{action}" if may else "",
        "next_row": next(waiting, None) if may else None,
        "wrote": case.status in (*BEFORE_REVIEW, Status.REVIEW) and has_written(user, case),
    }


def preparation(case: Case, user: Any, card: Card) -> list[dict[str, Any]]:
    """Return what is done and what is not before the case can go to the committee, each with its page."""
    items = [_first_meeting(case), _declaration(case), _remit(case)]
    if card.application is not None:
        items += [_legal_check(case), _area(case), _report(case)]
    open_now = case.status in BEFORE_READY
    for item in items:
        action = item.pop("action")
        if open_now and allowed(action, user=user, case=case):
            item["url"] = reverse(f"admin:{action}", args=[case.reference])
    return [*_opened_draft(case, user), *items]


def _opened_draft(case: Case, user: Any) -> list[dict[str, Any]]:
    """Return the draft that the group has opened to its kontaktperson, if it has (D19)."""
    if case.status not in (Status.DRAFT, Status.COMPLETION):
        return []
    drafts = case.application_versions.visible_to(user).unsent().filter(opened_at__isnull=False)
    return [
        {
            "title": _("Gruppens utkast till ansökan"),
            "hint": datum_tid(draft.opened_at),
            "status": _("Öppnat för dig"),
            "kind": "andra",
            "url": reverse("admin:opened_draft", args=[case.reference]),
        }
        for draft in drafts
    ]


def _item(action: str, title: str, *, done: bool, hint: str = "", status: str = "") -> dict[str, Any]:
    status = status or (_("Klart") if done else _("Inte gjort"))
    return {"action": action, "title": title, "hint": hint, "status": status, "kind": "klar" if done else ""}


def _first_meeting(case: Case) -> dict[str, Any]:
    meeting = FirstMeeting.objects.filter(case=case).order_by("-held_on", "-id").first()
    by_passed = meeting is None and passed(case, Gate.FIRST_MEETING)
    booked = open_first_meeting(case) if meeting is None else None
    hint = datum(meeting.held_on) if meeting else datum_tid(booked.starts_at) if booked else ""
    return _item(
        "log_first_meeting",
        _("Första mötet"),
        done=not list(guards.missing_first_meeting(case)),
        hint=hint,
        status=_("Avsteg med skäl") if by_passed else _("Bokat") if booked else "",
    )


def _declaration(case: Case) -> dict[str, Any]:
    names = list(ConflictDeclaration.objects.filter(case=case).values_list("officer__name", flat=True))
    return _item(
        "declare_no_conflict", _("Försäkran om att inte vara jävig"), done=bool(names), hint=", ".join(names)
    )


def _remit(case: Case) -> dict[str, Any]:
    label, judged = str(case.get_remit_display()) if case.remit else "", guards.remit_is_judged(case)
    hint = label if judged or not label else _("Gruppen svarade: %(answer)s") % {"answer": label}
    return _item("judge_remit", _("Nämndens ansvar"), done=judged, hint=hint)


def _legal_check(case: Case) -> dict[str, Any]:
    check = LegalCheck.objects.filter(case=case).first()
    hint = datum(check.created_at) if check else ""
    return _item("legal_check", _("Rättslig kontroll"), done=check is not None, hint=hint)


def _area(case: Case) -> dict[str, Any]:
    by_passed = case.area_polygon is None and passed(case, Gate.POLYGON)
    done = case.area_polygon is not None or by_passed
    return _item(
        "draw_area", _("Området på kartan"), done=done, status=_("Avsteg med skäl") if by_passed else ""
    )


def _report(case: Case) -> dict[str, Any]:
    report = latest_report(case, ReportKind.DIALOGUE)
    done = report is not None and report.is_signed and report.recalled_at is None
    return _item("write_officer_report", _("Tjänsteskrivelse"), done=done, **report_state(report))


def report_state(report: OfficerReport | None) -> dict[str, str]:
    """Return where a report is, in words: `status` and `hint`, the last safe day while it is not signed (D13)."""
    if report is None:
        return {"status": _("Inte påbörjad"), "hint": last_safe_day()}
    if report.recalled_at:
        return {"status": _("Återtagen"), "hint": last_safe_day()}
    if report.is_signed:
        name = report.signed_off_by.name if report.signed_off_by else ""
        return {"status": _("Signerad"), "hint": f"{datum_tid(report.signed_off_at)}, {name}"}
    if report.is_with_manager:
        return {"status": _("Hos chefen"), "hint": datum_tid(report.sent_for_sign_off_at)}
    if report.returned_at:
        return {
            "status": _("Åter från chefen"),
            "hint": f"{report.manager_comment} {last_safe_day()}".strip(),
        }
    return {"status": _("Utkast"), "hint": last_safe_day()}


def last_safe_day() -> str:
    """Say which meeting the report can still reach, and by when; empty when no meeting is in the calendar."""
    meeting = next_in_time(timezone.localdate())
    if meeting is None:
        return ""
    return _("Signeras senast %(day)s för nämnden %(meeting)s") % {
        "day": datum(meeting.documents_ready_on, "kort"),
        "meeting": datum(meeting.date, "kort"),
    }
