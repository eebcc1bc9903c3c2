"""A person's own pages beside allauth's."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.logout import logout
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from applications.accounts import actions, protection_actions
from applications.accounts.forms import ProfileForm
from applications.accounts.overview import overview
from applications.http import attempt


@login_required
def account_settings(request: HttpRequest) -> HttpResponse:
    """Show "Mitt konto": name and phone, and everything about how the person logs in."""
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Dina uppgifter är sparade."))
        return redirect("account_settings")
    # A form that failed has put its values on the instance: the header must not show what is not saved.
    request.user.refresh_from_db()
    context = {"form": form, "ways": overview(request.user), "nav_current": "account"}
    return render(request, "account/settings.html", context)


@csrf_exempt  # it only changes what language is read, and public pages stay free of cookies
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Change the language and return to the page; remembered on the account, or else in the browser."""
    chosen, page = request.POST.get("language", ""), request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        page = reverse("start")
    response = HttpResponseRedirect(page)
    if chosen not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        request.user.language = chosen
        request.user.save(update_fields=["language"])
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response


@login_required
def account_protection(request: HttpRequest) -> HttpResponse:
    """Turn protected identity on or off (D22). The form says which, so that pressing twice does not turn it back."""
    if request.method == "POST":
        on = request.POST.get("on") == "1"
        protection_actions.set_protection(request.user, on=on, by=request.user, at=timezone.now())
        messages.success(
            request, _("Dina personuppgifter är skyddade.") if on else _("Skyddet är borttaget.")
        )
        return redirect("account_settings")
    return render(request, "account/protection.html", {"nav_current": "account"})


@login_required
def second_factor_needed(request: HttpRequest) -> HttpResponse:
    """Tell people at the city to set up a second factor, and lead them on when they have one."""
    ways = overview(request.user)
    if ways.has_second_factor:
        return redirect("after_login")
    return render(request, "account/second_factor_needed.html", {"nav_current": "account"})


@login_required
@require_POST
def end_log_in(request: HttpRequest, pk: int) -> HttpResponse:
    """End one log-in of one's own: that browser is logged out at once."""
    log_in = get_object_or_404(UserSession, pk=pk, user=request.user)
    is_this_one = log_in.is_current()
    end_sessions(request, [log_in])
    if is_this_one:
        return redirect("start")
    messages.success(request, _("Inloggningen är avslutad."))
    return redirect("usersessions_list")


@login_required
@reauthentication_required(app="allauth.account")
def delete_account(request: HttpRequest) -> HttpResponse:
    """Say what happens, or what has to be done first, and delete one's account (D8)."""
    user, missing = request.user, list[Any]()
    if request.method == "POST":
        missing = attempt(lambda: actions.delete_account(user, at=timezone.now()))
        if not missing:
            logout(request, show_message=False)
            messages.success(request, _("Ditt konto är borttaget. Du får ett sista mejl som bekräftar det."))
            return redirect("start")
    context = {"missing": missing, "first": list(actions.cannot_delete(user)), "nav_current": "account"}
    return render(request, "account/delete.html", context)
