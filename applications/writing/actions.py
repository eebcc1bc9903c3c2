"""What happens to an application: begun, saved step by step, sent, completed in a new version."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from applications.lifecycle import locked, perform
from applications.models import Application, Case, Event
from applications.writing import steps

ROWS = ("contributions", "evidence")


def start_draft(pk: int, *, by: Any, at: datetime, known: Mapping[str, Any] | None = None) -> Event:
    """The group begins its application; `known` are answers given before, so that nobody types them twice."""
    with locked(pk) as case:
        event = perform(case, "start_draft", by=by, at=at)
        Application.objects.create(
            case=case, version=1, created_at=at, created_by=by, **{"title": case.title, **(known or {})}
        )
        return event


def new_version(
    case: Case, *, open_sections: Iterable[str], asked_for: Mapping[str, str], by: Any, at: datetime
) -> Application:
    """Open a new unsent version of the last sent one, in which only `open_sections` may be changed.

    The caller holds the case locked and performs `request_completion`. `asked_for` maps sections to what the
    officer asked for. Rows (contributions, evidence) are copied too.
    """
    last = case.application_versions.sent().first()
    values = {name: getattr(last, name) for name in steps.FIELDS}
    version = Application.objects.create(
        case=case,
        version=last.version + 1,
        created_at=at,
        created_by=by,
        open_sections=list(open_sections),
        asked_for=dict(asked_for),
        steps={},
        **values,
    )
    for rows in ROWS:
        for row in getattr(last, rows).all():
            row.pk, row.application = None, version
            row._state.adding = True
            row.save()
    return version
