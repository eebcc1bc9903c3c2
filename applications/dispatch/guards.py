"""What hinders a released decision from being posted, sent, given legal force or rectified (D3–D5)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import deadlines
from applications.decisions.conflicts import as_lines, from_lines, missing_in_conflicts, stored_conflicts
from applications.decisions.guards import approved_early, approved_late
from applications.decisions.numbers import taken
from applications.decisions.rules import WORDS_OF_ROUTE, reported_elsewhere
from applications.decisions.snapshot import in_words
from applications.dispatch.slips import is_slip
from applications.lifecycle import Missing
from applications.models import Decision, Delivery
from applications.officer_report.guards import sums_in
from applications.states import MINUTES, Outcome

# Numbers, dates and words of the minutes; who decided by delegation; that a § was approved at once. Never outcome,
# amounts, conditions or what follows from them, and of operative words misspellings only (slips.py): that takes a
# new decision (D3).
WORDS = (
    "heading",
    "summary",
    "motivation",
    "refer_back_for",
    "route_ground",
    *MINUTES,
)
DATES = ("decided_on", "reported_on", "approved_on", "posted_on", "sent_on", "legal_force_on")
DELEGATE = ("delegate", "delegate_title")
CONFLICTS = "conflicts"  # the members' rows, as lines
RECTIFIABLE = ("paragraph", *DATES, *DELEGATE, "immediate_approval", *WORDS, CONFLICTS)
OPERATIVE = ("refer_back_for",)  # what the group is told to do


def standing(decision: Decision, name: str) -> Any:
    """Return what stands registered under one of RECTIFIABLE."""
    return as_lines(stored_conflicts(decision)) if name == CONFLICTS else getattr(decision, name)


def _page(decision: Decision, name: str) -> str:
    return reverse(f"admin:{name}", args=[decision.case.reference, decision.pk])


def _not_released(decision: Decision) -> Iterable[Missing]:
    if decision.released_at is None:
        yield Missing(
            _("Beslutet är inte frisläppt än. Protokollet behöver vara justerat."),
            reverse("admin:release_decision", args=[decision.case.reference]),
        )


def missing_for_post(decision: Decision) -> Iterable[Missing]:
    """Yield why the decision cannot be posted now: posting is written once (D3)."""
    yield from _not_released(decision)
    if decision.outcome == Outcome.TABLE:
        yield Missing(_("En bordläggning går inte att överklaga och anslås inte för sig."))
    if decision.posted_on is not None:
        yield Missing(
            _("Beslutet är redan anslaget %(day)s. Ett fel datum rättas med en rättelse.")
            % {"day": in_words(decision.posted_on)},
            _page(decision, "rectify_decision"),
        )


def wrong_posting_day(decision: Decision, posted_on: date, at: datetime, field: str) -> Iterable[Missing]:
    """Yield why the day cannot be right: before the approval, before the report to the committee (D5), to come."""
    if posted_on > timezone.localdate(at):
        yield Missing(_("Dagen har inte varit än. Skriv dagen då anslaget sattes upp."), field)
    if decision.approved_on and posted_on < decision.approved_on:
        yield Missing(_("Anslaget sätts upp tidigast när protokollet är justerat."), field)
    if (
        decision.route != Decision.Route.COMMITTEE
        and decision.reported_on
        and posted_on < decision.reported_on
    ):
        yield Missing(
            _("Tiden räknas från anslaget av det protokoll där beslutet anmäldes, tidigast %(day)s.")
            % {"day": in_words(decision.reported_on)},
            field,
        )


def missing_for_signed_extract(decision: Decision) -> Iterable[Missing]:
    """Yield why nothing signed can be added: the § is not justerad."""
    yield from _not_released(decision)


def missing_for_send(decision: Decision) -> Iterable[Missing]:
    """Yield why the notice cannot be sent: without the appeal day it would be worse than none (D4)."""
    yield from _not_released(decision)
    if decision.outcome == Outcome.TABLE:
        yield Missing(_("En bordläggning skickas inte ut."))
    elif decision.released_at is not None and decision.posted_on is None:
        yield Missing(
            _("Skriv först när beslutet anslogs, så att gruppen får veta hur länge det går att överklaga."),
            _page(decision, "post_decision"),
        )
    if decision.sent_on is not None:
        yield Missing(_("Beslutet är redan expedierat %(day)s.") % {"day": in_words(decision.sent_on)})


def missing_for_legal_force(decision: Decision, *, on: date) -> Iterable[Missing]:
    """Yield why the decision has no legal force on the day `on`: the appeal time has not run out (D4)."""
    yield from _not_released(decision)
    if decision.legal_force_on is not None:
        yield Missing(
            _("Beslutet har redan fått laga kraft %(day)s.") % {"day": in_words(decision.legal_force_on)}
        )
    elif decision.last_appeal_on is None:
        yield Missing(_("Skriv först när beslutet anslogs."), _page(decision, "post_decision"))
    elif on <= decision.last_appeal_on:
        yield Missing(
            _("Beslutet går att överklaga till och med %(day)s.") % {"day": in_words(decision.last_appeal_on)}
        )


def missing_for_rectify(
    decision: Decision, changes: Mapping[str, Any], points: Mapping[int, str], *, at: datetime
) -> Iterable[Missing]:
    """Yield why a rectification is none: it changes nothing, what it may not, or makes the dates impossible."""
    if decision.released_at is None:
        yield from _not_released(decision)
        return
    if unknown := sorted(set(changes) - set(RECTIFIABLE)):
        yield Missing(_("Det här går inte att rätta: %(names)s.") % {"names": ", ".join(unknown)})
        return
    same = all(standing(decision, name) == value for name, value in changes.items())
    texts = {point.pk: point.text for point in decision.points.all()}
    if same and all(texts.get(pk) == text for pk, text in points.items()):
        yield Missing(_("Ändra det som blev fel."))
    for pk, text in points.items():
        if pk not in texts:
            yield Missing(_("Beslutspunkten finns inte."))
        elif not text.strip():
            yield Missing(_("En beslutspunkt kan inte vara tom."), f"#id_point_{pk}")
        else:
            yield from _no_slip(texts[pk], text, f"#id_point_{pk}")
    for name in OPERATIVE:
        if name in changes:
            yield from _no_slip(getattr(decision, name), changes[name], f"#id_{name}")
    rows = from_lines(changes.get(CONFLICTS, ""))
    yield from (Missing(missing.text, "#id_conflicts") for missing in missing_in_conflicts(rows))
    yield from _impossible(decision, changes, at)


def _no_slip(old: str, new: str, field: str) -> Iterable[Missing]:
    """Yield that operative words would say something else."""
    if sorted(sums_in(old)) != sorted(sums_in(new)):
        yield Missing(_("Ett belopp går inte att rätta. Ett annat belopp kräver ett nytt beslut."), field)
    elif not is_slip(old, new):
        yield Missing(_("Här går bara stavfel att rätta. Andra ord eller tal kräver ett nytt beslut."), field)


def _impossible(decision: Decision, changes: Mapping[str, Any], at: datetime) -> Iterable[Missing]:
    """Yield numbers, names and dates that cannot be."""
    names = ("paragraph", "heading", "chair", "route_ground", "immediate_approval", *DELEGATE, *DATES)
    new = {name: changes.get(name, getattr(decision, name)) for name in names}
    if not new["paragraph"]:
        yield Missing(_("Skriv paragrafens nummer."), "#id_paragraph")
    if not (new["heading"] or "").strip():
        yield Missing(_("Skriv en rubrik."), "#id_heading")
    yield from _wrong_decider(decision, new)
    for name in DATES:
        if name != "legal_force_on" and getattr(decision, name) is not None and new[name] is None:
            yield Missing(_("Dagen kan rättas men inte tas bort."), f"#id_{name}")
            return
    for name, action in STEPS.items():
        if getattr(decision, name) is None and new[name] is not None:
            yield Missing(
                _("Dagen skrivs första gången i sitt eget steg, inte i en rättelse."), _page(decision, action)
            )
            return
    yield from _wrong_approval(decision, new, at)
    yield from _not_its_meeting(decision, new)
    if new["posted_on"] is not None:
        then = Decision(approved_on=new["approved_on"], reported_on=new["reported_on"], route=decision.route)
        yield from wrong_posting_day(then, new["posted_on"], at, "#id_posted_on")
        yield from _wrong_afterwards(decision, new, at)
    yield from taken(
        decision.committee_id,
        decision.route,
        new["decided_on"].year,
        new["paragraph"],
        delegate=new["delegate"],
        but=decision.pk,
    )


# The days that a step of its own writes once.
STEPS = {"posted_on": "post_decision", "sent_on": "send_decision", "legal_force_on": "set_legal_force"}


def _wrong_decider(decision: Decision, new: Mapping[str, Any]) -> Iterable[Missing]:
    """Yield who decided outside a meeting, or by what right, left blank (D5); a delegate of a committee's decision."""
    for name, text in WORDS_OF_ROUTE.get(decision.route, {}).items():
        if not (new[name] or "").strip():
            yield Missing(str(text), f"#id_{name}")
    moved = any(new[name] != getattr(decision, name) for name in DELEGATE)
    if moved and decision.route != Decision.Route.DELEGATED:
        yield Missing(_("Beslutet är inte fattat på delegation. Det kräver ett nytt beslut."), "#id_delegate")


def _wrong_afterwards(decision: Decision, new: Mapping[str, Any], at: datetime) -> Iterable[Missing]:
    """Yield a sending before the approval, and a legal force that the days or what was given speak against (D4)."""
    today, sent, force = timezone.localdate(at), new["sent_on"], new["legal_force_on"]
    if sent is not None and not new["approved_on"] <= sent <= today:
        yield Missing(
            _("Beslutet expedieras tidigast när protokollet är justerat, senast i dag."), "#id_sent_on"
        )
    if force is not None and force > today:
        yield Missing(_("Dagen har inte varit än."), "#id_legal_force_on")
    last = deadlines.last_appeal_day(new["posted_on"])
    if force is not None and force <= last:
        # both days may be the wrong one: the message stands at the one that is mended
        field = "posted_on" if force == decision.legal_force_on else "legal_force_on"
        yield Missing(
            _("Beslutet går att överklaga till och med %(last)s och kan inte ha fått laga kraft %(day)s.")
            % {"last": in_words(last), "day": in_words(force)},
            f"#id_{field}",
        )
    if force is None and decision.legal_force_on is not None and _is_carried_out(decision):
        yield Missing(
            _("Stöd är redan betalt eller lämnat för att beslutet har laga kraft. Dagen kan inte tas bort."),
            "#id_legal_force_on",
        )


def _is_carried_out(decision: Decision) -> bool:
    """Return whether support that had to wait for legal force was given (KL 13:14)."""
    if decision.in_force_at_once:
        return False
    given = Delivery.objects.filter(grant__decision=decision)
    return given.exists() or (
        decision.grants.filter(amount__gt=0).exists() and decision.case.payments.exists()
    )


def _wrong_approval(decision: Decision, new: Mapping[str, Any], at: datetime) -> Iterable[Missing]:
    """Yield a day of approval before the decision or to come, or another one than the day of a § approved at once."""
    if new["decided_on"] > timezone.localdate(at) or new["approved_on"] < new["decided_on"]:
        yield Missing(approved_early(decision), "#id_approved_on")
    elif new["immediate_approval"] and new["approved_on"] != new["decided_on"]:
        yield Missing(_("Paragrafen är omedelbart justerad. Skriv beslutets dag."), "#id_approved_on")
    if new["approved_on"] > timezone.localdate(at):
        yield Missing(approved_late(decision), "#id_approved_on")


def _not_its_meeting(decision: Decision, new: Mapping[str, Any]) -> Iterable[Missing]:
    """Yield a day that is not the meeting's, and a report to the committee before there was a decision (D5)."""
    if decision.route == Decision.Route.COMMITTEE:
        if decision.meeting is not None and new["decided_on"] != decision.meeting.date:
            yield Missing(
                _("Nämnden beslutade på sitt sammanträde %(day)s.")
                % {"day": in_words(decision.meeting.date)},
                "#id_decided_on",
            )
    elif new["reported_on"] and new["reported_on"] < new["decided_on"]:
        yield Missing(_("Beslutet anmäls tidigast den dag det fattades."), "#id_reported_on")
    elif new["reported_on"] and new["reported_on"] != decision.reported_on:
        yield from reported_elsewhere(decision.committee_id, new["reported_on"])
