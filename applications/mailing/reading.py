"""What the city may read of a mail: its texts, without links that are the receiver's alone."""

import re
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from applications.models import OutgoingMail

# Links by which a person comes in, answers, or chooses: a new password, an address, an actor's part, mails.
ONE_TIME = re.compile(r"\S+/(?:konto/(?:password|confirm-email)|bekrafta|mejl)/\S+")


class Readable(NamedTuple):
    """A mail as everybody at the city may read it."""

    to: str
    name: str
    subject: str
    body: str


def readable(mail: OutgoingMail) -> Readable:
    """Return the texts of a mail. Once mails are really sent, links that let their holder in are left out."""
    body = ONE_TIME.sub(_("(länken visas bara i mejlet)"), mail.body) if settings.EMAIL_HOST else mail.body
    return Readable(mail.to, mail.to_name, mail.subject, body)
