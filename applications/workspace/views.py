"""The workspace's list of cases and its short forms on a case."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import actions
from applications.http import attempt, find_case_to, posted, render_staff
from applications.labels import LABELS
from applications.lifecycle import WrongState
from applications.models import Case, CaseContact
from applications.notices import preview
from applications.states import FINISHED, CameBy
from applications.workspace import actions as workspace_actions
from applications.workspace.forms import (
    AssignForm,
    ContactForm,
    FileNoteForm,
    MoveDateForm,
    NoteForm,
    OpenCaseForm,
    QuickFileNoteForm,
    ReasonForm,
    RegistryNumberForm,
)

SUGGESTED = 100  # cases offered while the case is typed


def assign_officer(request: HttpRequest, reference: str) -> HttpResponse:
    """Take over a case, or give it to a colleague (R6)."""
    case = find_case_to("assign_officer", request, reference)
    initial = {"officer": request.user if request.user.is_officer else case.officer}
    form = AssignForm(request.POST or None, initial=initial)
    missing: list[Any] = []
    if request.method == "POST" and form.is_valid():
        missing = attempt(
            lambda: actions.assign_officer(case.pk, by=request.user, at=timezone.now(), **form.cleaned_data),
            request=request,
            done=_("Kontaktpersonen är bytt."),
        )
        if not missing:
            return redirect("admin:case", case.reference)
    return _short_form(request, case, "assign_officer", form, missing)


def enter_registry_number(request: HttpRequest, reference: str) -> HttpResponse:
    """Write in the official number (D1)."""
    case = find_case_to("enter_registry_number", request, reference)
    form = RegistryNumberForm(
        request.POST or None, case=case, initial={"registry_number": case.registry_number}
    )
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["registry_number"]
        missing = attempt(
            lambda: actions.enter_registry_number(case.pk, number, by=request.user, at=timezone.now()),
            request=request,
            done=_("Diarienumret är sparat."),
        )
        if not missing:
            return redirect("admin:case", case.reference)
    return _short_form(request, case, "enter_registry_number", form, [])


def move_date(request: HttpRequest, reference: str) -> HttpResponse:
    """Move the date of the one whose turn it is, with a reason (D13)."""
    case = find_case_to("move_date", request, reference)
    missing = list(actions.missing_for_move_date(case))
    form = MoveDateForm(request.POST or None, initial={"due_on": case.due_on})
    if request.method == "POST" and form.is_valid():
        missing = attempt(
            lambda: actions.move_date(case.pk, by=request.user, at=timezone.now(), **form.cleaned_data),
            request=request,
            done=_("Datumet är flyttat."),
        )
        if not missing:
            return redirect("admin:case", case.reference)
    return _short_form(request, case, "move_date", form, missing)


def strike_off(request: HttpRequest, reference: str) -> HttpResponse:
    """Strike off what came to nothing (D26)."""
    case = find_case_to("strike_off", request, reference)
    form = ReasonForm(request.POST or None)
    missing: list[Any] = []
    if request.method == "POST" and form.is_valid():
        missing = attempt(
            lambda: actions.strike_off(case.pk, by=request.user, at=timezone.now(), **form.cleaned_data),
            request=request,
            done=_("Ärendet är avskrivet."),
        )
        if not missing:
            return redirect("admin:case", case.reference)
    return _short_form(request, case, "strike_off", form, missing)


def archive(request: HttpRequest, reference: str) -> HttpResponse:
    """Archive an ended case."""
    case = find_case_to("archive", request, reference)
    missing = list(actions.missing_for_archive(case))
    if request.method == "POST":
        missing = attempt(
            lambda: actions.archive(case.pk, by=request.user, at=timezone.now()),
            request=request,
            done=_("Ärendet är arkiverat."),
        )
        if not missing:
            return redirect("admin:case", case.reference)
    return _short_form(request, case, "archive", None, missing)


def write_file_note(request: HttpRequest, reference: str) -> HttpResponse:
    """Register a call, mail or visit (D21)."""
    case = find_case_to("write_file_note", request, reference)
    initial = {"happened_on": timezone.localdate(), "direction": "internal"}
    form = FileNoteForm(posted(request), _files(request), initial=initial)
    missing: list[Any] = []
    if request.method == "POST" and form.is_valid():
        missing = _note(request, case, form)
        if not missing:
            return redirect(f"{reverse('admin:case', args=[case.reference])}#handlingar")
    return _short_form(request, case, "write_file_note", form, missing, drops=True)


def _files(request: HttpRequest) -> Any:
    return request.FILES if request.method == "POST" else None


def _note(request: HttpRequest, case: Case, form: FileNoteForm) -> list[Any]:
    """Register what the form says; return what it misses. The browser asks for the file anew after that."""
    values = {**form.cleaned_data, "by": request.user, "at": timezone.now()}
    values.pop("case", None)
    return attempt(
        lambda: workspace_actions.write_file_note(case.pk, **values),
        request=request,
        done=_("Sparat som handling i %(case)s.") % {"case": case.title},
    )


def quick_file_note(request: HttpRequest) -> HttpResponse:
    """Register a call, mail or visit straight from Min arbetsdag (D21)."""
    initial = {"happened_on": timezone.localdate(), "direction": "internal"}
    form = QuickFileNoteForm(request.POST or None, _files(request), initial=initial, user=request.user)
    missing: list[Any] = []
    if request.method == "POST" and form.is_valid():
        missing = _note(request, form.cleaned_data["case"], form)
        if not missing:
            return redirect("admin:index")
    mine = Case.objects.visible_to(request.user).filter(officer=request.user).exclude(status__in=FINISHED)
    context = {"form": form, "missing": missing, "cases": mine.order_by("-status_since", "-id")[:SUGGESTED]}
    return render_staff(request, "workspace/quick_file_note.html", context)


def write_note(request: HttpRequest, reference: str) -> HttpResponse:
    """Write an internal note."""
    case = find_case_to("write_note", request, reference)
    form = NoteForm(posted(request))
    if request.method == "POST" and form.is_valid():
        workspace_actions.write_note(case.pk, form.cleaned_data["text"], by=request.user, at=timezone.now())
        return redirect(f"{reverse('admin:case', args=[case.reference])}#anteckningar")
    return _short_form(request, case, "write_note", form, [])


def change_contact(request: HttpRequest, reference: str) -> HttpResponse:
    """Mend or add whom the city reaches in a group that it opened a case with (R46)."""
    case = find_case_to("change_contact", request, reference)
    if not case.was_written_by_city:
        raise WrongState(case, "change_contact")
    contact = CaseContact.objects.filter(case=case).first()
    form = ContactForm(posted(request), instance=contact, case=case)
    missing: list[Any] = []
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "by": request.user, "at": timezone.now()}
        missing = attempt(
            lambda: workspace_actions.change_contact(case.pk, **values),
            request=request,
            done=_("Kontakten är ändrad."),
        )
        if not missing:
            return redirect(f"{reverse('admin:case', args=[case.reference])}#kontakt-i-gruppen")
    return _short_form(request, case, "change_contact", form, missing)


def open_case(request: HttpRequest) -> HttpResponse:
    """Open a case on the city's initiative, or for a group that called (R46)."""
    if not request.user.is_officer:
        raise PermissionDenied(_("Det här kan bara göras av en kontaktperson."))
    form = OpenCaseForm(posted(request), initial={"origin": CameBy.PHONE})
    if request.method == "POST" and form.is_valid():
        case = workspace_actions.open_city_case(**form.values(), by=request.user, at=timezone.now())
        return redirect("admin:case", case.reference)
    label = LABELS["open_city_case"]
    recipients = preview(Case(officer=request.user), "open_city_case", by=request.user)
    context = {"form": form, "label": label, "recipients": recipients}
    return render_staff(request, "workspace/open_case.html", context)


def _short_form(
    request: HttpRequest, case: Case, action: str, form: Any, missing: list[Any], **extra: Any
) -> HttpResponse:
    """Show one short form on a case: what it leads to and who gets a mail (D15) stand before the button."""
    context = {
        "case": case,
        "action": action,
        "label": LABELS[action],
        "recipients": preview(case, action, by=request.user),
        "form": form,
        "missing": missing,
        **extra,
    }
    return render_staff(request, "workspace/short_form.html", context)
