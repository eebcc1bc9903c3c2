"""Turning protected identity on and off (D22): the person, and the officer for somebody who asks."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from applications.accounts.protection_actions import set_protection
from applications.group import actions
from applications.lifecycle import Refused
from applications.models import Case, CaseActor, Event, OutgoingMail
from applications.states import ActorKind
from tests import factories, personas
from tests.personas import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    """Return a case whose representative is also a private owner and an actor's contact."""
    case = factories.case()
    part = factories.case_actor(case, "Amina Björkdal", ActorKind.PROPERTY_OWNER)
    CaseActor.objects.filter(pk=part.pk).update(
        contact_name="Amina Björkdal", contact_email="amina@example.org", contact_phone="070-174 06 05"
    )
    return case


def as_(who: Any) -> Client:
    client = Client()
    client.force_login(who())
    return client


def test_the_person_turns_it_on_and_off_and_the_officer_hears_no_name(case: Case) -> None:
    client, url = as_(personas.amina), reverse("account_protection")
    assert "Slå på skyddet" in client.get(url).content.decode()
    assert client.post(url, {"on": "1"}).url == reverse("account_settings")
    assert client.post(url, {"on": "1"}).status_code == 302
    assert personas.amina().protected_identity is True
    event = Event.objects.get(action="protect_identity")
    assert (event.case, event.for_group) == (case, False)
    mail = OutgoingMail.objects.get(event=event)
    assert (mail.to, "Amina" in mail.subject + mail.body) == ("karl@example.org", False)
    assert "Ta bort skyddet" in client.get(url).content.decode()
    client.post(url, {"on": "0"})
    assert personas.amina().protected_identity is False
    assert Event.objects.filter(action="lift_protection").count() == 1


def test_what_the_case_knew_of_the_person_goes(case: Case) -> None:
    set_protection(personas.amina(), on=True, by=personas.amina(), at=NOW)
    part = case.case_actors.get()
    assert (part.contact_name, part.contact_email, part.contact_phone) == ("", "", "")
    assert part.actor.name == "Privat fastighetsägare"
    values = {"kind": ActorKind.PROPERTY_OWNER, "by": personas.birk(), "at": NOW}
    with pytest.raises(Refused, match="skyddade personuppgifter"):
        actions.add_actor(case.pk, name="Amina Björkdal", **values)
    new = actions.add_actor(case.pk, name="Brf Tråden", contact_name="amina björkdal", **values)
    assert new.contact_name == ""


def test_the_officer_protects_who_asks_and_only_the_person_lifts_it(case: Case) -> None:
    row = case.memberships.get(user=personas.amina())
    url = reverse("admin:protect_identity", args=[case.reference, row.pk])
    for who, status in ((personas.karin, 403), (personas.amina, 404), (personas.karl, 200)):
        assert as_(who).get(url).status_code == status
    assert as_(personas.karl).post(url).status_code == 302
    amina = personas.amina()
    assert amina.protected_identity is True
    told = OutgoingMail.objects.filter(event__action="protect_identity").order_by("to")
    assert [mail.template for mail in told] == ["protect_identity_contact"]
    assert as_(personas.karl).post(url).status_code == 404
    for who in (personas.karl, personas.birk, personas.karin):
        with pytest.raises(PermissionDenied):
            set_protection(amina, on=False, by=who(), at=NOW)
