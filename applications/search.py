"""Free-text search over cases that works alike on both databases, with å, ä and ö as letters of their own."""

import re
import unicodedata
from typing import Any

from django.db.models import QuerySet


def fold(text: str) -> str:
    """Return `text` in lower case, composed, its runs of space as one: what is stored and what is asked."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def words_of(query: str) -> list[str]:
    """Return the words of a query, at most ten; digits of numbers with hyphens kept together."""
    return re.findall(r"[\w\-/@.]+", fold(query))[:10]


def refresh(case: Any) -> None:
    """Store what the case can be found by: numbers, title, area, actors, organisation numbers, people."""
    parts = [
        case.reference,
        case.registry_number,
        case.title,
        case.area_boundary,
        case.neighbourhood.name if case.neighbourhood_id else "",
    ]
    for name, number in case.case_actors.values_list("actor__name", "actor__organisation_number"):
        parts += [name, number, number.replace("-", "")]
    text = fold(" ".join(part for part in parts if part))[:4000]
    if text != case.search_text:
        case.search_text = text
        case.save(update_fields=["search_text"])


def matching(cases: QuerySet, query: str) -> QuerySet:
    """Return the cases that hold every word of `query`."""
    for word in words_of(query):
        cases = cases.filter(search_text__contains=word)
    return cases
