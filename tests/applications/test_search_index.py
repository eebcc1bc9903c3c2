"""The index of the search on SQLite: the hits are those of a search without it, and a migration cannot part them."""

import copy

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from applications import search, search_index
from applications.models import Case
from applications.workspace import saved
from tests import factories, personas

pytestmark = pytest.mark.sqlite  # PostgreSQL has an index of its own

TEXTS = (
    "Ängsgatan 12 Åsa Öberg SAM-2026-0007",
    "Bänkarna på Möllevångstorget, by i ån",
    'Sagt "rakt ut" 100 % av a_b och a*b',
    "före\0efter",
    "Trädgård 🌳🌻 glädje🌳glädje",
    "İstanbul Straße ﬁlm ΣΊΣΥΦΟΣ \ufffe x",
    "gat gator AND OR NOT NEAR(gat, 2)",
    "",
)
PIECES = st.sampled_from(
    [
        *(
            "gatorna",
            "bänken",
            "å",
            "ä",
            "by",
            "öb",
            "a_b",
            "%",
            "_",
            "*",
            '"',
            "\0",
            "🌳",
            "SAM-2026",
            "0007",
        ),
        *(
            "OR",
            "NEAR(",
            "efter",
            "före",
            "Straße",
            "ﬁlm",
            "finnsinte",
            "'",
            "\\",
            "ΣΊΣ",
            "glädje🌳",
            "^",
            ":",
            "s",
        ),
    ]
)
CUTS = st.builds(
    lambda text, start, length: text[start : start + length],
    st.sampled_from(TEXTS),
    st.integers(0, 30),
    st.integers(1, 12),
)
QUERIES = st.lists(PIECES | CUTS | st.text(max_size=4), min_size=1, max_size=3).flatmap(
    lambda parts: st.sampled_from(["", " "]).map(lambda between: between.join(parts))
)


def stored() -> None:
    for number, text in enumerate(TEXTS):
        case = factories.case(f"Ärende {number}")
        Case.objects.filter(pk=case.pk).update(search_text=search.indexed(text))


def uses_the_index(query: str) -> bool:
    return search_index.PARTS in str(search.matching(Case.objects.all(), query).query)


@pytest.mark.django_db
def test_every_query_has_the_hits_of_a_search_without_the_index() -> None:
    stored()
    with_index = set()

    @settings(max_examples=100)
    @given(QUERIES)
    def check(query: str) -> None:
        found = set(search.matching(Case.objects.all(), query).values_list("pk", flat=True))
        read = set(Case.objects.filter(search.condition(query)).values_list("pk", flat=True))
        assert found == read
        with_index.add(uses_the_index(query))

    check()
    assert with_index == {True, False}


@pytest.mark.django_db
@pytest.mark.parametrize("part", ['a"b*', '"""', "%_%", "x:y", "^ab", "🌳🌻g", "a OR b", "é" * 4_000])
def test_no_letter_means_anything_to_the_index(part: str) -> None:
    for text in (f"före {part} efter", "annat"):
        Case.objects.filter(pk=factories.case().pk).update(search_text=text)
    holds = Case.objects.filter(search_text__contains=part)
    assert set(search_index.narrowed(holds, [(part,)])) == set(holds) != set()
    assert search_index.PARTS in str(search_index.narrowed(holds, [(part,)]).query)


@pytest.mark.django_db
def test_the_index_follows_a_case_that_comes_changes_and_goes() -> None:
    def hits(query: str) -> list[Case]:
        assert uses_the_index(query)
        return list(search.matching(Case.objects.all(), query))

    case = Case.objects.get(pk=factories.case("Lekplatsen").pk)
    search.refresh(case)
    assert hits("lekplatserna") == [case]
    case.title = "Skolgården"
    case.save()
    search.refresh(case)
    assert (hits("lekplats"), hits("skolgård")) == ([], [case])
    with CaptureQueriesContext(connection) as asked:
        assert list(search.matching(Case.objects.all(), "skolgård")) == [case]
    assert len(asked) == 2  # the index, how many there are, and then the cases
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {search_index.PARTS}({search_index.PARTS}) VALUES ('integrity-check')")  # noqa: S608


@pytest.mark.django_db
def test_a_common_word_is_read_without_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    stored()
    assert uses_the_index("gatan")
    monkeypatch.setattr(search_index, "MOST", 0)
    assert not uses_the_index("gatan")


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_makes_the_table_anew_costs_speed_and_no_hit() -> None:
    stored()
    before = list(search.matching(Case.objects.all(), "gatan"))
    title = Case._meta.get_field("title")
    longer = copy.copy(title)
    longer.max_length += 1
    with connection.schema_editor() as editor:
        editor.alter_field(Case, title, longer)
    try:
        assert not uses_the_index("gatan")
        Case.objects.filter(pk=before[0].pk).update(search_text="nyckelord ")
        assert list(search.matching(Case.objects.all(), "nyckelord")) == before[:1]
    finally:
        with connection.schema_editor() as editor:
            editor.alter_field(Case, longer, title)
        search_index.install(connection)
    assert uses_the_index("nyckelord")
    assert list(search.matching(Case.objects.all(), "nyckelord")) == before[:1]


@pytest.mark.django_db
def test_after_all_migrations_the_index_is_there_and_without_it_every_case_is_read() -> None:
    case = factories.case("Lekplatsen")
    search.refresh(case)
    assert uses_the_index("lekplats")
    search_index.remove(connection)
    with pytest.raises(OperationalError), connection.cursor() as cursor:
        cursor.execute(search_index._FOUND, ["lek"])
    assert not uses_the_index("lekplats")
    assert list(search.matching(Case.objects.all(), "lekplats")) == [case]
    search_index.install(
        connection
    )  # and what was there before is in it, as when an older database is migrated
    assert uses_the_index("lekplats")
    assert list(search.matching(Case.objects.all(), "lekplats")) == [case]


@pytest.mark.django_db
def test_the_counts_of_saved_views_are_read_through_the_index() -> None:
    """Several with words, one common and one without: the same counts, and one query of the index for them all."""
    stored()
    karl = personas.karl()
    asked_for = [(search.condition(words), words) for words in ("gatan", "bänkarna", "by", "gatan", "")]
    with CaptureQueriesContext(connection) as asked:
        counted = saved.counts(karl, asked_for)
    assert counted == [Case.objects.filter(condition).count() for condition, _words in asked_for]
    index, counts = (query["sql"] for query in asked)
    assert index.count(" MATCH ") == 2  # "gatan" once, and "by" is too short for the index
    assert counts.count(" MATCH ") == 3
