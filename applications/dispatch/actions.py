"""Posting, sending and rectifying a released decision; its legal force; the receiver's number (D3–D5, R17)."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import deadlines, documents, snapshots
from applications.decisions import renewed, snapshot
from applications.decisions.conflicts import from_lines, write_conflicts
from applications.decisions.numbers import number_taken
from applications.dispatch.guards import (
    CONFLICTS,
    missing_for_legal_force,
    missing_for_post,
    missing_for_rectify,
    missing_for_send,
    standing,
    wrong_posting_day,
)
from applications.lifecycle import Missing, expect, locked, note, refuse_if, refuse_if_stale
from applications.models import Case, Decision, Event, Rectification
from applications.states import Direction


def _decision(case: Case, pk: int) -> Decision:
    """Return a decision of the locked case. Raises Decision.DoesNotExist."""
    return case.decisions.select_related("committee", "meeting", "case__officer", "changes").get(pk=pk)


def _about(decision: Decision, **more: Any) -> dict[str, Any]:
    return {"decision": decision.pk, "paragraph": decision.paragraph, **more}


def post_decision(pk: int, decision_pk: int, *, posted_on: date, by: Any, at: datetime) -> Decision:
    """Write once which day the approval was posted on the notice board; the last appeal day follows (D4).

    For the chair's and delegated decisions it is the posting of the minutes they were reported in (D5).
    """
    with locked(pk) as case:
        expect(case, "post_decision", by=by)
        decision = _decision(case, decision_pk)
        refuse_if(missing_for_post(decision))
        refuse_if(wrong_posting_day(decision, posted_on, at, "#id_posted_on"))
        decision.posted_on, decision.last_appeal_on = posted_on, deadlines.last_appeal_day(posted_on)
        decision.save(update_fields=["posted_on", "last_appeal_on"])
        note(
            case,
            "post_decision",
            by=by,
            at=at,
            data=_about(
                decision, posted_on=posted_on.isoformat(), last_appeal_on=decision.last_appeal_on.isoformat()
            ),
        )
        return decision


def send_decision(pk: int, decision_pk: int, *, by: Any, at: datetime) -> Event:
    """Send the decision: the notice with the appeal day is frozen, ordered and mailed to the group (D3)."""
    with locked(pk) as case:
        expect(case, "send_decision", by=by)
        decision = _decision(case, decision_pk)
        refuse_if(missing_for_send(decision))
        decision.sent_on = timezone.localdate(at)
        decision.save(update_fields=["sent_on"])
        documents.order(
            case,
            "decision_notice",
            key=renewed.notice_base(decision),
            designation=_("Underrättelse om beslut %(number)s") % {"number": decision.number_name},
            snapshot=snapshot.decision_notice(decision, on=decision.sent_on),
            at=at,
            by=by,
            direction=Direction.OUTGOING,
            counterpart=snapshots.group_name(case)[:200],
        )
        return note(
            case,
            "send_decision",
            by=by,
            at=at,
            data=_about(decision),
            context={"decision": decision, "outcome": partial(snapshot.outcome_sentence, decision)},
        )


def set_legal_force(pk: int, decision_pk: int, *, legal_force_on: date, by: Any, at: datetime) -> Event:
    """Note by hand that nobody appealed in time, or that an appeal was turned down (D4)."""
    with locked(pk) as case:
        expect(case, "set_legal_force", by=by)
        decision = _decision(case, decision_pk)
        if legal_force_on > timezone.localdate(at):
            refuse_if([Missing(_("Dagen har inte varit än."), "#id_legal_force_on")])
        refuse_if(missing_for_legal_force(decision, on=legal_force_on))
        decision.legal_force_on = legal_force_on
        decision.save(update_fields=["legal_force_on"])
        return note(
            case, "set_legal_force", by=by, at=at, data=_about(decision, on=legal_force_on.isoformat())
        )


def rectify_decision(
    pk: int,
    decision_pk: int,
    *,
    reason: str,
    changes: Mapping[str, Any],
    points: Mapping[int, str] | None = None,
    by: Any,
    at: datetime,
    revision: int | None = None,
) -> Rectification:
    """Mend a slip in the registration: numbers, dates and words, never outcome or amounts (D3).

    `changes`: column → new value; `points`: primary key of a point → its words, misspellings mended. The log of it
    is written first: the database lets a released decision change in no other way. The documents that would say
    something else (extract, notice, överlämnande) come in a new version that names the old one, and the appeal day
    is counted anew when the posting was wrong.
    """
    points = points or {}
    with locked(pk) as case:
        expect(case, "rectify_decision", by=by)
        decision = _decision(case, decision_pk)
        refuse_if_stale(decision, revision)
        if not reason.strip():
            refuse_if([Missing(_("Skriv vad som blev fel."), "#id_reason")])
        refuse_if(missing_for_rectify(decision, changes, points, at=at))
        said = renewed.snapshots_now(decision, at=at)
        before, after = _differences(decision, changes, points)
        rectified = Rectification.objects.create(
            decision=decision,
            version=decision.version + 1,
            reason=reason,
            before=before,
            after=after,
            at=at,
            by=by,
        )
        _write(decision, changes, points, by=by, at=at)
        new = renewed.renew(decision, said, reason=reason, by=by, at=at)
        note(
            case,
            "rectify_decision",
            by=by,
            at=at,
            comment=reason,
            data=_about(decision, version=decision.version, before=before, after=after),
            context={"decision": decision, "rectification": rectified, "renewed": bool(new)},
        )
        return rectified


def _differences(
    decision: Decision, changes: Mapping[str, Any], points: Mapping[int, str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the rectification changes: as it was and as it is to be, as JSON."""
    rows = [(name, standing(decision, name), value) for name, value in changes.items()]
    posted_on = changes.get("posted_on", decision.posted_on)
    if posted_on is not None:
        rows.append(("last_appeal_on", decision.last_appeal_on, deadlines.last_appeal_day(posted_on)))
    rows += [
        (f"point {point.number}", point.text, points[point.pk])
        for point in decision.points.filter(pk__in=points)
    ]
    found = [row for row in rows if row[1] != row[2]]
    return {name: _json(old) for name, old, _new in found}, {name: _json(new) for name, _old, new in found}


def _write(
    decision: Decision, changes: Mapping[str, Any], points: Mapping[int, str], *, by: Any, at: datetime
) -> None:
    """Write the changed values: the rows first, the decision with its new version last (applications.triggers)."""
    for point in decision.points.filter(pk__in=points):
        if point.text != points[point.pk]:
            point.text = points[point.pk]
            point.save(update_fields=["text"])
    for name, value in changes.items():
        if name != CONFLICTS:
            setattr(decision, name, value)
        elif value != standing(decision, name):
            write_conflicts(decision, from_lines(value))
    decision.year = decision.decided_on.year
    if decision.posted_on is not None:
        decision.last_appeal_on = deadlines.last_appeal_day(decision.posted_on)
    decision.version += 1
    decision.touch(by=by, at=at)
    try:
        with transaction.atomic():
            decision.save()
    except IntegrityError:
        refuse_if([number_taken(decision.route, decision.paragraph, decision.year)])


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def enter_referral_number(pk: int, referral_pk: int, *, number: str, by: Any, at: datetime) -> Event:
    """Keep the number that the receiving committee gave what was handed over (R17)."""
    with locked(pk) as case:
        expect(case, "enter_referral_number", by=by)
        decision = case.decisions.get(referrals=referral_pk)
        referral = decision.referrals.select_related("to").get(pk=referral_pk)
        refuse_if([Missing(_("Beslutet är inte frisläppt än."))] if decision.released_at is None else [])
        referral.their_number = number
        referral.save(update_fields=["their_number"])
        return note(
            case,
            "enter_referral_number",
            by=by,
            at=at,
            comment=f"{referral.to}: {number}",
            data=_about(decision, referral=referral.pk),
        )
