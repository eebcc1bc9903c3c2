"""Long texts: three kinds of structure, everything else as it was typed, and nothing harmful out of a paste."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from applications.prose import from_html, to_html
from tests import hostile, personas

ALLOWED = {"p", "br", "ul", "ol", "li", "strong", "h3"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ett stycke.\n\nEtt till.", "<p>Ett stycke.</p>\n<p>Ett till.</p>\n"),
        ("En rad\nen till", "<p>En rad<br>\nen till</p>\n"),
        ("## Bakgrund\nText", "<h3>Bakgrund</h3>\n<p>Text</p>\n"),
        ("# Stor\n#### Liten", "<h3>Stor</h3>\n<h3>Liten</h3>\n"),
        ("- ljus\n- lugn", "<ul>\n<li>ljus</li>\n<li>lugn</li>\n</ul>\n"),
        ("• ljus\n* lugn", "<ul>\n<li>ljus</li>\n<li>lugn</li>\n</ul>\n"),
        ("1. först\n2. sedan", "<ol>\n<li>först</li>\n<li>sedan</li>\n</ol>\n"),
        ("**viktigt** ord", "<p><strong>viktigt</strong> ord</p>\n"),
        ("*ord* och snake_case_namn", "<p>*ord* och snake_case_namn</p>\n"),
        (
            "<b>fet</b> &amp; [länk](http://example.org)",
            "<p>&lt;b&gt;fet&lt;/b&gt; &amp;amp; [länk](http://example.org)</p>\n",
        ),
        ("> citat\n\n    kod `här`", "<p>&gt; citat</p>\n<p>kod `här`</p>\n"),
        ("", ""),
    ],
)
def test_three_kinds_of_structure_and_nothing_else(text: str, shown: str) -> None:
    assert to_html(text) == shown


def test_headings_take_the_level_of_their_place() -> None:
    assert to_html("## Barn", level=4) == "<h4>Barn</h4>\n"


@given(st.text(max_size=300))
def test_whatever_is_typed_only_our_tags_come_out(text: str) -> None:
    shown = to_html(text)
    if shown.strip():
        tree = html.fragment_fromstring(shown.replace("\x00", ""), create_parent="div")
        assert {element.tag for element in tree.iterdescendants()} <= ALLOWED


@pytest.mark.parametrize(
    ("pasted", "text"),
    [
        ("<h1>Bakgrund</h1><p>Gatan är <b>mörk</b>.</p>", "## Bakgrund\n\nGatan är **mörk**."),
        ("<ul><li>ljus</li><li>lugn</li></ul>", "- ljus\n- lugn"),
        ("<ol><li>först</li><li>sedan</li></ol>", "1. först\n2. sedan"),
        ('<p style="color:red" onclick="x()">Hej <a href="javascript:x()">där</a></p>', "Hej där"),
        ("<script>alert(1)</script><style>p{}</style><p>kvar</p>", "kvar"),
        ("<p>a_b * c</p>", "a_b * c"),
        ("<table><tr><td>cell</td></tr></table>", "cell"),
        ("", ""),
    ],
)
def test_a_paste_keeps_its_structure_and_loses_the_rest(pasted: str, text: str) -> None:
    assert from_html(pasted) == text


@given(st.text(max_size=300))
def test_a_paste_never_breaks(pasted: str) -> None:
    assert "<script" not in from_html(f"<p>{pasted}</p>").lower() or "<script" in pasted.lower()


@pytest.mark.django_db
def test_the_city_cleans_a_paste_and_others_do_not() -> None:
    url = reverse("admin:clean_pasted")
    answers = {}
    for who in (personas.karl, personas.amina):
        browser = Client()
        browser.force_login(who())
        answers[who.__name__] = browser.post(url, {"html": f"<h2>Ljus</h2>{hostile.SCRIPT}"})
    assert answers["karl"].content.decode() == "## Ljus\n\n**fet**"
    assert answers["karl"]["Content-Type"] == "text/plain; charset=utf-8"
    assert answers["amina"].status_code == 404
    assert browser.get(url).status_code == 404
