"""The city's pages before decision 1: one short form each."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import areas
from applications.attachments.sections import APPLICATION
from applications.attachments.sent import files_of
from applications.http import find_case, find_case_to, log_reading, render_staff
from applications.lifecycle import Missing
from applications.models import Application, Case
from applications.pages import action_page
from applications.snapshots import name_of
from applications.states import Phase
from applications.writing import answers
from phases.booked import open_first_meeting
from phases.frame import frame
from phases.initiering import actions, guards
from phases.initiering.card import NUMBERS, Card
from phases.initiering.gates import GATES, Gate, gate_link, passed
from phases.initiering.models import ConflictDeclaration, FirstMeeting, LegalCheck
from phases.initiering.review_forms import (
    AssessmentForm,
    DeviationForm,
    DrawAreaForm,
    FirstAssessmentForm,
    FirstMeetingForm,
    LegalCheckForm,
    RemitForm,
)


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}


def log_first_meeting(request: HttpRequest, reference: str) -> HttpResponse:
    """Log the first meeting, or mend what was logged (R5)."""
    case = find_case_to("log_first_meeting", request, reference)
    meeting = FirstMeeting.objects.filter(case=case).order_by("-held_on", "-id").first()
    initial = (
        {name: getattr(meeting, name) for name in FirstMeetingForm.base_fields}
        if meeting
        else _as_booked(case)
    )
    form = FirstMeetingForm(request.POST or None, initial=initial)
    return action_page(
        request,
        case,
        "log_first_meeting",
        form=form,
        call=lambda **values: actions.log_first_meeting(case.pk, **values, **_who(request)),
        done=_("Första mötet är antecknat."),
        extra_links=[*_to_book(case, meeting), *_ways_past(case, Gate.FIRST_MEETING)],
    )


def _to_book(case: Case, meeting: FirstMeeting | None) -> list[Any]:
    """Return the link to book the first meeting, until it is booked or noted."""
    if meeting is not None or open_first_meeting(case) is not None:
        return []
    return [Missing(_("Har ni inte setts än? Boka första mötet"), guards.page(case, "book_check_in"))]


def _as_booked(case: Case) -> dict[str, Any]:
    """Return what the booking already says of the first meeting: the day, the place and who said they come."""
    row = open_first_meeting(case)
    if row is None or row.starts_at > timezone.now():
        return {}
    guests = row.guests.still_invited().exclude(answer="no").exclude(user__protected_identity=True)
    names = [str(guest) for guest in guests.select_related("user")]
    if case.officer is not None:
        names.append(f"{name_of(case.officer)}, {_('kontaktperson')}")
    place = row.place[: FirstMeetingForm.base_fields["place"].max_length]
    return {"held_on": timezone.localdate(row.starts_at), "place": place, "participants": "\n".join(names)}


def _ways_past(case: Case, gate: Gate) -> list[Any]:
    """Return the link to a deviation from a page that mends the same thing, unless it is passed already."""
    return [] if passed(case, gate) or gate not in GATES.get(case.phase, ()) else [gate_link(case, gate)]


def take_up(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin to review a sent application."""
    case = find_case_to("take_up", request, reference)
    return action_page(
        request,
        case,
        "take_up",
        call=lambda: actions.take_up(case.pk, **_who(request)),
        blocked=guards.missing_for_take_up(case),
        done=_("Nu granskar du ansökan. Gruppen har fått veta det."),
        untold=_("Nu granskar du ansökan."),
    )


def declare_no_conflict(request: HttpRequest, reference: str) -> HttpResponse:
    """Declare no conflict of interest (D6)."""
    case = find_case_to("declare_no_conflict", request, reference)
    return action_page(
        request,
        case,
        "declare_no_conflict",
        call=lambda: actions.declare_no_conflict(case.pk, **_who(request)),
        done=_("Din försäkran är antecknad."),
        to=request.GET.get("till") if _is_own_path(request.GET.get("till", "")) else "",
        template="phases/initiering/declare_no_conflict.html",
        declarations=ConflictDeclaration.objects.filter(case=case).select_related("officer"),
        actors=case.case_actors.select_related("actor"),
    )


def _is_own_path(path: str) -> bool:
    """Return whether a way back leads into the workspace."""
    return path.startswith(reverse("admin:index")) and "//" not in path and "\\" not in path


def assess_criteria(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Assess one criterion of the sent application beside what the group wrote (R8)."""
    return _criterion_page(request, reference, number, "assess_criteria", AssessmentForm)


def first_assessment(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Judge one criterion at or after the first meeting (R8)."""
    return _criterion_page(request, reference, number, "first_assessment", FirstAssessmentForm)


def _criterion_page(
    request: HttpRequest, reference: str, number: int, action: str, form_class: type[AssessmentForm]
) -> HttpResponse:
    case = find_case_to(action, request, reference)
    card = Card(case, reader=request.user)
    row = card.row(number)
    if row is None:
        raise Http404
    newest = row.first if action == "first_assessment" else row.assessed
    initial = {"verdict": newest.verdict, "motivation": newest.motivation} if newest else {}
    call = getattr(actions, action)
    following = number + 1 if number < max(NUMBERS) else None
    around = frame(request, case, "assessment")
    del around["case"]  # the page of an action has it
    return action_page(
        request,
        case,
        action,
        form=form_class(request.POST or None, initial=initial),
        call=lambda **values: call(case.pk, number, **values, **_who(request)),
        blocked=_missing_before(case, action, request.user),
        done=_("Bedömningen av kriterium %(number)s är sparad.") % {"number": number},
        to=reverse(f"admin:{action}", args=[reference, following])
        if following
        else reverse("admin:case_assessment", args=[reference]),
        template="phases/initiering/criterion.html",
        **around,
        card=card,
        open_row=row,
        newest=newest,
        following=following,
        count=card.first_count if action == "first_assessment" else card.assessed_count,
        is_first=action == "first_assessment",
    )


def _missing_before(case: Case, action: str, user: Any) -> list[Any]:
    """Return what must be in place before `user` may judge a criterion."""
    found = list(guards.missing_declaration(case, user))
    if action == "first_assessment":
        return found + list(guards.missing_first_meeting(case))
    return found + list(guards.missing_while_with_manager(case))


def judge_remit(request: HttpRequest, reference: str) -> HttpResponse:
    """Say whether the proposal lies within the committee's remit (R1)."""
    case = find_case_to("judge_remit", request, reference)
    application = Application.objects.sent().filter(case=case).first()
    judged = {"remit": case.remit, "remit_reason": case.remit_reason} if guards.remit_is_judged(case) else {}
    form = RemitForm(request.POST or None, initial=judged)
    return action_page(
        request,
        case,
        "judge_remit",
        form=form,
        call=lambda remit, remit_reason: actions.judge_remit(
            case.pk, remit=remit, reason=remit_reason, **_who(request)
        ),
        blocked=guards.missing_declaration(case, request.user),
        done=_("Bedömningen av nämndens ansvar är sparad."),
        template="phases/initiering/judge_remit.html",
        application=application,
    )


def legal_check(request: HttpRequest, reference: str) -> HttpResponse:
    """Write the legal check (D7)."""
    case = find_case_to("legal_check", request, reference)
    check = LegalCheck.objects.filter(case=case).first()
    initial = {name: getattr(check, name) for name in LegalCheckForm.base_fields} if check else {}
    if check:
        initial["business_benefits"] = "ja" if check.business_benefits else "nej"
    return action_page(
        request,
        case,
        "legal_check",
        form=LegalCheckForm(request.POST or None, initial=initial),
        call=lambda **values: actions.legal_check(case.pk, **values, **_who(request)),
        blocked=guards.missing_declaration(case, request.user),
        done=_("Den rättsliga kontrollen är sparad."),
        template="phases/initiering/legal_check.html",
        actors=case.case_actors.filter(in_group=True).select_related("actor"),
    )


def draw_area(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep the boundary that the city has drawn (R4)."""
    case = find_case_to("draw_area", request, reference)
    form = DrawAreaForm(request.POST or None, request.FILES or None, initial={"area": case.area_polygon})
    return action_page(
        request,
        case,
        "draw_area",
        form=form,
        call=lambda area: actions.draw_area(case.pk, area, **_who(request)),
        done=_("Området är sparat."),
        to=request.path if "show" in request.POST else "",
        template="phases/initiering/draw_area.html",
        overlap=areas.overlap(case.area_polygon, user=request.user, case=case),
        extra_links=_ways_past(case, Gate.POLYGON) if case.area_polygon is None else [],
    )


def deviate(request: HttpRequest, reference: str) -> HttpResponse:
    """Pass a gate on facts with a reason (D23)."""
    case = find_case_to("deviate", request, reference)
    gates = [gate for gate in GATES.get(case.phase, ()) if not passed(case, gate)]
    form = DeviationForm(
        request.POST or None,
        gates=gates,
        to_committee=case.phase != Phase.UTFORANDE,
        initial={"gate": request.GET.get("krav", "")},
    )
    return action_page(
        request,
        case,
        "deviate",
        form=form,
        call=lambda gate, reason: actions.deviate(case.pk, gate, reason=reason, **_who(request)),
        done=_("Avsteget är antecknat. Det står med i nästa tjänsteskrivelse.")
        if case.phase != Phase.UTFORANDE
        else _("Avsteget är antecknat i ärendet."),
        template="phases/initiering/deviate.html",
        gates=gates,
    )


def application_version(request: HttpRequest, reference: str, version: int) -> HttpResponse:
    """Show a sent version of the application with all its answers."""
    case = find_case(request, reference)
    sent = Application.objects.visible_to(request.user).sent().filter(case=case)
    versions = list(sent.select_related("sent_by", "neighbourhood"))
    application = next((one for one in versions if one.version == version), None)
    if application is None:
        raise Http404
    log_reading(request, case, _("ansökan, version %(version)s") % {"version": version}, at=timezone.now())
    context = {
        **frame(request, case, "application"),
        "application": application,
        "versions": versions,
        "sections": answers.sections(application),
        "documents": files_of(case, application, APPLICATION, reader=request.user),
        "has_before": bool(application.open_sections),
    }
    return render_staff(request, "phases/initiering/application_version.html", context)
