"""What happens to an application: begun, saved step by step, sent, completed in a new version."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from applications import documents, search
from applications.attachments import actions as attachments
from applications.attachments.sections import APPLICATION
from applications.lifecycle import (
    Missing,
    Refused,
    WrongState,
    expect,
    locked,
    note_writing,
    perform,
    refuse_if,
    refuse_if_stale,
)
from applications.models import Application, Case, Contribution, DocumentOrder, Event, Evidence
from applications.models.area import AREA_FIELDS
from applications.permissions import role_for
from applications.states import Direction, Role, Status, Turn
from applications.writing import guards, snapshot, steps

ROWS: dict[str, Any] = {"contributions": Contribution, "evidence": Evidence}
# What the application says becomes what the case is, when it is sent; so does its drawn area.
CARRIED_OVER = (
    "title",
    "area_kind",
    "area_boundary",
    "neighbourhood",
    "remit",
    "remit_reason",
    "size",
    "ends_on",
    "review_interval_months",
)


def start_draft(
    pk: int,
    *,
    by: Any,
    at: datetime,
    known: Mapping[str, Any] | None = None,
    evidence: Iterable[Mapping[str, Any]] = (),
) -> Event:
    """The group begins its application, or an officer for it (R46); `known`: answers that nobody types twice.

    So are the rows of `evidence`, as fields of Evidence.
    """
    with locked(pk) as case:
        by_city = role_for("start_draft", user=by, case=case) == Role.OFFICER
        words = _("Skriv ansökan åt gruppen") if by_city else ""
        turn = Turn.OFFICER if by_city else None
        event = perform(case, "start_draft", by=by, at=at, turn=turn, due_reason=words)
        application = Application.objects.create(
            case=case, version=1, created_at=at, created_by=by, **{"title": case.title, **(known or {})}
        )
        for row in evidence:
            application.evidence.create(**row)
        return event


def save_step(
    pk: int,
    key: str,
    values: Mapping[str, Any],
    *,
    by: Any,
    at: datetime,
    revision: int | None = None,
    page: str = "",
    rows: Iterable[Mapping[str, Any]] | None = None,
) -> Application:
    """Save one step of the unsent version, complete or not; `rows` replace the rows of the step.

    Writes no event: an unsent application is the group's own space (D19); the version tells who saved when. When
    an officer writes for the group it is in the trail, once an hour: that person assesses nothing of it (R46).
    Saving what is saved already changes nothing, so that nobody else's page gets old by it.
    Raises Stale when the step was saved after `revision` from another page than `page` (its stamp), Refused
    when it may not be changed, PermissionDenied and WrongState as every action.
    """
    with locked(pk) as case:
        expect(case, "edit_application", by=by)
        application = _open_version(case, key)
        refuse_if_stale(steps.Saved(application, key), revision, page)
        step = steps.BY_KEY[key]
        wanted = list(rows) if step.rows and rows is not None else None
        new_rows = wanted is not None and [_plain(row) for row in wanted] != _rows(application, step.rows)
        changed = {
            name for name in step.fields if name in values and getattr(application, name) != values[name]
        }
        if key in application.steps and not changed and not new_rows:
            return application
        for name in changed:
            setattr(application, name, values[name])
        if new_rows and wanted is not None:
            getattr(application, step.rows).all().delete()
            model = ROWS[step.rows]
            model.objects.bulk_create([model(application=application, **row) for row in wanted])
        application.touch(by=by, at=at)
        steps.mark_saved(application, key, by=by, at=at, page=page)
        application.save()
        if role_for("edit_application", user=by, case=case) == Role.OFFICER:
            note_writing(case, "edit_application", by=by, at=at, comment="", data={"step": key}, quiet=True)
        return application


def _rows(application: Application, name: str) -> list[dict[str, Any]]:
    """Return the saved rows of a step to compare with posted ones."""
    return [model_to_dict(row, exclude=["id", "application"]) for row in getattr(application, name).all()]


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: getattr(value, "pk", value) for name, value in row.items()}


def _open_version(case: Case, key: str) -> Application:
    """Return the unsent version if its step may be changed; raises WrongState when it was just sent, Refused."""
    application = case.application_versions.unsent().first()
    if application is None:
        raise WrongState(case, "edit_application")
    if not application.is_open(key):
        text = _("Den här delen går inte att ändra nu. Kontaktpersonen har bett om andra delar.")
        raise Refused([Missing(text)])
    return application


def submit(pk: int, *, by: Any, at: datetime) -> Event:
    """The representative sends the application: it is received, frozen and registered (D1, D2)."""
    with locked(pk) as case:
        expect(case, "submit", by=by)
        refuse_if(guards.missing_for_submit(case))
        application = _carry_over(case)
        case.submitted_at = case.submitted_at or at
        case.save(update_fields=["submitted_at", *CARRIED_OVER, *AREA_FIELDS])
        document = _freeze(case, application, by=by, at=at)
        return perform(case, "submit", by=by, at=at, context={"document": document})


def complete(pk: int, *, by: Any, at: datetime) -> Event:
    """The completed version is sent: frozen and registered like the first (R15)."""
    with locked(pk) as case:
        expect(case, "complete", by=by)
        if case.status != Status.COMPLETION:  # a completion of another phase's submission
            raise WrongState(case, "complete")
        refuse_if(guards.missing_for_complete(case))
        application = _carry_over(case)
        case.save(update_fields=[*CARRIED_OVER, *AREA_FIELDS])
        document = _freeze(case, application, by=by, at=at)
        return perform(case, "complete", by=by, at=at, context={"document": document})


def _carry_over(case: Case) -> Application:
    """Let the case be what its unsent application says; the guards have seen to it that there is one.

    A completion carries over the parts that were open: what the city itself has judged or drawn since stays.
    """
    application = guards.unsent(case)
    assert application is not None  # noqa: S101
    open_now = {name for step in steps.STEPS if application.is_open(step.key) for name in step.fields}
    if application.area_polygon is not None and "area_polygon" in open_now:
        case.set_area(application.area_polygon)
    for name in open_now.intersection(CARRIED_OVER):
        setattr(case, name, getattr(application, name))
    return application


def _freeze(case: Case, application: Application, *, by: Any, at: datetime) -> DocumentOrder:
    """Make the version what was received; return the order of its document."""
    search.refresh(case)
    attachments.send(case, APPLICATION, by=by, at=at)
    application.snapshot = snapshot.build(case, application, by=by, at=at)
    application.sent_at, application.sent_by = at, by
    application.save()
    words = _("Ansökan om samverkansstöd")
    if application.version > 1:
        words = _("Ansökan om samverkansstöd, komplettering %(number)s") % {"number": application.version - 1}
    return documents.order(
        case,
        "application",
        key=document_key(application),
        designation=words,
        snapshot=application.snapshot,
        at=at,
        by=by,
        direction=Direction.INCOMING,
        counterpart=application.snapshot["representative"]["name"],
    )


def document_key(application: Application) -> str:
    """Return the key of the order of a sent version's document."""
    return f"application-{application.case_id}-{application.version}"


def new_version(
    case: Case, *, open_sections: Iterable[str], asked_for: Mapping[str, str], by: Any, at: datetime
) -> Application:
    """Open a new unsent version of the last sent one, in which only `open_sections` may be changed.

    The caller holds the case locked and performs `request_completion`. `asked_for` maps sections to what the
    officer asked for. Rows (contributions, evidence) are copied too.
    """
    last = case.application_versions.sent()[0]
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
            row.save(force_insert=True)
    return version
