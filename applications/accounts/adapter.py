"""How accounts behave here: mails go through the house's own outbox, errors say what to do."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context as allauth_context
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications import identity
from applications.language import readers_language
from applications.mail import queue
from applications.models import User
from applications.notices import Recipient

# How long the link of a mail works, in days.
LINK_DAYS = {
    "email_confirmation": app_settings.EMAIL_CONFIRMATION_EXPIRE_DAYS,
    "email_confirmation_signup": app_settings.EMAIL_CONFIRMATION_EXPIRE_DAYS,
    "password_reset_key": settings.PASSWORD_RESET_TIMEOUT // 86_400,
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail; log-in by password, by a code in a mail or by passkey."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Kontot är stängt. Kontakta oss om du behöver det igen."),
        "cannot_remove_primary_email": _(
            "Det är adressen du loggar in med. Välj en annan att logga in med först."
        ),
        "duplicate_email": _("Adressen finns redan på ditt konto."),
        "email_password_mismatch": _("E-postadressen och lösenordet hör inte ihop. Försök igen."),
        "email_taken": _("Adressen används redan. Logga in eller välj en annan."),
        "enter_current_password": _("Lösenordet stämmer inte. Skriv det lösenord du har nu."),
        "incorrect_code": _("Koden stämmer inte. Försök igen."),
        "incorrect_password": _("Lösenordet stämmer inte. Försök igen."),
        "invalid_or_expired_key": _("Länken är gammal. Be om en ny."),
        "invalid_login": _("Det gick inte att logga in. Försök igen."),
        "invalid_password_reset": _("Länken är gammal. Be om en ny."),
        "max_email_addresses": _("Du kan ha högst %d adresser. Ta bort en först."),
        "too_many_login_attempts": _("Det blev för många försök. Vänta en stund och försök igen."),
        "unknown_email": _("Adressen hör inte till något konto. Kontrollera den eller skapa ett konto."),
        "unverified_primary_email": _("Bekräfta adressen först, med länken i mejlet vi skickade."),
        "same_as_current": _("Skriv något annat än det som redan gäller."),
        "rate_limited": _("Det blev för många försök. Vänta en stund och försök igen."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail as an OutgoingMail row from templates/mail/account_<name>.txt."""
        user = context.get("user") or User.objects.filter(email=email.lower()).first()
        known_as = user.name if user is not None else ""
        recipient = Recipient(email, known_as, user, reads=readers_language())
        name = template_prefix.rsplit("/", 1)[-1]
        queue(
            f"account_{name}",
            to=recipient,
            at=timezone.now(),
            context={**context, "days": LINK_DAYS.get(name)},
        )

    def confirm_email(self, request: Any, email_address: Any) -> bool:
        """Confirm an address; the one it takes over from stays hidden when the person is protected (D22)."""
        user = email_address.user
        words = identity.words_to_hide(user) if user.protected_identity else None
        confirmed = super().confirm_email(request, email_address)
        if confirmed and words is not None:
            User.objects.filter(pk=user.pk).update(hidden_words=words)
        return confirmed

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again who it is before something sensitive, but not of whoever has just logged in."""
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        request = allauth_context.request
        records = get_authentication_records(request, request.user)
        newest = max((record["at"] for record in records), default=0)
        return time.time() - newest > app_settings.REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user: Any) -> list[dict]:
        """Return the ways to show that it is still you, in our words."""
        words = {
            "reauthenticate": _("Skriv lösenordet"),
            "mfa_reauthenticate": _("Skriv en kod"),
            "mfa_reauthenticate:webauthn": _("Använd en passkey"),
        }
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": words[method["id"]]} for method in methods]
