"""Pages of samarbete but the proposal: each mounted for the group and in the staff workspace."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.http import attempt_form, find_case, frame_url, posted
from applications.lifecycle import denied
from applications.models import Case, CaseActor
from applications.notices import preview
from applications.permissions import role_for
from phases.samarbete import actions
from phases.samarbete.forms import (
    AnswerForm,
    CommunicationForm,
    CompilationForm,
    DialogueHeldForm,
    DialoguePlanForm,
    MappedActorForm,
    NeedForm,
    SupportForm,
)
from phases.samarbete.models import Communication, Compilation, DialogueActivity, Need, SupportRequest
from phases.samarbete.pages import may, open_row, removal, row_of, show


def open_page(action: str, request: HttpRequest, reference: str) -> Case:
    """Return the case: whoever sees it may read the page, writing needs the rule."""
    case = find_case(request, reference)
    if request.method == "POST" and role_for(action, user=request.user, case=case) is None:
        raise denied(action)
    return case


def saved(form: Any, act: Any, request: HttpRequest, done: str) -> Any:
    """Run `act` with what was filled in, the person and the time; return as attempt_form does."""
    return attempt_form(
        form, lambda: act(by=request.user, at=timezone.now(), **form.values), request=request, done=done
    )


def _of(model: Any) -> Any:
    return lambda case, pk: row_of(case, model, pk)


def add_communication(request: HttpRequest, reference: str) -> HttpResponse:
    """Read how more actors were told, and add to it (R24)."""
    case = open_page("add_communication", request, reference)
    form = CommunicationForm(posted(request))
    missing = None
    if request.method == "POST" and form.is_valid():
        missing = saved(form, partial(actions.add_communication, case.pk), request, _("Sparat."))
        if missing is None:
            return redirect(frame_url(request, "add_communication", case.reference))
    rows = Communication.objects.filter(case=case)
    writes = may("add_communication", case, request.user)
    return show(
        request, case, "communications", {"rows": rows, "form": form if writes else None, "missing": missing}
    )


def change_communication(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Mend an entry."""
    case, row = open_row("add_communication", request, reference, _of(Communication), pk)
    form = CommunicationForm(posted(request), instance=row)
    missing = None
    if request.method == "POST" and form.is_valid():
        act = partial(actions.change_communication, case.pk, row.pk, revision=form.revision)
        missing = saved(form, act, request, _("Ändringen är sparad."))
        if missing is None:
            return redirect(frame_url(request, "add_communication", case.reference))
    context = {
        "heading": _("Ändra det ni berättade"),
        "form": form,
        "missing": missing,
        "back": frame_url(request, "add_communication", case.reference),
        "remove": frame_url(request, "remove_communication", case.reference, row.pk),
    }
    return show(request, case, "change", context)


def map_actors(request: HttpRequest, reference: str) -> HttpResponse:
    """Read who is in the area and who wants support, and add to it (R25, R26)."""
    case = open_page("map_actors", request, reference)
    form = MappedActorForm(posted(request))
    missing = None
    if request.method == "POST" and form.is_valid():
        missing = saved(form, partial(actions.map_actor, case.pk), request, _("Aktören är tillagd."))
        if missing is None:
            return redirect(frame_url(request, "map_actors", case.reference))
    context = {
        "rows": CaseActor.objects.filter(case=case).select_related("actor"),
        "form": form if may("map_actors", case, request.user) else None,
        "missing": missing,
    }
    return show(request, case, "actors", context)


def change_mapping(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Mend an actor on the list."""
    case, row = open_row("map_actors", request, reference, _of(CaseActor), pk)
    form = MappedActorForm(posted(request), row=row, rename=actions.may_rename(row))
    missing = None
    if request.method == "POST" and form.is_valid():
        missing = saved(
            form, partial(actions.change_mapping, case.pk, row.pk), request, _("Ändringen är sparad.")
        )
        if missing is None:
            return redirect(frame_url(request, "map_actors", case.reference))
    context = {
        "heading": row.actor.name,
        "form": form,
        "missing": missing,
        "back": frame_url(request, "map_actors", case.reference),
        "remove": "" if row.in_group else frame_url(request, "remove_mapping", case.reference, row.pk),
    }
    return show(request, case, "change", context)


def plan_dialogue(request: HttpRequest, reference: str) -> HttpResponse:
    """Read the dialogue activities, planned and held, and plan one more (R27)."""
    case = open_page("plan_dialogue", request, reference)
    form = DialoguePlanForm(posted(request))
    missing = None
    if request.method == "POST" and form.is_valid():
        missing = saved(form, partial(actions.plan_dialogue, case.pk), request, _("Dialogen är planerad."))
        if missing is None:
            return redirect(frame_url(request, "plan_dialogue", case.reference))
    rows = list(DialogueActivity.objects.filter(case=case).prefetch_related("needs"))
    context = {
        "planned": [row for row in rows if row.held_on is None],
        "held": [row for row in rows if row.held_on is not None],
        "form": form if may("plan_dialogue", case, request.user) else None,
        "missing": missing,
    }
    return show(request, case, "dialogues", context)


def change_dialogue(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Change the plan of an activity."""
    case, row = open_row("plan_dialogue", request, reference, _of(DialogueActivity), pk)
    form = DialoguePlanForm(posted(request), instance=row)
    missing = None
    if request.method == "POST" and form.is_valid():
        act = partial(actions.change_dialogue, case.pk, row.pk, revision=form.revision)
        missing = saved(form, act, request, _("Ändringen är sparad."))
        if missing is None:
            return redirect(frame_url(request, "plan_dialogue", case.reference))
    context = {
        "heading": _("Ändra dialogen"),
        "form": form,
        "missing": missing,
        "back": frame_url(request, "plan_dialogue", case.reference),
        "remove": frame_url(request, "remove_dialogue", case.reference, row.pk)
        if row.held_on is None
        else "",
    }
    return show(request, case, "change", context)


def hold_dialogue(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Note what came of an activity (R27)."""
    case, row = open_row("hold_dialogue", request, reference, _of(DialogueActivity), pk)
    form = DialogueHeldForm(posted(request), instance=row, initial={"held_on": row.held_on or row.planned_on})
    missing = None
    if request.method == "POST" and form.is_valid():
        act = partial(actions.hold_dialogue, case.pk, row.pk, revision=form.revision)
        missing = saved(form, act, request, _("Sparat. Skriv nu vilka behov som kom fram."))
        if missing is None:
            return redirect(frame_url(request, "record_needs", case.reference) + f"?dialog={row.pk}")
    context = {
        "heading": row.title,
        "lead": _("Berätta hur det gick."),
        "form": form,
        "missing": missing,
        "back": frame_url(request, "plan_dialogue", case.reference),
    }
    return show(request, case, "change", context)


def record_needs(request: HttpRequest, reference: str) -> HttpResponse:
    """Read the needs by activity, and add one (R28)."""
    case = open_page("record_needs", request, reference)
    activities = list(DialogueActivity.objects.filter(case=case).prefetch_related("needs"))
    chosen = request.GET.get("dialog", "")
    initial = {
        "activity": chosen if chosen.isdecimal() else activities[0].pk if len(activities) == 1 else None
    }
    form = NeedForm(posted(request), case=case, initial=initial)
    missing = None
    if request.method == "POST" and form.is_valid():
        missing = saved(form, partial(actions.record_need, case.pk), request, _("Behovet är sparat."))
        if missing is None:
            where = form.cleaned_data["activity"].pk
            return redirect(frame_url(request, "record_needs", case.reference) + f"?dialog={where}")
    writes = activities and may("record_needs", case, request.user)
    context = {"activities": activities, "form": form if writes else None, "missing": missing}
    return show(request, case, "needs", context)


def change_need(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Mend a need."""
    case, row = open_row("record_needs", request, reference, _of(Need), pk)
    form = NeedForm(posted(request), instance=row, case=case)
    missing = None
    if request.method == "POST" and form.is_valid():
        act = partial(actions.change_need, case.pk, row.pk, revision=form.revision)
        missing = saved(form, act, request, _("Ändringen är sparad."))
        if missing is None:
            return redirect(frame_url(request, "record_needs", case.reference))
    context = {
        "heading": _("Ändra behovet"),
        "form": form,
        "missing": missing,
        "back": frame_url(request, "record_needs", case.reference),
        "remove": frame_url(request, "remove_need", case.reference, row.pk),
    }
    return show(request, case, "change", context)


def compile_viewpoints(request: HttpRequest, reference: str) -> HttpResponse:
    """Write the compilation of viewpoints, with what the dialogues gave beside it (R30)."""
    case = open_page("compile_viewpoints", request, reference)
    row = Compilation.objects.filter(case=case).first()
    form = CompilationForm(posted(request), instance=row)
    missing = None
    if request.method == "POST" and form.is_valid():
        act = partial(actions.compile_viewpoints, case.pk, revision=form.revision)
        missing = saved(form, act, request, _("Sammanställningen är sparad."))
        if missing is None:
            return redirect(frame_url(request, "compile_viewpoints", case.reference))
    writes = actions.can_compile(case) and may("compile_viewpoints", case, request.user)
    context = {
        "row": row,
        "held": DialogueActivity.objects.filter(case=case, held_on__isnull=False).prefetch_related("needs"),
        "form": form if writes else None,
        "missing": missing,
    }
    return show(request, case, "compilation", context)


def ask_for_support(request: HttpRequest, reference: str) -> HttpResponse:
    """Read what the group asked the officer for and what was answered; ask for more (R25, R29, R52)."""
    case = open_page("ask_for_support", request, reference)
    form = SupportForm(posted(request))
    missing = None
    if request.method == "POST" and form.is_valid():
        missing = saved(form, partial(actions.ask_for_support, case.pk), request, _("Önskemålet är skickat."))
        if missing is None:
            return redirect(frame_url(request, "ask_for_support", case.reference))
    context = {
        "rows": SupportRequest.objects.filter(case=case).select_related("created_by", "answered_by"),
        "form": form if may("ask_for_support", case, request.user) else None,
        "answers": may("answer_support", case, request.user),
        "recipients": preview(case, "ask_for_support", by=request.user),
        "missing": missing,
    }
    return show(request, case, "support", context)


def answer_support(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """The officer answers a wish for support; the group gets a mail."""
    case, row = open_row("answer_support", request, reference, _of(SupportRequest), pk)
    form = AnswerForm(posted(request))
    missing = None
    if request.method == "POST" and form.is_valid():
        missing = saved(
            form, partial(actions.answer_support, case.pk, row.pk), request, _("Svaret är skickat.")
        )
        if missing is None:
            return redirect(frame_url(request, "ask_for_support", case.reference))
    context = {
        "row": row,
        "form": form,
        "missing": missing,
        "recipients": preview(case, "answer_support", by=request.user),
        "back": frame_url(request, "ask_for_support", case.reference),
    }
    return show(request, case, "answer", context)


remove_communication = removal(
    "remove_communication", "add_communication", _of(Communication), actions.remove_communication
)
remove_mapping = removal("remove_mapping", "map_actors", _of(CaseActor), actions.remove_mapping)
remove_dialogue = removal("remove_dialogue", "plan_dialogue", _of(DialogueActivity), actions.remove_dialogue)
remove_need = removal("remove_need", "record_needs", _of(Need), actions.remove_need)
