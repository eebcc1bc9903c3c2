"""People at the city show a second factor before they see anything that is not public."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

# What anybody may see, so a person at the city without a second factor too.
PUBLIC = frozenset(
    {
        "start",
        "about",
        "accessibility",
        "privacy",
        "contact",
        "robots",
        "favicon",
        "express_interest",
        "interest_receipt",
    }
)
# What it takes to set one up, to show one, or to go.
SETTING_UP = frozenset(
    {
        "account_second_factor",
        "mfa_add_webauthn",
        "mfa_activate_totp",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_confirm_email",
        "account_logout",
    }
)
Kind = Authenticator.Type


class SecondFactorMiddleware:
    """Leads people with a role at the city to set up, or to show, a second factor.

    It asks what was shown in this session, so it costs no query of those who have shown one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """Answer with a redirect, or with nothing when the page may be shown."""
        if not settings.STAFF_SECOND_FACTOR or _is_open(request):
            return None
        user = request.user
        if not user.is_authenticated or not user.is_staff or _has_shown_one(request):
            return None
        kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
        if Kind.TOTP in kinds:
            return _lead("mfa_reauthenticate", request)
        if Kind.WEBAUTHN in kinds:
            return _lead("mfa_reauthenticate_webauthn", request)
        return redirect("account_second_factor")


def _is_open(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.view_name in PUBLIC | SETTING_UP


def _has_shown_one(request: HttpRequest) -> bool:
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def _lead(name: str, request: HttpRequest) -> HttpResponse:
    return redirect(f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}")
