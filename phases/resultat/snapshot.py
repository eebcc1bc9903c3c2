"""The result report as the document freezes it (docs/dokument.md, `result_report`)."""

import re
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from applications import snapshots
from applications.city import values
from applications.models import Case
from applications.templatetags.samverkan import datum
from phases.resultat import facts
from phases.resultat.models import Indicator, ResultReport
from phases.utforande.facts import Standing, standings


def report_snapshot(case: Case, report: ResultReport, *, on: date) -> dict[str, Any]:
    """Return the report as it is sent, with what the case had recorded at that time."""
    rows = facts.support(case, report)
    return {
        **snapshots.header(case, case.title, on),
        "version": report.version,
        "interim": report.is_interim,
        "recipient": _sentence(values.municipality()["committee"]),
        "responsible_group": snapshots.group_name(case),
        "period_start": report.period_from.isoformat() if report.period_from else None,
        "period_end": report.period_to.isoformat() if report.period_to else None,
        "lead": first_sentence(report.outcome),
        "polygon": case.area_polygon,
        "boundary": case.area_boundary,
        "outcome": report.outcome,
        "measures": [_measure(standing) for standing in standings(case)],
        "used": _used(rows),
        "repayment": None if report.is_interim else facts.money(case, rows).repayment,
        "use_comment": report.resources_note,
        "decisive": report.decisive,
        "dialogue": report.dialogue,
        "dialogues": [
            {
                "name": row.title,
                "with_whom": row.target_group,
                "on": row.held_on.isoformat() if row.held_on else None,
                "participants": row.participants,
            }
            for row in facts.dialogues(case)
        ],
        "partners": report.partners,
        "shift": report.shift,
        "promised_value": facts.promised_value(case),
        "indicators": [_indicator(figure) for figure in report.indicators.all()],
        "lessons": report.lessons,
        "association_formed": report.association_formed,
        "attachments": facts.enclosure_names(case),
        "signed_by": [_signature(case, report)],
        "approved_by": "",
        "approved_on": None,
    }


def approved_snapshot(case: Case, report: ResultReport, *, by: Any, on: date) -> dict[str, Any]:
    """Return the report word for word as it was sent, with who approved it and when."""
    sent = dict(report.snapshot or {})
    return {
        **sent,
        **snapshots.header(case, sent["title"], on),
        "approved_by": snapshots.name_of(by),
        "approved_on": on.isoformat(),
    }


def first_sentence(text: str) -> str:
    """Return the first sentence of an answer, for the cover."""
    first = re.split(r"(?<=[.!?])\s", " ".join(text.split()), maxsplit=1)[0]
    return first[:200]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _measure(standing: Standing) -> dict[str, str]:
    outcome = standing.remark
    if standing.new_ends_on:
        moved = pgettext("insats", "Nytt slutdatum %(day)s.") % {"day": datum(standing.new_ends_on)}
        outcome = "\n".join(part for part in (outcome, moved) if part)
    return {
        "letter": standing.measure.letter,
        "title": standing.measure.title,
        "status": str(standing.measure.get_status_display()),
        "outcome": outcome,
    }


def _used(rows: list[facts.Support]) -> list[dict[str, Any]]:
    """Return one row per thing supported: its money in SEK and the rest in words."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        line = found.setdefault(
            row.label,
            {
                "label": row.label,
                "granted": 0,
                "used": 0,
                "in_kind_granted": "",
                "in_kind_used": "",
                "note": "",
            },
        )
        line["granted"] += row.grant.amount or 0
        line["used"] += (row.used.amount or 0) if row.used else 0
        line["in_kind_granted"] = _joined(line["in_kind_granted"], row.in_kind)
        line["in_kind_used"] = _joined(line["in_kind_used"], row.in_kind_used)
        line["note"] = _joined(line["note"], row.used.note if row.used else "")
    return list(found.values())


def _joined(before: str, more: str) -> str:
    return ", ".join(part for part in (before, more) if part)


def _indicator(figure: Indicator) -> dict[str, Any]:
    return {
        "name": figure.name,
        "unit": "procent" if figure.unit == Indicator.Unit.PERCENT else "",
        "before_label": figure.before_label,
        "before": figure.before,
        "after_label": figure.after_label,
        "after": figure.after,
        "source": figure.source,
    }


def _signature(case: Case, report: ResultReport) -> dict[str, Any]:
    membership = case.memberships.filter(user=report.sent_by).select_related("case_actor__actor").first()
    actor = str(membership.case_actor) if membership and membership.case_actor else ""
    return {
        "name": snapshots.name_of(report.sent_by),
        "title": actor or (_("Gruppens företrädare") if membership else report.sent_by.title),
        "signed_on": timezone.localdate(report.sent_at).isoformat() if report.sent_at else None,
    }
