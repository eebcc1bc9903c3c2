"""What the city has judged and drawn survives a completion of other parts."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from applications.models import Application, Case
from applications.states import Remit, Status
from applications.writing import actions as writing
from phases.initiering import actions
from phases.initiering.card import Card
from tests import factories, personas
from tests.personas import NOW
from tests.phases.initiering import review

pytestmark = pytest.mark.django_db


def test_a_completion_carries_over_only_the_parts_that_were_open():
    case = review.prepare(review.in_review(neighbourhood=factories.neighbourhood()))
    karl = personas.karl()
    actions.judge_remit(case.pk, remit=Remit.PARTLY, reason="Konsten.", by=karl, at=NOW)
    actions.request_completion(
        case.pk, asked_for={"samarbeten": "Hur ofta?"}, due_on=date(2026, 3, 20), by=karl, at=NOW
    )
    unsent = Application.objects.get(case=case, sent_at=None)
    Application.objects.filter(pk=unsent.pk).update(cooperation="Varje månad.", steps={"samarbeten": 1})
    writing.complete(case.pk, by=personas.amina(), at=NOW)
    case = Case.objects.get(pk=case.pk)
    assert case.status == Status.REVIEW
    assert (case.remit, case.area_polygon) == (Remit.PARTLY, factories.POLYGON)
    assert [row.number for row in Card(case).rows if row.is_changed] == [2]


def test_the_city_sees_what_a_completion_changed(client):
    case = review.prepare(review.in_review(neighbourhood=factories.neighbourhood()))
    karl = personas.karl()
    actions.request_completion(
        case.pk, asked_for={"samarbeten": "Hur ofta?"}, due_on=date(2026, 3, 20), by=karl, at=NOW
    )
    unsent = Application.objects.get(case=case, sent_at=None)
    before = Application.objects.filter(case=case, sent_at__isnull=False).get()
    Application.objects.filter(pk=unsent.pk).update(
        cooperation=f"{before.cooperation} Varje månad <b>.", steps={"samarbeten": 1}
    )
    url = reverse("admin:application_changes", args=[case.reference, 2])
    client.force_login(karl)
    assert client.get(url).status_code == 404  # not sent: nobody at the city sees it (D19)
    factories.attach(case, "svaren.pdf")
    writing.complete(case.pk, by=personas.amina(), at=NOW + timedelta(days=1))
    page = client.get(url)
    text = page.content.decode()
    assert page.status_code == 200
    assert [section.key for section in page.context["sections"]] == ["samarbeten", "bilagor"]
    assert '<ins><span class="s-vh">tillagt: </span>svaren.pdf</ins>' in text
    assert "Hur ofta?" in text
    assert '<ins><span class="s-vh">tillagt: </span> Varje månad &lt;b&gt;.</ins>' in text
    assert client.get(reverse("admin:application_changes", args=[case.reference, 1])).status_code == 404
    version = client.get(reverse("admin:application_version", args=[case.reference, 2])).content.decode()
    assert url in version
    assert "Ny i den här versionen" in version
    first = client.get(reverse("admin:application_version", args=[case.reference, 1])).content.decode()
    assert "svaren.pdf" not in first  # it came later
    client.force_login(personas.amina())
    assert client.get(url).status_code == 404
    assert (
        "svaren.pdf" in client.get(reverse("application_version", args=[case.reference, 2])).content.decode()
    )
    _secret_file_is_not_named(client, case, url)


def _secret_file_is_not_named(client, case: Case, url: str) -> None:
    """A file that became secret is told by its number and ground to those without need of it, and cannot be opened."""
    case.records.filter(designation="svaren.pdf").update(secret=True, legal_ground="21 kap. 7 § OSL")
    client.force_login(personas.karin())
    for page in (url, reverse("admin:application_version", args=[case.reference, 2])):
        html = client.get(page).content.decode()
        assert "svaren.pdf" not in html
        assert "sekretess enligt 21 kap. 7 § OSL" in html
