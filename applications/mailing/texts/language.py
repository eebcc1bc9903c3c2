"""The small language of mail texts: plain text, `{{ name }}`, and if, else and endif, also inside one another."""

import re
from collections.abc import Iterable
from typing import Any

from django.template import Context
from django.utils.translation import gettext as _

from applications.mailing.texts.pieces import Branch, Pieces, render_piece

TOKEN = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})", re.DOTALL)
DEEPEST = 5  # ifs inside one another


class WrongText(ValueError):  # noqa: N818 - what is wrong with a text, in words
    """The text cannot be used; the message says what to do."""


Part = tuple[
    str, Any, Any
]  # ("text", words, None) · ("name", name, None) · ("if", condition, (then, otherwise))


def parse(text: str, pieces: Pieces) -> list[Part]:
    """Return the parts of a text. Raises WrongText at a name or condition that the mail does not have."""
    tokens = [token for token in TOKEN.split(text) if token]
    parts, rest = _parse(tokens, pieces, 0)
    if rest:
        raise WrongText(_("%(tag)s hör inte till något villkor. Ta bort det.") % {"tag": rest[0]})
    return parts


def _parse(tokens: list[str], pieces: Pieces, depth: int) -> tuple[list[Part], list[str]]:
    """Return the parts up to an else or endif that belongs further out, and the tokens from there on."""
    parts: list[Part] = []
    while tokens:
        token, *tokens = tokens
        inside = " ".join(token[2:-2].split())
        if token.startswith("{{"):
            inside = pieces.known_as(inside)
            if inside not in pieces.named:
                raise WrongText(
                    _("{{ %(name)s }} finns inte i det här mejlet. Välj bland orden i listan.")
                    % {"name": inside}
                )
            parts.append(("name", inside, None))
        elif token.startswith(("{%", "{#")):
            if inside in ("else", "endif"):
                return parts, [token, *tokens]
            if token.startswith("{#") or not inside.startswith("if ") or depth >= DEEPEST:
                raise WrongText(
                    _(
                        "%(tag)s går inte att använda. Det som går är {%% if … %%}, {%% else %%} och {%% endif %%}."
                    )
                    % {"tag": token}
                )
            part, tokens = _if(inside.removeprefix("if "), tokens, pieces, depth)
            parts.append(part)
        else:
            if "{{" in token or "{%" in token:
                raise WrongText(_("En parentes {{ eller {% är inte stängd."))
            parts.append(("text", token, None))
    return parts, []


def _if(condition: str, tokens: list[str], pieces: Pieces, depth: int) -> tuple[Part, list[str]]:
    condition = pieces.known_as(condition)
    if condition not in pieces.conditions:
        raise WrongText(
            _("Villkoret %(words)s finns inte i det här mejlet. Välj bland villkoren i listan.")
            % {"words": condition}
        )
    then, tokens = _parse(tokens, pieces, depth + 1)
    otherwise: list[Part] = []
    if tokens and tokens[0][2:-2].split() == ["else"]:
        otherwise, tokens = _parse(tokens[1:], pieces, depth + 1)
    if not tokens or tokens[0][2:-2].split() != ["endif"]:
        raise WrongText(_("Villkoret %(words)s saknar {%% endif %%}.") % {"words": condition})
    return ("if", condition, (then, otherwise)), tokens[1:]


def names(
    parts: Iterable[Part], inside: frozenset[Branch] = frozenset()
) -> Iterable[tuple[str, frozenset[Branch]]]:
    """Yield the names that a text holds, each with the conditions it stands inside."""
    for kind, what, more in parts:
        if kind == "name":
            yield what, inside
        elif kind == "if":
            yield from names(more[0], inside | {(what, True)})
            yield from names(more[1], inside | {(what, False)})


def check(text: str, pieces: Pieces) -> None:
    """Raise WrongText unless the text can be used: known names only, and all that the mail must hold.

    That is every link and code, what people wrote, and each day, in one of its forms.
    """
    held: set[str] = set()
    for name, inside in names(parse(text, pieces)):
        held.add(name)
        if lacking := pieces.guards[name] - inside:
            raise WrongText(
                _(
                    "{{ %(name)s }} finns bara när ett villkor gäller. Låt det stå %(where)s, som i ursprungstexten."
                )
                % {"name": name, "where": _where(min(lacking))}
            )
    missing = [name for name in pieces.required if name not in held]
    missing += [named[-1] for named in pieces.days.values() if not held & {*named}]
    if missing:
        said = ", ".join(f"{{{{ {name} }}}}" for name in missing)
        raise WrongText(_("Mejlet måste ha %(names)s. Lägg till det.") % {"names": said})


def _where(branch: Branch) -> str:
    condition, holds = branch
    first = f"{{% if {condition} %}}"
    return _("mellan %(first)s och %(last)s") % {
        "first": first if holds else f"{first} … {{% else %}}",
        "last": "{% endif %}" if not holds else "{% else %} / {% endif %}",
    }


def render(text: str, pieces: Pieces, context: Context) -> str:
    """Return the text of a mail. Raises WrongText when the shipped mail no longer has what the text asks for."""
    parts = parse(text, pieces)
    for node in pieces.first:
        node.render(context)
    return "".join(_said(parts, pieces, context))


def _said(parts: Iterable[Part], pieces: Pieces, context: Context) -> Iterable[str]:
    for kind, what, more in parts:
        if kind == "text":
            yield what
        elif kind == "name":
            yield render_piece(pieces.named[what], context)
        else:
            holds = pieces.conditions[what].eval(context)
            yield from _said(more[0] if holds else more[1], pieces, context)
