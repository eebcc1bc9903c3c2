"""A person's own page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.accounts import protection_actions
from applications.accounts.forms import ProfileForm


@login_required
def account_settings(request: HttpRequest) -> HttpResponse:
    """Show "Mitt konto": name and phone, and the ways to change address and password."""
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Dina uppgifter är sparade."))
        return redirect("account_settings")
    # A form that failed has put its values on the instance: the header must not show what is not saved.
    request.user.refresh_from_db()
    return render(request, "account/settings.html", {"form": form, "nav_current": "account"})


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
