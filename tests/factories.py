"""Plain functions that make what tests need, with the real actions where there are any."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db import connection

from applications import triggers
from applications.actions import add_member, assign_officer, open_case
from applications.attachments import actions as attachments
from applications.models import Actor, Case, CaseActor, Committee, Meeting, Neighbourhood
from applications.notices import Recipient
from applications.states import ActorKind, Role
from tests import files, personas
from tests.personas import NOW

POLYGON = {
    "type": "Polygon",
    "coordinates": [
        [
            [13.01610, 55.58700],
            [13.01625, 55.58655],
            [13.01900, 55.58690],
            [13.01885, 55.58735],
            [13.01610, 55.58700],
        ]
    ],
}


@contextmanager
def unlocked(*tables: str) -> Iterator[None]:
    """Lift the triggers of some tables, for rows that no action would leave."""
    triggers.remove(connection, list(tables))
    try:
        yield
    finally:
        triggers.install(connection, list(tables))


def committee(**fields: Any) -> Committee:
    """Return tekniska nämnden."""
    return Committee.objects.get_or_create(
        name="tekniska nämnden", defaults={"short": "TN", "decides": True, **fields}
    )[0]


def other_committee(name: str = "kulturnämnden") -> Committee:
    """Return another committee, one that only receives."""
    return Committee.objects.get_or_create(name=name)[0]


def meeting(on: date = date(2026, 4, 28), **fields: Any) -> Meeting:
    """Return a meeting of tekniska nämnden."""
    return Meeting.objects.get_or_create(
        committee=committee(), date=on, defaults={"place": "Stadshuset", **fields}
    )[0]


def neighbourhood(name: str = "Norra Sofielund") -> Neighbourhood:
    """Return a neighbourhood."""
    return Neighbourhood.objects.get_or_create(name=name)[0]


def attach(case: Case, *names: str, section: str = "", at: Any = NOW) -> None:
    """Let the group add files to what it is writing, or to the case itself."""
    uploads = [files.upload(name) for name in names]
    attachments.attach(case.pk, uploads, section=section, by=personas.birk(), at=at)


def case(title: str = "Lingarnsgatan", **fields: Any) -> Case:
    """Return a case in first contact: Amina represents, Birk is a member, Karl is the officer."""
    opened = open_case(
        title, at=NOW - timedelta(days=60), sender=Recipient("amina@example.org", "Amina"), **fields
    )
    add_member(opened, personas.amina(), role=Role.REPRESENTATIVE, at=NOW, in_responsible_group=True)
    add_member(opened, personas.birk(), role=Role.MEMBER, at=NOW)
    karl = personas.karl()
    assign_officer(opened.pk, officer=karl, by=karl, at=NOW)
    return Case.objects.get(pk=opened.pk)


def in_status(case_: Case, status: str) -> Case:
    """Put a case in a status without walking there: only for tests of a single step.

    Everything that concerns what leads to a status walks the real actions instead (tests.walk).
    """
    Case.objects.filter(pk=case_.pk).update(status=status)
    return Case.objects.get(pk=case_.pk)


def case_actor(
    case_: Case,
    name: str,
    kind: ActorKind = ActorKind.ASSOCIATION,
    number: str = "",
    *,
    in_group: bool = True,
) -> CaseActor:
    """Return an actor's part in a case."""
    actor, _created = Actor.objects.get_or_create(
        name=name, defaults={"kind": kind, "organisation_number": number}
    )
    return CaseActor.objects.get_or_create(
        case=case_, actor=actor, defaults={"in_group": in_group, "added_at": NOW}
    )[0]
