"""The people of a group as one viewer may know them (D22)."""

from typing import Any

from applications import identity
from applications.models import Case, Membership


def members_for(viewer: Any, case: Case) -> list[Membership]:
    """Return the memberships that hold now, each with its `person` as `viewer` may know them. One query."""
    members = list(case.memberships.filter(left_at=None).select_related("user", "case_actor__actor"))
    for member in members:
        member.person = identity.known(viewer, member.user, case)  # type: ignore[attr-defined]
    return members


def called(viewer: Any, member: Membership, case: Case) -> str:
    """Return the words for a member in a choice: the actor beside a name that is hidden tells two apart."""
    name = identity.name_for(viewer, member.user, case)
    return f"{name} ({member.case_actor})" if member.case_actor is not None else name
