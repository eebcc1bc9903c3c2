"""The questions about an actor that every list of actors asks: who it is, and how to reach it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.forms_base import OrganisationNumberField, PhoneField, SamverkanForm
from applications.states import ActorKind

CONTACT = ("contact_name", "contact_email", "contact_phone")


class ActorForm(SamverkanForm):
    """Name, kind and number of an actor (R3, R26, R51), and a person to reach. `kinds` limits the kinds."""

    kinds = tuple(ActorKind)

    name = forms.CharField(label=_("Vad heter aktören?"), max_length=200)
    kind = forms.ChoiceField(label=_("Vad är det för slags aktör?"), widget=forms.RadioSelect)
    organisation_number = OrganisationNumberField(
        label=_("Organisationsnummer"),
        required=False,
        help_text=_("Tio siffror. Lämna tomt för en boendegrupp eller en privatperson."),
    )
    contact_name = forms.CharField(
        label=_("Vem når man hos aktören?"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    contact_email = forms.EmailField(label=_("E-post"), required=False)
    contact_phone = PhoneField(label=_("Telefon"), max_length=40, required=False)

    required_messages = {
        "name": _("Skriv vad aktören heter"),
        "kind": _("Välj vad det är för slags aktör"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in self.kinds]
        for name in ("contact_email", "contact_phone"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any] | None:
        """Refuse a number for those who have none."""
        cleaned = super().clean()
        if self.cleaned_data.get("kind") == ActorKind.RESIDENTS_GROUP and self.cleaned_data.get(
            "organisation_number"
        ):
            self.add_error(
                "organisation_number",
                _("En boendegrupp har inget organisationsnummer. Lämna rutan tom eller välj ett annat slag"),
            )
        return cleaned
