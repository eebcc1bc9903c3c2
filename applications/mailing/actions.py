"""What is done about mails: reminders are written, and what did not arrive is sent again or settled."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import mail as outbox
from applications.labels import LABELS
from applications.lifecycle import Missing, denied, locked, note, note_from_outside, refuse_if
from applications.models import Case, OutgoingMail
from applications.notices import GROUP, Recipient, receivers
from applications.permissions import role_for
from applications.templatetags.samverkan import dagar_kvar


def remind(
    pk: int,
    action: str,
    *,
    key: str,
    audiences: Iterable[str],
    still: Any,
    at: datetime,
    context: dict | None = None,
    for_group: bool = True,
    contact: Iterable[Recipient] = (),
) -> bool:
    """Write one reminder to `audiences` of a case, once for its `key`; return whether it was written.

    `still(case)` is asked under the lock whether there is anything to remind of. Two clocks at once, or the same
    clock again, write it once: the lock makes them wait, and the mails bear the key. When no mail would leave (a
    group in which nobody has an account) nothing happens, so nothing stands in the trail either.
    """
    with locked(pk) as case:
        if OutgoingMail.objects.filter(key__startswith=f"{key}:").exists() or not still(case):
            return False
        if not receivers(case, action, contact=contact, audiences=audiences):
            return False
        note_from_outside(
            case,
            action,
            role="",
            name=str(_("Automatiskt")),
            at=at,
            key=key,
            audiences=audiences,
            context=context,
            for_group=for_group,
            contact=contact,
        )
        return True


def remind_of_date(
    case: Case,
    *,
    key: str,
    what: Any,
    due: date,
    audience: str,
    still: Any,
    at: datetime,
    detail: str = "",
) -> bool:
    """Remind `audience` of what is to be done by `due`, before that day or after it. Returns as `remind`.

    `what` may be marked for translation: it is put into words for each receiver.
    """
    today = timezone.localdate(at)
    return remind(
        case.pk,
        "remind_before" if today <= due else "remind_after",
        key=key,
        audiences=(audience,),
        still=still,
        at=at,
        for_group=audience == GROUP,
        context={
            "what": what,
            "detail": detail,
            "due": due,
            "left": lazy(dagar_kvar, str)(due, today),
            "left_days": (due - today).days,
            "who": gettext_lazy("ni") if audience == GROUP else gettext_lazy("du"),
        },
    )


# --- what did not arrive (D15) ------------------------------------------------------------------------------
def send_mail_again(pk: int, *, by: Any, at: datetime) -> OutgoingMail:
    """Let a mail that has not arrived be tried again now, to the address its person has today; logged.

    Raises Refused when it has left and nobody said that it came back.
    """
    with transaction.atomic():
        mail = _held(pk, "send_mail_again", by)
        if mail.held:
            refuse_if([Missing(_("Mejlet går ut i nästa samlade mejl."))])
        if mail.sent_at is not None and mail.failed_at is None:
            refuse_if([Missing(_("Mejlet har redan gått fram till mottagarens server."))])
        before = mail.to
        if mail.user is not None:
            mail.to = mail.user.email
        mail.sent_at = mail.failed_at = mail.settled_at = None
        mail.attempts, mail.next_try_at, mail.error = 0, at, ""
        mail.save(
            update_fields=["to", "sent_at", "failed_at", "settled_at", "attempts", "next_try_at", "error"]
        )
        _log(mail, "send_mail_again", by, at, "", new_address=mail.to != before)
        outbox.enqueue(mail)
        return mail


def settle_mail(pk: int, *, how: str, by: Any, at: datetime) -> OutgoingMail:
    """Note that what a mail said has reached its receiver in another way; it is no longer a failure. Logged."""
    with transaction.atomic():
        mail = _held(pk, "settle_mail", by)
        if mail.failed_at is None or mail.settled_at is not None:
            refuse_if([Missing(_("Mejlet är inte längre märkt som att det inte gick fram."))])
        if not how.strip():
            refuse_if([Missing(_("Skriv hur det är ordnat."), "#id_how")])
        mail.settled_at = at
        mail.save(update_fields=["settled_at"])
        _log(mail, "settle_mail", by, at, how)
        return mail


def note_returned_mail(pk: int, *, by: Any, at: datetime) -> OutgoingMail:
    """Note that a mail that had left came back (a bounce in the city's mailbox): it is a failure now. Logged."""
    with transaction.atomic():
        mail = _held(pk, "note_returned_mail", by)
        if mail.sent_at is None or mail.failed_at is not None:
            refuse_if([Missing(_("Bara ett mejl som har skickats kan komma i retur."))])
        mail.failed_at, mail.error = at, str(_("Kom i retur"))
        mail.save(update_fields=["failed_at", "error"])
        _log(mail, "note_returned_mail", by, at, "")
        return mail


def _held(pk: int, action: str, by: Any) -> OutgoingMail:
    """Return the mail, locked, after asking the table of permissions."""
    if role_for(action, user=by, case=None) is None:
        raise denied(action)
    return OutgoingMail.objects.select_for_update(of=("self",)).select_related("user", "case").get(pk=pk)


def _log(mail: OutgoingMail, action: str, by: Any, at: datetime, comment: str, **data: Any) -> None:
    """Write in the trail of the case; a mail of no case is logged in the register's own history."""
    if mail.case is not None:
        about = {"mail": mail.pk, "template": mail.template, **data}
        note(mail.case, action, by=by, at=at, comment=comment, data=about, for_group=False)
        return
    words = f"{LABELS[action].happened} {comment}".strip()
    rows = OutgoingMail.objects.filter(pk=mail.pk)
    LogEntry.objects.log_actions(by.pk, rows, CHANGE, change_message=words, single_object=True)
