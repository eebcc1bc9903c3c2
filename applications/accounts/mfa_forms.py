"""allauth's forms of the second factor in our words and look (settings.MFA_FORMS)."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.accounts.login_forms import AccountForm

CODE = "code"


class CodeForm(AccountForm):
    """A form with one box for a code. Phones show digits to choose from, and offer a code that has just come."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[CODE].widget.attrs.update({"inputmode": "numeric", "autocomplete": "one-time-code"})

    def words(self) -> dict[str, tuple[str, str]]:
        """Return the words of the box."""
        return {CODE: (_("Kod"), _("Sex siffror från appen, eller en av dina reservkoder"))}


class AuthenticateForm(CodeForm, base.AuthenticateForm):
    """The second step of the log-in."""


class ReauthenticateForm(CodeForm, base.ReauthenticateForm):
    """Show that it is still you, with a code."""


class ActivateTotpForm(CodeForm, totp.ActivateTOTPForm):
    """Connect an app that shows codes."""

    def words(self) -> dict[str, tuple[str, str]]:
        """Return the words of the box."""
        return {CODE: (_("Kod från appen"), _("Sex siffror. Appen byter kod var trettionde sekund."))}


class PasskeyForm(AccountForm):
    """A passkey's name, so that one can tell them apart."""

    def words(self) -> dict[str, tuple[str, str]]:
        """Return the words of the name."""
        return {"name": (_("Vad ska passkeyn heta?"), _("Till exempel: min telefon, datorn på jobbet"))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = 100
        self.fields["name"].widget.attrs["autocomplete"] = "off"


class AddPasskeyForm(PasskeyForm, webauthn.AddWebAuthnForm):
    """Keep what the browser made: always a passkey, which one logs in with without a password."""

    credential = forms.JSONField(
        widget=forms.HiddenInput,
        max_length=20_000,
        error_messages={"required": gettext_lazy("Webbläsaren skapade ingen passkey. Försök igen.")},
    )
    passwordless = forms.BooleanField(widget=forms.HiddenInput, initial=True)

    def clean(self) -> dict[str, Any]:
        """Refuse what no browser makes, without falling over it."""
        try:
            return super().clean()
        except (ValueError, TypeError, KeyError, AttributeError, LookupError):
            raise get_adapter().validation_error("incorrect_code") from None


class RenamePasskeyForm(PasskeyForm, webauthn.EditWebAuthnForm):
    """Give a passkey another name."""
