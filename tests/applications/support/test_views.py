"""The pages of money and conditions."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from applications.decisions.content import ConditionContent
from applications.models import Case, Decision, Delivery, Payment
from tests import factories, personas
from tests.applications.committee import cases
from tests.applications.support.test_actions import helped

pytestmark = pytest.mark.django_db


@pytest.fixture
def karl(client: Client) -> Client:
    """Return the officer's browser."""
    client.force_login(personas.karl())
    return client


def address(decision: Decision) -> str:
    """Return the address of the payments."""
    return reverse("admin:record_payment", args=[decision.case.reference])


def typed(decision: Decision, **changes: object) -> dict:
    """Return a payment as typed."""
    payee = decision.case.case_actors.order_by("id").first()
    return {"kind": "payment", "payee": payee.pk, "amount": "45 000 kr", "paid_on": "2026-05-06"} | changes


def test_a_payment_is_recorded_and_the_balance_shown(karl: Client) -> None:
    decision = cases.released()
    page = karl.get(address(decision))
    assert "Lingarnets Vänner, 432000-0039" in page.text
    answer = karl.post(address(decision), typed(decision, amount="30 000"), follow=True)
    assert Payment.objects.get().amount == 30_000
    assert "15\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kronor" in answer.text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": ""}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"amount": "9" * 400}, "amount"),
        ({"amount": "många"}, "amount"),
        ({"paid_on": "2026-02-31"}, "paid_on"),
        ({"payee": "999999"}, "payee"),
        ({"kind": "gåva"}, "kind"),
        ({"note_text": "x" * 100_000}, "note_text"),
        ({"note_text": "\x00"}, "note_text"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(karl: Client, changes: dict, field: str) -> None:
    decision = cases.released()
    answer = karl.post(address(decision), typed(decision, **changes))
    assert list(answer.context["form"].errors) == [field]
    assert not Payment.objects.exists()


@pytest.mark.parametrize("text", ["🌳 \u202eمرحبا", "<script>alert(1)</script>"], ids=["odd", "script"])
def test_odd_words_are_kept_as_words(karl: Client, text: str) -> None:
    decision = cases.released()
    answer = karl.post(address(decision), typed(decision, note_text=text), follow=True)
    assert Payment.objects.get().note == text
    assert "<script>alert" not in answer.text


def test_too_much_and_no_number_are_refused_and_what_was_typed_is_kept(karl: Client) -> None:
    decision = cases.released()
    answer = karl.post(address(decision), typed(decision, amount="45 001", note_text="Faktura 12"))
    assert "kvar att betala ut" in answer.text
    assert "Faktura 12" in answer.text
    group = factories.case_actor(decision.case, "Boendegruppen")
    answer = karl.post(address(decision), typed(decision, payee=group.pk))
    assert "saknar organisationsnummer" in answer.text
    assert not Payment.objects.exists()


def test_an_actor_of_another_case_is_no_choice(karl: Client) -> None:
    decision = cases.released()
    stranger = factories.case_actor(factories.case("Annat"), "Främmande", number="432000-0013")
    answer = karl.post(address(decision), typed(decision, payee=stranger.pk))
    assert list(answer.context["form"].errors) == ["payee"]


@pytest.mark.parametrize("persona", ["karin", "nils", "cecilia"])
def test_only_the_cases_officer(client: Client, persona: str) -> None:
    decision = cases.released()
    client.force_login(getattr(personas, persona)())
    assert client.get(address(decision)).status_code == 403
    client.force_login(personas.amina())
    assert client.get(address(decision)).status_code == 404


def test_a_condition_is_met_from_the_decisions_page(karl: Client) -> None:
    decision = cases.released(conditions=[ConditionContent("Barnen tillfrågas.", date(2026, 9, 30))])
    condition = decision.conditions.get()
    page = karl.get(reverse("admin:decision", args=[decision.case.reference, decision.pk]))
    address_ = reverse("admin:meet_condition", args=[decision.case.reference, condition.pk])
    assert address_ in page.text
    assert list(karl.post(address_, {"done_on": "nej"}).context["form"].errors) == ["done_on"]
    karl.post(address_, {"done_on": "2026-09-01"})
    condition.refresh_from_db()
    assert condition.done_on == date(2026, 9, 1)
    other = cases.released(cases.on_agenda(cases.ready(title="Annat")), paragraph=100)
    assert (
        karl.get(reverse("admin:meet_condition", args=[other.case.reference, condition.pk])).status_code
        == 404
    )


# --- support in kind --------------------------------------------------------------------------------------------
def given_address(case: Case) -> str:
    """Return the address of the support in kind."""
    return reverse("admin:record_delivery", args=[case.reference])


def test_support_is_recorded_and_the_balance_shown(karl: Client) -> None:
    case = helped()
    page = karl.get(given_address(case))
    assert "A Insats A: trädgårdsmästare, kvar att lämna 120 timmar" in page.text
    typed_in = {
        "kind": "delivery",
        "grant": case.grants.get(unit="planteringskärl").pk,
        "quantity": "11,5",
        "happened_on": "2026-05-06",
        "note_text": "<script>alert(1)</script> 🌳 مرحبا",
    }
    answer = karl.post(given_address(case), typed_in, follow=True)
    assert Delivery.objects.get().quantity == Decimal("11.5")
    assert "Lämnat, 11,5 planteringskärl" in answer.text
    assert "<script>alert" not in answer.text
    answer = karl.post(given_address(case), typed_in)
    assert "Det finns 0,5 planteringskärl kvar att lämna." in answer.text
    panel = karl.get(reverse("admin:case", args=[case.reference]))
    assert given_address(case) in panel.text
    assert "Summa timmar" in panel.text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"quantity": ""}, "quantity"),
        ({"quantity": "9" * 400}, "quantity"),
        ({"quantity": "NaN"}, "quantity"),
        ({"quantity": "1,234"}, "quantity"),
        ({"happened_on": "2026-02-31"}, "happened_on"),
        ({"grant": "999999"}, "grant"),
        ({"kind": "gåva"}, "kind"),
        ({"note_text": "x" * 100_000}, "note_text"),
        ({"note_text": "\x00"}, "note_text"),
    ],
)
def test_support_that_cannot_be_is_refused_at_its_field(karl: Client, changes: dict, field: str) -> None:
    case = helped()
    whole = {"kind": "delivery", "grant": case.grants.get(unit="planteringskärl").pk, "quantity": "1"}
    answer = karl.post(given_address(case), whole | {"happened_on": "2026-05-06"} | changes)
    assert list(answer.context["form"].errors) == [field]
    assert not Delivery.objects.exists()


def test_a_case_without_help_has_none_to_record(karl: Client) -> None:
    case = cases.released().case
    page = karl.get(given_address(case))
    assert "Inget annat stöd än pengar är beviljat." in page.text
    assert given_address(case) not in karl.get(reverse("admin:case", args=[case.reference])).text
