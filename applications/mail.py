"""Mail as rows: written in the transaction of what they tell about, delivered one by one by the worker.

Nothing is lost: the row is there before anybody tries to send it, and stays until the mail server has taken it.
Nothing leaves twice but in one case that no sender of mail can rule out: the server takes the mail, and the
answer or our note of it is lost. Then it is tried again with the same Message-ID, by which mail programs know
it as the same mail.
"""

import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr
from enum import Enum
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.urls import reverse
from django.utils import translation

from applications import identity
from applications.calendars import invitation
from applications.calendars.invitation import Invite
from applications.city import values as values_of
from applications.mailing import enclosure
from applications.mailing.choice import link_for
from applications.mailing.html import SIGNATURE, html_of
from applications.mailing.texts.pieces import SUBJECT_MARK, tidy
from applications.mailing.texts.register import rendered
from applications.models import OutgoingMail
from applications.network.masking import text_of_mail
from applications.notices import OPTIONAL, Recipient, choice_of
from applications.states import MailChoice

DIGEST = "digest"
SUBJECT_LENGTH = 250
PERMANENT = 500  # answers of a mail server from here on are a no for good (RFC 5321)
MAX_ATTEMPTS = 50  # about two days, when the mail server is away that long
LONGEST_WAIT = 60  # minutes between two tries
# A worker that tries a mail has it for itself so long. A try that takes longer than this has died.
LEASE = timedelta(minutes=10)
A_MOMENT = timedelta(seconds=20)  # until we look again whether the document that leaves with a mail is made


class Outcome(Enum):
    """How a try to deliver a mail ended."""

    SENT = "sent"
    LATER = "later"
    GAVE_UP = "gave up"
    UNREACHABLE = "unreachable"  # nothing wrong with the mail: the mail server did not answer
    NOT_DUE = "not due"  # sent already, in other hands, or not its time


def queue(
    template: str,
    *,
    to: Recipient,
    at: datetime,
    case: Any = None,
    event: Any = None,
    key: str = "",
    context: dict | None = None,
    invite: Invite | Sequence[Invite] | None = None,
) -> OutgoingMail | None:
    """Write one mail from `templates/mail/<template>.txt`, whose first line is "Ämne: …", and enqueue it.

    `invite` leaves with it, for the receiver's calendar; several of a series each as a file.
    With a `key` that a mail has already, nothing is written and None returned.
    What `context` says in words is in the receiver's language when it is lazy, or a function that says it.
    Raises TemplateDoesNotExist when the template is missing: a mail never silently stays away.
    """
    if key and OutgoingMail.objects.filter(key=key).exists():
        return None
    values = {**_values(case, to), **(context or {})}
    with translation.override(to.language):
        if template in OPTIONAL or template == DIGEST:
            values["choice_url"] = link_for(to.user) if to.user is not None else ""
        text = identity.text_in_mail(to.user, _rendered(template, values), case)
        signature = _rendered("signature", values)
        several = invite if isinstance(invite, Sequence) else [invite] if invite is not None else []
        calendar: Any = [invitation.kept(one, to=to, case=case, at=at) for one in several] or None
        if calendar is not None and len(calendar) == 1:
            (calendar,) = calendar
    first, _newline, body = text.partition("\n")
    if not first.startswith(SUBJECT_MARK):
        raise ValueError(f"mail/{template}.txt must begin with {SUBJECT_MARK!r}.")
    mail = OutgoingMail.objects.create(
        case=case,
        event=event,
        user=to.user,
        to=to.email,
        to_name=_one_line(to.name, 150),
        template=template,
        subject=_one_line(first.removeprefix(SUBJECT_MARK), SUBJECT_LENGTH),
        body=f"{body.strip()}\n{SIGNATURE}{signature}\n",
        language=to.language,
        invitation=calendar,
        key=key,
        held=choice_of(template, to) == MailChoice.DAILY,
        created_at=at,
        next_try_at=at,
    )
    enqueue(mail)
    return mail


def _values(case: Any, to: Recipient) -> dict[str, Any]:
    """Return what every template may use. `case_url` is the group's page, by way of the invitation at first."""
    values = {"to": to, "site": settings.SITE_URL, "municipality": values_of.municipality(), "case": case}
    if case is not None:
        page = "case" if to.user is not None else "accept_invitation"
        values["title"] = _one_line(case.title, 200)
        values["case_url"] = address(page, case.reference)
        values["staff_url"] = address("admin:case", case.reference)
    return values


def address(name: str, *args: Any) -> str:
    """Return the whole address of a page of the site."""
    return settings.SITE_URL + reverse(name, args=args)


def _rendered(name: str, values: dict[str, Any]) -> str:
    """Return a plain text: nothing is escaped in it, and no more than one line is empty at a time."""
    return tidy(rendered(name, values))


def enqueue(mail: OutgoingMail) -> None:
    """Ask the worker to deliver a mail when the transaction is through. Without a mail server it stays a row."""
    from applications.tasks import deliver_mail  # tasks import this module

    if settings.EMAIL_HOST and not mail.held:
        deliver_mail.enqueue(mail.pk)


def _one_line(text: str, length: int) -> str:
    """Return `text` as it may stand in a header: on one line, whatever line breaks it held, and not too long."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"


def message_of(mail: OutgoingMail) -> EmailMultiAlternatives:
    """Return the mail as it leaves: plain text, HTML, invitation and enclosure.

    Its Message-ID is the row's for ever. The invitation is there twice: as another form of the text, which is what
    shows the buttons in mail programs, and as a file, for those that only take files into their calendar. Several
    invitations are there as files only, as a mail program shows the buttons of one.
    """
    name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    domain = sender.rpartition("@")[2] or "localhost"
    headers = {
        "Message-ID": f"<samverkan-{mail.pk}-{int(mail.created_at.timestamp())}@{domain}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: no holiday replies, please
        "X-Auto-Response-Suppress": "All",  # the same, for Exchange
    }
    if mail.user is not None and (mail.template in OPTIONAL or mail.template == DIGEST):
        headers["List-Unsubscribe"] = f"<{link_for(mail.user)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    # Somebody may have been protected since the mail was written (D22).
    subject, body = (text_of_mail(mail, text) for text in (mail.subject, mail.body))
    message = EmailMultiAlternatives(
        subject,
        body,
        formataddr((name or values_of.municipality()["name"], sender)),
        [formataddr((mail.to_name, mail.to))],
        headers=headers,
    )
    with translation.override(mail.language or settings.LANGUAGE_CODE):
        html = html_of(subject, body)
    message.attach_alternative(html, "text/html")
    calendars = invitation.files_of(mail)
    for number, (method, text) in enumerate(calendars, start=1):
        name = invitation.FILE_NAME
        if len(calendars) == 1:
            message.attach_alternative(text, f"text/calendar; method={method}")
        else:
            name = name.replace(".", f"-{number}.")
        message.attach(name, text.encode(), "application/ics")
    if (file := enclosure.file_for(mail)) is not None:
        message.attach(file.name, file.data, "application/pdf")
    return message


def deliver(mail_id: int, *, at: datetime) -> Outcome:
    """Try to send one mail that is due. A failure is kept on the row, with a later try unless it is final.

    One statement takes the mail, so that of two workers one tries it; the try is noted before it is made, so
    that one who dies in the middle leaves a mail that is tried again when the lease is over. No transaction
    is open while the server is spoken to.
    """
    taken = OutgoingMail.objects.due(at).filter(pk=mail_id)
    if not settings.EMAIL_HOST or not taken.update(attempts=F("attempts") + 1, next_try_at=at + LEASE):
        return Outcome.NOT_DUE
    mail = OutgoingMail.objects.select_related("user", "case__officer", "event").get(pk=mail_id)
    if enclosure.is_awaited(mail, at):
        OutgoingMail.objects.filter(pk=mail_id).update(attempts=F("attempts") - 1, next_try_at=at + A_MOMENT)
        return Outcome.LATER
    try:
        message_of(mail).send()
    except Exception as error:  # noqa: BLE001 whatever it is, it is written on the row
        return _failed(mail, error, at)
    OutgoingMail.objects.filter(pk=mail_id).update(sent_at=at, error="")
    return Outcome.SENT


def _failed(mail: OutgoingMail, error: Exception, at: datetime) -> Outcome:
    wait = timedelta(minutes=min(2**mail.attempts, LONGEST_WAIT))
    gives_up = _is_final(error) or mail.attempts >= MAX_ATTEMPTS
    OutgoingMail.objects.filter(pk=mail.pk).update(
        error=_in_words(error)[:1000], next_try_at=at + wait, failed_at=at if gives_up else None
    )
    if gives_up:
        return Outcome.GAVE_UP
    about_the_mail = isinstance(error, (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError))
    return Outcome.LATER if about_the_mail else Outcome.UNREACHABLE


def _is_final(error: Exception) -> bool:
    """Return whether another try would end the same way: a 5xx about receiver or content, or no valid mail.

    What the server says about us (sender, log-in) is mended by us, not by giving up the mail.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _text in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= PERMANENT
    return not isinstance(error, OSError)


def _in_words(error: Exception) -> str:
    """Return what the server answered, or what else went wrong."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {_text(answer)}" for code, answer in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return f"{type(error).__name__}: {error}"


def _text(answer: Any) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)


def sweep(*, at: datetime, limit: int = 200) -> int:
    """Deliver what is due and was left behind; return how many left. A server that is away is asked once."""
    due = OutgoingMail.objects.due(at).order_by("next_try_at", "pk")
    sent = 0
    for pk in list(due.values_list("pk", flat=True)[:limit]) if settings.EMAIL_HOST else []:
        outcome = deliver(pk, at=at)
        sent += outcome is Outcome.SENT
        if outcome is Outcome.UNREACHABLE:
            break
    return sent
