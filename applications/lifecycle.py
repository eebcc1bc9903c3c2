"""The one writer of a case's status, and the one writer of its trail."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django_fsm import can_proceed

from applications import deadlines, mail, search
from applications.calendars.invitation import Invite
from applications.keeping.pages import same_page
from applications.language import in_readers_language, kept_in_swedish
from applications.models import Case, Event
from applications.models.case import TRANSITIONS
from applications.notices import Recipient, receivers
from applications.permissions import RULES, allowed, role_for
from applications.states import FINISHED, Status, Turn

SITTING = timedelta(hours=1)
BY_CLOCK = frozenset({"strike_off"})  # a draft that nobody came back to (D19)


class Missing(NamedTuple):
    """One thing a guard misses: what, in Swedish, and the address where it is mended (may be empty).

    `instead`: another way past the thing before it, and not one thing more.
    """

    text: str
    url: str = ""
    instead: bool = False


class Refused(Exception):  # noqa: N818 a refusal is an answer, not an error
    """A guard said no. `missing` says what is missing and where it is mended."""

    def __init__(self, missing: Iterable[Missing]) -> None:
        self.missing = list(missing)
        super().__init__("; ".join(item.text for item in self.missing))


class Stale(Refused):
    """Somebody else saved in between; `fresh` is the stored object, for `form.refuse_stale`."""

    def __init__(self, fresh: Any) -> None:
        self.fresh = fresh
        with in_readers_language():
            super().__init__([Missing(_("Någon annan har sparat sedan du öppnade sidan."))])


class WrongState(Exception):  # noqa: N818
    """The action is not possible in the status that the case has now."""

    def __init__(self, case: Case, action: str) -> None:
        self.case, self.action = case, action
        with in_readers_language():
            text = _("Det går inte nu. Ärendet har status ”%(status)s”.")
            super().__init__(text % {"status": case.get_status_display()})


@contextmanager
def locked(pk: int) -> Iterator[Case]:
    """Open a transaction and hold the case's row until it ends, so that one of two presses wins.

    What is written in it is written in Swedish, whatever language the one who acts reads.
    """
    with kept_in_swedish(), transaction.atomic():
        yield Case.objects.select_for_update(of=("self",)).select_related("officer").get(pk=pk)


def refuse_if(missing: Iterable[Missing]) -> None:
    """Raise Refused when anything is missing, in the reader's language."""
    with in_readers_language():
        found = list(missing)
    if found:
        raise Refused(found)


def refuse_if_stale(stored: Any, revision: int | None, page: str = "") -> None:
    """Raise Stale when `stored` was saved after a page showed it at `revision` (None: nothing to compare).

    `page` is the stamp of that page (applications.keeping.pages): it never collides with its own last save.
    """
    if same_page(getattr(stored, "saved_from", ""), page):
        return
    if revision is not None and revision != stored.revision:
        raise Stale(stored)


def expect(case: Case, action: str, *, by: Any) -> None:
    """Say no before any guard is asked: WrongState by status, PermissionDenied by role.

    `perform` and `note` ask the same again; an action that has guards or writes rows asks here first.
    """
    step = getattr(case, action, None)
    if action in TRANSITIONS and not can_proceed(step):
        raise WrongState(case, action)
    _role_or_denied(case, action, by)
    if not allowed(action, user=by, case=case):
        raise WrongState(case, action)


def available_actions(case: Case, user: Any) -> list[str]:
    """Return the transitions that `user` may take from the case's status, in process order."""
    return [
        action
        for action in TRANSITIONS
        if can_proceed(getattr(case, action)) and allowed(action, user=user, case=case)
    ]


def perform(
    case: Case,
    action: str,
    *,
    by: Any,
    at: datetime,
    comment: str = "",
    turn: Turn | None = None,
    due_on: date | None = None,
    due_reason: str = "",
    data: dict | None = None,
    contact: Iterable[Recipient] = (),
    context: dict | None = None,
) -> Event:
    """Take one transition of a locked case: status, turn and date, one event and its mails.

    Called from the actions modules only, inside `locked()`, after their guards and rows.
    Raises WrongState when the status does not allow it, PermissionDenied when the table does not.
    `context` goes to the mail templates beside the case and the event.
    """
    source = case.status
    if not can_proceed(getattr(case, action)):
        raise WrongState(case, action)
    role = _role_or_denied(case, action, by)
    _move(case, action, at, turn=turn, due_on=due_on, due_reason=due_reason)
    return _log(case, action, source, by, role, at, comment, data, contact, context)


def perform_by_clock(case: Case, action: str, *, at: datetime, comment: str) -> Event:
    """Take one of the transitions BY_CLOCK of a locked case because its time has come, in nobody's name.

    Raises WrongState when the status does not allow it, PermissionDenied for any other transition.
    """
    if action not in BY_CLOCK:
        raise denied(action)
    if not can_proceed(getattr(case, action)):
        raise WrongState(case, action)
    source = case.status
    _move(case, action, at)
    name = _("Automatiskt")
    return note_from_outside(case, action, role="", name=name, at=at, source=source, comment=comment)


def _move(
    case: Case,
    action: str,
    at: datetime,
    *,
    turn: Turn | None = None,
    due_on: date | None = None,
    due_reason: str = "",
) -> None:
    """Take the transition, with whose turn it is and until when."""
    source = case.status
    getattr(case, action)()
    if case.status != source:
        case.status_since = at
    if case.status in FINISHED and case.closed_at is None:
        case.closed_at = at
    case.turn = turn or _usual_turn(case)
    usual_date, usual_reason = deadlines.usual_due(case, at)
    case.due_on = due_on or usual_date
    case.due_reason = due_reason or usual_reason
    case.save(update_fields=["status", "status_since", "turn", "due_on", "due_reason", "closed_at"])


def _usual_turn(case: Case) -> Turn:
    """Return whose turn the status makes it: the officer's while nobody in a group that it writes for can log in."""
    turn = deadlines.TURN_OF[Status(case.status)]
    if turn != Turn.GROUP or not case.is_written_by_city:
        return turn
    return Turn.GROUP if case.has_members else Turn.OFFICER


def pass_turn(case: Case, turn: Turn, *, due_on: date | None, due_reason: str) -> None:
    """Say whose turn it is, and until when, after an act that changed no status (D13). Beside its `note`."""
    case.turn, case.due_on, case.due_reason = turn, due_on, due_reason
    case.save(update_fields=["turn", "due_on", "due_reason"])


def note(
    case: Case,
    action: str,
    *,
    by: Any,
    at: datetime,
    comment: str = "",
    data: dict | None = None,
    contact: Iterable[Recipient] = (),
    context: dict | None = None,
    for_group: bool = True,
    invite: Invite | Sequence[Invite] | None = None,
    audiences: Iterable[str] | None = None,
) -> Event:
    """Log an act that changes no status, after asking the same permission table. Raises as `perform`.

    `invite` leaves with its mails, for the receivers' calendars. `audiences`: only these of the action's get a mail.
    """
    expect(case, action, by=by)
    role = role_for(action, user=by, case=case)
    return _log(
        case,
        action,
        case.status,
        by,
        role,
        at,
        comment,
        data,
        contact,
        context,
        for_group=for_group,
        invite=invite,
        audiences=audiences,
    )


def note_writing(
    case: Case, action: str, *, by: Any, at: datetime, comment: str, data: dict, quiet: bool
) -> None:
    """Log that somebody wrote in the group's own space. Raises as `perform`.

    What the page saves by itself (`quiet`) is one event a sitting: the same person on the same thing (`comment`)
    within SITTING.
    """
    lately = case.events.filter(action=action, user=by, comment=comment, at__gt=at - SITTING)
    if quiet and lately.exists():
        expect(case, action, by=by)
        return
    note(case, action, by=by, at=at, comment=comment, data=data)


def note_from_outside(
    case: Case,
    action: str,
    *,
    role: str,
    name: str,
    at: datetime,
    contact: Iterable[Recipient] = (),
    context: dict | None = None,
    audiences: Iterable[str] | None = None,
    key: str = "",
    **fields: Any,
) -> Event:
    """Log what somebody without an account did (an intresseanmälan, a confirmation by link) or the clock.

    `fields` are other fields of the event, `context` goes to the mail templates. `audiences`: only these of the
    action's get a mail. `key`: makes the mails unique, a person at a time.
    """
    event = Event.objects.create(
        case=case,
        action=action,
        target=case.status,
        at=at,
        user_name=name,
        role=role,
        **{"source": case.status, **fields},
    )
    search.refresh(case)
    _write_mails(case, action, event, None, at, contact, context, audiences, key)
    return event


def denied(action: str) -> PermissionDenied:
    """Return the refusal that says who may."""
    with in_readers_language():
        return PermissionDenied(_("Det här kan bara göras av %(who)s.") % {"who": RULES[action].who})


def _role_or_denied(case: Case, action: str, by: Any) -> str:
    role = role_for(action, user=by, case=case)
    if role is None:
        raise denied(action)
    return role


def _log(
    case: Case,
    action: str,
    source: str,
    by: Any,
    role: str | None,
    at: datetime,
    comment: str,
    data: dict | None,
    contact: Iterable[Recipient],
    context: dict | None,
    *,
    for_group: bool = True,
    invite: Invite | Sequence[Invite] | None = None,
    audiences: Iterable[str] | None = None,
) -> Event:
    event = Event.objects.create(
        case=case,
        action=action,
        source=source,
        target=case.status,
        at=at,
        user=by,
        user_name=str(by),
        role=role or "",
        comment=comment,
        data=data or {},
        for_group=for_group,
    )
    case.__dict__.pop("_written", None)
    search.refresh(case)
    _write_mails(case, action, event, by, at, contact, context, audiences, invite=invite)
    return event


def _write_mails(
    case: Case,
    action: str,
    event: Event,
    by: Any,
    at: datetime,
    contact: Iterable[Recipient],
    context: dict | None,
    audiences: Iterable[str] | None = None,
    key: str = "",
    invite: Invite | Sequence[Invite] | None = None,
) -> None:
    """Write the mails that the page said there would be (notices.receivers)."""
    for audience, to in receivers(case, action, by=by, contact=contact, audiences=audiences):
        mail.queue(
            f"{action}_{audience}",
            to=to,
            at=at,
            case=case,
            event=event,
            key=key and f"{key}:{to.short_id}",
            context={"event": event, "by": by, **(context or {})},
            invite=invite,
        )
