"""Groups for the network, made quickly: the steps before it are tested where they belong."""

from typing import Any

from applications.actions import add_member, open_case
from applications.models import Case, NetworkEntry, User
from applications.network import actions
from applications.notices import Recipient
from applications.states import AreaKind, Role, Status
from tests import factories, personas
from tests.personas import NOW

ALL = {
    "name": "Åsgatans vänner",
    "contact": "asgatan@example.org",
    "about": "Vi odlar på gatan.",
    "shows_phase": True,
    "shows_area_kind": True,
    "shows_neighbourhood": True,
}


def ours(status: str = Status.COLLABORATION) -> Case:
    """Return Amina's and Birk's case with an area, in a status of the network."""
    case = factories.in_status(factories.case("Åsgatan – hemlig rubrik"), status)
    case.area_kind, case.neighbourhood = AreaKind.STREET, factories.neighbourhood()
    case.area_boundary = "Mellan hemliga hörnet och torget"
    case.save(update_fields=["area_kind", "neighbourhood", "area_boundary"])
    return case


def another(number: int, status: str = Status.EXECUTION) -> tuple[Case, User]:
    """Return another group's case with its representative."""
    who = personas.person(f"grupp{number}@example.org", f"Företrädare {number}")
    case = open_case(f"Ärende {number}", at=NOW, sender=Recipient(who.email, who.name))
    add_member(case, who, role=Role.REPRESENTATIVE, at=NOW)
    case = factories.in_status(case, status)
    case.area_kind, case.neighbourhood = AreaKind.SQUARE, factories.neighbourhood(f"Område {number}")
    case.save(update_fields=["area_kind", "neighbourhood"])
    return case, who


def joined(case: Case, by: User, **values: Any) -> NetworkEntry:
    """Let the group of `case` into the network."""
    return actions.join_network(case.pk, by=by, at=NOW, **values)
