"""Pages of the network: the group's consent, its leaving, and the directory."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.http import attempt_form, case_url, find_case_to, posted, render_frame
from applications.labels import LABELS
from applications.lifecycle import Missing, WrongState
from applications.models import NetworkEntry
from applications.models.network import may_be_in
from applications.network import actions, directory, guests
from applications.network.access import visitor
from applications.network.forms import DirectoryFilter, EntryForm, LeaveForm
from applications.network.masking import masking

GROUPS_A_PAGE = 20


def join_network(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what the network is and what others see, and take the group's yes, field by field."""
    case = find_case_to("join_network", request, reference)
    entry = actions.entry_of(case)
    if not may_be_in(case):
        raise WrongState(case, "join_network")
    is_in = entry is not None and entry.is_in
    form = EntryForm(posted(request), case=case, revision_of=entry, initial=EntryForm.initial_of(entry))
    missing: list[Missing] = []
    if request.method == "POST" and form.is_valid():
        found = attempt_form(
            form,
            lambda: actions.join_network(case.pk, by=request.user, at=timezone.now(), **form.values()),
            request=request,
            done=_("Sparat. Så här ser de andra er nu.") if is_in else _("Er grupp är med i nätverket."),
        )
        if found is None:
            return redirect("network_directory")
        missing = found
    context = {
        "case": case,
        "form": form,
        "missing": missing,
        "is_in": is_in,
        "label": LABELS["change_network_entry" if is_in else "join_network"],
        "effects": LABELS["join_network"].effects,
        "meetings": 0 if is_in else guests.coming_to_all(at=timezone.now()),
        "card": directory.card(entry, masking()) if entry is not None and is_in else None,
    }
    return render_frame(request, "applications/network/join.html", context)


def leave_network(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what it means to leave, and leave. The kontaktperson does it for a group that asks."""
    case = find_case_to("leave_network", request, reference)
    entry = actions.entry_of(case)
    if entry is None or not entry.is_in:
        raise WrongState(case, "leave_network")
    form = LeaveForm(posted(request))
    if request.method == "POST" and form.is_valid():
        actions.leave_network(case.pk, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Gruppen har lämnat nätverket. Inget om den visas längre."))
        return redirect(case_url(request, case))
    own = NetworkEntry.objects.shown().filter(pk=entry.pk)
    context = {"case": case, "label": LABELS["leave_network"], "form": form}
    context["meetings"] = guests.coming_to(own, at=timezone.now())
    return render_frame(request, "applications/network/leave.html", context)


def network_directory(request: HttpRequest) -> HttpResponse:
    """Show the groups of the network to its members and the kontaktpersoner, as each has said yes to."""
    who = visitor(request.user)
    form = DirectoryFilter(request.GET, neighbourhoods=directory.neighbourhoods())
    found = directory.matching(**form.asked())
    page = Paginator(found, GROUPS_A_PAGE).get_page(request.GET.get("page"))
    mask, own = masking(), frozenset(entry.pk for entry in who.groups)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "who": who,
        "filter": form,
        "is_filtered": any(form.asked()),
        "page": page,
        "cards": [directory.card(entry, mask, own=own) for entry in page],
        "query": query.urlencode(),
        "own_cases": [entry.case for entry in who.groups],
        "nav_current": "network",
    }
    return render_frame(request, "applications/network/directory.html", context)
