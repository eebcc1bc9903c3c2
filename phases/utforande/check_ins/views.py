"""Pages of check-ins: for the officer to book and note, for the group to read and confirm."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications.http import (
    attempt,
    attempt_form,
    case_url,
    find_case,
    find_case_to,
    frame_url,
    in_workspace,
    log_reading,
    posted,
    render_frame,
    render_staff,
)
from applications.models import Case
from applications.notices import preview
from applications.permissions import allowed
from applications.templatetags.samverkan import datum
from phases import beside
from phases.booked import MEETABLE
from phases.initiering.actions import BEFORE_READY
from phases.utforande import facts, tasks
from phases.utforande.check_ins import actions, guests, staff_list, staff_meetings
from phases.utforande.check_ins.forms import CheckInForm, HoldForm, agreed_rows, quiet
from phases.utforande.check_ins.series import coming_after
from phases.utforande.check_ins.staff_forms import CancelForm, MoveForm
from phases.utforande.check_ins.staff_said import asked, clash_of_next, clash_to_book, clash_to_move, said
from phases.utforande.check_ins.staff_words import done_words, label_for
from phases.utforande.models import CheckIn

A_PAGE = 25
MOST_SHOWN = 100  # of those to come and to note


def _check_in(case: Case, pk: int) -> CheckIn:
    return get_object_or_404(CheckIn.objects.filter(case=case).select_related("case"), pk=pk)


# --- for the officer ------------------------------------------------------------------------------------
def book_check_in(request: HttpRequest, reference: str) -> HttpResponse:
    """Book a check-in and invite the group, after a question when it collides with something."""
    case = find_case_to("book_check_in", request, reference)
    now = timezone.now()
    meeting = CheckIn(case=case, purpose=facts.purpose_of_next(case))
    form = CheckInForm(posted(request), initial={"place": usual_place(case)}, case=case, at=now)
    about = said(case, "book_check_in", request, meeting, form=form)
    missing: Any = ()
    clash = None
    if request.method == "POST" and form.is_valid():
        clash = clash_to_book(request, case, form, at=now)
        done = done_words("book_check_in", meeting, about["recipients"])

        def book() -> CheckIn:
            return actions.book_check_in(case.pk, **form.values(), by=request.user, at=now)

        missing = () if clash else attempt_form(form, book, request=request, done=done)
        if missing is None:
            return redirect(case_url(request, case))
    context = {"case": case, "form": form, "missing": missing}
    context |= about | asked(case, "book_check_in", request, form, clash)
    return render_staff(request, "phases/utforande/check_in_form.html", context)


def usual_place(case: Case) -> str:
    """Return where the group and its officer were to meet last."""
    last = CheckIn.objects.filter(case=case, cancelled_at=None).order_by("starts_at").last()
    return last.place if last else ""


def move_check_in(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Change time, place or agenda of a booked check-in, after a question when its new time collides."""
    case = find_case_to("move_check_in", request, reference)
    check_in = _check_in(case, pk)
    now = timezone.now()
    initial = CheckInForm.initial_of(check_in)
    following = coming_after(check_in).count()
    form = MoveForm(
        posted(request), initial=initial, revision_of=check_in, case=case, at=now, following=following
    )
    about = said(case, "move_check_in", request, check_in, form=form)
    missing: Any = ()
    clash = None
    if request.method == "POST" and form.is_valid():
        clash = clash_to_move(request, case, check_in, form, at=now)
        revision = form.cleaned_data["revision"]
        values = {**form.values(), "all_coming": form.all_coming}
        values |= {"revision": revision, "by": request.user, "at": now}
        done = done_words("move_check_in", check_in, about["recipients"])

        def move() -> CheckIn:
            return actions.move_check_in(case.pk, pk, **values)

        missing = () if clash else attempt_form(form, move, request=request, done=done)
        if missing is None:
            return redirect(frame_url(request, "check_in", reference, pk))
    context = {"case": case, "check_in": check_in, "form": form, "missing": missing}
    context |= about | asked(case, "move_check_in", request, form, clash, check_in)
    return render_staff(request, "phases/utforande/check_in_form.html", context)


def cancel_check_in(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Cancel a booked check-in with a reason."""
    case = find_case_to("cancel_check_in", request, reference)
    check_in = _check_in(case, pk)
    about = said(case, "cancel_check_in", request, check_in)
    form = CancelForm(posted(request), revision_of=check_in, following=coming_after(check_in).count())
    missing: Any = ()
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("why", "revision")}
        values["all_coming"] = form.all_coming
        missing = attempt_form(
            form,
            lambda: actions.cancel_check_in(case.pk, pk, **values, by=request.user, at=timezone.now()),
            request=request,
            done=done_words("cancel_check_in", check_in, about["recipients"]),
        )
        if missing is None:
            return redirect(case_url(request, case))
    context = {"case": case, "check_in": check_in, "form": form, "missing": missing, "risk": True}
    return render_staff(
        request,
        "phases/utforande/check_in_form.html",
        {**context, **about},
    )


def hold_check_in(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Note a check-in that was held: what was said and agreed, and when to meet next.

    The first meeting has its own page, with what is asked of it (R5, R7).
    """
    case = find_case_to("hold_check_in", request, reference)
    check_in = _check_in(case, pk)
    if facts.is_noted_as_first(check_in):
        return redirect("admin:log_first_meeting", reference)
    now = timezone.now()
    following = facts.next_check_in(case, max(now, check_in.starts_at))
    data = posted(request)
    form = HoldForm(
        data,
        initial=HoldForm.initial_of(case, check_in),
        revision_of=check_in,
        next_is_booked=following is not None,
    )
    rows = agreed_rows(check_in, data)
    about = said(case, "hold_check_in", request, check_in)
    missing: Any = ()
    clash = None
    grows = "agreed-add" in request.POST
    if grows:
        quiet(form)
    if request.method == "POST" and not grows and form.is_valid() & rows.is_valid():
        values = {**form.values(), "agreed": rows.agreed(), "revision": form.cleaned_data["revision"]}
        clash = clash_of_next(request, case, form, at=now)
        done = about["recipients"].done(
            _("Anteckningarna är sparade. Gruppen har fått dem och kan bekräfta."),
            _("Anteckningarna är sparade."),
        )

        def hold() -> CheckIn:
            return actions.hold_check_in(case.pk, pk, **values, by=request.user, at=now)

        missing = () if clash else attempt_form(form, hold, request=request, done=done)
        if missing is None:
            return redirect(frame_url(request, "check_in", reference, pk))
    context = {"case": case, "check_in": check_in, "form": form, "formset": rows, "missing": missing}
    context |= {"agenda": facts.agenda_of(check_in, at=now)}
    context |= {"following": following, "standings": facts.standings(case)}
    return render_staff(
        request,
        "phases/utforande/hold_check_in.html",
        {**context, **about, "clash": clash},
    )


def check_in_list(request: HttpRequest) -> HttpResponse:
    """List the check-ins of the cases one sees: to come, to note, held and cancelled. One's own unless all."""
    everybody = request.GET.get("vems") == "alla"
    now, user = timezone.now(), request.user
    rows = staff_meetings.seen_by(user).with_answers()
    to_note, shown = (rows, rows) if everybody else (rows.held_by(user), rows.met_by(user))
    if "format" in request.GET:
        return staff_list.send_check_ins(request, shown)
    unnoted, coming = to_note.open().ended(now), shown.open().not_ended(now)
    past = shown.exclude(pk__in=unnoted.values("pk")).exclude(pk__in=coming.values("pk"))
    past = past.order_by("-starts_at", "-pk")
    network = staff_meetings.of_network(user, everybody=everybody).order_by("-starts_at", "-pk")
    booked = staff_meetings.booked(
        coming.order_by("starts_at", "pk")[:MOST_SHOWN], network[:MOST_SHOWN], user=user, now=now
    )
    context = {
        "everybody": everybody,
        "coming": [row for row in booked if not row.is_over],
        "network_unnoted": [row for row in booked if row.is_over],
        "unnoted": unnoted.order_by("starts_at", "pk")[:MOST_SHOWN],
        "page": Paginator(past, A_PAGE).get_page(request.GET.get("page")),
    }
    return render_staff(request, "phases/utforande/check_ins.html", context)


# --- for both -----------------------------------------------------------------------------------------
@login_required
def check_in(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Show one check-in: what is booked, what was noted, what can be done with it."""
    case = find_case(request, reference)
    row = _check_in(case, pk)
    log_reading(request, case, f"{row.words.the} {datum(row.starts_at)}", at=timezone.now())
    is_open = row.held_at is None and row.cancelled_at is None
    may = {
        action: case.status in MEETABLE and allowed(action, user=request.user, case=case)
        for action in (
            "move_check_in",
            "cancel_check_in",
            "hold_check_in",
            "confirm_check_in",
            "finish_agreed_action",
        )
    }
    known = guests.known_to(request.user, case, row, at_city=in_workspace(request))
    own = guests.own_guest(request.user, row) if is_open else None
    context = {
        "case": case,
        "check_in": row,
        "agenda": facts.agenda_of(row, at=timezone.now()) if is_open else row.agenda,
        "guests": known,
        "own": own,
        "notes_file": None if is_open else facts.notes_file(row, request.user),
        "is_open": is_open,
        "has_begun": row.starts_at <= timezone.now(),
        "may": may,
        "may_log_first": case.status in BEFORE_READY,
        "hold_label": label_for("hold_check_in", row).button,
        "standings": facts.standings(case),
        "following": facts.next_check_in(case, row.starts_at),
        "confirm_recipients": preview(case, "confirm_check_in", by=request.user),
        "way": beside.way(request, tasks.group_tasks(case, request.user)),
    }
    return render_frame(request, "phases/utforande/check_in.html", context)


@login_required
def confirm_check_in(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """The group confirms the notes. The button stands below them, on the check-in's own page."""
    case = find_case_to("confirm_check_in", request, reference)
    _check_in(case, pk)
    if request.method != "POST":
        return redirect(frame_url(request, "check_in", reference, pk))
    revision = request.POST.get("revision", "")
    actions.confirm_check_in(
        case.pk,
        pk,
        by=request.user,
        at=timezone.now(),
        revision=int(revision) if revision.isdecimal() and len(revision) < 10 else 0,  # noqa: PLR2004 an integer
    )
    messages.success(request, _("Tack! Ni har bekräftat anteckningarna."))
    return redirect(frame_url(request, "check_in", reference, pk))


@require_POST
@login_required
def finish_agreed_action(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Mark what was agreed as done."""
    case = find_case_to("finish_agreed_action", request, reference)
    missing = attempt(
        lambda: actions.finish_agreed_action(case.pk, pk, by=request.user, at=timezone.now()),
        request=request,
        done=_("Åtgärden är markerad som klar."),
    )
    for item in missing:
        messages.warning(request, item.text)
    back = request.POST.get("tillbaka", "")
    return redirect(
        frame_url(request, "check_in", reference, int(back)) if back.isdecimal() else case_url(request, case)
    )
