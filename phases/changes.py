"""What changed in a sent version since the one before it: one page for application, proposal and result report (R15).

A slice gives its model, how a version is read as sections, and the address of the whole version:

    proposal_changes = changes_view(Proposal, sections=…, what=_("förslaget"), whole="proposal_version")
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import compare
from applications.http import find_case, log_reading, render_staff
from applications.models import Case, Submission
from phases.frame import frame


class Section(NamedTuple):
    """A part of what was sent: its key in a request for completion, its title, and label → text as it is read.

    What is a list, such as the names of files, is a tuple.
    """

    key: str
    title: Any
    texts: Mapping[str, Any]


class Changed(NamedTuple):
    """A part whose answers are not what they were, or that the officer had asked for more in."""

    key: str
    title: Any
    asked_for: str
    changes: list[compare.Change]


def changed(
    before: Iterable[Section], after: Iterable[Section], asked_for: Mapping[str, str]
) -> list[Changed]:
    """Return the parts that differ or were asked for, in the order of `after`.

    A part that is gone comes last, all of it removed.
    """
    old = {section.key: section for section in before}
    new = {section.key: section for section in after}
    gone = [Section(section.key, section.title, {}) for key, section in old.items() if key not in new]
    found = [
        Changed(
            section.key,
            section.title,
            asked_for.get(section.key, ""),
            compare.changes(
                _read(old[section.key].texts if section.key in old else {}), _read(section.texts)
            ),
        )
        for section in (*new.values(), *gone)
    ]
    return [section for section in found if section.changes or section.asked_for]


def _read(texts: Mapping[str, Any]) -> dict[str, compare.Answer]:
    return {
        str(label): text if isinstance(text, tuple) else compare.as_text(text)
        for label, text in texts.items()
    }


def before(version: Any) -> Any:
    """Return the sent version that `version` completes, None when it is the first of its kind."""
    if not version.open_sections:
        return None
    return type(version).objects.sent().filter(case=version.case_id, version__lt=version.version).first()


def changes_link(case: Case, version: Any, name: str) -> str:
    """Return the address of what changed in a version, empty when it completes none."""
    return reverse(f"admin:{name}", args=[case.reference, version.version]) if version.open_sections else ""


def changes_view(
    model: type[Submission],
    *,
    sections: Callable[[Case, Any, Any], Iterable[Section]],
    what: Any,
    whole: str,
    tab: str = "case",
) -> Callable[..., HttpResponse]:
    """Return the city's page of what changed in a version: `what` it is ("förslaget"), `whole` where it is read.

    `sections(case, version, reader)`: a version as `reader` may read it.
    """

    def view(request: HttpRequest, reference: str, version: int) -> HttpResponse:
        case = find_case(request, reference)
        sent = model.objects.visible_to(request.user).sent()  # type: ignore[attr-defined]
        found = sent.filter(case=case, version=version).select_related("sent_by").first()
        earlier = before(found) if found else None
        if earlier is None:
            raise Http404
        said = _("ändringar i %(what)s, version %(version)s") % {"what": what, "version": version}
        log_reading(request, case, said, at=timezone.now())
        context = {
            **frame(request, case, tab),
            "what": what,
            "version": found,
            "before": earlier,
            "whole": reverse(f"admin:{whole}", args=[reference, version]),
            "sections": changed(
                *(sections(case, one, request.user) for one in (earlier, found)), found.asked_for
            ),
        }
        return render_staff(request, "staff/changes.html", context)

    return view
