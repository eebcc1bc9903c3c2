"""Public pages, the way in after log-in, and the pages for what went wrong."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from applications.city import values
from applications.mail import queue
from applications.notices import Recipient
from applications.spam import within_limit
from applications.triggers import READ_LOG_LEAST_DAYS
from phases.models import Criterion
from samverkan.forms import ContactForm


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show what samverkansstöd is, and the way in."""
    return render(request, "public/start.html", {"criteria": Criterion.objects.filter(is_current=True)})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Show the model: phases, criteria, questions and answers (R7, R53)."""
    context = {"criteria": Criterion.objects.filter(is_current=True), "nav_current": "about"}
    return render(request, "public/about.html", context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement (D10)."""
    assessed_on = datetime.date.fromisoformat(settings.ACCESSIBILITY_ASSESSED_ON)
    context = {"assessed_on": assessed_on, "contact_url": reverse("contact")}
    return render(request, "public/accessibility.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show how personal data is treated (D9)."""
    days = max(values.read_log_days(), READ_LOG_LEAST_DAYS)
    years, rest = divmod(days, 365)
    kept = (
        ngettext("%(n)s dag", "%(n)s dagar", days) % {"n": days}
        if rest
        else ngettext("%(n)s år", "%(n)s år", years) % {"n": years}
    )
    return render(request, "public/privacy.html", {"read_log_kept": kept, "drafts": values.draft_days()})


def contact(request: HttpRequest) -> HttpResponse:
    """Take a message to the city, from anybody; it leaves as a mail to the city's address (D10)."""
    form = ContactForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if within_limit(request, "contact", settings.CONTACT_MESSAGES_PER_HOUR):
            _send(form.cleaned_data)
            messages.success(request, _("Tack! Ditt meddelande är skickat."))
            return redirect("contact")
        form.add_error(None, _("Det har kommit många meddelanden från dig. Vänta en stund, eller mejla oss."))
        status = 429
    context = {"form": form, "nav_current": "contact", "login_url": reverse("account_login")}
    return render(request, "public/contact.html", context, status=status)


def _send(data: dict[str, Any]) -> None:
    city = values.municipality()
    receiver = Recipient(city["contact_email"], city["name"])
    queue("contact_message", to=receiver, at=timezone.now(), context={"sent": data})


@login_required
def after_login(request: HttpRequest) -> HttpResponse:
    """Lead people of the city to their workspace, all others to their cases."""
    return redirect("admin:index" if request.user.is_staff else "case_list")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Let search engines find the public pages only."""
    return HttpResponse(
        "User-agent: *\nDisallow: /admin/\nDisallow: /arenden/\nDisallow: /konto/\n", "text/plain"
    )


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Answer those who ask for the icon at its old address."""
    return redirect(static("favicon.svg"))


def _plain(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """Render an error page without session, user or database: they may be what failed."""
    context = {"municipality": values.municipality(known=True), "static_url": settings.STATIC_URL}
    return HttpResponse(render_to_string(template, context), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the request could not be read."""
    return _plain(request, "400.html", 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something is wrong here, and how to reach us."""
    return _plain(request, "500.html", 500)
