"""What the officer's buttons and receipts call a first meeting and a meeting; an avstämning is called so in LABELS."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from applications.labels import LABELS, Label
from applications.notices import Preview
from phases.booked import CheckIn

_FIRST, _MEETING = CheckIn.Purpose.FIRST, CheckIn.Purpose.MEETING
_BUTTONS: dict[tuple[str, str], Any] = {
    ("book_check_in", _FIRST): _("Boka första mötet"),
    ("book_check_in", _MEETING): _("Boka möte"),
    ("move_check_in", _FIRST): _("Ändra första mötet"),
    ("move_check_in", _MEETING): _("Ändra mötet"),
    ("cancel_check_in", _FIRST): _("Ställ in första mötet"),
    ("cancel_check_in", _MEETING): _("Ställ in mötet"),
    ("hold_check_in", _FIRST): _("Anteckna första mötet"),
    ("hold_check_in", _MEETING): _("Anteckna mötet"),
}
_UNTOLD: dict[str, tuple[Any, Any]] = {
    "book_check_in": (_("Avstämningen är bokad."), _("Mötet är bokat.")),
    "move_check_in": (_("Avstämningen är ändrad."), _("Mötet är ändrat.")),
    "cancel_check_in": (_("Avstämningen är inställd."), _("Mötet är inställt.")),
}
_DONE: dict[str, tuple[Any, Any]] = {
    "book_check_in": (
        _("Avstämningen är bokad och gruppen är inbjuden."),
        _("Mötet är bokat och gruppen är inbjuden."),
    ),
    "move_check_in": (
        _("Avstämningen är ändrad och gruppen har fått veta det."),
        _("Mötet är ändrat och gruppen har fått veta det."),
    ),
    "cancel_check_in": (
        _("Avstämningen är inställd och gruppen har fått veta det."),
        _("Mötet är inställt och gruppen har fått veta det."),
    ),
}


def label_for(action: str, row: CheckIn) -> Label:
    """Return the label of an action with the verb for this kind of meeting."""
    label = LABELS[action]
    return label._replace(button=_BUTTONS.get((action, row.purpose), label.button))


def done_words(action: str, row: CheckIn, recipients: Preview) -> str:
    """Return what is said when it is done, whether or not a mail of it reaches the group."""
    kind = 0 if row.is_check_in else 1
    return recipients.done(_DONE[action][kind], _UNTOLD[action][kind])


def series_heading(row: CheckIn) -> str:
    """Return what the page calls a series that begins with this kind of meeting."""
    return str(_("Boka en serie avstämningar") if row.is_check_in else _("Boka en serie möten"))


def series_done(row: CheckIn, number: int, recipients: Preview) -> str:
    """Return what is said when so many of a series are booked, whether or not the invitations reach the group."""
    if row.is_check_in:
        untold = ngettext("%(n)s avstämning är bokad.", "%(n)s avstämningar är bokade.", number)
        text = ngettext(
            "%(n)s avstämning är bokad och gruppen är inbjuden.",
            "%(n)s avstämningar är bokade och gruppen är inbjuden.",
            number,
        )
    else:
        untold = ngettext("%(n)s möte är bokat.", "%(n)s möten är bokade.", number)
        text = ngettext(
            "%(n)s möte är bokat och gruppen är inbjuden.",
            "%(n)s möten är bokade och gruppen är inbjuden.",
            number,
        )
    return recipients.done(text, untold) % {"n": number}
