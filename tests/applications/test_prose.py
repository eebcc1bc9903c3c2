"""Long texts: three kinds of structure, everything else as it was typed, and nothing harmful out of a paste."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from applications.pasted import PASTED_MAX, PasteTooLargeError, from_html
from applications.prose import BULLETS, to_html
from tests import hostile, personas

PASTES = sorted((Path(__file__).parent / "pastes").glob("*.html"))
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
        ("· ljus\n▪ lugn\n– ro", "<ul>\n<li>ljus</li>\n<li>lugn</li>\n<li>ro</li>\n</ul>\n"),
        ("3. tredje\n4. fjärde", '<ol start="3">\n<li>tredje</li>\n<li>fjärde</li>\n</ol>\n'),
        ("1. ett\n3. tre", '<ol>\n<li>ett</li>\n</ol>\n<ol start="3">\n<li>tre</li>\n</ol>\n'),
        ("4. fyra\n1998. Året", '<ol start="4">\n<li>fyra</li>\n</ol>\n<p>1998. Året</p>\n'),
        ("1. ett\n\n1998. Året", "<ol>\n<li>ett</li>\n</ol>\n<p>1998. Året</p>\n"),
        ("1998. Året", "<p>1998. Året</p>\n"),
        ("007. Nycklar", "<p>007. Nycklar</p>\n"),
        ("- 1998. Året", "<ul>\n<li>1998. Året</li>\n</ul>\n"),
        ("99. a\n100. b", '<ol start="99">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        (
            "1. a\n   - b\n2. c\n7. d",
            '<ol>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ol>\n<ol start="7">\n<li>d</li>\n</ol>\n',
        ),
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


def letters(text: str) -> str:
    """Return the letters and digits of a text, in order."""
    return "".join(sign for sign in text if sign.isalnum())


def drawn(shown: str) -> str:
    """Return the words of shown HTML as a reader sees them, the numbers of its lists among them."""
    tree = html.fragment_fromstring(shown, create_parent="div")
    for numbered in tree.iter("ol"):
        for number, item in enumerate(numbered.iterchildren("li"), int(numbered.get("start", 1))):
            item.text = f"{number}. {item.text or ''}"
    return str(tree.text_content())


SIGNS = st.sampled_from(
    [*(f"{sign} " for sign in ("-", "*", "#", "##", "**", "__", "_", *BULLETS)), "", "\t", "  ", "    ", "\n"]
)
NUMBERS = st.tuples(
    st.one_of(st.integers(0, 12), st.integers(0, 10**11)), st.sampled_from([". ", ") ", ".", " "])
)
TEXTS = st.lists(
    st.one_of(
        SIGNS,
        NUMBERS.map(lambda number: f"{number[0]}{number[1]}"),
        st.sampled_from(["Ljus", "007. ", "å|ä", "**fet**", "80 000 kr", "\n", "\n", "\n\n", "\r\n"]),
        st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=5),
    ),
    max_size=40,
).map("".join)


@given(TEXTS)
def test_no_word_or_digit_is_lost_whatever_begins_a_line(text: str) -> None:
    assert letters(drawn(to_html(text))) == letters(text)


@pytest.mark.parametrize("text", ["- " * 400 + "ord", "\n".join("  " * n + f"- ord{n}" for n in range(60))])
def test_no_word_is_lost_however_deep_it_stands(text: str) -> None:
    assert letters(drawn(to_html(text))) == letters(text)


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
        ("<table><tr><td>c1</td><td>c2</td></tr><tr><td>d1</td><td>d2</td></tr></table>", "c1 | c2\nd1 | d2"),
        (
            "<p>Vi <b style='font-weight:normal'>ser</b> <span style='font-weight:700'>två</span></p>",
            "Vi ser **två**",
        ),
        ("<p>en rad<br>\n och en till\nsom bryts</p>", "en rad\noch en till som bryts"),
        ("", ""),
    ],
)
def test_a_paste_keeps_its_structure_and_loses_the_rest(pasted: str, text: str) -> None:
    assert from_html(pasted) == text


@pytest.mark.parametrize("pasted", PASTES, ids=[path.stem for path in PASTES])
def test_what_each_program_puts_on_the_clipboard_keeps_its_structure(pasted: Path) -> None:
    assert from_html(pasted.read_text()) == pasted.with_suffix(".txt").read_text().rstrip("\n")


WORDS = st.lists(st.sampled_from(["ljus", "88 000", "§ 8", "1998.", "&nbsp;", "·", "<br>"]), max_size=4)
TAGS = st.sampled_from(
    [
        *("p", "b", "strong", "span", "ul", "ol", "li", "div", "h2", "table", "tr", "td"),
        "p class=MsoListParagraph",
        "p style='mso-list:l0 level2 lfo1'",
        "span style='font-weight:bold'",
        "li data-aria-level=2",
    ]
)
PAGES = st.recursive(
    WORDS.map(" ".join),
    lambda inside: st.lists(
        st.tuples(TAGS, inside).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].split()[0]}>"), max_size=4
    ).map("".join),
    max_leaves=12,
)


@given(PAGES)
def test_no_word_of_a_paste_is_lost(page: str) -> None:
    """The numbers of lists are drawn by the list, and a browser moves what stands wrong in a table: both aside."""
    words = html.fragment_fromstring(page, create_parent="div").text_content()
    left, typed = ([sign for sign in text if sign in "ljus8"] for text in (from_html(page), words))
    assert sorted(left) == sorted(typed)


@pytest.mark.parametrize("page", ["x" * (PASTED_MAX + 1), "<div>" * 5000 + "x"], ids=["long", "deep"])
def test_a_paste_that_is_too_much_says_so_instead_of_losing_its_end(page: str) -> None:
    with pytest.raises(PasteTooLargeError):
        from_html(page)


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
    browser.force_login(personas.karl())
    assert browser.post(url, {"html": "<div>" * 5000 + "x"}).status_code == 413
    browser.force_login(personas.amina())
    assert browser.get(url).status_code == 404
