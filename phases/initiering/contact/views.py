"""Pages of the first contact: the public form and its receipt."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.group.actions import accept_invitations, verified_addresses
from applications.http import posted
from applications.spam import within_limit
from phases.initiering.contact import actions
from phases.initiering.contact.forms import InterestForm

SENT = "interest_sent"


def express_interest(request: HttpRequest) -> HttpResponse:
    """Take an intresseanmälan from anybody."""
    form = InterestForm(posted(request), initial=_who_asks(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        if within_limit(request, "interest", settings.INTERESTS_PER_HOUR):
            return _opened(request, form.values())
        form.add_error(
            None, _("Det har kommit många intresseanmälningar härifrån. Vänta en stund, eller mejla oss.")
        )
        status = 429
    context = {"form": form, "nav_current": "interest"}
    return render(request, "phases/initiering/express_interest.html", context, status=status)


def _opened(request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
    case = actions.express_interest(at=timezone.now(), **values)
    request.session[SENT] = [case.reference, values["contact_email"]]
    user = request.user
    if user.is_authenticated and values["contact_email"].lower() in verified_addresses(user):
        accept_invitations(user, at=timezone.now(), case=case)
    return redirect("interest_receipt")


def _who_asks(request: HttpRequest) -> dict[str, str]:
    if not request.user.is_authenticated or request.user.is_staff:
        return {}
    return {
        "contact_name": request.user.name,
        "contact_email": request.user.email,
        "contact_phone": request.user.phone,
    }


def interest_receipt(request: HttpRequest) -> HttpResponse:
    """Say that the intresseanmälan came in and how to follow it; shown to the one who sent it."""
    sent = request.session.get(SENT)
    if not sent:
        return redirect("express_interest")
    context = {"reference": sent[0], "email": sent[1], "nav_current": "interest"}
    return render(request, "phases/initiering/interest_receipt.html", context)
