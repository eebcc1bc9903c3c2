"""Free-text search over cases that works alike on both databases; it forgives å, ä and ö, case and word endings.

What a case can be found by is stored as plain words, and then once more as stems. The stems are our own: the
Swedish stemmers that are published leave the definite forms of streets, squares and schools as they are.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from applications import search_index

LONGEST = 4000  # letters of a case that are searched
SHORTEST_STEM = 3
LETTERS = str.maketrans({"ø": "o", "æ": "ae", "đ": "d", "ł": "l"})  # what is no letter with a mark upon it
# Longest first: of several that fit, one goes.
ENDINGS = (
    *(
        "heterna",
        "heten",
        "heter",
        "het",
        "bara",
        "bar",
        "arna",
        "erna",
        "orna",
        "aren",
        "are",
        "ena",
        "ern",
        "eln",
    ),
    *("ar", "er", "or", "an", "en", "et", "el", "a", "e"),
)
NEUTER = ("nt", "rt", "lt", "gt", "mt")  # grönt, hållbart; not plats, konst


def fold(text: str) -> str:
    """Return `text` in lower case, without marks upon its letters, its runs of space as one."""
    marked = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in marked if unicodedata.category(letter) != "Mn")
    return " ".join(letters.translate(LETTERS).split())


def words_of(query: str) -> list[str]:
    """Return the words of a query, at most ten; digits of numbers with hyphens kept together."""
    return re.findall(r"[\w\-/@.]+", fold(query))[:10]


def stem(word: str) -> str:
    """Return a folded word without what Swedish puts at its end: gata, gatan, gators → gat. Numbers stay as they are.

    What goes does not depend on what stands before it, so that the last part of a compound ends as it does alone.
    """
    if not word.isalpha():
        return word
    word = _without_t(word.rstrip("s") or word)
    fits = (end for end in ENDINGS if word.endswith(end) and len(word) - len(end) >= SHORTEST_STEM)
    word = _without_t(word.removesuffix(next(fits, "")))
    return word.rstrip("s") or word


def _without_t(word: str) -> str:
    return word[:-1] if len(word) > SHORTEST_STEM and word.endswith(NEUTER) else word


def indexed(text: str) -> str:
    """Return what is stored of `text`: its words, and after them their stems, each with a space behind it."""
    words = fold(text)[:LONGEST]
    stems = dict.fromkeys(stem(word) for word in re.findall(r"\w+", words) if word.isalpha())
    return "".join(f"{part} " for part in (words, *stems))


def refresh(case: Any) -> None:
    """Store what the case can be found by: numbers, title, area, actors, organisation numbers, people."""
    actors = case.case_actors.values_list("actor__name", "actor__organisation_number")
    text = _text(case, actors)
    if text != case.search_text:
        case.search_text = text
        case.save(update_fields=["search_text"])


def refresh_all(cases: QuerySet) -> None:
    """Store it anew for every case of `cases`: what they are found by has another name in its register."""
    changed = []
    for case in cases.select_related("neighbourhood").prefetch_related("case_actors__actor"):
        actors = [(part.actor.name, part.actor.organisation_number) for part in case.case_actors.all()]
        text = _text(case, actors)
        if text != case.search_text:
            case.search_text = text
            changed.append(case)
    cases.model.objects.bulk_update(changed, ["search_text"], batch_size=200)


def _text(case: Any, actors: Iterable[tuple[str, str]]) -> str:
    parts = [
        case.reference,
        case.registry_number,
        case.title,
        case.area_boundary,
        case.neighbourhood.name if case.neighbourhood_id else "",
    ]
    for name, number in actors:
        parts += [name, number, number.replace("-", "")]
    return indexed(" ".join(part for part in parts if part))


def spellings(words: str) -> list[str]:
    """Return the ways in which `words` may be written with large and small letters, for a search by `icontains`.

    SQLite knows only that A is a: there Å and å are asked for one by one. PostgreSQL needs just one of them.
    """
    if connection.vendor != "sqlite" or words.isascii():
        return [words]
    return list(dict.fromkeys((words, words.lower(), words.capitalize(), words.title(), words.upper())))


def _asked(query: str) -> list[tuple[str, ...]]:
    """Return for each word of `query` what a text holds one of: the word itself, or its stem at a word's end."""
    found = ((word, stem(word)) for word in words_of(query))
    return [(word,) if root == word else (word, f"{root} ") for word, root in found]


def condition(query: str) -> Q:
    """Return which cases hold every word of `query`: in the word itself, or at its end in another form.

    "bankarna" finds Bänken, and "gator" finds Ängsgatan: a word may be the last part of a longer one.
    """
    asked = Q()
    for forms in _asked(query):
        holds = Q()
        for form in forms:
            holds |= Q(search_text__contains=form)
        asked &= holds
    return asked


def by_index(cases: QuerySet, query: str) -> QuerySet:
    """Return `cases`, on which the condition of `query` is put already, read through SQLite's index where it helps."""
    return search_index.narrowed(cases, _asked(query))


def all_by_index(asked: Iterable[tuple[QuerySet, str]]) -> list[QuerySet]:
    """Return the same of many lists, each with its query. One query for all, on SQLite alone."""
    return search_index.narrowed_all((cases, _asked(query)) for cases, query in asked)


def matching(cases: QuerySet, query: str) -> QuerySet:
    """Return the cases that hold every word of `query`."""
    return by_index(cases.filter(condition(query)), query)
