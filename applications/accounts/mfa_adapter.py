"""How a second factor behaves here.

Our words, a code picture that our security policy lets through, secrets kept encrypted in the database.
"""

import base64
from hashlib import sha256
from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from qrcode.main import QRCode

QUIET = 4  # empty squares around the code; readers need them


def _safe() -> MultiFernet:
    """Return the safe that secrets are kept in: its keys are made of the secret keys of the installation."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [sha256(f"samverkan.second-factor:{key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class MfaAdapter(DefaultMFAAdapter):
    """The second factor: an app that shows codes, passkeys, recovery codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": gettext_lazy("Ta bort det andra steget innan du byter e-postadress."),
        "cannot_delete_authenticator": gettext_lazy(
            "Du arbetar hos staden och behöver ett andra steg. Lägg till ett annat innan du tar bort det här."
        ),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Lägg till en app eller en passkey först. Reservkoderna hör ihop med dem."
        ),
        "incorrect_code": gettext_lazy("Det stämde inte. Försök igen."),
        "unverified_email": gettext_lazy(
            "Bekräfta din nya e-postadress först, med länken i mejlet vi skickade."
        ),
    }

    def build_totp_svg(self, url: str) -> str:
        """Return the address as a QR code: an inline picture of attributes only, dark on white in every theme."""
        code = QRCode(border=0)
        code.add_data(url)
        code.make()
        squares = "".join(
            f"M{x} {y}h1v1h-1z"
            for y, row in enumerate(code.get_matrix(), QUIET)
            for x, dark in enumerate(row, QUIET)
            if dark
        )
        side = code.modules_count + 2 * QUIET
        return format_html(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="240" height="240" '
            'role="img" shape-rendering="crispEdges"><title>{title}</title>'
            '<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{squares}"/></svg>',
            side=side,
            title=_("QR-kod att läsa in i appen"),
            squares=squares,
        )

    def encrypt(self, text: str) -> str:
        """Return a secret as it is kept in the database."""
        return _safe().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a kept secret. Raises InvalidToken when it was kept with a key that is gone."""
        return _safe().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Say no to people at the city who would be left without a second factor."""
        user = authenticator.user
        if not (settings.STAFF_SECOND_FACTOR and user.is_staff):
            return True
        others = Authenticator.objects.filter(user=user).exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002 allauth's name
        """Return a name to begin with for a new passkey."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Min passkey") if number == 1 else _("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return what the browser calls the site when it asks for a passkey."""
        return {"id": context.request.get_host().partition(":")[0], "name": settings.MFA_TOTP_ISSUER}

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Tell the owner of the account."""
        get_account_adapter().send_notification_mail(*args, **kwargs)
