"""Going on without an answer to a request for completion, in every phase that has one (R15)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import documents
from applications.lifecycle import Missing, expect, locked, perform, refuse_if
from applications.models import Application, Case, Event, Submission
from applications.states import Direction, Status
from applications.templatetags.samverkan import datum
from applications.writing import snapshot
from phases.resultat.models import ResultReport
from phases.samarbete.models import Compilation, Proposal

ASKED: dict[str, type[Submission]] = {
    Status.COMPLETION: Application,
    Status.PROPOSAL_COMPLETION: Proposal,
    Status.REPORT_COMPLETION: ResultReport,
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

    The version that was opened for the answer goes. A draft that the group has opened to its kontaktperson is
    received (D19): what stands in it is registered first.
    """
    with locked(pk) as case:
        expect(case, "go_on_without_answer", by=by)
        refuse_if(missing_for_going_on(case, on=timezone.localdate(at)))
        if not comment.strip():
            refuse_if([Missing(_("Skriv varför, så att gruppen förstår."), "#id_comment")])
        model = ASKED[case.status]
        version = model._default_manager.get(case=case, sent_at=None)  # noqa: SLF001 of any of the three
        if isinstance(version, Application) and version.opened_at is not None:
            _register(case, version, by=by, at=at)
        if isinstance(version, Proposal):
            _close_compilation(case, version)
        number = version.version
        version.delete()
        return perform(case, "go_on_without_answer", by=by, at=at, comment=comment, data={"version": number})


def _register(case: Case, application: Application, *, by: Any, at: datetime) -> None:
    application.case = case
    documents.order(
        case,
        "application",
        key=f"draft-{application.pk}-left",
        designation=_("Utkast till komplettering, öppnat för kontaktpersonen"),
        snapshot=snapshot.build(case, application, by=application.opened_by or by, at=at, draft=True),
        at=at,
        by=by,
        direction=Direction.INCOMING,
        counterpart=str(application.opened_by or ""),
    )


def _close_compilation(case: Case, proposal: Proposal) -> None:
    """Let the compilation be finished as it was when the group sent its proposal."""
    last = Proposal.objects.filter(case=case, version__lt=proposal.version).first()
    if last is not None and last.sent_at is not None:
        day = timezone.localdate(last.sent_at)
        Compilation.objects.filter(case=case, finished_on=None).update(finished_on=day)
