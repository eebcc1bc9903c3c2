"""How a later document names an earlier decision: the committee's by its §, other ones by number (D5)."""

from django.utils.translation import gettext as _

from applications.decisions.snapshot import in_words
from applications.models import Decision


def _by_committee(decision: Decision) -> bool:
    return decision.route == Decision.Route.COMMITTEE


def cited(decision: Decision) -> str:
    """Return "Prövonämndens beslut 28 april 2026, § 99" or "Ordförandebeslut 3, 20 april 2026"."""
    day = in_words(decision.decided_on)
    if not _by_committee(decision):
        return f"{decision.number_name}, {day}"
    name = decision.committee.name
    return _("%(committee)s beslut %(day)s, § %(paragraph)s") % {
        "committee": f"{name[:1].upper()}{name[1:]}s",
        "day": day,
        "paragraph": decision.paragraph,
    }


def since(decision: Decision) -> str:
    """Return "Sedan nämndens beslut 28 april 2026, § 99" or "Sedan ordförandebeslut 3, 20 april 2026"."""
    day = in_words(decision.decided_on)
    if not _by_committee(decision):
        number = decision.number_name
        return _("Sedan %(number)s, %(day)s") % {"number": number[:1].lower() + number[1:], "day": day}
    return _("Sedan nämndens beslut %(day)s, § %(paragraph)s") % {"day": day, "paragraph": decision.paragraph}


def who(decision: Decision | None) -> str:
    """Return who decided inside a sentence: "nämnden", "ordföranden i prövonämnden"."""
    return _("nämnden") if decision is None or _by_committee(decision) else decision.decider
