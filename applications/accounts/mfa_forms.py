"""allauth's forms of the second factor in our words and look (settings.MFA_FORMS)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.accounts.login_forms import CODE, AccountForm, CodeForm

LONGEST_ANSWER = 20_000  # characters; browsers send a tenth of that


@contextmanager
def refusing_nonsense() -> Iterator[None]:
    """Turn the errors that a malformed answer of a browser causes in the library into an error of the form."""
    try:
        yield
    except (ValueError, TypeError, AttributeError, LookupError, AssertionError):
        raise get_adapter().validation_error("incorrect_code") from None


class FactorForm(CodeForm):
    """A code of the second factor."""

    def words(self) -> dict[str, tuple[str, str]]:
        """Return the words of the box."""
        return {CODE: (_("Kod"), _("Sex siffror från appen, eller en av dina reservkoder"))}


class AuthenticateForm(FactorForm, base.AuthenticateForm):
    """The second step of the log-in."""


class ReauthenticateForm(FactorForm, base.ReauthenticateForm):
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


class CredentialField(forms.JSONField):
    """What the browser answers, as JSON. What no browser sends is refused like a wrong code."""

    widget = forms.HiddenInput
    default_error_messages = {
        "required": gettext_lazy("Webbläsaren skapade ingen passkey. Försök igen."),
        "invalid": gettext_lazy("Det stämde inte. Försök igen."),
    }

    def to_python(self, value: Any) -> dict[str, Any] | None:
        """Return an object; anything else, however long or deep, is invalid."""
        try:
            answer = super().to_python(value) if len(value or "") <= LONGEST_ANSWER else ()
        except (ValueError, RecursionError):
            answer = ()
        if answer is None or isinstance(answer, dict):
            return answer
        raise forms.ValidationError(self.error_messages["invalid"], code="invalid")

    def bound_data(self, data: Any, initial: Any) -> None:
        """Show no answer again: it counts once."""


class AddPasskeyForm(PasskeyForm, webauthn.AddWebAuthnForm):
    """Keep what the browser made: always a passkey, which one logs in with without a password."""

    credential = CredentialField()
    passwordless = forms.BooleanField(widget=forms.HiddenInput, initial=True)

    def clean(self) -> dict[str, Any]:
        """Refuse what no browser makes, without falling over it."""
        with refusing_nonsense():
            return super().clean()


class RenamePasskeyForm(PasskeyForm, webauthn.EditWebAuthnForm):
    """Give a passkey another name."""


class AnswerMixin:
    """The answer of a passkey that exists."""

    def clean_credential(self) -> Any:
        """Return the passkey that the answer comes from."""
        with refusing_nonsense():
            return super().clean_credential()  # type: ignore[misc]


class LoginPasskeyForm(AnswerMixin, webauthn.LoginWebAuthnForm):
    """Log in with a passkey."""

    credential = CredentialField()


class AuthenticatePasskeyForm(AnswerMixin, webauthn.AuthenticateWebAuthnForm):
    """The second step of the log-in, with a passkey."""

    credential = CredentialField()


class ReauthenticatePasskeyForm(AnswerMixin, webauthn.ReauthenticateWebAuthnForm):
    """Show that it is still you, with a passkey."""

    credential = CredentialField()
