"""What happens to a result report: written, sent, completed, approved; and the case closed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import documents
from applications.attachments.actions import send as send_files
from applications.lifecycle import (
    Missing,
    Refused,
    expect,
    locked,
    note,
    note_writing,
    perform,
    refuse_if,
    refuse_if_stale,
)
from applications.models import Case, DocumentOrder, Event
from applications.states import Direction, Status, SupportKind
from phases.completion import CompletionKind, missing_in_request
from phases.resultat import facts, guards
from phases.resultat.models import Indicator, ResultReport, UsedSupport
from phases.resultat.sections import FIELDS, SECTION_OF, SECTIONS
from phases.resultat.snapshot import approved_snapshot, report_snapshot

WRITABLE = (Status.REPORTING, Status.REPORT_COMPLETION)


@dataclass(frozen=True)
class Used:
    """What was used of one grant: `amount` in SEK for money, `quantity` in the grant's unit for the rest."""

    amount: int | None = None
    quantity: Decimal | None = None
    note: str = ""


# --- writing -------------------------------------------------------------------------------------------
def save_report(
    pk: int,
    *,
    by: Any,
    at: datetime,
    values: Mapping[str, Any],
    used: Mapping[int, Used] | None = None,
    indicators: Sequence[Mapping[str, Any]] | None = None,
    revision: int | None = None,
    page: str = "",
    quiet: bool = False,
) -> ResultReport:
    """Save the report being written, complete or not; the first version begins by itself.

    `values`: fields of the model; `used`: id of a grant → what was used; `indicators`: all figures before and
    after (None: leave them); `page`: stamp of the page it was written on; `quiet`: the page saved by itself.
    Only open sections may change. Raises Refused, Stale, WrongState.
    """
    with locked(pk) as case:
        report = _draft(case, by=by, at=at)
        refuse_if_stale(report, revision, page)
        refuse_if(_missing_in_draft(case, report, values, used or {}, indicators))
        for name, value in values.items():
            setattr(report, name, value)
        report.touch(by=by, at=at, page=page)
        report.save()
        _write_used(report, used or {})
        if indicators is not None:
            report.indicators.all().delete()
            Indicator.objects.bulk_create(Indicator(report=report, **row) for row in indicators)
        data = {"version": report.version, "changed": sorted(values)}
        note_writing(case, "edit_result_report", by=by, at=at, comment="", data=data, quiet=quiet)
    return report


def _draft(case: Case, *, by: Any, at: datetime) -> ResultReport:
    """Return the version being written of a locked case, a new one when there is none."""
    expect(case, "edit_result_report", by=by)
    interim = facts.writes_interim(case)
    if case.status not in WRITABLE and not interim:
        refuse_if([Missing(_("Resultatrapporten är inte öppen för att skrivas nu."))])
    report = facts.unsent(case)
    if report is None:
        last = ResultReport.objects.filter(case=case).order_by("-version").first()
        version = last.version + 1 if last else 1
        report = ResultReport(case=case, version=version, created_at=at, created_by=by)
    report.is_interim = interim
    return report


def _missing_in_draft(
    case: Case,
    report: ResultReport,
    values: Mapping[str, Any],
    used: Mapping[int, Used],
    indicators: Sequence[Mapping[str, Any]] | None,
) -> Iterable[Missing]:
    """Yield why a save is not taken: a closed section, a support that is not the case's (a tampered form)."""
    touched = {SECTION_OF[name] for name in values}
    touched |= {"used"} if used else set()
    touched |= {"shift"} if indicators is not None else set()
    if any(not report.is_open(section) for section in touched):
        yield Missing(_("Den här delen är inte öppen för komplettering."))
    if set(used) - set(case.grants.standing().values_list("pk", flat=True)):
        yield Missing(_("Stödet finns inte i ärendet. Ladda om sidan."))


def _write_used(report: ResultReport, used: Mapping[int, Used]) -> None:
    kinds = dict(report.case.grants.values_list("pk", "kind"))
    for grant, row in used.items():
        is_money = kinds[grant] == SupportKind.MONEY
        UsedSupport.objects.update_or_create(
            report=report,
            grant_id=grant,
            defaults={
                "amount": row.amount if is_money else None,
                "quantity": None if is_money else row.quantity,
                "note": row.note,
            },
        )


# --- sending (R37–R45) ------------------------------------------------------------------------------------
def submit_report(pk: int, *, by: Any, at: datetime) -> Event:
    """The representative sends the report: frozen, received, registered; the officer reads it.

    Raises WrongState when it is sent already, Refused with what is missing.
    """
    with locked(pk) as case:
        expect(case, "submit_report", by=by)
        refuse_if(guards.missing_for_submit_report(case))
        report = _send(case, _("Resultatrapport"), by=by, at=at)
        data = {"version": report.version, "used": _used_in_all(case, report)}
        return perform(case, "submit_report", by=by, at=at, data=data, context={"report": report})


def complete(pk: int, *, by: Any, at: datetime) -> Event:
    """The representative sends the completed version of the report. Raises as `submit_report`."""
    with locked(pk) as case:
        expect(case, "complete", by=by)
        refuse_if(guards.missing_for_complete(case))
        report = _send(case, _("Komplettering av resultatrapporten"), by=by, at=at)
        data = {"version": report.version, "used": _used_in_all(case, report)}
        context = {"what": gettext_lazy("resultatrapporten"), "version": report}
        return perform(case, "complete", by=by, at=at, data=data, context=context)


def submit_interim_report(pk: int, *, by: Any, at: datetime) -> Event:
    """The representative sends an account of a period before renewed support (R48); the case goes on."""
    with locked(pk) as case:
        expect(case, "submit_interim_report", by=by)
        if not facts.writes_interim(case):
            raise Refused(
                [Missing(_("En delrapport skrivs bara i långsiktiga processer, under utförandet."))]
            )
        refuse_if(guards.missing_for_submit_interim(case))
        report = _send(case, _("Delrapport"), by=by, at=at)
        data = {"version": report.version, "report": report.pk}
        return note(case, "submit_interim_report", by=by, at=at, data=data, context={"report": report})


def _used_in_all(case: Case, report: ResultReport) -> int:
    return facts.money(case, facts.support(case, report)).used


def _send(case: Case, designation: str, *, by: Any, at: datetime) -> ResultReport:
    """Freeze the version being written, order it as a document, and receive its enclosures (D2)."""
    report = ResultReport.objects.unsent().get(case=case)
    report.sent_at, report.sent_by, report.is_interim = at, by, facts.writes_interim(case)
    report.snapshot = report_snapshot(case, report, on=timezone.localdate(at))
    report.save(update_fields=["snapshot", "sent_at", "sent_by", "is_interim"])
    documents.order(
        case,
        "result_report",
        key=sent_key(report),
        designation=designation if report.is_interim else f"{designation}, {_('inskickad')}",
        snapshot=report.snapshot,
        at=at,
        by=by,
        direction=Direction.INCOMING,
        counterpart=str(by),
    )
    for section in (facts.ACTIVITY, facts.FINANCIAL, facts.OTHER):
        send_files(case, section, by=by, at=at)
    return report


def sent_key(report: ResultReport) -> str:
    """Return the key of the document of a version as it was sent."""
    return f"result_report:{report.pk}:sent"


# --- completion (R15) ------------------------------------------------------------------------------------
def request_completion(
    pk: int, *, asked_for: Mapping[str, str], due_on: date | None, by: Any, at: datetime
) -> Event:
    """The officer says what is missing, section by section; a new version opens with only those sections."""
    with locked(pk) as case:
        expect(case, "request_completion", by=by)
        refuse_if(missing_in_request(COMPLETION, asked_for=asked_for, due_on=due_on, at=at))
        asked = {key: text for key, text in asked_for.items() if text.strip()}
        report = _new_version(case, asked, by=by, at=at)
        return perform(
            case,
            "request_completion",
            by=by,
            at=at,
            due_on=due_on,
            comment=COMPLETION.in_words(asked, due_on),
            data={"version": report.version, "asked_for": asked},
            context=COMPLETION.mail_context(asked),
        )


COMPLETION = CompletionKind(
    what=gettext_lazy("resultatrapporten"),
    sections=tuple((section.key, section.title) for section in SECTIONS),
    act=request_completion,
)


def _new_version(case: Case, asked_for: Mapping[str, str], *, by: Any, at: datetime) -> ResultReport:
    """Copy the last sent version with its figures into one where only the asked-for sections open."""
    last = facts.latest(case)
    if last is None:
        raise Refused(guards.missing_for_approve_report(case))
    newest = ResultReport.objects.filter(case=case).order_by("-version").values_list("version", flat=True)[0]
    report = ResultReport.objects.create(
        case=case,
        version=newest + 1,
        created_at=at,
        created_by=by,
        open_sections=list(asked_for),
        asked_for=dict(asked_for),
        **{name: getattr(last, name) for name in FIELDS},
    )
    for row in last.used.all():
        UsedSupport.objects.create(
            report=report, grant_id=row.grant_id, amount=row.amount, quantity=row.quantity, note=row.note
        )
    for figure in last.indicators.all():
        Indicator.objects.create(report=report, **model_to_dict(figure, exclude=["id", "report"]))
    return report


# --- approving and closing (R37) -----------------------------------------------------------------------------
def approve_report(pk: int, *, by: Any, at: datetime) -> Event:
    """The officer approves the report: it becomes a document with who approved it, and when."""
    with locked(pk) as case:
        expect(case, "approve_report", by=by)
        report = facts.latest(case)
        if report is None:
            raise Refused(guards.missing_for_approve_report(case))
        case.association_formed = report.association_formed
        case.save(update_fields=["association_formed"])
        documents.order(
            case,
            "result_report",
            key=f"result_report:{report.pk}:approved",
            designation=_("Resultatrapport"),
            snapshot=approved_snapshot(case, report, by=by, on=timezone.localdate(at)),
            at=at,
            by=by,
            replaces=DocumentOrder.objects.filter(key=sent_key(report)).first(),
        )
        return perform(
            case, "approve_report", by=by, at=at, data={"version": report.version}, context={"report": report}
        )


def close(pk: int, *, by: Any, at: datetime, comment: str = "") -> Event:
    """The officer closes the case. What is left (money to pay back, conditions) needs a written reason (D23)."""
    with locked(pk) as case:
        expect(case, "close", by=by)
        refuse_if(guards.missing_for_close(case))
        left = list(guards.left_when_closing(case))
        if left and not comment.strip():
            refuse_if([*left, Missing(_("Eller skriv varför ärendet avslutas ändå."), "#id_comment")])
        data = {"left": [item.text for item in left]} if left else {}
        return perform(case, "close", by=by, at=at, comment=comment, data=data)
