"""Actions that several phases share: one address each, answered by the view of the phase the case is in."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from applications.http import find_case_to
from applications.lifecycle import WrongState
from applications.models import Case
from applications.officer_report.source import ReportSource
from phases.case import SLICES


def shared(action: str, *, page: str = "") -> Callable[..., HttpResponse]:
    """Return a view for `action` that hands over to `VIEWS[action]` of the slice's panel.

    `page` names another page of the same action (`VIEWS[page]`). Answers 404 and 403 as every view does;
    a phase without the action leads back to the case with a message.
    """

    def view(request: HttpRequest, reference: str, **kwargs: Any) -> HttpResponse:
        case = find_case_to(action, request, reference)
        inner = getattr(SLICES.get(case.phase), "VIEWS", {}).get(page or action)
        if inner is None:
            raise WrongState(case, action)
        return inner(request, reference, **kwargs)

    view.__name__ = page or action
    view.__doc__ = f"Take {action!r} in the phase of the case."
    return view


def report_source(case: Case) -> ReportSource | None:
    """Return what the case's phase brings to the officer's report, None when it writes none."""
    return getattr(SLICES.get(case.phase), "REPORT_SOURCE", None)
