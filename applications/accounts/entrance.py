"""allauth's views where the house does more than allauth.

An honest status when somebody is stopped, the way back after a passkey, and a second factor that counts as shown
when it has just been set up.
"""

from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import flows
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

BLOCKED = {"too_many_login_attempts", "rate_limited"}


def is_blocked(form: Any) -> bool:
    """Return whether a form was refused because there were too many tries."""
    return form is not None and any(
        error.code in BLOCKED for errors in form.errors.as_data().values() for error in errors
    )


class BlockedMixin:
    """Answer 429, not 200, when there were too many tries; the page says how long to wait."""

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Render the page, with the status that tells the truth."""
        response = super().render_to_response(context, **kwargs)  # type: ignore[misc]
        if is_blocked(context.get("form")) or is_blocked(context.get("webauthn_form")):
            response.status_code = 429
        return response


class LoginView(BlockedMixin, account.LoginView):
    """Log in with e-mail and password; the page leads to the other ways."""


class RequestLoginCodeView(BlockedMixin, account.RequestLoginCodeView):
    """Ask for a code by mail."""


class ReauthenticateView(BlockedMixin, account.ReauthenticateView):
    """Show that it is still you, with the password."""


class AuthenticateView(BlockedMixin, mfa.AuthenticateView):
    """The second step of a log-in."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which kinds the person has: the page shows those."""
        rows = Authenticator.objects.filter(user=self.stage.login.user)
        kinds = dict.fromkeys(rows.values_list("type", flat=True), True)
        return {**super().get_context_data(**kwargs), "kinds": kinds}


class ReauthenticateCodeView(BlockedMixin, mfa.ReauthenticateView):
    """Show that it is still you, with a code."""


class LoginPasskeyView(webauthn.LoginWebAuthnView):
    """Log in with a passkey and go where one was going."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Log in as the owner of the passkey. A closed account stays closed."""
        authenticator = form.cleaned_data["credential"]
        login = Login(user=authenticator.user, redirect_url=get_next_redirect_url(self.request))
        return flows.perform_passwordless_login(self.request, authenticator, login)


class ReauthenticatePasskeyView(webauthn.ReauthenticateWebAuthnView):
    """Show that it is still you, with a passkey."""

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """Show the page again: whoever is logged in stays so."""
        for message in form.errors.get("credential", []):
            messages.error(self.request, message)
        return redirect(self.request.get_full_path())


def _has_shown(request: HttpRequest, kind: Authenticator.Type) -> None:
    """Note in the session that a second factor was shown: whoever sets one up holds it in the hand."""
    newest = Authenticator.objects.filter(user=request.user, type=kind).latest("pk")
    record_authentication(request, request.user, "mfa", id=newest.pk, type=newest.type)


class ActivateAppView(BlockedMixin, totp.ActivateTOTPView):
    """Connect an app that shows codes."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Keep the app; the code was right, so the second factor is shown."""
        response = super().form_valid(form)
        _has_shown(self.request, Authenticator.Type.TOTP)
        return response


class AddPasskeyView(webauthn.AddWebAuthnView):
    """Add a passkey."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Keep the passkey, which has just been used for the first time."""
        response = super().form_valid(form)
        _has_shown(self.request, Authenticator.Type.WEBAUTHN)
        return response


class RemovePasskeyView(webauthn.RemoveWebAuthnView):
    """Remove a passkey, unless the work at the city needs it."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Say no when nothing would be left."""
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return redirect(self.get_success_url())
        return super().form_valid(form)
