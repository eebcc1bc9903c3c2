"""No text in the network tells who anybody with protected identity is, whoever reads it (D22)."""

from collections.abc import Callable

from django.db.models import Q

from applications import identity
from applications.models import OutgoingMail, User

# Mails of the network, which belong to no case.
MAILS = frozenset(
    {
        "write_network_post_network",
        "answer_network_post_network",
        "report_network_post_officer",
        "hide_network_post_contact",
        "show_network_post_contact",
        "book_network_meeting_network",
        "move_network_meeting_network",
        "cancel_network_meeting_network",
        "note_network_meeting_network",
        "remind_network_meeting_network",
        "remind_network_meeting_contact",
        "uninvite_network_guest_network",
    }
)


def masking() -> Callable[[str], str]:
    """Return what a text passes on its way to any reader in the network, its own writer included.

    It knows the protected people of every group that is or was in it, and those at the city. One query when
    there are none.
    """
    in_network = Q(memberships__case__network_entry__isnull=False)
    at_city = Q(is_officer=True) | Q(is_manager=True)
    return identity.hiding(User.objects.filter(in_network | at_city, protected_identity=True).distinct())


def text_of_mail(mail: OutgoingMail, text: str) -> str:
    """Return a text of a mail as it may leave: somebody may have been protected since it was written."""
    if mail.template in MAILS:
        return masking()(text)
    return identity.text_in_mail(mail.user, text, mail.case)
