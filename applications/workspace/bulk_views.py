"""What is done with several cases of the list at once: they get another kontaktperson (R6)."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications import notices
from applications.http import render_staff
from applications.labels import LABELS
from applications.lifecycle import denied
from applications.models import Case
from applications.permissions import role_for
from applications.workspace import actions
from applications.workspace.filters import asked, people
from applications.workspace.forms import AssignForm
from applications.workspace.list_views import MOST_AT_ONCE, list_url

REFERENCE = re.compile(r"[\w-]{1,20}")


def assign_officers(request: HttpRequest) -> HttpResponse:
    """Give the ticked cases, or all of the list, to one officer (R6).

    A visit says which they are and who gets a mail (D15); the posted form does it and says what became of each.
    """
    if role_for("assign_officer", user=request.user, case=None) is None:
        raise denied("assign_officer")
    sent = request.POST if request.method == "POST" else request.GET
    shown = asked(QueryDict(sent.get("lista", "")), request.user, people())
    back = list_url(shown.query)
    cases = (
        list(shown.cases(request.user)[:MOST_AT_ONCE])
        if "alla" in request.GET
        else _ticked(sent, request.user)
    )
    form = AssignForm(sent)
    if not cases or not form.is_valid():
        messages.warning(request, _("Välj minst ett ärende, och vem som ska ta över."))
        return redirect(back)
    if request.method == "POST":
        results = actions.assign_officer_to_many(
            [case.pk for case in cases], by=request.user, at=timezone.now(), **form.cleaned_data
        )
        _tell(request, cases, results, form.cleaned_data["officer"])
        return redirect(back)
    context = _before_the_click(request, cases, form.cleaned_data["officer"])
    context |= {"back": back, "lista": shown.query, "form": _greeting(form)}
    return render_staff(request, "workspace/assign_officers.html", context)


def _ticked(sent: QueryDict, user: Any) -> list[Case]:
    """Return the ticked cases that `user` may see."""
    references = [each for each in sent.getlist("arende")[:MOST_AT_ONCE] if REFERENCE.fullmatch(each)]
    cases = Case.objects.visible_to(user).filter(reference__in=references)
    return list(cases.select_related("officer").order_by("reference"))


def _greeting(form: AssignForm) -> AssignForm:
    """Return the form of the page: the officer is chosen, what is left is the greeting."""
    page = AssignForm(initial={"comment": form.cleaned_data["comment"]})
    del page.fields["officer"]
    return page


def _before_the_click(request: HttpRequest, cases: list[Case], officer: Any) -> dict[str, Any]:
    """Return which cases change hands, with whom each mail goes to, and which do not. No query a case."""
    notices.remember_groups(cases)
    rows, refused = [], []
    for case in cases:
        before = str(case.officer) if case.officer else ""
        if case.officer == officer:
            refused.append({"case": case, "why": actions.already(officer)})
            continue
        case.officer = officer  # as it will be: who gets a mail depends on it
        names = notices.preview(case, "assign_officer", by=request.user, chosen=True)
        rows.append({"case": case, "before": before, "mails": names})
    return {"rows": rows, "refused": refused, "officer": officer, "label": LABELS["assign_officer"]}


def _tell(request: HttpRequest, cases: list[Case], results: dict[int, str], officer: Any) -> None:
    """Say what became of each case: those that changed hands by name, the others with the reason."""
    done = [case.title for case in cases if not results[case.pk]]
    if done:
        text = ngettext(
            "%(officer)s är nu kontaktperson i %(n)s ärende: %(titles)s.",
            "%(officer)s är nu kontaktperson i %(n)s ärenden: %(titles)s.",
            len(done),
        )
        messages.success(request, text % {"officer": officer, "n": len(done), "titles": ", ".join(done)})
    for case in cases:
        if results[case.pk]:
            text = _("%(case)s bytte inte kontaktperson: %(why)s")
            messages.warning(request, text % {"case": case.title, "why": results[case.pk]})
