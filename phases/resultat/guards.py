"""What hinders the steps of this phase, in words and with the place where it is mended."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.lifecycle import Missing
from applications.models import Case
from applications.support.balance import balance
from applications.templatetags.samverkan import antal, datum, kronor
from phases.resultat import facts
from phases.resultat.models import ResultReport
from phases.resultat.sections import ANSWERS
from phases.samarbete.guards import page
from phases.utforande.facts import open_check_ins


def form_page(case: Case, anchor: str = "") -> str:
    """Return the address of the report's form for whoever writes it, at one of its fields."""
    return page(case, "edit_result_report") + anchor


def missing_for_submit_report(case: Case) -> Iterable[Missing]:
    """Yield what is missing before the report can be sent: R38–R45."""
    report = facts.unsent(case)
    if report is None:
        yield Missing(_("Skriv resultatrapporten."), form_page(case))
        return
    yield from _missing_in_answers(case, report)
    if report.association_formed:
        yield from _missing_enclosures(case)


def missing_for_complete(case: Case) -> Iterable[Missing]:
    """Yield what the completed report lacks."""
    return missing_for_submit_report(case)


def missing_for_submit_interim(case: Case) -> Iterable[Missing]:
    """Yield what an interim report lacks: the answers, not the enclosures (R48)."""
    report = facts.unsent(case)
    if report is None:
        yield Missing(_("Skriv delrapporten."), form_page(case))
        return
    yield from _missing_in_answers(case, report)


def _missing_in_answers(case: Case, report: ResultReport) -> Iterable[Missing]:
    if report.period_from is None:
        yield Missing(_("Skriv från vilken dag rapporten gäller."), form_page(case, "#id_period_from"))
    if report.period_to is None:
        yield Missing(_("Skriv till vilken dag rapporten gäller."), form_page(case, "#id_period_to"))
    elif report.period_from is not None and report.period_to < report.period_from:
        yield Missing(_("Perioden slutar innan den börjar."), form_page(case, "#id_period_to"))
    for section in ANSWERS:
        [name] = section.fields
        if not getattr(report, name).strip():
            text = _("Svara på fråga %(number)s: %(title)s") % {
                "number": section.number,
                "title": section.title,
            }
            yield Missing(text, form_page(case, f"#id_{name}"))
    for row in facts.support(case, report):
        if not row.is_answered:
            what = row.label if row.is_money else f"{row.label} ({row.in_kind})"
            text = _("Skriv hur mycket ni har använt till %(what)s.") % {"what": what}
            yield Missing(text, form_page(case, f"#id_used_{row.grant.pk}"))


def _missing_enclosures(case: Case) -> Iterable[Missing]:
    """Yield the accounts that an association has to enclose (R38)."""
    if not facts.enclosures(case, facts.ACTIVITY).exists():
        yield Missing(
            _("Ni har bildat en förening. Lägg till verksamhetsberättelsen."),
            form_page(case, "#id_activity_report"),
        )
    if not facts.enclosures(case, facts.FINANCIAL).exists():
        yield Missing(
            _("Ni har bildat en förening. Lägg till den ekonomiska berättelsen."),
            form_page(case, "#id_financial_report"),
        )


def missing_for_approve_report(case: Case) -> Iterable[Missing]:
    """Yield why the report cannot be approved: none has been sent."""
    if facts.latest(case) is None:
        yield Missing(
            _("Gruppen har inte skickat någon resultatrapport."),
            reverse("admin:case_messages", args=[case.reference]),
        )


def missing_for_close(case: Case) -> Iterable[Missing]:
    """Yield what has to be done before the case is closed, whatever the reason (R37)."""
    if facts.latest(case) is None:
        yield Missing(
            _("Resultatrapporten är inte godkänd."), reverse("admin:approve_report", args=[case.reference])
        )
    for check_in in open_check_ins(case):
        yield Missing(
            _("Avstämningen %(day)s är varken antecknad eller inställd.")
            % {"day": datum(check_in.starts_at)},
            reverse("admin:check_in", args=[case.reference, check_in.pk]),
        )


def left_when_closing(case: Case) -> Iterable[Missing]:
    """Yield what should be done before closing; the officer may close all the same and write why (D23)."""
    sums = facts.money(case, facts.support(case, facts.latest(case)))
    if sums.outstanding:
        text = _("%(amount)s är inte återbetalade.") % {"amount": kronor(sums.outstanding)}
        yield Missing(text, reverse("admin:record_payment", args=[case.reference]))
    for line in balance(case).in_kind:
        if line.is_lent and line.held:
            text = _("Lånat som inte är återlämnat: %(held)s %(unit)s %(name)s.")
            said = {"held": antal(line.held), "unit": line.thing.unit, "name": line.thing.description}
            yield Missing(text % said, reverse("admin:record_delivery", args=[case.reference]))
    for condition in facts.unmet_conditions(case):
        yield Missing(_("Villkoret är inte uppfyllt: %(text)s") % {"text": condition.text})
