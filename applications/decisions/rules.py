"""What each outcome demands of a registration, and that no sum is lost or invented. Pure: reads, never writes.

Every item names the field it belongs to (`#id_points-0-granted`), so that the form can show it there.
Numbers in the names count the content's rows from 0.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.decisions.asked import asked_of, completed, missing_against_report
from applications.decisions.conflicts import missing_in_conflicts
from applications.decisions.content import DecisionContent, PointContent
from applications.decisions.earlier import missing_in_earlier
from applications.decisions.numbers import taken
from applications.decisions.outcomes import GRANTS, outcomes_for
from applications.lifecycle import Missing
from applications.models import AgendaItem, Case, Decision, Measure, Meeting, Referral
from applications.officer_report.guards import sums_in
from applications.phrases import unfilled
from applications.states import DecisionKind, Outcome, PointOutcome

MAX_AMOUNT = 100_000_000  # SEK, as in the form field
MAX_QUANTITY = Decimal(10) ** 7
DECIDING = tuple(outcome for outcome in PointOutcome if outcome != PointOutcome.OTHER)


def missing_in_content(
    case: Case,
    kind: DecisionKind,
    content: DecisionContent,
    *,
    item: AgendaItem,
    decision: Decision | None,
    at: datetime,
) -> list[Missing]:
    """Return what a registration lacks: of its number and route, its points, its outcome, its rows."""
    asked = asked_of(case, kind, item, content)
    full = completed(content, asked)
    return [
        *_missing_in_head(case, kind, content, item, decision, at),
        *_missing_in_points(full),
        *missing_against_report(content, asked),
        *_missing_for_outcome(case, kind, full),
        *_missing_in_measures(case, kind, content),
        *_missing_in_change(case, content),
        *missing_in_earlier(content.fields.get("changes"), content.fields.get("keeps_conditions")),
        *_missing_in_referrals(content, item),
        *missing_in_conflicts(content.conflicts),
    ]


# --- § and route ---------------------------------------------------------------------------------------
def _missing_in_head(
    case: Case,
    kind: DecisionKind,
    content: DecisionContent,
    item: AgendaItem,
    decision: Decision | None,
    at: datetime,
) -> Iterable[Missing]:
    if content.outcome not in outcomes_for(case, kind):
        yield Missing(_("Välj ett annat utfall. Det här går inte i det här beslutet."), "#id_outcome_0")
    fields = content.fields
    if not fields.get("paragraph"):
        yield Missing(_("Skriv paragrafens nummer, som i protokollet."), "#id_paragraph")
    if not str(fields.get("heading", "")).strip():
        yield Missing(_("Skriv en rubrik."), "#id_heading")
    yield from _missing_in_route(content, item, at)
    route = fields["route"]
    day = item.meeting.date if route == Decision.Route.COMMITTEE else fields.get("decided_on")
    if fields.get("paragraph") and day:
        yield from taken(
            item.meeting.committee_id,
            route,
            day.year,
            fields["paragraph"],
            delegate=fields.get("delegate") or "",
            but=decision.pk if decision is not None else None,
        )


# Who decided outside a meeting, and by what right (D5).
WORDS_OF_ROUTE: dict[str, dict[str, Any]] = {
    Decision.Route.CHAIR: {
        "chair": gettext_lazy("Skriv vem som är ordförande."),
        "route_ground": gettext_lazy("Skriv varför beslutet inte kunde vänta på nästa sammanträde."),
    },
    Decision.Route.DELEGATED: {
        "delegate": gettext_lazy("Skriv vem som fattade beslutet på delegation."),
        "route_ground": gettext_lazy("Skriv vilken punkt i delegationsordningen beslutet bygger på."),
    },
}


def _missing_in_route(content: DecisionContent, item: AgendaItem, at: datetime) -> Iterable[Missing]:
    """Yield what the chair's or a delegated decision lacks (D5), and decisions of meetings to come."""
    fields, today = content.fields, timezone.localdate(at)
    if fields["route"] == Decision.Route.COMMITTEE:
        if item.meeting.date > today:
            yield Missing(_("Sammanträdet har inte varit än. Registrera beslutet när det är fattat."))
        return
    for name, text in WORDS_OF_ROUTE[Decision.Route(fields["route"])].items():
        if not str(fields.get(name) or "").strip():
            yield Missing(str(text), f"#id_{name}")
    if not fields.get("decided_on"):
        yield Missing(_("Skriv vilken dag beslutet fattades."), "#id_decided_on")
    elif fields["decided_on"] > today:
        yield Missing(_("Dagen har inte varit än. Skriv dagen då beslutet fattades."), "#id_decided_on")
    if not fields.get("reported_on"):
        yield Missing(_("Skriv vilken dag beslutet anmäls till nämnden."), "#id_reported_on")
    elif fields.get("decided_on") and fields["reported_on"] < fields["decided_on"]:
        yield Missing(_("Beslutet anmäls tidigast den dag det fattades."), "#id_reported_on")
    else:
        yield from reported_elsewhere(item.meeting.committee_id, fields["reported_on"])
    if content.outcome == Outcome.TABLE:
        yield Missing(_("Bara nämnden kan bordlägga."), "#id_outcome_0")


def reported_elsewhere(committee: int, day: date) -> Iterable[Missing]:
    """Yield that the committee does not meet on the day: the time to appeal counts from those minutes (D4, D5)."""
    if not Meeting.objects.filter(committee=committee, date=day).exists():
        yield Missing(
            _(
                "Nämnden har inget sammanträde den dagen. Skriv dagen för det sammanträde där beslutet anmäls."
            ),
            "#id_reported_on",
        )


# --- points ---------------------------------------------------------------------------------------------
def _missing_in_points(content: DecisionContent) -> Iterable[Missing]:
    if not content.points:
        yield Missing(_("Skriv minst en beslutspunkt."), "#id_points-0-text")
    reasons = content.outcome == Outcome.REJECT and bool(str(content.fields.get("motivation", "")).strip())
    for row, point in enumerate(content.points):
        for text, field in (*_point(point, reasons=reasons), *_point_in_kind(point)):
            yield Missing(text, f"#id_points-{row}-{field}")


def _point(point: PointContent, *, reasons: bool) -> Iterable[tuple[str, str]]:
    """Yield (text, field) for what one point lacks: a sum only where support is given, a reason where it differs.

    `reasons`: the decision as a whole is a refusal with its reasons, which then hold for every point.
    """
    if not point.text.strip():
        yield _("Skriv beslutspunkten."), "text"
    for word in unfilled(point.text):
        yield _("%(word)s är kvar. Skriv vad som ska stå där.") % {"word": word}, "text"
    for name in ("requested", "proposed", "granted"):
        amount = getattr(point, name)
        if amount is not None and not 0 <= amount <= MAX_AMOUNT:
            yield _("Skriv ett belopp mellan 0 och 100 000 000 kronor."), name
    if point.granted and not point.grants:
        yield _("Punkten beviljar inget. Ta bort beloppet eller ändra utfallet."), "granted"
    if point.grants:
        yield from _granting_point(point)
    if (
        point.outcome == PointOutcome.REFUSED
        and point.requested
        and not point.motivation.strip()
        and not reasons
    ):
        yield _("Motivera varför nämnden säger nej."), "motivation"


def _granting_point(point: PointContent) -> Iterable[tuple[str, str]]:
    if point.granted is None and not point.in_kind:
        yield _("Skriv vad som beviljas, i kronor eller annat stöd."), "granted"
        return
    granted = point.granted or 0
    asked_for = point.requested if point.requested is not None else point.proposed
    if asked_for is not None and granted != asked_for and not point.motivation.strip():
        yield _("Motivera varför beloppet skiljer sig från det sökta."), "motivation"
    if point.outcome == PointOutcome.GRANTED and point.requested is not None and granted < point.requested:
        yield _("Det beviljade är mindre än det sökta. Välj Beviljas till en del."), "outcome"
    if (
        point.outcome == PointOutcome.GRANTED_LESS
        and point.requested is not None
        and granted > point.requested
    ):
        yield _("Det beviljade är mer än det sökta. Välj Beviljas."), "outcome"
    if granted and (named := sums_in(point.text)) and granted not in named:
        yield _("Punkten nämner ett annat belopp än det beviljade."), "text"


def _point_in_kind(point: PointContent) -> Iterable[tuple[str, str]]:
    if point.in_kind and not point.grants:
        yield (
            _("Punkten beviljar inget. Ta bort det andra stödet eller ändra utfallet."),
            "in_kind-0-quantity",
        )
    for row, thing in enumerate(point.in_kind):
        if not 0 < thing.quantity < MAX_QUANTITY or thing.quantity != round(thing.quantity, 2):
            yield _("Skriv ett antal större än 0, med högst två decimaler."), f"in_kind-{row}-quantity"
        if not thing.unit.strip() or len(thing.unit) > 60:  # noqa: PLR2004 - the column's length
            yield _("Skriv en enhet, till exempel timmar eller styck."), f"in_kind-{row}-unit"
        if len(thing.description) > 200:  # noqa: PLR2004
            yield _("Korta ner beskrivningen till högst 200 tecken."), f"in_kind-{row}-description"


# --- the outcome as a whole -------------------------------------------------------------------------------
def _missing_for_outcome(case: Case, kind: DecisionKind, content: DecisionContent) -> Iterable[Missing]:
    outcome = content.outcome
    granting = [row for row, point in enumerate(content.points) if point.grants]
    if outcome not in GRANTS:
        for row in granting:
            yield Missing(
                _("Vid %(outcome)s beviljas inget. Ändra punktens utfall.")
                % {"outcome": outcome.label.lower()},
                f"#id_points-{row}-outcome",
            )
    elif kind == DecisionKind.DIALOGUE and outcome != Outcome.APPROVE_ALL:
        if not any(content.points[row].measure is None for row in granting):
            yield Missing(_("Skriv summan till dialogen. Den kan vara 0 kronor."), "#id_points-0-granted")
        yield from _no_measures_yet(content)
    elif not granting:
        yield Missing(_("Vid bifall beviljas minst en punkt."), "#id_points-0-outcome")
    if outcome == Outcome.APPROVE:
        yield from _differs_from_proposal(content)
    if outcome == Outcome.REJECT and not str(content.fields.get("motivation", "")).strip():
        yield Missing(_("Skriv skälen till avslaget."), "#id_motivation")
    if outcome == Outcome.REFER_BACK and not str(content.fields.get("refer_back_for", "")).strip():
        yield Missing(_("Skriv vad nämnden ber om."), "#id_refer_back_for")


def _no_measures_yet(content: DecisionContent) -> Iterable[Missing]:
    for row, point in enumerate(content.points):
        if point.measure is not None and point.grants:
            yield Missing(
                _("Stöd till insatser ges vid Bifall till allt på en gång, eller i beslut 2."),
                f"#id_points-{row}-outcome",
            )


def _differs_from_proposal(content: DecisionContent) -> Iterable[Missing]:
    """Yield sums that are not the proposed ones: then it is an approval with a change."""
    for row, point in enumerate(content.points):
        if point.proposed is not None and point.proposed != (point.granted or 0):
            yield Missing(
                _("Beloppet är ett annat än det föreslagna. Välj Bifall med ändring."),
                f"#id_points-{row}-granted",
            )


# --- measures -----------------------------------------------------------------------------------------------
def to_decide(case: Case, kind: DecisionKind, content: DecisionContent) -> list[Measure]:
    """Return the measures that must have an outcome in this decision (R32)."""
    measures = list(case.measures.all())
    if content.outcome not in GRANTS or kind == DecisionKind.FURTHER:
        return []
    if kind == DecisionKind.DIALOGUE and content.outcome != Outcome.APPROVE_ALL:
        return []
    return [measure for measure in measures if not measure.decided]


def _missing_in_measures(case: Case, kind: DecisionKind, content: DecisionContent) -> Iterable[Missing]:
    deciding = [(row, point) for row, point in enumerate(content.points) if point.measure is not None]
    counted = Counter(point.measure.pk for _row, point in deciding if point.outcome in DECIDING)
    for row, point in deciding:
        if point.measure.case_id != case.pk:
            yield Missing(_("Insatsen finns inte i ärendet."), f"#id_points-{row}-measure")
        elif point.outcome in DECIDING and counted[point.measure.pk] > 1:
            yield Missing(
                _("Insats %(letter)s har flera utfall. Skriv ett.") % {"letter": point.measure.letter},
                f"#id_points-{row}-outcome",
            )
    wanted = to_decide(case, kind, content)
    for measure in wanted:
        if not counted[measure.pk]:
            yield Missing(
                _("Insats %(letter)s, %(title)s, saknar utfall.")
                % {"letter": measure.letter, "title": measure.title},
                "#id_points-0-outcome",
            )
    granted = any(point.grants and point.measure is not None for _row, point in deciding)
    if wanted and not granted:
        yield Missing(_("Minst en insats behöver beviljas. Annars är beslutet ett avslag."), "#id_outcome_0")


def _missing_in_change(case: Case, content: DecisionContent) -> Iterable[Missing]:
    """Yield measures whose support comes from another decision than the one that is changed: it would count twice."""
    changed = content.fields.get("changes")
    if changed is None:
        return
    other = case.grants.standing().exclude(decision=changed).exclude(measure=None)
    elsewhere = set(other.values_list("measure", flat=True))
    for row, point in enumerate(content.points):
        if point.outcome in DECIDING and point.measure is not None and point.measure.pk in elsewhere:
            yield Missing(
                _(
                    "Stödet till insats %(letter)s kommer ur ett annat beslut. Välj det i Ändrar ett tidigare beslut."
                )
                % {"letter": point.measure.letter},
                f"#id_points-{row}-measure",
            )


# --- to other committees --------------------------------------------------------------------------------------
def _missing_in_referrals(content: DecisionContent, item: AgendaItem) -> Iterable[Missing]:
    whole = content.outcome == Outcome.HAND_OVER
    if whole and not content.referrals:
        yield Missing(_("Välj vilken nämnd som tar över."), "#id_referrals-0-to")
    if content.referrals and not whole and content.outcome not in GRANTS:
        yield Missing(
            _("Vid %(outcome)s överlämnas inget.") % {"outcome": content.outcome.label.lower()},
            "#id_referrals-0-to",
        )
    seen = set()
    for row, referral in enumerate(content.referrals):
        anchor = f"#id_referrals-{row}-"
        if referral.to.pk == item.meeting.committee_id:
            yield Missing(_("Välj en annan nämnd än den som beslutar."), f"{anchor}to")
        key = (referral.to.pk, referral.measure.pk if referral.measure else None)
        if key in seen:
            yield Missing(_("Nämnden står redan här."), f"{anchor}to")
        seen.add(key)
        if not referral.reason.strip():
            yield Missing(_("Skriv varför det överlämnas."), f"{anchor}reason")
        if whole != (referral.scope == Referral.Scope.WHOLE):
            text = (
                _("Hela ärendet överlämnas.")
                if whole
                else _("Välj en del. Hela ärendet överlämnas vid Överlämnande.")
            )
            yield Missing(text, f"{anchor}scope_0")
        if referral.scope == Referral.Scope.PART and referral.measure is None and not referral.what.strip():
            yield Missing(_("Skriv vilken del som överlämnas."), f"{anchor}what")
    yield from _measures_handed_over(content)


def _measures_handed_over(content: DecisionContent) -> Iterable[Missing]:
    """Yield measures that are handed over to nobody, and referrals of measures that are not handed over."""
    sent = {referral.measure.pk for referral in content.referrals if referral.measure}
    over = {
        point.measure.pk: row
        for row, point in enumerate(content.points)
        if point.measure and point.outcome == PointOutcome.HANDED_OVER
    }
    if content.outcome == Outcome.HAND_OVER:
        return
    for measure, row in over.items():
        if measure not in sent:
            yield Missing(_("Välj vilken nämnd som tar över insatsen."), f"#id_points-{row}-outcome")
    for row, referral in enumerate(content.referrals):
        if referral.measure and referral.measure.pk not in over:
            yield Missing(
                _("Insatsen överlämnas inte i någon punkt. Ändra punktens utfall."),
                f"#id_referrals-{row}-measure",
            )
