"""A result report with its answers, as the group writes it."""

from datetime import date
from decimal import Decimal
from typing import Any

from applications.models import Case
from phases.resultat import actions, facts
from phases.resultat.actions import Used
from phases.resultat.models import ResultReport
from tests import personas
from tests.personas import NOW

ANSWERS = {
    "period_from": date(2026, 2, 3),
    "period_to": date(2026, 3, 31),
    "outcome": "Båda insatserna är genomförda. Det gick fort.",
    "resources_note": "Planteringarna blev dyrare.",
    "decisive": "Ljuset.",
    "dialogue": "Två dialoger.",
    "partners": "Spolverket höll i elen.",
    "shift": "Fler känner sig trygga.",
    "lessons": "Bjud in barnen först.",
    "association_formed": False,
}
FIGURE = {
    "name": "Trygga efter mörkrets inbrott",
    "unit": "percent",
    "before_label": "december 2025",
    "before": 41,
    "after_label": "mars 2026",
    "after": 58,
    "source": "Enkät, 212 svar",
}
USED = (45_000, 78_100, 53_300)


def used(case: Case, sums: tuple[int, ...] = USED, hours: str = "118.5") -> dict[int, Used]:
    """Return what was used of every grant: `sums` in SEK for the money in order, `hours` in kind."""
    amounts = iter(sums)
    return {
        row.grant.pk: Used(amount=next(amounts)) if row.is_money else Used(quantity=Decimal(hours))
        for row in facts.support(case, None)
    }


def write(case: Case, sums: tuple[int, ...] = USED, **values: Any) -> ResultReport:
    """Write the whole report: 3 600 kronor are left of 180 000 unless `sums` says otherwise."""
    return actions.save_report(
        case.pk,
        values={**ANSWERS, **values},
        used=used(case, sums),
        indicators=[FIGURE],
        by=personas.birk(),
        at=NOW,
    )
