"""What is pasted into a long text, as text with our signs (`prose`): from Word, Google Docs, Excel, a web page.

nh3 cleans the HTML, markdownify reads it. Between them lists, bold and tables are put the way every web page
has them, for each program has its own.
"""

import re
from typing import Any

import nh3
from markdownify import MarkdownConverter

from applications.prose import BULLETS, with_points

PASTED_MAX = 500_000  # characters of HTML that a paste may bring
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
LISTS = ["ul", "ol"]
CELLS = ["td", "th"]
BLOCKS = [*HEADINGS, *LISTS, "p", "li", "div", "blockquote", "table"]
TAGS = {*BLOCKS, *CELLS, "tr", "thead", "tbody", "tfoot", "caption", "br", "strong", "b", "span"}
ATTRIBUTES = {
    "p": {"class", "style"},
    "li": {"data-aria-level"},
    "ol": {"start"},
    **{tag: {"style"} for tag in ("span", "b", "strong")},
}
STYLES = {"font-weight", "mso-list"}
BOLD = 600  # the least CSS weight that reads as bold

_SPACE = re.compile(r"[ \t\r\n\f]+")
_HEADING = re.compile(r"^#{1,6}\s+", re.MULTILINE)
_MANY_LINES = re.compile(r"\n{3,}")
_APART = re.compile(r"^([ \t]*- .*)\n\n(?=[ \t]*- )", re.MULTILINE)
_WEIGHT = re.compile(r"font-weight:\s*(\w+)", re.IGNORECASE)
_LEVEL = re.compile(r"mso-list:.*?level(\d)", re.IGNORECASE)
_IGNORED = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
_NUMBER = re.compile(r"\(?(?:\d+\.)*(\d{1,9})[.):]*$|\(?\w{1,5}[.)]+$")
# A marker in plain words; a letter or § is one only where Word's hard spaces follow it.
_MARKER = re.compile(rf"\s*([{BULLETS}-]|[o§Øüv](?=\s?\xa0)|\(?\d{{1,2}}[.)]|[a-z][.)])\s+")
_NUMBERED_ROW = re.compile(rf"^(\d{{1,2}}[.)]|[{BULLETS}*-]) \| ")
_EMPTY_END = re.compile(r"( \|)+$")


class PasteTooLargeError(ValueError):
    """The paste is longer or nested deeper than we read; its plain text can still be had."""


def from_html(html: str) -> str:
    """Return pasted HTML as text with our signs; scripts, links, pictures and styles are gone, words stay.

    A row of a table becomes a line, its cells parted by " | ". Raises PasteTooLargeError.
    """
    if len(html) > PASTED_MAX:
        raise PasteTooLargeError
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags={"script", "style", "title"},
        attributes=ATTRIBUTES,
        filter_style_properties=STYLES,
        strip_comments=True,
    )
    try:
        text = _Converter().convert(cleaned)
    except RecursionError as error:
        raise PasteTooLargeError from error
    lines = (line.rstrip().replace("\xa0", " ") for line in _HEADING.sub("## ", text).splitlines())
    text = _APART.sub(r"\1\n", with_points("\n".join(lines)))
    return _MANY_LINES.sub("\n\n", text).strip()


class _Converter(MarkdownConverter):
    """Our signs out of cleaned HTML."""

    class Options(MarkdownConverter.DefaultOptions):
        """What markdownify should do: our signs, and no backslashes."""

        heading_style = "ATX"
        bullets = "-"
        escape_asterisks = False
        escape_underscores = False
        escape_misc = False

    def convert_soup(self, soup: Any) -> str:
        """Return the text of a page."""
        _mend_lists(soup)
        _mend_bold(soup)
        _open_layout(soup)
        soup.smooth()
        for words in soup.find_all(string=True):  # line ends of the HTML itself mean nothing
            text = _SPACE.sub(" ", words)
            words.replace_with(
                text.lstrip(" ") if getattr(words.previous_sibling, "name", "") == "br" else text
            )
        return str(super().convert_soup(soup))

    def convert_td(self, cell: Any, text: str, parent_tags: Any) -> str:
        """Return a cell on one line, parted from the next."""
        words = " ".join(text.split())
        return f"{words} | " if cell.find_next_sibling(CELLS) else words

    convert_th = convert_td

    def convert_tr(self, row: Any, text: str, parent_tags: Any) -> str:
        """Return a row as a line, without the empty cells at its end; a number alone in the first begins a point."""
        line = _EMPTY_END.sub("", " ".join(text.split()))
        return _NUMBERED_ROW.sub(r"\1 ", line) + "\n" if line != "|" else ""


# --- lists ------------------------------------------------------------------------------------------
def _mend_lists(soup: Any) -> None:
    """Make lists of what Word writes as paragraphs, and put lists that lie loose in a list into its item."""
    _flatten_word_online(soup)
    open_lists: list[tuple[int, Any]] = []
    for paragraph in soup.find_all("p"):
        found = _list_item(paragraph)
        if found:
            _put_in_list(soup, paragraph, open_lists, *found)
    for inner in soup.find_all(LISTS):
        if inner.parent.name in LISTS:
            item = inner.find_previous_sibling("li")
            if item:
                item.append(inner)
            else:
                inner.unwrap()
    for item in soup.find_all("li"):
        paragraphs = item.find_all("p", recursive=False)
        if len(paragraphs) == 1:
            paragraphs[0].unwrap()


def _flatten_word_online(soup: Any) -> None:
    """Turn the lists of Word on the web (one for each item, the level as an attribute) into paragraphs with levels."""
    for item in soup.find_all("li", attrs={"data-aria-level": True}):
        for paragraph in item.find_all("p"):
            paragraph.unwrap()
        around = item.find_parent(LISTS)
        item.name = "p"
        item["data-kind"] = around.name if around else "ul"
        if around and around.get("start"):
            item["data-start"] = around["start"]
    for item in soup.find_all("p", attrs={"data-kind": True}):
        while item.parent.name in {*LISTS, "div"}:
            item.parent.unwrap()


def _list_item(paragraph: Any) -> tuple[int, str, int | None] | None:
    """Return level, kind of list and number of a paragraph that is an item, and take its marker away."""
    if "data-kind" in paragraph.attrs:
        start = paragraph.get("data-start", "")
        level = paragraph["data-aria-level"]
        return (
            int(level) if level.isdecimal() else 1,
            paragraph["data-kind"],
            int(start) if start.isdecimal() else None,
        )
    level = _LEVEL.search(paragraph.get("style", ""))
    if not level and not any(name.startswith("MsoList") for name in paragraph.get("class", ())):
        return None
    marker = _take_marker(paragraph)
    if not marker:
        return None
    number = _NUMBER.match(marker)
    kind = "ol" if number else "ul"
    return int(level[1]) if level else 1, kind, int(number[1]) if number and number[1] else None


def _take_marker(paragraph: Any) -> str:
    """Take the marker of an item out of its words and return it, "" when there is none."""
    for span in paragraph.find_all("span", style=_IGNORED):
        marker: str = span.get_text().strip()
        span.decompose()
        return marker
    found = _MARKER.match(paragraph.get_text())
    if not found:
        return ""
    left = found.end()
    for words in paragraph.find_all(string=True):
        cut = min(left, len(words))
        words.replace_with(words[cut:])
        left -= cut
    return found[1]


def _put_in_list(
    soup: Any, item: Any, open_lists: list[tuple[int, Any]], level: int, kind: str, number: int | None
) -> None:
    """Put an item in the list that lies before it, at its level, or in a new one."""
    if open_lists and _before(item) is not open_lists[0][1]:
        open_lists.clear()
    while open_lists and (
        open_lists[-1][0] > level
        or (open_lists[-1][0] == level and not _goes_on(open_lists[-1][1], kind, number))
    ):
        open_lists.pop()
    if not open_lists or open_lists[-1][0] < level:
        made = soup.new_tag(kind, attrs={"start": str(number)} if number is not None else {})
        if open_lists:
            open_lists[-1][1].find_all("li", recursive=False)[-1].append(made)
        else:
            item.insert_before(made)
        open_lists.append((level, made))
    item.name = "li"
    open_lists[-1][1].append(item)


def _goes_on(found: Any, kind: str, number: int | None) -> bool:
    """Return whether an item of that kind and number is the next of a list."""
    following = int(found.get("start", 1)) + len(found.find_all("li", recursive=False))
    return found.name == kind and number in {None, following}


def _before(item: Any) -> Any:
    """Return what stands before a tag, white space aside."""
    node = item.previous_sibling
    while node is not None and node.name is None and not node.strip():
        node = node.previous_sibling
    return node


# --- bold and tables --------------------------------------------------------------------------------
def _mend_bold(soup: Any) -> None:
    """Let `b` alone stand for bold: never in a heading or another `b`, never around a paragraph."""
    for tag in soup.find_all(["span", "b", "strong"]):
        if _is_bold(tag):
            tag.name = "b"
        else:
            tag.unwrap()
    for bold in soup.find_all("b"):
        if bold.find_parent(["b", *HEADINGS]):
            bold.unwrap()
        elif bold.find(BLOCKS):
            for block in bold.find_all(BLOCKS):
                if not block.find(BLOCKS):
                    inner = soup.new_tag("b")
                    inner.extend(list(block.contents))
                    block.append(inner)
            bold.unwrap()
    for bold in reversed(soup.find_all("b")):
        after = bold.next_sibling
        if after is not None and after.name == "b":
            bold.extend(list(after.contents))
            after.decompose()


def _is_bold(tag: Any) -> bool:
    """Return whether a tag makes its words bold: what its style says, else its name."""
    weight = _WEIGHT.search(tag.get("style", ""))
    if not weight:
        return bool(tag.name != "span")
    word = weight[1].lower()
    return int(word) >= BOLD if word.isdecimal() else word in {"bold", "bolder"}


def _open_layout(soup: Any) -> None:
    """Take a row apart whose cells hold texts of their own (a list, a heading, a table): it is no row of figures."""
    for row in soup.find_all("tr"):
        cells = row.find_all(CELLS, recursive=False)
        alone = len(cells) == 1
        if any(
            cell.find([*HEADINGS, *LISTS, "table"]) or (alone and len(cell.find_all("p")) > 1)
            for cell in cells
        ):
            for tag in (row, *cells):
                tag.name = "div"
