"""Pages about confirmations for the group and its officer: ask, remind, take back, note what was on paper (D14)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.group import confirmation_actions
from applications.group.confirmation_forms import AskForm, ConfirmForm
from applications.group.contributions import contributions_of
from applications.group.pages import form_page
from applications.http import find_case_to, posted
from applications.labels import LABELS
from applications.models import Case, CaseActor, Confirmation


def _part(case: Case, pk: int) -> CaseActor:
    return get_object_or_404(case.case_actors.filter(in_group=True).select_related("actor"), pk=pk)


def _question(case: Case, pk: int) -> Confirmation:
    rows = Confirmation.objects.waiting().filter(case_actor__case=case, case_actor__in_group=True)
    return get_object_or_404(rows.select_related("case_actor__actor"), pk=pk)


def ask_actor(request: HttpRequest, reference: str, part: int) -> HttpResponse:
    """Send an actor the link by which it answers."""
    case = find_case_to("ask_actor", request, reference)
    row = _part(case, part)
    waiting = row.confirmations.waiting().first()
    form = AskForm(posted(request), initial=AskForm.initial_of(row, waiting))

    def call() -> Any:
        return confirmation_actions.ask_actor(
            case.pk, row.pk, **form.cleaned_data, by=request.user, at=timezone.now()
        )

    effects = [*LABELS["ask_actor"].effects, _("Mejl går till adressen som du skriver.")]
    if waiting is not None:
        effects.append(_("Länken i det förra mejlet slutar fungera."))
    return form_page(
        request,
        case,
        "ask_actor",
        form,
        call,
        done=_("Frågan är skickad."),
        heading=_("Fråga %(name)s") % {"name": row.actor.name},
        button=LABELS["ask_actor"].button,
        effects=effects,
        contributions=contributions_of(row),
        contributions_heading=_("Det här får aktören se och svara på"),
    )


def remind_actor(request: HttpRequest, reference: str, question: int) -> HttpResponse:
    """Send the link once more, after saying to whom."""
    case = find_case_to("remind_actor", request, reference)
    row = _question(case, question)

    def call() -> Any:
        return confirmation_actions.remind_actor(case.pk, row.pk, by=request.user, at=timezone.now())

    return form_page(
        request,
        case,
        "remind_actor",
        None,
        call,
        done=_("Påminnelsen är skickad."),
        heading=_("Påminn %(name)s?") % {"name": row.case_actor.actor.name},
        button=LABELS["remind_actor"].button,
        effects=LABELS["remind_actor"].effects,
        recipients=[f"{row.name}, {row.email}"],
    )


def withdraw_question(request: HttpRequest, reference: str, question: int) -> HttpResponse:
    """Take a question back, after asking."""
    case = find_case_to("withdraw_question", request, reference)
    row = _question(case, question)

    def call() -> Any:
        return confirmation_actions.withdraw_question(case.pk, row.pk, by=request.user, at=timezone.now())

    return form_page(
        request,
        case,
        "withdraw_question",
        None,
        call,
        done=_("Frågan är återtagen."),
        heading=_("Ta tillbaka frågan till %(name)s?") % {"name": row.case_actor.actor.name},
        button=LABELS["withdraw_question"].button,
        effects=LABELS["withdraw_question"].effects,
        risk=True,
    )


def confirm_actor(request: HttpRequest, reference: str, part: int) -> HttpResponse:
    """Note how an actor has confirmed its part, with the paper as a file."""
    case = find_case_to("confirm_actor", request, reference)
    row = _part(case, part)
    rows = contributions_of(row)
    files = request.FILES if request.method == "POST" else None
    form = ConfirmForm(posted(request), files, contributions=rows)

    def call() -> Any:
        return confirmation_actions.confirm_actor(
            case.pk, row.pk, **form.values(), by=request.user, at=timezone.now()
        )

    return form_page(
        request,
        case,
        "confirm_actor",
        form,
        call,
        done=_("Bekräftelsen är antecknad."),
        heading=_("Bekräftelse från %(name)s") % {"name": row.actor.name},
        button=_("Spara bekräftelsen"),
        effects=[_("Filen blir en handling i ärendet, och kontaktpersonen ser den.")],
        contributions=rows,
        contributions_heading=_("Det här har ni skrivit att aktören bidrar med"),
    )
