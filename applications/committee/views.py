"""Staff pages of the committee: its meetings, one meeting's agenda, putting cases up and taking them off."""

from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications.committee import actions, agenda, guards
from applications.committee.forms import AgendaForm, CommentForm
from applications.decisions.stages import waiting_states
from applications.http import find_case_to, render_staff
from applications.models import Decision, Meeting
from applications.pages import action_page
from applications.states import Role

PAGE_SIZE = 25


def meetings(request: HttpRequest) -> HttpResponse:
    """List the coming meetings, with what waits for one, and the past ones."""
    today = timezone.localdate()
    past = Meeting.objects.filter(committee__decides=True, date__lt=today).select_related("committee")
    page = Paginator(past.order_by("-date"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "days": agenda.calendar(agenda.with_counts(agenda.coming_meetings(today)), today),
        "page": page,
        "past": agenda.with_counts(page.object_list),
        "waiting": agenda.waiting(request.user),
        "is_secretary": Role.SECRETARY in request.user.roles,
        "states": waiting_states(request.user),
    }
    return render_staff(request, "committee/meetings.html", context)


def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one meeting: readiness and decision of every item side by side, and what could be added."""
    shown = get_object_or_404(Meeting.objects.select_related("committee"), pk=pk)
    rows = [_row(item) for item in agenda.items_of(shown, request.user)]
    decided = sum(row["decision"] is not None for row in rows)
    today = timezone.localdate()
    context = {
        "meeting": shown,
        "rows": rows,
        "decided": decided,
        "left": len(rows) - decided,
        "is_past": shown.date < today,
        "has_been": shown.date <= today,
        "dates": _dates(shown, today),
        "waiting": agenda.waiting(request.user) if shown.date >= today else [],
        "is_secretary": Role.SECRETARY in request.user.roles,
    }
    return render_staff(request, "committee/meeting.html", context)


def _row(item: Any) -> dict[str, Any]:
    """Return an item with its readiness and its decision, as the table shows them."""
    facts = agenda.facts(item.case)
    made: list[Decision] = item.made
    return {
        "item": item,
        "case": item.case,
        "facts": facts,
        "done": sum(fact.done for fact in facts),
        "lacking": [fact for fact in facts if not fact.done],
        "decision": made[-1] if made else None,
        "is_open": item.closed_at is None,
    }


def _dates(shown: Meeting, today: Any) -> list[dict[str, Any]]:
    """Return the days around the meeting in order, those that have been marked."""
    days = (
        (_("Tjänsteskrivelser signerade"), shown.documents_ready_on),
        (_("Arbetsutskott"), shown.working_committee_on),
        (_("Kallelsen skickas"), shown.notice_on),
        (_("Sammanträde"), shown.date),
        (_("Protokollet justeras"), shown.minutes_approved_on),
        (_("Protokollet anslås senast"), _posted_by(shown)),
    )
    known = sorted(((name, day) for name, day in days if day), key=lambda row: row[1])
    return [{"title": name, "at": day, "key": day <= today} for name, day in known]


def _posted_by(shown: Meeting) -> date | None:
    """Return the last day to post on the notice board: two days after the approval (KL 8:12)."""
    return shown.minutes_approved_on and shown.minutes_approved_on + timedelta(days=2)


def put_on_agenda(request: HttpRequest, reference: str) -> HttpResponse:
    """Choose the meeting that decides about a case."""
    case = find_case_to("put_on_agenda", request, reference)
    report = agenda.report_to_decide(case)
    planned = report.meeting_id if report else None
    form = AgendaForm(
        request.POST or None,
        today=timezone.localdate(),
        initial={"meeting": request.GET.get("sammantrade") or planned},
    )
    to = ""
    if request.method == "POST" and form.is_valid():
        to = reverse("admin:meeting", args=[form.cleaned_data["meeting"].pk])
    return action_page(
        request,
        case,
        "put_on_agenda",
        call=lambda meeting: actions.put_on_agenda(
            case.pk, meeting=meeting, by=request.user, at=timezone.now()
        ),
        form=form,
        blocked=guards.missing_for_put_on_agenda(case),
        done=_("Ärendet är uppsatt."),
        to=to,
        template="committee/action.html",
    )


def take_off_agenda(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a case off its agenda."""
    case = find_case_to("take_off_agenda", request, reference)
    item = agenda.open_item(case)
    return action_page(
        request,
        case,
        "take_off_agenda",
        call=lambda comment: actions.take_off_agenda(
            case.pk, by=request.user, at=timezone.now(), comment=comment
        ),
        form=CommentForm(request.POST or None),
        blocked=guards.missing_for_take_off_agenda(case),
        done=_("Ärendet är borttaget från sammanträdet."),
        to=reverse("admin:meeting", args=[item.meeting_id]) if item else "",
        template="committee/action.html",
    )


@require_POST
def move_agenda_item(request: HttpRequest, reference: str) -> HttpResponse:
    """Move an item one step up or down."""
    case = find_case_to("move_agenda_item", request, reference)
    item = actions.move_agenda_item(
        case.pk, earlier="earlier" in request.POST, by=request.user, at=timezone.now()
    )
    return redirect("admin:meeting", item.meeting_id)
