"""The form that reaches the city without an account."""

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy

from applications.forms_base import SamverkanForm
from applications.spam import SpamGuardForm


class ContactForm(SpamGuardForm, SamverkanForm):
    """A message to the city, anonymous if one likes (D10)."""

    message = forms.CharField(
        label=gettext_lazy("Ditt meddelande"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        help_text=gettext_lazy(
            "Skriv inga uppgifter om andra personer. Det du skickar blir en allmän handling."
        ),
    )
    name = forms.CharField(
        label=gettext_lazy("Ditt namn"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Din e-postadress"),
        required=False,
        help_text=gettext_lazy("Om du vill ha svar. Du kan vara anonym."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def layout(self) -> Layout:
        """Hide the box for programs."""
        return Layout("message", "name", "email", "opened", Div("website", css_class="s-trap"))
