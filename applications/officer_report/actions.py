"""Writing, signing and taking back the officer's report. Each phase gives its `source` (see the package)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import documents
from applications.lifecycle import (
    Missing,
    WrongState,
    expect,
    locked,
    note,
    perform,
    refuse_if,
    refuse_if_stale,
)
from applications.models import Case, Decision, Event, Measure, OfficerReport, ProposedPoint
from applications.officer_report import consequences, editions, snapshot
from applications.officer_report.guards import (
    latest_report,
    missing_for_recall_report,
    missing_for_request_sign_off,
    missing_for_return_report,
    missing_for_sign_off,
    missing_signer,
    open_report,
    page,
)
from applications.officer_report.source import PointDraft, ReportSource
from applications.phrases import Phrasebook
from applications.states import Outcome, ReportKind, Turn

TEXTS = (
    "heading",
    "summary",
    "background",
    "changes",
    "assessment",
    "economy",
    "children",
    "gender_equality",
    "equality",
    "dialogue",
)
CARRIED_OVER = (*TEXTS, "recommendation", "meeting_id")
POINT = ("text", "measure", "requested", "proposed", "in_kind", "motivation")


def start_report(pk: int, source: ReportSource, *, by: Any, at: datetime) -> OfficerReport:
    """Open the report of the phase, carried over from the case; return the one there is if already open (D16).

    A report that was recalled, or that the committee referred back, continues as a new version of itself.
    Raises WrongState outside `source.status`.
    """
    with locked(pk) as case:
        expect(case, "write_officer_report", by=by)
        if case.status != source.status:
            raise WrongState(case, "write_officer_report")
        report = open_report(case)
        if report is None:
            report = _open_version(case, source, author=by, at=at)
            note(case, "write_officer_report", by=by, at=at, data=_about(report), for_group=False)
        return report


def _open_version(case: Case, source: ReportSource, *, author: Any, at: datetime) -> OfficerReport:
    before = latest_report(case, source.kind)
    report = OfficerReport(
        case=case, kind=source.kind, version=before.version + 1 if before else 1, author=author, created_at=at
    )
    if before is not None and not _is_decided(before):
        for name in CARRIED_OVER:
            setattr(report, name, getattr(before, name))
        points = [_carried(point) for point in before.points.select_related("measure")]
    else:
        draft = source.draft(case)
        for name, text in draft.texts.items():
            setattr(report, name, text)
        points = [vars(point) for point in draft.points]
    consequences.begin(report)
    report.touch(by=author, at=at)
    report.save()
    _write_points(report, points)
    return report


def _carried(point: ProposedPoint) -> dict[str, Any]:
    return {name: getattr(point, name) for name in POINT}


def _is_decided(report: OfficerReport) -> bool:
    """Return whether the committee has decided by this report, other than referring it back."""
    released = Decision.objects.filter(agenda_item__report=report, released_at__isnull=False)
    return released.exclude(outcome__in=(Outcome.REFER_BACK, Outcome.TABLE)).exists()


def _about(report: OfficerReport) -> dict[str, Any]:
    return {"report": report.pk, "kind": report.kind, "version": report.version}


def _write_points(report: OfficerReport, points: Iterable[Mapping[str, Any]]) -> None:
    """Replace the proposed points; they are numbered in the order given."""
    report.points.all().delete()
    ProposedPoint.objects.bulk_create(
        ProposedPoint(report=report, number=number, **point) for number, point in enumerate(points, start=1)
    )


def _editable(case: Case, source: ReportSource, by: Any) -> OfficerReport:
    """Return the open report, refusing while the manager has it; raises WrongState outside the phase's status."""
    expect(case, "write_officer_report", by=by)
    if case.status != source.status:
        raise WrongState(case, "write_officer_report")
    report = open_report(case)
    if report is None or report.kind != source.kind:
        refuse_if([Missing(_("Öppna tjänsteskrivelsen först."), page(case))])
    assert report is not None  # noqa: S101 - for the reader and mypy: refused above
    if report.is_with_manager:
        refuse_if(
            [
                Missing(
                    _("Tjänsteskrivelsen ligger hos chefen. Be chefen lämna tillbaka den om du vill ändra.")
                )
            ]
        )
    return report


def save_report(
    pk: int,
    source: ReportSource,
    content: Mapping[str, Any],
    *,
    by: Any,
    at: datetime,
    points: Sequence[Mapping[str, Any]] | None = None,
    revision: int | None = None,
) -> OfficerReport:
    """Save the officer's words (`content`: fields of OfficerReport) and, when given, the proposed points.

    A point is a mapping with text, measure, requested, proposed (SEK), in_kind and motivation. Raises Stale
    when somebody saved after `revision`, Refused while the manager has the report.
    """
    with locked(pk) as case:
        report = _editable(case, source, by)
        refuse_if_stale(report, revision)
        for name in (*TEXTS, "recommendation", "meeting"):
            if name in content:
                setattr(report, name, content[name])
        report.touch(by=by, at=at)
        report.save()
        if points is not None:
            _write_points(report, points)
        note(case, "write_officer_report", by=by, at=at, data=_about(report), for_group=False)
        return report


def enter_measures(
    pk: int, source: ReportSource, rows: Sequence[Mapping[str, Any]], *, by: Any, at: datetime
) -> list[Measure]:
    """Write the measures that decision 1 grants together with everything else (R18, "grant everything").

    A row is a mapping of fields of Measure; with `pk` it changes the one there is. Measures without a row go,
    with their points. Every new measure gets a proposed point. New ones get the first free letter.
    """
    with locked(pk) as case:
        report = _editable(case, source, by)
        if Outcome.APPROVE_ALL not in source.recommendations:
            raise WrongState(case, "write_officer_report")
        kept = [
            _write_measure(case, dict(row), letter)
            for letter, row in zip(_letters(case, rows), rows, strict=True)
        ]
        gone = case.measures.exclude(pk__in=[measure.pk for measure in kept])
        report.points.filter(measure__in=gone).delete()
        gone.delete()
        with_point = set(report.points.values_list("measure_id", flat=True))
        last = report.points.aggregate(last=Max("number"))["last"] or 0
        book = Phrasebook(case)
        for measure in (m for m in kept if m.pk not in with_point):
            last += 1
            ProposedPoint.objects.create(report=report, number=last, **vars(point_for_measure(book, measure)))
        report.touch(by=by, at=at)
        report.save()
        note(
            case,
            "write_officer_report",
            by=by,
            at=at,
            data=_about(report) | {"measures": len(kept)},
            for_group=False,
        )
        return kept


def _letters(case: Case, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return a letter per row: measures keep theirs, new ones get the first free."""
    mine = dict(case.measures.values_list("pk", "letter"))
    taken = {mine[row["pk"]] for row in rows if row.get("pk") in mine}
    free = (letter for letter in map(letter_of, range(26 * 27)) if letter not in taken)
    return [mine[row["pk"]] if row.get("pk") in mine else next(free) for row in rows]


def letter_of(number: int) -> str:
    """Return the designation of the nth measure, counted from 0: A to Z, then AA, AB and on."""
    first, second = divmod(number, 26)
    return (chr(64 + first) if first else "") + chr(65 + second)


def _write_measure(case: Case, row: dict[str, Any], letter: str) -> Measure:
    measure = case.measures.filter(pk=row.pop("pk", None)).first() or Measure(case=case)
    measure.letter = letter
    for name, value in row.items():
        setattr(measure, name, value)
    measure.save()
    return measure


def point_for_measure(book: Phrasebook, measure: Measure) -> PointDraft:
    """Return the usual point about one measure: what is asked for is the first proposal."""
    return PointDraft(
        text=book.for_measure(measure),
        measure=measure,
        requested=measure.requested_amount,
        proposed=measure.requested_amount,
        in_kind=measure.requested_in_kind,
    )


def request_sign_off(pk: int, source: ReportSource, *, by: Any, at: datetime) -> Event:
    """Send the report to the manager (D24). Whoever sends it stands as its author."""
    with locked(pk) as case:
        expect(case, "request_sign_off", by=by)
        refuse_if(missing_for_request_sign_off(case, source))
        report = open_report(case)
        report.sent_for_sign_off_at, report.returned_at, report.author = at, None, by
        report.save(update_fields=["sent_for_sign_off_at", "returned_at", "author"])
        editions.keep(report, by=by, at=at)
        return perform(
            case,
            "request_sign_off",
            by=by,
            at=at,
            turn=Turn.MANAGER,
            due_on=report.meeting.documents_ready_on,
            due_reason=_("Signera tjänsteskrivelsen"),
            data=_about(report),
            context={"report": report},
        )


def return_report(pk: int, source: ReportSource, *, comment: str, by: Any, at: datetime) -> Event:
    """Give the report back to the officer with a comment (D24)."""
    with locked(pk) as case:
        expect(case, "return_report", by=by)
        refuse_if(missing_for_return_report(case, source))
        if not comment.strip():
            refuse_if([Missing(_("Skriv vad som behöver ändras."), "#id_comment")])
        report = open_report(case)
        report.sent_for_sign_off_at, report.returned_at, report.manager_comment = None, at, comment
        report.save(update_fields=["sent_for_sign_off_at", "returned_at", "manager_comment"])
        return perform(
            case,
            "return_report",
            by=by,
            at=at,
            comment=comment,
            turn=Turn.OFFICER,
            due_on=report.meeting.documents_ready_on if report.meeting else None,
            due_reason=_("Ändra tjänsteskrivelsen efter chefens kommentar"),
            data=_about(report),
            context={"report": report},
        )


def sign_off(pk: int, source: ReportSource, *, by: Any, at: datetime, comment: str = "") -> Event:
    """Sign the report: its text is frozen and ordered as a document, the case is ready (D24).

    A `comment` goes to the officer and stands in the trail, never in the document.
    """
    with locked(pk) as case:
        expect(case, "sign_off", by=by)
        refuse_if(missing_for_sign_off(case, source))
        report = open_report(case)
        refuse_if(missing_signer(case, report, by))
        report.signed_off_at, report.signed_off_by = at, by
        report.snapshot = snapshot.build(case, report, source, on=timezone.localdate(at))
        report.save(update_fields=["signed_off_at", "signed_off_by", "snapshot"])
        documents.order(
            case,
            "officer_report",
            key=f"officer_report:{report.pk}",
            designation=_("Tjänsteskrivelse"),
            snapshot=report.snapshot,
            at=at,
            by=by,
            replaces=snapshot.replaced_order(report),
        )
        source.signed(case, report)
        today = timezone.localdate(at)
        days = (report.meeting.documents_ready_on, report.meeting.working_committee_on, report.meeting.date)
        return perform(
            case,
            "sign_off",
            by=by,
            at=at,
            comment=comment,
            due_on=next((day for day in days if day and day >= today), None)
            if _waits_for_agenda(report)
            else None,
            data=_about(report),
            context={"report": report},
        )


def _waits_for_agenda(report: OfficerReport) -> bool:
    """Return whether the case stands still until the committee: not so during utförande."""
    return report.kind != ReportKind.FURTHER


def recall_report(pk: int, source: ReportSource, *, comment: str, by: Any, at: datetime) -> Event:
    """Take a signed report back before it is on an agenda; a new version of it opens for the officer."""
    with locked(pk) as case:
        expect(case, "recall_report", by=by)
        refuse_if(missing_for_recall_report(case, source))
        if not comment.strip():
            refuse_if([Missing(_("Skriv varför tjänsteskrivelsen tas tillbaka."), "#id_comment")])
        signed = latest_report(case, source.kind)
        signed.recalled_at = at
        signed.save(update_fields=["recalled_at"])
        event = perform(
            case,
            "recall_report",
            by=by,
            at=at,
            comment=comment,
            data=_about(signed),
            context={"report": signed},
        )
        _open_version(case, source, author=case.officer or by, at=at)
        return event
