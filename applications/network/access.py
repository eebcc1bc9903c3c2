"""Who meets the network: members of its groups and the city's kontaktpersoner. To everybody else it is not there."""

from typing import Any, NamedTuple

from django.http import Http404

from applications.models import NetworkEntry
from applications.permissions import officer


class Visitor(NamedTuple):
    """Somebody in the network: with which groups, and whether as one of those who coordinate it."""

    user: Any
    groups: list[NetworkEntry]
    coordinates: bool


def visitor(user: Any) -> Visitor:
    """Return as whom `user` meets the network. Raises Http404. One query."""
    groups = list(NetworkEntry.objects.of(user).select_related("case")) if user.is_authenticated else []
    coordinates = officer.role(user, None) is not None
    if not groups and not coordinates:
        raise Http404
    return Visitor(user, groups, coordinates)
