"""Mail as rows: written in the transaction of what they tell about, delivered one by one by the worker."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape, urlize
from django.utils.safestring import mark_safe

from applications.models import OutgoingMail
from applications.notices import Recipient

MAX_ATTEMPTS = 8
SUBJECT_MARK = "Ämne:"


def queue(
    template: str,
    *,
    to: Recipient,
    at: datetime,
    case: Any = None,
    event: Any = None,
    context: dict | None = None,
) -> OutgoingMail:
    """Write one mail from `templates/mail/<template>.txt`, whose first line is "Ämne: …", and enqueue it.

    Raises TemplateDoesNotExist when the template is missing: a mail never silently stays away.
    """
    values = {
        "case": case,
        "to": to,
        "site": settings.SITE_URL,
        "municipality": settings.MUNICIPALITY,
        **(context or {}),
    }
    language = to.user.language if to.user is not None else settings.LANGUAGE_CODE
    with translation.override(language):
        text = render_to_string(f"mail/{template}.txt", values)
        first, _newline, body = text.strip().partition("\n")
        if not first.startswith(SUBJECT_MARK):
            raise ValueError(f"mail/{template}.txt must begin with {SUBJECT_MARK!r}.")
        subject = " ".join(first.removeprefix(SUBJECT_MARK).split())[:250]
        body = f"{body.strip()}\n\n{render_to_string('mail/signature.txt', values).strip()}\n"
        html = render_to_string(
            "mail/base.html", {"subject": subject, "paragraphs": _paragraphs(body), **values}
        )
    return queue_text(
        to=to, at=at, subject=subject, body=body, html=html, template=template, case=case, event=event
    )


def queue_text(
    *,
    to: Recipient,
    at: datetime,
    subject: str,
    body: str,
    html: str = "",
    template: str,
    case: Any = None,
    event: Any = None,
) -> OutgoingMail:
    """Write one finished mail and enqueue its delivery in the same transaction."""
    from applications.tasks import deliver_mail  # tasks import this module

    mail = OutgoingMail.objects.create(
        case=case,
        event=event,
        user=to.user,
        to=to.email,
        to_name=to.name[:150],
        template=template,
        subject=subject,
        body=body,
        html=html,
        created_at=at,
        next_try_at=at,
    )
    if settings.EMAIL_HOST:
        deliver_mail.enqueue(mail.pk)
    return mail


def _paragraphs(body: str) -> list[str]:
    """Return the paragraphs of a text mail as safe HTML, addresses made into links."""
    blocks = [block.strip() for block in body.split("\n\n") if block.strip()]
    return [mark_safe(urlize(escape(block)).replace("\n", "<br>")) for block in blocks]  # noqa: S308 escaped above


def deliver(mail_id: int, *, at: datetime) -> bool:
    """Send one waiting mail; return True when it left. A failure is kept on the row with a later try.

    The row is locked while it is sent, so that two workers never send it twice.
    """
    with transaction.atomic():
        mail = (
            OutgoingMail.objects.select_for_update().filter(pk=mail_id, sent_at=None, failed_at=None).first()
        )
        if mail is None or not settings.EMAIL_HOST:
            return False
        message = EmailMultiAlternatives(mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.to])
        if mail.html:
            message.attach_alternative(mail.html, "text/html")
        mail.attempts += 1
        try:
            message.send()
        except OSError as error:  # SMTPException is an OSError
            mail.error = f"{type(error).__name__}: {error}"[:1000]
            mail.next_try_at = at + timedelta(minutes=2**mail.attempts)
            mail.failed_at = at if mail.attempts >= MAX_ATTEMPTS else None
        else:
            mail.sent_at = at
            mail.error = ""
        mail.save(update_fields=["attempts", "error", "next_try_at", "failed_at", "sent_at"])
        return mail.sent_at is not None


def sweep(*, at: datetime, limit: int = 200) -> int:
    """Deliver what is due and was left behind; return how many left."""
    due = OutgoingMail.objects.filter(sent_at=None, failed_at=None, next_try_at__lte=at)
    return sum(deliver(pk, at=at) for pk in due.order_by("next_try_at").values_list("pk", flat=True)[:limit])


def send_again(mails: QuerySet, *, at: datetime) -> int:
    """Let mails that have not left be tried again from now on; return how many. What was sent stays sent."""
    waiting = mails.filter(sent_at=None)
    count = waiting.update(failed_at=None, attempts=0, next_try_at=at)
    sweep(at=at)
    return count
