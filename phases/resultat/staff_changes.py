"""What changed in a sent result report since the version before it, for the city."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.attachments.sections import ACTIVITY, FINANCIAL, REPORT
from applications.attachments.sent import files_of, names_of
from applications.models import Case
from applications.templatetags.samverkan import kronor
from phases.changes import Section, changes_view
from phases.resultat.models import ResultReport
from phases.resultat.sections import SECTIONS


def sections(case: Case, report: ResultReport, reader: Any) -> Iterator[Section]:
    """Yield a version as it was frozen, question by question, and the files that `reader` may know of."""
    content = report.snapshot or {}
    files = files_of(case, report, ACTIVITY, FINANCIAL, REPORT, reader=reader)
    more = {
        "period": {
            _("Från och med"): content.get("period_start"),
            _("Till och med"): content.get("period_end"),
        },
        "used": {
            _("Svar"): content.get("use_comment"),
            **{row["label"]: _used(row) for row in content.get("used", ())},
        },
        "shift": {
            _("Svar"): content.get("shift"),
            _("Mätningar"): "\n".join(_indicator(row) for row in content.get("indicators", ())),
        },
        "enclosures": {
            _("Bildat en förening"): _("Ja") if content.get("association_formed") else _("Nej"),
            _("Verksamhetsberättelse"): names_of(files, ACTIVITY),
            _("Ekonomisk berättelse"): names_of(files, FINANCIAL),
            _("Fler bilagor"): names_of(files, REPORT),
        },
    }
    for section in SECTIONS:
        texts = more.get(section.key) or {_("Svar"): content.get(section.key)}
        yield Section(section.key, section.title, texts)


def _used(row: dict[str, Any]) -> str:
    money = _("%(used)s av %(granted)s") % {"used": kronor(row["used"]), "granted": kronor(row["granted"])}
    parts = [money if row["granted"] else "", row["in_kind_used"], row["note"]]
    return ", ".join(part for part in parts if part)


def _indicator(row: dict[str, Any]) -> str:
    before, after = (
        f"{row[f'{when}_label']} {row[when]} {row['unit']}".strip() for when in ("before", "after")
    )
    return f"{row['name']}: {before}, {after}. {row['source']}".strip()


report_changes = changes_view(
    ResultReport, sections=sections, what=gettext_lazy("resultatrapporten"), whole="result_report"
)
