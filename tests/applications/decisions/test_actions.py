"""Registered, thrown away, released: every outcome of every decision, with its event, mails, documents and rows."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from applications.committee.agenda import open_item, report_to_decide, waiting
from applications.decisions import actions
from applications.decisions.conflicts import ConflictContent
from applications.decisions.content import ConditionContent, InKind, ReferralContent, stored
from applications.lifecycle import Refused, Stale, WrongState
from applications.models import Case, Decision, DocumentOrder, Grant, Meeting, OutgoingMail, Referral
from applications.states import DecisionKind, Outcome, PointOutcome, ReportKind, Status, SupportKind
from reports import contexts
from tests import factories, personas
from tests.applications.committee import cases
from tests.applications.committee.cases import APPROVED_ON, DURING, RELEASED, point

pytestmark = pytest.mark.django_db

GROUP = ["amina@example.org", "birk@example.org"]
OFFICER, REGISTRAR = "karl@example.org", "rut@example.org"


def release(case: Case, **changes: object) -> None:
    """Release with the usual day."""
    fields = {"approved_on": APPROVED_ON, "by": personas.nils(), "at": RELEASED} | changes
    actions.release_decision(case.pk, **fields)


# --- registering ------------------------------------------------------------------------------------------
def test_a_registration_keeps_everything_and_moves_nothing() -> None:
    case = cases.bare()
    events, mails = case.events.count(), OutgoingMail.objects.count()
    hours = InKind(SupportKind.STAFF, Decimal("120.50"), "arbetstimmar", "trädgårdsmästare")
    content = cases.content(
        case,
        conditions=[ConditionContent("Barnen tillfrågas.", date(2026, 9, 30)), ConditionContent("Vatten.")],
        referrals=[ReferralContent(factories.other_committee(), "Kultur.", what="Scenen")],
        points=[point(outcome="granted", granted=45_000, in_kind=(hours,)), point("Två.")],
        outcome=Outcome.APPROVE_CHANGED,
        reservations="Hedda Vallin reserverar sig.",
        conflicts=[ConflictContent("Dragan Ödmark", "S", "Hedda Vallin")],
    )
    decision = actions.register_decision(case.pk, content, by=personas.nils(), at=DURING)
    assert stored(decision).points == content.points
    assert stored(decision).conditions == content.conditions
    assert stored(decision).referrals == content.referrals
    assert stored(decision).conflicts == content.conflicts
    assert decision.reservations == "Hedda Vallin reserverar sig."
    assert (decision.kind, decision.decided_on, decision.year) == (
        DecisionKind.DIALOGUE,
        cases.MEETING_DAY,
        2026,
    )
    case.refresh_from_db()
    assert case.status == Status.COMMITTEE
    assert not Grant.objects.exists()
    assert not DocumentOrder.objects.exists()
    assert OutgoingMail.objects.count() == mails
    assert case.events.count() == events + 1
    assert not case.events.latest("id").for_group


def test_a_registration_is_changed_until_it_is_released() -> None:
    decision = cases.registered()
    changed = stored(decision).replacing(
        paragraph=100, points=[point(outcome="granted_less", granted=7, motivation="Budget.")]
    )
    changed = changed.replacing(outcome=Outcome.APPROVE_CHANGED)
    again = actions.register_decision(
        decision.case_id, changed, by=personas.nils(), at=DURING, revision=decision.revision
    )
    assert (again.pk, again.paragraph, again.points.count()) == (decision.pk, 100, 1)
    assert Decision.objects.count() == 1


def test_an_older_page_does_not_overwrite_a_newer_registration() -> None:
    decision = cases.registered()
    with pytest.raises(Stale):
        actions.register_decision(
            decision.case_id, stored(decision), by=personas.nils(), at=DURING, revision=decision.revision - 1
        )


def test_what_is_missing_is_refused_and_nothing_is_written() -> None:
    case = cases.on_agenda()
    with pytest.raises(Refused):
        actions.register_decision(case.pk, cases.content(case, paragraph=None), by=personas.nils(), at=DURING)
    assert not Decision.objects.exists()


def test_a_case_on_no_agenda_has_nothing_to_register() -> None:
    """R16: a case on no agenda is not at the committee."""
    case = cases.on_agenda(cases.ready(ReportKind.FURTHER))
    content = cases.content(case)
    open_item(case).delete()
    with pytest.raises(Refused) as refusal:
        actions.register_decision(case.pk, content, by=personas.nils(), at=DURING)
    assert refusal.value.missing[0].text == "Sätt upp ärendet på ett sammanträde först."


@pytest.mark.parametrize("persona", ["amina", "karl", "cecilia", "rut", "adam", "olga"])
def test_only_the_secretary_registers_discards_and_releases(persona: str) -> None:
    """R47."""
    decision, by = cases.registered(), getattr(personas, persona)()
    case = decision.case
    for call in (
        lambda: actions.register_decision(case.pk, stored(decision), by=by, at=DURING),
        lambda: actions.discard_decision(case.pk, by=by, at=DURING),
        lambda: release(case, by=by),
    ):
        with pytest.raises(PermissionDenied, match="nämndsekreteraren"):
            call()
    assert Decision.objects.get().released_at is None


def test_a_registration_can_be_thrown_away() -> None:
    decision = cases.registered(conditions=[ConditionContent("Villkor")])
    events, mails = decision.case.events.count(), OutgoingMail.objects.count()
    actions.discard_decision(decision.case_id, by=personas.nils(), at=DURING)
    assert not Decision.objects.exists()
    assert open_item(decision.case) is not None
    assert decision.case.events.count() == events + 1
    assert OutgoingMail.objects.count() == mails
    with pytest.raises(Refused):
        actions.discard_decision(decision.case_id, by=personas.nils(), at=DURING)


# --- releasing: every outcome -------------------------------------------------------------------------------
def whole(case: Case) -> list[ReferralContent]:
    """Return the whole case handed over to two committees."""
    return [
        ReferralContent(factories.other_committee(name), "Deras ansvar.", Referral.Scope.WHOLE)
        for name in ("kulturnämnden", "miljönämnden")
    ]


FIRST, SECOND, FURTHER = ReportKind.DIALOGUE, ReportKind.MEASURES, ReportKind.FURTHER
EVERY_OUTCOME = [
    # kind, outcome, transition, status afterwards, mails to more than group and officer, documents
    (FIRST, Outcome.APPROVE, "grant_dialogue", Status.COLLABORATION, [], 1),
    (FIRST, Outcome.APPROVE_CHANGED, "grant_dialogue", Status.COLLABORATION, [], 1),
    (FIRST, Outcome.REJECT, "reject", Status.REJECTED, [REGISTRAR], 1),
    (FIRST, Outcome.HAND_OVER, "hand_over", Status.HANDED_OVER, [REGISTRAR], 3),
    (FIRST, Outcome.REFER_BACK, "refer_back", Status.REVIEW, [], 1),
    (SECOND, Outcome.APPROVE, "grant_measures", Status.EXECUTION, [], 1),
    (SECOND, Outcome.APPROVE_CHANGED, "grant_measures", Status.EXECUTION, [], 1),
    (SECOND, Outcome.REJECT, "reject", Status.REPORTING, [REGISTRAR], 1),
    (SECOND, Outcome.HAND_OVER, "hand_over", Status.REPORTING, [REGISTRAR], 3),
    (SECOND, Outcome.REFER_BACK, "refer_back", Status.PROPOSAL_SUBMITTED, [], 1),
    (FURTHER, Outcome.APPROVE, "decide_further", Status.EXECUTION, [], 1),
    (FURTHER, Outcome.REJECT, "decide_further", Status.EXECUTION, [], 1),
    (FURTHER, Outcome.HAND_OVER, "decide_further", Status.EXECUTION, [], 3),
    (FURTHER, Outcome.REFER_BACK, "decide_further", Status.EXECUTION, [], 1),
]


def case_for(kind: ReportKind) -> Case:
    """Return a case on the agenda before one kind of decision."""
    personas.rut()
    return cases.on_agenda(cases.with_measures() if kind == SECOND else cases.ready(kind))


@pytest.mark.parametrize(("kind", "outcome", "transition", "status", "also", "documents"), EVERY_OUTCOME)
def test_every_outcome_takes_its_one_transition(
    kind: ReportKind, outcome: Outcome, transition: str, status: Status, also: list[str], documents: int
) -> None:
    case = case_for(kind)
    rows = whole(case) if outcome == Outcome.HAND_OVER else []
    decision = cases.registered(case, outcome, referrals=rows)
    events, mails = case.events.count(), OutgoingMail.objects.count()
    release(case)
    case.refresh_from_db()
    assert case.status == status
    assert case.events.count() == events + 1
    assert case.events.latest("id").action == transition
    sent = OutgoingMail.objects.order_by("id")[mails:]
    assert [mail.to for mail in sent] == [*GROUP, OFFICER, *also]
    assert {mail.template for mail in sent} == {
        f"{transition}_{who}" for who in ("group", "officer", "registrars")[: 2 + len(also)]
    }
    orders = DocumentOrder.objects.filter(case=case)
    assert orders.count() == documents
    for order in orders:
        contexts.parse(order.kind, order.snapshot)
        assert order.records.get().case == case
    decision.refresh_from_db()
    assert (decision.approved_on, decision.released_at, decision.released_by) == (
        APPROVED_ON,
        RELEASED,
        personas.nils(),
    )
    assert open_item(case) is None
    assert case.agenda_items.get().closed_why == transition


@pytest.mark.parametrize("kind", [FIRST, SECOND, FURTHER])
def test_tabling_moves_the_item_and_nothing_else(kind: ReportKind) -> None:
    case, later = case_for(kind), cases.meeting(date(2026, 5, 26))
    before, mails = case.status, OutgoingMail.objects.count()
    cases.registered(case, Outcome.TABLE)
    release(case)
    case.refresh_from_db()
    assert case.status == before
    assert OutgoingMail.objects.count() == mails
    item = open_item(case)
    assert (item.meeting, item.report) == (later, case.officer_reports.get())
    assert [row.closed_why for row in case.agenda_items.order_by("id")] == ["table", ""]
    assert case.events.latest("id").action == "table"
    if kind != FURTHER:
        assert case.due_on == later.date
    assert not Grant.objects.exists()
    # and it is decided at the later meeting, by the same report
    at = RELEASED + timedelta(days=30)
    actions.register_decision(case.pk, cases.content(case, paragraph=120), by=personas.nils(), at=at)
    actions.release_decision(case.pk, approved_on=date(2026, 6, 1), by=personas.nils(), at=at)
    assert case.decisions.count() == 2
    assert report_to_decide(Case.objects.get(pk=case.pk)) is None


def test_tabling_without_a_later_meeting_is_refused_with_the_way_to_add_one() -> None:
    case = cases.on_agenda()
    cases.meeting(date(2026, 4, 29))  # has been held when the minutes are approved
    cases.registered(case, Outcome.TABLE)
    with pytest.raises(Refused) as refusal:
        release(case)
    assert refusal.value.missing[0].url == "/admin/applications/meeting/add/"
    case.refresh_from_db()
    assert Decision.objects.get().released_at is None
    assert open_item(case) is not None


def test_everything_at_once_goes_straight_to_execution() -> None:
    """R18, grant_all: dialogue and measures in decision 1."""
    case = cases.ready(recommendation=Outcome.APPROVE_ALL)
    rows = cases.measures(case, A=80_000, B=55_000)
    case = cases.on_agenda(case)
    points = [point(outcome="granted_less", granted=45_000, motivation="Trycket görs av staden.")]
    points += [
        point(outcome="granted", measure=m, requested=m.requested_amount, granted=m.requested_amount)
        for m in rows
    ]
    decision = cases.released(case, Outcome.APPROVE_ALL, points=points)
    case.refresh_from_db()
    assert case.status == Status.EXECUTION
    assert case.events.latest("id").action == "grant_all"
    assert [measure.decided for measure in case.measures.all()] == ["granted", "granted"]
    assert sum(grant.amount for grant in decision.grants.all()) == 180_000
    assert case.due_on == date(2027, 9, 30)


def test_decision_2_decides_each_measure_on_its_own() -> None:
    """R32: granted, granted less, refused, referred back, handed over to two."""
    case = cases.on_agenda(cases.with_measures(A=80_000, B=55_000, C=35_000, D=30_000, E=10_000))
    a, b, c, d, e = cases.content(case).points
    hours = InKind(SupportKind.STAFF, Decimal(120), "arbetstimmar")
    points = [
        replace(a, in_kind=(hours,)),
        replace(b, outcome=PointOutcome.GRANTED_LESS, granted=50_000),
        replace(c, outcome=PointOutcome.REFUSED, granted=None),
        replace(d, outcome=PointOutcome.REFERRED_BACK, granted=None),
        replace(e, outcome=PointOutcome.HANDED_OVER, granted=None),
    ]
    receivers = [
        ReferralContent(factories.other_committee(name), "Deras ansvar.", measure=e.measure)
        for name in ("kulturnämnden", "fritidsnämnden")
    ]
    decision = cases.released(case, Outcome.APPROVE_CHANGED, points=points, referrals=receivers)
    assert [m.decided for m in case.measures.all()] == [
        "granted",
        "granted_less",
        "refused",
        "referred_back",
        "handed_over",
    ]
    assert [(g.kind, g.amount, g.quantity, g.unit, g.measure.letter) for g in decision.grants.all()] == [
        ("money", 80_000, None, "", "A"),
        ("staff", None, Decimal(120), "arbetstimmar", "A"),
        ("money", 50_000, None, "", "B"),
    ]
    referrals = DocumentOrder.objects.filter(kind="referral").order_by("pk")
    assert [order.snapshot["receiver"] for order in referrals] == ["kulturnämnden", "fritidsnämnden"]
    assert referrals[0].snapshot["scope"] == "Insats E, Insats E"
    assert {order.records.get().counterpart for order in referrals} == {"kulturnämnden", "fritidsnämnden"}


def test_a_whole_refusal_decides_every_measure() -> None:
    case = cases.on_agenda(cases.with_measures(A=1, B=2))
    cases.released(case, Outcome.REJECT)
    assert {m.decided for m in case.measures.all()} == {"refused"}


def test_a_referral_back_leaves_the_measures_open_and_the_signed_report_as_it_is() -> None:
    case = cases.on_agenda(cases.with_measures(A=1))
    decision = cases.released(case, Outcome.REFER_BACK)
    report = case.officer_reports.get()
    assert (report.signed_off_at, report.recalled_at) == (cases.SIGNED, None)
    assert case.measures.get().decided == ""
    case.refresh_from_db()
    assert report_to_decide(case) is None
    assert waiting(personas.nils()) == []
    event = case.events.latest("id")
    assert event.comment == decision.refer_back_for
    mail = OutgoingMail.objects.get(template="refer_back_officer")
    assert "Nämnden vill veta vad barnen tycker." in mail.body


def test_the_group_learns_why_and_that_an_account_is_due_when_support_stops() -> None:
    """R37."""
    case = cases.on_agenda(cases.with_measures())
    cases.released(case, Outcome.REJECT)
    case.refresh_from_db()
    mail = OutgoingMail.objects.filter(template="reject_group").first()
    assert "slutredovisning" in mail.body
    assert "Förslaget uppfyller inte kriterierna." in mail.body
    assert case.due_on is not None


# --- what keeps a decision from being released --------------------------------------------------------------
@pytest.mark.parametrize("day", [date(2026, 4, 27), date(2026, 5, 6)])
def test_the_day_of_approval_lies_between_the_meeting_and_today(day: date) -> None:
    decision = cases.registered()
    with pytest.raises(Refused) as refusal:
        release(decision.case, approved_on=day)
    assert refusal.value.missing[0].url == "#id_approved_on"


def test_a_paragraph_approved_at_once_has_the_day_of_the_meeting() -> None:
    decision = cases.registered(immediate_approval=True)
    with pytest.raises(Refused):
        release(decision.case)
    release(decision.case, approved_on=cases.MEETING_DAY, at=DURING)
    assert DocumentOrder.objects.get().snapshot["approved_at_once"] is True


def test_the_extract_needs_the_hour_of_the_meeting() -> None:
    decision = cases.registered()
    Meeting.objects.update(starts_at=None)
    with pytest.raises(Refused) as refusal:
        release(decision.case)
    assert refusal.value.missing[0].url == f"/admin/applications/meeting/{decision.meeting_id}/change/"


def test_what_is_missing_at_release_leads_to_its_field_on_the_registration() -> None:
    decision = cases.registered()
    decision.points.update(motivation="")
    with pytest.raises(Refused) as refusal:
        release(decision.case)
    assert (
        refusal.value.missing[0].url
        == f"/admin/arenden/{decision.case.reference}/registrera-beslut/#id_points-0-motivation"
    )


def test_nothing_is_released_twice() -> None:
    decision = cases.released()
    orders, mails = DocumentOrder.objects.count(), OutgoingMail.objects.count()
    with pytest.raises((Refused, WrongState)):
        release(decision.case)
    assert (DocumentOrder.objects.count(), OutgoingMail.objects.count()) == (orders, mails)


def test_a_group_cannot_withdraw_from_a_decision_already_made() -> None:
    from applications.actions import withdraw

    decision = cases.registered()
    with pytest.raises(Refused, match="redan fattat sitt beslut"):
        withdraw(decision.case_id, by=personas.amina(), at=DURING, comment="Vi ångrar oss.")


# --- outside a meeting (D5) -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("route", "kind", "name", "title"),
    [
        (Decision.Route.CHAIR, "chair_decision", "Gunvor Åsberg", "Ordförande"),
        (Decision.Route.DELEGATED, "delegated_decision", "Östen Ljungdahl", "Avdelningschef"),
    ],
)
def test_a_decision_outside_the_meeting_is_a_document_of_its_own(
    route: str, kind: str, name: str, title: str
) -> None:
    cases.registered()  # § 99 of the committee
    case = cases.on_agenda(cases.ready(title="Brådskande"))
    decision = cases.registered(
        case,
        route=route,
        chair="Gunvor Åsberg",
        delegate="Östen Ljungdahl",
        delegate_title="Avdelningschef",
        route_ground="Sommaren börjar före nästa sammanträde.",
        decided_on=date(2026, 4, 20),
        reported_on=date(2026, 4, 28),
    )
    release(case, approved_on=date(2026, 4, 20))
    order = DocumentOrder.objects.get(case=case)
    snapshot = order.snapshot
    assert order.kind == kind
    assert order.designation == f"{decision.number_name}, 20 april 2026"
    assert (snapshot["decider"], snapshot["decider_title"]) == (name, title)
    assert snapshot["signature"] == {"name": name, "title": title, "signed_on": "2026-04-20"}
    assert snapshot["ground"] == "Sommaren börjar före nästa sammanträde."
    assert (snapshot["committee"], snapshot["reported_on"]) == ("tekniska nämnden", "2026-04-28")
    mail = OutgoingMail.objects.filter(template="grant_dialogue_group").first()
    assert "beslutade den 20 april 2026" in mail.body
    decision.refresh_from_db()
    assert decision.decided_on == date(2026, 4, 20)


def test_the_receivers_are_named_in_the_point_that_hands_over() -> None:
    """R17: "överlämnar ärendet till kulturnämnden", and to several in a row."""
    whole = [
        ReferralContent(factories.other_committee(name), "Kultur.", scope=Referral.Scope.WHOLE)
        for name in ("kulturnämnden", "miljönämnden", "fritidsnämnden")
    ]
    case = cases.on_agenda()
    decision = cases.registered(case, Outcome.HAND_OVER, referrals=whole[:1])
    assert decision.points.get().text == "Tekniska nämnden överlämnar ärendet till kulturnämnden."
    decision = cases.registered(case, Outcome.HAND_OVER, referrals=whole)
    assert decision.points.get().text.endswith("till kulturnämnden, miljönämnden och fritidsnämnden.")
    with pytest.raises(Refused, match="mottagarnämnden"):
        cases.registered(case, Outcome.HAND_OVER, referrals=[])


def test_a_measure_names_its_own_receiver() -> None:
    case = cases.on_agenda(cases.with_measures(A=80, B=55))
    first, second = case.measures.all()
    text = "Tekniska nämnden överlämnar insatsen till {mottagarnämnden}."
    culture, other = factories.other_committee("kulturnämnden"), factories.other_committee("miljönämnden")
    decision = cases.registered(
        case,
        Outcome.APPROVE_CHANGED,
        points=[
            point(outcome=PointOutcome.GRANTED, measure=first, requested=80, granted=80),
            point(text, outcome=PointOutcome.HANDED_OVER, measure=second, requested=55),
        ],
        referrals=[
            ReferralContent(other, "Miljö.", what="Träden"),
            ReferralContent(culture, "Kultur.", measure=second),
        ],
    )
    assert (
        decision.points.get(measure=second).text == "Tekniska nämnden överlämnar insatsen till kulturnämnden."
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([ConflictContent(" ")], "Skriv vem"),
        ([ConflictContent("Dragan Ödmark"), ConflictContent("dragan ödmark ")], "flera gånger"),
        ([ConflictContent("Dragan Ödmark", "S", "Dragan Ödmark")], "i stället"),
    ],
)
def test_a_member_is_named_once_and_replaced_by_another(rows: list, said: str) -> None:
    with pytest.raises(Refused, match=said):
        cases.registered(conflicts=rows)


# --- the documents ----------------------------------------------------------------------------------------------
def test_the_extract_says_what_was_registered() -> None:
    decision = cases.released(
        conflicts=[ConflictContent("Hedda Vallin"), ConflictContent("Dragan Ödmark", "S", "Per Ek")],
        members="Astrid Ljungqvist Holm, ordförande\nSven Åkerfält, vice ordförande",
        adjuster="Sven Åkerfält",
        chair="Astrid Ljungqvist Holm",
        conditions=[ConditionContent("Barnen tillfrågas.", date(2026, 9, 30))],
        motions="Ordföranden yrkar bifall.",
    )
    text = DocumentOrder.objects.get().snapshot
    assert (text["section"], text["committee"], text["outcome"]) == (99, "tekniska nämnden", "Bifall")
    assert text["meeting_starts"] == "2026-04-28T13:00:00+02:00"
    assert text["conflicts"] == ["Hedda Vallin", "Dragan Ödmark (S, ersätts av Per Ek)"]
    assert text["members"][0] == {"name": "Astrid Ljungqvist Holm", "role": "ordförande"}
    assert [row["title"] for row in text["signatures"]] == ["Sekreterare", "Ordförande", "Justerande"]
    assert text["points"] == [row.text for row in decision.points.all()]
    assert text["amounts"] == [
        {
            "label": "Dialoginsatser",
            "requested": 60_000,
            "proposed": 45_000,
            "granted": 45_000,
            "motivation": "Trycksaker görs av staden.",
        }
    ]
    assert text["conditions"] == [{"text": "Barnen tillfrågas.", "due_on": "2026-09-30"}]
    assert (text["posted_on"], text["appeal_by"], text["replaces"]) == (None, None, None)
    assert text["basis"][0] == "Tjänsteskrivelse, 30 mars 2026"


def test_protected_people_are_not_named_in_what_is_sent() -> None:
    """D22."""
    karl = personas.karl()
    karl.protected_identity = True
    karl.save()
    case = cases.on_agenda()
    assert "Karl Sjöhed" not in cases.content(case).fields["sent_to"]
