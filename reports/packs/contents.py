"""What belongs to a pack, in order: per item of the meeting its documents and the files sent in with it."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from pathlib import PurePath
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from applications.attachments.naming import masked_name
from applications.attachments.sections import SIGNED
from applications.city import values
from applications.committee import agenda
from applications.decisions.renewed import extract_base, notice_base, referral_base, versions
from applications.decisions.snapshot import in_words, iso
from applications.models import AgendaItem, Attachment, Case, Decision, DocumentOrder, Meeting, Record
from applications.models.document import MESSAGE, NOTE
from applications.states import ReportKind
from reports.contexts import Json
from reports.models import Pack


class Part(NamedTuple):
    """A document of a case: an ordered one, or a file that was sent in."""

    name: str
    source: DocumentOrder | Attachment

    @property
    def ending(self) -> str:
        """The ending of the file's name, with its dot."""
        if isinstance(self.source, DocumentOrder):
            return ".pdf"
        return PurePath(self.source.name).suffix.lower()[:10]

    @property
    def is_pdf(self) -> bool:
        """True when its pages can stand in the merged file."""
        return isinstance(self.source, DocumentOrder) or self.source.content_type == "application/pdf"


class Item(NamedTuple):
    """A case of the meeting with all that belongs to it."""

    number: int
    case: Case
    row: Json
    parts: list[Part]
    withheld: tuple[str, ...] = ()  # what is secret, by number and legal ground only


def items(pack: Pack) -> list[Item]:
    """Return the items of the pack that its orderer may see, with their documents, in the order of the agenda."""
    shown = agenda.items_of(pack.meeting, pack.ordered_by)
    build = _agenda_item if pack.kind == Pack.Kind.AGENDA else _decided_item
    return [_in_the_open(built) for item in shown for built in build(item)]


def _in_the_open(item: Item) -> Item:
    """Return the item without what is secret: a pack is read by the whole committee and printed (D2, OSL).

    What is left out is told by its number and legal ground; its name stands nowhere, not in the basis either.
    """
    secret = (
        Record.objects.filter(case=item.case, secret=True).select_related("attachment").order_by("number")
    )
    rows = list(secret)
    if not rows:
        return item
    orders = {row.order_id for row in rows if row.order_id}
    files = {row.attachment_id for row in rows if row.attachment_id}
    hidden = [
        part
        for part in item.parts
        if part.source.pk in (orders if isinstance(part.source, DocumentOrder) else files)
    ]
    gone = {(type(part.source), part.source.pk) for part in hidden}
    told = [
        masked_name(row)
        for row in rows
        if (DocumentOrder, row.order_id) in gone or (Attachment, row.attachment_id) in gone
    ]
    names = {row.attachment.name: masked_name(row) for row in rows if row.attachment}
    basis = [_without(names, line) for line in item.row["basis"]]
    return item._replace(
        row=item.row | {"basis": basis},
        parts=[part for part in item.parts if part not in hidden],
        withheld=tuple(told),
    )


def _without(names: dict[str, str], line: str) -> str:
    for name, masked in names.items():
        line = line.replace(name, masked)
    return line


def _agenda_item(item: AgendaItem) -> Iterator[Item]:
    """Yield the item with its tjänsteskrivelse, what the group sent last, and the files that came with it.

    Before decision 2 and later that is the förslag too, before the application.

    Files of messages are talk between the group and the city, no ground for the decision.
    """
    case = item.case
    keys = [[f"officer_report:{item.report_id}"]]
    kinds = ["application"] if item.report.kind == ReportKind.DIALOGUE else ["proposal", "application"]
    sent_ones = [
        case.document_orders.filter(kind=kind, key__startswith=f"{kind}-{case.pk}-").order_by("-id").first()
        for kind in kinds
    ]
    found = [*_orders(keys), *filter(None, sent_ones)]
    files = case.attachments.filter(sent_at__isnull=False, removed_at=None, message=None)
    sent = files.exclude(section__in=(SIGNED, MESSAGE, NOTE)).order_by("id")
    row = {
        "number": item.number,
        "title": item.report.heading or case.title,
        "registry_number": case.number,
        "about": str(item.report.get_kind_display()),
        "summary": item.report.summary,
        "points": [point.text for point in item.report.points.order_by("number")],
        "basis": list((item.report.snapshot or {}).get("basis", ())),
        "decision": "",
    }
    parts = [Part(order.designation, order) for order in found] + [Part(file.name, file) for file in sent]
    yield Item(item.number, case, row, parts)


def _decided_item(item: AgendaItem) -> Iterator[Item]:
    """Yield the item once per released decision, with its extract, what was handed over, and the notice."""
    for decision in item.made:
        if decision.released_at is None:
            continue
        keys = [
            versions(extract_base(decision), decision.version),
            *(
                versions(referral_base(pk), decision.version)
                for pk in decision.referrals.order_by("id").values_list("pk", flat=True)
            ),
            versions(notice_base(decision), decision.version),
        ]
        row = {
            "number": item.number,
            "title": decision.heading,
            "registry_number": item.case.number,
            "about": str(decision.get_kind_display()),
            "summary": decision.summary,
            "points": [point.text for point in decision.points.order_by("number")],
            "basis": [],
            "decision": f"{decision.number_name}, {decision.get_outcome_display().lower()}",
        }
        parts = [Part(order.designation, order) for order in _orders(keys)]
        signed = decision.signed_extracts.select_related("attachment").first()
        if signed is not None:
            parts.insert(0, Part(signed.attachment.name.removesuffix(".pdf"), signed.attachment))
        yield Item(item.number, item.case, row, parts)


def _orders(keys: list[list[str]]) -> list[DocumentOrder]:
    """Return the newest document of each list of keys (newest first), in order; nothing where none is ordered."""
    wanted = [key for row in keys for key in row]
    found = {order.key: order for order in DocumentOrder.objects.filter(key__in=wanted).defer("snapshot")}
    newest = (next((found[key] for key in row if key in found), None) for row in keys)
    return [order for order in newest if order is not None]


def decided(meeting: Meeting) -> bool:
    """Return whether the meeting has a released decision, so that there is something to send after it."""
    return Decision.objects.filter(agenda_item__meeting=meeting, released_at__isnull=False).exists()


# --- the two documents that the pack itself brings -------------------------------------------------------
def meeting_items(pack: Pack, found: list[Item]) -> Json:
    """Return the snapshot of the ärendelista."""
    meeting = pack.meeting
    starts = datetime.combine(meeting.date, meeting.starts_at or time())
    return _header(pack, _("Ärenden om samverkansstöd %(day)s")) | {
        "meeting_starts": timezone.make_aware(starts).isoformat(),
        "place": meeting.place,
        "working_committee_on": iso(meeting.working_committee_on),
        "documents_ready_on": iso(meeting.documents_ready_on),
        "notice_on": iso(meeting.notice_on),
        "minutes_approved_on": iso(meeting.minutes_approved_on),
        "decided": pack.kind == Pack.Kind.DECISIONS,
        "items": [item.row for item in found],
    }


def pack_contents(
    pack: Pack,
    rows: list[Json],
    left_out: list[str],
    withheld: Iterable[str] = (),
    unreadable: Iterable[str] = (),
) -> Json:
    """Return the snapshot of the pack's first pages; what lacks is said there, by name."""
    title = (
        _("Beslut från sammanträdet %(day)s")
        if pack.kind == Pack.Kind.DECISIONS
        else _("Handlingar till sammanträdet %(day)s")
    )
    return _header(pack, title) | {
        "meeting_on": iso(pack.meeting.date),
        "rows": rows,
        "left_out": left_out,
        "withheld": list(withheld),
        "unreadable": list(unreadable),
    }


def _header(pack: Pack, title: str) -> dict[str, Any]:
    committee = pack.meeting.committee
    named = title % {"day": in_words(pack.meeting.date)}
    return {
        "municipality": values.kept(),
        "reference": f"{committee.short or committee.name} {pack.meeting.date.isoformat()}",
        "registry_number": None,
        "case_title": named,
        "title": named,
        "draft": False,
        "issued_on": timezone.localdate(pack.ordered_at).isoformat(),
        "replaces": None,
        "committee": committee.name,
    }
