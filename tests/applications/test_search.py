"""What a search forgives: marks upon letters, case, and what Swedish puts at the end of a word."""

import importlib

import pytest
from django.apps import apps

from applications import search
from applications.models import Case
from tests import factories


@pytest.mark.parametrize(
    "forms",
    [
        "gata gatan gator gatorna gatans",
        "torg torget torgen torgets torgs",
        "bänk bänkar bänkarna bänken",
        "skola skolan skolor skolorna",
        "fastighetsägare fastighetsägaren fastighetsägarna",
        "plats platsen platser platserna",
        "hus huset husen husens",
        "grön grönt gröna",
        "hållbar hållbart hållbara",
        "stad staden städer städerna",
        "verksamhet verksamheter verksamheten verksamheterna",
        "buss bussen bussar",
    ],
)
def test_the_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len({search.stem(search.fold(form)) for form in forms.split()}) == 1


def test_the_last_part_of_a_compound_ends_as_it_does_alone() -> None:
    for whole, part in (("Ängsgatorna", "gatan"), ("lekplatserna", "plats"), ("radhuset", "husen")):
        assert search.stem(search.fold(whole)).endswith(search.stem(part))


def test_numbers_and_short_words_stay_as_they_are() -> None:
    for word in ("sam-2026-0007", "432000-0047", "by", "ss", "is"):
        assert search.stem(word) in (word, word.rstrip("s"))
    assert search.fold("  Løvås\n Café ÆRA ") == "lovas cafe aera"


@pytest.mark.django_db
def test_what_was_stored_before_is_stored_anew() -> None:
    case = factories.case("Ängsgatan")
    Case.objects.filter(pk=case.pk).update(search_text=f"{case.reference.lower()} ängsgatan")
    importlib.import_module("applications.migrations.0017_search_stems").index(apps, None)
    assert list(search.matching(Case.objects.all(), "gatorna")) == [case]
