"""Long texts of the city with a little structure: headings, lists, bold. Nothing else, whoever writes.

They are stored as plain text with signs (`## Rubrik`, `- punkt`, `1. punkt`, `**fet**`), so that comparing,
searching and freezing stay simple. What is pasted from a word processor is cleaned by nh3 and turned into it.
"""

import re
from functools import cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdownify import markdownify

PASTED_MAX = 500_000  # characters of HTML that a paste may bring
TAGS = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "ul", "ol", "li", "strong", "b", "div", "blockquote"}
_HEADING = re.compile(r"^#{1,6}\s+", re.MULTILINE)
_BULLET = re.compile(r"^([ \t]*)[•*]\s+", re.MULTILINE)
_MANY_LINES = re.compile(r"\n{3,}")


def to_html(text: str, *, level: int = 3) -> SafeString:
    """Return `text` as safe HTML: paragraphs, line breaks, lists, bold; every heading of the text is an h`level`."""
    tokens = _parser().parse(_BULLET.sub(r"\1- ", text.replace("\r\n", "\n")))
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{level}"
    return mark_safe(_parser().renderer.render(tokens, _parser().options, {}))  # noqa: S308 the parser escapes


def from_html(html: str) -> str:
    """Return pasted HTML as text with our signs; scripts, links, pictures, tables and styles are gone, words stay."""
    cleaned = nh3.clean(html[:PASTED_MAX], tags=TAGS, attributes={}, strip_comments=True)
    text = markdownify(
        cleaned,
        heading_style="ATX",
        bullets="-",
        escape_asterisks=False,
        escape_underscores=False,
        escape_misc=False,
    )
    lines = (line.rstrip().replace("\xa0", " ") for line in _HEADING.sub("## ", text).splitlines())
    return _MANY_LINES.sub("\n\n", "\n".join(lines)).strip()


@cache
def _parser() -> MarkdownIt:
    """Return a parser that knows headings, lists and bold, and takes every other sign as it stands."""
    parser = MarkdownIt("zero", {"breaks": True}).enable(["heading", "list", "emphasis", "newline"])
    parser.add_render_rule("em_open", _as_typed)
    parser.add_render_rule("em_close", _as_typed)
    return parser


def _as_typed(_renderer: object, tokens: list[Token], index: int, _options: object, _env: object) -> str:
    """Return a single star or underscore as the sign it was typed as: only bold means anything here."""
    return tokens[index].markup
