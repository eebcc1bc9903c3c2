"""The directory of the network: what a group has said yes to, for members and kontaktpersoner only (R49)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from applications.accounts import protection_actions
from applications.lifecycle import Refused, WrongState
from applications.models import Case, Event, NetworkEntry, OutgoingMail, User
from applications.network import actions
from applications.states import IN_NETWORK, Status
from tests import personas
from tests.applications.network import groups
from tests.applications.network.groups import ALL, joined
from tests.personas import NOW

pytestmark = pytest.mark.django_db
LEAKS = ("hemlig", "Amina", "Birk", "amina@", "Karl Sjöhed")


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def directory(user: User, query: str = "") -> str:
    page = as_(user).get(reverse("network_directory") + query)
    assert page.status_code == 200
    return page.content.decode().split("<main")[1].split("</main>")[0]


# --- consent --------------------------------------------------------------------------------------------
def test_nothing_is_shown_but_what_the_group_said_yes_to() -> None:
    """Field by field: whatever is chosen stands there, and nothing else of the case (the leak test)."""
    case = groups.ours()
    other, reader = groups.another(1)
    joined(other, reader, name="Läsarna")
    words = {
        "name": "Åsgatans vänner",
        "contact": "asgatan@example.org",
        "about": "Vi odlar på gatan.",
        "shows_phase": ">Samarbete</span>",
        "shows_area_kind": ">Gata</span>",
        "shows_neighbourhood": ">Norra Sofielund</span>",
    }
    for shown, word in words.items():
        joined(case, personas.amina(), **{shown: ALL[shown]})
        html = directory(reader)
        assert [each for each in words.values() if each in html] == [word]
        assert not [leak for leak in (*LEAKS, case.reference) if leak in html]
    assert "En grupp som inte visar sitt namn" in html


def test_every_consent_is_in_the_trail_of_the_case() -> None:
    case = groups.ours()
    joined(case, personas.amina(), name="Åsgatans vänner", shows_phase=True)
    joined(case, personas.amina(), contact="asgatan@example.org")
    actions.leave_network(case.pk, by=personas.birk(), at=NOW)
    rows = Event.objects.filter(action__contains="network").order_by("pk")
    assert [(row.action, row.comment, row.user, row.data) for row in rows] == [
        (
            "join_network",
            "Gruppens namn visas. Fasen visas.",
            personas.amina(),
            {"shows": ["name", "phase"]},
        ),
        ("change_network_entry", "Kontaktvägen visas.", personas.amina(), {"shows": ["contact"]}),
        ("leave_network", "", personas.birk(), {}),
    ]
    assert not OutgoingMail.objects.filter(event__in=rows).exists()


def test_leaving_takes_effect_at_once_and_keeps_nothing() -> None:
    case = groups.ours()
    other, reader = groups.another(1)
    joined(other, reader)
    joined(case, personas.amina(), **ALL)
    assert "Åsgatans vänner" in directory(reader)
    page = as_(personas.birk()).post(reverse("leave_network", args=[case.reference]))
    assert page.url == case.get_absolute_url()
    assert "Åsgatans vänner" not in directory(reader)
    entry = NetworkEntry.objects.get(case=case)
    assert (entry.name, entry.contact, entry.about, entry.shows) == ("", "", "", [])
    assert as_(personas.birk()).get(reverse("network_directory")).status_code == 404
    with pytest.raises(WrongState):
        actions.leave_network(case.pk, by=personas.amina(), at=NOW)


def test_the_representative_says_yes_and_any_member_or_the_kontaktperson_no() -> None:
    case = groups.ours()
    for who in (personas.birk, personas.karl, personas.olga, personas.nils):
        with pytest.raises(PermissionDenied):
            joined(case, who(), **ALL)
    joined(case, personas.amina(), **ALL)
    for who in (personas.olga, personas.karin, personas.nils):
        with pytest.raises(PermissionDenied):
            actions.leave_network(case.pk, by=who(), at=NOW)
    actions.leave_network(case.pk, by=personas.karl(), at=NOW)


@pytest.mark.parametrize("status", Status)
def test_a_group_can_be_there_from_its_support_until_the_case_is_archived(status: Status) -> None:
    case = groups.ours(status)
    if status in IN_NETWORK:
        assert joined(case, personas.amina(), **ALL).is_in
    else:
        with pytest.raises(WrongState):
            joined(case, personas.amina(), **ALL)


def test_a_case_that_ends_early_or_is_hidden_is_gone_at_once_and_left_by_the_clock() -> None:
    case = groups.ours()
    other, reader = groups.another(1)
    joined(other, reader, name="Läsarna")
    joined(case, personas.amina(), **ALL)
    Case.objects.filter(pk=case.pk).update(restricted=True)
    assert "Åsgatans" not in directory(reader)
    assert actions.leave_when_over(at=NOW) == 0
    Case.objects.filter(pk=case.pk).update(restricted=False, status=Status.HANDED_OVER)
    assert "Åsgatans" not in directory(reader)
    assert [actions.leave_when_over(at=NOW) for _ in range(2)] == [1, 0]
    assert Event.objects.get(action="leave_network").user_name == "Automatiskt"
    assert NetworkEntry.objects.get(case=case).name == ""


def test_a_closed_case_stays_with_its_experience() -> None:
    case = groups.ours(Status.CLOSED)
    Case.objects.filter(pk=case.pk).update(closed_at=NOW)
    joined(case, personas.amina(), **ALL)
    assert ">Avslutat</span>" in directory(personas.birk())


# --- who meets it ---------------------------------------------------------------------------------------
def test_to_everybody_else_it_is_not_there() -> None:
    case = groups.ours()
    for who in (personas.amina, personas.olga, personas.nils, personas.cecilia, personas.adam):
        assert as_(who()).get(reverse("network_directory")).status_code == 404, who
    for who in (personas.nils, personas.cecilia, personas.rut):
        assert as_(who()).get(reverse("admin:network_directory")).status_code == 404, who
    joined(case, personas.amina(), **ALL)
    assert "Åsgatans vänner" in directory(personas.birk())
    page = as_(personas.karin()).get(reverse("admin:network_directory")).content.decode()
    assert "Åsgatans vänner" in page
    assert reverse("admin:case", args=[case.reference]) in page
    case.memberships.filter(user=personas.birk()).update(left_at=NOW)
    assert as_(personas.birk()).get(reverse("network_directory")).status_code == 404


def test_nobody_protected_is_named_there_whoever_wrote_it() -> None:
    """Not on the card of the own group, not on another's, not to the person's own kontaktperson (D22)."""
    case = groups.ours()
    other, writer = groups.another(1)
    about = "Ring Birk Åkerlind på 070-555 12 12 eller skriv till birk@example.org."
    User.objects.filter(pk=personas.birk().pk).update(phone="070-555 12 12")
    protection_actions.set_protection(personas.birk(), on=True, by=personas.birk(), at=NOW)
    joined(case, personas.amina(), name="Birk Åkerlinds grupp", about=about)
    joined(other, writer, about=about, contact="birk@example.org")
    for reader in (personas.amina(), personas.birk(), writer, personas.karl()):
        html = directory(reader)
        assert "En persons grupp" in html or "en persons grupp" in html
        assert not [word for word in ("Åkerlind", "555", "birk@") if word in html]


# --- filters --------------------------------------------------------------------------------------------
def test_filters_see_no_more_than_the_cards() -> None:
    """Who does not show its phase is not found by it: a filter would tell what the card does not."""
    case = groups.ours()
    joined(case, personas.amina(), **ALL)
    silent, _who = groups.another(1, Status.COLLABORATION)
    joined(silent, _who, name="De tysta")
    place = case.neighbourhood_id
    for query in (
        "?fas=samarbete",
        "?slag=street",
        f"?omrade={place}",
        f"?fas=samarbete&slag=street&omrade={place}",
    ):
        html = directory(personas.amina(), query)
        assert "Åsgatans vänner" in html
        assert "De tysta" not in html
    for query in ("?fas=utforande", "?slag=square"):
        assert "Inga grupper visar det du söker" in directory(personas.amina(), query)
    assert "Område 1" not in directory(personas.amina())
    for query in ("?fas=nonsens", "?omrade=999999", "?omrade=x", "?page=99", "?page=-1"):
        assert "De tysta" in directory(personas.amina(), query)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_directory_asks_the_same_however_many_groups(rows: int, django_assert_num_queries: Any) -> None:
    joined(groups.ours(), personas.amina(), **ALL)
    for number in range(rows):
        case, who = groups.another(number)
        joined(case, who, **ALL)
    client = as_(personas.amina())
    client.get(reverse("network_directory"))
    with django_assert_num_queries(7):
        client.get(reverse("network_directory"))


# --- the page -------------------------------------------------------------------------------------------
def test_the_representative_goes_in_by_the_case_and_sees_the_card() -> None:
    case = groups.ours()
    client = as_(personas.amina())
    url = reverse("join_network", args=[case.reference])
    assert url in client.get(case.get_absolute_url()).content.decode()
    html = client.get(url).content.decode()
    assert "checked" not in html  # nothing is chosen beforehand
    assert "Vilket delområde ni är i (nu: Norra Sofielund)" in html
    assert client.post(url, {"name": "Åsgatans vänner", "shows_phase": "on"}).url == reverse(
        "network_directory"
    )
    html = client.get(url).content.decode()
    assert "Så här ser andra er nu" in html
    home = as_(personas.birk()).get(case.get_absolute_url()).content.decode()
    assert f'"{reverse("network")}"' in home
    assert f'"{url}"' not in home
    assert as_(personas.birk()).get(url).status_code == 403


def test_before_the_support_there_is_no_way_in() -> None:
    case = groups.ours(Status.REVIEW)
    client = as_(personas.amina())
    assert "natverk" not in client.get(case.get_absolute_url()).content.decode()
    page = client.get(reverse("join_network", args=[case.reference]), follow=True)
    assert page.redirect_chain[-1][0] == case.get_absolute_url()


def test_what_somebody_else_saved_meanwhile_is_not_overwritten() -> None:
    case = groups.ours()
    entry = joined(case, personas.amina(), **ALL)
    joined(case, personas.amina(), revision=entry.revision, name="Ny")
    with pytest.raises(Refused):
        joined(case, personas.amina(), revision=entry.revision, name="Gammal")
    assert NetworkEntry.objects.get().name == "Ny"


def test_a_long_text_is_told_and_stays() -> None:
    case = groups.ours()
    page = as_(personas.amina()).post(reverse("join_network", args=[case.reference]), {"about": "å" * 601})
    assert page.status_code == 200
    assert "å" * 601 in page.content.decode()
    assert not NetworkEntry.objects.exists()


def test_a_group_that_comes_back_says_yes_anew() -> None:
    case = groups.ours()
    joined(case, personas.amina(), **ALL)
    actions.leave_network(case.pk, by=personas.amina(), at=NOW)
    entry = actions.join_network(case.pk, by=personas.amina(), at=NOW + timedelta(days=1), name="Igen")
    assert (entry.shows, entry.joined_at) == (["name"], NOW + timedelta(days=1))
    assert (
        list(Event.objects.filter(action="join_network").values_list("action", flat=True))
        == ["join_network"] * 2
    )
