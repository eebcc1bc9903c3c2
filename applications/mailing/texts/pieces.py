"""A shipped mail template taken apart: its words, and every moving part under a name.

What staff edit is plain text with `{{ name }}` and `{% if condition %} … {% else %} … {% endif %}`. The names and
the conditions are those of the shipped template and no others, and each is rendered by the node it came from: a text
from the web never reaches Django's template language.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.template import Context
from django.template.base import Node, TextNode, VariableNode
from django.template.defaulttags import IfNode, LoadNode, URLNode, WithNode
from django.template.loader import get_template
from django.template.loader_tags import IncludeNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils import translation

LINKS = frozenset(
    {
        "case_url",
        "staff_url",
        "activate_url",
        "password_reset_url",
        "signup_url",
        "choice_url",
        "code",
        "case.url",
    }
)
_NAMED = re.compile(r"%\((\w+)\)s")


Branch = tuple[str, bool]  # a condition of the shipped text, and whether it holds


@dataclass
class Pieces:
    """A shipped text as staff see it, and what stands behind each name and condition in it."""

    text: str = ""
    named: dict[str, Any] = field(default_factory=dict)  # name → what renders it
    conditions: dict[str, Any] = field(default_factory=dict)  # words of a condition → what answers it
    required: list[str] = field(default_factory=list)  # names that a text must hold: links and codes
    guards: dict[str, frozenset[Branch]] = field(
        default_factory=dict
    )  # name → what must hold where it stands
    first: list[Node] = field(default_factory=list)  # gives words to what follows, and is never seen itself
    inside: frozenset[Branch] = frozenset()  # while the text is taken apart

    def name(self, wanted: str, piece: Any, key: str) -> str:
        """Return the placeholder of a piece; the same piece has the same name, another one its own."""
        name, number = wanted, 1
        while name in self.named and self.named[name][0] != key:
            number += 1
            name = f"{wanted}_{number}"
        self.named[name] = (key, piece)
        self.guards[name] = self.guards.get(name, self.inside) & self.inside
        if wanted.startswith("länk") or wanted in LINKS:
            self.required += [name] if name not in self.required else []
        return f"{{{{ {name} }}}}"


@cache
def shipped(template: str, language: str) -> Pieces:
    """Return the shipped text of `templates/mail/<template>.txt` in a language, taken apart."""
    found = Pieces()
    with translation.override(language):
        nodes = get_template(f"mail/{template}.txt").template.nodelist  # type: ignore[attr-defined]
        text = "".join(_told(nodes, found))
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    found.text = re.sub(r"\n{3,}", "\n\n", lines)
    return found


def _told(nodes: Iterable[Node], found: Pieces) -> Iterable[str]:
    """Yield the text of nodes as staff see it, and keep what stands behind the names."""
    rows = list(nodes)
    for number, node in enumerate(rows):
        before = rows[number - 1] if number else None
        after = rows[number + 1] if number + 1 < len(rows) else None
        if isinstance(node, LoadNode) or (_is_site(node) and isinstance(after, URLNode)):
            continue  # an address is said together with the site before it
        if getattr(node, "asvar", None):
            found.first.append(node)
        elif isinstance(node, URLNode):
            yield _link(node, before, found)
        else:
            yield from _part(node, found)


def _part(node: Node, found: Pieces) -> Iterable[str]:
    if isinstance(node, TextNode):
        yield node.s
    elif isinstance(node, VariableNode):
        yield found.name(_token(node.filter_expression), node, _token(node.filter_expression))
    elif isinstance(node, TranslateNode):
        yield str(node.render(Context(autoescape=False)))
    elif isinstance(node, BlockTranslateNode) and not node.plural:
        yield _sentence(node, found)
    elif isinstance(node, IfNode) and (words := _conditions(node)) is not None:
        yield from _choice(node, words, found)
    elif isinstance(node, IncludeNode) and not node.extra_context and not node.isolated_context:
        yield from _told(get_template(node.template.var).template.nodelist, found)  # type: ignore[attr-defined]
    else:
        yield found.name(_opaque(node), node, f"{type(node).__name__} {node.token.contents} {id(node)}")


def _is_site(node: Node) -> bool:
    return isinstance(node, VariableNode) and _token(node.filter_expression) == "site"


def _token(expression: Any) -> str:
    """Return the words of an expression as they stand in the template."""
    return str(expression.token)


def _link(node: URLNode, before: Node | None, found: Pieces) -> str:
    """Return the placeholder of a whole address: the site's and the page's."""
    page = str(node.view_name.var).removeprefix("admin:")
    parts = [before, node] if before is not None and _is_site(before) else [node]
    return found.name(f"länk_{page}", parts, node.token.contents)


def _sentence(node: BlockTranslateNode, found: Pieces) -> str:
    """Return a sentence in its language, its variables as placeholders."""
    singular, names = node.render_token_list(node.singular)
    if node.trimmed:
        singular = re.sub(r"\s*\n\s*", " ", singular.strip())
    said = translation.gettext(singular)
    placeholders = {}
    for name in names:
        expression = node.extra_context.get(name)
        key = expression.token if expression is not None else name
        placeholders[name] = found.name(name, expression if expression is not None else name, key)
    return _NAMED.sub(lambda hit: placeholders[hit[1]], said).replace("%%", "%")


def _conditions(node: IfNode) -> list[str] | None:
    """Return the words of each condition of an if, "" for else; None when they cannot be read."""
    source = node.token.contents.removeprefix("if ")
    words = []
    for condition, nodelist in node.conditions_nodelists:
        if condition is None:
            words.append("")
        elif not words:
            words.append(source)
        else:
            return None  # elif: its words are not kept by Django
        if nodelist is None:
            return None
    return words


def _choice(node: IfNode, words: list[str], found: Pieces) -> Iterable[str]:
    (condition, nodes), *rest = node.conditions_nodelists
    found.conditions[words[0]] = condition
    outside = found.inside
    yield f"{{% if {words[0]} %}}"
    found.inside = outside | {(words[0], True)}
    yield from _told(nodes, found)
    if rest:
        yield "{% else %}"
        found.inside = outside | {(words[0], False)}
        yield from _told(rest[0][1], found)
    found.inside = outside
    yield "{% endif %}"


def _opaque(node: Node) -> str:
    """Return the name of a part that is written as a whole: a list, or sentences that hang together."""
    if isinstance(node, WithNode | IfNode) and any(True for _url in node.get_nodes_by_type(URLNode)):
        return "länk" if isinstance(node, IfNode) else "svar"
    return "lista" if type(node).__name__ == "ForNode" else "stycke"


def render_piece(piece: Any, context: Context) -> str:
    """Return what a name stands for in this mail."""
    _key, what = piece
    if isinstance(what, list):
        return "".join(str(node.render(context)) for node in what)
    if isinstance(what, str):
        return str(context.get(what, ""))
    if isinstance(what, Node):
        return str(what.render(context))
    value = what.resolve(context, ignore_failures=True)
    return "" if value is None else str(value)
