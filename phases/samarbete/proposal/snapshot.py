"""What is frozen on a version of the proposal when it is sent: what the group said, and what it rests on."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from applications import snapshots
from applications.attachments.naming import open_names
from applications.attachments.sections import PROPOSAL
from applications.models import Case
from phases.samarbete.models import (
    Communication,
    Compilation,
    DialogueActivity,
    Need,
    Proposal,
    ProposedMeasure,
    area_names,
)
from phases.samarbete.proposal import measures


def build(case: Case, proposal: Proposal, *, by: Any, at: datetime) -> dict[str, Any]:
    """Return the snapshot of a proposal as it is sent: texts, codes, ISO dates, whole kronor."""
    compilation = Compilation.objects.filter(case=case).first()
    rows = [measure_row(row) for row in measures.ordered(proposal)]
    return {
        "version": proposal.version,
        "sent_at": at.isoformat(),
        "sent_by": snapshots.name_of(by),
        "summary": proposal.summary,
        "measures": rows,
        "cost": sum(row["cost"] or 0 for row in rows),
        "requested": sum(row["requested_amount"] or 0 for row in rows),
        "communications": [
            {"on": row.happened_on.isoformat(), "channel": row.channel, "audience": row.audience}
            for row in Communication.objects.filter(case=case)
        ],
        "dialogues": [dialogue_row(row) for row in DialogueActivity.objects.filter(case=case)],
        "needs": [need_row(row) for row in measures.needs_of(case)],
        "compilation": {
            "text": compilation.text if compilation else "",
            "finished_on": _iso(compilation.finished_on) if compilation else None,
        },
        "actors": [
            {"name": row.actor.name, "kind": row.actor.get_kind_display(), "in_group": row.in_group}
            for row in case.case_actors.select_related("actor")
        ],
        "attachments": open_names(case.attachments.filter(section=PROPOSAL, removed_at=None)),
    }


def document(case: Case, content: dict[str, Any], *, by: Any) -> dict[str, Any]:
    """Return the snapshot of the document for `content`, as `build` froze it (docs/dokument.md)."""
    needs = {need["id"]: need["text"] for need in content["needs"]}
    sent_at = datetime.fromisoformat(content["sent_at"])
    title = _("Förslag till insatser, %(title)s") % {"title": case.title}
    return snapshots.header(case, title, timezone.localdate(sent_at)) | {
        "version": content["version"],
        "submitted_at": content["sent_at"],
        "submitted_by": content["sent_by"],
        "representative": snapshots.person(snapshots.representative(case), _("Gruppens företrädare")),
        "officer": snapshots.person(case.officer),
        "summary": content["summary"],
        "measures": [_measure(row, needs) for row in content["measures"]],
        "cost": content["cost"],
        "requested": content["requested"],
        "dialogues": [
            {name: row[name] for name in ("title", "method", "target_group", "participants", "summary")}
            | {"on": row["held_on"]}
            for row in content["dialogues"]
        ],
        "needs": [{name: row[name] for name in ("group", "text", "activity")} for row in content["needs"]],
        "compilation": content["compilation"]["text"],
        "told": content["communications"],
        "actors": snapshots.actor_rows(case),
        "attachments": content["attachments"],
    }


def _measure(row: dict[str, Any], needs: dict[int, str]) -> dict[str, Any]:
    same = ("letter", "title", "description", "responsible", "starts_on", "ends_on", "cost")
    return {name: row[name] for name in same} | {
        "areas": [str(name) for name in area_names(row["areas"])],
        "requested": row["requested_amount"],
        "in_kind": row["requested_in_kind"],
        "needs": [needs[pk] for pk in row["needs"] if pk in needs],
    }


def measure_row(row: ProposedMeasure) -> dict[str, Any]:
    """Return one measure as it is frozen; `needs` are ids of the needs that stand beside."""
    return {
        "letter": row.letter,
        "title": row.title,
        "description": row.description,
        "areas": list(row.areas),
        "responsible": row.responsible.actor.name if row.responsible else "",
        "starts_on": _iso(row.starts_on),
        "ends_on": _iso(row.ends_on),
        "cost": row.cost,
        "requested_amount": row.requested_amount,
        "requested_in_kind": row.requested_in_kind,
        "needs": [need.pk for need in row.needs.all()],
    }


def dialogue_row(row: DialogueActivity) -> dict[str, Any]:
    """Return one activity as it is frozen."""
    return {
        "title": row.title,
        "method": row.method,
        "target_group": row.target_group,
        "planned_on": _iso(row.planned_on),
        "held_on": _iso(row.held_on),
        "participants": row.participants,
        "summary": row.summary,
    }


def need_row(row: Need) -> dict[str, Any]:
    """Return one need as it is frozen."""
    return {"id": row.pk, "group": row.get_group_display(), "text": row.text, "activity": row.activity.title}


def readable(content: dict[str, Any], before: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a snapshot for a page: days as dates, areas and needs in words, and what changed since `before`."""
    needs = {need["id"]: need["text"] for need in content["needs"]}
    earlier = {row["letter"]: row for row in before["measures"]} if before else {}
    rows = []
    for row in content["measures"]:
        changed = ""
        if before is not None:
            changed = (
                _("Ny")
                if row["letter"] not in earlier
                else _("Ändrad")
                if row != earlier[row["letter"]]
                else ""
            )
        rows.append(
            {
                **row,
                "areas": area_names(row["areas"]),
                "needs": [needs[pk] for pk in row["needs"] if pk in needs],
                "starts_on": _day(row["starts_on"]),
                "ends_on": _day(row["ends_on"]),
                "changed": changed,
            }
        )
    dialogues = [
        {**row, "held_on": _day(row["held_on"]), "planned_on": _day(row["planned_on"])}
        for row in content["dialogues"]
    ]
    return {**content, "measures": rows, "dialogues": dialogues}


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def waiting_attachments(case: Case) -> Any:
    """Return the files that go with the proposal and are not yet sent."""
    return case.attachments.filter(section=PROPOSAL, sent_at=None, removed_at=None)


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
