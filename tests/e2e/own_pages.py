"""Pages of an account that open only with what came by mail, or to somebody who lacks a password.

Each function returns a browser of its own and the address; they are looked at in test_every_page.py.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.test import Client
from django.urls import reverse

from applications.mailing import choice
from applications.models import OutgoingMail
from tests import personas

if TYPE_CHECKING:
    from collections.abc import Callable

Opened = tuple[Client, str]
# Nothing to look at: what leads on to another page, answers a posted form only, or is a file or data for a script.
NO_PAGES = {
    "mfa_index",
    "mfa_list_webauthn",
    "account_end_log_in",
    "mfa_download_recovery_codes",
    "mfa_login_webauthn",
}


def new_password() -> Opened:
    """Open the link of a mail to whoever has forgotten the password."""
    client = Client()
    client.post(reverse("account_reset_password"), {"email": personas.olga().email})
    link = re.search(r"https?://\S+", OutgoingMail.objects.latest("id").body)[0]
    return client, client.get(urlsplit(link).path).url  # the key is kept in the session


def confirm_address() -> Opened:
    """Open the link of a mail to whoever has a new address to confirm."""
    client, olga = Client(), personas.olga()
    client.force_login(olga)
    new = EmailAddress.objects.create(user=olga, email="olga.ny@example.org")
    return client, reverse("account_confirm_email", args=[EmailConfirmationHMAC(new).key])


def first_password() -> Opened:
    """Log in as somebody who has only come in by a code."""
    client, birk = Client(), personas.birk()
    birk.set_unusable_password()
    birk.save()
    client.force_login(birk)
    return client, reverse("account_set_password")


def choice_of_mail() -> Opened:
    """Open the link in every mail that can wait."""
    return Client(), urlsplit(choice.link_for(personas.olga())).path


# address → how it is opened
BY_KEY: dict[str, Callable[[], Opened]] = {
    "account_reset_password_from_key": new_password,
    "account_confirm_email": confirm_address,
    "account_set_password": first_password,
    "account_mail_link": choice_of_mail,
}
