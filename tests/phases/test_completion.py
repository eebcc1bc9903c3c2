"""Asking for completion: one page for every kind of submission."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.mailing.html import html_of
from applications.models import Application, Case
from applications.states import Status
from phases.initiering import actions
from tests import factories, hostile, personas
from tests.personas import NOW
from tests.phases.initiering import review

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(client):
    """A case under review; Karl is logged in."""
    case = review.in_review()
    client.force_login(personas.karl())
    return case


def url(case: Case) -> str:
    """Return the address of the page."""
    return reverse("admin:request_completion", args=[case.reference])


def in_days(days: int) -> str:
    """Return a day from today as people type it."""
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def test_the_page_has_a_box_per_part_and_says_who_gets_a_mail(client, case):
    html = client.get(url(case)).content.decode()
    for key in (
        "omradet",
        "gruppen",
        "aktorer",
        "utmaningar",
        "samarbeten",
        "bidrag",
        "underlag",
        "sjalvskattning",
    ):
        assert f'name="{key}"' in html
    assert "Mejl går till Amina Björkdal, Birk Åkerlind" in html


def test_what_was_found_weak_stands_at_its_part_as_text(client, case):
    karl = personas.karl()
    actions.declare_no_conflict(case.pk, by=karl, at=NOW)
    actions.assess_criteria(case.pk, 5, verdict="partly", motivation=hostile.SCRIPT, by=karl, at=NOW)
    response = client.get(url(case))
    hostile.assert_escaped(response)
    assert "Underlag om behoven, delvis uppfyllt: &lt;script&gt;" in response.content.decode()


def test_only_the_parts_with_words_open(client, case):
    response = client.post(url(case), {"underlag": "Barnens behov.", "bidrag": "  ", "due_on": in_days(14)})
    assert response.url == reverse("admin:case", args=[case.reference])
    version = Application.objects.get(case=case, version=2)
    assert version.asked_for == {"underlag": "Barnens behov."}
    assert Case.objects.get(pk=case.pk).status == Status.COMPLETION


def test_a_second_press_says_it_is_done_and_asks_no_more(client, case):
    data = {"underlag": "Barnens behov.", "due_on": in_days(14)}
    client.post(url(case), data)
    again = client.post(url(case), data, follow=True)
    assert "Ärendet har status ”Komplettering begärd”" in again.content.decode()
    assert case.events.filter(action="request_completion").count() == 1


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"underlag": ""}, "id_omradet_error"),
        ({"due_on": ""}, "id_due_on_error"),
        ({"due_on": "2026-02-30"}, "id_due_on_error"),
        ({"due_on": in_days(0)}, "id_due_on_error"),
        ({"due_on": "1999-01-01"}, "id_due_on_error"),
        ({"underlag": hostile.TOO_LONG}, "id_underlag_error"),
        ({"underlag": hostile.NULL}, "id_underlag_error"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_field(client, case, change, error):
    data = {"underlag": "Barnens behov.", "due_on": in_days(14)} | change
    hostile.assert_refused(client.post(url(case), data), f'id="{error}"')
    assert not Application.objects.filter(case=case, version=2).exists()


@pytest.mark.parametrize("kind", hostile.ODD_BUT_FINE)
def test_odd_words_reach_the_group_as_they_are(client, case, kind):
    text = hostile.ODD_BUT_FINE[kind]
    client.post(url(case), {"gruppen": text, "due_on": in_days(14)})
    mail = case.mails.filter(template="request_completion_group").first()
    assert text in mail.body
    assert "<script>alert" not in html_of(mail.subject, mail.body)


def test_nothing_is_asked_while_the_manager_reads_the_report(client):
    case = review.with_manager()
    client.force_login(personas.karl())
    response = client.post(url(case), {"underlag": "Mer.", "due_on": in_days(14)})
    hostile.assert_refused(response, "Tjänsteskrivelsen ligger hos chefen.", "Mer.")


@pytest.mark.parametrize(
    ("who", "code"), [("amina", 404), ("olga", 404), ("karin", 403), ("cecilia", 403), ("nils", 403)]
)
def test_only_the_officer_asks(client, case, who, code):
    client.force_login(getattr(personas, who)())
    assert client.get(url(case)).status_code == code


def test_a_phase_without_completion_leads_back_to_the_case(client, case):
    factories.in_status(case, Status.EXECUTION)
    response = client.get(url(case), follow=True)
    assert "Det går inte nu." in response.content.decode()
