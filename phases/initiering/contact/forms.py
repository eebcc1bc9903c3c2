"""The intresseanmälan: one contact, the parties, the place, and what they have in mind."""

from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.forms_base import PhoneField, SamverkanForm
from applications.spam import SpamGuardForm
from applications.states import MeasureArea


class InterestForm(SpamGuardForm, SamverkanForm):
    """What the first contact is about. Short: the application asks for the rest."""

    area = forms.CharField(
        label=gettext_lazy("Vilken plats gäller det?"),
        max_length=200,
        help_text=gettext_lazy("Till exempel Lingarnsgatan mellan Varptorget och Nystansgränd"),
    )
    parties = forms.CharField(
        label=gettext_lazy("Vilka är ni?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        help_text=gettext_lazy("Föreningar, företag, fastighetsägare, grannar. Ni kan bli fler längre fram."),
    )
    challenges = forms.CharField(
        label=gettext_lazy("Vilka utmaningar och möjligheter ser ni?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=10_000,
        required=False,
    )
    proposal = forms.CharField(
        label=gettext_lazy("Vad vill ni göra?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=10_000,
        required=False,
    )
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("Vad handlar det om?"),
        choices=MeasureArea.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Välj så många ni vill"),
    )
    contact_name = forms.CharField(
        label=gettext_lazy("Ditt namn"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_email = forms.EmailField(
        label=gettext_lazy("Din e-postadress"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("Hit skickar vi en bekräftelse. Med samma adress kan du följa ärendet."),
    )
    contact_phone = PhoneField(label=gettext_lazy("Ditt telefonnummer"), required=False)

    required_messages = {
        "area": gettext_lazy("Skriv vilken plats det gäller"),
        "parties": gettext_lazy("Skriv vilka ni är"),
    }

    def layout(self) -> Layout:
        """Group the place, the idea and the contact; hide the box for programs."""
        return Layout(
            Fieldset(_("Platsen och ni"), "area", "parties"),
            Fieldset(_("Er idé"), "challenges", "proposal", "areas"),
            Fieldset(_("Kontakt"), "contact_name", "contact_email", "contact_phone"),
            Div("website", css_class="s-trap"),
        )

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("website", "opened")}
