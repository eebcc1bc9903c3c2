"""Long texts of the city with a little structure: headings, lists, bold. Nothing else, whoever writes.

They are stored as plain text with signs (`## Rubrik`, `- punkt`, `1. punkt`, `**fet**`), so that comparing,
searching and freezing stay simple. What is pasted from a word processor is turned into it by `pasted`.
"""

import re
from functools import cache

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.list import list_block
from markdown_it.token import Token

BULLETS = "•·∙▪■●○◦‣–\uf0b7\uf0a7"  # what programs and people put before a point; the last two are Word's own
HIGHEST_START = 99  # a list may begin here at the most: a higher number that begins a line is a year or a sum
DEEPEST = 16  # the parser's levels (two for each list) below which it would drop words: there, signs are text
_BULLET = re.compile(rf"^([ \t]*)[{BULLETS}*][ \t\xa0]+", re.MULTILINE)
_NUMBER = re.compile(r"(\d{1,9})[.)](?:\s|$)", re.ASCII)


def with_points(text: str) -> str:
    """Return `text` with `- ` for every other sign that begins a point."""
    return _BULLET.sub(r"\1- ", text)


def to_html(text: str, *, level: int = 3) -> SafeString:
    """Return `text` as safe HTML: paragraphs, line breaks, lists, bold; every heading of the text is an h`level`."""
    tokens = _parser().parse(with_points(text.replace("\r\n", "\n")))
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{level}"
    return mark_safe(_parser().renderer.render(tokens, _parser().options, {}))  # noqa: S308 the parser escapes


@cache
def _parser() -> MarkdownIt:
    """Return a parser that knows headings, lists and bold, and takes every other sign as it stands."""
    parser = MarkdownIt("zero", {"breaks": True}).enable(["heading", "list", "emphasis", "newline"])
    parser.block.ruler.at("list", _list, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.block.ruler.before("list", "other_number", _other_number, {"alt": ["list"]})
    parser.add_render_rule("em_open", _as_typed)
    parser.add_render_rule("em_close", _as_typed)
    return parser


def _number(state: StateBlock, line: int) -> str:
    """Return the number that begins a line the way an item of a list does, else ""."""
    found = _NUMBER.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line] + 1)
    return found[1] if found else ""


def _list(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001 the parser's own form
    """Read a list, unless its first number is no number of a list or it stands too deep."""
    if not silent:
        number = _number(state, line)
        if state.level >= DEEPEST or (number and not _can_start(number)):
            return False
    return list_block(state, line, end, silent)


def _can_start(number: str) -> bool:
    """Return whether a list may begin at the number: "1998. Året" is a sentence, "007." no number that is drawn."""
    return int(number) <= HIGHEST_START and number == str(int(number))


def _other_number(state: StateBlock, line: int, _end: int, silent: bool) -> bool:  # noqa: FBT001
    """End a numbered list before a number that does not follow on: it would be drawn as another."""
    number = _number(state, line) if silent else ""
    if not number:
        return False
    items = (
        token
        for token in reversed(state.tokens)
        if token.type == "list_item_open" and token.level == state.level
    )
    before = next(items).info
    return bool(before) and number != str(int(before) + 1)


def _as_typed(_renderer: object, tokens: list[Token], index: int, _options: object, _env: object) -> str:
    """Return a single star or underscore as the sign it was typed as: only bold means anything here."""
    return tokens[index].markup
