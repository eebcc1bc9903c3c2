"""What hinders a decision from being registered, and from being released."""

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.committee.agenda import kind_at, next_meeting, open_item
from applications.decisions.content import stored
from applications.decisions.rules import missing_in_content
from applications.lifecycle import Missing
from applications.models import Case, Decision
from applications.states import DecisionKind, Outcome


def unreleased(case: Case) -> Decision | None:
    """Return the registered decision that waits for its minutes, None when there is none."""
    return (
        case.decisions.filter(released_at=None)
        .select_related("committee", "meeting__committee", "agenda_item__meeting", "saved_by")
        .first()
    )


def missing_for_register_decision(case: Case) -> Iterable[Missing]:
    """Yield why nothing can be registered: the case is on no agenda (R16, R47)."""
    if kind_at(case) is None or open_item(case) is None:
        yield Missing(
            _("Sätt upp ärendet på ett sammanträde först."),
            reverse("admin:put_on_agenda", args=[case.reference]),
        )


def missing_for_release(
    case: Case, decision: Decision | None, *, at: datetime, approved_on: date | None = None
) -> Iterable[Missing]:
    """Yield what keeps the decision from being released (D3). Without `approved_on` the day is not asked about."""
    page = reverse("admin:register_decision", args=[case.reference])
    if decision is None:
        yield Missing(_("Registrera beslutet först."), page)
        return
    item = decision.agenda_item
    kind = DecisionKind(decision.kind)
    for missing in missing_in_content(case, kind, stored(decision), item=item, decision=decision, at=at):
        yield Missing(missing.text, page + missing.url)
    if decision.route == Decision.Route.COMMITTEE and item.meeting.starts_at is None:
        yield Missing(
            _("Skriv när sammanträdet började. Klockslaget står i protokollsutdraget."),
            reverse("admin:applications_meeting_change", args=[item.meeting_id]),
        )
    if decision.outcome == Outcome.TABLE and next_meeting(item.meeting, on=timezone.localdate(at)) is None:
        yield Missing(
            _("Lägg in nästa sammanträde, så att ärendet har någonstans att flyttas."),
            reverse("admin:applications_meeting_add"),
        )
    if approved_on is not None:
        yield from _approval(decision, approved_on, at)


def _approval(decision: Decision, approved_on: date, at: datetime) -> Iterable[Missing]:
    if approved_on < decision.decided_on:
        yield Missing(approved_early(decision), "#id_approved_on")
    elif approved_on > timezone.localdate(at):
        yield Missing(approved_late(decision), "#id_approved_on")
    elif decision.immediate_approval and approved_on != decision.decided_on:
        yield Missing(_("Paragrafen är omedelbart justerad. Skriv beslutets dag."), "#id_approved_on")


def approved_early(decision: Decision) -> str:
    """Return why the day is too early: minutes are approved, a decision outside a meeting is signed (D5)."""
    if decision.is_outside:
        return _("Beslutet undertecknas tidigast den dag det fattades.")
    return _("Protokollet justeras tidigast den dag beslutet fattades.")


def approved_late(decision: Decision) -> str:
    """Return that the day of approval or signature is still to come."""
    if decision.is_outside:
        return _("Dagen har inte varit än. Skriv dagen då beslutet undertecknades.")
    return _("Dagen har inte varit än. Skriv dagen då protokollet justerades.")
