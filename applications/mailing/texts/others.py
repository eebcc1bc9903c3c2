"""The mails that no action of a case writes: about accounts, to the city itself, the daily one, and the signature."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

SIGNATURE = "signature"
ACCOUNTS = "account_"


class Other(NamedTuple):
    """A mail in words: what has happened, who gets it, and whether only people at the city do."""

    happened: Any
    who: Any
    staff: bool = False


_OWNER = _("den som har kontot")

OTHERS: dict[str, Other] = {
    SIGNATURE: Other(_("Underskriften i alla mejl"), _("alla")),
    "digest": Other(_("Dagens samlade mejl"), _("den som har valt det")),
    "contact_message": Other(_("Någon har skrivit på webbplatsen"), _("kontaktadressen"), staff=True),
    "account_invited": Other(_("Administratören har lagt upp ett konto"), _OWNER),
    "account_login_code": Other(_("Någon vill logga in med en kod"), _OWNER),
    "account_email_confirmation_signup": Other(_("Någon har skapat ett konto"), _OWNER),
    "account_email_confirmation": Other(_("En adress ska bekräftas"), _OWNER),
    "account_account_already_exists": Other(_("Någon skapar ett konto som redan finns"), _OWNER),
    "account_unknown_account": Other(_("Adressen har inget konto"), _("den som har skrivit adressen")),
    "account_password_reset_key": Other(_("Någon har glömt sitt lösenord"), _OWNER),
    "account_password_reset": Other(_("Ett nytt lösenord är valt med länken"), _OWNER),
    "account_password_changed": Other(_("Lösenordet är bytt"), _OWNER),
    "account_password_set": Other(_("Kontot har fått ett lösenord"), _OWNER),
    "account_email_changed": Other(_("E-postadressen är bytt"), _OWNER),
    "account_email_deleted": Other(_("Ett byte av e-postadress är avbrutet"), _OWNER),
    "account_totp_activated": Other(_("En app är ansluten"), _OWNER),
    "account_totp_deactivated": Other(_("Appen är borttagen"), _OWNER),
    "account_webauthn_added": Other(_("En passkey är tillagd"), _OWNER),
    "account_webauthn_removed": Other(_("En passkey är borttagen"), _OWNER),
    "account_recovery_codes_generated": Other(_("Reservkoderna är nya"), _OWNER),
    "account_second_factor_reset": Other(_("Administratören har tagit bort det andra steget"), _OWNER),
    "account_calendar_address": Other(_("Kalendern har fått en hemlig adress"), _OWNER),
    "account_deleted": Other(_("Kontot är borttaget"), _OWNER),
    "account_stand_in": Other(_("Någon ska ersätta en kontaktperson"), _("den som ersätter"), staff=True),
    "account_took_over_officer": Other(
        _("Ärenden har fått en ny kontaktperson"), _("den som tar över"), staff=True
    ),
    "account_stand_in_over": Other(_("Ersättandet är slut"), _("den som ersatte"), staff=True),
}
