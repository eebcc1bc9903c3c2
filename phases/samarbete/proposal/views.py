"""Pages of the proposal: the overview, one page per measure, looking through and sending, reading what was sent."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.attachments.sections import PROPOSAL
from applications.attachments.sent import files_of
from applications.http import (
    attempt,
    attempt_form,
    case_url,
    find_case,
    find_case_to,
    frame_url,
    in_workspace,
    log_reading,
    posted,
)
from applications.keeping import autosave
from applications.labels import LABELS
from applications.lifecycle import Missing, WrongState, denied
from applications.models import Case
from applications.notices import preview
from applications.permissions import role_for
from phases.completion import completion_view
from phases.samarbete import guards
from phases.samarbete.actions import can_compile
from phases.samarbete.facts import facts_of
from phases.samarbete.models import Compilation, Proposal, ProposedMeasure
from phases.samarbete.pages import removal, show
from phases.samarbete.proposal import actions, measures, snapshot
from phases.samarbete.proposal.forms import MeasureForm, SummaryForm
from phases.samarbete.trace import trace_rows


def _writable(request: HttpRequest, reference: str) -> tuple[Case, Proposal | None]:
    """Return a case whose proposal the user may write, and the version being written (None: not begun)."""
    case = find_case_to("edit_proposal", request, reference)
    if case.status not in actions.WRITABLE:
        raise WrongState(case, "edit_proposal")
    return case, guards.unsent_proposal(case)


def _opened(request: HttpRequest, draft: Proposal | None, section: str) -> None:
    """Lead back from a section that is closed in a completion; what was typed goes to the action, which refuses."""
    if draft is not None and request.method == "GET":
        actions.refuse_closed(draft, section)


def edit_proposal(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the proposal being written: its measures, what each lacks, and the sums (R31)."""
    case, draft = _writable(request, reference)
    facts = facts_of(case)
    rows = [_overview_row(request, case, draft, row, needs_exist=facts.needs > 0) for row in _rows(draft)]
    context = {
        "proposal": draft,
        "rows": rows,
        "requested": sum(row["measure"].requested_amount or 0 for row in rows),
        "cost": sum(row["measure"].cost or 0 for row in rows),
        "asked_for": _asked_for(request, case, draft),
        "may_add": draft is None or draft.is_open(measures.MORE),
        "files": snapshot.waiting_attachments(case),
        "may_summarise": draft is None or draft.is_open(measures.SUMMARY),
        "send": "complete" if draft and draft.open_sections else "submit_proposal",
        "facts": facts,
    }
    return show(request, case, "proposal/overview", context)


def _rows(proposal: Proposal | None) -> list[ProposedMeasure]:
    return measures.ordered(proposal) if proposal else []


def _overview_row(
    request: HttpRequest, case: Case, proposal: Proposal | None, row: ProposedMeasure, *, needs_exist: bool
) -> dict[str, Any]:
    opened = proposal is not None and proposal.is_open(measures.section(row))
    return {
        "measure": row,
        "lacks": measures.lacks(row, needs_exist=needs_exist),
        "url": frame_url(request, "edit_measure", case.reference, row.pk) if opened else "",
    }


def _asked_for(request: HttpRequest, case: Case, proposal: Proposal | None) -> list[dict[str, str]]:
    """Return what the officer asked for, section by section, with the page where it is mended."""
    if proposal is None or not proposal.asked_for:
        return []
    pages = {
        measures.SUMMARY: frame_url(request, "edit_proposal_summary", case.reference),
        measures.COMPILATION: frame_url(request, "compile_viewpoints", case.reference),
        measures.MORE: frame_url(request, "add_measure", case.reference),
        **{
            measures.section(row): frame_url(request, "edit_measure", case.reference, row.pk)
            for row in measures.ordered(proposal)
        },
    }
    titles = dict(measures.sections(proposal))
    return [
        {"title": str(titles.get(key, "")), "text": text, "url": pages.get(key, "")}
        for key, text in proposal.asked_for.items()
        if key in titles
    ]


def edit_proposal_summary(request: HttpRequest, reference: str) -> HttpResponse:
    """Write the proposal in short."""
    case, draft = _writable(request, reference)
    _opened(request, draft, measures.SUMMARY)
    form = SummaryForm(posted(request), instance=draft)
    missing = None
    if request.method == "POST" and form.is_valid():
        act = partial(actions.save_summary, case.pk, **_from_page(request, form, draft))
        missing = _saved(form, act, request)
        if missing is None:
            return autosave.saved(request, frame_url(request, "edit_proposal", case.reference), form.saved)
    if autosave.asked(request):
        return autosave.unsaved(form, missing=missing or ())
    context = {
        "heading": _("Förslaget i korthet"),
        "form": form,
        "missing": missing,
        "asked": (draft.asked_for if draft else {}).get(measures.SUMMARY, ""),
        "back": frame_url(request, "edit_proposal", case.reference),
    }
    return show(request, case, "change", context)


def _saved(form: Any, act: Any, request: HttpRequest) -> list[Missing] | None:
    return attempt_form(
        form,
        lambda: act(by=request.user, at=timezone.now(), **form.values),
        request=request,
        done=_("Sparat."),
    )


def _from_page(request: HttpRequest, form: Any, stored: Any) -> dict[str, Any]:
    """Return what an action wants to know of the page that it saves from (`stored`: None before the first save)."""
    revision = form.revision if stored is not None else None
    return {"revision": revision, "page": form.page, "quiet": bool(autosave.asked(request))}


def add_measure(request: HttpRequest, reference: str) -> HttpResponse:
    """Describe one more measure."""
    case, draft = _writable(request, reference)
    _opened(request, draft, measures.MORE)
    form = MeasureForm(posted(request), case=case, needs=measures.needs_of(case))
    missing = None
    if request.method == "POST" and form.is_valid():
        missing = _saved(form, partial(actions.add_measure, case.pk), request)
        if missing is None:
            return redirect(_next_page(request, case))
    context = {
        "form": form,
        "missing": missing,
        "letter": measures.LETTERS[len(_rows(draft))],
        "asked": (draft.asked_for if draft else {}).get(measures.MORE, ""),
    }
    return show(request, case, "proposal/measure", context)


def edit_measure(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Change a measure; it may be saved unfinished (R31)."""
    case, draft = _writable(request, reference)
    row = _measure(case, pk)
    _opened(request, draft, measures.section(row))
    initial = {"needs": [need.pk for need in row.needs.all()]}
    form = MeasureForm(
        posted(request), instance=row, case=case, needs=measures.needs_of(case), initial=initial
    )
    missing = None
    if request.method == "POST" and form.is_valid():
        act = partial(actions.save_measure, case.pk, row.pk, **_from_page(request, form, row))
        missing = _saved(form, act, request)
        if missing is None:
            return autosave.saved(request, _next_page(request, case), form.saved)
    if autosave.asked(request):
        return autosave.unsaved(form, missing=missing or ())
    context = {
        "form": form,
        "missing": missing,
        "letter": row.letter,
        "row": row,
        "asked": (draft.asked_for if draft else {}).get(measures.section(row), ""),
        "remove": frame_url(request, "remove_measure", case.reference, row.pk),
    }
    return show(request, case, "proposal/measure", context)


def _measure(case: Case, pk: int) -> ProposedMeasure:
    """Return a measure of the version being written, or answer 404."""
    row = ProposedMeasure.objects.filter(proposal__case=case, proposal__sent_at=None, pk=pk).first()
    if row is None:
        raise Http404
    return row


def _next_page(request: HttpRequest, case: Case) -> str:
    """Return where a saved measure leads: to one more, or back to the overview."""
    name = "add_measure" if "another" in request.POST else "edit_proposal"
    return frame_url(request, name, case.reference)


remove_measure = removal("remove_measure", "edit_proposal", _measure, actions.remove_measure)


# --- sending -----------------------------------------------------------------------------------------------
def submit_proposal(request: HttpRequest, reference: str) -> HttpResponse:
    """Look through everything and send it (R32). All who write may read; the representative sends."""
    return _review(
        request, reference, "submit_proposal", actions.submit_proposal, guards.missing_for_submit_proposal
    )


def complete(request: HttpRequest, reference: str) -> HttpResponse:
    """Look through the completed version and send it."""
    return _review(request, reference, "complete", actions.complete, guards.missing_for_complete)


def _review(request: HttpRequest, reference: str, action: str, act: Any, guard: Any) -> HttpResponse:
    case, draft = _writable(request, reference)
    may_send = role_for(action, user=request.user, case=case) is not None
    missing: list[Missing] = []
    if request.method == "POST":
        if not may_send:
            raise denied(action)
        missing = attempt(lambda: act(case.pk, by=request.user, at=timezone.now()))
        if not missing:
            messages.success(request, _("Förslaget är skickat. Ni har fått en bekräftelse i ett mejl."))
            return redirect(case_url(request, case))
    facts = facts_of(case)
    rows = [_overview_row(request, case, draft, row, needs_exist=facts.needs > 0) for row in _rows(draft)]
    context = {
        "proposal": draft,
        "rows": rows,
        "compilation": Compilation.objects.filter(case=case).first(),
        "facts": facts,
        "label": LABELS[action],
        "may_send": may_send,
        "files": snapshot.waiting_attachments(case),
        "may_compile": can_compile(case),
        "may_summarise": draft is not None and draft.is_open(measures.SUMMARY),
        "hindrances": list(guard(case)),
        "missing": missing,
        "recipients": preview(case, action, by=request.user),
        "requested": sum(row["measure"].requested_amount or 0 for row in rows),
    }
    return show(request, case, "proposal/review", context)


# --- reading -------------------------------------------------------------------------------------------------
def proposal(request: HttpRequest, reference: str, version: int | None = None) -> HttpResponse:
    """Read a sent version as it was frozen; the newest when none is named."""
    case = find_case(request, reference)
    versions = list(
        Proposal.objects.visible_to(request.user).sent().filter(case=case).select_related("sent_by")
    )
    place = next((number for number, row in enumerate(versions) if version in (None, row.version)), None)
    if place is None:
        raise Http404
    found, before = versions[place], versions[place + 1].snapshot if place + 1 < len(versions) else None
    content = snapshot.readable(found.snapshot, before)
    log_reading(
        request, case, _("förslaget, version %(version)s") % {"version": found.version}, at=timezone.now()
    )
    context = {"proposal": found, "content": content, "versions": versions}
    context["documents"] = files_of(case, found, PROPOSAL, reader=request.user)
    return show(request, case, "proposal/sent", context)


def proposal_version(request: HttpRequest, reference: str, version: int) -> HttpResponse:
    """Read one sent version."""
    return proposal(request, reference, version)


def trace(request: HttpRequest, reference: str) -> HttpResponse:
    """Follow every need to its measures and what was decided: "ni sa, vi gjorde" (D17)."""
    case = find_case(request, reference)
    version = Proposal.objects.visible_to(request.user).filter(case=case).order_by("-version").first()
    if (
        version is not None
        and version.sent_at is None
        and in_workspace(request)
        and not case.is_written_by_city
    ):
        version = Proposal.objects.sent().filter(case=case).first()
    return show(request, case, "trace", {"trace": trace_rows(case, version), "decided": version is not None})


def request_completion(request: HttpRequest, reference: str) -> HttpResponse:
    """The officer asks the group to complete what it sent, section by section."""
    case = find_case_to("request_completion", request, reference)
    return completion_view(actions.completion_of(case))(request, reference)
