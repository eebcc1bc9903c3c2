"""What happens to a proposal: written measure by measure, sent, completed in a new version."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import documents
from applications.attachments import actions as attachments
from applications.attachments.sections import PROPOSAL
from applications.lifecycle import Missing, Refused, locked, note, note_writing, perform, refuse_if
from applications.models import Case, Event, Measure, ProposedPoint
from applications.states import Direction, MeasureStatus, Status
from phases.completion import CompletionKind, missing_in_request
from phases.initiering.guards import missing_while_with_manager
from phases.samarbete import guards
from phases.samarbete.models import Compilation, Proposal, ProposedMeasure
from phases.samarbete.proposal import measures, snapshot
from phases.samarbete.rows import change, require

WRITABLE = (Status.COLLABORATION, Status.PROPOSAL_COMPLETION)


# --- writing (R31) -----------------------------------------------------------------------------------------
def save_summary(
    pk: int,
    *,
    summary: str,
    by: Any,
    at: datetime,
    revision: int | None = None,
    page: str = "",
    quiet: bool = False,
) -> Proposal:
    """Save the proposal in short; `page` and `quiet` as in `save_measure`. Raises Stale, Refused when closed."""
    with locked(pk) as case:
        proposal = draft_of(case, by=by, at=at)
        refuse_closed(proposal, measures.SUMMARY)
        changed = change(proposal, {"summary": summary}, by=by, at=at, revision=revision, page=page)
        data = {"version": proposal.version, "changed": sorted(changed)}
        words = _("Förslaget i korthet")
        note_writing(case, "edit_proposal", by=by, at=at, comment=words, data=data, quiet=quiet)
    return proposal


def add_measure(pk: int, *, by: Any, at: datetime, needs: Any = (), **values: Any) -> ProposedMeasure:
    """Add a measure under the next letter. `values` are those of `measures.FIELDS` that are known."""
    with locked(pk) as case:
        proposal = draft_of(case, by=by, at=at)
        refuse_closed(proposal, measures.MORE)
        _refuse_foreign(case, needs, values)
        rows = measures.ordered(proposal)
        if len(rows) >= measures.MOST:
            refuse_if([Missing(_("Det är för många insatser. Slå ihop några."))])
        following = measures.position(rows[-1].letter) + 1 if rows else 0
        row = ProposedMeasure.objects.create(proposal=proposal, letter=measures.LETTERS[following], **values)
        row.needs.set(needs)
        if proposal.open_sections:
            proposal.open_sections = [*proposal.open_sections, measures.section(row)]
            proposal.save(update_fields=["open_sections"])
        _note(case, proposal, row, by=by, at=at)
    return row


def save_measure(
    pk: int,
    row_id: int,
    *,
    by: Any,
    at: datetime,
    needs: Any = (),
    revision: int | None = None,
    page: str = "",
    quiet: bool = False,
    **values: Any,
) -> ProposedMeasure:
    """Save a measure; it may be incomplete until the proposal is sent.

    `page`: stamp of the page it was written on; `quiet`: the page saved by itself. Raises Stale, Refused.
    """
    with locked(pk) as case:
        require(case, "edit_proposal", WRITABLE, by=by)
        proposal, row = _measure(case, row_id)
        refuse_closed(proposal, measures.section(row))
        _refuse_foreign(case, needs, values)
        changed = change(row, values, by=by, at=at, revision=revision, page=page)
        row.needs.set(needs)
        _note(case, proposal, row, by=by, at=at, quiet=quiet, changed=sorted(changed))
    return row


def remove_measure(pk: int, row_id: int, *, by: Any, at: datetime) -> None:
    """Take a measure out. Before anything was sent the rest close ranks; later every letter keeps its meaning."""
    with locked(pk) as case:
        require(case, "edit_proposal", WRITABLE, by=by)
        proposal, row = _measure(case, row_id)
        refuse_closed(proposal, measures.section(row))
        comment = _("Insats %s borttagen") % row.letter
        row.delete()
        if proposal.version == 1:
            for number, left in enumerate(measures.ordered(proposal)):
                if left.letter != measures.LETTERS[number]:
                    left.letter = measures.LETTERS[number]
                    left.save(update_fields=["letter"])
        data = {"version": proposal.version}
        note(case, "edit_proposal", by=by, at=at, comment=comment, data=data)


def draft_of(case: Case, *, by: Any, at: datetime) -> Proposal:
    """Return the version being written of a locked case; the first one begins by itself."""
    require(case, "edit_proposal", WRITABLE, by=by)
    unsent = guards.unsent_proposal(case)
    if unsent is not None:
        return unsent
    last = Proposal.objects.filter(case=case).order_by("-version").first()
    version = last.version + 1 if last else 1
    return Proposal.objects.create(case=case, version=version, created_at=at, created_by=by)


def _measure(case: Case, row_id: int) -> tuple[Proposal, ProposedMeasure]:
    row = ProposedMeasure.objects.filter(proposal__case=case, proposal__sent_at=None, pk=row_id).first()
    if row is None:
        raise Refused([Missing(_("Insatsen finns inte längre. Någon annan har tagit bort den."))])
    return row.proposal, row


def refuse_closed(proposal: Proposal, section: str) -> None:
    """Refuse to change a section that the officer did not ask for."""
    if not proposal.is_open(section):
        raise Refused([Missing(_("Den här delen är inte öppen för komplettering."))])


def _refuse_foreign(case: Case, needs: Any, values: Mapping[str, Any]) -> None:
    """Refuse a responsible actor or a need of another case (a tampered form)."""
    responsible = values.get("responsible")
    if (responsible and responsible.case_id != case.pk) or any(need.case_id != case.pk for need in needs):
        raise Refused([Missing(_("Välj bland ärendets egna aktörer och behov."))])


def _note(
    case: Case,
    proposal: Proposal,
    row: ProposedMeasure,
    *,
    by: Any,
    at: datetime,
    quiet: bool = False,
    **data: Any,
) -> None:
    """Say in the trail that a measure was written, not what: until it is sent it is the group's own (D19)."""
    data = {"version": proposal.version, "measure": row.pk, **data}
    words = _("Insats %s") % row.letter
    note_writing(case, "edit_proposal", by=by, at=at, comment=words, data=data, quiet=quiet)


# --- sending (R31, R32) ----------------------------------------------------------------------------------------
def submit_proposal(pk: int, *, by: Any, at: datetime) -> Event:
    """The representative sends the proposal: frozen, received, registered; the officer takes over.

    Raises WrongState when it is sent already, Refused with what is missing.
    """
    with locked(pk) as case:
        require(case, "submit_proposal", (Status.COLLABORATION,), by=by)
        refuse_if(guards.missing_for_submit_proposal(case))
        proposal = _send(case, _("Förslag till insatser"), by=by, at=at)
        content = proposal.snapshot or {}
        return perform(
            case,
            "submit_proposal",
            by=by,
            at=at,
            data={"version": proposal.version, "requested": content["requested"]},
            context={"proposal": proposal},
        )


def complete(pk: int, *, by: Any, at: datetime) -> Event:
    """The representative sends the completed version of the proposal. Raises as `submit_proposal`."""
    with locked(pk) as case:
        require(case, "complete", (Status.PROPOSAL_COMPLETION,), by=by)
        refuse_if(guards.missing_for_complete(case))
        proposal = _send(case, _("Komplettering av förslaget till insatser"), by=by, at=at)
        content = proposal.snapshot or {}
        return perform(
            case,
            "complete",
            by=by,
            at=at,
            data={"version": proposal.version, "requested": content["requested"]},
            context={"what": gettext_lazy("förslaget"), "version": proposal},
        )


def _send(case: Case, designation: str, *, by: Any, at: datetime) -> Proposal:
    """Freeze the version being written, carry its measures to the case, register what came in (D2)."""
    proposal = Proposal.objects.unsent().get(case=case)
    proposal.snapshot = snapshot.build(case, proposal, by=by, at=at)
    proposal.sent_at, proposal.sent_by = at, by
    proposal.save(update_fields=["snapshot", "sent_at", "sent_by"])
    _carry_to_case(case, proposal)
    documents.order(
        case,
        "proposal",
        key=f"proposal-{case.pk}-{proposal.version}",
        designation=designation,
        snapshot=snapshot.document(case, proposal.snapshot, by=by),
        at=at,
        by=by,
        direction=Direction.INCOMING,
        counterpart=str(by),
        description=_("Version %s") % proposal.version,
    )
    attachments.send(case, PROPOSAL, by=by, at=at)
    return proposal


def _carry_to_case(case: Case, proposal: Proposal) -> None:
    """Make the case's measures those of the proposal, letter by letter."""
    rows = measures.ordered(proposal)
    for row in rows:
        values = {name: getattr(row, name) for name in measures.FIELDS}
        values["needs_text"] = "\n".join(need.text for need in row.needs.all())
        Measure.objects.update_or_create(case=case, letter=row.letter, defaults=values)
    for gone in Measure.objects.filter(case=case).exclude(letter__in=[row.letter for row in rows]):
        ProposedPoint.objects.filter(measure=gone, report__signed_off_at=None).delete()
        try:
            gone.delete()
        except ProtectedError:  # a signed report once proposed it: it stays, as what is not to be done
            gone.status = MeasureStatus.CANCELLED
            gone.deviation_reason = _("Gruppen tog bort insatsen i förslagets version %s.") % proposal.version
            gone.save(update_fields=["status", "deviation_reason"])


# --- completion ---------------------------------------------------------------------------------------------------
def completion_of(case: Case) -> CompletionKind:
    """Return what the group can be asked to complete: the last sent version, measure by measure."""
    last = Proposal.objects.sent().filter(case=case).first()
    sections = measures.sections(last) if last else measures.FIXED
    return CompletionKind(what=gettext_lazy("förslaget"), sections=sections, act=request_completion)


def request_completion(
    pk: int, *, asked_for: Mapping[str, str], due_on: date | None, by: Any, at: datetime
) -> Event:
    """The officer says what is missing, section by section; a new version opens with only those sections."""
    with locked(pk) as case:
        require(case, "request_completion", (Status.PROPOSAL_SUBMITTED,), by=by)
        refuse_if(missing_while_with_manager(case))
        kind = completion_of(case)
        refuse_if(missing_in_request(kind, asked_for=asked_for, due_on=due_on, at=at))
        asked = {key: text for key, text in asked_for.items() if text.strip()}
        proposal = _new_version(case, asked, by=by, at=at)
        return perform(
            case,
            "request_completion",
            by=by,
            at=at,
            due_on=due_on,
            comment=kind.in_words(asked, due_on),
            data={"version": proposal.version, "asked_for": asked},
            context=kind.mail_context(asked),
        )


def _new_version(case: Case, asked_for: Mapping[str, str], *, by: Any, at: datetime) -> Proposal:
    """Copy the last sent version, rows and needs included, into one where only the asked-for sections open."""
    last = Proposal.objects.sent().filter(case=case)[0]
    proposal = Proposal.objects.create(
        case=case,
        version=last.version + 1,
        created_at=at,
        created_by=by,
        summary=last.summary,
        open_sections=list(asked_for),
        asked_for=dict(asked_for),
    )
    for row in measures.ordered(last):
        copy = ProposedMeasure.objects.create(
            proposal=proposal, letter=row.letter, **{name: getattr(row, name) for name in measures.FIELDS}
        )
        copy.needs.set(row.needs.all())
    if measures.COMPILATION in asked_for:
        Compilation.objects.filter(case=case).update(finished_on=None)
    return proposal
