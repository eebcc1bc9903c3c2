"""The frozen text of protokollsutdrag, överlämnande and underrättelse (docs/dokument.md)."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import deadlines, snapshots
from applications.city import values
from applications.decisions import earlier
from applications.decisions.content import InKind, totals
from applications.decisions.outcomes import transition_of
from applications.decisions.receivers import in_a_row
from applications.models import Decision, DecisionPoint, Referral
from applications.states import GRANTING, DecisionKind, Outcome
from applications.templatetags.samverkan import kronor

Json = dict[str, Any]


# --- words ----------------------------------------------------------------------------------------------
def in_words(day: date) -> str:
    """Return a day as it stands in running text: "28 april 2026"."""
    return date_format(day, "j F Y").lower()


def iso(day: date | None) -> str | None:
    """Return a day for the snapshot."""
    return day.isoformat() if day else None


def designation(decision: Decision) -> str:
    """Return the designation of the extract in the register of records."""
    number, day = decision.number_name, in_words(decision.decided_on)
    if decision.route == Decision.Route.COMMITTEE:
        return _("Protokollsutdrag %(number)s, %(day)s") % {"number": number, "day": day}
    return f"{number}, {day}"


def lines(text: str) -> list[str]:
    """Return the lines of a list that was typed one a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def members(text: str) -> list[Json]:
    """Return people typed one a line, "Namn, uppgift"."""
    rows = [line.partition(",") for line in lines(text)]
    return [{"name": name.strip(), "role": role.strip()} for name, _comma, role in rows]


def decider(decision: Decision) -> str:
    """Return who decided with a capital, as it begins a sentence."""
    name = decision.decider
    return name[:1].upper() + name[1:]


SENTENCES = {
    Outcome.REJECT: gettext_lazy("%(committee)s har sagt nej till ert förslag."),
    Outcome.HAND_OVER: gettext_lazy("%(committee)s har överlämnat ärendet till %(to)s."),
    Outcome.REFER_BACK: gettext_lazy("%(committee)s vill ha mer underlag innan den beslutar."),
    Outcome.TABLE: gettext_lazy("%(committee)s tar upp ärendet på ett senare sammanträde."),
}


def outcome_sentence(decision: Decision) -> str:
    """Return the outcome in one sentence to the group: "Prövonämnden har beviljat er 45 000 kronor."."""
    outcome, granted = Outcome(decision.outcome), totals(decision.points.all()).granted
    names = {"committee": decider(decision), "amount": kronor(granted)}
    if outcome in SENTENCES:
        to = in_a_row(row.to.name for row in decision.referrals.all()) if outcome == Outcome.HAND_OVER else ""
        return str(SENTENCES[outcome]) % (names | {"to": to})
    if not granted:
        return _("%(committee)s har beviljat er stöd.") % names
    if decision.kind == DecisionKind.DIALOGUE and outcome != Outcome.APPROVE_ALL:
        return _("%(committee)s har beviljat er %(amount)s till dialog.") % names
    return _("%(committee)s har beviljat er %(amount)s.") % names


NEXT_STEP = {
    "grant_dialogue": gettext_lazy(
        "Nu börjar samarbetsfasen. Kontaktpersonen hör av sig om hur ni för dialogen och hur ni skickar ert förslag."
    ),
    "grant_all": gettext_lazy(
        "Nu börjar utförandefasen. Berätta för områdets aktörer och genomför insatserna."
    ),
    "grant_measures": gettext_lazy(
        "Nu börjar utförandefasen. Berätta för områdets aktörer och genomför insatserna."
    ),
    "decide_further": gettext_lazy("Fortsätt med insatserna enligt beslutet."),
    "refer_back": gettext_lazy("Kontaktpersonen tar fram det nämnden bad om och hör av sig till er."),
    "reject": gettext_lazy("Kontakta kontaktpersonen om ni vill veta mer."),
    "hand_over": gettext_lazy("Den nämnd som tar över hör av sig till er."),
    "table": "",
}


# --- rows -----------------------------------------------------------------------------------------------
def in_kind_words(point: DecisionPoint) -> str:
    """Return support in kind in words: "120 arbetstimmar, 12 kärl"."""
    return ", ".join(str(InKind.from_json(row)) for row in point.in_kind)


def amounts(decision: Decision, points: list[DecisionPoint]) -> list[Json]:
    """Return money and help of points that no measure carries."""
    rows = [
        point
        for point in points
        if point.measure_id is None
        and (
            point.in_kind
            or any(value is not None for value in (point.requested, point.proposed, point.granted))
        )
    ]
    dialogue = decision.kind == DecisionKind.DIALOGUE and len(rows) == 1
    return [
        {
            "label": ", ".join(
                part
                for part in (
                    _("Dialoginsatser") if dialogue else _("Punkt %(number)s") % {"number": point.number},
                    in_kind_words(point),
                )
                if part
            ),
            "requested": point.requested,
            "proposed": point.proposed,
            "granted": point.granted,
            "motivation": point.motivation,
        }
        for point in rows
    ]


def measures(points: list[DecisionPoint]) -> list[Json]:
    """Return what was decided per measure (R32)."""
    return [
        {
            "letter": point.measure.letter,
            "title": point.measure.title,
            "responsible": point.measure.responsible.actor.name if point.measure.responsible else "",
            "starts_on": iso(point.measure.starts_on),
            "ends_on": iso(point.measure.ends_on),
            "need": point.measure.needs_text,
            "cost": point.measure.cost,
            "requested": point.requested,
            "proposed": point.proposed,
            "granted": point.granted,
            "in_kind": in_kind_words(point),
            "outcome": point.get_outcome_display(),
            "motivation": point.motivation,
        }
        for point in points
        if point.measure_id
    ]


def conditions(decision: Decision) -> list[Json]:
    """Return the conditions in the order they were written, then those of the decision that this one changes."""
    own = [(row.text, row.due_on) for row in decision.conditions.order_by("id")]
    return [{"text": text, "due_on": iso(due_on)} for text, due_on in (*own, *earlier.told(decision))]


def _points(decision: Decision) -> list[DecisionPoint]:
    return list(decision.points.select_related("measure__responsible__actor"))


# --- the document of a decision -----------------------------------------------------------------------
KINDS = {
    Decision.Route.COMMITTEE: "minutes_extract",
    Decision.Route.CHAIR: "chair_decision",
    Decision.Route.DELEGATED: "delegated_decision",
}


def kind_of(decision: Decision) -> str:
    """Return the kind of document that carries the decision: an extract of the minutes, or one of its own (D5)."""
    return KINDS[Decision.Route(decision.route)]


def document_of(decision: Decision) -> Json:
    """Return the snapshot of the document that carries the decision, as it is registered now."""
    if decision.route == Decision.Route.COMMITTEE:
        return minutes_extract(decision)
    return individual_decision(decision)


def individual_decision(decision: Decision) -> Json:
    """Return the snapshot of a decision of the chair or by delegation, with its ground (D5)."""
    case, points = decision.case, _points(decision)
    by_chair = decision.route == Decision.Route.CHAIR
    name = decision.chair if by_chair else decision.delegate
    title = _("Ordförande") if by_chair else decision.delegate_title
    return snapshots.header(case, decision.heading, decision.approved_on) | {
        "decider": name,
        "decider_title": title,
        "committee": decision.committee.name,
        "ground": decision.route_ground,
        "decided_on": iso(decision.decided_on),
        "decision_number": decision.number_name,
        "parties": [actor["name"] for actor in snapshots.actor_rows(case, in_group=True)],
        "outcome": decision.get_outcome_display(),
        "summary": decision.summary,
        "points": [point.text for point in points],
        "amounts": amounts(decision, points),
        "measures": measures(points),
        "reasons": "\n\n".join(part for part in (decision.motivation, decision.refer_back_for) if part),
        "conditions": conditions(decision),
        "effective_at_once": decision.in_force_at_once,
        "changes_decision": designation(decision.changes) if decision.changes else "",
        "basis": lines(decision.documents),
        "reported_on": iso(decision.reported_on),
        "sent_to": lines(decision.sent_to),
        "posted_on": iso(decision.posted_on),
        "appeal_by": iso(decision.last_appeal_on),
        "signature": {"name": name, "title": title, "signed_on": iso(decision.decided_on)},
    }


# --- protokollsutdrag -----------------------------------------------------------------------------------------
def minutes_extract(decision: Decision) -> Json:
    """Return the snapshot of the decision's extract from the minutes, as it is registered now."""
    case, points = decision.case, _points(decision)
    return snapshots.header(case, decision.heading, decision.approved_on) | {
        "committee": decision.decider,
        "section": decision.section,
        "meeting_starts": _starts(decision).isoformat(),
        "meeting_ends": None,
        "place": decision.meeting.place if decision.route == Decision.Route.COMMITTEE else "",
        "members": members(decision.members),
        "others_present": members(decision.others_present),
        "approvers": lines(decision.adjuster),
        "approved_on": iso(decision.approved_on),
        "approved_at_once": decision.immediate_approval,
        "outcome": decision.get_outcome_display(),
        "summary": decision.summary,
        "conflicts": [str(row) for row in decision.member_conflicts.all()],
        "motions": decision.motions,
        "procedure": decision.procedure,
        "points": [point.text for point in points],
        "amounts": amounts(decision, points),
        "measures": measures(points),
        "reasons": "\n\n".join(part for part in (decision.motivation, decision.refer_back_for) if part),
        "conditions": conditions(decision),
        "effective_at_once": decision.in_force_at_once,
        "changes_decision": designation(decision.changes) if decision.changes else "",
        "reservations": decision.reservations,
        "separate_statements": decision.statements,
        "notes": decision.minutes_note,
        "sent_to": lines(decision.sent_to),
        "basis": lines(decision.documents),
        "signatures": _signatures(decision),
        "posted_on": iso(decision.posted_on),
        "removed_on": iso(_removed_on(decision)),
        "kept_at": values.municipality()["address"] if decision.posted_on else "",
        "appeal_by": iso(decision.last_appeal_on),
    }


def _removed_on(decision: Decision) -> date | None:
    """Return the day the posting is taken down: it hangs through the last appeal day (D4)."""
    return decision.last_appeal_on + timedelta(days=1) if decision.last_appeal_on else None


def _starts(decision: Decision) -> datetime:
    """Return when the meeting began; a decision outside a meeting has its day only."""
    if decision.route == Decision.Route.COMMITTEE and decision.meeting.starts_at:
        naive = datetime.combine(decision.decided_on, decision.meeting.starts_at)
    else:
        naive = datetime.combine(decision.decided_on, time())
    return timezone.make_aware(naive)


def _signatures(decision: Decision) -> list[Json]:
    people = (
        (decision.secretary_name, _("Sekreterare")),
        (decision.chair, _("Ordförande")),
        *((name, _("Justerande")) for name in lines(decision.adjuster)),
    )
    return [
        {"name": name, "title": title, "signed_on": iso(decision.approved_on)}
        for name, title in people
        if name
    ]


# --- överlämnande ---------------------------------------------------------------------------------------------
def referral(decision: Decision, row: Referral, *, informed_on: date | None) -> Json:
    """Return the snapshot of what goes to one other committee (R17)."""
    case = decision.case
    whole = row.scope == Referral.Scope.WHOLE
    title = (
        _("Överlämnande av ärende till %(committee)s")
        if whole
        else _("Överlämnande av del av ärende till %(committee)s")
    )
    return snapshots.header(case, title % {"committee": row.to.name}, decision.approved_on) | {
        "receiver": row.to.name,
        "whole": whole,
        "scope": _scope(row),
        "reason": row.reason,
        "committee": decision.decider,
        "section": decision.section,
        "decided_on": iso(decision.decided_on),
        "points": [point.text for point in _points(decision)],
        "applicants": [actor["name"] for actor in snapshots.actor_rows(case, in_group=True)],
        "attachments": [designation(decision), *lines(decision.documents)],
        "receiver_registry_number": row.their_number or None,
        "applicants_informed_on": iso(informed_on),
        "officer": snapshots.person(case.officer),
        "signed_by": {
            "name": decision.secretary_name,
            "title": _("Nämndsekreterare"),
            "signed_on": iso(decision.approved_on),
        },
    }


def _scope(row: Referral) -> str:
    measure = _("Insats %(letter)s, %(title)s") % vars(row.measure) if row.measure else ""
    return "\n\n".join(part for part in (measure, row.what) if part)


# --- underrättelse --------------------------------------------------------------------------------------------
def decision_notice(decision: Decision, *, on: date) -> Json:
    """Return the snapshot of the notice to the group, with the appeal day (D3, D4)."""
    case, points = decision.case, _points(decision)
    title = _("Beslut om samverkansstöd: %(title)s") % {"title": case.title}
    recipients = [actor["name"] for actor in snapshots.actor_rows(case, in_group=True)]
    return snapshots.header(case, title, on) | {
        "recipients": recipients or [snapshots.group_name(case)],
        "committee": decision.decider,
        "section": decision.section,
        "decided_on": iso(decision.decided_on),
        "outcome": outcome_sentence(decision),
        "points": [point.text for point in points],
        "amounts": amounts(decision, points),
        "measures": measures(points),
        "reasons": "\n\n".join(part for part in (decision.motivation, decision.refer_back_for) if part),
        "conditions": conditions(decision),
        "payment": _payment(decision),
        "report_by": iso(_report_by(decision)),
        "next_step": str(NEXT_STEP[transition_of(decision)]),
        "effective_at_once": decision.in_force_at_once,
        "posted_on": iso(decision.posted_on),
        "appeal_by": iso(decision.last_appeal_on),
        "officer": snapshots.person(case.officer),
    }


def _payment(decision: Decision) -> Json | None:
    amount = totals(decision.points.all()).granted
    payee = decision.case.case_actors.filter(is_payee=True).select_related("actor").first()
    if not amount or payee is None:
        return None
    terms = (
        _("Kontaktpersonen hör av sig om hur pengarna betalas ut.")
        if decision.in_force_at_once
        else _("Pengarna betalas ut när beslutet har fått laga kraft.")
    )
    return {
        "payee": payee.actor.name,
        "organisation_number": payee.actor.organisation_number or None,
        "amount": amount,
        "terms": terms,
    }


def _report_by(decision: Decision) -> date | None:
    """Return when the result report is due, counted from the end of the last granted measure."""
    granted = [point.measure for point in _points(decision) if point.measure_id and point.outcome in GRANTING]
    ends = [measure.ends_on for measure in granted if measure.ends_on]
    return deadlines.report_due(max(ends)) if ends else None
