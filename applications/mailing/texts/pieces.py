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

from applications.mailing.texts import words

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
SUBJECT_MARK = "Ämne:"
# Days that a receiver has to know: a text says each that the shipped text says, in one of its forms.
DAYS = frozenset(
    {
        "case.due_on",
        "check_in.starts_at",
        "cleared_on",
        "decision.last_appeal_on",
        "due",
        "meeting.date",
        "meeting.starts_at",
        "question.open_until",
    }
)
WHOLE = ("länk", "svar", "lista")  # parts that a text holds as they are: links, and what is listed
_NAMED = re.compile(r"%\((\w+)\)s")


Branch = tuple[str, bool]  # a condition of the shipped text, and whether it holds


@dataclass
class Pieces:
    """A shipped text as staff see it, and what stands behind each name and condition in it."""

    text: str = ""
    named: dict[str, Any] = field(default_factory=dict)  # name → what renders it
    conditions: dict[str, Any] = field(default_factory=dict)  # words of a condition → what answers it
    required: list[str] = field(
        default_factory=list
    )  # names that a text must hold: links, codes, what people wrote
    days: dict[str, list[str]] = field(default_factory=dict)  # a day → the names of which one must be held
    guards: dict[str, frozenset[Branch]] = field(
        default_factory=dict
    )  # name → what must hold where it stands
    first: list[Node] = field(default_factory=list)  # gives words to what follows, and is never seen itself
    inside: frozenset[Branch] = frozenset()  # while the text is taken apart

    aliases: dict[str, str] = field(
        default_factory=dict
    )  # what the template calls a part → what the text calls it
    wanted: dict[str, str] = field(
        default_factory=dict
    )  # name → what the template calls it, without a number
    _keys: dict[str, str] = field(default_factory=dict)

    def name(self, wanted: str, piece: Any, key: str) -> str:
        """Return the placeholder of a piece; the same piece has the same name, another one its own."""
        name = self._free(words.NAMES.get(wanted, (wanted, ""))[0], key)
        self.aliases[self._free(wanted, f"{key} as in the template")] = name
        self.named[name] = (key, piece)
        self.wanted[name] = wanted
        self.guards[name] = self.guards.get(name, self.inside) & self.inside
        if wanted.startswith(WHOLE) or wanted in LINKS or wanted.endswith("|citat"):
            self.required += [name] if name not in self.required else []
        day = root(key)
        if day in DAYS and name not in self.days.setdefault(day, []):
            self.days[day].append(name)
        return f"{{{{ {name} }}}}"

    def _free(self, wanted: str, key: str) -> str:
        """Return the first of wanted, wanted_2, … that stands for `key` or for nothing yet."""
        name, number = wanted, 1
        while self._keys.setdefault(name, key) != key:
            number += 1
            name = f"{wanted}_{number}"
        return name

    def condition(self, asked: str, answer: Any) -> str:
        """Return what the text calls a condition of the template, answered by `answer`."""
        name = words.CONDITIONS.get(asked, asked)
        if self.aliases.get(asked, name) != name or (name in self.conditions and asked not in self.aliases):
            name = asked
        self.aliases[asked] = name
        self.conditions[name] = answer
        return name

    def known_as(self, written: str) -> str:
        """Return what a text calls what is `written`, which may be the template's own name."""
        return (
            written
            if written in self.named or written in self.conditions
            else self.aliases.get(written, written)
        )

    def explained(self, name: str) -> str:
        """Return what stands in the mail where the text has `name`."""
        known = words.VALUES.get(root(self.named[name][0]))
        return str(known or words.NAMES.get(self.wanted[name], ("", ""))[1])


def root(key: str) -> str:
    """Return the variable of an expression, without its filters."""
    return key.partition("|")[0]


@cache
def shipped(template: str, language: str) -> Pieces:
    """Return the shipped text of `templates/mail/<template>.txt` in a language, taken apart."""
    found = Pieces()
    with translation.override(language):
        nodes = get_template(f"mail/{template}.txt").template.nodelist  # type: ignore[attr-defined]
        text = "".join(_told(nodes, found))
    found.text = tidy(text)
    return found


def tidy(text: str) -> str:
    """Return a text as it leaves: no space at the end of a line, and no more than one line empty at a time."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines)


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
    elif isinstance(node, IfNode) and (asked := _conditions(node)) is not None:
        yield from _choice(node, asked, found)
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
    asked = []
    for condition, nodelist in node.conditions_nodelists:
        if condition is None:
            asked.append("")
        elif not asked:
            asked.append(source)
        else:
            return None  # elif: its words are not kept by Django
        if nodelist is None:
            return None
    return asked


def _choice(node: IfNode, asked: list[str], found: Pieces) -> Iterable[str]:
    (condition, nodes), *rest = node.conditions_nodelists
    name = found.condition(asked[0], condition)
    outside = found.inside
    yield f"{{% if {name} %}}"
    found.inside = outside | {(name, True)}
    yield from _told(nodes, found)
    if rest:
        yield "{% else %}"
        found.inside = outside | {(name, False)}
        yield from _told(rest[0][1], found)
    found.inside = outside
    yield "{% endif %}"


def _opaque(node: Node) -> str:
    """Return the name of a part that is written as a whole: a list, or sentences that hang together."""
    if isinstance(node, WithNode | IfNode) and any(True for _url in node.get_nodes_by_type(URLNode)):
        return "länk" if isinstance(node, IfNode) else "svar"
    if isinstance(node, BlockTranslateNode):
        return "mening"
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
