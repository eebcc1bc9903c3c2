"""A list as a file for a spreadsheet, the registers' above all: what it shows, filtered and ordered as it is (D20)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from html import unescape
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from applications import paging, tables
from applications.models import ListFile

MOST = 5_000  # rows of a file: some seconds
OF_A_PAGE = ("p", "all", "e", "format")  # what an address says of a page of the list, not of the list


def send(
    request: HttpRequest, head: Sequence[Any], rows: Iterable[Sequence[Any]], *, title: str, told: str = ""
) -> HttpResponse:
    """Send a list as CSV, or XLSX with `?format=xlsx`; who fetched it is logged (D8), as `told` if not by its title."""
    at, kind, lines = timezone.now(), tables.asked_kind(request), list(rows)
    ListFile.objects.log_sent(
        request.user,
        name=told or title,
        query=request.GET.urlencode(),
        kind=kind,
        total=len(lines),
        at=at,
    )
    return tables.answer(request, head, lines, title=title, name=f"{timezone.localdate(at)} {title}")


class RegisterFile:
    """Lets a register of the admin site be fetched as CSV, or XLSX with `?format=xlsx`; who did is logged (D8)."""

    def prepare_rows(self, rows: list[Any]) -> None:
        """Look up at once what the columns of `rows` need."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Show the list with the ways to its files, or send one."""
        asked = request.GET.copy()
        for name in OF_A_PAGE:
            asked.pop(name, None)
        if "format" in request.GET and request.method == "GET":
            return self._as_file(request, asked)
        links = []
        for kind, name in ListFile.Kind.choices:
            asked["format"] = kind
            links.append((f"?{asked.urlencode()}", _("Listan som %(kind)s") % {"kind": name}))
        title = capfirst(str(self.opts.verbose_name_plural))  # type: ignore[attr-defined]
        more = {"title": title, **(extra_context or {}), "file_links": links}
        return super().changelist_view(request, more)  # type: ignore[misc]

    def _as_file(self, request: HttpRequest, asked: Any) -> HttpResponse:
        admin: Any = self
        if not admin.has_view_permission(request):
            raise PermissionDenied
        kind, at = tables.asked_kind(request), timezone.now()
        request.GET = asked
        back = f"{request.path}?{asked.urlencode()}"
        try:
            shown = admin.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return redirect(request.path)
        if paging.counted(shown.queryset, MOST) > MOST:
            said = _("Listan har fler än %(most)s rader. Sök eller filtrera först, och hämta sedan filen.")
            messages.warning(request, said % {"most": MOST})
            return redirect(back)
        rows = list(shown.queryset)
        self.prepare_rows(rows)
        title = capfirst(str(shown.opts.verbose_name_plural))
        query = f"{shown.opts.model_name}?{asked.urlencode()}"
        ListFile.objects.log_sent(
            request.user, name=_in_words(title, shown), query=query, kind=kind, total=len(rows), at=at
        )
        columns = [name for name in shown.list_display if name != "action_checkbox"]
        head = [capfirst(str(label_for_field(name, shown.model, admin))) for name in columns]
        name = f"{timezone.localdate(at)} {title}"
        return tables.answer(request, head, _lines(rows, columns, admin), kind=kind, title=title, name=name)


def _in_words(title: str, shown: Any) -> str:
    """Return what the list shows, as one line of the log: its name, and what it was searched and filtered by."""
    filters = [
        str(spec.title).lower() for spec in shown.filter_specs if spec.has_output() and spec.used_parameters
    ]
    parts = [title, *([_("sök: %(words)s") % {"words": shown.query}] if shown.query else [])]
    return ", ".join([*parts, *(_("filter: %(name)s") % {"name": name} for name in filters)])


def _lines(rows: Iterable[Any], columns: list[str], admin: Any) -> Iterable[list[Any]]:
    for row in rows:
        yield [_cell(row, name, admin) for name in columns]


def _cell(row: Any, name: str, admin: Any) -> Any:
    """Return what a column says of a row as plain text, days as 2026-05-05; whole numbers stay numbers."""
    field, _attribute, value = lookup_field(name, row, admin)
    if getattr(field, "flatchoices", None):
        value = dict(field.flatchoices).get(value, value)  # type: ignore[union-attr]
    if isinstance(value, bool):
        return _("Ja") if value else _("Nej")
    if value is None or type(value) is int:
        return "" if value is None else value
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return unescape(strip_tags(value)) if isinstance(value, SafeString) else str(value)
