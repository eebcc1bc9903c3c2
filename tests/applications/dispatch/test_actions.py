"""Posted once, sent once, legal force by hand, rectified in numbers, dates and words (D3–D5)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from applications.decisions import renewed
from applications.decisions.actions import release_decision
from applications.decisions.content import ConditionContent, ReferralContent
from applications.dispatch import actions
from applications.dispatch.slips import is_slip
from applications.lifecycle import Refused, Stale
from applications.models import Case, Decision, DocumentOrder, OutgoingMail, Rectification
from applications.states import Direction, Outcome
from applications.support import actions as support
from reports import contexts
from tests import factories, personas
from tests.applications.committee import cases
from tests.applications.committee.cases import LAST_APPEAL_ON, LATER, POSTED, POSTED_ON
from tests.applications.test_deadlines import APPEAL

pytestmark = pytest.mark.django_db

GROUP = ["amina@example.org", "birk@example.org"]


def post(decision: Decision, on: date = POSTED_ON, **changes: object) -> Decision:
    """Post with the usual day."""
    fields = {"posted_on": on, "by": personas.nils(), "at": POSTED} | changes
    return actions.post_decision(decision.case_id, decision.pk, **fields)


def send(decision: Decision, **changes: object) -> None:
    """Send on the day of the posting."""
    actions.send_decision(decision.case_id, decision.pk, **({"by": personas.nils(), "at": POSTED} | changes))


def force(decision: Decision, on: date) -> None:
    """Note legal force."""
    actions.set_legal_force(decision.case_id, decision.pk, legal_force_on=on, by=personas.nils(), at=LATER)


def release(decision: Decision, on: date) -> None:
    """Release with the day of the approval."""
    release_decision(decision.case_id, approved_on=on, by=personas.nils(), at=cases.RELEASED)
    decision.refresh_from_db()


def rectify(decision: Decision, *, points: dict | None = None, **changes: object) -> Rectification:
    """Rectify columns."""
    return actions.rectify_decision(
        decision.case_id,
        decision.pk,
        reason="Fel i registreringen.",
        changes=changes,
        points=points,
        by=personas.nils(),
        at=LATER,
    )


# --- posted -----------------------------------------------------------------------------------------------
def test_the_posting_sets_the_last_day_to_appeal() -> None:
    decision = cases.released()
    events, mails = decision.case.events.count(), OutgoingMail.objects.count()
    decision = post(decision)
    assert (decision.posted_on, decision.last_appeal_on) == (POSTED_ON, LAST_APPEAL_ON)
    assert decision.case.events.count() == events + 1
    assert OutgoingMail.objects.count() == mails


def test_the_last_day_follows_the_table_of_days() -> None:
    """D4: every posting of the table, through the rectification that counts the day anew."""
    decision = post(cases.released())
    for posted, last in APPEAL:
        day = date.fromisoformat(posted)
        if not date(2026, 5, 5) <= day <= date(2028, 6, 1) or day == POSTED_ON:
            continue
        actions.rectify_decision(
            decision.case_id,
            decision.pk,
            reason="Fel dag.",
            changes={"posted_on": day},
            by=personas.nils(),
            at=LATER + timedelta(days=900),
        )
        decision.refresh_from_db()
        assert decision.last_appeal_on == date.fromisoformat(last)
    assert decision.version > 20


def test_it_is_posted_once() -> None:
    decision = post(cases.released())
    with pytest.raises(Refused) as refusal:
        post(decision)
    assert (
        refusal.value.missing[0].url
        == f"/admin/arenden/{decision.case.reference}/beslut/{decision.pk}/ratta/"
    )


@pytest.mark.parametrize("day", [date(2026, 5, 4), date(2026, 5, 7)])
def test_the_posting_lies_between_the_approval_and_today(day: date) -> None:
    with pytest.raises(Refused) as refusal:
        post(cases.released(), day)
    assert refusal.value.missing[0].url == "#id_posted_on"


def test_a_registered_decision_is_not_posted() -> None:
    with pytest.raises(Refused, match="inte frisläppt"):
        post(cases.registered())


def test_a_tabling_is_neither_posted_nor_sent() -> None:
    cases.meeting(date(2026, 5, 26))
    decision = cases.released(outcome=Outcome.TABLE)
    with pytest.raises(Refused, match="bordläggning"):
        post(decision)
    with pytest.raises(Refused, match="bordläggning"):
        send(decision)


def test_the_chairs_decision_counts_from_the_minutes_it_was_reported_in() -> None:
    """D5."""
    decision = cases.registered(
        route=Decision.Route.CHAIR,
        chair="Gunvor Åsberg",
        route_ground="Brådskar.",
        decided_on=date(2026, 4, 20),
        reported_on=date(2026, 4, 28),
    )
    release(decision, date(2026, 4, 20))
    with pytest.raises(Refused, match="protokoll där beslutet anmäldes"):
        post(decision, date(2026, 4, 21))
    assert post(decision).last_appeal_on == LAST_APPEAL_ON


# --- sent -------------------------------------------------------------------------------------------------
def test_the_notice_goes_to_the_group_with_the_appeal_day() -> None:
    decision = cases.posted(conditions=[ConditionContent("Barnen tillfrågas.", date(2026, 9, 30))])
    decision.case.case_actors.update(is_payee=True)
    events, mails = decision.case.events.count(), OutgoingMail.objects.count()
    send(decision)
    assert decision.case.events.count() == events + 1
    sent = OutgoingMail.objects.order_by("id")[mails:]
    assert [mail.to for mail in sent] == GROUP
    assert "27 maj" in sent[0].subject
    assert "45 000 kronor till dialog" in sent[0].body.replace("\N{NO-BREAK SPACE}", " ")
    order = DocumentOrder.objects.get(kind="decision_notice")
    contexts.parse(order.kind, order.snapshot)
    assert (order.snapshot["posted_on"], order.snapshot["appeal_by"]) == ("2026-05-06", "2026-05-27")
    assert order.snapshot["payment"] == {
        "payee": "Lingarnets Vänner",
        "organisation_number": "432000-0039",
        "amount": 45_000,
        "terms": "Kontaktpersonen hör av sig om hur pengarna betalas ut.",
    }
    record = order.records.get()
    assert (record.direction, record.counterpart) == (Direction.OUTGOING, "Lingarnets Vänner")


def test_without_an_appeal_day_nothing_is_sent() -> None:
    decision = cases.released()
    with pytest.raises(Refused) as refusal:
        send(decision)
    assert (
        refusal.value.missing[0].url
        == f"/admin/arenden/{decision.case.reference}/beslut/{decision.pk}/ansla/"
    )
    assert not DocumentOrder.objects.filter(kind="decision_notice").exists()


def test_it_is_sent_once() -> None:
    decision = cases.posted()
    send(decision)
    with pytest.raises(Refused, match="redan expedierat"):
        send(decision)
    assert DocumentOrder.objects.filter(kind="decision_notice").count() == 1


def test_the_report_date_follows_the_last_granted_measure() -> None:
    decision = cases.posted(cases.on_agenda(cases.with_measures()))
    send(decision)
    assert DocumentOrder.objects.get(kind="decision_notice").snapshot["report_by"] == "2027-11-29"


# --- legal force --------------------------------------------------------------------------------------------
def test_legal_force_comes_after_the_last_day() -> None:
    """D4: by hand."""
    decision = cases.posted()
    with pytest.raises(Refused, match="överklaga till och med 27 maj 2026"):
        force(decision, LAST_APPEAL_ON)
    events = decision.case.events.count()
    force(decision, date(2026, 5, 28))
    decision.refresh_from_db()
    assert decision.legal_force_on == date(2026, 5, 28)
    assert decision.case.events.count() == events + 1
    with pytest.raises(Refused, match="redan fått laga kraft"):
        force(decision, date(2026, 5, 28))


def test_legal_force_is_not_noted_ahead_nor_without_a_posting() -> None:
    with pytest.raises(Refused) as refusal:
        force(cases.posted(), LATER.date() + timedelta(days=1))
    assert refusal.value.missing[0].url == "#id_legal_force_on"
    other = cases.released(cases.on_agenda(cases.ready(title="Annat")), paragraph=100)
    with pytest.raises(Refused, match="när beslutet anslogs"):
        force(other, LATER.date())


# --- rectified ------------------------------------------------------------------------------------------------
def test_a_slip_is_mended_in_a_new_version_that_names_the_old() -> None:
    decision = cases.posted()
    old = DocumentOrder.objects.get(kind="minutes_extract")
    events, mails = decision.case.events.count(), OutgoingMail.objects.count()
    done = rectify(decision, paragraph=98, heading="Rätt rubrik")
    decision.refresh_from_db()
    assert (decision.version, decision.paragraph, decision.heading) == (2, 98, "Rätt rubrik")
    assert done.before == {"paragraph": 99, "heading": "Samverkansstöd, Lingarnsgatan"}
    assert done.after == {"paragraph": 98, "heading": "Rätt rubrik"}
    new = DocumentOrder.objects.get(key=f"minutes_extract:{decision.pk}:v2")
    contexts.parse(new.kind, new.snapshot)
    assert new.replaces == old
    assert new.snapshot["section"] == 98
    assert new.snapshot["replaces"] == {
        "designation": "Protokollsutdrag § 99, 28 april 2026",
        "issued_on": "2026-05-05",
        "reason": "Fel i registreringen.",
    }
    assert decision.case.events.count() == events + 1
    assert [mail.to for mail in OutgoingMail.objects.order_by("id")[mails:]] == [*GROUP, "karl@example.org"]


def test_what_was_sent_is_renewed_when_it_says_something_else() -> None:
    """D3, D4: a notice with a wrong appeal day is worse than none; words of the minutes alone renew nothing."""
    decision = cases.posted()
    send(decision)
    rectify(decision, posted_on=date(2026, 5, 16), paragraph=98)
    decision.refresh_from_db()
    old, new = DocumentOrder.objects.filter(kind="decision_notice").order_by("id")
    contexts.parse(new.kind, new.snapshot)
    assert (old.snapshot["section"], old.snapshot["appeal_by"]) == (99, "2026-05-27")
    assert (new.snapshot["section"], new.snapshot["appeal_by"]) == (98, "2026-06-08")
    assert (new.key, new.replaces) == (f"decision_notice:{decision.pk}:v2", old)
    assert new.snapshot["replaces"] == {
        "designation": "Underrättelse om beslut § 99",
        "issued_on": "2026-05-06",
        "reason": "Fel i registreringen.",
    }
    record = new.records.get()
    assert (record.direction, record.counterpart) == (Direction.OUTGOING, "Lingarnets Vänner")
    assert record.designation == "Underrättelse om beslut § 98, rättad 10 juni 2026"
    rectify(decision, motions="Ett yrkande.")
    assert DocumentOrder.objects.filter(kind="decision_notice").count() == 2
    rectify(decision, paragraph=97)
    assert renewed.newest(f"decision_notice:{decision.pk}", 4).replaces == new


def test_what_was_handed_over_is_renewed_and_a_notice_that_was_never_sent_is_not() -> None:
    """R17, D3."""
    row = ReferralContent(factories.other_committee(), "Kultur.", scope="whole")
    decision = cases.released(outcome=Outcome.HAND_OVER, referrals=[row])
    rectify(decision, paragraph=98)
    old, new = DocumentOrder.objects.filter(kind="referral").order_by("id")
    contexts.parse(new.kind, new.snapshot)
    assert (old.snapshot["section"], new.snapshot["section"], new.replaces) == (99, 98, old)
    assert new.snapshot["replaces"]["designation"] == old.designation
    assert new.snapshot["applicants_informed_on"] == old.snapshot["applicants_informed_on"]
    assert new.records.get().counterpart == factories.other_committee().name
    assert not DocumentOrder.objects.filter(kind="decision_notice").exists()


def test_another_posting_day_counts_the_appeal_day_anew() -> None:
    decision = cases.posted()
    done = rectify(decision, posted_on=date(2026, 5, 16))
    decision.refresh_from_db()
    assert decision.last_appeal_on == date(2026, 6, 8)
    assert done.before["last_appeal_on"] == "2026-05-27"
    assert done.after["last_appeal_on"] == "2026-06-08"
    newest = DocumentOrder.objects.get(key__endswith=":v2").snapshot
    assert (newest["appeal_by"], newest["removed_on"]) == (
        "2026-06-08",
        "2026-06-09",
    )  # it hangs through that day


def test_a_misspelling_in_a_point_is_mended_but_nothing_it_says() -> None:
    """D3: the sum, the meaning and who it is for take a new decision."""
    decision = cases.released()
    first = decision.points.first()
    right = first.text.replace("dialoginsatser", "dialoginsatserna")
    done = rectify(decision, points={first.pk: right})
    first.refresh_from_db()
    assert first.text == right
    assert list(done.after) == ["point 1"]
    with pytest.raises(Refused, match="Ett annat belopp kräver ett nytt beslut"):
        rectify(decision, points={first.pk: right.replace("45 000", "54 000")})
    with pytest.raises(Refused, match="inte vara tom"):
        rectify(decision, points={first.pk: " "})
    for other in (
        right.replace("beviljar", "avslår"),
        right.replace("beviljar", "beviljar inte"),
        right.replace("Lingarnets Vänner", "Fastighets AB Spolverket"),
        right.replace("för dialoginsatserna", "för dialoginsatserna 2027"),
        "Tekniska nämnden avslår ansökan om 45 000 kronor.",
    ):
        with pytest.raises(Refused, match="bara stavfel"):
            rectify(decision, points={first.pk: other})
    assert Rectification.objects.count() == 1
    elsewhere = cases.released(cases.on_agenda(cases.ready(title="Annat")), paragraph=100).points.first()
    with pytest.raises(Refused, match="finns inte"):
        rectify(decision, points={elsewhere.pk: "Ändrad"})


def test_what_the_committee_asks_for_is_not_rectified_into_something_else() -> None:
    """D3: the words of a referral back are operative too."""
    decision = cases.released(
        outcome=Outcome.REFER_BACK, refer_back_for="Nämnden vill veta vad barnnen tycker."
    )
    with pytest.raises(Refused, match="bara stavfel"):
        rectify(decision, refer_back_for="Nämnden vill veta vad polisen tycker.")
    rectify(decision, refer_back_for="Nämnden vill veta vad barnen tycker.")


@pytest.mark.parametrize(
    ("old", "new", "slip"),
    [
        ("beviljar stöd", "beviljar  stöd.", True),
        ("Nämden bevlijar stöd", "Nämnden beviljar stöd", True),
        ("samverkanstöd", "samverkansstöd", True),
        ("dialoinsasatser", "dialoginsatser", False),  # three letters apart
        ("beviljar", "avslår", False),
        ("beviljar", "beviljar inte", False),
        ("beviljar inte", "beviljar inne", False),
        ("nämnden kan stödja", "nämnden ska stödja", False),
        ("lämplig", "olämplig", False),
        ("godkänner", "underkänner", False),
        ("gruppen ger", "gruppen ber", False),
        ("lämnar", "hämtar", False),
        ("senast i juni", "senast i juli", False),
        ("sextio timmar", "femtio timmar", False),
        ("12 timmar", "21 timmar", False),
        ("12 timmar", "12 timmar och 3 kärl", False),
    ],
)
def test_a_slip_leaves_every_word_what_it_was(old: str, new: str, slip: bool) -> None:  # noqa: FBT001
    assert is_slip(old, new) is slip


def test_days_after_the_release_the_delegate_and_an_approval_at_once_are_mended() -> None:
    """D3, D4, D5: each was registered wrong; the log keeps both, and documents that say nothing else stay."""
    decision = cases.posted()
    send(decision)
    force(decision, date(2026, 5, 29))
    documents = DocumentOrder.objects.count()
    done = rectify(decision, sent_on=date(2026, 5, 7), legal_force_on=date(2026, 5, 28))
    assert done.before == {"sent_on": "2026-05-06", "legal_force_on": "2026-05-29"}
    assert DocumentOrder.objects.count() == documents
    assert "ny version" not in OutgoingMail.objects.latest("id").body
    for changes, words in (
        ({"legal_force_on": date(2026, 5, 27)}, "överklaga till och med 27 maj 2026"),
        ({"legal_force_on": date(2027, 1, 1)}, "inte varit än"),
        ({"sent_on": date(2026, 5, 4)}, "tidigast när protokollet är justerat"),
        ({"sent_on": None}, "inte tas bort"),
        ({"delegate": "Vera Lind"}, "inte fattat på delegation"),
        ({"immediate_approval": True}, "Skriv beslutets dag"),
    ):
        with pytest.raises(Refused, match=words):
            rectify(decision, **changes)
    rectify(decision, legal_force_on=None)
    decision.refresh_from_db()
    assert decision.legal_force_on is None
    rectify(decision, immediate_approval=True, approved_on=cases.MEETING_DAY)
    newest = DocumentOrder.objects.filter(kind="minutes_extract").latest("id")
    assert (newest.key, newest.snapshot["approved_at_once"]) == (f"minutes_extract:{decision.pk}:v4", True)
    assert newest.replaces.key == f"minutes_extract:{decision.pk}:v1"


def test_the_delegate_of_a_decision_is_mended_and_never_blank() -> None:
    """D5."""
    decision = cases.registered(
        route=Decision.Route.DELEGATED,
        delegate="Vera Lnid",
        route_ground="Punkt 4.2",
        decided_on=date(2026, 4, 20),
        reported_on=date(2026, 4, 28),
    )
    release(decision, date(2026, 4, 20))
    with pytest.raises(Refused, match="fattade beslutet på delegation"):
        rectify(decision, delegate=" ")
    rectify(decision, delegate="Vera Lind", delegate_title="avdelningschef")
    newest = DocumentOrder.objects.filter(kind="delegated_decision").latest("id")
    assert (newest.snapshot["decider"], newest.snapshot["decider_title"]) == ("Vera Lind", "avdelningschef")


def test_legal_force_that_money_was_paid_on_is_not_taken_back() -> None:
    """D4, KL 13:14."""
    decision = cases.posted(in_force_at_once=False)
    force(decision, date(2026, 5, 28))
    decision.case.case_actors.update(is_payee=True)
    support.record_payment(
        decision.case_id,
        kind="payment",
        payee=decision.case.case_actors.get(),
        amount=45_000,
        paid_on=date(2026, 6, 1),
        by=personas.karl(),
        at=LATER,
    )
    with pytest.raises(Refused, match="redan betalt"):
        rectify(decision, legal_force_on=None)
    rectify(decision, legal_force_on=date(2026, 5, 29))


@pytest.mark.parametrize(
    "column", ["outcome", "kind", "granted", "in_force_at_once", "released_at", "case", "committee"]
)
def test_outcome_amounts_and_status_are_never_rectified(column: str) -> None:
    decision = cases.released()
    with pytest.raises(Refused, match="går inte att rätta"):
        rectify(decision, **{column: "reject"})
    decision.refresh_from_db()
    assert (decision.outcome, decision.version) == ("approve", 1)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Ändra det som blev fel"),
        ({"heading": "Samverkansstöd, Lingarnsgatan"}, "Ändra det som blev fel"),
        ({"heading": " "}, "Skriv en rubrik"),
        ({"paragraph": None}, "Skriv paragrafens nummer"),
        ({"approved_on": date(2026, 4, 1)}, "justeras tidigast"),
        ({"approved_on": None}, "rättas men inte tas bort"),
        ({"posted_on": date(2026, 5, 1)}, "tidigast när protokollet är justerat"),
        ({"posted_on": date(2027, 1, 1)}, "Dagen har inte varit än"),
        ({"decided_on": date(2027, 1, 1)}, "justeras tidigast"),
        ({"decided_on": date(2026, 4, 27)}, "på sitt sammanträde 28 april 2026"),
        ({"approved_on": date(2027, 1, 1)}, "Skriv dagen då protokollet justerades"),
    ],
)
def test_a_rectification_that_cannot_be(changes: dict, words: str) -> None:
    decision = cases.posted()
    with pytest.raises(Refused, match=words):
        rectify(decision, **changes)
    assert not Rectification.objects.exists()


def test_the_days_of_a_decision_that_was_approved_at_once_or_made_outside_a_meeting_stay_in_order() -> None:
    """D3, D5."""
    at_once = cases.registered(immediate_approval=True)
    release(at_once, cases.MEETING_DAY)
    with pytest.raises(Refused, match="omedelbart justerad"):
        rectify(at_once, approved_on=cases.APPROVED_ON)
    chair = cases.registered(
        cases.on_agenda(cases.ready(title="Annat")),
        route=Decision.Route.CHAIR,
        chair="Gunvor Åsberg",
        route_ground="Brådskar.",
        decided_on=date(2026, 4, 20),
        reported_on=date(2026, 4, 28),
    )
    release(chair, date(2026, 4, 20))
    with pytest.raises(Refused, match="tidigast den dag det fattades"):
        rectify(chair, reported_on=date(2026, 4, 19))
    with pytest.raises(Refused, match="inget sammanträde den dagen"):
        rectify(chair, reported_on=date(2026, 4, 29))
    with pytest.raises(Refused, match="undertecknas tidigast"):
        rectify(chair, approved_on=date(2026, 4, 19))
    rectify(chair, decided_on=date(2026, 4, 19))


def test_a_number_that_is_taken_is_refused() -> None:
    cases.released()
    other = cases.released(cases.on_agenda(cases.ready(title="Annat")), paragraph=100)
    with pytest.raises(Refused, match="§ 99 är redan registrerad"):
        rectify(other, paragraph=99)


def test_a_posting_is_not_written_by_a_rectification() -> None:
    with pytest.raises(Refused, match="första gången i sitt eget steg"):
        rectify(cases.released(), posted_on=POSTED_ON)


def test_a_reason_is_needed_and_an_older_page_is_refused() -> None:
    decision = cases.released()
    call = {"changes": {"paragraph": 98}, "by": personas.nils(), "at": LATER}
    with pytest.raises(Refused, match="vad som blev fel"):
        actions.rectify_decision(decision.case_id, decision.pk, reason=" ", **call)
    with pytest.raises(Stale):
        actions.rectify_decision(decision.case_id, decision.pk, reason="Fel.", revision=0, **call)


def test_an_ended_case_can_still_be_posted_sent_and_rectified() -> None:
    decision = cases.posted(outcome=Outcome.REJECT)
    send(decision)
    rectify(decision, paragraph=98)
    force(decision, date(2026, 5, 28))
    assert Case.objects.get(pk=decision.case_id).status == "rejected"


# --- who --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("persona", ["amina", "karl", "cecilia", "adam", "olga"])
def test_only_the_secretary(persona: str) -> None:
    decision, by = cases.released(), getattr(personas, persona)()
    for call in (lambda: post(decision, by=by), lambda: send(decision, by=by)):
        with pytest.raises(PermissionDenied):
            call()
    with pytest.raises(PermissionDenied):
        actions.rectify_decision(
            decision.case_id, decision.pk, reason="x", changes={"paragraph": 1}, by=by, at=LATER
        )


# --- the receiver's number ---------------------------------------------------------------------------------------
def test_the_receivers_number_is_kept() -> None:
    """R17."""
    row = ReferralContent(factories.other_committee(), "Kultur.", what="Scenen")
    decision = cases.released(referrals=[row])
    referral = decision.referrals.get()
    events = decision.case.events.count()
    actions.enter_referral_number(
        decision.case_id, referral.pk, number="KN-2026-812", by=personas.rut(), at=LATER
    )
    referral.refresh_from_db()
    assert referral.their_number == "KN-2026-812"
    assert decision.case.events.count() == events + 1
