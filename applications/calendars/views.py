"""The pages where a person gets the address of their feed, and ends it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from applications.calendars import address
from applications.models import CalendarAddress

JUST_MADE = "calendar_address"  # in the session, from the press of the button to the page after it


@login_required
@never_cache
def account_calendar(request: HttpRequest) -> HttpResponse:
    """Say whether there is an address; a POST makes a new one, which the next page shows, that once."""
    if request.method == "POST":
        request.session[JUST_MADE] = address.create(request.user, at=timezone.now())
        return redirect("account_calendar")
    context = {
        "address": request.session.pop(JUST_MADE, ""),
        "present": CalendarAddress.objects.filter(user=request.user).first(),
        "nav_current": "account",
    }
    return render(request, "account/calendar.html", context)


@login_required
def account_calendar_end(request: HttpRequest) -> HttpResponse:
    """Ask before the address ends, and end it."""
    if request.method == "POST":
        if address.revoke(request.user):
            messages.success(request, _("Adressen är borttagen. Kalendrar som använde den får inget mer."))
        return redirect("account_calendar")
    if not CalendarAddress.objects.filter(user=request.user).exists():
        return redirect("account_calendar")
    return render(request, "account/calendar_end.html", {"nav_current": "account"})
