"""From an intresseanmälan to a sent application, through the real pages."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from applications.models import Application, Case, DocumentOrder, Event, OutgoingMail, User
from applications.states import ActorKind, Status
from reports.contexts import parse
from tests.applications.writing.samples import ANSWERS
from tests.personas import PASSWORD

INTEREST = {
    "area": "Lingarnsgatan",
    "parties": "Grannar och ett café",
    "challenges": "Mörkt och trafik",
    "proposal": "Plats för möten",
    "areas": ["safety"],
    "contact_name": "Idris Holmvik",
    "contact_email": "Idris.Holmvik@example.org",
    "contact_phone": "070-174 06 15",
    "website": "",
}


def opened(client: Client, settings: object) -> str:
    """Return the stamp of the form, as old as it has to be."""
    settings.PUBLIC_FORM_MIN_SECONDS = 0
    page = client.get(reverse("express_interest"))
    return page.context["form"].initial["opened"]


@pytest.mark.django_db
def test_from_first_contact_to_a_sent_application(client: Client, settings: object) -> None:
    stamp = opened(client, settings)
    answer = client.post(reverse("express_interest"), {**INTEREST, "opened": stamp})
    assert answer.status_code == 302, answer.context["form"].errors
    case = Case.objects.get()
    assert case.reference in client.get(reverse("interest_receipt")).content.decode()

    idris = User.objects.create_user("idris.holmvik@example.org", PASSWORD, name="Idris Holmvik")
    EmailAddress.objects.create(user=idris, email=idris.email, verified=True, primary=True)
    answer = client.post(reverse("account_login"), {"login": idris.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get(reverse("case_list")).url == case.get_absolute_url()
    assert client.get(case.get_absolute_url()).status_code == 200

    assert client.get(reverse("start_draft", args=[case.reference])).status_code == 200
    assert client.post(reverse("start_draft", args=[case.reference])).status_code == 302
    application = Application.objects.get()
    assert (application.challenges, application.joint_proposal) == ("Mörkt och trafik", "Plats för möten")

    for name, kind, number in (
        ("Lingarnets Vänner", ActorKind.ASSOCIATION, "432000-0039"),
        ("Café Trådrullen AB", ActorKind.COMPANY, "432000-0047"),
    ):
        values = {"name": name, "kind": kind, "organisation_number": number}
        assert client.post(reverse("add_actor", args=[case.reference]), values).status_code == 302
    actor = case.case_actors.first()

    for key, values in ANSWERS.items():
        url = reverse("edit_application_step", args=[case.reference, key])
        page = client.get(url)
        assert page.status_code == 200
        data = {**values, "revision": page.context["form"].initial["revision"]}
        if key == "bidrag":
            data["contributions-0-case_actor"] = actor.pk
        answer = client.post(url, data)
        assert answer.status_code == 302, (key, answer.context["form"].errors, answer.context["missing"])

    review = client.get(reverse("submit", args=[case.reference]))
    assert review.context["lacking"] == []
    answer = client.post(reverse("submit", args=[case.reference]))
    assert answer.url == reverse("submit_receipt", args=[case.reference])
    assert client.get(answer.url).status_code == 200
    assert client.get(reverse("edit_application", args=[case.reference])).status_code == 302

    case = Case.objects.get()
    assert case.status == Status.SUBMITTED
    assert case.title == ANSWERS["omradet"]["title"]
    order = DocumentOrder.objects.get()
    document = parse("application", order.snapshot)
    assert document.representative.name == "Idris Holmvik"
    assert Event.objects.filter(action="submit").count() == 1
    assert set(OutgoingMail.objects.filter(template__startswith="submit_").values_list("to", flat=True)) == {
        idris.email
    }
    assert client.get(reverse("application_version", args=[case.reference, 1])).status_code == 200
    assert client.get(case.get_absolute_url()).status_code == 200
