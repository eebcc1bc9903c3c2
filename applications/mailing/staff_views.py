"""Pages where the city reads what was sent, and takes care of what did not arrive (D15)."""

from datetime import timedelta
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from applications.http import attempt, attempt_form, log_reading, posted, render_staff
from applications.labels import LABELS
from applications.mailing import actions, enclosure
from applications.mailing.forms import SettleForm
from applications.mailing.html import html_of
from applications.mailing.reading import Readable, readable
from applications.models import Case, OutgoingMail, ReadEvent

A_MOMENT = timedelta(minutes=1)  # the frame of a page is fetched with it


def find_mail(request: HttpRequest, pk: int) -> OutgoingMail:
    """Return a mail of a case that the person sees, or of no case; hidden and unknown are the same 404."""
    rows = OutgoingMail.objects.select_related("case", "user", "digest", "event")
    return get_object_or_404(rows.visible_to(request.user), pk=pk)


def log_mail(request: HttpRequest, mail: OutgoingMail, read: Readable) -> None:
    """Note that a mail was read, in its case, or for a daily one in those it tells of (D8).

    Once for the page and the frame in it.
    """
    now, what = timezone.now(), _("mejlet %(subject)s") % {"subject": read.subject}
    cases = Case.objects.filter(Q(pk=mail.case_id) | Q(mails__digest=mail)).distinct()
    just_now = {"user": request.user, "what": what[:200], "at__gt": now - A_MOMENT}
    for case in cases.exclude(pk__in=ReadEvent.objects.filter(**just_now).values("case")):
        log_reading(request, case, what, at=now)


@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type] - the HTML of the mail, below
def mail_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one mail: what it said, whether it arrived, and what can be done about it."""
    mail = find_mail(request, pk)
    read = readable(mail)
    log_mail(request, mail, read)
    context = {
        "mail": mail,
        "read": read,
        "problem": mail.failed_at is not None and mail.settled_at is None,
        "returnable": mail.sent_at is not None and mail.failed_at is None,
        "enclosed": enclosure.order_for(mail),
    }
    return render_staff(request, "staff/mail.html", context)


@csp({"default-src": [NONE], "style-src": [UNSAFE_INLINE], "frame-ancestors": [SELF], "sandbox": [""]})
@xframe_options_sameorigin
def mail_html(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the HTML of a mail for the frame on its page: nothing runs in it, nothing is fetched by it."""
    mail = find_mail(request, pk)
    read = readable(mail)
    log_mail(request, mail, read)
    return HttpResponse(html_of(read.subject, read.body))


@require_POST
def send_mail_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a mail that did not arrive once more."""
    return _act(request, pk, actions.send_mail_again, _("Mejlet skickas igen."))


@require_POST
def note_returned_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a mail came back."""
    return _act(request, pk, actions.note_returned_mail, _("Mejlet är märkt som att det inte gick fram."))


def _act(request: HttpRequest, pk: int, call: Any, done: str) -> HttpResponse:
    mail = find_mail(request, pk)
    missing = attempt(lambda: call(mail.pk, by=request.user, at=timezone.now()), request=request, done=done)
    for item in missing:
        messages.error(request, item.text)
    return redirect("admin:mail", pk)


def settle_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that what a mail said has reached its receiver in another way."""
    mail = find_mail(request, pk)
    read = readable(mail)
    if request.method == "GET":
        log_mail(request, mail, read)
    form = SettleForm(posted(request))
    missing: list[Any] | None = []
    if request.method == "POST" and form.is_valid():
        missing = attempt_form(
            form,
            lambda: actions.settle_mail(mail.pk, **form.cleaned_data, by=request.user, at=timezone.now()),
            request=request,
            done=_("Mejlet är markerat som ordnat."),
        )
        if missing is None:
            return redirect("admin:mail", pk)
    context = {
        "mail": mail,
        "read": read,
        "form": form,
        "missing": missing,
        "label": LABELS["settle_mail"],
    }
    return render_staff(request, "staff/settle_mail.html", context)
