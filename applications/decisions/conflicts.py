"""Who did not take part because of a conflict of interest (jäv): a row per member (D3)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.lifecycle import Missing
from applications.models import Decision, MemberConflict

PARTS = ("name", "role", "substitute")
LONGEST = 150  # characters of each part, as in the columns


@dataclass(frozen=True)
class ConflictContent:
    """A member who did not take part: name, party or task, and who served instead (both may be empty)."""

    name: str
    role: str = ""
    substitute: str = ""

    def __str__(self) -> str:
        return str(MemberConflict(**vars(self)))


def stored_conflicts(decision: Decision) -> tuple[ConflictContent, ...]:
    """Return the registered members in the order they were written."""
    return tuple(
        ConflictContent(row.name, row.role, row.substitute) for row in decision.member_conflicts.all()
    )


def write_conflicts(decision: Decision, rows: Iterable[ConflictContent]) -> None:
    """Write the members anew."""
    decision.member_conflicts.all().delete()
    MemberConflict.objects.bulk_create(MemberConflict(decision=decision, **vars(row)) for row in rows)


def as_lines(rows: Iterable[ConflictContent]) -> str:
    """Return the members one a line, "Namn, uppgift, ersättare": how a rectification shows and keeps them."""
    return "\n".join(", ".join(getattr(row, part) for part in PARTS).rstrip(", ") for row in rows)


def from_lines(text: str) -> tuple[ConflictContent, ...]:
    """Return the members of lines as `as_lines` writes them; what stands after the second comma is the substitute."""
    rows = ([part.strip() for part in line.split(",", len(PARTS) - 1)] for line in text.splitlines())
    return tuple(ConflictContent(*row) for row in rows if row[0])


def missing_in_conflicts(rows: Iterable[ConflictContent]) -> Iterable[Missing]:
    """Yield rows that cannot be: without a name, a member twice, a member who served instead of themselves."""
    rows = tuple(rows)
    counted = Counter(row.name.strip().casefold() for row in rows)
    for number, row in enumerate(rows):
        anchor, name = f"#id_conflicts-{number}-", row.name.strip().casefold()
        if not name:
            yield Missing(_("Skriv vem som inte deltog."), f"{anchor}name")
        elif counted[name] > 1:
            yield Missing(_("%(name)s står här flera gånger.") % {"name": row.name}, f"{anchor}name")
        if name and row.substitute.strip().casefold() == name:
            yield Missing(_("Den som är jävig kan inte tjänstgöra i stället."), f"{anchor}substitute")
