"""Pages of the network's meetings: the list, one meeting with its answers, and what the kontaktperson does."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.calendars.forms import AnswerForm
from applications.http import attempt_form, frame_url, in_workspace, posted, render_frame
from applications.labels import LABELS
from applications.models import NetworkMeeting
from applications.network import directory, guests, meeting_actions, meetings
from applications.network.access import visitor
from applications.network.masking import masking
from applications.network.meeting_forms import CancelForm, MeetingForm, NotesForm
from applications.notices import Recipient

MEETINGS_A_PAGE = 20
# What is asked before a valid form is taken: with what the layer above knows collides. None: nothing.
Before = Callable[[HttpRequest, Any, NetworkMeeting | None], Any]


def nothing(_request: HttpRequest, _form: Any, _meeting: NetworkMeeting | None) -> None:
    """Ask nothing before a form is taken."""


def network_meetings(request: HttpRequest) -> HttpResponse:
    """Show all meetings that the reader is invited to, the latest first."""
    who, mask = visitor(request.user), masking()
    rows = meetings.meetings_for(who).order_by("-starts_at", "-pk")
    page = Paginator(rows, MEETINGS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "who": who,
        "page": page,
        "meetings": [
            meetings.as_row(row, mask, frame_url(request, "network_meeting", row.pk)) for row in page
        ],
        "nav_current": "network",
    }
    return render_frame(request, "applications/network/meetings.html", context)


def network_meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Show a meeting to those invited, and take whether the reader comes."""
    who, mask = visitor(request.user), masking()
    meeting = meetings.find_meeting(who, meeting_id)
    now = timezone.now()
    group = guests.group_of(meeting, request.user) if who.groups else None
    is_ahead = meeting.cancelled_at is None and meeting.starts_at > now
    own = meeting.answers.filter(user=request.user).values_list("answer", flat=True).first()
    form = None
    missing: Any = ()
    if group is not None and is_ahead and not in_workspace(request):
        form = AnswerForm(posted(request), initial={"answer": own, "number": guests.number_of(meeting)})
    if request.method == "POST" and form is not None and form.is_valid():
        values = {**form.cleaned_data, "group": group, "by": request.user, "at": now}
        missing = attempt_form(
            form,
            lambda: meeting_actions.answer_network_meeting(meeting.pk, **values),
            request=request,
            done=_("Tack, ditt svar är sparat."),
        )
        if missing is None:
            return redirect(request.path)
    context = {
        "who": who,
        "meeting": meeting,
        "title": mask(meeting.title),
        "place": mask(meeting.place),
        "agenda": mask(meeting.agenda),
        "notes": mask(meeting.notes),
        "why": mask(meeting.cancelled_why),
        "organizer": meeting_actions.organizer_of(meeting),
        "is_ahead": is_ahead,
        "own": own,
        "form": form,
        "missing": missing,
        "coming": meetings.who_comes(meeting, mask),
        "silent": meetings.silent(meeting) if is_ahead else 0,
        "nav_current": "network",
    }
    return render_frame(request, "applications/network/meeting.html", context)


def book_network_meeting(request: HttpRequest, *, before: Before = nothing) -> HttpResponse:
    """Book a meeting for the whole network or a part of it; `before` may ask something first."""
    visitor(request.user)
    mask = masking()
    entries = list(directory.entries())
    form = MeetingForm(
        posted(request), groups=[(entry.pk, directory.called(entry, mask)) for entry in entries]
    )

    def book() -> NetworkMeeting:
        chosen = [entry for entry in entries if str(entry.pk) in form.cleaned_data["groups"]]
        return meeting_actions.book_network_meeting(
            by=request.user, at=timezone.now(), groups=chosen, **form.planned()
        )

    told = len(meeting_actions.told([], but=request.user))
    done = _("Träffen är bokad.")
    return _page(request, "book_network_meeting", form, book, done=done, before=before, told=told)


def move_network_meeting(request: HttpRequest, meeting_id: int, *, before: Before = nothing) -> HttpResponse:
    """Change a meeting; `before` may ask something first."""
    meeting = meetings.find_meeting(visitor(request.user), meeting_id)
    initial = MeetingForm.initial_of(meeting)
    form = MeetingForm(posted(request), revision_of=meeting, initial=initial, groups=None)

    def move() -> NetworkMeeting:
        return meeting_actions.move_network_meeting(
            meeting.pk, by=request.user, at=timezone.now(), **form.planned(), **form.stamp()
        )

    done = _("Träffen är ändrad.")
    return _page(request, "move_network_meeting", form, move, done=done, before=before, meeting=meeting)


def cancel_network_meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Call a meeting off."""
    meeting = meetings.find_meeting(visitor(request.user), meeting_id)
    form = CancelForm(posted(request), revision_of=meeting)

    def cancel() -> NetworkMeeting:
        return meeting_actions.cancel_network_meeting(
            meeting.pk, by=request.user, at=timezone.now(), why=form.cleaned_data["why"], **form.stamp()
        )

    done = _("Träffen är inställd.")
    return _page(request, "cancel_network_meeting", form, cancel, done=done, meeting=meeting, risk=True)


def note_network_meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Write what was said at a meeting."""
    meeting = meetings.find_meeting(visitor(request.user), meeting_id)
    form = NotesForm(posted(request), revision_of=meeting, initial={"notes": meeting.notes})

    def write() -> NetworkMeeting:
        return meeting_actions.note_network_meeting(
            meeting.pk, by=request.user, at=timezone.now(), notes=form.cleaned_data["notes"], **form.stamp()
        )

    done = _("Anteckningarna är sparade.")
    return _page(request, "note_network_meeting", form, write, done=done, meeting=meeting)


def _told(action: str, meeting: NetworkMeeting, by: Any) -> list[Recipient]:
    """Return who gets a mail of an action on a booked meeting."""
    if action != "note_network_meeting":
        return guests.told(meeting, but=by)
    return [] if meeting.noted_at else meeting_actions.people_of(guests.invited(meeting), but=by)


def _page(
    request: HttpRequest,
    action: str,
    form: Any,
    call: Callable[[], NetworkMeeting],
    *,
    done: str,
    before: Before = nothing,
    meeting: NetworkMeeting | None = None,
    told: int | None = None,
    **extra: Any,
) -> HttpResponse:
    """Show the page of an action on a meeting, and take it when posted; then to the meeting."""
    missing: list[Any] = []
    clash = None
    if request.method == "POST" and form.is_valid():
        clash = before(request, form, meeting)
        found = [] if clash else attempt_form(form, call, request=request, done=done)
        if found is None:
            return redirect("admin:network_meeting", form.saved.pk)
        missing = found
    if meeting is not None:
        told = len(_told(action, meeting, request.user))
    context = {
        "meeting": meeting,
        "form": form,
        "missing": missing,
        "clash": clash,
        "label": LABELS[action],
        "told": told,
        **extra,
    }
    return render_frame(request, "applications/network/staff_meeting_action.html", context)
