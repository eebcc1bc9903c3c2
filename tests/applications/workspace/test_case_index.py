"""The case list: views, filters, search, order, and a constant number of queries."""

import csv
import io
from datetime import timedelta
from random import Random

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from applications import search
from applications.models import Case, Grant, Neighbourhood, User
from applications.states import Status, Turn
from applications.workspace.filters import ORDERS, CaseFilter, asked, people
from tests import factories, personas
from tests.personas import NOW
from tests.walk import walked

pytestmark = pytest.mark.django_db
URL = "/admin/arenden/"


@pytest.fixture
def karl(client: Client) -> Client:
    """Return a client where Karl is logged in."""
    client.force_login(personas.karl())
    return client


def titles(response) -> list[str]:
    return [case.title for case in response.context["page"].object_list]


def test_search_finds_every_word_whatever_its_case(karl: Client) -> None:
    factories.case("Ängsgatan blir grön")
    case = factories.case("Torget")
    factories.case_actor(case, "Östra Åkeriet AB", number="432000-0047")
    search.refresh(case)
    assert titles(karl.get(URL, {"q": "ÄNGS gatan"})) == ["Ängsgatan blir grön"]
    assert titles(karl.get(URL, {"q": "östra åkeri"})) == ["Torget"]
    assert titles(karl.get(URL, {"q": "4320000047"})) == ["Torget"]
    assert titles(karl.get(URL, {"q": case.reference.lower()})) == ["Torget"]
    assert titles(karl.get(URL, {"q": "angsgatan"})) == ["Ängsgatan blir grön"]
    assert titles(karl.get(URL, {"q": "gator ostra"})) == []  # every word
    for query in ("gator", "GATAN", "grönt", "angsgatans", "gatorna gröna"):
        assert titles(karl.get(URL, {"q": query})) == ["Ängsgatan blir grön"], query
    assert titles(karl.get(URL, {"q": "torgets åkerier"})) == ["Torget"]
    assert titles(karl.get(URL, {"q": "100%"})) == []


def test_filters_narrow_and_nonsense_is_left_out(karl: Client) -> None:
    first = factories.case("Ett")
    Case.objects.filter(pk=first.pk).update(due_on=None)
    second = factories.in_status(factories.case("Två"), Status.EXECUTION)
    Case.objects.filter(pk=second.pk).update(
        neighbourhood=factories.neighbourhood(), due_on=timezone.localdate() - timedelta(days=1), turn="group"
    )
    assert titles(karl.get(URL, {"fas": "utforande"})) == ["Två"]
    assert titles(karl.get(URL, {"tur": "group"})) == ["Två"]
    assert titles(karl.get(URL, {"frist": "sena"})) == ["Två"]
    assert titles(karl.get(URL, {"omrade": factories.neighbourhood().pk})) == ["Två"]
    assert titles(karl.get(URL, {"status": "contact"})) == ["Ett"]
    assert titles(karl.get(URL, {"frist": "utan"})) == ["Ett"]
    assert titles(karl.get(URL, {"vy": "alla", "kontaktperson": "ingen"})) == []
    Case.objects.update(due_on=timezone.localdate() + timedelta(days=8))
    Case.objects.filter(pk=first.pk).update(officer=None, due_on=timezone.localdate() + timedelta(days=7))
    assert titles(karl.get(URL, {"vy": "alla", "kontaktperson": "ingen"})) == ["Ett"]
    assert titles(karl.get(URL, {"vy": "lediga"})) == ["Ett"]
    assert titles(karl.get(URL, {"vy": "alla", "frist": "vecka"})) == ["Ett"]
    assert len(titles(karl.get(URL, {"vy": "alla", "frist": "manad"}))) == 2
    Case.objects.update(officer=personas.karl(), due_on=timezone.localdate())
    for name in (
        "fas",
        "frist",
        "status",
        "tur",
        "omrade",
        "kontaktperson",
        "slag",
        "storlek",
        "initiativ",
        "ar",
        "vy",
        "ordning",
    ):
        response = karl.get(URL, {name: "'; DROP TABLE\x00 – <script>"})
        assert response.status_code == 200, name
        assert b"<script>" not in response.content.replace(
            b'<script src="/static/js/page.js" defer></script>', b""
        )
    assert first.reference in karl.get(URL, {"page": "999999999999"}).content.decode()


# Each filter with a value that finds the case of `narrowed` alone, and one that finds only the other.
FILTERS = {
    "q": ("rar", "vanlig"),
    "fas": ("utforande", "initiering"),
    "tur": ("manager", "officer"),
    "omrade": ("Rosengård", "Husie"),
    "kontaktperson": ("karin@example.org", "karl@example.org"),
    "status": ("execution", "contact"),
    "frist": ("utan", "manad"),
    "slag": ("square", "street"),
    "storlek": ("long_term", "limited"),
    "initiativ": ("city", "actors"),
    "ar": ("2024", "2025"),
}
REGISTERED = {"omrade": (Neighbourhood, "name"), "kontaktperson": (User, "email")}


@pytest.fixture
def narrowed() -> None:
    """Two cases that differ in all that the list is narrowed by."""
    common, rare = factories.case("Vanlig"), factories.in_status(factories.case("Rar"), Status.EXECUTION)
    soon, places = (
        timezone.localdate() + timedelta(days=9),
        [factories.neighbourhood(each) for each in ("Husie", "Rosengård")],
    )
    values = [
        dict(
            zip(
                (
                    "due_on",
                    "turn",
                    "officer",
                    "area_kind",
                    "size",
                    "initiative",
                    "opened_at",
                    "neighbourhood",
                ),
                each,
                strict=True,
            )
        )
        for each in (
            (
                soon,
                "officer",
                personas.karl(),
                "street",
                "limited",
                "actors",
                NOW.replace(year=2025),
                places[0],
            ),
            (
                None,
                "manager",
                personas.karin(),
                "square",
                "long_term",
                "city",
                NOW.replace(year=2024),
                places[1],
            ),
        )
    ]
    for case, fields in zip((common, rare), values, strict=True):
        Case.objects.filter(pk=case.pk).update(**fields)


@pytest.mark.parametrize("name", CaseFilter.base_fields)
@pytest.mark.usefixtures("narrowed")
def test_every_filter_finds_what_it_says_and_nothing_else(karl: Client, name: str) -> None:
    model, column = REGISTERED.get(name, (None, ""))
    for given, found in zip(FILTERS[name], ("Rar", "Vanlig"), strict=True):
        value = str(model.objects.get(**{column: given}).pk) if model else given
        page = karl.get(URL, {"vy": "alla", name: value})
        assert titles(page) == [found]
        assert [shown for _label, shown in page.context["filter"].in_words()] == [
            dict(getattr(page.context["filter"].fields[name], "choices", ())).get(
                value, page.context["filter"].given[name]
            )
        ]
        kept = page.content.decode()
        assert f'href="?vy=alla&amp;{name}={value}&amp;page=' not in kept
        assert 'href="?vy=alla">Rensa filter</a>' in kept
    ordered = karl.get(URL, {"vy": "alla", "ordning": "-arende", name: value}).content.decode()
    assert 'href="?vy=alla&amp;ordning=-arende">Rensa filter</a>' in ordered


SEARCHED = {
    "reference": "SAM-2026-0001",
    "registry number": "TN-2026-139",
    "title": "Kvarnen",
    "boundary": "Järnvägen",
    "neighbourhood": "Sofielund",
    "actor": "Trädkojan",
    "organisation number": "432000-0047",
    "its digits alone": "4320000047",
}


def test_a_case_is_found_by_each_thing_that_names_it_and_by_nothing_else(karl: Client) -> None:
    found = factories.case("Kvarnen")
    Case.objects.filter(pk=found.pk).update(
        registry_number=SEARCHED["registry number"],
        area_boundary="Mellan järnvägen och ån",
        neighbourhood=factories.neighbourhood("Sofielund"),
    )
    factories.case_actor(found, "Trädkojan", number=SEARCHED["organisation number"])
    factories.case("Torget")
    found.refresh_from_db()
    search.refresh(found)
    assert found.reference == SEARCHED["reference"]
    for what, query in SEARCHED.items():
        assert titles(karl.get(URL, {"q": query})) == ["Kvarnen"], what
    search.refresh_all(Case.objects.all())
    for what, query in SEARCHED.items():
        assert titles(karl.get(URL, {"q": query})) == ["Kvarnen"], what


def test_the_order_of_statuses_is_that_of_the_process_and_what_is_empty_stands_last(karl: Client) -> None:
    """Both ways over every status, every turn, and dates with and without."""
    now = timezone.now()
    cases = [
        Case(title=status, reference=f"S-{place}", status=status, turn=Turn.OFFICER, officer=personas.karl())
        for place, status in enumerate(Status.values)
    ]
    cases += [
        Case(
            title=f"{turn} {days}",
            reference=f"T-{turn}-{days}",
            status=Status.CLOSED,
            turn=turn,
            due_on=timezone.localdate() + timedelta(days=days) if days else None,
        )
        for turn in Turn.values
        for days in (0, 1, 2)
    ]
    for number, case in enumerate(cases):
        case.opened_at = case.status_since = now - timedelta(hours=number)
    chance = Random(4)  # noqa: S311 nothing is secret here
    Case.objects.bulk_create(chance.sample(cases, len(cases)))

    def ordered(order: str, prefix: str) -> list[str]:
        rows = asked({"vy": "alla", "ordning": order}, personas.karl(), people()).cases(personas.karl())
        return [case.title for case in rows if case.reference.startswith(prefix)]

    assert ordered("fas", "S") == Status.values
    assert ordered("-fas", "S") == Status.values[::-1]
    turns = [turn for turn in Turn.values if turn != Turn.NOBODY]
    assert turns == ["group", "officer", "manager", "secretary", "registrar"]
    for order, shown in (("tur", turns), ("-tur", turns[::-1])):
        assert ordered(order, "T") == [f"{turn} {days}" for turn in [*shown, "nobody"] for days in (1, 2, 0)]
    dates = [title.split()[1] for title in ordered("datum", "T")]
    assert dates == ["1"] * 6 + ["2"] * 6 + ["0"] * 6
    assert [title.split()[1] for title in ordered("-datum", "T")] == ["2"] * 6 + ["1"] * 6 + ["0"] * 6


@pytest.mark.sqlite  # PostgreSQL reads a small table without any index; scripts/measure_list.py measures both
@pytest.mark.parametrize("order", ORDERS)
def test_every_order_is_read_from_an_index(order: str) -> None:
    """The database sorts nothing: the first page is as quick of 100 000 cases as of a thousand."""
    plan = Case.objects.order_by(*ORDERS[order])[:25].explain()
    assert "USING INDEX case_" in plan
    assert "TEMP B-TREE" not in plan


def test_views(karl: Client) -> None:
    factories.case("Min")
    other = factories.case("Karins")
    Case.objects.filter(pk=other.pk).update(officer=personas.karin())
    factories.in_status(factories.case("Klar"), Status.CLOSED)
    assert titles(karl.get(URL)) == ["Min"]
    assert set(titles(karl.get(URL, {"vy": "pagaende"}))) == {"Min", "Karins"}
    assert titles(karl.get(URL, {"vy": "avslutade"})) == ["Klar"]
    assert len(titles(karl.get(URL, {"vy": "alla"}))) == 3


def test_restricted_cases_of_others_are_not_listed(karl: Client) -> None:
    case = factories.case("Hemlig")
    Case.objects.filter(pk=case.pk).update(restricted=True, officer=personas.karin())
    assert titles(karl.get(URL, {"vy": "alla"})) == []
    assert karl.get(f"/admin/arenden/{case.reference}/").status_code == 404


def test_order_by_each_column(karl: Client) -> None:
    for title in ("Beta", "Alfa"):
        factories.case(title)
    assert titles(karl.get(URL, {"ordning": "arende"})) == ["Alfa", "Beta"]
    assert titles(karl.get(URL, {"ordning": "nyast"})) == ["Alfa", "Beta"]
    assert titles(karl.get(URL, {"ordning": "-arende"})) == ["Beta", "Alfa"]
    Case.objects.filter(title="Alfa").update(due_on=timezone.localdate(), turn="group", status="draft")
    Case.objects.filter(title="Beta").update(due_on=timezone.localdate() + timedelta(days=1), turn="officer")
    for key, rising in (("datum", "Alfa"), ("tur", "Alfa"), ("fas", "Beta")):
        up, down = (karl.get(URL, {"ordning": order, "q": "a"}) for order in (key, f"-{key}"))
        assert titles(up)[0] == titles(down)[1] == rising, key
        for answer, way, other in ((up, "ascending", f"-{key}"), (down, "descending", key)):
            (column,) = [each for each in answer.context["columns"] if each["sorted"]]
            assert column["sorted"] == way
            html = answer.content.decode()
            assert html.count(f'aria-sort="{way}"') == html.count("aria-sort") == 1
            shown = titles(karl.get(URL + column["url"]))
            assert shown == titles(karl.get(URL, {"ordning": other, "q": "a"}))
    assert (
        'href="?vy=mina&amp;q=a">Vanlig ordning</a>'
        in karl.get(URL, {"ordning": "-tur", "q": "a"}).content.decode()
    )
    assert "Vanlig ordning" not in karl.get(URL, {"ordning": "datum"}).content.decode()


def test_a_list_of_several_officers_cases_says_whose_each_is(karl: Client) -> None:
    factories.case("Min")
    Case.objects.filter(pk=factories.case("Karins").pk).update(officer=personas.karin())
    said = '<span class="s-vh">Kontaktperson: </span>'
    assert said not in karl.get(URL).content.decode()
    assert said not in karl.get(URL, {"vy": "lediga"}).content.decode()
    chosen = {"vy": "alla", "kontaktperson": personas.karin().pk}
    assert said not in karl.get(URL, chosen).content.decode()
    html = karl.get(URL, {"vy": "alla"}).content.decode()
    assert f"{said}Karin Ösund</span>" in html
    assert f"{said}Karl Sjöhed</span>" in html
    karin = personas.karin()
    karin.substitute = personas.karl()
    karin.save()
    assert f"{said}Karin Ösund</span>" in karl.get(URL).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(karl: Client, rows: int, django_assert_num_queries) -> None:
    for number in range(rows):
        case = factories.case(f"Gata {number}")
        Case.objects.filter(pk=case.pk).update(neighbourhood=factories.neighbourhood(f"Del {number}"))
    karl.get(URL)
    with django_assert_num_queries(9):
        assert len(titles(karl.get(URL))) == rows


def rows(response) -> list[list[str]]:
    """The lines of a CSV answer, below its head."""
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))[1:]


def test_the_file_holds_what_the_list_shows_in_its_order(karl: Client) -> None:
    for title in ("Östra torget", "=Åsgatan", "Andra"):
        factories.case(title)
    hidden = factories.case("Karins")
    Case.objects.filter(pk=hidden.pk).update(restricted=True, officer=personas.karin())
    answer = karl.get(f"{URL}lista/", {"vy": "alla", "ordning": "arende", "page": "7"})
    assert [row[2] for row in rows(answer)] == [
        "'=Åsgatan",
        "Andra",
        "Östra torget",
    ]  # the first is no formula
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    assert [row[2] for row in rows(karl.get(f"{URL}lista/", {"vy": "alla", "q": "torget"}))] == [
        "Östra torget"
    ]
    assert rows(karl.get(f"{URL}lista/", {"vy": "avslutade"})) == []


def test_the_file_for_excel_has_what_was_granted(karl: Client) -> None:
    walk = walked(Status.COLLABORATION)
    answer = karl.get(f"{URL}lista/", {"vy": "alla", "format": "xlsx"})
    head, line = load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    told = dict(zip(head, line, strict=True))
    assert told["Referens"] == walk.case.reference
    assert told["Status"] == "Samarbete pågår"
    assert told["Beviljat, kronor"] == sum(grant.amount for grant in Grant.objects.all()) > 0


@pytest.mark.parametrize("number", [1, 4])
def test_the_file_asks_no_more_however_many_cases(
    karl: Client, number: int, django_assert_num_queries
) -> None:
    for each in range(number):
        factories.case(f"Gata {each}")
    karl.get(f"{URL}lista/")
    with django_assert_num_queries(10):
        assert len(rows(karl.get(f"{URL}lista/", {"vy": "alla"}))) == number


def test_an_applicant_finds_no_workspace(client: Client) -> None:
    client.force_login(personas.amina())
    assert client.get(URL).status_code == 404
    assert client.get("/admin/").status_code == 404
    assert client.get(f"{URL}lista/").status_code == 404
    client.logout()
    assert client.get(URL).status_code == 302
