"""What a person tells about themselves. The log-in forms, which build on allauth's, are in `login_forms`."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from applications.forms_base import PhoneField, SamverkanForm, SamverkanModelForm
from applications.language import readers_language
from applications.models import User

PHONE_HELP = _("Så att kontaktpersonen kan ringa")


class SignupForm(SamverkanForm):
    """What a new account needs beside e-mail and password. allauth builds its own sign-up form on this one."""

    name = forms.CharField(label=_("Ditt namn"), max_length=150)
    phone = PhoneField(label=_("Ditt telefonnummer"), max_length=40, required=False, help_text=PHONE_HELP)
    field_order = ("name", "email", "phone", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"

    def signup(self, request: Any, user: Any) -> None:
        """Keep name, phone and language on the new account (called by allauth, which has saved the user)."""
        user.name = self.cleaned_data["name"]
        user.phone = self.cleaned_data["phone"]
        user.language = readers_language()
        user.save(update_fields=["name", "phone", "language"])


class ProfileForm(SamverkanModelForm):
    """A person's own name, phone and language, on the page "Mitt konto". Staff read Swedish."""

    language = forms.ChoiceField(
        label=_("Språk på sidor och i mejl"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )

    class Meta:
        model = User
        fields = ("name", "phone", "language")
        labels = {"name": _("Ditt namn"), "phone": _("Ditt telefonnummer")}
        field_classes = {"phone": PhoneField}
        help_texts = {"phone": PHONE_HELP}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        if self.instance.is_staff:
            del self.fields["language"]
