"""Forms of the registrar's work."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.forms_base import RegistryNumberField, SamverkanForm
from applications.models import Case, Record
from applications.registry.grounds import offered
from applications.registry.masking import KINDS

OTHER = ""
LONGEST_ID = 15  # digits


def row_ids(texts: Iterable[str]) -> list[int]:
    """Return the primary keys among posted texts; what is none is left out."""
    return [int(text) for text in texts if text.isdecimal() and len(text) <= LONGEST_ID]


def ground_choices() -> list[tuple[str, Any]]:
    """Return the legal grounds of the register, and another one in words."""
    return [*((ground.name, str(ground)) for ground in offered()), (OTHER, _("Ett annat lagrum"))]


class RegistryRowForm(SamverkanForm):
    """One case of the list: its number, and that its records stand in the registry."""

    number = RegistryNumberField(label=_("Diarienummer"), required=False)
    entered = forms.BooleanField(label=_("Handlingarna är införda"), required=False)
    records = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20_000)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        waiting = ",".join(str(record.pk) for record in case.waiting_records)  # type: ignore[attr-defined]
        initial = {"number": case.registry_number, "records": waiting}
        super().__init__(*args, prefix=f"a{case.pk}", initial=initial, **kwargs)
        self.case = case
        about = {"reference": case.reference}
        self.fields["number"].label = _("Diarienummer för %(reference)s") % about
        self.fields["entered"].label = _("Handlingarna i %(reference)s är införda i diariet") % about
        for field in self.fields.values():
            field.hide_optional = True  # type: ignore[attr-defined]

    def clean_records(self) -> list[int]:
        """Return the records that the page showed; what is no number is left out."""
        return row_ids(self.cleaned_data["records"].split(","))

    @property
    def is_filled(self) -> bool:
        """Return whether the row has something to save."""
        number = self.cleaned_data["number"]
        return bool(number and number != self.case.registry_number) or self.cleaned_data["entered"]


class GroundForm(SamverkanForm):
    """A legal ground: one of the city's usual ones, or another in words."""

    ground = forms.ChoiceField(
        label=_("Lagrum"), choices=ground_choices, required=False, widget=forms.RadioSelect
    )
    legal_ground = forms.CharField(
        label=_("Annat lagrum"), required=False, max_length=200, help_text=_("Till exempel 21 kap. 3 § OSL")
    )

    def __init__(self, *args: Any, record: Record, **kwargs: Any) -> None:
        ground = record.legal_ground
        known = ground in {one.name for one in offered()}
        initial = {"ground": ground if known else OTHER, "legal_ground": "" if known else ground}
        super().__init__(*args, initial={**initial, **kwargs.pop("initial", {})}, **kwargs)

    @property
    def chosen(self) -> str:
        """Return the ground that was chosen or written; empty when neither was."""
        return self.cleaned_data["ground"] or self.cleaned_data["legal_ground"]


class SecrecyForm(GroundForm):
    """Whether a record is secret, on what ground, and why (D2)."""

    secret = forms.BooleanField(label=_("Handlingen omfattas av sekretess"), required=False)
    reason = forms.CharField(
        label=_("Varför?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("Sparas i ärendets händelser. Skriv inte den hemliga uppgiften här."),
    )

    required_messages = {"reason": _("Skriv varför.")}
    field_order = ["secret", "ground", "legal_ground", "reason"]

    def __init__(self, *args: Any, record: Record, **kwargs: Any) -> None:
        super().__init__(*args, record=record, initial={"secret": record.secret}, **kwargs)


class MaskForm(GroundForm):
    """What to mask in a copy, and on what ground."""

    hide = forms.MultipleChoiceField(
        label=_("Det här maskas"),
        choices=list(KINDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(
        label=_("Andra ord att maska"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ett ord eller uttryck per rad, till exempel en adress."),
    )

    field_order = ["hide", "words", "ground", "legal_ground"]

    def __init__(self, *args: Any, record: Record, **kwargs: Any) -> None:
        super().__init__(*args, record=record, initial={"hide": list(KINDS)}, **kwargs)
