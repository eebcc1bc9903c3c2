"""The frozen text of the officer's report: the officer's words, and the facts of the case (docs/dokument.md)."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from applications import snapshots
from applications.city import values
from applications.models import Case, DocumentOrder, Meeting, OfficerReport, ProposedPoint
from applications.officer_report.source import ReportSource
from applications.templatetags.samverkan import kronor

Json = dict[str, Any]


def build(case: Case, report: OfficerReport, source: ReportSource, *, on: date, draft: bool = False) -> Json:
    """Return the snapshot of `report` dated `on`; a draft is not signed and says "Utkast" on every page."""
    facts = source.facts(case, report)
    points = list(report.points.select_related("measure__responsible__actor"))
    signer = report.signed_off_by
    header = snapshots.header(case, report.heading or case.title, on, draft=draft, replaces=_replaces(report))
    return header | {
        "decision_number": facts.decision_number,
        "version": report.version,
        "officer": snapshots.person(case.officer),
        "committee": report.meeting.committee.name if report.meeting else committee_name(),
        "summary": report.summary,
        "proposed_points": [point.text for point in points],
        "basis": [_("Tjänsteskrivelse, %(day)s") % {"day": in_words(on)}, *facts.basis],
        "planning": planning(report.meeting),
        "background": report.background,
        "area_description": facts.area_description,
        "boundary": case.area_boundary,
        "polygon": case.area_polygon,
        "actors": snapshots.actor_rows(case),
        "changes": report.changes,
        "criteria": facts.criteria,
        "assessment": report.assessment,
        "economy": report.economy,
        "amounts": [amount_row(point, source) for point in points if _is_amount(point)],
        "measures": [measure_row(point) for point in points if point.measure_id],
        "consequences_children": report.children,
        "consequences_gender": report.gender_equality,
        "consequences_equality": report.equality,
        "dialogue": report.dialogue,
        "legal_check": facts.legal_check,
        "deviations": facts.deviations,
        "responsible": [
            {**snapshots.person(user), "email": "", "phone": ""}
            for user in (case.officer, signer)
            if user is not None
        ],
        "signed_by": snapshots.name_of(signer),
        "signed_on": on.isoformat() if signer else None,
    }


def in_words(day: date) -> str:
    """Return a day as it stands in a list of documents: "30 mars 2026"."""
    return date_format(day, "j F Y").lower()


def committee_name(*, capital: bool = False) -> str:
    """Return the committee that decides, as the municipality calls it."""
    name = values.municipality()["committee"]
    return name[:1].upper() + name[1:] if capital else name


def payee_name(case: Case) -> str:
    """Return who receives the support: the payee, else the first applicant, else "gruppen"."""
    row = case.case_actors.filter(in_group=True).select_related("actor").order_by("-is_payee", "id").first()
    return row.actor.name if row else _("gruppen")


def planning(meeting: Meeting | None) -> list[Json]:
    """Return when working committee and committee meet."""
    if meeting is None:
        return []
    name = meeting.committee.name
    rows = [{"body": name[:1].upper() + name[1:], "on": meeting.date.isoformat()}]
    if meeting.working_committee_on:
        board = _("%(committee)s arbetsutskott") % {"committee": f"{name[:1].upper()}{name[1:]}s"}
        rows.insert(0, {"body": board, "on": meeting.working_committee_on.isoformat()})
    return rows


def _is_amount(point: ProposedPoint) -> bool:
    return point.measure_id is None and (point.requested is not None or point.proposed is not None)


def amount_row(point: ProposedPoint, source: ReportSource) -> Json:
    """Return money of a point without a measure: asked for and proposed."""
    return {
        "label": str(source.amounts_label) or _("Punkt %(number)s") % {"number": point.number},
        "requested": point.requested,
        "proposed": point.proposed,
        "granted": None,
        "motivation": point.motivation,
    }


def measure_row(point: ProposedPoint) -> Json:
    """Return a measure with what is proposed for it; nothing is granted yet."""
    measure = point.measure
    return {
        "letter": measure.letter,
        "title": measure.title,
        "responsible": measure.responsible.actor.name if measure.responsible else "",
        "starts_on": measure.starts_on.isoformat() if measure.starts_on else None,
        "ends_on": measure.ends_on.isoformat() if measure.ends_on else None,
        "need": measure.needs_text,
        "cost": measure.cost,
        "requested": point.requested,
        "proposed": point.proposed,
        "granted": None,
        "in_kind": ", ".join(line.strip() for line in point.in_kind.splitlines() if line.strip()),
        "outcome": "",
        "motivation": point.motivation,
    }


def replaced_order(report: OfficerReport) -> DocumentOrder | None:
    """Return the document of the version that was recalled before this one."""
    before = (
        report.case.officer_reports.filter(
            kind=report.kind, version__lt=report.version, recalled_at__isnull=False
        )
        .order_by("-version")
        .first()
    )
    if before is None or before.version != report.version - 1:
        return None
    return DocumentOrder.objects.filter(key=f"officer_report:{before.pk}").first()


def _replaces(report: OfficerReport) -> Json | None:
    order = replaced_order(report)
    if order is None:
        return None
    recall = report.case.events.filter(action="recall_report").order_by("-at", "-id").first()
    return {
        "designation": order.designation,
        "issued_on": order.snapshot["issued_on"],
        "reason": recall.comment if recall else "",
    }


COMPARED = (
    "recommendation",
    "heading",
    "summary",
    "background",
    "changes",
    "assessment",
    "economy",
    "dialogue",
    "children",
    "gender_equality",
    "equality",
)


def texts(report: OfficerReport) -> dict[str, str]:
    """Return the words of the report by label, a point with its sums and help as one: what versions are compared by."""
    found: dict[str, str] = {}
    for name in COMPARED:
        field = OfficerReport._meta.get_field(name)  # noqa: SLF001 Django's own way to a field's name
        display = getattr(report, f"get_{name}_display", None)
        found[str(field.verbose_name)] = str(display() if display else getattr(report, name))  # type: ignore[union-attr]
    for point in report.points.all():
        label = _("Beslutspunkt %(number)s") % {"number": point.number}
        amounts = ((_("Sökt"), point.requested), (_("Föreslaget"), point.proposed))
        known = [f"{name}: {kronor(amount)}" for name, amount in amounts if amount is not None]
        found[label] = "\n".join(filter(None, (point.text, *known, point.in_kind, point.motivation)))
    return found
