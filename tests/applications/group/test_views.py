"""The pages of the group: who may, what they say, and bad input."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from applications.group import actions
from applications.models import Actor, Case, CaseActor, Event, Invitation, Membership, User
from applications.states import ActorKind, Role
from tests import factories, personas
from tests.personas import NOW, PASSWORD

pytestmark = pytest.mark.django_db
LONG = "å" * 100_000


@pytest.fixture
def case() -> Case:
    """Return a case with one actor and one open invitation."""
    case = factories.case()
    factories.case_actor(case, "Lingarnets Vänner", ActorKind.ASSOCIATION, "432000-0039")
    actions.invite_member(case.pk, email="siri@example.org", name="Siri Lagerö", by=personas.amina(), at=NOW)
    return case


def as_(who: Any) -> Client:
    client = Client()
    client.force_login(who())
    return client


def pages(case: Case) -> dict[str, str]:
    """Return name → address of every page, on rows that exist."""
    part, invitation = CaseActor.objects.get(), Invitation.objects.get()
    member = case.memberships.get(user=personas.birk())
    rows = {
        "edit_group": (),
        "add_actor": (),
        "change_actor": (part.pk,),
        "remove_actor": (part.pk,),
        "confirm_actor": (part.pk,),
        "ask_actor": (part.pk,),
        "invite_member": (),
        "withdraw_invitation": (invitation.pk,),
        "hand_over_representative": (),
        "remove_member": (member.pk,),
    }
    return {name: reverse(name, args=[case.reference, *args]) for name, args in rows.items()}


ALLOWED = {
    "amina": {"edit_group", "add_actor", "change_actor", "remove_actor", "confirm_actor", "invite_member"}
    | {"ask_actor", "withdraw_invitation", "hand_over_representative", "remove_member"},
    "birk": {"edit_group", "add_actor", "change_actor", "remove_actor"},
    "karl": {"edit_group", "add_actor", "change_actor", "remove_actor", "confirm_actor", "invite_member"}
    | {"ask_actor", "withdraw_invitation", "hand_over_representative", "remove_member"},
    "karin": set(),
    "olga": set(),
}


@pytest.mark.parametrize("name", sorted(ALLOWED["amina"]))
@pytest.mark.parametrize("who", ALLOWED)
def test_who_sees_which_page(case: Case, name: str, who: str) -> None:
    expected = 200 if name in ALLOWED[who] else 404 if who == "olga" else 403
    assert as_(getattr(personas, who)).get(pages(case)[name]).status_code == expected
    assert Client().get(pages(case)[name]).status_code == 302


@pytest.mark.parametrize("name", sorted(ALLOWED["amina"]))
def test_the_officer_has_the_same_pages_in_the_workspace(case: Case, name: str) -> None:
    args = [part for part in pages(case)[name].split("/") if part.isdigit()]
    url = reverse(f"admin:{name}", args=[case.reference, *args])
    assert as_(personas.karl).get(url).status_code == 200
    assert as_(personas.amina).get(url).status_code == 404


def test_rows_of_another_case_are_not_found(case: Case) -> None:
    other = factories.case("Annan gata")
    part = factories.case_actor(other, "Brf Spinnrocken", ActorKind.PROPERTY_OWNER, "432000-0021")
    for name, pk in (
        ("change_actor", part.pk),
        ("remove_actor", part.pk),
        ("confirm_actor", part.pk),
        ("ask_actor", part.pk),
        ("remove_member", other.memberships.first().pk),
        ("withdraw_invitation", 9999),
    ):
        assert as_(personas.amina).post(reverse(name, args=[case.reference, pk])).status_code == 404


# --- actors -------------------------------------------------------------------------------------------
ACTOR = {"name": "Café Trådrullen AB", "kind": "company", "organisation_number": "432000-0047"}


def add(case: Case, **changes: str) -> Any:
    return as_(personas.amina).post(reverse("add_actor", args=[case.reference]), {**ACTOR, **changes})


def test_an_actor_is_added_changed_and_removed(case: Case) -> None:
    assert add(case).url == reverse("edit_group", args=[case.reference])
    part = case.case_actors.get(actor__name="Café Trådrullen AB")
    client = as_(personas.amina)
    change = reverse("change_actor", args=[case.reference, part.pk])
    assert client.get(change).context["form"].initial["organisation_number"] == "432000-0047"
    assert client.post(change, {**ACTOR, "contact_name": "Tove Ek"}).status_code == 302
    assert "Kontakt: Tove Ek" in client.get(reverse("edit_group", args=[case.reference])).content.decode()
    assert client.post(reverse("remove_actor", args=[case.reference, part.pk])).status_code == 302
    assert not case.case_actors.filter(actor__name="Café Trådrullen AB").exists()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "Skriv vad aktören heter"),
        ("name", LONG, "Texten är för lång"),
        ("name", "Ca\0fé", "Texten innehåller ett tecken"),
        ("kind", "", "Välj vilket slag av aktör det är"),
        ("kind", "kung", "Välj ett av svaren i listan"),
        ("organisation_number", "432000-0048", "Organisationsnumret stämmer inte"),
        ("organisation_number", "121212-1212", "Det här ser ut som ett personnummer"),
        ("organisation_number", "19811218-9876", "Det här ser ut som ett personnummer"),
        ("organisation_number", "hej", "Skriv organisationsnumret med tio siffror"),
        ("contact_email", "utan-snabel-a", "E-postadressen saknar @"),
        ("contact_phone", "ring mig", "Skriv telefonnumret med siffror"),
        ("contact_name", LONG, "Texten är för lång"),
    ],
)
def test_a_bad_actor_is_told_at_the_field_and_stays_typed(
    case: Case, field: str, value: str, said: str
) -> None:
    page = add(case, **{field: value})
    assert page.status_code == 200
    assert page.context["form"].errors[field][0].startswith(said)
    html = page.content.decode()
    assert "<title>Fel: Lägg till aktör" in html
    assert f'href="#id_{field}' in html
    assert Actor.objects.count() == 1


def test_a_sole_trader_learns_why_the_number_is_refused(case: Case) -> None:
    html = add(case, organisation_number="121212-1212").content.decode()
    assert "inte heller för enskild firma" in html


@pytest.mark.parametrize("name", ["Fest 🎉", "حديقة", "<script>alert(1)</script>"])
def test_any_name_is_kept_and_shown_as_text(case: Case, name: str) -> None:
    assert add(case, name=name).status_code == 302
    html = as_(personas.amina).get(reverse("edit_group", args=[case.reference])).content.decode()
    assert "<script>alert" not in html
    assert Actor.objects.filter(name=name).exists()


def test_who_receives_money_needs_a_number(case: Case) -> None:
    page = add(case, organisation_number="", is_payee="on")
    assert page.context["form"].errors["organisation_number"][0].startswith("Skriv organisationsnumret")
    assert add(case, organisation_number="", kind="property_owner").status_code == 302


def test_adding_twice_says_so_and_keeps_what_was_typed(case: Case) -> None:
    add(case)
    page = add(case, contact_name="Tove Ek")
    assert page.status_code == 200
    assert [item.text for item in page.context["missing"]] == ["Café Trådrullen AB är redan med i gruppen."]
    assert "Tove Ek" in page.content.decode()


# --- people -------------------------------------------------------------------------------------------
def test_an_invitation_is_sent_and_taken_back(case: Case) -> None:
    client = as_(personas.amina)
    url = reverse("invite_member", args=[case.reference])
    assert client.post(url, {"name": "Tove Ek", "email": "tove@example.org"}).status_code == 302
    assert Invitation.objects.filter(email="tove@example.org", role=Role.MEMBER).exists()
    again = client.post(url, {"name": "Tove Ek", "email": "TOVE@example.org"})
    assert again.status_code == 200
    assert again.context["missing"][0].text.startswith("Personen är redan inbjuden")
    assert client.post(pages_of_invitation(case, "tove@example.org")).status_code == 302
    assert Invitation.objects.get(email="tove@example.org").withdrawn_at is not None


def pages_of_invitation(case: Case, email: str) -> str:
    return reverse("withdraw_invitation", args=[case.reference, Invitation.objects.get(email=email).pk])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": ""}, "email"),
        ({"email": "nej"}, "email"),
        ({"email": LONG + "@example.org"}, "email"),
        ({"name": "To\0ve"}, "name"),
        ({"case_actor": "9999"}, "case_actor"),
    ],
)
def test_a_bad_invitation_is_told_at_the_field(case: Case, changes: dict, field: str) -> None:
    values = {"name": "Tove Ek", "email": "tove@example.org", **changes}
    page = as_(personas.amina).post(reverse("invite_member", args=[case.reference]), values)
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert Invitation.objects.count() == 1


def test_a_member_cannot_make_a_representative_by_tampering(case: Case) -> None:
    values = {"name": "Tove Ek", "email": "tove@example.org", "role": "representative"}
    as_(personas.amina).post(reverse("invite_member", args=[case.reference]), values)
    assert Invitation.objects.get(email="tove@example.org").role == Role.MEMBER


def test_the_role_is_handed_over(case: Case) -> None:
    client = as_(personas.amina)
    url = pages(case)["hand_over_representative"]
    assert "Mejl går till Amina Björkdal, Birk Åkerlind." in client.get(url).content.decode()
    assert client.post(url, {}).context["form"].errors["member"] == ["Välj vem som blir gruppens företrädare"]
    birk = case.memberships.get(user=personas.birk())
    assert client.post(url, {"member": birk.pk}).status_code == 302
    assert client.get(url).status_code == 403
    assert Membership.objects.get(role=Role.REPRESENTATIVE).user == personas.birk()


def test_alone_in_the_group_there_is_nobody_to_hand_over_to(case: Case) -> None:
    case.memberships.get(user=personas.birk()).delete()
    page = as_(personas.amina).get(reverse("hand_over_representative", args=[case.reference]))
    assert "Det finns ingen annan medlem än" in page.content.decode()


def test_leaving_leads_to_the_list(case: Case) -> None:
    url = reverse("leave_group", args=[case.reference])
    client = as_(personas.birk)
    assert client.get(url).status_code == 200
    assert client.post(url).url == reverse("case_list")
    assert client.get(url).status_code == 404
    stay = as_(personas.amina).post(url)
    assert [item.text for item in stay.context["missing"]] == [
        "Gruppen behöver en företrädare. Byt företrädare först."
    ]


def test_the_responsible_group_is_saved(case: Case) -> None:
    client = as_(personas.birk)
    url = reverse("edit_group", args=[case.reference])
    assert client.post(url, {}).context["form"].errors["members"] == ["Välj minst en person"]
    birk = case.memberships.get(user=personas.birk())
    assert client.post(url, {"members": [birk.pk]}).status_code == 302
    assert list(case.memberships.filter(in_responsible_group=True)) == [birk]
    foreign = factories.case("Annan gata").memberships.first()
    assert client.post(url, {"members": [foreign.pk]}).status_code == 200


# --- the link of an invitation --------------------------------------------------------------------------
def siri() -> User:
    user = User.objects.create_user("siri@example.org", PASSWORD, name="Siri Lagerö")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def test_logging_in_joins_and_leads_to_the_case(case: Case, client: Client) -> None:
    user = siri()
    link = reverse("accept_invitation", args=[case.reference])
    assert client.get(link).url == f"{reverse('account_login')}?next={link}"
    answer = client.post(
        f"{reverse('account_login')}?next={link}", {"login": user.email, "password": PASSWORD}
    )
    assert answer.url == link
    assert client.get(link).url == case.get_absolute_url()
    assert client.get(case.get_absolute_url()).status_code == 200
    assert Event.objects.filter(action="accept_invitation").count() == 1


def test_somebody_already_logged_in_joins_with_one_button(case: Case) -> None:
    client = as_(siri)
    late = factories.case("Varptorget")
    actions.invite_member(late.pk, email="siri@example.org", name="Siri", by=personas.amina(), at=NOW)
    link = reverse("accept_invitation", args=[late.reference])
    html = client.get(link).content.decode()
    assert "Amina Björkdal har bjudit in dig." in html
    assert late.memberships.filter(user__email="siri@example.org").count() == 0
    assert client.post(link).url == late.get_absolute_url()
    assert client.post(link).url == late.get_absolute_url()
    assert Event.objects.filter(case=late, action="accept_invitation").count() == 1


def test_an_invitation_to_somebody_else_tells_nothing_of_the_case(case: Case) -> None:
    page = as_(personas.olga).get(reverse("accept_invitation", args=[case.reference]))
    assert page.status_code == 404
    html = page.content.decode()
    assert case.title not in html
    assert "olga@example.org" in html
    assert as_(personas.olga).post(reverse("accept_invitation", args=[case.reference])).status_code == 404


def test_the_page_of_the_group_asks_the_same_however_many_they_are(
    case: Case, django_assert_num_queries: Any
) -> None:
    client = as_(personas.amina)
    url = reverse("edit_group", args=[case.reference])
    client.get(url)
    with django_assert_num_queries(13):
        client.get(url)
    for number in range(5):
        factories.case_actor(case, f"Aktör {number}", ActorKind.RESIDENTS_GROUP)
        actions.invite_member(case.pk, email=f"n{number}@example.org", name="N", by=personas.amina(), at=NOW)
    with django_assert_num_queries(13):
        client.get(url)
