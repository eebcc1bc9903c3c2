"""What hinders the city's steps in this phase, in words and with the page where it is mended."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.lifecycle import Missing
from applications.models import Case, OfficerReport
from applications.officer_report.guards import draft_page, open_report
from applications.states import Outcome, Remit
from phases.initiering.card import NUMBERS, Card
from phases.initiering.gates import Gate, gate_link, passed
from phases.initiering.models import ConflictDeclaration, FirstMeeting, LegalCheck


def page(case: Case, name: str, *args: Any) -> str:
    """Return the address of a page of the workspace."""
    return reverse(f"admin:{name}", args=[case.reference, *args])


def missing_for_take_up(case: Case) -> Iterable[Missing]:
    """Yield what is missing before the review: somebody who reviews (R6)."""
    if case.officer_id is None:
        yield Missing(_("Ärendet behöver en kontaktperson."), page(case, "assign_officer"))


def missing_while_with_manager(case: Case) -> Iterable[Missing]:
    """Yield why facts may not change now: the manager reads a report that rests on them (D24)."""
    report = open_report(case)
    if report is not None and report.is_with_manager:
        yield Missing(
            _("Tjänsteskrivelsen ligger hos chefen. Be chefen lämna tillbaka den om du vill ändra."),
            draft_page(case),
        )


def missing_for_request_completion(case: Case) -> Iterable[Missing]:
    """Yield why the group cannot be asked now."""
    yield from missing_while_with_manager(case)


def missing_declaration(case: Case, user: Any) -> Iterable[Missing]:
    """Yield the declaration that an officer makes before judging anything (D6)."""
    if not ConflictDeclaration.objects.filter(case=case, officer=user).exists():
        yield Missing(_("Försäkra först att du inte är jävig."), page(case, "declare_no_conflict"))


def missing_first_meeting(case: Case) -> Iterable[Missing]:
    """Yield what the first meeting lacks: held, with process and criteria explained (R5, R7), or passed by."""
    if passed(case, Gate.FIRST_MEETING):
        return
    meeting = FirstMeeting.objects.filter(case=case).order_by("-held_on", "-id").first()
    if meeting is None:
        yield Missing(_("Anteckna första mötet."), page(case, "log_first_meeting"))
        yield gate_link(case, Gate.FIRST_MEETING)
    elif not (meeting.process_explained and meeting.criteria_explained):
        yield Missing(
            _("Anteckna att du har gått igenom processen och kriterierna."), page(case, "log_first_meeting")
        )
        yield gate_link(case, Gate.FIRST_MEETING)


def remit_is_judged(case: Case) -> bool:
    """Return whether the city has judged the remit as it stands (R1): what the group answered is no judgement."""
    judged = case.events.filter(action="judge_remit").order_by("-at", "-id").first()
    return judged is not None and judged.data.get("to") == case.remit


def missing_in_review(case: Case, report: OfficerReport, card: Card | None = None) -> Iterable[Missing]:
    """Yield what the review lacks before the report on decision 1 may be signed (R4, R5, R8, R15, D6, D7)."""
    yield from missing_first_meeting(case)
    if not ConflictDeclaration.objects.filter(case=case, officer=report.author_id).exists():
        yield Missing(
            _("%(name)s behöver försäkra att inte vara jävig.") % {"name": report.author.name},
            page(case, "declare_no_conflict"),
        )
    if not remit_is_judged(case):
        yield Missing(_("Bedöm om förslaget hör till nämndens ansvar."), page(case, "judge_remit"))
    card = card or Card(case)
    yield from missing_in_card(case, card)
    if not LegalCheck.objects.filter(case=case).exists():
        yield Missing(_("Gör den rättsliga kontrollen."), page(case, "legal_check"))
    if case.area_polygon is None and not passed(case, Gate.POLYGON):
        yield Missing(_("Rita området på kartan."), page(case, "draw_area"))
        yield gate_link(case, Gate.POLYGON)
    yield from missing_in_recommendation(case, report, card)


def missing_in_card(case: Case, card: Card) -> Iterable[Missing]:
    """Yield the criteria that lack an assessment with its motivation (R8)."""
    if card.application is None:
        yield Missing(
            _("Gruppen har inte skickat någon ansökan."),
            reverse("admin:case_messages", args=[case.reference]),
        )
        return
    for number in NUMBERS:
        row = card.row(number)
        url = page(case, "assess_criteria", number)
        if row is None or row.assessed is None:
            yield Missing(_("Bedöm kriterium %(number)s.") % {"number": number}, url)
        elif row.is_changed:
            yield Missing(
                _("Bedöm kriterium %(number)s igen. Gruppen har ändrat den delen.") % {"number": number}, url
            )
        elif not row.assessed.motivation.strip():
            yield Missing(_("Motivera bedömningen av kriterium %(number)s.") % {"number": number}, url)


def missing_in_recommendation(case: Case, report: OfficerReport, card: Card) -> Iterable[Missing]:
    """Yield where the recommendation contradicts verdicts or remit (R15, R54)."""
    url = reverse("admin:write_officer_report", args=[case.reference]) + "#id_recommendation_0"
    grants = report.recommendation in (Outcome.APPROVE, Outcome.APPROVE_ALL)
    if grants and not card.all_met:
        yield Missing(
            _(
                "Du kan föreslå bevilja först när alla sex kriterier är uppfyllda. Föreslå något annat, "
                "eller be om komplettering."
            ),
            url,
        )
    if case.remit == Remit.NO and report.recommendation and report.recommendation != Outcome.HAND_OVER:
        yield Missing(_("Förslaget ligger utanför nämndens ansvar. Då föreslår du att överlämna det."), url)
