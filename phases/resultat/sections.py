"""The parts of the result report: the seven questions of the model (R39–R45), the period and the enclosures."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _


class Section(NamedTuple):
    """`number` of the question (None: no question) · the model's fields it holds."""

    key: str
    title: Any
    number: int | None
    fields: tuple[str, ...]


SECTIONS = (
    Section("period", _("Vilken tid gäller rapporten?"), None, ("period_from", "period_to")),
    Section("outcome", _("Hur gick det?"), 1, ("outcome",)),
    Section("used", _("Hur har pengarna och resurserna använts?"), 2, ("resources_note",)),
    Section("decisive", _("Vad har varit avgörande för områdets utveckling?"), 3, ("decisive",)),
    Section("dialogue", _("Vilka dialoger har ni genomfört?"), 4, ("dialogue",)),
    Section("partners", _("Vilka har varit avgörande i samarbetet?"), 5, ("partners",)),
    Section("shift", _("Hur har samverkan och stadens stöd förändrat platsen?"), 6, ("shift",)),
    Section("lessons", _("Vad har ni lärt er?"), 7, ("lessons",)),
    Section("enclosures", _("Bilagor"), None, ("association_formed",)),
)
BY_KEY = {section.key: section for section in SECTIONS}
ANSWERS = tuple(section for section in SECTIONS if section.number is not None and section.key != "used")
SECTION_OF = {name: section.key for section in SECTIONS for name in section.fields}
FIELDS = tuple(SECTION_OF)
