"""What changed in a sent proposal since the version before it, for the city."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.attachments.sections import PROPOSAL
from applications.attachments.sent import files_of, names_of
from applications.models import Case
from applications.templatetags.samverkan import datum, kronor
from phases.changes import Section, changes_view
from phases.samarbete.models import Proposal
from phases.samarbete.proposal import measures, snapshot


def sections(case: Case, version: Proposal, reader: Any) -> Iterator[Section]:
    """Yield a version as it was frozen, measure by measure, and the files that `reader` may know of."""
    content = snapshot.readable(version.snapshot or {})
    yield Section(measures.SUMMARY, _("Förslaget i korthet"), {_("I korthet"): content["summary"]})
    for row in content["measures"]:
        title = _("Insats %s") % f"{row['letter']} {row['title']}"
        yield Section(f"measure-{row['letter']}", title, _measure(row))
    compiled = {_("Sammanställning"): content["compilation"]["text"]}
    yield Section(measures.COMPILATION, _("Sammanställningen av synpunkter"), compiled)
    yield Section(
        "basis",
        _("Underlag"),
        {
            _("Dialoger"): "\n".join(_dialogue(row) for row in content["dialogues"]),
            _("Behov"): "\n".join(f"{row['group']}: {row['text']}" for row in content["needs"]),
            _("Bilagor"): names_of(files_of(case, version, PROPOSAL, reader=reader)),
        },
    )


def _measure(row: dict[str, Any]) -> dict[str, str]:
    asked = "" if row["requested_amount"] is None else kronor(row["requested_amount"])
    return {
        _("Rubrik"): row["title"],
        _("Beskrivning"): row["description"],
        _("Hör till"): ", ".join(map(str, row["areas"])),
        _("Ansvarar"): row["responsible"],
        _("När"): "–".join(datum(day) for day in (row["starts_on"], row["ends_on"]) if day),
        _("Kostar"): "" if row["cost"] is None else kronor(row["cost"]),
        _("Söker"): "\n".join(part for part in (asked, row["requested_in_kind"]) if part),
        _("Svarar på"): "\n".join(row["needs"]),
    }


def _dialogue(row: dict[str, Any]) -> str:
    held = row["held_on"] or row["planned_on"]
    parts = [row["title"], datum(held) if held else "", row["target_group"], row["summary"]]
    return ", ".join(part for part in parts if part)


proposal_changes = changes_view(
    Proposal, sections=sections, what=gettext_lazy("förslaget"), whole="proposal_version"
)
