"""Book, move, cancel, hold and confirm meetings of officer and group, and finish what was agreed (R5, R36)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
from applications.notices import CONTACT, GROUP, OFFICER
from applications.states import FINISHED
from phases.booked import MEETABLE
from phases.samarbete.rows import add, find, require
from phases.utforande.check_ins import guests
from phases.utforande.check_ins.series import coming_after, moved_times
from phases.utforande.check_ins.shared_actions import (
    booked_row,
    log,
    missing_in_time,
    save,
    standing_row,
    tell_colleagues,
    wait_for_first_meeting,
)
from phases.utforande.check_ins.snapshot import notes_snapshot
from phases.utforande.facts import (
    CHECKED_IN,
    agenda_of,
    is_noted_as_first,
    next_check_in,
    purpose_of_next,
)
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
    later: Iterable[datetime] = (),
) -> CheckIn:
    """Book a check-in and invite the group and `colleagues` by mail. Raises Refused, WrongState.

    Before the application is ready and until it is noted, it is the first meeting (R5); whoever made contact is
    invited while the group has no members. Until support is granted it is a meeting, then an avstämning (R36).

    `later`: when to meet again in the same series, as long and in the same place (R48). Each is a check-in of its
    own, whose agenda builds itself.
    """
    with locked(pk) as case:
        require(case, "book_check_in", MEETABLE, by=by)
        refuse_if(missing_in_time(case, starts_at, ends_at, at))
        values: dict[str, Any] = {
            "starts_at": starts_at,
            "ends_at": ends_at,
            "place": place,
            "agenda": agenda,
        }
        check_in = add(case, CheckIn, {**values, "purpose": purpose_of_next(case)}, by=by, at=at)
        rows = [check_in]
        for moment in later:
            until = moment + (ends_at - starts_at) if ends_at else None
            refuse_if(missing_in_time(case, moment, until, at))
            again = {**values, "starts_at": moment, "ends_at": until, "agenda": "", "series": check_in}
            again["purpose"] = purpose_of_next(case)
            rows.append(add(case, CheckIn, again, by=by, at=at))
        colleagues = list(colleagues)
        for row in rows:
            guests.invite(case, row, colleagues=colleagues, at=at)
        wait_for_first_meeting(case, check_in)
        log(case, "book_check_in", check_in, by=by, at=at, invited=rows)
        tell_colleagues(case, rows, before=set(), by=by, at=at)
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
    all_coming: bool = False,
    revision: int | None = None,
) -> CheckIn:
    """Change time, place or agenda of a booked check-in; logged, and those invited are told. Raises Refused, Stale.

    When the time changes everybody is asked anew whether they come. `colleagues`: who at the city is invited from
    now on; None leaves them as they are. `all_coming`: those that follow in the series move as many days, past days
    off, to the same hour and place.
    """
    with locked(pk) as case:
        require(case, "move_check_in", MEETABLE, by=by)
        row = booked_row(case, check_in)
        refuse_if_stale(row, revision)
        refuse_if(missing_in_time(case, starts_at, ends_at, at, but=row))
        before = row.starts_at
        rows = [row, *(coming_after(row) if all_coming else ())]
        invited = set(guests.colleagues_of(row))
        chosen = invited if colleagues is None else set(colleagues)
        times = moved_times(rows, starts_at, ends_at)
        asks_anew = (row.starts_at, row.ends_at) != times[0]
        row.agenda = agenda
        for one, (begins, until) in zip(rows, times, strict=True):
            is_new = (one.starts_at, one.ends_at) != (begins, until)
            one.starts_at, one.ends_at, one.place = begins, until, place
            save(one, ("starts_at", "ends_at", "place", "agenda"), by=by, at=at)
            guests.invite(case, one, colleagues=chosen, at=at)
            if is_new:
                guests.ask_anew(one)
        wait_for_first_meeting(case, row)
        stay = guests.as_recipients(invited & chosen)
        context = {"before": before, "asks_anew": asks_anew}
        log(case, "move_check_in", row, by=by, at=at, invited=rows, contact=stay, **context)
        tell_colleagues(case, rows, before=invited, by=by, at=at)
    return row


def cancel_check_in(
    pk: int,
    check_in: int,
    *,
    why: str,
    by: Any,
    at: datetime,
    all_coming: bool = False,
    revision: int | None = None,
) -> CheckIn:
    """Cancel a booked check-in, with a reason that the group is told. Raises Refused, Stale.

    `all_coming`: those that follow in the series too.
    """
    with locked(pk) as case:
        require(case, "cancel_check_in", MEETABLE, by=by)
        row = booked_row(case, check_in)
        refuse_if_stale(row, revision)
        if not why.strip():
            refuse_if([Missing(_("Skriv varför %(the)s ställs in.") % {"the": row.words.the}, "#id_why")])
        rows = [row, *(coming_after(row) if all_coming else ())]
        for one in rows:
            one.cancelled_at, one.cancelled_why = at, why
            save(one, ("cancelled_at", "cancelled_why"), by=by, at=at)
        contact = guests.as_recipients(guests.colleagues_of(row))
        log(case, "cancel_check_in", row, by=by, at=at, invited=rows, comment=why, contact=contact)
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
        row = standing_row(case, check_in)
        refuse_if_stale(row, revision)
        refuse_if(_missing_for_hold(case, row, participants, notes, at))
        row.purpose = CheckIn.Purpose.CHECK_IN if case.phase in CHECKED_IN else CheckIn.Purpose.MEETING
        is_new = row.held_at is None
        row.held_at, row.participants, row.notes = row.held_at or at, participants, notes
        save(row, ("purpose", "held_at", "participants", "notes"), by=by, at=at)
        _write_agreed(row, agreed)
        booked = None
        if next_starts_at is not None:
            refuse_if(missing_in_time(case, next_starts_at, None, at, anchor="#id_next_starts_at_0"))
            values = {"starts_at": next_starts_at, "place": next_place or row.place}
            values["purpose"] = purpose_of_next(case)
            booked = add(case, CheckIn, values, by=by, at=at)
            guests.invite(case, booked, colleagues=(), at=at)
        reason = "" if is_new else _("Anteckningarna är ändrade.")
        _order_notes(case, row, by=by, at=at, reason=reason)
        following = next_check_in(case, max(at, row.starts_at))
        log(
            case,
            "hold_check_in",
            row,
            by=by,
            at=at,
            comment=reason,
            invited=[booked] if booked else [],
            following=following,
        )
    return row


def confirm_check_in(pk: int, check_in: int, *, by: Any, at: datetime, revision: int | None = None) -> Event:
    """The group confirms the notes; from now on they do not change, and the document says who confirmed."""
    with locked(pk) as case:
        require(case, "confirm_check_in", MEETABLE, by=by)
        row = find(case, CheckIn, check_in)
        refuse_if_stale(row, revision)
        if row.held_at is None or row.is_first:
            refuse_if([Missing(_("Mötet har inga anteckningar att bekräfta än."))])
        if row.confirmed_at is not None:
            refuse_if([Missing(_("Anteckningarna är redan bekräftade."))])
        row.confirmed_at, row.confirmed_by = at, by
        save(row, ("confirmed_at", "confirmed_by"), by=by, at=at)
        _order_notes(case, row, by=by, at=at)
        return log(case, "confirm_check_in", row, by=by, at=at)


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
def _missing_for_hold(
    case: Case, row: CheckIn, participants: str, notes: str, at: datetime
) -> Iterable[Missing]:
    if row.confirmed_at is not None:
        yield Missing(_("Gruppen har bekräftat anteckningarna. De går inte längre att ändra."))
    if is_noted_as_first(row):
        yield Missing(
            _("Anteckna första mötet på dess egen sida."),
            reverse("admin:log_first_meeting", args=[case.reference]),
        )
    if row.starts_at > at:
        yield Missing(
            _("Mötet är bokat till en tid som inte har varit än. Ändra tiden först."),
            reverse("admin:move_check_in", args=[case.reference, row.pk]),
        )
    if not participants.strip():
        yield Missing(_("Skriv vilka som var med."), "#id_participants")
    if not notes.strip():
        yield Missing(_("Skriv vad ni talade om."), "#id_notes")


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
    if row.is_check_in:
        confirmed, plain = _("Avstämningsanteckning %(day)s, bekräftad"), _("Avstämningsanteckning %(day)s")
    else:
        confirmed, plain = _("Mötesanteckning %(day)s, bekräftad"), _("Mötesanteckning %(day)s")
    name = confirmed if row.confirmed_at else plain
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
