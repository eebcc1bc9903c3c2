"""The pages that follow a released decision: consequences first, errors at their fields."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.committee.panel import decisions_for_group
from applications.decisions.conflicts import ConflictContent
from applications.decisions.content import ReferralContent
from applications.dispatch.actions import send_decision
from applications.form_messages import TEXT_MAX
from applications.models import Application, Decision, DocumentOrder, OutgoingMail, Rectification
from tests import factories, personas
from tests.applications.committee import cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def nils(client: Client) -> Client:
    """Return the secretary's browser."""
    client.force_login(personas.nils())
    return client


def url(name: str, decision: Decision) -> str:
    """Return the address of what can be done with a decision."""
    return reverse(f"admin:{name}", args=[decision.case.reference, decision.pk])


def test_whoever_sends_learns_that_a_translation_is_wanted(nils: Client) -> None:
    decision = cases.released()
    wish = "Gruppen vill ha beslutet översatt till finska."
    version = decision.case.application_versions.sent().first()
    assert version is None or not version.translation_wanted
    assert wish not in nils.get(url("send_decision", decision)).text
    amina = personas.amina()
    Application.objects.create(
        case=decision.case,
        version=9,
        created_at=cases.POSTED,
        created_by=amina,
        sent_at=cases.POSTED,
        sent_by=amina,
        translation_wanted=True,
        wanted_language="finska",
    )
    assert wish in nils.get(url("send_decision", decision)).text


def test_it_is_posted_and_sent_with_the_receivers_named_first(nils: Client) -> None:
    decision = cases.released()
    assert "Skriv först när beslutet anslogs" in nils.get(url("send_decision", decision)).text
    answer = nils.post(url("post_decision", decision), {"posted_on": "6 maj 2026"})
    assert answer.url == url("decision", decision)
    page = nils.get(url("send_decision", decision))
    assert "Mejl går till Amina Björkdal, Birk Åkerlind." in page.text
    mails = OutgoingMail.objects.count()
    nils.post(url("send_decision", decision))
    assert OutgoingMail.objects.count() == mails + 2
    again = nils.post(url("send_decision", decision))
    assert "redan expedierat" in again.text
    assert OutgoingMail.objects.count() == mails + 2


@pytest.mark.parametrize("day", ["", "igår", "2026-02-31", "2099-01-01", "2020-01-01", "x" * 100_000, "\x00"])
def test_a_posting_day_that_cannot_be_is_refused_at_its_field(nils: Client, day: str) -> None:
    decision = cases.released()
    answer = nils.post(url("post_decision", decision), {"posted_on": day})
    assert answer.status_code == 200
    assert 'href="#id_posted_on"' in answer.text
    decision.refresh_from_db()
    assert decision.posted_on is None


def test_legal_force_is_written_by_hand(nils: Client) -> None:
    decision = cases.posted()
    send_decision(decision.case_id, decision.pk, by=personas.nils(), at=cases.POSTED)
    assert url("set_legal_force", decision) in nils.get(url("decision", decision)).text
    early = nils.post(url("set_legal_force", decision), {"legal_force_on": "2026-05-27"})
    assert "överklaga till och med 27 maj 2026" in early.text
    nils.post(url("set_legal_force", decision), {"legal_force_on": "2026-05-28"})
    decision.refresh_from_db()
    assert str(decision.legal_force_on) == "2026-05-28"


def rectification(page, **changes: object) -> dict:
    """Return the rectification's form as shown, with changes."""
    form = page.context["form"]
    data = {}
    for field in form:
        value = field.field.widget.format_value(field.value())
        data[field.html_name] = "" if value is None else value
    return data | {"reason": "Fel nummer."} | changes


def test_a_slip_is_mended(nils: Client) -> None:
    decision = cases.posted()
    page = nils.get(url("rectify_decision", decision))
    assert "45" not in [field.html_name for field in page.context["form"]]
    answer = nils.post(url("rectify_decision", decision), rectification(page, paragraph="98"))
    assert answer.url == url("decision", decision)
    done = Rectification.objects.get()
    assert (done.before, done.after) == ({"paragraph": 99}, {"paragraph": 98})
    page = nils.get(url("decision", decision))
    assert "Version 2" in page.text
    assert DocumentOrder.objects.filter(kind="minutes_extract").count() == 2


def test_a_member_forgotten_among_the_conflicts_is_added_and_both_stand_in_the_trail(nils: Client) -> None:
    decision = cases.released(conflicts=[ConflictContent("Dragan Ödmark", "S", "Per Ek")])
    page = nils.get(url("rectify_decision", decision))
    assert page.context["form"]["conflicts"].value() == "Dragan Ödmark, S, Per Ek"
    twice = rectification(page, conflicts="Dragan Ödmark\nDragan Ödmark")
    assert "flera gånger" in nils.post(url("rectify_decision", decision), twice).text
    typed = "Dragan Ödmark,S , Per Ek\n Hedda Vallin"
    nils.post(url("rectify_decision", decision), rectification(page, conflicts=typed))
    done = Rectification.objects.get()
    assert done.before == {"conflicts": "Dragan Ödmark, S, Per Ek"}
    assert done.after == {"conflicts": "Dragan Ödmark, S, Per Ek\nHedda Vallin"}
    assert [str(row) for row in decision.member_conflicts.all()] == [
        "Dragan Ödmark (S, ersätts av Per Ek)",
        "Hedda Vallin",
    ]
    newest = DocumentOrder.objects.filter(kind="minutes_extract").latest("id")
    assert newest.snapshot["conflicts"][1] == "Hedda Vallin"
    assert "Hedda Vallin" in nils.get(url("decision", decision)).text


def test_a_rectification_refuses_sums_stale_pages_and_no_reason(nils: Client) -> None:
    decision = cases.released()
    first = decision.points.first()
    page = nils.get(url("rectify_decision", decision))
    other_sum = {f"point_{first.pk}": first.text.replace("45 000", "54 000")}
    answer = nils.post(url("rectify_decision", decision), rectification(page, **other_sum))
    assert "Ett annat belopp kräver ett nytt beslut" in answer.text
    assert "54 000" in answer.text
    answer = nils.post(url("rectify_decision", decision), rectification(page, reason=""))
    assert answer.context["form"].errors["reason"] == ["Skriv vad som blev fel."]
    nils.post(url("rectify_decision", decision), rectification(page, paragraph="98"))
    answer = nils.post(url("rectify_decision", decision), rectification(page, paragraph="97"))
    assert answer.status_code == 200
    assert "ändrade det här" in answer.text
    assert Rectification.objects.count() == 1


@pytest.mark.parametrize("text", ["x" * 100_000, "\x00"], ids=["long", "null"])
@pytest.mark.parametrize("field", ["reason", "summary", "conflicts"])
def test_what_cannot_be_kept_is_refused_at_its_field(nils: Client, field: str, text: str) -> None:
    decision = cases.released()
    page = nils.get(url("rectify_decision", decision))
    answer = nils.post(url("rectify_decision", decision), rectification(page, **{field: text}))
    assert list(answer.context["form"].errors) == [field]
    assert not Rectification.objects.exists()


def test_the_limit_of_a_rectification_is_that_of_the_registration(nils: Client) -> None:
    decision = cases.released()
    page = nils.get(url("rectify_decision", decision))
    names = (
        "summary",
        "motions",
        "procedure",
        "reservations",
        "conflicts",
        f"point_{decision.points.first().pk}",
    )
    long = dict.fromkeys(names, "ä" * (TEXT_MAX + 1))
    answer = nils.post(url("rectify_decision", decision), rectification(page, **long))
    said = ["Texten är för lång. Korta ner den till högst 20000 tecken."]
    assert answer.context["form"].errors == dict.fromkeys(names, said)
    assert answer.text.count("ä" * (TEXT_MAX + 1)) == len(names)
    odd = nils.post(url("rectify_decision", decision), rectification(page, conflicts="Dragan\x07"))
    assert list(odd.context["form"].errors) == ["conflicts"]
    kept = rectification(page, motions="å" * TEXT_MAX)
    assert nils.post(url("rectify_decision", decision), kept).status_code == 302
    assert Decision.objects.get().motions == "å" * TEXT_MAX


@pytest.mark.parametrize("text", ["🌳 \u202eمرحبا", "<script>alert(1)</script>"], ids=["odd", "script"])
def test_odd_words_are_kept_as_words(nils: Client, text: str) -> None:
    decision = cases.released()
    page = nils.get(url("rectify_decision", decision))
    answer = nils.post(
        url("rectify_decision", decision), rectification(page, motions=text, reason=text), follow=True
    )
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert Decision.objects.get().motions == text


def test_a_registered_decision_is_changed_not_rectified(nils: Client) -> None:
    decision = cases.registered()
    assert nils.get(url("rectify_decision", decision)).status_code == 404


@pytest.mark.parametrize("number", ["", "12", "KN-26-1", "KN-2026-0012", "x" * 100_000])
def test_the_receivers_number_is_checked(nils: Client, number: str) -> None:
    decision = cases.released(
        referrals=[ReferralContent(factories.other_committee(), "Kultur.", what="Scenen")]
    )
    referral = decision.referrals.get()
    address = reverse("admin:enter_referral_number", args=[decision.case.reference, referral.pk])
    answer = nils.post(address, {"number": number})
    assert list(answer.context["form"].errors) == ["number"]
    for typed in ("kn-2026-821", "kn-2026-812"):  # a slip of the pen is mended by writing it again
        nils.post(address, {"number": typed})
        assert address in nils.get(url("decision", decision)).text
    referral.refresh_from_db()
    assert referral.their_number == "KN-2026-812"
    assert "KN-2026-812" in nils.get(url("decision", decision)).text
    group = render_to_string(
        "committee/group_decisions.html",
        {"case": decision.case, "decisions": decisions_for_group(decision.case), "municipality": {}},
    )
    assert "Kulturnämnden. Deras diarienummer är KN-2026-812" in group


@pytest.mark.parametrize("name", ["post_decision", "send_decision", "rectify_decision", "set_legal_force"])
def test_who_may(client: Client, name: str) -> None:
    decision = cases.released()
    client.force_login(personas.karl())
    assert client.get(url(name, decision)).status_code == 403
    assert client.post(url(name, decision)).status_code == 403
    client.force_login(personas.amina())
    assert client.get(url(name, decision)).status_code == 404
    client.force_login(personas.rut())
    assert client.get(url(name, decision)).status_code == (200 if name == "set_legal_force" else 403)


def test_days_to_come_are_not_written(nils: Client) -> None:
    decision = cases.posted()
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    answer = nils.post(url("set_legal_force", decision), {"legal_force_on": tomorrow})
    assert "Dagen har inte varit än." in answer.text
