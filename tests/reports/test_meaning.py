"""What the documents say: the sentence of every yes and no, and every figure under its own heading.

That the words are there somewhere (test_pdf) does not show it: a "får" for a "får inte", or two columns that have
changed places, hold the same words.
"""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.utils.formats import date_format
from docx import Document
from lxml import html as lxml_html

from applications.models import DocumentOrder
from reports import word
from reports.contexts import DOCUMENTS
from reports.contexts.schema import field_types
from reports.pages import render_html
from tests.reports import snapshots
from tests.reports.reading import squeezed

AT_ONCE = (
    "Beslutet får verkställas innan det har fått laga kraft.",
    "Beslutet får inte verkställas innan det har fått laga kraft.",
)
# (kind, field): what stands there when it is true, and when it is not ("": nothing does).
SAID = {
    ("application", "democracy_declared"): (
        "Gruppen intygar att den arbetar efter demokratiska principer.",
        "Gruppen har inte intygat att den arbetar efter demokratiska principer.",
    ),
    ("application", "translation_requested"): ("Översättning begärd", ""),
    ("minutes_extract", "approved_at_once"): ("Paragrafen justeras omedelbart", ""),
    ("minutes_extract", "effective_at_once"): AT_ONCE,
    ("delegated_decision", "effective_at_once"): AT_ONCE,
    ("chair_decision", "effective_at_once"): AT_ONCE,
    ("decision_notice", "effective_at_once"): AT_ONCE,
    ("referral", "whole"): ("Omfattning Hela ärendet", "Omfattning En del av ärendet"),
    ("check_in_notes", "is_check_in"): ("Avstämningsanteckning", "Mötesanteckning"),
    ("result_report", "interim"): ("Delrapport", "Resultatrapport"),
    ("result_report", "association_formed"): (
        "Gruppen har bildat en förening.",
        "Gruppen har inte bildat någon förening.",
    ),
    ("meeting_items", "decided"): ("", "Förslag till beslut"),
}


def tree(kind: str, **changes: Any) -> Any:
    return lxml_html.document_fromstring(render_html(kind, snapshots.NORMAL[kind](**changes))).body


def words(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())


@pytest.mark.parametrize(("kind", "field"), SAID)
def test_a_yes_and_a_no_say_what_they_mean(kind: str, field: str) -> None:
    yes, no = (words(tree(kind, **{field: value})) for value in (True, False))
    said_of_yes, said_of_no = SAID[kind, field]
    assert (said_of_yes in yes, said_of_no in no) == (True, True)
    assert not said_of_yes or said_of_yes not in no
    assert not said_of_no or said_of_no not in yes


def test_no_yes_or_no_is_forgotten() -> None:
    asked = {
        (kind, name)
        for kind, document in DOCUMENTS.items()
        for name, hint in field_types(document).items()
        if hint is bool and name != "draft"  # on every page: test_pdf
    }
    assert asked == set(SAID)


# --- tables ------------------------------------------------------------------------------------------------
AMOUNTS = [
    {"label": "Dialog", "requested": 6000, "proposed": 5000, "granted": 4000, "motivation": ""},
    {"label": "Trycksaker", "requested": 600, "proposed": None, "granted": 0, "motivation": ""},
]
MEASURES = [
    snapshots.measure("A", "Kärl", 70_000, requested=90_000, proposed=80_000, in_kind="Tolv kärl"),
    snapshots.measure("B", "Bänkar", 7_000, requested=9_000, proposed=8_000, need="sittplatser"),
]
USED = [snapshots.used("Dialog", 450, 440, "120 timmar") | {"in_kind_used": "90 timmar"}]
MONEY = {"Sökt": "{requested}", "Föreslaget": "{proposed}", "Beviljat": "{granted}"}
ACTORS = ("{name}", {"Slag": "{kind}", "Organisationsnummer": "{organisation_number}"})
CRITERIA = ("{number}. {name}", {"Bedömning": "{verdict}", "Motivering": "{motivation}"})
VERDICTS = {"met": "Uppfyllt", "partly": "Delvis", "not_met": "Ej uppfyllt", None: "Inte bedömt"}
JUDGED = [row | {"verdict": verdict} for row, verdict in zip(snapshots.criteria(), VERDICTS, strict=False)]
# (kind, list): the rows that it is filled with, the head of a row, and under which heading each value stands.
TABLES: dict[tuple[str, str], tuple[list[dict], str, dict[str, str]]] = {
    ("application", "actors"): (snapshots.applicants(), *ACTORS),
    ("application", "contributions"): (
        snapshots.application()["contributions"],
        "{actor}",
        {"Slag": "{kind}", "Beskrivning": "{description}", "Kronor": "{amount}"},
    ),
    ("application", "evidence"): (
        snapshots.application()["evidence"],
        "{group}",
        {"Behov": "{need}", "Hur": "{method}", "När": "{collected}"},
    ),
    ("application", "self_check"): (JUDGED, *CRITERIA),
    ("officer_report", "actors"): (snapshots.actors(), *ACTORS),
    ("officer_report", "criteria"): (JUDGED, *CRITERIA),
    **{
        (kind, field): (rows, head, MONEY)
        for kind in (
            "officer_report",
            "minutes_extract",
            "delegated_decision",
            "chair_decision",
            "decision_notice",
        )
        for field, rows, head in (("amounts", AMOUNTS, "{label}"), ("measures", MEASURES, "{letter} {title}"))
    },
    ("check_in_notes", "measures"): (
        snapshots.check_in_notes()["measures"],
        "{letter} {title}",
        {"Läge": "{status}", "Anteckning": "{note}"},
    ),
    ("check_in_notes", "agreed"): (
        snapshots.check_in_notes()["agreed"],
        "{text}",
        {"Vem": "{who}", "När": "{due_on}"},
    ),
    ("result_report", "measures"): (
        snapshots.result_report()["measures"],
        "{letter} {title}",
        {"Läge": "{status}", "Utfall": "{outcome}"},
    ),
    ("result_report", "used"): (USED, "{label}", {"Beviljat": "{granted}", "Använt": "{used}"}),
    ("result_report", "dialogues"): (
        snapshots.result_report()["dialogues"],
        "{name}",
        {"Med vilka": "{with_whom}", "När": "{on}", "Deltagare": "{participants}"},
    ),
    ("result_report", "indicators"): (
        snapshots.result_report()["indicators"],
        "{name}",
        {"Före": "{before} {unit} ({before_label})", "Efter": "{after} {unit} ({after_label})"},
    ),
    ("proposal", "actors"): (snapshots.proposal()["actors"], *ACTORS),
    ("proposal", "needs"): (
        snapshots.proposal()["needs"],
        "{text}",
        {"Grupp": "{group}", "Dialog": "{activity}"},
    ),
    ("proposal", "told"): (
        snapshots.proposal()["told"],
        "{channel}",
        {"Till": "{audience}", "Datum": "{on}"},
    ),
    ("pack_contents", "rows"): (snapshots.pack_contents()["rows"], "{title}", {"Sida": "{page}"}),
}
Cells = dict[tuple[str, str], str]


def in_html(kind: str, **changes: Any) -> list[Cells]:
    """Return every table of the page as {(row, column): cell}, white space left out."""
    return [cells(_rows(table)) for table in tree(kind, **changes).iter("table")]


def _rows(table: Any) -> Iterator[list[str]]:
    return ([words(cell) for cell in row if cell.tag in {"th", "td"}] for row in table.iter("tr"))


def in_word(kind: str, **changes: Any) -> list[Cells]:
    file = Document(io.BytesIO(word.docx(kind, snapshots.NORMAL[kind](**changes))))
    return [cells([cell.text for cell in row.cells] for row in table.rows) for table in file.tables]


def cells(rows: Any) -> Cells:
    (_corner, *heads), *body = rows
    return {
        (squeezed(row), squeezed(head)): squeezed(cell)
        for row, *values in body
        for head, cell in zip(heads, values, strict=True)
    }


def wanted(rows: list[dict], head: str, columns: dict[str, str]) -> Cells:
    shown = [{key: _shown(key, value) for key, value in row.items()} for row in rows]
    return {
        (squeezed(head.format(**row)), squeezed(column)): squeezed(value.format(**row))
        for row in shown
        for column, value in columns.items()
    }


def _shown(key: str, value: Any) -> Any:
    if key == "verdict":
        return VERDICTS[value]
    if key in {"on", "due_on"} and value:
        return date_format(date.fromisoformat(value), "j F Y").lower()
    return "–" if value is None else value


@pytest.mark.parametrize(("kind", "field"), TABLES)
def test_every_value_stands_in_its_row_and_column(kind: str, field: str) -> None:
    rows, head, columns = TABLES[kind, field]
    expected = wanted(rows, head, columns)
    shown = [in_html, in_word] if kind in DocumentOrder.IN_WORD else [in_html]
    for read in shown:
        tables = read(kind, **{field: rows})
        assert any(expected.items() <= table.items() for table in tables), (read.__name__, expected, tables)


def test_sums_stand_under_what_they_sum() -> None:
    amounts, measures = in_html("minutes_extract", amounts=AMOUNTS, measures=MEASURES)
    assert [amounts["Summa", column] for column in MONEY] == ["6600", "5000", "4000"]
    assert [measures["Summa", column] for column in MONEY] == ["99000", "88000", "77000"]
    money, in_kind = (
        table
        for table in in_html("result_report", used=USED, measures=[], dialogues=[])
        if ("Dialog", "Beviljat") in table
    )
    assert (money["Summa", "Beviljat"], money["Summa", "Använt"]) == ("450", "440")
    assert (in_kind["Dialog", "Beviljat"], in_kind["Dialog", "Använt"]) == ("120timmar", "90timmar")


def test_the_actor_who_is_paid_says_so_and_no_other_does() -> None:
    for kind, rows in (("application", snapshots.applicants()), ("officer_report", snapshots.actors())):
        [table] = [one for one in in_html(kind, actors=rows) if any(head == "Roll" for _row, head in one)]
        paid = {row for (row, head), cell in table.items() if head == "Roll" and "utbetalningen" in cell}
        assert paid == {squeezed(row["name"]) for row in rows if row["payee"]} == {"LingarnetsVänner"}


def test_a_term_stands_before_its_own_value() -> None:
    measure = MEASURES[0]
    page = tree("minutes_extract", measures=[measure])
    [section] = page.find_class("insats")
    assert pairs(section) == {
        "Ansvarig": measure["responsible"],
        "Tidsplan": "1 mars 2027 – 30 september 2027",
        "Behov": measure["need"],
        "Hela kostnaden": "90 000 kronor",
        "Annat stöd": "Tolv kärl",
        "Motivering": measure["motivation"],
    }
    proposed = snapshots.proposal()["measures"][0]
    shown = pairs(tree("proposal", measures=[proposed]).find_class("insats")[0])
    assert squeezed(shown["Hela kostnaden"]) == f"{proposed['cost']}kronor"
    assert squeezed(shown["Sökt belopp"]) == f"{proposed['requested']}kronor"
    assert proposed["cost"] != proposed["requested"]
    shown = pairs(tree("result_report", used=USED, repayment=10))
    assert [shown[term] for term in ("Beviljat", "Använt", "Återbetalas")] == [
        "450 kronor",
        "440 kronor",
        "10 kronor",
    ]


def pairs(element: Any) -> dict[str, str]:
    return {words(group.find("dt")): words(group.find("dd")) for group in element.xpath(".//dl/div")}
