"""Going on without an answer to a request for completion, in every phase that has one (R15)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, cast

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import documents
from applications.attachments import actions as attachments
from applications.attachments.sections import SECTIONS_OF
from applications.keeping import store
from applications.lifecycle import SITTING, Missing, expect, locked, perform, refuse_if
from applications.models import Application, Case, Event, Submission
from applications.states import Direction, Status
from applications.templatetags.samverkan import datum
from applications.writing import snapshot
from phases.resultat.models import ResultReport
from phases.resultat.snapshot import report_snapshot
from phases.samarbete.models import Compilation, Proposal
from phases.samarbete.proposal import snapshot as proposals

ASKED: dict[str, type[Submission]] = {
    Status.COMPLETION: Application,
    Status.PROPOSAL_COMPLETION: Proposal,
    Status.REPORT_COMPLETION: ResultReport,
}
# How the trail says that somebody wrote in each, and where its pages lie below the case.
WRITING: dict[type[Submission], tuple[str, str]] = {
    Application: ("edit_application", "ansokan/"),
    Proposal: ("edit_proposal", "forslag/"),
    ResultReport: ("edit_result_report", "resultatrapport/"),
}


def missing_for_going_on(case: Case, *, on: date | None = None) -> Iterable[Missing]:
    """Yield why the officer must wait: the group has until the day that it was told."""
    if case.due_on is not None and (on or timezone.localdate()) <= case.due_on:
        yield Missing(
            _(
                "Gruppen har till och med %(day)s på sig. Har ni kommit överens om en annan dag flyttar du datumet."
            )
            % {"day": datum(case.due_on)},
            reverse("admin:move_date", args=[case.reference]),
        )


def go_on_without_answer(pk: int, *, comment: str, by: Any, at: datetime) -> Event:
    """Close the request, with a reason that the group is told: what it sent before holds.

    The version that was opened for the answer goes, with its files and what was typed and never saved. What the
    city can read is received (D19): a draft that the group has opened to its kontaktperson, and what an officer
    writes for the group. What stands in it, and its files, are registered first.
    """
    with locked(pk) as case:
        expect(case, "go_on_without_answer", by=by)
        refuse_if(missing_for_going_on(case, on=timezone.localdate(at)))
        if not comment.strip():
            refuse_if([Missing(_("Skriv varför, så att gruppen förstår."), "#id_comment")])
        model = ASKED[case.status]
        version = model._default_manager.get(case=case, sent_at=None)  # noqa: SLF001 of any of the three
        _register(case, version, by=by, at=at)
        for section in SECTIONS_OF[case.status]:
            attachments.clear_waiting(case, section, at=at)
        for home in (case.get_absolute_url(), reverse("admin:case", args=[case.reference])):
            store.forget_under(home + WRITING[model][1])
        if isinstance(version, Proposal):
            _close_compilation(case, version)
        number = version.version
        version.delete()
        return perform(case, "go_on_without_answer", by=by, at=at, comment=comment, data={"version": number})


def _register(case: Case, version: Submission, *, by: Any, at: datetime) -> None:
    """Register what the city can read of the answer, and receive its files; nothing where only the group can."""
    opener = version.opened_by if isinstance(version, Application) else None
    if opener is None and not case.is_written_by_city:
        return
    for section in SECTIONS_OF[case.status]:
        attachments.send(case, section, by=opener or by, at=at)
    if opener is not None:
        designation = _("Utkast till komplettering, öppnat för kontaktpersonen")
    elif _is_written_in(case, version):
        designation = _("Utkast till komplettering, skrivet åt gruppen")
    else:
        return
    kind, content = _frozen(case, version, by=opener or by, at=at)
    documents.order(
        case,
        kind,
        key=f"draft-{kind}-{version.pk}-left",
        designation=designation,
        snapshot=content,
        at=at,
        by=by,
        direction=Direction.INCOMING,
        counterpart=str(opener or ""),
    )


def _is_written_in(case: Case, version: Submission) -> bool:
    """Return whether anybody has written in the version; one that nobody touched is the one before it over again."""
    acts = case.events.filter(action=WRITING[type(version)][0])
    return acts.filter(at__gte=version.created_at - SITTING).exists()


def _frozen(case: Case, version: Submission, *, by: Any, at: datetime) -> tuple[str, dict[str, Any]]:
    """Return the kind of the document and what it says, as it stands and marked as a draft."""
    version.case = case
    if isinstance(version, Application):
        return "application", snapshot.build(case, version, by=by, at=at, draft=True)
    if isinstance(version, Proposal):
        content = proposals.build(case, version, by=by, at=at)
        return "proposal", proposals.document(case, content, by=by) | {"draft": True}
    report = cast("ResultReport", version)
    report.sent_by = by  # in memory: nobody has signed it
    content = report_snapshot(case, report, on=timezone.localdate(at))
    return "result_report", content | {"signed_by": [], "draft": True}


def _close_compilation(case: Case, proposal: Proposal) -> None:
    """Let the compilation be finished as it was when the group sent its proposal."""
    last = Proposal.objects.filter(case=case, version__lt=proposal.version).first()
    if last is not None and last.sent_at is not None:
        day = timezone.localdate(last.sent_at)
        Compilation.objects.filter(case=case, finished_on=None).update(finished_on=day)
