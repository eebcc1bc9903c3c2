"""The pages of confirmations: the actor's own behind its link, and those of the group (D14)."""

import contextlib
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.group import confirmation_actions
from applications.models import Attachment, Case, CaseActor, Confirmation, Contribution, Event
from applications.states import ActorKind
from tests import factories, personas
from tests.applications.writing import samples
from tests.files import picture, upload

pytestmark = pytest.mark.django_db
YES = {"takes_part": "yes", "contribution_right": "yes", "may_be_named": "no", "answered_by": "Siri Lagerö"}


@pytest.fixture
def case() -> Case:
    """Return a case with one actor, without a contribution."""
    case = factories.case()
    factories.case_actor(case, "Lingarnets Vänner", ActorKind.ASSOCIATION, "432000-0039")
    return case


@pytest.fixture
def told() -> Case:
    """Return a draft that says what the actor contributes."""
    case = samples.draft()
    samples.fill(case)
    return case


def as_(who: Any) -> Client:
    client = Client()
    client.force_login(who())
    return client


def ask(case: Case, *, days_ago: int = 0) -> Confirmation:
    at = timezone.now() - timedelta(days=days_ago)
    part = case.case_actors.first()
    values = {"email": "siri@example.org", "name": "Siri Lagerö", "by": personas.amina()}
    return confirmation_actions.ask_actor(case.pk, part.pk, **values, at=at)


def link(question: Confirmation) -> str:
    return reverse("answer_actor", args=[question.token])


def send(client: Client, question: Confirmation, **changes: str) -> Any:
    """Open the page and post it back as a browser would."""
    page = client.get(link(question))
    return client.post(link(question), {"shown": page.context["form"].initial["shown"], **YES, **changes})


# --- the actor's page ---------------------------------------------------------------------------------
def test_without_an_account_the_page_shows_the_own_part_and_takes_one_answer(told: Case) -> None:
    client, question = Client(), ask(told)
    page = client.get(link(question))
    html = page.content.decode()
    assert "Är Lingarnets Vänner med?" in html
    assert "40 odlingstimmar" in html
    assert told.title in html
    for secret in ("Café Trådrullen AB", "Amina", "60 000", told.reference):
        assert secret not in html, secret
    assert (page["X-Robots-Tag"], "no-store" in page["Cache-Control"]) == ("noindex, nofollow", True)
    assert send(client, question).url == link(question)
    done = client.get(link(question)).content.decode()
    assert "Svaret har kommit fram" in done
    assert client.post(link(question), YES).status_code == 200
    assert Event.objects.filter(action="answer_actor").count() == 1
    question.refresh_from_db()
    assert (question.takes_part, question.contribution_right, question.may_be_named) == (True, True, False)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"takes_part": ""}, {"takes_part"}),
        ({"contribution_right": "", "may_be_named": ""}, {"contribution_right", "may_be_named"}),
        ({"answered_by": ""}, {"answered_by"}),
        ({"answered_by": "å" * 151, "comment": "å" * 2001}, {"answered_by", "comment"}),
        ({"takes_part": "kanske"}, {"takes_part"}),
        ({"shown": "en annan sida"}, {"contribution_right"}),
    ],
)
def test_a_bad_answer_is_told_at_the_field_and_stays_typed(told: Case, changes: dict, fields: set) -> None:
    question = ask(told)
    page = send(Client(), question, **{"comment": "Vi ses", **changes})
    assert page.status_code == 200
    assert set(page.context["form"].errors) == fields
    html = page.content.decode()
    assert "<title>Fel: Är Lingarnets Vänner med?" in html
    assert changes.get("comment", "Vi ses") in html
    assert Confirmation.objects.waiting().count() == 1


def test_who_is_not_in_answers_nothing_more(told: Case) -> None:
    answer = send(Client(), ask(told), takes_part="no", contribution_right="", may_be_named="")
    assert answer.status_code == 302
    page = as_(personas.amina).get(reverse("edit_group", args=[told.reference])).content.decode()
    assert "Har tackat nej" in page


def test_a_contribution_changed_meanwhile_is_shown_anew(told: Case) -> None:
    client, question = Client(), ask(told)
    opened = client.get(link(question)).context["form"].initial["shown"]
    Contribution.objects.update(description="400 odlingstimmar")
    page = client.post(link(question), {**YES, "shown": opened})
    assert page.context["form"].errors["contribution_right"][0].startswith("Gruppen har ändrat bidraget")
    fresh = re.search(r'name="shown" value="(\w+)"', page.content.decode())
    assert fresh is not None
    assert client.post(link(question), {**YES, "shown": fresh[1]}).status_code == 302


def test_links_that_open_nothing_say_so_kindly(case: Case) -> None:
    old = ask(case, days_ago=31)
    page = Client().get(link(old))
    assert (page.status_code, page.content.decode().count("Länken gäller inte längre")) == (410, 2)
    taken_back = ask(case)
    confirmation_actions.withdraw_question(case.pk, taken_back.pk, by=personas.amina(), at=timezone.now())
    assert Client().post(link(taken_back), YES).status_code == 410
    unknown = Client().get(reverse("answer_actor", args=[f"{old.pk}.hittepå"]))
    assert (unknown.status_code, "Länken stämmer inte" in unknown.content.decode()) == (404, True)


def test_many_answers_from_one_place_have_to_wait(case: Case, settings: Any) -> None:
    settings.ANSWERS_PER_HOUR = 0
    page = send(Client(), ask(case))
    assert page.status_code == 429
    assert "Vänta en stund" in page.content.decode()


# --- the group's pages --------------------------------------------------------------------------------
def test_the_group_asks_reminds_and_takes_back(case: Case) -> None:
    client, part = as_(personas.amina), CaseActor.objects.get()
    asking = reverse("ask_actor", args=[case.reference, part.pk])
    assert set(client.post(asking, {}).context["form"].errors) == {"name", "email"}
    assert client.post(asking, {"name": "Siri Lagerö", "email": "siri@example.org"}).status_code == 302
    again = client.get(asking)
    assert again.context["form"].initial["email"] == "siri@example.org"
    assert "Länken i det förra mejlet slutar fungera." in again.content.decode()
    question = Confirmation.objects.get()
    group = client.get(reverse("edit_group", args=[case.reference])).content.decode()
    assert "Har inte svarat än" in group
    assert "Frågan gick till Siri Lagerö" in group
    reminding = reverse("remind_actor", args=[case.reference, question.pk])
    assert "Mejl går till Siri Lagerö, siri@example.org." in client.get(reminding).content.decode()
    assert client.post(reminding).context["missing"][0].text.startswith("Aktören har nyss fått ett mejl")
    back = reverse("withdraw_question", args=[case.reference, question.pk])
    assert client.post(back).status_code == 302
    for url in (back, reminding):
        assert client.get(url).status_code == 404


def test_a_member_sees_how_it_stands_and_no_buttons(case: Case) -> None:
    question = ask(case)
    html = as_(personas.birk).get(reverse("edit_group", args=[case.reference])).content.decode()
    assert "Har inte svarat än" in html
    assert "/fraga/" not in html
    for name, row in (("ask_actor", question.case_actor_id), ("remind_actor", question.pk)):
        assert as_(personas.birk).get(reverse(name, args=[case.reference, row])).status_code == 403
        assert as_(personas.olga).get(reverse(name, args=[case.reference, row])).status_code == 404
        assert as_(personas.karl).get(reverse(f"admin:{name}", args=[case.reference, row])).status_code == 200


def test_a_confirmation_on_paper_is_noted_with_its_file(case: Case, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    client, part = as_(personas.amina), CaseActor.objects.get()
    url = reverse("confirm_actor", args=[case.reference, part.pk])
    assert set(client.post(url, {}).context["form"].errors) == {"way", "who"}
    bare = client.post(url, {"way": "paper", "who": "ordföranden, 4 mars"})
    assert set(bare.context["form"].errors) == {"files"}
    values = {"way": "paper", "who": "ordföranden, 4 mars", "may_be_named": "yes"}
    assert client.post(url, {**values, "files": upload("papper.jpg", picture())}).status_code == 302
    assert CaseActor.objects.get().confirmed_how == "På papper: ordföranden, 4 mars"
    html = client.get(reverse("edit_group", args=[case.reference])).content.decode()
    assert "Har bekräftat" in html
    assert "Får nämnas offentligt." in html
    paper = reverse("attachment", args=[Attachment.objects.get().pk])
    assert paper in html
    with contextlib.closing(as_(personas.karl).get(paper)) as read:
        assert read.status_code == 200


def test_a_residents_group_has_no_number_and_a_private_owner_needs_none(case: Case) -> None:
    client = as_(personas.amina)
    url = reverse("add_actor", args=[case.reference])
    page = client.post(
        url, {"name": "Vi på gatan", "kind": "residents_group", "organisation_number": "432000-0047"}
    )
    assert page.context["form"].errors["organisation_number"][0].startswith("En boendegrupp har inget")
    assert client.post(url, {"name": "Privat ägare", "kind": "property_owner"}).status_code == 302
