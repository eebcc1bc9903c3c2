"""Two rows of the same actor made one, and undone: what moves, what stays, who may."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications import search
from applications.actors import actions, duplicates
from applications.lifecycle import Refused
from applications.models import Actor, ActorMerge, Case, CaseActor, DocumentOrder, Event
from tests import factories, personas
from tests.personas import NOW

pytestmark = pytest.mark.django_db
PAGE = "/admin/register/aktorer/"


def actor(name: str, number: str = "", kind: str = "association") -> Actor:
    return Actor.objects.create(name=name, kind=kind, organisation_number=number)


def part(case: Any, one: Actor) -> CaseActor:
    return CaseActor.objects.create(case=case, actor=one, added_at=NOW)


def client(make: Any) -> Client:
    browser = Client()
    browser.force_login(make())
    return browser


@pytest.fixture
def two() -> tuple[Actor, Actor]:
    """A property owner with its number, and once more without it, in a case of its own."""
    kept, gone = actor("Brf Lingården", "769600-0014"), actor("Lingården, bostadsrättsförening")
    part(factories.case(), kept)
    part(factories.case("Ågatan"), gone)
    return kept, gone


def test_names_in_another_spelling_are_suspected_and_different_numbers_never(
    two: tuple[Actor, Actor], django_assert_num_queries: Any
) -> None:
    actor("Kiosken AB", "556016-0680")
    actor("AB Kiosken", "556703-7485")
    with django_assert_num_queries(1):
        pairs = duplicates.suspected()
    for number in range(2):
        actor(f"Gården {number} AB")
        actor(f"AB Gården {number}")
    with django_assert_num_queries(1):
        assert len(duplicates.suspected()) == 3
    assert [(pair.kept, pair.gone) for pair in pairs] == [two]


def test_a_merge_moves_cases_and_number_is_logged_and_undone(two: tuple[Actor, Actor]) -> None:
    gone, kept = two  # keep the one without a number: it gets the other's
    moved = CaseActor.objects.get(actor=gone)
    merge = actions.merge_actors(kept.pk, gone.pk, by=personas.karl(), at=timezone.now())
    moved.refresh_from_db()
    kept.refresh_from_db()
    assert (moved.actor, kept.organisation_number) == (kept, "769600-0014")
    event = Event.objects.get(action="merge_actors")
    assert (event.case, event.for_group) == (moved.case, False)
    assert "Brf Lingården är nu Lingården" in event.comment
    assert duplicates.suspected() == []
    actions.split_actors(merge.pk, by=personas.rut(), at=timezone.now())
    for row in (moved, kept, gone):
        row.refresh_from_db()
    assert (moved.actor, kept.organisation_number, gone.organisation_number) == (gone, "", "769600-0014")
    assert gone.merged_into is None
    assert Event.objects.filter(action="split_actors", case=moved.case).count() == 1
    with pytest.raises(Refused):
        actions.split_actors(merge.pk, by=personas.rut(), at=timezone.now())


def test_a_case_with_both_keeps_both_and_what_is_frozen_keeps_its_words(two: tuple[Actor, Actor]) -> None:
    kept, gone = two
    case = CaseActor.objects.get(actor=kept).case
    left = part(case, gone)
    order = DocumentOrder.objects.create(
        case=case, kind="application", key="k", designation="A", snapshot={"name": gone.name}, ordered_at=NOW
    )
    moves = duplicates.moves(kept, gone)
    assert (len(moves.moved), moves.left) == (1, [left])
    actions.merge_actors(kept.pk, gone.pk, by=personas.karl(), at=timezone.now())
    left.refresh_from_db()
    order.refresh_from_db()
    assert (left.actor, order.snapshot["name"]) == (gone, gone.name)


def test_what_cannot_be_the_same_is_refused(two: tuple[Actor, Actor]) -> None:
    kept, gone = two
    other = actor("Någon annan", "556016-0680")
    for one, another in ((kept, kept), (kept, other)):
        with pytest.raises(Refused):
            actions.merge_actors(one.pk, another.pk, by=personas.karl(), at=timezone.now())
    actions.merge_actors(kept.pk, gone.pk, by=personas.karl(), at=timezone.now())
    with pytest.raises(Refused):
        actions.merge_actors(kept.pk, gone.pk, by=personas.karl(), at=timezone.now())


def test_a_later_merge_is_undone_first(two: tuple[Actor, Actor]) -> None:
    kept, gone = two
    last = actor("Lingården")
    first = actions.merge_actors(kept.pk, gone.pk, by=personas.karl(), at=timezone.now())
    actions.merge_actors(last.pk, kept.pk, by=personas.karl(), at=timezone.now())
    with pytest.raises(Refused, match="Ångra först"):
        actions.split_actors(first.pk, by=personas.karl(), at=timezone.now())


def test_the_pages_show_what_moves_and_hide_what_the_reader_may_not_see(two: tuple[Actor, Actor]) -> None:
    kept, gone = two
    hidden = factories.case("Hemlig gata")
    type(hidden).objects.filter(pk=hidden.pk).update(restricted=True, officer=personas.karl())
    part(hidden, gone)
    browser = client(personas.rut)
    assert f"{PAGE}{kept.pk}/{gone.pk}/" in browser.get(PAGE).content.decode()
    answer = browser.post(PAGE, {"kept": kept.pk, "gone": gone.pk})
    page = browser.get(answer["Location"]).content.decode()
    assert "Ågatan" in page
    assert "Hemlig gata" not in page
    assert "Ärenden som du inte kan öppna" in page
    assert browser.post(answer["Location"]).status_code == 302
    assert gone.name not in browser.get("/admin/applications/actor/").content.decode()
    merge = ActorMerge.objects.get()
    assert len(merge.moved) == 2
    assert browser.post(f"{PAGE}angra/{merge.pk}/").status_code == 302
    assert CaseActor.objects.filter(actor=gone).count() == 2


def test_a_long_register_is_searched(two: tuple[Actor, Actor], monkeypatch: Any) -> None:
    monkeypatch.setattr("applications.actors.views.OFFERED", 1)
    browser = client(personas.rut)
    page = browser.get(PAGE)
    assert page.context["form"].more
    assert "Sök på namn eller nummer" in page.content.decode()
    found = browser.get(f"{PAGE}?q=769600").context["form"].fields["kept"].choices
    assert [value for value, _label in found] == ["", two[0].pk]


def test_only_those_who_keep_the_register_merge(two: tuple[Actor, Actor]) -> None:
    kept, gone = two
    for make in (personas.nils, personas.cecilia):
        assert client(make).get(PAGE).status_code == 403
        assert client(make).post(f"{PAGE}{kept.pk}/{gone.pk}/").status_code == 403
        with pytest.raises(PermissionDenied):
            actions.merge_actors(kept.pk, gone.pk, by=make(), at=timezone.now())
    assert client(personas.amina).get(PAGE).status_code == 404


def test_a_merge_is_written_once(two: tuple[Actor, Actor]) -> None:
    merge = actions.merge_actors(two[0].pk, two[1].pk, by=personas.karl(), at=timezone.now())
    rows = ActorMerge.objects.filter(pk=merge.pk)
    for act in (lambda: rows.update(moved=[]), rows.delete):
        with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
            act()


def test_the_search_follows_a_number_that_a_merge_moves(two: tuple[Actor, Actor]) -> None:
    gone, kept = two
    number = gone.organisation_number
    case = CaseActor.objects.get(actor=kept).case
    merge = actions.merge_actors(kept.pk, gone.pk, by=personas.karl(), at=timezone.now())
    assert set(search.matching(Case.objects.all(), number)) == set(Case.objects.all())
    actions.split_actors(merge.pk, by=personas.rut(), at=timezone.now())
    assert case not in search.matching(Case.objects.all(), number)


def test_before_a_merge_and_its_undoing_the_cases_are_told(two: tuple[Actor, Actor]) -> None:
    kept, gone = two
    karl = client(personas.karl)
    Case.objects.filter(title="Ågatan").update(restricted=True)
    listed = karl.get(PAGE).context["groups"]
    assert [(group.kept, group.others) for group in listed] == [(kept, [gone])]
    assert kept.case_actors.get().case.reference in karl.get(PAGE).content.decode()
    page = karl.get(reverse("admin:merge_actors", args=[kept.pk, gone.pk]))
    assert [case.title for case in page.context["stays"]] == [kept.case_actors.get().case.title]
    merge = actions.merge_actors(kept.pk, gone.pk, by=personas.karl(), at=timezone.now())
    url = reverse("admin:split_actors", args=[merge.pk])
    assert [part.case.title for part in karl.get(url).context["moves"].moved] == ["Ågatan"]
    nobody_elses = client(personas.rut).get(url).context["moves"]
    assert (nobody_elses.moved, nobody_elses.unseen) == ([], 1)
