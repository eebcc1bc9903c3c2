"""Putting a case on the agenda of a meeting, ordering the items, taking it off again."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from applications.committee.agenda import next_number, open_item, report_to_decide, shown_items
from applications.committee.guards import missing_for_put_on_agenda, missing_for_take_off_agenda
from applications.lifecycle import Missing, expect, locked, note, perform, refuse_if
from applications.models import AgendaItem, Case, Event, Meeting
from applications.states import Status


def keep_turn(case: Case) -> dict[str, Any]:
    """Return whose turn and until when as they are: what happens at the committee does not stop the execution."""
    if case.status != Status.EXECUTION:
        return {}
    return {"turn": case.turn, "due_on": case.due_on, "due_reason": case.due_reason}


def put_on_agenda(pk: int, *, meeting: Meeting, by: Any, at: datetime) -> Event:
    """Put a case with a signed report last on the agenda of a coming meeting; the group learns the day."""
    with locked(pk) as case:
        expect(case, "put_on_agenda", by=by)
        refuse_if(missing_for_put_on_agenda(case))
        refuse_if(_not_possible(meeting, at))
        Meeting.objects.select_for_update().get(pk=meeting.pk)  # one at a time gets the next number
        item = AgendaItem.objects.create(
            meeting=meeting,
            case=case,
            report=report_to_decide(case),
            number=next_number(meeting),
            added_at=at,
        )
        due = keep_turn(case) or {"due_on": meeting.date, "due_reason": _("Registrera beslutet")}
        return perform(
            case, "put_on_agenda", by=by, at=at, data=_about(item), context={"meeting": meeting}, **due
        )


def _not_possible(meeting: Meeting, at: datetime) -> list[Missing]:
    if meeting.date < timezone.localdate(at) or not meeting.committee.decides:
        return [Missing(_("Välj ett sammanträde som inte har varit."), "#id_meeting")]
    return []


def take_off_agenda(pk: int, *, by: Any, at: datetime, comment: str = "") -> Event:
    """Take a case off its agenda before anything is registered; it is ready for another one."""
    with locked(pk) as case:
        expect(case, "take_off_agenda", by=by)
        refuse_if(missing_for_take_off_agenda(case))
        item = open_item(case)
        close_item(item, "take_off_agenda", at=at)
        return perform(
            case,
            "take_off_agenda",
            by=by,
            at=at,
            comment=comment,
            data=_about(item),
            context={"meeting": item.meeting},
            **keep_turn(case),
        )


def close_item(item: AgendaItem, why: str, *, at: datetime) -> None:
    """Close an item: decided, moved to a later meeting or taken off. The caller holds the case locked."""
    item.closed_at, item.closed_why = at, why
    item.save(update_fields=["closed_at", "closed_why"])


def move_agenda_item(pk: int, *, earlier: bool, by: Any, at: datetime) -> AgendaItem:
    """Let the case's item change places with the one before (`earlier`) or after it; at the end nothing happens."""
    with locked(pk) as case:
        expect(case, "move_agenda_item", by=by)
        item = open_item(case)
        if item is None:
            refuse_if([Missing(_("Ärendet är inte uppsatt på något sammanträde."))])
        Meeting.objects.select_for_update().get(pk=item.meeting_id)
        order = list(shown_items(item.meeting))
        place = [other.pk for other in order].index(item.pk)
        target = place - 1 if earlier else place + 1
        if 0 <= target < len(order):
            order[place], order[target] = order[target], order[place]
            for number, other in enumerate(order, start=1):
                AgendaItem.objects.filter(pk=other.pk).update(number=number)
            note(case, "move_agenda_item", by=by, at=at, data=_about(item), for_group=False)
        item.refresh_from_db()
        return item


def _about(item: AgendaItem) -> dict[str, Any]:
    return {"item": item.pk, "meeting": item.meeting_id, "date": item.meeting.date.isoformat()}
