"""How often a person wants the mails that can wait: chosen on a page, or by the link in every such mail."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from applications.models import User
from applications.states import MailChoice

_SIGNER = signing.Signer(salt="applications.mailing.choice")


def link_for(user: User) -> str:
    """Return the whole address where `user` chooses without logging in. It opens this one choice, for ever."""
    return settings.SITE_URL + reverse("account_mail_link", args=[_SIGNER.sign(user.pk)])


def user_of(token: str) -> User | None:
    """Return whose link it is; None for one that we have not made, or whose person is gone."""
    try:
        pk = int(_SIGNER.unsign(token))
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=pk, is_active=True).first()


def choose(user: User, choice: str) -> None:
    """Keep what the person chose. Mails gathered so far still come in the next daily mail."""
    user.mail_choice = MailChoice(choice)
    user.save(update_fields=["mail_choice"])
