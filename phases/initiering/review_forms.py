"""The city's short forms before decision 1."""

from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.forms_base import DateField, PolygonField, SamverkanForm
from applications.states import Remit, Verdict


def _area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class FirstMeetingForm(SamverkanForm):
    """When and with whom the group met the city, and what was explained (R5, R7)."""

    held_on = DateField(label=gettext_lazy("Vilken dag?"))
    place = forms.CharField(label=gettext_lazy("Plats"), required=False, max_length=150)
    participants = forms.CharField(
        label=gettext_lazy("Vilka var med?"),
        widget=_area(3),
        help_text=gettext_lazy("Ett namn per rad, gärna med aktör."),
    )
    process_explained = forms.BooleanField(
        label=gettext_lazy("Jag har berättat om processen, dess fyra faser och nämndens beslut"),
        required=False,
    )
    criteria_explained = forms.BooleanField(
        label=gettext_lazy("Jag har gått igenom de sex kriterierna"), required=False
    )
    notes = forms.CharField(
        label=gettext_lazy("Anteckningar"),
        required=False,
        widget=_area(6),
        help_text=gettext_lazy("Vad gruppen vill, vad ni kom överens om, vad som händer härnäst."),
    )
    required_messages = {
        "held_on": gettext_lazy("Skriv vilken dag mötet hölls"),
        "participants": gettext_lazy("Skriv vilka som var med"),
    }

    def layout(self) -> Layout:
        """Group the two ticks under their question."""
        return Layout(
            "held_on",
            "place",
            "participants",
            Fieldset(_("Det här gick du igenom"), "process_explained", "criteria_explained"),
            "notes",
        )

    def clean_held_on(self) -> date:
        """Refuse a day that has not come."""
        day = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Mötet har inte varit än. Anteckna det när det är hållet."))
        return day


class AssessmentForm(SamverkanForm):
    """Verdict and motivation for one criterion (R8)."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Din bedömning"), choices=Verdict.choices, widget=forms.RadioSelect
    )
    motivation = forms.CharField(
        label=gettext_lazy("Motivering"),
        widget=_area(4),
        max_length=4000,
        help_text=gettext_lazy(
            "Skriv så att gruppen och nämnden förstår. Texten följer med till tjänsteskrivelsen."
        ),
    )
    required_messages = {
        "verdict": gettext_lazy("Välj om kriteriet är uppfyllt"),
        "motivation": gettext_lazy("Skriv en motivering på minst en mening"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices_class = "s-verdict"  # type: ignore[attr-defined]


class FirstAssessmentForm(AssessmentForm):
    """The first judgement: its motivation may wait for the application."""

    motivation = forms.CharField(
        label=gettext_lazy("Kommentar"),
        required=False,
        widget=_area(4),
        max_length=4000,
        help_text=gettext_lazy(
            "Det här är en första bedömning, ett stöd för gruppen när den skriver sin ansökan."
        ),
    )


class RemitForm(SamverkanForm):
    """Whether the proposal lies within the committee's remit, and why (R1)."""

    remit = forms.ChoiceField(
        label=gettext_lazy("Hör förslaget till nämndens ansvar?"),
        choices=Remit.choices,
        widget=forms.RadioSelect,
    )
    remit_reason = forms.CharField(
        label=gettext_lazy("Varför?"),
        required=False,
        widget=_area(4),
        help_text=gettext_lazy(
            "Skriv vilken del som hör till en annan nämnd, och vilken. Behövs när svaret är nej eller delvis."
        ),
    )

    def clean(self) -> dict[str, Any] | None:
        """Ask for the reason of anything but yes."""
        cleaned = super().clean()
        needs_reason = self.cleaned_data.get("remit") in (Remit.PARTLY, Remit.NO)
        if needs_reason and not self.cleaned_data.get("remit_reason") and "remit_reason" not in self.errors:
            self.add_error("remit_reason", _("Skriv vilken del som hör till någon annan, och varför"))
        return cleaned


class LegalCheckForm(SamverkanForm):
    """Support to a single business, state aid, de minimis (D7)."""

    business_benefits = forms.TypedChoiceField(
        label=gettext_lazy("Gynnas ett företag av stödet?"),
        choices=[("ja", gettext_lazy("Ja")), ("nej", gettext_lazy("Nej"))],
        coerce=lambda value: value == "ja",
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Fastighetsbolag räknas också. Mottagaren är normalt en förening."),
    )
    single_business = forms.CharField(
        label=gettext_lazy("Stöd till enskild näringsidkare (2 kap. 8 § kommunallagen)"),
        required=False,
        widget=_area(3),
        help_text=gettext_lazy(
            "Finns synnerliga skäl, eller kommer stödet hela området till del? Behövs när svaret är ja."
        ),
    )
    state_aid = forms.CharField(
        label=gettext_lazy("Statligt stöd och stöd av mindre betydelse"),
        required=False,
        widget=_area(3),
        help_text=gettext_lazy(
            "Högst 300 000 euro per företag under tre år, tillsammans med det här stödet. Behövs när svaret är ja."
        ),
    )
    register_checked_on = DateField(
        label=gettext_lazy("Vilken dag kontrollerade du det centrala registret?"),
        required=False,
        help_text=gettext_lazy("Behövs när svaret är ja."),
    )
    register_sum = forms.IntegerField(
        label=gettext_lazy("Hur mycket stöd står där, i euro under tre år?"),
        required=False,
        min_value=0,
        max_value=100_000_000,
        help_text=gettext_lazy("Skriv 0 om inget står där."),
    )
    de_minimis_certificate = forms.BooleanField(
        label=gettext_lazy("Företaget har lämnat ett intyg om stöd av mindre betydelse"), required=False
    )
    no_certificate = forms.CharField(
        label=gettext_lazy("Varför behövs inget intyg?"),
        required=False,
        widget=_area(2),
        help_text=gettext_lazy("Bara när ett företag gynnas och intyg saknas."),
    )
    conclusion = forms.CharField(
        label=gettext_lazy("Slutsats"),
        widget=_area(4),
        help_text=gettext_lazy("Texten följer med till tjänsteskrivelsen."),
    )
    required_messages = {"business_benefits": gettext_lazy("Svara på om ett företag gynnas")}
    when_a_business_benefits = (
        "single_business",
        "state_aid",
        "register_checked_on",
        "register_sum",
        "no_certificate",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.when_a_business_benefits:
            self.fields[name].hide_optional = True  # type: ignore[attr-defined] the hint says when it is needed

    def clean(self) -> dict[str, Any] | None:
        """Ask for both grounds when a business benefits."""
        cleaned = super().clean()
        if self.cleaned_data.get("business_benefits"):
            for name, text in (
                ("single_business", _("Skriv hur stödet förhåller sig till kommunallagen")),
                ("state_aid", _("Skriv hur stödet förhåller sig till reglerna om statligt stöd")),
                ("register_checked_on", _("Skriv vilken dag du kontrollerade registret")),
                ("register_sum", _("Skriv hur mycket stöd som står i registret, 0 om inget")),
            ):
                if name not in self.errors and self.cleaned_data.get(name) in (None, ""):
                    self.add_error(name, text)
            if not (
                self.cleaned_data.get("de_minimis_certificate") or self.cleaned_data.get("no_certificate")
            ):
                self.add_error("no_certificate", _("Begär in intyget, eller skriv varför det inte behövs"))
        return cleaned

    def clean_register_checked_on(self) -> date | None:
        """Refuse a day that has not come."""
        day = self.cleaned_data["register_checked_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(
                _("Dagen har inte varit än. Skriv dagen då du kontrollerade registret")
            )
        return day


class DrawAreaForm(SamverkanForm):
    """The boundary that the city draws (R4)."""

    area = PolygonField(
        label=gettext_lazy("Områdets gräns"),
        help_text=gettext_lazy(
            "Rita på kartan, eller hämta en GeoJSON-fil från stadens kartverktyg (koordinater i WGS 84)."
        ),
    )
    required_messages = {"area": gettext_lazy("Rita områdets gräns")}


class DeviationForm(SamverkanForm):
    """Which gate, and why (D23)."""

    gate = forms.ChoiceField(label=gettext_lazy("Vilket krav?"), choices=(), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Skäl"),
        widget=_area(4),
        max_length=4000,
        help_text=gettext_lazy("Skälet står i tjänsteskrivelsen, så att nämnden kan läsa det."),
    )
    required_messages = {
        "gate": gettext_lazy("Välj vilket krav det gäller"),
        "reason": gettext_lazy("Skriv skälet"),
    }

    def __init__(self, *args: Any, gates: list[Any], to_committee: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not to_committee:
            self.fields["reason"].help_text = _("Skälet står i ärendets händelser. Gruppen kan läsa det.")
        self.fields["gate"].choices = [(gate.value, gate.label) for gate in gates]  # type: ignore[attr-defined]
