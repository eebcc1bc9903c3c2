"""The PDF that leaves with a receipt: what the group sent in, for the one who speaks for it.

A mailbox is no safe place: when anybody of the group is protected (D22) nothing is enclosed, and the link in the
text leads to the document behind the log-in. So it is for members who do not speak for the group.
"""

from datetime import datetime, timedelta

from applications import documents, identity
from applications.models import DocumentOrder, OutgoingMail
from applications.states import Role

# The receipts that carry a document, and its kind.
KIND = {"submit_group": "application", "complete_group": "application"}
WAIT = timedelta(minutes=15)  # for the worker to make it; then the receipt leaves without
LARGEST = 8 * 1024 * 1024  # bytes; mail servers refuse what is much larger


def order_for(mail: OutgoingMail) -> DocumentOrder | None:
    """Return the document that leaves with a mail: the one ordered by the step the mail tells of."""
    kind = KIND.get(mail.template)
    if kind is None or mail.case is None or mail.event is None or mail.user is None:
        return None
    speaks = mail.case.memberships.filter(user=mail.user, role=Role.REPRESENTATIVE, left_at=None)
    if not speaks.exists() or identity.protected_people(mail.case):
        return None
    orders = DocumentOrder.objects.visible_to(mail.user).filter(case=mail.case, kind=kind)
    return orders.filter(ordered_at=mail.event.at).first()


def file_for(mail: OutgoingMail) -> documents.File | None:
    """Return the file that leaves with a mail; None when there is none, not yet, or it is too large."""
    order = order_for(mail)
    file = documents.file_of(order) if order is not None else None
    return file if file is not None and len(file.data) <= LARGEST else None


def is_awaited(mail: OutgoingMail, at: datetime) -> bool:
    """Return whether the mail should wait a little for a document that is being made."""
    if mail.template not in KIND or at >= mail.created_at + WAIT:
        return False
    order = order_for(mail)
    return order is not None and documents.file_of(order) is None
