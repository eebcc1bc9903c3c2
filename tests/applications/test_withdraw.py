"""The group withdraws: what it means before and after support was granted (D26, R37)."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications import actions
from applications.lifecycle import Refused
from applications.models import Case, Event, OutgoingMail
from applications.states import Initiative, Status
from tests import factories, personas
from tests.personas import NOW

pytestmark = pytest.mark.django_db


def as_(who: Any) -> Client:
    client = Client()
    client.force_login(who())
    return client


def url(case: Case) -> str:
    return reverse("withdraw", args=[case.reference])


def test_withdrawing_tells_group_officer_and_secretaries() -> None:
    personas.nils()
    case = factories.case()
    actions.withdraw(case.pk, by=personas.amina(), at=NOW, comment="Vi hinner inte.")
    assert Event.objects.filter(action="withdraw").count() == 1
    assert set(OutgoingMail.objects.filter(event__action="withdraw").values_list("to", "template")) == {
        ("amina@example.org", "withdraw_group"),
        ("birk@example.org", "withdraw_group"),
        ("karl@example.org", "withdraw_officer"),
        ("nils@example.org", "withdraw_secretaries"),
    }
    assert "Vi hinner inte." in OutgoingMail.objects.get(template="withdraw_officer").body


def test_a_reason_is_needed() -> None:
    with pytest.raises(Refused, match="Skriv varför ni återkallar"):
        actions.withdraw(factories.case().pk, by=personas.amina(), at=NOW, comment="  ")


def test_the_page_tells_the_end_before_any_support() -> None:
    html = as_(personas.amina).get(url(factories.case())).content.decode()
    assert "Ärendet avslutas. Nämnden tar inget beslut." in html
    assert "Mejl går till Amina Björkdal, Birk Åkerlind, Karl Sjöhed." in html


def test_the_page_tells_of_the_final_account_after_support() -> None:
    case = factories.in_status(factories.case(), Status.EXECUTION)
    html = as_(personas.amina).get(url(case)).content.decode()
    assert "Därför skriver ni en slutredovisning" in html
    as_(personas.amina).post(url(case), {"comment": "Vi hinner inte."})
    assert Case.objects.get().status == Status.REPORTING
    mail = OutgoingMail.objects.get(template="withdraw_group", to="amina@example.org")
    assert mail.subject.startswith("Skriv slutredovisningen senast")


@pytest.mark.parametrize(
    ("who", "status"),
    [(personas.birk, 403), (personas.karl, 403), (personas.olga, 404), (personas.amina, 200)],
)
def test_who_may(who: Any, status: int) -> None:
    assert as_(who).get(url(factories.case())).status_code == status


def test_the_officer_withdraws_a_case_of_the_city() -> None:
    case = factories.case("Sommargatan", initiative=Initiative.CITY)
    page = reverse("admin:withdraw", args=[case.reference])
    html = as_(personas.karl).get(page).content.decode()
    assert html.count("Återkalla för gruppen") == 3  # the title, the heading and the button say the same
    assert "Varför återkallar gruppen?" in html
    assert "när ni återkallar" not in html
    assert (
        "Återkalla för gruppen"
        in as_(personas.karl).get(reverse("admin:case", args=[case.reference])).content.decode()
    )
    assert as_(personas.karl).post(page, {"comment": "Inställt."}).status_code == 302
    assert Case.objects.get().status == Status.WITHDRAWN


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("", "Skriv varför ni återkallar"),
        ("å" * 100_000, "Texten är för lång"),
        ("Vi\0", "Texten innehåller ett tecken"),
    ],
)
def test_a_bad_reason_is_told_and_nothing_happens(comment: str, said: str) -> None:
    page = as_(personas.amina).post(url(factories.case()), {"comment": comment})
    assert page.status_code == 200
    assert page.context["form"].errors["comment"][0].startswith(said)
    assert Case.objects.get().status == Status.CONTACT


def test_twice_leads_back_with_a_message() -> None:
    case = factories.case()
    client = as_(personas.amina)
    client.post(url(case), {"comment": "Vi hinner inte."})
    answer = client.post(url(case), {"comment": "Vi hinner inte."}, follow=True)
    assert "Det går inte nu" in answer.content.decode()
    assert Event.objects.filter(action="withdraw").count() == 1
