"""What an actor contributes, as the group has written it: what the actor is asked to confirm (R11, D14)."""

from typing import Any

from applications.models import Application, Case, CaseActor, Contribution

Json = dict[str, Any]


def _newest(case_id: int) -> Application | None:
    """Return the version that is being written, else the last one sent."""
    return Application.objects.filter(case_id=case_id).order_by("-version").only("pk").first()


def _row(row: Contribution) -> Json:
    return {"kind": str(row.get_kind_display()), "amount": row.amount, "description": row.description}


def contributions_of(part: CaseActor) -> list[Json]:
    """Return the rows of one actor: kind (label), amount (whole SEK or None), description. Two queries."""
    newest = _newest(part.case_id)
    rows = newest.contributions.filter(case_actor=part) if newest is not None else ()
    return [_row(row) for row in rows]


def contributions_by_part(case: Case, application: Application | None = None) -> dict[int, list[Json]]:
    """Return the rows of all actors by the pk of their part, of `application` or of the newest version."""
    version = application or _newest(case.pk)
    found: dict[int, list[Json]] = {}
    if version is not None:
        for row in version.contributions.exclude(case_actor=None):
            found.setdefault(row.case_actor_id, []).append(_row(row))
    return found
