"""The case list: what it shows, and the views that people save (D20)."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from applications.http import render_staff
from applications.models import Case, ListFile, SavedView
from applications.paging import BoundedPaginator
from applications.permissions import role_for
from applications.workspace import file_views, saved
from applications.workspace.filters import DEFAULT_ORDER, ORDERS, TURN_OF_ROLE, Asked, People, asked, people
from applications.workspace.forms import GiveAwayForm, SavedViewForm

PAGE_SIZE = 25
MOST = 1000  # cases on the pages of a list: nobody reads to its end, and the rest is narrowed to or fetched
ASKED_AGAIN = "byt"  # in the address when the form below the list was sent without something
COLUMNS = (
    ("arende", _lazy("Ärende")),
    ("fas", _lazy("Status")),
    ("tur", _lazy("Vems tur")),
    ("", _lazy("Nästa steg")),
    ("datum", _lazy("Datum")),
    ("", _lazy("Delområde")),
)


def case_index(request: HttpRequest) -> HttpResponse:
    """Show the cases of a view, narrowed and ordered by the address (D20)."""
    known = people()
    shown = asked(request.GET, request.user, known)
    own, of_people = saved.tabs(request.user, shown, known)
    current = next((tab for tab in of_people if tab.current), None)
    pages = BoundedPaginator(shown.cases(request.user), PAGE_SIZE, most=MOST)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "columns": _columns(shown),
        "tells_officer": _tells_officer(shown, page.object_list, request.user),
        "usual_order": "" if shown.order == DEFAULT_ORDER else shown._replace(order=DEFAULT_ORDER).query,
        "unfiltered": shown.unfiltered,
        "tabs": own,
        "saved_tabs": of_people,
        "current": current,
        "keeps_current": current and current.saved and _keeps(request.user, current.saved),
        "view": shown.view,
        "filter": shown.form,
        "page": page,
        "order": shown.order,
        "query": shown.query,
        "today": timezone.localdate(),
        "mine": {TURN_OF_ROLE[role] for role in request.user.roles & TURN_OF_ROLE.keys()},
        "file_kinds": ListFile.Kind.choices,
        "in_background": pages.goes_on or pages.count > file_views.AT_ONCE,
        "can_all_change": page.paginator.count > 1,
        "form": _give_away(request, list(page.object_list), known),
    }
    return render_staff(request, "workspace/case_index.html", context)


def _give_away(request: HttpRequest, cases: list[Case], known: People) -> GiveAwayForm | None:
    """Return the form that gives the ticked cases to somebody; with its errors when it was sent without something."""
    if role_for("assign_officer", user=request.user, case=None) is None:
        return None
    data = None
    if ASKED_AGAIN in request.GET:
        data = request.GET.copy()
        shown = {case.reference for case in cases}
        data.setlist("arende", [each for each in data.getlist("arende") if each in shown])
    form = GiveAwayForm(data, cases=cases, officers=known.to_assign)
    form.fields["arende"].required = "alla" not in request.GET
    return form


def _columns(shown: Asked) -> list[dict[str, Any]]:
    """Return the columns of the list, those that order it with the address that does, or that turns it round."""
    columns = []
    for key, label in COLUMNS:
        is_up, is_down = key == shown.order, f"-{key}" == shown.order
        url = f"?{shown._replace(order=f'-{key}' if is_up else key).query}" if key in ORDERS else ""
        columns.append({"label": label, "url": url, "sorted": _way(is_up=is_up, is_down=is_down)})
    return columns


def _way(*, is_up: bool, is_down: bool) -> str:
    return "ascending" if is_up else "descending" if is_down else ""


def _tells_officer(shown: Asked, cases: Iterable[Case], user: Any) -> bool:
    """Return whether the list may hold the cases of several officers, so that each row says whose it is."""
    if shown.view.key == "lediga" or shown.form.given.get("kontaktperson"):
        return False
    return shown.view.key != "mina" or any(case.officer_id != user.pk for case in cases)


def _keeps(user: Any, view: SavedView) -> bool:
    return view.owner_id == user.pk or (view.shared and user.is_administrator)


def save_view(request: HttpRequest) -> HttpResponse:
    """Save what the list shows under a name: for oneself, or for everybody at the city."""
    shown = asked(request.GET, request.user, people())
    form = SavedViewForm(request.POST or None, instance=SavedView(owner=request.user, query=shown.query))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Vyn är sparad."))
        return redirect(list_url(shown.query))
    return _view_page(request, form, shown)


def change_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Rename a saved view, share it or keep it for oneself."""
    view = get_object_or_404(SavedView.objects.kept_by(request.user), pk=view_id)
    form = SavedViewForm(request.POST or None, instance=view)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Vyn är ändrad."))
        return redirect(list_url(view.query))
    return _view_page(request, form, asked(QueryDict(view.query), request.user, people()))


def remove_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Remove a saved view, after a question; the cases stay as they are."""
    view = get_object_or_404(SavedView.objects.kept_by(request.user), pk=view_id)
    if request.method == "POST":
        view.delete()
        messages.success(request, _("Vyn är borttagen."))
        return redirect("admin:case_index")
    context = {"view": view, "back": list_url(view.query)}
    return render_staff(request, "workspace/remove_view.html", context)


def _view_page(request: HttpRequest, form: SavedViewForm, shown: Asked) -> HttpResponse:
    context = {"form": form, "shown": shown, "back": list_url(shown.query), "view": form.instance}
    return render_staff(request, "workspace/saved_view.html", context)


def list_url(query: str) -> str:
    """Return the address of the list that shows what `query` asks for."""
    return f"{reverse('admin:case_index')}?{query}"
