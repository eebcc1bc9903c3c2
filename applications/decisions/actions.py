"""Registering a decision as a draft, throwing the draft away, releasing it when the § is justerad (D3)."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import documents
from applications.committee.actions import close_item, keep_turn
from applications.committee.agenda import kind_at, next_meeting, next_number, open_item
from applications.decisions import earlier, snapshot
from applications.decisions.content import FIELDS, DecisionContent, write_rows
from applications.decisions.guards import missing_for_register_decision, missing_for_release, unreleased
from applications.decisions.numbers import number_taken
from applications.decisions.outcomes import transition_of
from applications.decisions.receivers import with_receivers
from applications.decisions.renewed import extract_base, referral_base
from applications.decisions.rules import missing_in_content
from applications.lifecycle import Missing, expect, locked, note, perform, refuse_if, refuse_if_stale
from applications.models import AgendaItem, Case, Decision, Event, Grant, Measure
from applications.states import GRANTING, DecisionKind, Direction, Outcome, PointOutcome, SupportKind


def register_decision(
    pk: int, content: DecisionContent, *, by: Any, at: datetime, revision: int | None = None
) -> Decision:
    """Register what was decided, or change the registration: nobody outside sees it until it is released (R47).

    The chosen receivers are named in the points that wait for their name.

    Raises Stale when somebody saved after `revision`, Refused with the field of everything that is missing.
    """
    with locked(pk) as case:
        expect(case, "register_decision", by=by)
        refuse_if(missing_for_register_decision(case))
        item, kind, content = open_item(case), kind_at(case), with_receivers(content)
        decision = unreleased(case)
        if decision is not None:
            refuse_if_stale(decision, revision)
        refuse_if(missing_in_content(case, kind, content, item=item, decision=decision, at=at))
        if decision is None:
            decision = Decision(case=case, registered_at=at, registered_by=by)
        decision.kind, decision.agenda_item, decision.meeting = kind, item, item.meeting
        decision.committee = item.meeting.committee
        for name in FIELDS:
            setattr(decision, name, content.fields[name])
        if decision.route == Decision.Route.COMMITTEE:
            decision.decided_on, decision.reported_on, decision.route_ground = item.meeting.date, None, ""
            decision.delegate = decision.delegate_title = ""
        if decision.changes is None:
            decision.keeps_conditions = None
        decision.year = decision.decided_on.year
        decision.touch(by=by, at=at)
        _save_with_its_number(decision)
        write_rows(decision, content)
        note(case, "register_decision", by=by, at=at, data=_about(decision), for_group=False)
        return decision


def _save_with_its_number(decision: Decision) -> None:
    """Save, or refuse when another case got the number a moment ago: the database keeps it unique."""
    try:
        with transaction.atomic():
            decision.save()
    except IntegrityError:
        refuse_if([number_taken(decision.route, decision.paragraph, decision.year)])


def discard_decision(pk: int, *, by: Any, at: datetime) -> Event:
    """Throw away a registration that was never released; the case stays on the agenda."""
    with locked(pk) as case:
        expect(case, "discard_decision", by=by)
        decision = unreleased(case)
        if decision is None:
            refuse_if([Missing(_("Det finns ingen registrering att kasta."))])
        about = _about(decision)
        for rows in (
            decision.points,
            decision.conditions,
            decision.referrals,
            decision.member_conflicts,
        ):
            rows.all().delete()
        decision.delete()
        return note(case, "discard_decision", by=by, at=at, data=about, for_group=False)


def release_decision(pk: int, *, approved_on: date, by: Any, at: datetime) -> Event:
    """Release the registered decision: its § is justerad. Immutable from now on; the case moves (D3).

    Writes the grants and what was decided about each measure, closes the agenda item, orders the
    protokollsutdrag and a document per receiver of a referral, and takes the outcome's one transition.
    """
    with locked(pk) as case:
        decision = unreleased(case)
        transition = transition_of(decision) if decision else "register_decision"
        expect(case, transition, by=by)
        refuse_if(missing_for_release(case, decision, at=at, approved_on=approved_on))
        _write_grants(decision)
        _decide_measures(case, decision)
        earlier.close(decision)
        decision.approved_on, decision.released_at, decision.released_by = approved_on, at, by
        decision.save(update_fields=["approved_on", "released_at", "released_by"])
        close_item(decision.agenda_item, transition, at=at)
        due = keep_turn(case)
        if transition == "table":
            due = _move_to_next_meeting(case, decision, at) | due
        _order_documents(case, decision, by=by, at=at)
        return perform(
            case,
            transition,
            by=by,
            at=at,
            comment=decision.refer_back_for if transition == "refer_back" else "",
            data=_about(decision),
            context={"decision": decision, "points": list(decision.points.all())},
            **(due or _due(case, transition)),
        )


def _about(decision: Decision) -> dict[str, Any]:
    return {
        "decision": decision.pk,
        "kind": decision.kind,
        "outcome": decision.outcome,
        "paragraph": decision.paragraph,
        "decided_on": decision.decided_on.isoformat(),
    }


def _write_grants(decision: Decision) -> None:
    """Write what the points give: a row for the money of a point, a row for every thing in kind (R18, R32)."""
    grants = []
    for point in decision.points.filter(outcome__in=GRANTING):
        base = {
            "case_id": decision.case_id,
            "decision": decision,
            "point": point,
            "measure_id": point.measure_id,
        }
        if point.granted:
            grants.append(Grant(kind=SupportKind.MONEY, amount=point.granted, **base))
        for thing in point.in_kind:
            kind = thing["kind"] if thing["kind"] != SupportKind.MONEY else SupportKind.OTHER
            grants.append(
                Grant(
                    kind=kind,
                    quantity=thing["quantity"],
                    unit=thing["unit"],
                    description=thing["description"],
                    **base,
                )
            )
    Grant.objects.bulk_create(grants)


WHOLE = {Outcome.REJECT: PointOutcome.REFUSED, Outcome.HAND_OVER: PointOutcome.HANDED_OVER}


def _decide_measures(case: Case, decision: Decision) -> None:
    """Write the outcome on every measure: its own point's, else that of the whole (R32)."""
    if decision.kind != DecisionKind.FURTHER and decision.outcome in WHOLE:
        case.measures.filter(decided="").update(decided=WHOLE[Outcome(decision.outcome)])
    if decision.outcome in (Outcome.TABLE, Outcome.REFER_BACK):
        return
    for point in decision.points.exclude(measure=None).exclude(outcome=PointOutcome.OTHER):
        Measure.objects.filter(pk=point.measure_id).update(decided=point.outcome)


def _move_to_next_meeting(case: Case, decision: Decision, at: datetime) -> dict[str, Any]:
    """Put the case on the same committee's next meeting; return its day as the case's date."""
    item = decision.agenda_item
    later = next_meeting(item.meeting, on=timezone.localdate(at))
    AgendaItem.objects.create(
        meeting=later, case=case, report=item.report, number=next_number(later), added_at=at
    )
    return {"due_on": later.date, "due_reason": _("Registrera beslutet")}


def _due(case: Case, transition: str) -> dict[str, Any]:
    """Return the date that an outcome sets, where it is not the usual one."""
    if transition == "refer_back":
        reason = _("Ta fram det nämnden bad om och skriv tjänsteskrivelsen")
        return {"due_reason": reason}
    if transition in ("grant_all", "grant_measures"):
        granted = case.measures.filter(decided__in=GRANTING, ends_on__isnull=False)
        return {"due_on": granted.order_by("-ends_on").values_list("ends_on", flat=True).first()}
    return {}


def _order_documents(case: Case, decision: Decision, *, by: Any, at: datetime) -> None:
    documents.order(
        case,
        snapshot.kind_of(decision),
        key=f"{extract_base(decision)}:v{decision.version}",
        designation=snapshot.designation(decision),
        snapshot=snapshot.document_of(decision),
        at=at,
        by=by,
        counterpart=decision.committee.name,
    )
    for referral in decision.referrals.select_related("to", "measure"):
        documents.order(
            case,
            "referral",
            key=referral_base(referral.pk),
            designation=_("Överlämnande till %(committee)s") % {"committee": referral.to.name},
            snapshot=snapshot.referral(decision, referral, informed_on=timezone.localdate(at)),
            at=at,
            by=by,
            direction=Direction.OUTGOING,
            counterpart=referral.to.name,
        )
