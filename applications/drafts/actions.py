"""What becomes of an application before it is sent: opened to the kontaktperson, warned about, cleared."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import deadlines, documents
from applications.attachments import actions as attachments
from applications.attachments.sections import APPLICATION
from applications.city import values
from applications.keeping import store
from applications.lifecycle import (
    Missing,
    WrongState,
    expect,
    locked,
    note,
    note_from_outside,
    pass_turn,
    perform_by_clock,
    refuse_if,
)
from applications.models import Application, Case, Event
from applications.models.case import EVER_WRITTEN_BY_CITY
from applications.states import FINISHED, UNSENT, Direction, Status, Turn
from applications.templatetags.samverkan import datum
from applications.writing import snapshot


# --- opened (D19) --------------------------------------------------------------------------------------
def open_draft(pk: int, *, by: Any, at: datetime) -> Event:
    """Let the kontaktperson read the unsent application from now on: it is received and registered as it stands.

    Its waiting files are received with it. It cannot be closed again, and is never cleared. Raises Refused.
    """
    with locked(pk) as case:
        expect(case, "open_draft", by=by)
        application = case.application_versions.unsent().select_related("neighbourhood").first()
        if application is None:
            raise WrongState(case, "open_draft")
        application.case = case
        refuse_if(missing_for_open_draft(application))
        attachments.send(case, APPLICATION, by=by, at=at)
        application.opened_at, application.opened_by = at, by
        application.save(update_fields=["opened_at", "opened_by"])
        document = documents.order(
            case,
            "application",
            key=f"draft-{application.pk}",
            designation=_("Utkast till ansökan, öppnat för kontaktpersonen"),
            snapshot=snapshot.build(case, application, by=by, at=at, draft=True),
            at=at,
            by=by,
            direction=Direction.INCOMING,
            counterpart=str(by),
        )
        return note(case, "open_draft", by=by, at=at, context={"document": document})


def missing_for_open_draft(application: Application) -> Iterable[Missing]:
    """Yield what hinders opening: it is open already, or there is nobody to open it to."""
    if application.case.is_written_by_city:
        yield Missing(_("Kontaktpersonen skriver redan med er."))
    elif application.opened_at is not None:
        yield Missing(_("Utkastet är redan öppnat för kontaktpersonen."))
    if application.case.officer_id is None:
        yield Missing(_("Ärendet har ingen kontaktperson än. Ni får ett mejl när någon har tagit det."))


# --- written by an officer until the group takes over (R46) --------------------------------------------------
def take_over_writing(pk: int, *, by: Any, at: datetime) -> Event:
    """The group writes itself from now on: no officer writes for it, nor reads what it has not sent (D19).

    Whoever wrote for it so far assesses nothing of it all the same (R46). Raises WrongState when nobody does.
    """
    with locked(pk) as case:
        expect(case, "take_over_writing", by=by)
        if case.came_by is None or case.taken_over_at is not None:
            raise WrongState(case, "take_over_writing")
        case.taken_over_at = at
        case.save(update_fields=["taken_over_at"])
        event = note(case, "take_over_writing", by=by, at=at)
        # Before the first meeting it is the officer's turn in every case: that stays.
        met = case.status == Status.DRAFT or case.events.filter(action="log_first_meeting").exists()
        if case.status in UNSENT and case.turn == Turn.OFFICER and met:
            pass_turn(case, Turn.GROUP, due_on=None, due_reason=_("Skriv ansökan"))
        elif deadlines.TURN_OF[Status(case.status)] == Turn.GROUP != case.turn:
            case.turn = Turn.GROUP
            pass_turn(case, Turn.GROUP, due_on=case.due_on, due_reason=deadlines.usual_due(case, at)[1])
        return event


# --- forgotten (D19) --------------------------------------------------------------------------------------
def touched_at(application: Application) -> datetime:
    """Return when anything was last done in an unsent application: a step saved, a file added."""
    files = application.case.attachments.filter(section=APPLICATION, sent_at=None)
    moments = (
        application.created_at,
        application.saved_at,
        files.aggregate(last=Max("uploaded_at"))["last"],
    )
    return max(moment for moment in moments if moment is not None)


def warned_at(application: Application) -> datetime | None:
    """Return when the group was last told that its draft will be cleared."""
    return application.case.events.filter(action="warn_draft").aggregate(last=Max("at"))["last"]


def clearing_on(application: Application) -> date | None:
    """Return the day an unsent application is cleared if nobody touches it; None before its group was told."""
    drafts = values.draft_days()
    young = timezone.now() - timedelta(days=drafts["days"] - drafts["notice_days"])
    if application.opened_at is not None or (application.saved_at or application.created_at) > young:
        return None
    warned = warned_at(application)
    if warned is None or warned <= (touched := touched_at(application)):
        return None
    return max(timezone.localdate(_clear_at(touched, warned)), timezone.localdate())


def _clear_at(touched: datetime, warned: datetime) -> datetime:
    """Return the moment of clearing: never sooner than the notice said, however late the notice went out."""
    drafts = values.draft_days()
    return max(touched + timedelta(days=drafts["days"]), warned + timedelta(days=drafts["notice_days"]))


def tend(*, at: datetime) -> int:
    """Warn about and clear forgotten drafts; return how many cases were touched. For the clock."""
    drafts = values.draft_days()
    quiet_since = at - timedelta(days=drafts["days"] - drafts["notice_days"])
    old = _unopened().filter(created_at__lte=quiet_since)
    old = old.filter(Q(saved_at=None) | Q(saved_at__lte=quiet_since), case__status=Status.DRAFT)
    ended_before = at - timedelta(days=drafts["days"])
    over = _unopened().filter(case__status__in=FINISHED, case__closed_at__lte=ended_before)
    count = sum(_tend_one(pk, at=at) for pk in old.values_list("case_id", flat=True))
    return count + sum(_clear_of_ended(pk, at=at) for pk in over.values_list("case_id", flat=True))


def _unopened() -> QuerySet[Application]:
    """Return the applications that only their groups can read."""
    return Application.objects.unsent().filter(opened_at=None).exclude(EVER_WRITTEN_BY_CITY)


def _held(case: Case) -> Application | None:
    """Return the unopened draft of a locked case: somebody may have opened or sent it in the meantime."""
    application = case.application_versions.unsent().filter(opened_at=None).first()
    if application is not None:
        application.case = case
    return application


def _tend_one(pk: int, *, at: datetime) -> bool:
    """Warn the group, or clear its draft when its time has come. A draft touched after the notice starts anew."""
    with locked(pk) as case:
        application = _held(case)
        if application is None or case.status != Status.DRAFT:
            return False
        touched, warned = touched_at(application), warned_at(application)
        if warned is None or warned <= touched:
            return _warn(case, touched, at=at)
        if at < _clear_at(touched, warned):
            return False
        _empty(case, application, at=at)
        why = _("Ingen har sparat något i utkastet sedan %(day)s. Det är tömt.") % {"day": datum(touched)}
        perform_by_clock(case, "strike_off", at=at, comment=why)
        return True


def _warn(case: Case, touched: datetime, *, at: datetime) -> bool:
    drafts = values.draft_days()
    if at < touched + timedelta(days=drafts["days"] - drafts["notice_days"]):
        return False
    day = timezone.localdate(_clear_at(touched, at))
    words = _("Det töms %(day)s om ingen sparar något i det innan dess.") % {"day": datum(day)}
    who = {"role": "", "name": _("Automatiskt")}
    note_from_outside(case, "warn_draft", **who, at=at, comment=words, context={"cleared_on": day})
    return True


def _clear_of_ended(pk: int, *, at: datetime) -> bool:
    """Clear what a group never sent in a case that ended long ago."""
    with locked(pk) as case:
        application = _held(case)
        if application is None or case.status not in FINISHED:
            return False
        _empty(case, application, at=at)
        return True


def _empty(case: Case, application: Application, *, at: datetime) -> None:
    """Let everything the group wrote go, its files and unsaved texts too. What was sent before stays."""
    attachments.clear_waiting(case, APPLICATION, at=at)
    store.forget_under(case.get_absolute_url())
    application.delete()
    note_from_outside(case, "clear_draft", role="", name=_("Automatiskt"), at=at)
