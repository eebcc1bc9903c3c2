"""The directory: cards with what each group has said yes to showing, and filters that see no more than the cards."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from applications.models import Neighbourhood, NetworkEntry, NetworkPost
from applications.states import PHASES, Phase


class Card(NamedTuple):
    """A group as the network sees it. `reference` is the way to its case for those at the city."""

    pk: int
    name: str
    about: str
    contact: str
    facts: list[str]
    joined_at: Any
    is_own: bool
    reference: str


def called(entry: NetworkEntry | None, mask: Callable[[str], str]) -> str:
    """Return what a group (with its case) is called: the name it shows, else that it shows none or has left."""
    if entry is None or not entry.is_shown:
        return _("En grupp som har lämnat nätverket")
    return mask(entry.name) if entry.name else _("En grupp som inte visar sitt namn")


def writer_of(post: NetworkPost, mask: Callable[[str], str]) -> str:
    """Return whose post it is (its group, case and author loaded): a group's, or the kontaktperson's."""
    if post.group is not None:
        return called(post.group, mask)
    return _("Kontaktpersonen") if post.author.protected_identity else post.author.name


def card(entry: NetworkEntry, mask: Callable[[str], str], *, own: frozenset[int] = frozenset()) -> Card:
    """Return the card of an entry, which has its case and neighbourhood loaded."""
    case, facts = entry.case, []
    if entry.shows_phase:
        facts.append(str(Phase(case.phase).label) if case.closed_at is None else _("Avslutat"))
    if entry.shows_area_kind and case.area_kind:
        facts.append(str(case.get_area_kind_display()))
    if entry.shows_neighbourhood and case.neighbourhood:
        facts.append(case.neighbourhood.name)
    return Card(
        pk=entry.pk,
        name=called(entry, mask),
        about=mask(entry.about),
        contact=mask(entry.contact),
        facts=facts,
        joined_at=entry.joined_at,
        is_own=entry.pk in own,
        reference=case.reference,
    )


def entries() -> QuerySet[NetworkEntry]:
    """Return all groups of the network, the newest first, as cards need them."""
    return NetworkEntry.objects.shown().select_related("case__neighbourhood").order_by("-joined_at", "-id")


def matching(phase: str = "", area_kind: str = "", neighbourhood: Any = None) -> QuerySet[NetworkEntry]:
    """Return the groups that show what is asked for: what a group does not show, no filter finds out."""
    asked = Q()
    if phase:
        asked &= Q(shows_phase=True, case__status__in=PHASES[Phase(phase)])
    if area_kind:
        asked &= Q(shows_area_kind=True, case__area_kind=area_kind)
    if neighbourhood is not None:
        asked &= Q(shows_neighbourhood=True, case__neighbourhood=neighbourhood)
    return entries().filter(asked)


def neighbourhoods() -> QuerySet[Neighbourhood]:
    """Return the neighbourhoods that some group shows."""
    showing = NetworkEntry.objects.shown().filter(shows_neighbourhood=True)
    return Neighbourhood.objects.filter(pk__in=showing.values("case__neighbourhood"))
