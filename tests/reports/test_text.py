"""What may stand in a PDF: only what the bundled fonts can show, and all of that."""

import random
import unicodedata

import pytest

from reports import pdf, text
from reports.contexts.parts import Member, Person
from reports.templatetags.documents import members, person, prose, sentence, short
from tests.tools import vera


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Lingarnsgatan 4–12, § 99: 45\u00a0000 kr", "Lingarnsgatan 4–12, § 99: 45\u00a0000 kr"),
        ("a\u030angstro\u0308m", "ångström"),
        ("rad\r\nrad\rrad\u2028rad\u2029rad", "rad\nrad\nrad\nrad\nrad"),
        ("Żółw Ђорђе Nguyễn Ελένη مرحبا שלום ሰላም สวัสดี Հայ ქართ", None),
        ("🌳 👩\u200d👩\u200d👧 ✓ → ≤ ½", None),
        ("❤\ufe0f", "❤"),
        ("漢字", "□□"),
        ("\ue000\U000f0000", "□□"),
        ("\ud83d", "□"),
        ("a\x00b\x07c\x7fd\x9fe", "abcde"),
        ("\u202etxt.exe\u202c \u2066x\u2069 \u200e\u200f\ufeff", "txt.exe x "),
        ("\u200bnoll", "noll"),
        ("", ""),
    ],
)
def test_printable(typed: str, shown: str | None) -> None:
    assert text.printable(typed) == (typed if shown is None else shown)


def test_a_snapshot_is_copied_with_every_text_made_printable() -> None:
    snapshot = {"a": "x\x00", "b": ["漢", 1, None, {"c": "\ue000"}], "d": True}
    assert text.printable_snapshot(snapshot) == ({"a": "x", "b": ["□", 1, None, {"c": "□"}], "d": True}, True)
    assert snapshot["a"] == "x\x00"


def test_a_square_that_was_typed_is_no_substitute() -> None:
    assert text.printable_snapshot({"a": "□ ruta"}) == ({"a": "□ ruta"}, False)


def test_everything_that_passes_can_be_printed(tmp_path) -> None:
    """All of Unicode in any order: no font lacks a glyph, PDF/A and PDF/UA hold."""
    chance = random.Random(20261124)  # noqa: S311 - the same every time
    everything = [
        chr(point) for point in range(0x110000) if unicodedata.category(chr(point)) not in ("Cn", "Cs")
    ]
    covered = [
        character for character in everything if text.printable(character) not in ("", text.SUBSTITUTE)
    ]
    assert len(covered) > 8000
    chance.shuffle(covered)
    joiners = "\u200d\u200c\u00ad\u034f\u00a0\u2009\u202f \n"
    lines = [
        text.printable(
            "".join(covered[at : at + 40]) + chance.choice(joiners) + "".join(chance.sample(covered, 20))
        )
        for at in range(0, len(covered), 40)
    ]
    lines += [text.printable("".join(chance.sample(everything, 60))) for _line in range(40)]
    body = "".join(f"<p>{prose(line)}</p><h2>{prose(line)}</h2>" for line in lines)
    path = tmp_path / "everything.pdf"
    path.write_bytes(pdf.html_to_pdf(f'<html lang="sv"><title>Tecken</title><body><h1>Tecken</h1>{body}')[0])
    assert vera.problems({"2a": [path], "ua1": [path]}) == []


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("", ""),
        ("\n\n \n", ""),
        ("En rad.", "<p>En rad.</p>"),
        ("Ett\ntvå\n\ntre", "<p>Ett<br>två</p><p>tre</p>"),
        (
            "Behov:\n- ljus\n- <b>ro</b>\nslut",
            "<p>Behov:</p><ul><li>ljus</li><li>&lt;b&gt;ro&lt;/b&gt;</li></ul><p>slut</p>",
        ),
        ("• ett\n* två", "<ul><li>ett</li><li>två</li></ul>"),
        ("-5 grader", "<p>-5 grader</p>"),
    ],
)
def test_prose(typed: str, html: str) -> None:
    assert prose(typed) == html


def test_small_filters() -> None:
    assert sentence("fastighets- och gatukontoret") == "Fastighets- och gatukontoret"
    assert sentence("") == ""
    assert short("En titel  med\nmellanrum", 12) == "En titel me…"
    assert person(Person(name="Maja", title="", email="m@example.org", phone="")) == "Maja, m@example.org"
    assert members((Member("Astrid", "ordförande"), Member("Leila", ""))) == "Astrid (ordförande), Leila"
