"""What is done with several cases of the list at once: they get another kontaktperson (R6)."""

import re
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications import notices
from applications.http import render_staff
from applications.labels import LABELS
from applications.lifecycle import denied
from applications.models import Case, HandOver, User
from applications.permissions import role_for
from applications.workspace import actions, hand_over
from applications.workspace.file_views import in_words
from applications.workspace.filters import Asked, asked, people
from applications.workspace.forms import AssignForm
from applications.workspace.list_views import ASKED_AGAIN, PAGE_SIZE, list_url
from applications.workspace.tasks import go_on_handing_over

REFERENCE = re.compile(r"[\w-]{1,20}")
AT_ONCE = 50  # cases that change hands while the browser waits: about a second
SHOWN = 10  # orders, and cases of each that did not change hands


def assign_officers(request: HttpRequest) -> HttpResponse:
    """Give the ticked cases, or all of the list, to one officer (R6).

    A visit says which they are and who gets a mail (D15); the posted form does it and says what became of each, or
    lets the worker do it when they are many. When something lacks the list says so, with the ticks that were made.
    """
    _expect(request)
    sent = request.POST if request.method == "POST" else request.GET
    known = people()
    shown = asked(QueryDict(sent.get("lista", "")), request.user, known)
    back, form = list_url(shown.query), AssignForm(sent)
    is_valid = form.is_valid()
    officer = form.cleaned_data.get("officer")
    keys = _all_of(shown, request.user, officer) if officer and "alla" in sent else []
    if len(keys) > AT_ONCE or (keys and "stampel" in sent):
        return _assign_all(request, shown, keys, form)
    cases = _in_order(keys) if keys else _few(shown, sent, request.user)
    if not cases or not officer:
        return redirect(f"{back}&{_as_sent(sent, dict(known.to_assign))}")
    if request.method == "POST" and is_valid:
        chosen = form.cleaned_data
        now, keys = timezone.now(), [case.pk for case in cases]
        results = actions.assign_officer_to_many(keys, by=request.user, at=now, **chosen)
        changed = sum(not why for why in results.values())
        actions.tell_of_many(changed=changed, by=request.user, at=now, **chosen)
        _tell(request, cases, results, officer)
        return redirect(back)
    context = _before_the_click(request, cases, officer)
    context |= {"back": back, "lista": shown.query, "form": _greeting(form), "total": len(context["rows"])}
    return render_staff(request, "workspace/assign_officers.html", context)


def _expect(request: HttpRequest) -> None:
    if role_for("assign_officer", user=request.user, case=None) is None:
        raise denied("assign_officer")


def _all_of(shown: Asked, user: Any, officer: User) -> list[int]:
    """Return the keys of the cases of the list that `officer` does not have already, in its order."""
    return list(shown.cases(user).exclude(officer=officer).values_list("pk", flat=True))


def _in_order(keys: list[int]) -> list[Case]:
    """Return the cases of `keys`, in their order."""
    found = Case.objects.select_related("officer").in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _few(shown: Asked, sent: QueryDict, user: Any) -> list[Case]:
    """Return the ticked cases; of a whole list that is the officer's already the first ones, to be said so."""
    return list(shown.cases(user)[:AT_ONCE]) if "alla" in sent else _ticked(sent, user)


def _assign_all(request: HttpRequest, shown: Asked, keys: list[int], form: AssignForm) -> HttpResponse:
    """Show a long list page by page, and order that all of it changes hands, if it is what was looked at."""
    officer, comment = form.cleaned_data["officer"], form.cleaned_data.get("comment", "")
    seen = hand_over.stamp(keys)
    if request.method == "POST" and form.is_valid():
        if request.POST.get("stampel") == seen:
            _order(request.user, keys, officer=officer, comment=comment, name=in_words(shown))
            return redirect("admin:hand_overs")
        messages.warning(request, _("Listan har ändrats sedan du såg den. Läs igenom och bekräfta igen."))
    page = Paginator(keys, AT_ONCE).get_page(request.GET.get("page"))
    context = _before_the_click(request, _in_order(list(page.object_list)), officer)
    query = urlencode({"alla": 1, "officer": officer.pk, "lista": shown.query})
    context |= {"page": page, "query": query, "stamp": seen, "total": len(keys)}
    context |= {"back": list_url(shown.query), "lista": shown.query, "form": _greeting(form)}
    return render_staff(request, "workspace/assign_officers.html", context)


def _order(user: Any, keys: list[int], **fields: Any) -> None:
    """Order that the cases change hands; what is being done already is not ordered twice."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        going_on = HandOver.objects.of(user).filter(finished_at=None, officer=fields["officer"])
        if not any(row.keys == keys for row in going_on):
            row = HandOver.objects.create(ordered_by=user, ordered_at=timezone.now(), keys=keys, **fields)
            go_on_handing_over.enqueue(row.pk)


def hand_overs(request: HttpRequest) -> HttpResponse:
    """Show how far the user's orders have come, and which cases did not change hands."""
    _expect(request)
    rows = list(HandOver.objects.of(request.user)[:SHOWN])
    keys = [key for row in rows for key, _why in row.refused[:SHOWN]]
    cases = Case.objects.visible_to(request.user).in_bulk(keys)
    orders = [
        {"row": row, "refused": [(cases[key], why) for key, why in row.refused[:SHOWN] if key in cases]}
        for row in rows
    ]
    context = {"orders": orders, "going_on": any(row.is_going_on for row in rows)}
    return render_staff(request, "workspace/hand_overs.html", context)


def _as_sent(sent: QueryDict, officers: dict[str, str]) -> str:
    """Return what was sent as the end of the list's address: its page, the ticks and the choice."""
    again: list[tuple[str, str]] = [(ASKED_AGAIN, "1")]
    again += [("page", sent["sida"])] if sent.get("sida", "").isdecimal() else []
    again += [("alla", "1")] if "alla" in sent else []
    again += [("arende", each) for each in sent.getlist("arende")[:PAGE_SIZE] if REFERENCE.fullmatch(each)]
    again += [("officer", sent["officer"])] if sent.get("officer") in officers else []
    return urlencode(again)


def _ticked(sent: QueryDict, user: Any) -> list[Case]:
    """Return the ticked cases that `user` may see."""
    references = [each for each in sent.getlist("arende")[:AT_ONCE] if REFERENCE.fullmatch(each)]
    cases = Case.objects.visible_to(user).filter(reference__in=references)
    return list(cases.select_related("officer").order_by("reference"))


def _greeting(form: AssignForm) -> AssignForm:
    """Return the form of the page: the officer is chosen, what is left is the greeting."""
    page = form if form.errors else AssignForm(initial={"comment": form.cleaned_data["comment"]})
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
        names = notices.preview(
            case, "assign_officer", by=request.user, chosen=True, audiences=[notices.GROUP]
        )
        rows.append({"case": case, "before": before, "mails": names})
    context = {"rows": rows, "refused": refused, "officer": officer, "label": LABELS["assign_officer"]}
    return context | {"tells_officer": officer != request.user}


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
