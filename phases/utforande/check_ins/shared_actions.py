"""What the acts on check-ins share: finding the row, what is wrong with a time, logging and telling (R36)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from applications.lifecycle import Missing, Refused, note, pass_turn
from applications.models import Case, Event
from applications.notices import Recipient
from applications.states import Status, Turn
from phases.samarbete.rows import STAMP, find
from phases.utforande.check_ins import guests
from phases.utforande.check_ins.invites import invite_to
from phases.utforande.facts import agenda_of, open_check_ins
from phases.utforande.models import CheckIn


def booked_row(case: Case, pk: int) -> CheckIn:
    """Return a check-in that is neither held nor cancelled. Raises Refused."""
    row = standing_row(case, pk)
    if row.held_at is not None:
        held = _("Avstämningen är redan hållen och antecknad.")
        raise Refused([Missing(held if row.is_check_in else _("Mötet är redan hållet och antecknat."))])
    return row


def standing_row(case: Case, pk: int) -> CheckIn:
    """Return a check-in that is not cancelled. Raises Refused."""
    row: CheckIn = find(case, CheckIn, pk)
    if row.cancelled_at is not None:
        gone = _("Avstämningen är redan inställd.") if row.is_check_in else _("Mötet är redan inställt.")
        raise Refused([Missing(gone)])
    return row


def missing_in_time(
    case: Case,
    starts_at: datetime,
    ends_at: datetime | None,
    at: datetime,
    *,
    but: CheckIn | None = None,
    anchor: str = "#id_starts_at_0",
) -> Iterable[Missing]:
    """Yield what is wrong with a booked time: past, ends before it begins, or the same as another's."""
    if starts_at <= at:
        yield Missing(_("Välj en tid som inte har varit än."), anchor)
    if ends_at is not None and ends_at <= starts_at:
        yield Missing(_("Välj en sluttid som är efter starten."), "#id_ends_at")
    same = open_check_ins(case).filter(starts_at=starts_at)
    other = same.exclude(pk=but.pk if but else None).first()
    if other is not None:
        a_check_in = _("Det finns redan en avstämning bokad då.")
        yield Missing(a_check_in if other.is_check_in else _("Det finns redan ett möte bokat då."), anchor)


def wait_for_first_meeting(case: Case, row: CheckIn) -> None:
    """Let the officer have until the day of the first meeting that is booked (D13)."""
    if row.is_first and case.status == Status.CONTACT and case.turn == Turn.OFFICER:
        due_on = timezone.localdate(row.starts_at)
        pass_turn(case, Turn.OFFICER, due_on=due_on, due_reason=case.due_reason)


def save(row: CheckIn, names: Iterable[str], *, by: Any, at: datetime) -> None:
    """Save these fields of a check-in, with who did it and when."""
    row.touch(by=by, at=at)
    row.save(update_fields=[*names, *STAMP])


def tell_colleagues(case: Case, rows: Sequence[CheckIn], *, before: set[Any], by: Any, at: datetime) -> None:
    """Invite the colleagues who were not there `before`, and tell those who are no longer that they need not come."""
    now = set(guests.colleagues_of(rows[0]))
    invites = [invite_to(case, row, at=at) for row in rows]
    off = [replace(invite, is_cancelled=True, text="") for invite in invites]
    for action, people, invite in (
        ("invite_colleague", now - before, invites),
        ("uninvite_colleague", before - now, off),
    ):
        if people:
            note(
                case,
                action,
                by=by,
                at=at,
                comment=", ".join(sorted(map(str, people))),
                data={"check_in": rows[0].pk},
                contact=guests.as_recipients(people),
                context={
                    "check_in": rows[0],
                    "guests": guests.by_address(rows[0]),
                    "agenda": agenda_of(rows[0], at=at),
                    "others": [(row, guests.by_address(row)) for row in rows[1:]],
                    "count": len(rows),
                },
                invite=invite,
            )


def log(
    case: Case,
    action: str,
    row: CheckIn,
    *,
    by: Any,
    at: datetime,
    comment: str = "",
    invited: Sequence[CheckIn] = (),
    contact: Iterable[Recipient] = (),
    **context: Any,
) -> Event:
    """Log an act on a check-in; the mails know it, and `context` beside it, and invite to `invited`."""
    data: dict[str, Any] = {"check_in": row.pk, "starts_at": row.starts_at.isoformat()}
    if before := context.get("before"):
        data["from"] = before.isoformat()
    if others := [other for other in invited if other != row]:
        data["others"] = [other.pk for other in others]
    known = {
        "check_in": row,
        "guests": guests.by_address(invited[0]) if invited else {},
        "agenda": agenda_of(invited[0], at=at) if invited else "",
        "others": [(other, guests.by_address(other)) for other in others],
        "count": len(invited),
    }
    return note(
        case,
        action,
        by=by,
        at=at,
        comment=comment,
        data=data,
        contact=contact,
        context={**known, **context},
        invite=[invite_to(case, one, at=at) for one in invited] or None,
    )
