"""What the city may read of a mail: its texts, without what is the receiver's alone and who is protected (D22)."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from applications import identity
from applications.models import OutgoingMail
from applications.network.masking import MAILS, masking

# Links by which a person answers for an actor (D14), or chooses how often mails come.
ONE_TIME = re.compile(r"\S+/(?:bekrafta|mejl)/\S+")
OF_ACCOUNTS = "account_"  # templates of mails that let their receiver in: codes, new passwords, addresses


class Readable(NamedTuple):
    """A mail as everybody at the city may read it."""

    pk: int
    to: str
    name: str
    subject: str
    body: str
    error: str
    again_to: str  # whom it goes to when it is sent again: the address that its person has now
    failed_at: datetime | None


def readable(mail: OutgoingMail) -> Readable:
    """Return the texts of a mail with its `user` and `case` loaded."""
    protected = mail.user is not None and mail.user.protected_identity
    return Readable(
        pk=mail.pk,
        to=hidden(mail, mail.to),
        name=str(mail.user) if protected else hidden(mail, mail.to_name),
        subject=hidden(mail, mail.subject),
        body=hidden(mail, _body(mail)),
        error=hidden(mail, mail.error),  # mail servers repeat the address
        again_to=str(mail.user) if protected else hidden(mail, mail.user.email if mail.user else mail.to),
        failed_at=mail.failed_at,
    )


def readable_of(mails: Iterable[OutgoingMail]) -> list[Readable]:
    """Return the texts of many mails: the protected people of all their cases in one query."""
    rows = list(mails)
    identity.load_protected(row.case for row in rows)
    load_masking(rows)
    return [readable(row) for row in rows]


def hidden(mail: OutgoingMail, text: str) -> str:
    """Return a text of a mail without what tells who is protected."""
    known = identity.text_for(None, text, mail.case)
    if mail.template in MAILS:
        load_masking([mail])
        known = mail.__dict__["_mask"](known)
    return identity.text_hiding(mail.user, known)


def load_masking(mails: Iterable[OutgoingMail]) -> None:
    """Find once what the network's mails among `mails` must not tell."""
    rows = [mail for mail in mails if mail.template in MAILS and "_mask" not in mail.__dict__]
    mask = masking() if rows else None
    for mail in rows:
        mail.__dict__["_mask"] = mask


def _body(mail: OutgoingMail) -> str:
    """Return the text without what lets its holder in. Without a mail server it is read here alone (demo)."""
    if not settings.EMAIL_HOST:
        return mail.body
    if mail.template.startswith(OF_ACCOUNTS):
        return _("(texten i mejl om konton visas bara för mottagaren)")
    return ONE_TIME.sub(_("(länken visas bara i mejlet)"), mail.body)
