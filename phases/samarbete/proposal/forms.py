"""Forms of the proposal. A measure may be saved unfinished: only its name is asked for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.forms_base import KronorField, RevisionForm, SamverkanModelForm
from applications.models import Case, CaseActor
from applications.states import MeasureArea
from phases.samarbete.forms import Values
from phases.samarbete.models import Need, Proposal, ProposedMeasure


class SummaryForm(Values, RevisionForm, SamverkanModelForm):
    """The proposal in short; helps those who read it, but is not asked for."""

    class Meta:
        model = Proposal
        fields = ("summary",)
        labels = {"summary": _("Vad vill ni göra, i korthet?")}
        help_texts = {"summary": _("Två eller tre meningar som nämnden kan läsa först")}
        widgets = {"summary": forms.Textarea(attrs={"rows": 5})}


class _Needs(forms.ModelMultipleChoiceField):
    """Needs named by what they are and whose."""

    def label_from_instance(self, obj: Any) -> str:
        """Return e.g. "Mer ljus (boende, Gatuvandring)"."""
        return f"{obj.text} ({obj.get_group_display().lower()}, {obj.activity.title})"


class MeasureForm(Values, RevisionForm, SamverkanModelForm):
    """One measure: what, which areas, who, when, what it costs, what support is asked for, which needs (R31)."""

    areas = forms.MultipleChoiceField(
        label=_("Vad hör insatsen till?"),
        choices=MeasureArea.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Välj ett eller flera"),
    )
    cost = KronorField(label=_("Vad kostar den, i kronor?"), required=False)
    requested_amount = KronorField(
        label=_("Hur mycket söker ni, i kronor?"),
        required=False,
        help_text=_("Skriv 0 om ni bara söker annat stöd än pengar"),
    )
    needs = _Needs(
        label=_("Vilka behov svarar insatsen på?"),
        queryset=Need.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = ProposedMeasure
        fields = (
            "title",
            "description",
            "areas",
            "responsible",
            "starts_on",
            "ends_on",
            "cost",
            "requested_amount",
            "requested_in_kind",
            "needs",
        )
        labels = {
            "description": _("Beskriv insatsen"),
            "responsible": _("Vem ansvarar?"),
            "starts_on": _("När börjar den?"),
            "ends_on": _("När slutar den?"),
            "requested_in_kind": _("Vilket annat stöd söker ni?"),
        }
        help_texts = {
            "title": _("Till exempel Planteringar"),
            "responsible": _("Saknas någon? Lägg till den under Kartlägg vilka som berörs."),
            "starts_on": _("Skriv till exempel 2027-03-01"),
            "ends_on": _("Skriv till exempel 2027-09-30"),
            "requested_in_kind": _(
                "Till exempel 40 arbetstimmar, lån av tolv planteringskärl eller en plats"
            ),
        }
        widgets = {"description": forms.Textarea(attrs={"rows": 5})}

    required_messages = {"title": _("Skriv vad ni vill göra")}
    asked_later = (
        "description",
        "areas",
        "responsible",
        "starts_on",
        "ends_on",
        "cost",
        "requested_amount",
        "needs",
    )

    def __init__(self, *args: Any, case: Case, needs: list[Need], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = CaseActor.objects.filter(case=case).select_related("actor")
        self.fields["responsible"].empty_label = _("Välj")
        self.fields["needs"].queryset = Need.objects.filter(case=case).select_related("activity")
        if not needs:
            del self.fields["needs"]
        for name in self.asked_later:
            if name in self.fields:
                self.fields[name].hide_optional = True

    def clean(self) -> dict[str, Any] | None:
        """Refuse an end before its start, and more support than the measure costs."""
        cleaned = super().clean()
        starts_on, ends_on = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("Slutet kommer före början. Skriv en senare dag"))
        cost, requested = self.cleaned_data.get("cost"), self.cleaned_data.get("requested_amount")
        if cost is not None and requested is not None and requested > cost:
            self.add_error("requested_amount", _("Ni söker mer än insatsen kostar. Skriv ett lägre belopp"))
        return cleaned
