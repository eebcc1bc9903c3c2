"""allauth's forms in our words and look (settings.ACCOUNT_FORMS)."""

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.utils.translation import gettext as _

from applications.form_messages import befriend
from applications.forms_base import FormMixin

EMAIL, PASSWORD, AGAIN, OLD, CODE = ("email", "password1", "password2", "oldpassword", "code")


class AccountForm(FormMixin):
    """Labels, help and messages by field name; no placeholders, which vanish when one types."""

    def words(self) -> dict[str, tuple[str, str]]:
        """Return label and help text per field name."""
        return {
            "login": (_("Din e-postadress"), ""),
            EMAIL: (_("Din e-postadress"), ""),
            "password": (_("Ditt lösenord"), ""),
            OLD: (_("Ditt lösenord nu"), ""),
            PASSWORD: (
                _("Nytt lösenord"),
                _("Minst 10 tecken. Välj ett som du inte använder någon annanstans."),
            ),
            AGAIN: (_("Nytt lösenord en gång till"), ""),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = self.words()
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in words:
                field.label, field.help_text = words[name]
        befriend(self, {name: self._required(name) for name in self.fields if name in words})  # type: ignore[arg-type]

    def _required(self, name: str) -> str:
        return {
            "login": _("Skriv din e-postadress"),
            EMAIL: _("Skriv din e-postadress"),
            "password": _("Skriv ditt lösenord"),
            OLD: _("Skriv det lösenord du har nu"),
            PASSWORD: _("Skriv ett nytt lösenord"),
            AGAIN: _("Skriv det nya lösenordet en gång till"),
            CODE: _("Skriv koden"),
            "name": _("Skriv ett namn"),
        }[name]


class LoginForm(AccountForm, allauth.LoginForm):
    """Log in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignupForm(AccountForm, allauth.SignupForm):
    """Make an account."""

    def words(self) -> dict[str, tuple[str, str]]:
        """Return the words; the password is the first one here."""
        words = super().words()
        words[EMAIL] = (_("Din e-postadress"), _("Vi skickar ett mejl dit som du bekräftar adressen med"))
        words[PASSWORD] = (_("Välj ett lösenord"), words[PASSWORD][1])
        return words


class AddEmailForm(AccountForm, allauth.AddEmailForm):
    """Change the address."""

    def words(self) -> dict[str, tuple[str, str]]:
        """Return the words; the address is the new one."""
        return {
            **super().words(),
            EMAIL: (
                _("Ny e-postadress"),
                _("Vi skickar ett mejl dit. Adressen byts när du har öppnat länken i mejlet."),
            ),
        }


class ChangePasswordForm(AccountForm, allauth.ChangePasswordForm):
    """Change the password."""


class SetPasswordForm(AccountForm, allauth.SetPasswordForm):
    """Choose a first password."""


class ResetPasswordForm(AccountForm, allauth.ResetPasswordForm):
    """Ask for a mail with a link to choose a new password."""


class ResetPasswordKeyForm(AccountForm, allauth.ResetPasswordKeyForm):
    """Choose a new password after that mail."""


class ReauthenticateForm(AccountForm, allauth.ReauthenticateForm):
    """Show that it is still you."""


class RequestLoginCodeForm(AccountForm, allauth.RequestLoginCodeForm):
    """Ask for a code by mail."""

    def words(self) -> dict[str, tuple[str, str]]:
        """Return the words; the code is sent to the address."""
        return {EMAIL: (_("Din e-postadress"), _("Vi mejlar en kod dit"))}


class CodeForm(AccountForm):
    """A form with one box for a code. Phones show digits to choose from, and offer a code that has just come."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[CODE].widget.attrs.update({"inputmode": "numeric", "autocomplete": "one-time-code"})


class ConfirmLoginCodeForm(CodeForm, allauth.ConfirmLoginCodeForm):
    """Log in with the code that came by mail."""

    def words(self) -> dict[str, tuple[str, str]]:
        """Return the words of the box."""
        return {CODE: (_("Koden i mejlet"), _("Åtta siffror"))}


class UserTokenForm(AccountForm, allauth.UserTokenForm):
    """The hidden check of a reset link."""

    uidb36 = forms.CharField(max_length=40)
    key = forms.CharField(max_length=200)
