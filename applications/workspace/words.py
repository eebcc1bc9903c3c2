"""What an officer reads of an act that is done for a group whose case the city opened (R46)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.labels import LABELS, Label
from applications.models import Case
from applications.states import Phase, Status

WITHDRAWN = gettext_lazy("Återkallat. Gruppen har fått veta det.")
WITHDRAWN_UNTOLD = gettext_lazy("Återkallat.")


def label_for(action: str, case: Case) -> Label:
    """Return the label of `action` as the city reads it: the group acts itself, an officer does it for one."""
    label = LABELS[action]
    if action in ("submit", "complete"):
        return label._replace(effects=_of_sending(action, case))
    if action == "start_draft":
        return label._replace(
            effects=(
                _(
                    "Du skriver åt gruppen. Den som har bjudits in och loggat in ser det du skriver, "
                    "och kan ändra det."
                ),
                _("Den som skriver åt gruppen bedömer inte ansökan. Det gör en annan kontaktperson."),
            )
        )
    return _of_withdrawal(label, case) if action == "withdraw" else label


def _of_sending(action: str, case: Case) -> tuple[Any, ...]:
    """Return what it leads to that an officer sends an application, or completes what was sent, for the group."""
    by_another = {
        Status.PROPOSAL_COMPLETION: _(
            "Du skickar för gruppens räkning. En annan kontaktperson än den som skrev bedömer förslaget."
        ),
        Status.REPORT_COMPLETION: _(
            "Du skickar för gruppens räkning. En annan kontaktperson än den som skrev bedömer rapporten."
        ),
    }.get(
        Status(case.status),
        _("Du skickar för gruppens räkning. En annan kontaktperson än den som skrev bedömer ansökan."),
    )
    if action == "complete":
        return by_another, _("Det blir kontaktpersonens tur."), _("Det som är skickat går inte att ändra.")
    return (
        by_another,
        _("Ansökan blir en allmän handling och en PDF."),
        _("Det som är skickat går inte att ändra, men kan kompletteras."),
    )


def _of_withdrawal(label: Label, case: Case) -> Label:
    """Return the label of withdrawing for the group, in the case's phase."""
    effects: tuple[Any, ...] = (
        _("Gruppen söker inget mer stöd i det här ärendet."),
        _(
            "Gruppen har fått stöd. Därför skrivs en slutredovisning, och det som inte är använt betalas tillbaka."
        ),
    )
    if case.phase == Phase.INITIERING:
        effects = (
            _("Ärendet avslutas. Nämnden tar inget beslut."),
            _("Det som redan är skickat finns kvar som allmän handling."),
        )
    return label._replace(button=_("Återkalla för gruppen"), effects=(*effects, _("Det går inte att ångra.")))
