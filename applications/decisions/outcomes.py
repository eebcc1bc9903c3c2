"""Which transition an outcome takes, and what it leads to in words (docs/livscykel.md, "Utfall i nämnden")."""

from django.utils.translation import gettext_lazy as _

from applications.models import Case, Decision
from applications.states import DecisionKind, Outcome, Status

GRANTS = (Outcome.APPROVE, Outcome.APPROVE_CHANGED, Outcome.APPROVE_ALL)

HELP = {
    Outcome.APPROVE: _("Precis som i tjänsteskrivelsen"),
    Outcome.APPROVE_CHANGED: _("Beslutet skiljer sig från förslaget i tjänsteskrivelsen"),
    Outcome.APPROVE_ALL: _("Både dialogen och insatserna, utan ett andra beslut"),
    Outcome.REFER_BACK: _("Ärendet går tillbaka till kontaktpersonen"),
    Outcome.TABLE: _("Ärendet tas upp på nästa sammanträde"),
    Outcome.HAND_OVER: _("Hela ärendet, till en eller flera andra nämnder. Gäller det en del: välj bifall"),
}

# What the status will be, for the page before the click. After support, the final account follows (R37).
LEADS_TO = {
    "grant_dialogue": _("Ärendet går till fas 2, samarbete."),
    "grant_all": _("Ärendet går till fas 3, utförande."),
    "grant_measures": _("Ärendet går till fas 3, utförande."),
    "refer_back": _("Ärendet går tillbaka till kontaktpersonen. En ny version av tjänsteskrivelsen behövs."),
    "table": _("Ärendepunkten flyttas till nästa sammanträde. Inget annat ändras."),
    "decide_further": _("Ärendet är kvar i fas 3, utförande."),
}
ENDS = {
    "reject": (
        _("Ärendet avslutas som avslaget."),
        _("Gruppen lämnar en slutredovisning av det stöd den har fått."),
    ),
    "hand_over": (
        _("Ärendet avslutas som överlämnat."),
        _("Gruppen lämnar en slutredovisning av det stöd den har fått."),
    ),
}


def outcomes_for(case: Case, kind: DecisionKind) -> list[Outcome]:
    """Return the outcomes that can be registered: everything at once only in decision 1, with measures entered."""
    everything = kind == DecisionKind.DIALOGUE and case.measures.exists()
    return [outcome for outcome in Outcome if outcome != Outcome.APPROVE_ALL or everything]


def transition_of(decision: Decision) -> str:
    """Return the one transition that releasing the decision takes."""
    outcome = Outcome(decision.outcome)
    if outcome == Outcome.TABLE:
        return "table"
    if decision.kind == DecisionKind.FURTHER:
        return "decide_further"
    if outcome in (Outcome.REJECT, Outcome.HAND_OVER, Outcome.REFER_BACK):
        return str(outcome)
    if outcome == Outcome.APPROVE_ALL:
        return "grant_all"
    return "grant_dialogue" if decision.kind == DecisionKind.DIALOGUE else "grant_measures"


def leads_to(case: Case, transition: str) -> str:
    """Return in a sentence what the transition does with the case."""
    if transition in ENDS:
        ended, account = ENDS[transition]
        return str(account if case.status == Status.PROPOSAL_COMMITTEE else ended)
    return str(LEADS_TO[transition])
