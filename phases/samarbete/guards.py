"""What hinders the steps of this phase, in words and with the page where it is mended."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.lifecycle import Missing
from applications.models import Case
from phases.samarbete.facts import Facts, facts_of
from phases.samarbete.models import Proposal, ProposedMeasure
from phases.samarbete.proposal import measures


def page(case: Case, name: str, *args: object) -> str:
    """Return the address of a page for whoever speaks for the group: the officer when the city started (R46)."""
    return reverse(f"admin:{name}" if case.is_written_by_city else name, args=[case.reference, *args])


def unsent_proposal(case: Case) -> Proposal | None:
    """Return the version that the group is writing, if any."""
    return Proposal.objects.unsent().filter(case=case).first()


def missing_for_submit_proposal(case: Case) -> Iterable[Missing]:
    """Yield what is missing before the proposal can be sent (R24, R27, R30, R31, R35)."""
    facts = facts_of(case)
    yield from _missing_before_measures(case, facts)
    proposal = unsent_proposal(case)
    rows = measures.ordered(proposal) if proposal else []
    if not rows:
        yield Missing(_("Beskriv minst en insats."), page(case, "edit_proposal"))
    yield from missing_in_measures(case, rows, needs_exist=facts.needs > 0)
    if not facts.named_members:
        yield Missing(_("Ange vem som ingår i ansvarig grupp."), page(case, "edit_group"))


def _missing_before_measures(case: Case, facts: Facts) -> Iterable[Missing]:
    if not facts.is_told:
        yield Missing(_("Berätta för fler aktörer minst en gång."), page(case, "add_communication"))
    if not facts.is_asked:
        yield Missing(_("Genomför minst en dialog."), page(case, "plan_dialogue"))
    if facts.compiled_on is None:
        yield Missing(_("Gör klart sammanställningen av synpunkter."), page(case, "compile_viewpoints"))


def missing_in_measures(case: Case, rows: list[ProposedMeasure], *, needs_exist: bool) -> Iterable[Missing]:
    """Yield what the measures lack, one line a measure."""
    for row in rows:
        if found := measures.lacks(row, needs_exist=needs_exist):
            text = _("Insats %(letter)s: %(lacks)s.") % {"letter": row.letter, "lacks": ", ".join(found)}
            yield Missing(text, page(case, "edit_measure", row.pk))


def missing_for_complete(case: Case) -> Iterable[Missing]:
    """Yield what the asked-for sections lack before the completion can be sent."""
    proposal = unsent_proposal(case)
    if proposal is None:
        return
    facts = facts_of(case)
    if facts.compiled_on is None:
        yield Missing(_("Gör klart sammanställningen av synpunkter."), page(case, "compile_viewpoints"))
    rows = measures.ordered(proposal)
    if not rows:
        yield Missing(_("Beskriv minst en insats."), page(case, "edit_proposal"))
    yield from missing_in_measures(case, rows, needs_exist=facts.needs > 0)
