"""Forms of the phase: the result told, the progress of a measure."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.forms_base import DateField, RevisionForm, SamverkanForm, SamverkanModelForm
from applications.states import MeasureStatus
from phases.utforande.actions import missing_in_progress
from phases.utforande.facts import DEVIATING, Standing
from phases.utforande.models import ResultCommunication

FIELD_OF = {"#id_status_0": "status", "#id_reason": "reason", "#id_new_ends_on": "new_ends_on"}


class ResultCommunicationForm(SamverkanModelForm):
    """How the group told the area's actors what was decided (R33)."""

    class Meta:
        model = ResultCommunication
        fields = ["happened_on", "channel", "audience", "note"]
        labels = {
            "happened_on": gettext_lazy("När berättade ni?"),
            "note": gettext_lazy("Vad sa de som fick veta?"),
        }
        help_texts = {
            "channel": gettext_lazy("Till exempel öppet hus, affisch i portarna eller mejl."),
            "audience": gettext_lazy("Till exempel alla hushåll på gatan."),
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}

    def clean_happened_on(self) -> Any:
        """Refuse a day to come: it is noted when it has happened."""
        day = self.cleaned_data["happened_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Anteckna det när ni har berättat. Dagen har inte varit än"))
        return day

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        values = dict(self.cleaned_data)
        return {"remark": values.pop("note"), **values}


class ProgressForm(RevisionForm, SamverkanForm):
    """How a measure stands, and why when it deviates from the decided schedule (R34)."""

    status = forms.ChoiceField(
        label=gettext_lazy("Hur går det?"), choices=MeasureStatus.choices, widget=forms.RadioSelect
    )
    new_ends_on = DateField(
        label=gettext_lazy("Nytt slutdatum"),
        help_text=gettext_lazy("Fyll bara i om insatsen blir klar en annan dag än den beslutade."),
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Varför håller inte tidsplanen?"),
        help_text=gettext_lazy("Skriv när insatsen är försenad, utgår eller får ett nytt slutdatum."),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note = forms.CharField(
        label=gettext_lazy("Kommentar"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, standing: Standing, **kwargs: Any) -> None:
        reason = standing.measure.deviation_reason if standing.status in DEVIATING else ""
        initial = {"status": standing.status, "new_ends_on": standing.new_ends_on, "reason": reason}
        kwargs.setdefault("initial", initial)
        super().__init__(*args, revision_of=standing, **kwargs)
        self.standing = standing
        self.fields["status"].choice_help = {
            MeasureStatus.DELAYED.value: _("Insatsen blir klar senare än beslutat"),
            MeasureStatus.CANCELLED.value: _("Insatsen blir inte av"),
        }

    def clean(self) -> dict[str, Any] | None:
        """Ask for the reason at its own field."""
        cleaned = super().clean()
        if not self.errors:
            values = self.values()
            new_day = values["new_ends_on"] if values["new_ends_on"] != self.standing.ends_on else None
            rule = {"status": values["status"], "reason": values["reason"], "new_ends_on": new_day}
            for item in missing_in_progress(self.standing.measure, **rule):
                self.add_error(FIELD_OF[item.url], item.text)
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        names = ("status", "new_ends_on", "reason", "revision")
        return {"remark": self.cleaned_data["note"], **{name: self.cleaned_data[name] for name in names}}
