"""What this phase brings to the officer's report on decision 1: the application, the card, the checks."""

from collections.abc import Iterable
from typing import Any

from django.template.defaultfilters import floatformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.attachments.naming import open_names
from applications.attachments.sections import SIGNED
from applications.lifecycle import Missing
from applications.models import Application, Case, OfficerReport, Phrase
from applications.models.document import NOTE
from applications.officer_report.snapshot import in_words
from applications.officer_report.source import PointDraft, ReportDraft, ReportFacts, ReportSource
from applications.phrases import Phrasebook
from applications.snapshots import group_name
from applications.states import Outcome, ReportKind, Status
from applications.templatetags.samverkan import kronor
from phases.initiering import gates
from phases.initiering.card import Card
from phases.initiering.guards import missing_in_review
from phases.initiering.models import Deviation, FirstMeeting, LegalCheck


class DialogueReport(ReportSource):
    """The report on decision 1 (R16, R18)."""

    kind = ReportKind.DIALOGUE
    status = Status.REVIEW
    recommendations = (Outcome.APPROVE, Outcome.APPROVE_ALL, Outcome.REJECT, Outcome.HAND_OVER)
    amounts_label = gettext_lazy("Dialoginsatser")

    def draft(self, case: Case) -> ReportDraft:
        """Carry the application and its assessment over, so that nothing known is typed again."""
        card = Card(case)
        application = card.application
        if application is None:
            return ReportDraft(texts={"heading": case.title})
        texts = {
            "heading": _("Ansökan om samverkansstöd, %(title)s") % {"title": case.title},
            "summary": _summary(case, application, card),
            "background": "\n\n".join(
                text
                for text in (application.joint_proposal, application.challenges, application.added_value)
                if text
            ),
            "economy": _economy(application, card),
            "dialogue": _dialogue(case, card),
            "recommendation": Outcome.APPROVE.value if card.all_met else "",
        }
        return ReportDraft(texts=texts, points=_points(case, application))

    def facts(self, case: Case, report: OfficerReport) -> ReportFacts:
        """Return the documents, the card, the legal check and the deviations."""
        card = Card(case)
        application = card.application
        basis = []
        if application is not None:
            day = in_words(timezone.localdate(application.sent_at))
            basis.append(_("Ansökan om samverkansstöd, %(day)s") % {"day": day})
        sent = case.attachments.filter(sent_at__isnull=False, removed_at=None, message=None)
        files = sent.exclude(section__in=(SIGNED, NOTE))
        return ReportFacts(
            decision_number=1,
            basis=[*basis, *(_("Bilaga: %(name)s") % {"name": name} for name in open_names(files))],
            area_description=application.area_description if application else "",
            criteria=criteria_rows(card),
            legal_check=legal_text(case),
            deviations=gates.rows(case),
        )

    def missing(self, case: Case, report: OfficerReport) -> Iterable[Missing]:
        """Yield what the review lacks."""
        return missing_in_review(case, report)

    def signed(self, case: Case, report: OfficerReport) -> None:
        """Note on each deviation which report told it first (D23)."""
        Deviation.objects.filter(case=case, report=None).update(report=report)


def criteria_rows(card: Card) -> list[dict[str, Any]]:
    """Return the card as rows of a document (CriterionRow of docs/dokument.md)."""
    return [
        {
            "number": row.number,
            "name": row.criterion.title,
            "verdict": row.assessed.verdict if row.assessed else None,
            "motivation": row.assessed.motivation if row.assessed else "",
        }
        for row in card.rows
    ]


def legal_text(case: Case) -> str:
    """Return the newest legal check in paragraphs, empty when there is none (D7)."""
    check = LegalCheck.objects.filter(case=case).first()
    if check is None:
        return ""
    parts = (check.conclusion, check.single_business, check.state_aid, _register(check), _certificate(check))
    return "\n\n".join(part for part in parts if part)


def _register(check: LegalCheck) -> str:
    """Return what the central register of de minimis aid held, and when it was looked into."""
    if check.register_checked_on is None:
        return ""
    names = {"day": in_words(check.register_checked_on), "sum": floatformat(check.register_sum, "0g")}
    return (
        _(
            "Det centrala registret över stöd av mindre betydelse kontrollerades den %(day)s. "
            "Där stod %(sum)s euro under tre år."
        )
        % names
    )


def _certificate(check: LegalCheck) -> str:
    if check.de_minimis_certificate:
        return _("Intyg om stöd av mindre betydelse finns.")
    return (
        _("Intyg om stöd av mindre betydelse saknas. %(why)s") % {"why": check.no_certificate}
        if check.no_certificate
        else ""
    )


def _summary(case: Case, application: Application, card: Card) -> str:
    """Return a first summary: who, where, how the criteria stand, what is asked for."""
    names = {"group": group_name(case), "title": case.title, "where": case.neighbourhood}
    first = (
        _("%(group)s vill utveckla %(title)s i %(where)s.") % names
        if case.neighbourhood
        else _("%(group)s vill utveckla %(title)s.") % names
    )
    met = sum(row.stands and row.assessed is not None and row.assessed.verdict == "met" for row in card.rows)
    verdicts = (
        _("Alla sex kriterier är uppfyllda.")
        if card.all_met
        else _("%(count)s av sex kriterier är uppfyllda.") % {"count": met}
    )
    asked = (
        _("Gruppen söker %(amount)s till dialog.") % {"amount": kronor(application.requested_amount)}
        if application.requested_amount
        else ""
    )
    return " ".join(part for part in (first, verdicts, asked) if part)


def _economy(application: Application, card: Card) -> str:
    """Return what is asked for and what the group puts in itself (R11, R18)."""
    parts = []
    if application.requested_amount:
        parts.append(
            _("Gruppen söker %(amount)s till dialog. %(purpose)s")
            % {"amount": kronor(application.requested_amount), "purpose": application.requested_purpose}
        )
    row = card.row(3)
    if row is not None and row.passage.rows:
        parts.append(_("Gruppen bidrar själv:") + "\n" + "\n".join(f"- {line}" for line in row.passage.rows))
    return "\n\n".join(part.strip() for part in parts)


def _dialogue(case: Case, card: Card) -> str:
    """Return which dialogue has been held, and when the city met the group (R5, R13)."""
    parts = []
    row = card.row(5)
    if row is not None and row.passage.rows:
        parts.append(_("Gruppen har frågat:") + "\n" + "\n".join(f"- {line}" for line in row.passage.rows))
    meeting = FirstMeeting.objects.filter(case=case).order_by("-held_on").first()
    if meeting is not None:
        parts.append(_("Kontoret träffade gruppen den %(day)s.") % {"day": in_words(meeting.held_on)})
    return "\n\n".join(parts)


def _points(case: Case, application: Application) -> tuple[PointDraft, ...]:
    """Return the usual points of decision 1, in the city's own phrases."""
    book, amount = Phrasebook(case), application.requested_amount
    support = PointDraft(book.text(Phrase.Use.SUPPORT))
    if not amount:
        return PointDraft(book.text(Phrase.Use.GRANT)), support
    text = book.text(Phrase.Use.DIALOGUE, amount=amount)
    return PointDraft(text, requested=amount, proposed=amount), support


DIALOGUE_REPORT = DialogueReport()
