"""The other parts of a case in the workspace: group, documents, messages, everything that happened."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from applications import identity, register_files
from applications.attachments.naming import trail_text
from applications.group.people import members_for
from applications.group.standings import standings
from applications.http import find_case, log_reading, render_staff
from applications.labels import LABELS
from applications.messaging.box import box
from applications.messaging.views import opened
from applications.models import Case, Event, ReadEvent, Record
from applications.permissions import allowed
from applications.workspace.forms import DroppedFileForm
from phases.frame import frame
from phases.trail import TrailFilter

EVENTS_A_PAGE = 50
BRIEF = 60  # characters


def event_row(event: Event, case: Case, user: Any) -> dict[str, Any]:
    """Return one event as a row of components/timeline.html, as `user` may read it; `key` marks what moved the case."""
    label = LABELS.get(event.action)
    role = f", {event.get_role_display().lower()}" if event.role else ""
    return {
        "title": label.happened if label else event.action,
        "at": event.at,
        "who": f"{identity.who(user, event, case)}{role}",
        "text": identity.text_for(user, trail_text(event, case, user), case),
        "key": event.source != event.target or event.action in ("open_case", "open_city_case"),
    }


def reading_row(reading: ReadEvent, case: Case, user: Any) -> dict[str, Any]:
    """Return one reading as a row of components/timeline.html."""
    what = identity.text_for(user, reading.what, case)
    return {"title": _("Läste: %(what)s") % {"what": what}, "at": reading.at, "who": str(reading.user)}


def record_row(record: Record, case: Case, user: Any, *, brief: bool = False) -> dict[str, Any]:
    """Return one record as a row of components/documents.html, with the address of its file when there is one.

    `brief` cuts what it concerns to a line, after protected people are hidden. What is secret to `user` shows its
    number, day, direction and legal ground only (D2).
    """
    secrecy = _("Sekretess, %(ground)s") % {"ground": record.legal_ground} if record.secret else ""
    if not record.may_be_read_by(user):
        return {
            "title": f"{record.number}. {_('Handling med sekretess')}",
            "at": record.at,
            "note": f"{record.get_direction_display()}. {secrecy}",
            "has_file": False,
        }
    counterpart, concerns = (
        identity.text_for(user, text, case) for text in (record.counterpart, record.description)
    )
    if brief:
        concerns = Truncator(concerns).chars(BRIEF)
    about = [secrecy, str(record.get_direction_display()), counterpart, concerns]
    row = {
        "title": identity.text_for(user, f"{record.number}. {record.designation}", case),
        "at": record.at,
        "note": ". ".join(part for part in about if part),
        "url": _file_url(record),
        "kind": _("PDF") if record.order_id else _("Fil"),
        "has_file": bool(record.order_id or record.attachment_id),
    }
    if record.order_id and record.order.kind in record.order.IN_WORD:
        row["word"] = reverse("document_word", args=[record.order_id])
    if record.attachment is not None:
        row["size"] = record.attachment.size
    return row


def record_acts(record: Record, user: Any) -> list[dict[str, Any]]:
    """Return what `user` may do with the record, as links: its secrecy, a masked copy."""
    wanted = ["change_secrecy"]
    if record.order_id and record.copy_of_id is None:
        wanted.append("order_masked_copy")
    return [
        {
            "label": LABELS[action].button,
            "url": reverse(f"admin:{action}", args=[record.case.reference, record.pk]),
        }
        for action in wanted
        if allowed(action, user=user, case=record.case)
    ]


def _file_url(record: Record) -> str:
    try:
        if record.order_id:
            return reverse("document", args=[record.order_id])
        if record.attachment_id:
            return reverse("attachment", args=[record.attachment_id])
    except NoReverseMatch:
        pass
    return ""


def case_group(request: HttpRequest, reference: str) -> HttpResponse:
    """Show actors and members."""
    case = find_case(request, reference)
    others = case.case_actors.filter(in_group=False).select_related("actor")
    context = {
        **frame(request, case, "group"),
        "actors": [*standings(case, at=timezone.now()), *({"part": part} for part in others)],
        "members": members_for(request.user, case),
    }
    log_reading(request, case, _("gruppen"), at=timezone.now())
    return render_staff(request, "staff/case_group.html", context)


def case_documents(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the register of the case's records (D2)."""
    case = find_case(request, reference)
    context = {
        **frame(request, case, "documents"),
        "rows": [
            {**record_row(record, case, request.user), "acts": record_acts(record, request.user)}
            for record in records_of(case)
        ],
        "drop_form": DroppedFileForm(),
        "may_attach": allowed("attach_file", user=request.user, case=case),
    }
    log_reading(request, case, _("registret över handlingar"), at=timezone.now())
    return render_staff(request, "staff/case_documents.html", context)


def records_of(case: Case) -> Any:
    """Return the records of a case, the newest first."""
    return case.records.select_related("attachment", "order").defer("order__snapshot").order_by("-number")


def case_messages(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what group and officer have written to each other, and the box for a new message."""
    case = find_case(request, reference)
    context = {**frame(request, case, "messages"), **opened(request, case), **box(request, case)}
    return render_staff(request, "staff/case_messages.html", context)


def case_events(request: HttpRequest, reference: str) -> HttpResponse:
    """Show everything that has happened, and who has read it, in plain words, narrowed by the address (D8)."""
    case = find_case(request, reference)
    form = TrailFilter(request.GET, case=case, user=request.user)
    row = reading_row if form.shows_readings else event_row
    if "format" in request.GET:
        said = (row(found, case, request.user) for found in form.rows()[: register_files.MOST])
        return _events_file(request, case, said)
    page = Paginator(form.rows(), EVENTS_A_PAGE).get_page(request.GET.get("page"))
    rows = [row(found, case, request.user) for found in page]
    query = request.GET.copy()
    query.pop("page", None)
    context = {**frame(request, case, "events"), "page": page, "rows": rows}
    context |= {"filter": form, "query": query.urlencode()}
    log_reading(request, case, _("händelserna"), at=timezone.now())
    return render_staff(request, "staff/case_events.html", context)


def _events_file(request: HttpRequest, case: Case, rows: Iterable[dict[str, Any]]) -> HttpResponse:
    """Send the trail of a case, narrowed as it is on the page, as CSV or XLSX (D20)."""
    log_reading(request, case, _("händelserna som fil"), at=timezone.now())
    lines = (
        [f"{timezone.localtime(row['at']):%Y-%m-%d %H:%M}", row["title"], row["who"], row.get("text", "")]
        for row in rows
    )
    title = _("Händelser %(reference)s") % {"reference": case.reference}
    return register_files.send(request, ("När", "Händelse", "Vem", "Kommentar"), lines, title=title)
