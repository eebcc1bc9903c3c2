"""The model's own checklist, one line per phase, ticked by the facts and never by hand (R56–R59)."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Case
from applications.states import MeasureStatus
from phases.resultat.facts import promised_value
from phases.samarbete.facts import facts_of
from phases.utforande.facts import standings


class Line(NamedTuple):
    """`fact` says in words what the tick rests on; `beside` is the promise that the last line is held against."""

    phase: int
    text: str
    is_done: bool
    fact: str
    beside: str = ""


def checklist(case: Case) -> list[Line]:
    """Return the four lines of a case with what is recorded for each."""
    return [_sent(case), _asked(case), _carried_out(case), _measured(case)]


def _sent(case: Case) -> Line:
    """R56: the application has gone to the committee: a signed report has stood on an agenda."""
    item = case.agenda_items.select_related("meeting__committee").order_by("id").first()
    fact = str(item.meeting) if item else _("Inte uppsatt på något sammanträde än")
    return Line(1, _("Ansökan skickad till nämnden"), item is not None, fact)


def _asked(case: Case) -> Line:
    """R57: at least one dialogue held, and needs recorded."""
    facts = facts_of(case)
    held = ngettext("%(count)s dialog", "%(count)s dialoger", facts.held) % {"count": facts.held}
    fact = _("%(held)s, %(needs)s behov") % {"held": held, "needs": facts.needs}
    done = facts.held > 0 and facts.needs > 0
    return Line(2, _("Dialogaktiviteter och behovskartläggning genomförda"), done, fact)


def _carried_out(case: Case) -> Line:
    """R58: every granted measure done, or cancelled with its reason."""
    rows = standings(case)
    done = sum(row.status == MeasureStatus.DONE for row in rows)
    cancelled = sum(row.status == MeasureStatus.CANCELLED for row in rows)
    fact = _("%(done)s av %(all)s genomförda") % {"done": done, "all": len(rows)}
    if cancelled:
        fact += ", " + _("%(count)s utgår") % {"count": cancelled}
    text = _("Aktiviteter och insatser genomförda enligt beslutad tidsplan")
    return Line(3, text, bool(rows) and done + cancelled == len(rows), fact)


def _measured(case: Case) -> Line:
    """R59: the result measured, beside the added value promised (R23)."""
    approved = case.events.filter(action="approve_report").first()
    sent = case.events.filter(action="submit_report").first()
    fact = _("Resultatrapporten är godkänd") if approved else _("Resultatrapporten är inte godkänd än")
    if sent and not approved:
        fact = _("Resultatrapporten är inskickad")
    text = _("Resultat- och effektmätning med fokus på mervärde")
    return Line(4, text, approved is not None, fact, promised_value(case))
