"""What group and officer do during utförande: tell the result, note progress, open the reporting."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from applications import deadlines
from applications.city import values
from applications.lifecycle import (
    Missing,
    Refused,
    expect,
    locked,
    note,
    pass_turn,
    perform,
    refuse_if,
    refuse_if_stale,
)
from applications.models import Case, Event, Measure
from applications.states import MeasureStatus, Status, Turn
from phases.samarbete.rows import add, require
from phases.utforande.facts import DEVIATING, NOTABLE, last_day_of_measures, standing_of, to_carry_out
from phases.utforande.guards import missing_for_open_reporting
from phases.utforande.models import MeasureProgress, ResultCommunication


def communicate_result(
    pk: int, *, happened_on: date, channel: str, audience: str, by: Any, at: datetime, remark: str = ""
) -> ResultCommunication:
    """Log that the responsible group told the area's actors what was decided (R33). Raises Refused."""
    with locked(pk) as case:
        require(case, "communicate_result", NOTABLE, by=by)
        values = {"happened_on": happened_on, "channel": channel, "audience": audience, "note": remark}
        refuse_if(_missing_in_communication(case, values, at))
        row = add(case, ResultCommunication, values, by=by, at=at)
        note(case, "communicate_result", by=by, at=at, comment=row.channel, data={"communication": row.pk})
    return row


def _missing_in_communication(case: Case, values: dict[str, Any], at: datetime) -> Iterable[Missing]:
    if values["happened_on"] > timezone.localdate(at):
        yield Missing(_("Anteckna det när ni har berättat. Dagen har inte varit än."), "#id_happened_on")
    if ResultCommunication.objects.filter(case=case, **values).exists():
        yield Missing(_("Det är redan antecknat."))


def record_progress(
    pk: int,
    measure: int,
    *,
    status: str,
    by: Any,
    at: datetime,
    reason: str = "",
    new_ends_on: date | None = None,
    remark: str = "",
    revision: int | None = None,
) -> MeasureProgress:
    """Note how a granted measure stands (R34); a deviation from the decided schedule carries its reason.

    `measure` is its id; `revision` what the page showed (facts.Standing). Raises Refused, Stale, WrongState.
    """
    with locked(pk) as case:
        require(case, "record_progress", NOTABLE, by=by)
        found = to_carry_out(case).filter(pk=measure).first()
        if found is None:
            raise Refused([Missing(_("Insatsen finns inte bland dem som nämnden beviljade."))])
        standing = standing_of(found)
        refuse_if_stale(standing, revision)
        new_day = new_ends_on if new_ends_on != standing.ends_on else None
        refuse_if(missing_in_progress(found, status=status, reason=reason, new_ends_on=new_day))
        row = MeasureProgress.objects.create(
            case=case,
            measure=found,
            status=status,
            reason=reason,
            new_ends_on=new_day,
            note=remark,
            created_at=at,
            created_by=by,
        )
        before = found.status
        found.status = status
        found.deviation_reason = reason or found.deviation_reason
        found.save(update_fields=["status", "deviation_reason"])
        label = MeasureStatus(status).label
        comment = ": ".join(part for part in (f"{found} – {label}", reason) if part)
        note(
            case, "record_progress", by=by, at=at, comment=comment, data={"measure": found.pk, "from": before}
        )
        if case.status == Status.EXECUTION and new_day:
            pass_turn(case, Turn(case.turn), due_on=last_day_of_measures(case), due_reason=case.due_reason)
    return row


def missing_in_progress(
    measure: Measure, *, status: str, reason: str, new_ends_on: date | None
) -> Iterable[Missing]:
    """Yield what a note of progress lacks: a deviation needs a reason, a new day lies after the start."""
    if status not in MeasureStatus.values:
        yield Missing(_("Välj hur det går med insatsen."), "#id_status_0")
    if (status in DEVIATING or new_ends_on) and not reason.strip():
        yield Missing(_("Skriv varför tidsplanen inte håller."), "#id_reason")
    if new_ends_on and measure.starts_on and new_ends_on < measure.starts_on:
        yield Missing(_("Välj ett slutdatum som ligger efter att insatsen börjar."), "#id_new_ends_on")


def open_reporting(pk: int, *, by: Any, at: datetime) -> Event:
    """Open the result report (R36, R37): it is due `report_days` after the last measure, or soon when that has been.

    Raises Refused with what is missing; gates on facts can be passed with a written reason (D23).
    """
    with locked(pk) as case:
        expect(case, "open_reporting", by=by)
        refuse_if(missing_for_open_reporting(case))
        return perform(case, "open_reporting", by=by, at=at, due_on=report_day(case, at))


def report_day(case: Case, at: datetime) -> date:
    """Return the last day for the result report; the group always gets the days of a completion at least."""
    last = last_day_of_measures(case) or timezone.localdate(at)
    soonest = timezone.localdate(at) + timedelta(days=values.days("completion_days"))
    return max(deadlines.report_due(last), deadlines.next_working_day(soonest))
