"""What each outcome demands: every rule refuses at its field, and what is right goes through."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from applications.committee.agenda import kind_at, open_item
from applications.decisions.content import (
    DecisionContent,
    InKind,
    PointContent,
    ReferralContent,
    parse_in_kind,
    prefill,
)
from applications.decisions.rules import missing_in_content
from applications.models import Case, Decision, ProposedPoint, Referral
from applications.states import Outcome, PointOutcome, ReportKind, SupportKind
from tests import factories, personas
from tests.applications.committee import cases
from tests.applications.committee.cases import DURING, point

pytestmark = pytest.mark.django_db

HOURS = InKind(SupportKind.STAFF, Decimal(120), "arbetstimmar")


def missing(case: Case, content: DecisionContent) -> list[tuple[str, str]]:
    """Return (field, text) of what the content lacks."""
    found = missing_in_content(case, kind_at(case), content, item=open_item(case), decision=None, at=DURING)
    return [(item.url.removeprefix("#id_"), item.text) for item in found]


def fields(case: Case, content: DecisionContent) -> list[str]:
    """Return the fields of what the content lacks."""
    return [field for field, _text in missing(case, content)]


@pytest.mark.parametrize("outcome", [Outcome.APPROVE, Outcome.REJECT, Outcome.REFER_BACK, Outcome.TABLE])
def test_what_the_report_proposes_is_complete(outcome: Outcome) -> None:
    case = cases.on_agenda()
    assert missing(case, cases.content(case, outcome)) == []


def test_the_number_and_the_heading_are_needed() -> None:
    case = cases.on_agenda()
    assert fields(case, cases.content(case, paragraph=None, heading=" ")) == ["paragraph", "heading"]


def test_a_number_is_used_once_a_year() -> None:
    cases.registered()
    case = cases.on_agenda(cases.ready(title="Nästa"))
    assert missing(case, cases.content(case)) == [
        ("paragraph", "§ 99 är redan registrerad 2026. Kontrollera i protokollet.")
    ]


def test_nothing_is_registered_before_the_meeting() -> None:
    case = cases.on_agenda()
    found = missing_in_content(
        case, kind_at(case), cases.content(case), item=open_item(case), decision=None, at=cases.SIGNED
    )
    assert [item.text for item in found] == [
        "Sammanträdet har inte varit än. Registrera beslutet när det är fattat."
    ]


@pytest.mark.parametrize(
    ("route", "who"), [(Decision.Route.CHAIR, "chair"), (Decision.Route.DELEGATED, "delegate")]
)
def test_decisions_outside_a_meeting_say_who_why_and_when(route: str, who: str) -> None:
    """D5."""
    case = cases.on_agenda()
    bare = cases.content(case, route=route, decided_on=None, chair="")
    assert fields(case, bare) == [who, "route_ground", "decided_on", "reported_on"]
    complete = bare.replacing(
        **{who: "Gunvor Åsberg"},
        route_ground="Punkt 4.2",
        decided_on=date(2026, 4, 20),
        reported_on=date(2026, 4, 28),
    )
    assert fields(case, complete) == []
    assert fields(case, complete.replacing(reported_on=date(2026, 4, 1))) == ["reported_on"]
    assert fields(case, complete.replacing(decided_on=date(2026, 6, 1))) == ["decided_on", "reported_on"]
    assert fields(case, complete.replacing(reported_on=date(2026, 5, 30))) == ["reported_on"]  # no meeting
    assert fields(
        case,
        cases.content(case, Outcome.TABLE).replacing(**dict(complete.fields) | {"outcome": Outcome.TABLE}),
    ) == ["outcome_0"]


@pytest.mark.parametrize(
    ("route", "who", "name"),
    [
        (Decision.Route.CHAIR, "chair", "Ordförandebeslut 3"),
        (Decision.Route.DELEGATED, "delegate", "Delegationsbeslut 3"),
    ],
)
def test_the_number_of_a_decision_outside_a_meeting_is_used_once_a_year(
    route: str, who: str, name: str
) -> None:
    """D5: the chair's list and each delegate's are counted for themselves."""
    more = {
        "route": route,
        "paragraph": 3,
        who: "Gunvor Åsberg",
        "route_ground": "Punkt 4.2",
        "decided_on": date(2026, 4, 20),
        "reported_on": date(2026, 4, 28),
    }
    first = cases.registered(**more)
    case = cases.on_agenda(cases.ready(title="Nästa"))
    content = cases.content(case, **more)
    assert missing(case, content) == [("paragraph", f"{name} är redan registrerat 2026. Kontrollera numret.")]
    assert fields(case, content.replacing(decided_on=date(2025, 12, 30))) == []
    other = content.replacing(**{who: "Östen Ljungdahl"})
    assert fields(case, other) == (["paragraph"] if who == "chair" else [])
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_of(first, case).save()


def copy_of(decision: Decision, case: Case) -> Decision:
    """Return an unsaved decision of another case with the same number."""
    columns = {field.attname: getattr(decision, field.attname) for field in Decision._meta.concrete_fields}
    return Decision(**columns | {"id": None, "case_id": case.pk})


# --- points ---------------------------------------------------------------------------------------------
def only(case: Case, *points: PointContent, outcome: Outcome = Outcome.APPROVE_CHANGED) -> list[str]:
    """Return what is lacking when these are the points."""
    return fields(case, cases.content(case, outcome, points=points))


def things(**changes: object) -> tuple[InKind, ...]:
    """Return 120 hours of work with changes."""
    return (replace(HOURS, **changes),)


LESS = {"outcome": "granted_less", "requested": 500}
GRANTED = {"outcome": "granted", "granted": 1}
ONE_POINT = [
    ({"text": " ", "outcome": "granted", "granted": 1}, ["text"]),
    ({"outcome": "granted"}, ["granted"]),
    ({"outcome": "granted", "granted": 0}, []),
    ({"outcome": "granted", "granted": 0, "requested": 0}, []),
    ({"outcome": "granted", "granted": -1}, ["granted"]),
    ({"outcome": "granted", "granted": 100_000_001}, ["granted"]),
    ({"outcome": "granted", "granted": 500, "requested": 500}, []),
    ({"outcome": "granted", "granted": 600, "requested": 500}, ["motivation"]),
    ({"outcome": "granted", "granted": 600, "requested": 500, "motivation": "Fler barn."}, []),
    ({"outcome": "granted", "granted": 400, "requested": 500, "motivation": "Nej."}, ["outcome"]),
    (LESS | {"granted": 400}, ["motivation"]),
    (LESS | {"granted": 400, "motivation": "Ja."}, []),
    (LESS | {"granted": 600, "motivation": "Ja."}, ["outcome"]),
    ({"outcome": "granted", "granted": 400, "proposed": 500}, ["motivation"]),
    ({"outcome": "granted", "granted": 45, "text": "Beviljar 54 kronor."}, ["text"]),
    ({"outcome": "granted", "granted": 45_000, "text": "Beviljar 45 000 kronor."}, []),
    ({"outcome": "granted", "in_kind": things()}, []),
    ({"outcome": "granted", "in_kind": things(), "requested": 500}, ["motivation", "outcome"]),
    (GRANTED | {"in_kind": things(quantity=Decimal(0))}, ["in_kind-0-quantity"]),
    (GRANTED | {"in_kind": things(quantity=Decimal("1.005"))}, ["in_kind-0-quantity"]),
    (GRANTED | {"in_kind": things(unit=" ")}, ["in_kind-0-unit"]),
    (GRANTED | {"in_kind": things(description="x" * 201)}, ["in_kind-0-description"]),
]


@pytest.mark.parametrize(("given", "lacking"), ONE_POINT)
def test_one_point(given: dict, lacking: list[str]) -> None:
    case = cases.bare()
    assert only(case, point(**given)) == [f"points-0-{field}" for field in lacking]


@pytest.mark.parametrize("outcome", ["refused", "referred_back", "handed_over", "other"])
def test_a_point_that_grants_nothing_has_neither_money_nor_help(outcome: str) -> None:
    case = cases.bare()
    granting = point(outcome="granted", granted=1)
    wrong = point(outcome=outcome, granted=5, in_kind=(HOURS,))
    assert only(case, granting, wrong) == ["points-1-granted", "points-1-in_kind-0-quantity"]


def test_a_refused_sum_has_its_reason() -> None:
    case = cases.bare()
    refused = point(outcome="refused", requested=500)
    assert only(case, point(outcome="granted", granted=1), refused) == ["points-1-motivation"]
    assert only(case, refused, outcome=Outcome.REJECT) == []  # the refusal's own reasons hold for all of it


def test_there_is_a_point() -> None:
    case = cases.on_agenda()
    assert only(case, outcome=Outcome.TABLE) == ["points-0-text"]


# --- outcomes ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("outcome", [Outcome.REJECT, Outcome.REFER_BACK, Outcome.TABLE, Outcome.HAND_OVER])
def test_an_outcome_that_grants_nothing_has_no_granting_point(outcome: Outcome) -> None:
    case = cases.bare()
    whole = ReferralContent(factories.other_committee(), "Skäl", Referral.Scope.WHOLE)
    content = cases.content(case, outcome, referrals=[whole] if outcome == Outcome.HAND_OVER else [])
    assert fields(case, content.replacing(points=[point(outcome="granted", granted=1)])) == [
        "points-0-outcome"
    ]


def test_approval_of_decision_1_names_the_sum_for_dialogue() -> None:
    """R18: the sum may be 0, but it is decided."""
    case = cases.bare()
    assert only(case, point()) == ["points-0-granted"]
    assert only(case, point(outcome="granted", granted=0)) == []


def test_another_sum_than_the_proposed_is_an_approval_with_a_change() -> None:
    case = cases.on_agenda()
    changed = point(
        outcome="granted_less", requested=60_000, proposed=45_000, granted=40, motivation="Budget."
    )
    assert only(case, changed, outcome=Outcome.APPROVE) == ["points-0-granted"]
    assert only(case, changed, outcome=Outcome.APPROVE_CHANGED) == []


def test_a_refusal_has_reasons_and_a_referral_back_says_what_is_asked_for() -> None:
    case = cases.on_agenda()
    assert fields(case, cases.content(case, Outcome.REFER_BACK, refer_back_for=" ")) == ["refer_back_for"]
    assert "motivation" in fields(case, cases.content(case, Outcome.REJECT, motivation=""))


def test_everything_at_once_needs_measures_and_decision_1() -> None:
    case = cases.on_agenda()
    assert "outcome_0" in fields(case, cases.content(case, Outcome.APPROVE_ALL))
    second = cases.on_agenda(cases.with_measures())
    assert fields(second, cases.content(second, Outcome.APPROVE_ALL)) == ["outcome_0"]


def everything() -> tuple[Case, DecisionContent]:
    """Return a case whose decision 1 can grant everything, and the content that does."""
    case = cases.ready(recommendation=Outcome.APPROVE_ALL, points=[{"text": "Tekniska nämnden beslutar."}])
    rows = cases.measures(case, A=80, B=55)
    case = cases.on_agenda(case)
    granted = [
        point(outcome="granted", measure=row, requested=row.requested_amount, granted=row.requested_amount)
        for row in rows
    ]
    return case, cases.content(
        case, Outcome.APPROVE_ALL, points=[point(outcome="granted", granted=5), *granted]
    )


def test_everything_at_once_decides_every_measure() -> None:
    case, content = everything()
    assert fields(case, content) == []
    assert missing(case, content.replacing(points=content.points[:2])) == [
        ("points-0-outcome", "Insats B, Insats B, saknar utfall.")
    ]
    assert fields(case, content.replacing(points=content.points[:1])) == ["points-0-outcome"] * 2 + [
        "outcome_0"
    ]


def test_measures_are_not_granted_by_an_ordinary_decision_1() -> None:
    case, content = everything()
    assert fields(case, content.replacing(outcome=Outcome.APPROVE)) == [
        "points-1-outcome",
        "points-2-outcome",
    ]


# --- measures -----------------------------------------------------------------------------------------------
def test_decision_2_decides_every_measure_once_and_grants_one() -> None:
    case = cases.on_agenda(cases.with_measures(A=80, B=55))
    content = cases.content(case)
    a, b = content.points
    assert fields(case, content) == []
    assert fields(case, content.replacing(points=[a])) == ["points-0-outcome"]
    twice = content.replacing(points=[a, b, b])
    assert fields(case, twice) == ["points-1-outcome", "points-2-outcome"]
    none = [replace(p, outcome=PointOutcome.REFUSED, granted=None, motivation="Nej.") for p in (a, b)]
    assert fields(case, content.replacing(outcome=Outcome.APPROVE_CHANGED, points=none)) == [
        "points-0-outcome",
        "outcome_0",
    ]


def test_a_blank_sum_is_no_way_round_the_motivation() -> None:
    """R55: what was asked for a measure stands on the measure and in the report, whatever the form says."""
    case = cases.on_agenda(cases.with_measures(A=80_000, B=55_000))
    content = cases.content(case)
    a, b = content.points
    blank = replace(a, requested=None, proposed=None, motivation="")
    assert fields(case, content.replacing(points=[blank, b])) == []  # as asked for and as proposed
    less = content.replacing(points=[replace(blank, granted=1), b])
    assert fields(case, less) == ["points-0-motivation", "points-0-outcome", "points-0-granted"]
    assert fields(case, content.replacing(points=[replace(a, requested=1, proposed=2), b])) == [
        "points-0-requested",
        "points-0-proposed",
        "points-0-granted",
    ]


def test_other_help_than_the_proposed_has_a_reason() -> None:
    """R32, R55."""
    case = cases.with_measures(A=80_000, B=0)
    case.measures.filter(letter="A").update(requested_in_kind="120 arbetstimmar")
    case.measures.filter(letter="B").update(requested_in_kind="lån av tolv kärl", requested_amount=None)
    points = ProposedPoint.objects.filter(report__case=case)
    with factories.unlocked("applications_proposedpoint"):
        points.filter(measure__letter="A").update(in_kind="120 arbetstimmar", motivation="")
        points.filter(measure__letter="B").update(
            in_kind="lån av tolv kärl", motivation="", requested=None, proposed=None
        )
    case = cases.on_agenda(case)
    content = cases.content(case)
    a, b = content.points
    assert fields(case, content) == []
    fewer = replace(a, in_kind=(replace(HOURS, quantity=Decimal(5)),))
    assert fields(case, content.replacing(points=[fewer, b])) == [
        "points-0-motivation",
        "points-0-in_kind-0-quantity",
    ]
    changed = content.replacing(outcome=Outcome.APPROVE_CHANGED)
    told = replace(fewer, motivation="Så många har planteringsgruppen.")
    assert fields(case, changed.replacing(points=[told, b])) == []
    no = replace(b, outcome=PointOutcome.REFUSED, granted=None, in_kind=())
    assert fields(case, changed.replacing(points=[a, no])) == ["points-1-motivation"]
    assert fields(case, changed.replacing(points=[a, replace(no, motivation="Kärlen är slut.")])) == []


def test_words_without_a_number_are_compared_too() -> None:
    """R32, R55: what the report says in words only is granted in those words, or with a reason."""
    case = cases.with_measures(A=0)
    points = ProposedPoint.objects.filter(report__case=case)
    with factories.unlocked("applications_proposedpoint"):
        points.update(in_kind="lån av tolv kärl", motivation="", requested=None, proposed=None)
    case.measures.update(requested_amount=None)
    case = cases.on_agenda(case)
    content = cases.content(case)
    (a,) = content.points
    assert fields(case, content) == []
    other = replace(a, in_kind=(replace(a.in_kind[0], description="lån av ett kärl"),))
    assert fields(case, content.replacing(points=[other])) == [
        "points-0-motivation",
        "points-0-in_kind-0-quantity",
    ]


def test_a_point_without_a_measure_is_compared_with_the_report() -> None:
    """R18, R55: 60 000 asked for, 45 000 proposed; typed, left blank, or parted in two."""
    case = cases.on_agenda()
    content = cases.content(case)
    money, support = content.points
    assert fields(case, content) == []
    silent = replace(money, motivation="", requested=None, proposed=None)
    assert fields(case, content.replacing(points=[silent, support])) == ["points-0-motivation"]
    typed = replace(silent, requested=45_000, outcome=PointOutcome.GRANTED)
    assert "points-0-requested" in fields(case, content.replacing(points=[typed, support]))
    halves = [
        replace(silent, granted=part, text=f"Nämnden beviljar {part} kronor.") for part in (20_000, 25_000)
    ]
    assert "points-0-motivation" in fields(case, content.replacing(points=[*halves, support]))


def test_a_measure_of_another_case_is_refused() -> None:
    case = cases.on_agenda(cases.with_measures(A=80))
    foreign = cases.measures(factories.case("Annat"), Z=1)[0]
    content = cases.content(case)
    strange = content.replacing(
        points=[*content.points, point(outcome="granted", measure=foreign, granted=1)]
    )
    assert "points-1-measure" in fields(case, strange)


def test_a_further_decision_needs_no_outcome_for_what_is_decided() -> None:
    case = cases.ready(
        ReportKind.FURTHER, points=[{"text": "Beviljar fortsatt stöd med 5 kronor.", "proposed": 5}]
    )
    cases.measures(case, A=80)
    case = cases.on_agenda(case)
    assert fields(case, cases.content(case)) == []


# --- other committees --------------------------------------------------------------------------------------------
def test_handing_over_needs_a_receiver_and_a_reason() -> None:
    case, kn = cases.on_agenda(), factories.other_committee()
    content = cases.content(case, Outcome.HAND_OVER, points=[cases.point()])
    assert fields(case, content) == ["referrals-0-to"]
    whole = ReferralContent(kn, "Kulturfråga.", Referral.Scope.WHOLE)
    two = [whole, replace(whole, to=factories.other_committee("miljönämnden"))]
    assert fields(case, content.replacing(referrals=two)) == []
    assert fields(case, content.replacing(referrals=[whole, whole])) == ["referrals-1-to"]
    assert fields(case, content.replacing(referrals=[replace(whole, reason=" ")])) == ["referrals-0-reason"]
    assert fields(case, content.replacing(referrals=[replace(whole, to=factories.committee())])) == [
        "referrals-0-to"
    ]
    assert fields(case, content.replacing(referrals=[replace(whole, scope="part", what="x")])) == [
        "referrals-0-scope_0"
    ]


def test_a_part_goes_with_an_approval_and_says_which() -> None:
    """R17: the case goes on here with the rest."""
    case, kn = cases.on_agenda(), factories.other_committee()
    part = ReferralContent(kn, "Kulturfråga.", Referral.Scope.PART, what="Scenen")
    assert fields(case, cases.content(case, referrals=[part])) == []
    assert fields(case, cases.content(case, referrals=[replace(part, what="")])) == ["referrals-0-what"]
    assert fields(case, cases.content(case, Outcome.TABLE, referrals=[part])) == ["referrals-0-to"]
    assert fields(case, cases.content(case, referrals=[replace(part, scope="whole")])) == [
        "referrals-0-scope_0"
    ]


def test_a_measure_that_is_handed_over_has_a_receiver_and_the_other_way_round() -> None:
    case, kn = cases.on_agenda(cases.with_measures(A=80, B=55)), factories.other_committee()
    content = cases.content(case, Outcome.APPROVE_CHANGED)
    a, b = content.points
    over = replace(b, outcome=PointOutcome.HANDED_OVER, granted=None)
    referral = ReferralContent(kn, "Kulturfråga.", Referral.Scope.PART, measure=b.measure)
    assert fields(case, content.replacing(points=[a, over])) == ["points-1-outcome"]
    assert fields(case, content.replacing(points=[a, over], referrals=[referral])) == []
    assert fields(case, content.replacing(referrals=[referral])) == ["referrals-0-measure"]


# --- what is carried over -----------------------------------------------------------------------------------------
def test_the_names_of_the_meeting_are_typed_once() -> None:
    cases.registered(chair="Astrid Ljungqvist Holm", adjuster="Sven Åkerfält", members="Astrid, ordförande")
    case = cases.on_agenda(cases.ready(title="Nästa"))
    opened = prefill(case, by=personas.nils())
    assert (opened.fields["chair"], opened.fields["adjuster"]) == ("Astrid Ljungqvist Holm", "Sven Åkerfält")


def test_the_points_are_those_of_the_report() -> None:
    first, second = cases.content(cases.on_agenda()).points
    assert (first.requested, first.proposed, first.granted) == (60_000, 45_000, 45_000)
    assert (first.outcome, first.motivation) == (PointOutcome.GRANTED_LESS, "Trycksaker görs av staden.")
    assert (second.outcome, second.granted) == (PointOutcome.OTHER, None)


@pytest.mark.parametrize(
    ("line", "quantity", "unit", "description"),
    [
        ("120 arbetstimmar", "120", "arbetstimmar", ""),
        ("2,5 veckor personal på plats", "2.5", "veckor", "personal på plats"),
        ("12 planteringskärl, lån", "12", "planteringskärl", "lån"),
        ("lån av tolv planteringskärl", "1", "st", "lån av tolv planteringskärl"),
        ("99999999999 bänkar", "1", "st", "99999999999 bänkar"),
    ],
)
def test_support_in_kind_is_read_from_the_reports_lines(
    line: str, quantity: str, unit: str, description: str
) -> None:
    thing = parse_in_kind(line)
    assert (thing.quantity, thing.unit, thing.description) == (Decimal(quantity), unit, description)
