"""The form that reaches the city without an account."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.forms_base import SamverkanForm


class ContactForm(SamverkanForm):
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
    # Programs fill in every box; people do not see this one.
    website = forms.CharField(label=gettext_lazy("Lämna den här rutan tom"), required=False)

    def clean_website(self) -> str:
        """Refuse what a program has filled in."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("Lämna den här rutan tom"))
        return ""

    def layout(self) -> Any:
        """Hide the box for programs."""
        from crispy_forms.layout import Div, Layout

        return Layout("message", "name", "email", Div("website", css_class="s-trap"))
