"""What happens to a case outside any one phase: opened, claimed, written, sent, withdrawn, ended, archived."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import deadlines
from applications.city import values
from applications.language import kept_in_swedish
from applications.lifecycle import (
    Missing,
    expect,
    locked,
    note,
    note_from_outside,
    pass_turn,
    perform,
    refuse_if,
)
from applications.models import Case, Event, Membership, ReferenceSeries
from applications.notices import Recipient
from applications.states import Initiative, Role, Status, Turn
from applications.templatetags.samverkan import datum


def next_reference(at: datetime) -> str:
    """Return the next reference of the gapless yearly series, e.g. SAM-2026-0007. Caller is in a transaction."""
    year = timezone.localdate(at).year
    ReferenceSeries.objects.get_or_create(year=year)
    series = ReferenceSeries.objects.select_for_update().get(year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"SAM-{year}-{series.last:04d}"


def open_case(
    title: str,
    *,
    at: datetime,
    by: Any = None,
    initiative: Initiative = Initiative.ACTORS,
    officer: Any = None,
    sender: Recipient | None = None,
    **fields: Any,
) -> Case:
    """Open a case in first contact (D25, R46).

    `by` is the person at the city who opens it and tells of it as `open_city_case`; for an intresseanmälan from the
    web it is None. `sender` gets the mail. `fields` are other fields of Case. The caller writes what the contact
    was about.
    """
    with kept_in_swedish(), transaction.atomic():
        case = Case(
            reference=next_reference(at),
            title=title,
            initiative=initiative,
            officer=officer,
            opened_at=at,
            status_since=at,
            **fields,
        )
        case.due_on, case.due_reason = deadlines.usual_due(case, at)
        case.save()
        contact = [sender] if sender else ()
        if by is None:
            name = sender.name if sender else ""
            note_from_outside(case, "open_case", role=Role.PUBLIC, name=name, at=at, contact=contact)
        else:
            who = {"role": Role.OFFICER, "name": str(by), "user": by}
            note_from_outside(case, "open_city_case", **who, at=at, contact=contact)
    return case


def add_member(
    case: Case,
    user: Any,
    *,
    role: Role,
    at: datetime,
    case_actor: Any = None,
    in_responsible_group: bool = False,
) -> Membership:
    """Make `user` a member of the case's group; a former member comes back. Caller logs the act."""
    membership, _created = Membership.objects.update_or_create(
        case=case,
        user=user,
        defaults={
            "role": role,
            "joined_at": at,
            "left_at": None,
            "case_actor": case_actor,
            "in_responsible_group": in_responsible_group,
        },
    )
    for remembered in ("_roles", "_protected"):
        case.__dict__.pop(remembered, None)
    return membership


def assign_officer(
    pk: int, *, officer: Any, by: Any, at: datetime, comment: str = "", audiences: Iterable[str] | None = None
) -> Case:
    """Give the case one officer (R6); the change is logged. Raises Refused if `officer` is none.

    `audiences`: only these get the mail about it.
    """
    with locked(pk) as case:
        if not officer.is_officer:
            refuse_if([Missing(_("%(name)s är inte kontaktperson.") % {"name": officer.name})])
        before = case.officer
        case.officer = officer
        case.save(update_fields=["officer"])
        note(
            case,
            "assign_officer",
            by=by,
            at=at,
            comment=comment,
            data={"from": before.pk if before else None, "to": officer.pk, "to_name": str(officer)},
            audiences=audiences,
        )
    return case


def enter_registry_number(pk: int, number: str, *, by: Any, at: datetime) -> Event:
    """Keep the official number that the registrar gives (D1). `number` is checked by the form and is unique."""
    with locked(pk) as case:
        before = case.registry_number
        case.registry_number = number
        case.save(update_fields=["registry_number"])
        return note(case, "enter_registry_number", by=by, at=at, comment=number, data={"from": before})


def move_date(pk: int, due_on: date, *, by: Any, at: datetime, comment: str) -> Event:
    """Move the date of the one whose turn it is, on purpose and with a reason (D13). Nothing else moves it silently.

    Raises Refused when the case has no date to move, or the new one has passed or is the same.
    """
    with locked(pk) as case:
        refuse_if(missing_for_move_date(case))
        before = case.due_on
        refuse_if(_wrong_date(before, due_on, today=timezone.localdate(at)))
        pass_turn(case, Turn(case.turn), due_on=due_on, due_reason=case.due_reason)
        dates = {"from": before.isoformat() if before else None, "to": due_on.isoformat()}
        words = {"before": datum(before), "day": datum(due_on), "why": comment}
        return note(
            case,
            "move_date",
            by=by,
            at=at,
            comment=_("Från %(before)s till %(day)s. %(why)s") % words,
            data=dates,
            context={"before": before, "why": comment},
        )


def missing_for_move_date(case: Case) -> Iterable[Missing]:
    """Yield why there is no date to move: nobody waits for anything by a day."""
    if case.due_on is None:
        yield Missing(_("Ärendet har inget datum nu."), reverse("admin:case", args=[case.reference]))


def _wrong_date(before: date | None, day: date, *, today: date) -> Iterable[Missing]:
    if day < today:
        yield Missing(_("Välj en dag som kommer."), "#id_due_on")
    elif day == before:
        yield Missing(_("Det är samma dag som nu. Välj en annan."), "#id_due_on")


def withdraw(pk: int, *, by: Any, at: datetime, comment: str) -> Event:
    """The group withdraws (D26); an open agenda item is closed. After support: the final account (R37)."""
    with locked(pk) as case:
        expect(case, "withdraw", by=by)
        refuse_if(missing_for_withdraw(case))
        if not comment.strip():
            refuse_if([Missing(_("Skriv varför ni återkallar."), "#id_comment")])
        event = perform(case, "withdraw", by=by, at=at, comment=comment, context=_not_sent(case, at))
        case.agenda_items.filter(closed_at=None).update(closed_at=at, closed_why="withdraw")
        case.officer_reports.filter(signed_off_at=None).delete()
        return event


def missing_for_withdraw(case: Case) -> Iterable[Missing]:
    """Yield why the group cannot withdraw now: the committee has already decided."""
    if case.decisions.filter(released_at=None).exists():
        yield Missing(_("Nämnden har redan fattat sitt beslut. Ni får beslutet när protokollet är justerat."))


def strike_off(pk: int, *, by: Any, at: datetime, comment: str) -> Event:
    """The officer strikes off a first contact, a draft, or a withdrawn application, with a reason (D26)."""
    with locked(pk) as case:
        refuse_if(_missing_reason(comment))
        return perform(case, "strike_off", by=by, at=at, comment=comment, context=_not_sent(case, at))


def _not_sent(case: Case, at: datetime) -> dict[str, date]:
    """Return until when the group can fetch what it never sent in a case that ends at `at` (D19), for its mail."""
    own = case.application_versions.unsent().filter(opened_at=None)
    if case.was_written_by_city or not own.exists():
        return {}
    return {"kept_until": timezone.localdate(at + timedelta(days=values.draft_days()["days"]))}


def archive(pk: int, *, by: Any, at: datetime) -> Event:
    """The registrar archives an ended case; it needs its official number first (D11)."""
    with locked(pk) as case:
        refuse_if(missing_for_archive(case))
        return perform(case, "archive", by=by, at=at)


def missing_for_archive(case: Case) -> Iterable[Missing]:
    """Yield what an ended case lacks before it can be archived."""
    if not case.registry_number and case.status != Status.STRUCK_OFF:
        yield Missing(_("Skriv in ärendets diarienummer."), f"/admin/arenden/{case.reference}/diarienummer/")


def _missing_reason(comment: str) -> Iterable[Missing]:
    if not comment.strip():
        yield Missing(_("Skriv varför, så att gruppen förstår."), "#id_comment")
