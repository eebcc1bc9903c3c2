"""Book, move, cancel, hold and confirm check-ins, and finish what was agreed at them (R36)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from applications import documents
from applications.lifecycle import Missing, Refused, locked, note, refuse_if, refuse_if_stale
from applications.mailing.actions import remind
from applications.mailing.reminders import is_time, sent_keys
from applications.models import Case, DocumentOrder, Event
from applications.notices import CONTACT, GROUP, OFFICER, Recipient
from applications.states import FINISHED
from phases.samarbete.rows import STAMP, add, find, require
from phases.utforande.check_ins import guests
from phases.utforande.check_ins.invites import invite_to
from phases.utforande.check_ins.snapshot import notes_snapshot
from phases.utforande.facts import MEETABLE, agenda_of, next_check_in, open_check_ins
from phases.utforande.models import AgreedAction, CheckIn


@dataclass(frozen=True)
class Agreed:
    """One agreed action as the form gives it; `pk` when it stood in the notes before."""

    what: str
    who: str
    due_on: date | None = None
    pk: int | None = None


def book_check_in(
    pk: int,
    *,
    starts_at: datetime,
    place: str,
    by: Any,
    at: datetime,
    ends_at: datetime | None = None,
    agenda: str = "",
    colleagues: Iterable[Any] = (),
) -> CheckIn:
    """Book a check-in and invite the group and `colleagues` by mail. Raises Refused, WrongState."""
    with locked(pk) as case:
        require(case, "book_check_in", MEETABLE, by=by)
        refuse_if(_missing_in_time(case, starts_at, ends_at, at))
        values = {"starts_at": starts_at, "ends_at": ends_at, "place": place, "agenda": agenda}
        check_in = add(case, CheckIn, values, by=by, at=at)
        guests.invite(case, check_in, colleagues=colleagues, at=at)
        _note(case, "book_check_in", check_in, by=by, at=at, invited=check_in)
        _tell_colleagues(case, check_in, before=set(), by=by, at=at)
    return check_in


def move_check_in(
    pk: int,
    check_in: int,
    *,
    starts_at: datetime,
    place: str,
    by: Any,
    at: datetime,
    ends_at: datetime | None = None,
    agenda: str = "",
    colleagues: Iterable[Any] | None = None,
    revision: int | None = None,
) -> CheckIn:
    """Change time, place or agenda of a booked check-in; logged, and those invited are told. Raises Refused, Stale.

    When the time changes everybody is asked anew whether they come. `colleagues`: who at the city is invited from
    now on; None leaves them as they are.
    """
    with locked(pk) as case:
        require(case, "move_check_in", MEETABLE, by=by)
        row = _booked(case, check_in)
        refuse_if_stale(row, revision)
        refuse_if(_missing_in_time(case, starts_at, ends_at, at, but=row))
        before, asks_anew = row.starts_at, (row.starts_at, row.ends_at) != (starts_at, ends_at)
        row.starts_at, row.ends_at, row.place, row.agenda = starts_at, ends_at, place, agenda
        _save(row, ("starts_at", "ends_at", "place", "agenda"), by=by, at=at)
        invited = set(guests.colleagues_of(row))
        chosen = invited if colleagues is None else set(colleagues)
        guests.invite(case, row, colleagues=chosen, at=at)
        if asks_anew:
            guests.ask_anew(row)
        stay = guests.as_recipients(invited & chosen)
        context = {"before": before, "asks_anew": asks_anew}
        _note(case, "move_check_in", row, by=by, at=at, invited=row, contact=stay, **context)
        _tell_colleagues(case, row, before=invited, by=by, at=at)
    return row


def cancel_check_in(
    pk: int, check_in: int, *, why: str, by: Any, at: datetime, revision: int | None = None
) -> CheckIn:
    """Cancel a booked check-in, with a reason that the group is told. Raises Refused, Stale."""
    with locked(pk) as case:
        require(case, "cancel_check_in", MEETABLE, by=by)
        row = _booked(case, check_in)
        refuse_if_stale(row, revision)
        if not why.strip():
            refuse_if([Missing(_("Skriv varför avstämningen ställs in."), "#id_why")])
        row.cancelled_at, row.cancelled_why = at, why
        _save(row, ("cancelled_at", "cancelled_why"), by=by, at=at)
        contact = guests.as_recipients(guests.colleagues_of(row))
        _note(case, "cancel_check_in", row, by=by, at=at, invited=row, comment=why, contact=contact)
    return row


def hold_check_in(
    pk: int,
    check_in: int,
    *,
    participants: str,
    notes: str,
    by: Any,
    at: datetime,
    agreed: Sequence[Agreed] = (),
    next_starts_at: datetime | None = None,
    next_place: str = "",
    revision: int | None = None,
) -> CheckIn:
    """Note a check-in that was held: who took part, what was said, what was agreed, perhaps when to meet next.

    The notes become a document. They may be noted anew until the group has confirmed them; the document then
    replaces the earlier one. Raises Refused, Stale, WrongState.
    """
    with locked(pk) as case:
        require(case, "hold_check_in", MEETABLE, by=by)
        row = _not_cancelled(case, check_in)
        refuse_if_stale(row, revision)
        refuse_if(_missing_for_hold(case, row, participants, notes, at))
        is_new = row.held_at is None
        row.held_at, row.participants, row.notes = row.held_at or at, participants, notes
        _save(row, ("held_at", "participants", "notes"), by=by, at=at)
        _write_agreed(row, agreed)
        booked = None
        if next_starts_at is not None:
            refuse_if(_missing_in_time(case, next_starts_at, None, at, anchor="#id_next_starts_at_0"))
            values = {"starts_at": next_starts_at, "place": next_place or row.place}
            booked = add(case, CheckIn, values, by=by, at=at)
            guests.invite(case, booked, colleagues=(), at=at)
        reason = "" if is_new else _("Anteckningarna är ändrade.")
        _order_notes(case, row, by=by, at=at, reason=reason)
        following = next_check_in(case, max(at, row.starts_at))
        _note(case, "hold_check_in", row, by=by, at=at, comment=reason, invited=booked, following=following)
    return row


def confirm_check_in(pk: int, check_in: int, *, by: Any, at: datetime, revision: int | None = None) -> Event:
    """The group confirms the notes; from now on they do not change, and the document says who confirmed."""
    with locked(pk) as case:
        require(case, "confirm_check_in", MEETABLE, by=by)
        row = find(case, CheckIn, check_in)
        refuse_if_stale(row, revision)
        if row.held_at is None:
            refuse_if([Missing(_("Avstämningen har inga anteckningar att bekräfta än."))])
        if row.confirmed_at is not None:
            refuse_if([Missing(_("Anteckningarna är redan bekräftade."))])
        row.confirmed_at, row.confirmed_by = at, by
        _save(row, ("confirmed_at", "confirmed_by"), by=by, at=at)
        _order_notes(case, row, by=by, at=at)
        return _note(case, "confirm_check_in", row, by=by, at=at)


def _done_already(row: AgreedAction) -> Iterable[Missing]:
    yield Missing(_("”%(what)s” är redan markerat som klart.") % {"what": row.what})


def finish_agreed_action(pk: int, action: int, *, by: Any, at: datetime) -> AgreedAction:
    """Mark what was agreed as done today. Raises Refused when it is done already or gone."""
    with locked(pk) as case:
        require(case, "finish_agreed_action", MEETABLE, by=by)
        row = AgreedAction.objects.filter(check_in__case=case, pk=action).first()
        if row is None:
            raise Refused([Missing(_("Det finns inte längre. Någon annan har tagit bort det."))])
        if row.done_on is not None:
            refuse_if(_done_already(row))
        row.done_on = timezone.localdate(at)
        row.save(update_fields=["done_on"])
        note(case, "finish_agreed_action", by=by, at=at, comment=row.what, data={"agreed": row.pk})
    return row


def remind_of_check_ins(*, at: datetime) -> int:
    """Remind group and officer of the check-ins of tomorrow, once for each time booked; return of how many.

    Who is invited the same day has the invitation still before them.
    """
    if not is_time(at):
        return 0
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    coming = CheckIn.objects.filter(starts_at__date=tomorrow, cancelled_at=None, held_at=None)
    coming = coming.exclude(case__status__in=FINISHED)
    for told in ("created_at__date", "saved_at__date"):
        coming = coming.exclude(**{told: timezone.localdate(at)})
    rows = list(coming.select_related("case__officer"))
    sent = sent_keys(row.case for row in rows)
    return sum(_remind(row, at=at) for row in rows if _reminder_key(row) not in sent)


def _reminder_key(row: CheckIn) -> str:
    return f"remind:check_in:{row.pk}:{row.starts_at.timestamp():.0f}"


def _remind(row: CheckIn, *, at: datetime) -> bool:
    return remind(
        row.case_id,
        "remind_check_in",
        key=_reminder_key(row),
        audiences=(GROUP, OFFICER, CONTACT),
        still=lambda _case: CheckIn.objects.filter(
            pk=row.pk, starts_at=row.starts_at, cancelled_at=None, held_at=None
        ).exists(),
        at=at,
        contact=guests.as_recipients(guests.colleagues_of(row)),
        context={"check_in": row, "guests": guests.by_address(row), "agenda": agenda_of(row, at=at)},
    )


# --- what they share ----------------------------------------------------------------------------------
def _booked(case: Case, pk: int) -> CheckIn:
    row = _not_cancelled(case, pk)
    if row.held_at is not None:
        raise Refused([Missing(_("Avstämningen är redan hållen och antecknad."))])
    return row


def _not_cancelled(case: Case, pk: int) -> CheckIn:
    row: CheckIn = find(case, CheckIn, pk)
    if row.cancelled_at is not None:
        raise Refused([Missing(_("Avstämningen är redan inställd."))])
    return row


def _missing_in_time(
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
    if same.exclude(pk=but.pk if but else None).exists():
        yield Missing(_("Det finns redan en avstämning bokad då."), anchor)


def _missing_for_hold(
    case: Case, row: CheckIn, participants: str, notes: str, at: datetime
) -> Iterable[Missing]:
    if row.confirmed_at is not None:
        yield Missing(_("Gruppen har bekräftat anteckningarna. De går inte längre att ändra."))
    if row.starts_at > at:
        yield Missing(
            _("Avstämningen är bokad till en tid som inte har varit än. Ändra tiden först."),
            reverse("admin:move_check_in", args=[case.reference, row.pk]),
        )
    if not participants.strip():
        yield Missing(_("Skriv vilka som var med."), "#id_participants")
    if not notes.strip():
        yield Missing(_("Skriv vad ni talade om."), "#id_notes")


def _save(row: CheckIn, names: Iterable[str], *, by: Any, at: datetime) -> None:
    row.touch(by=by, at=at)
    row.save(update_fields=[*names, *STAMP])


def _write_agreed(row: CheckIn, agreed: Sequence[Agreed]) -> None:
    """Make the agreed actions those of the form; rows that were left out go, finished ones stay."""
    row.actions.filter(done_on=None).exclude(pk__in=[item.pk for item in agreed if item.pk]).delete()
    for item in agreed:
        values = {"what": item.what, "who": item.who, "due_on": item.due_on}
        if item.pk is None or not row.actions.filter(pk=item.pk).update(**values):
            AgreedAction.objects.create(check_in=row, **values)


def _order_notes(case: Case, row: CheckIn, *, by: Any, at: datetime, reason: str = "") -> DocumentOrder:
    """Freeze the notes as a document; a second one replaces the first, and says why when it mends it."""
    before = DocumentOrder.objects.filter(case=case, key__startswith=f"check_in_notes:{row.pk}:").first()
    day = date_format(timezone.localdate(row.starts_at), "j F Y").lower()
    name = (
        _("Avstämningsanteckning %(day)s, bekräftad")
        if row.confirmed_at
        else _("Avstämningsanteckning %(day)s")
    )
    return documents.order(
        case,
        "check_in_notes",
        key=f"check_in_notes:{row.pk}:{row.revision}",
        designation=name % {"day": day},
        snapshot=notes_snapshot(
            case, row, on=timezone.localdate(at), replaces=before if reason else None, reason=reason
        ),
        at=at,
        by=by,
        replaces=before,
    )


def _tell_colleagues(case: Case, row: CheckIn, *, before: set[Any], by: Any, at: datetime) -> None:
    """Invite the colleagues who were not there `before`, and tell those who are no longer that they need not come."""
    now = set(guests.colleagues_of(row))
    for action, people, invite in (
        ("invite_colleague", now - before, invite_to(case, row, at=at)),
        (
            "uninvite_colleague",
            before - now,
            replace(invite_to(case, row, at=at), is_cancelled=True, text=""),
        ),
    ):
        if people:
            note(
                case,
                action,
                by=by,
                at=at,
                comment=", ".join(sorted(map(str, people))),
                data={"check_in": row.pk},
                contact=guests.as_recipients(people),
                context={
                    "check_in": row,
                    "guests": guests.by_address(row),
                    "agenda": agenda_of(row, at=at),
                },
                invite=invite,
            )


def _note(
    case: Case,
    action: str,
    row: CheckIn,
    *,
    by: Any,
    at: datetime,
    comment: str = "",
    invited: CheckIn | None = None,
    contact: Iterable[Recipient] = (),
    **context: Any,
) -> Event:
    """Log an act on a check-in; the mails know it, and `context` beside it, and invite to `invited`."""
    data = {"check_in": row.pk, "starts_at": row.starts_at.isoformat()}
    if before := context.get("before"):
        data["from"] = before.isoformat()
    return note(
        case,
        action,
        by=by,
        at=at,
        comment=comment,
        data=data,
        contact=contact,
        context={
            "check_in": row,
            "guests": guests.by_address(invited) if invited else {},
            "agenda": agenda_of(invited, at=at) if invited else "",
            **context,
        },
        invite=invite_to(case, invited, at=at) if invited is not None else None,
    )
