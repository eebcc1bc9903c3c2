"""The rows of the application: contributions and evidence, any of them half filled in."""

from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy

from applications.forms_base import KronorField, SamverkanForm, SamverkanFormSet
from applications.models import Application, Case, CaseActor
from applications.states import SupportKind


class RowForm(SamverkanForm):
    """A row that may be half filled in; one without any answer is no row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required, field.hide_optional = False, True

    def row(self) -> dict[str, Any] | None:
        """Return the answers for the action, or None for an empty row."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "DELETE"}
        return values if any(value not in (None, "") for value in values.values()) else None


class ContributionForm(RowForm):
    """What one actor puts in itself (R11)."""

    case_actor = forms.ModelChoiceField(
        CaseActor.objects.none(), label=gettext_lazy("Vem bidrar?"), empty_label=gettext_lazy("Välj")
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Med vad?"),
        choices=[
            ("", gettext_lazy("Välj")),
            (SupportKind.MONEY, gettext_lazy("Pengar")),
            (SupportKind.STAFF, gettext_lazy("Tid och arbete")),
            (SupportKind.MATERIAL, gettext_lazy("Material")),
            (SupportKind.PLACE, gettext_lazy("Plats eller lokal")),
            (SupportKind.OTHER, gettext_lazy("Annat, till exempel ansvar för aktiviteter")),
        ],
    )
    amount = KronorField(
        label=gettext_lazy("Belopp, kronor"), help_text=gettext_lazy("Om bidraget är pengar")
    )
    description = forms.CharField(
        label=gettext_lazy("Beskriv bidraget"),
        max_length=300,
        help_text=gettext_lazy("Till exempel 40 odlingstimmar"),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case_actor"].queryset = case.case_actors.filter(in_group=True).select_related("actor")


class EvidenceForm(RowForm):
    """Evidence of needs: whom the group asked, what it learned, how and when (R13)."""

    group = forms.CharField(
        label=gettext_lazy("Vilka har ni frågat?"),
        max_length=200,
        help_text=gettext_lazy("Boende, verksamma eller besökare, och ungefär hur många"),
    )
    needs = forms.CharField(
        label=gettext_lazy("Vilka behov kom fram?"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Skriv inget om enskilda personer"),
    )
    method = forms.CharField(
        label=gettext_lazy("Hur tog ni reda på det?"),
        max_length=300,
        help_text=gettext_lazy("Till exempel enkät, möte eller samtal"),
    )
    collected = forms.CharField(
        label=gettext_lazy("När?"), max_length=100, help_text=gettext_lazy("Till exempel december 2025")
    )


class ContributionFormSet(SamverkanFormSet):
    """Contributions of the group."""

    row_name = gettext_lazy("Bidrag")
    add_label = gettext_lazy("Spara och lägg till ett bidrag")


class EvidenceFormSet(SamverkanFormSet):
    """Evidence of needs."""

    row_name = gettext_lazy("Underlag")
    add_label = gettext_lazy("Spara och lägg till ett underlag")


ROWS_MAX = 40
FORMSETS: dict[str, Any] = {
    "contributions": formset_factory(
        ContributionForm,
        formset=ContributionFormSet,
        extra=1,
        can_delete=True,
        can_delete_extra=False,
        max_num=ROWS_MAX,
        absolute_max=ROWS_MAX + 20,
        validate_max=True,
    ),
    "evidence": formset_factory(
        EvidenceForm,
        formset=EvidenceFormSet,
        extra=1,
        can_delete=True,
        can_delete_extra=False,
        max_num=ROWS_MAX,
        absolute_max=ROWS_MAX + 20,
        validate_max=True,
    ),
}


def formset_for(application: Application, rows: str, data: Any = None) -> Any:
    """Return the formset of a step's rows, filled with what is saved, and one empty row."""
    names = list(FORMSETS[rows].form.base_fields)
    stored = [{name: getattr(row, name) for name in names} for row in getattr(application, rows).all()]
    kwargs = {"form_kwargs": {"case": application.case}} if rows == "contributions" else {}
    return FORMSETS[rows](data, prefix=rows, initial=stored, **kwargs)


def rows_of(formset: Any) -> list[dict[str, Any]]:
    """Return the rows of a valid formset that are neither empty nor removed."""
    kept = [form for form in formset.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
    return [row for row in (form.row() for form in kept) if row is not None]
