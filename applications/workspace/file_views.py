"""The case list as a file: a short one at once, a long one ordered, waited for and fetched (D20)."""

from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from applications import downloads, paging, tables
from applications.city.values import clearing_days
from applications.http import render_staff
from applications.models import ListFile, User
from applications.workspace.filters import Asked, asked, people
from applications.workspace.list_file import HEAD, lines
from applications.workspace.tasks import make_list_file

AT_ONCE = 500  # cases that are sent while the browser waits: about a second
SHOWN = 10
WORTH_SHOWING = Q(finished_at=None) | ~Q(file="") | ~Q(error="")  # not what was sent at once or is cleared


def export_cases(request: HttpRequest) -> HttpResponse:
    """Send the cases of a list's address, in its order, as CSV or with `?format=xlsx` as XLSX (D20).

    Who fetched what is logged. A list that is too long leads to where it is ordered.
    """
    shown, kind = asked(request.GET, request.user, people()), tables.asked_kind(request)
    cases = shown.cases(request.user)
    total = paging.counted(cases, AT_ONCE)
    if total > AT_ONCE:
        return redirect(f"{reverse('admin:list_files')}?{shown.query}")
    name, now = in_words(shown), timezone.now()
    answer = tables.answer(
        request,
        HEAD,
        lines(cases, request.user),
        title=str(shown.view.label),
        name=f"{timezone.localdate(now)} {shown.view.label}",
    )
    ListFile.objects.log_sent(request.user, name=name, query=shown.query, kind=kind, total=total, at=now)
    return answer


def list_files(request: HttpRequest) -> HttpResponse:
    """Show the long lists that the user has ordered, with how far each has come, and order one."""
    shown = asked(request.GET, request.user, people()) if request.GET else None
    if request.method == "POST":
        _order(request.user, QueryDict(request.POST.get("lista", "")), request.POST.get("format", ""))
        return redirect("admin:list_files")
    mine = list(ListFile.objects.of(request.user).filter(WORTH_SHOWING)[:SHOWN])
    context = {
        "files": mine,
        "being_made": any(file.is_being_made for file in mine),
        "keep": clearing_days("list_file"),
        "shown": shown,
        "total": paging.counted(shown.cases(request.user), AT_ONCE) if shown else 0,
        "at_once": AT_ONCE,
        "kinds": ListFile.Kind.choices,
    }
    return render_staff(request, "workspace/list_files.html", context)


def _order(user: Any, data: QueryDict, kind: str) -> None:
    """Order the file of a list; one that is being made already is not ordered twice."""
    shown = asked(data, user, people())
    kind = tables.XLSX if kind == tables.XLSX else tables.CSV
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        same = ListFile.objects.of(user).filter(finished_at=None, query=shown.query, kind=kind)
        if not same.exists():
            row = ListFile.objects.create(
                ordered_by=user,
                ordered_at=timezone.now(),
                kind=kind,
                name=in_words(shown),
                query=shown.query,
            )
            make_list_file.enqueue(row.pk)


def list_file(request: HttpRequest, file_id: int) -> HttpResponse:
    """Send a file to the one who ordered it, and log that; to everybody else it does not exist."""
    mine = ListFile.objects.of(request.user).filter(finished_at__isnull=False).exclude(file="")
    row = get_object_or_404(mine, pk=file_id)
    ListFile.objects.filter(pk=row.pk).update(times=F("times") + 1, fetched_at=timezone.now())
    response = FileResponse(row.file.open("rb"), content_type=tables.CONTENT_TYPES[row.kind])
    name = f"{timezone.localdate(row.ordered_at)} {row.name[:80]}.{row.kind}"
    response["Content-Disposition"] = downloads.disposition(name.replace("/", "-"))
    return response


def in_words(shown: Asked) -> str:
    """Return what a list shows, as one line."""
    words = [str(shown.view.label), *(f"{label}: {value}" for label, value in shown.form.in_words())]
    return ", ".join(words)[:200]
