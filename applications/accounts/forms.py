"""Forms of the accounts."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignupForm(forms.Form):
    """What an account needs beside e-mail and password."""

    name = forms.CharField(label=_("Ditt namn"), max_length=150)
    phone = forms.CharField(label=_("Telefon"), max_length=40, required=False)

    def signup(self, request: object, user: object) -> None:
        """Keep name and phone on the new account."""
        user.name = self.cleaned_data["name"]
        user.phone = self.cleaned_data["phone"]
        user.save(update_fields=["name", "phone"])
