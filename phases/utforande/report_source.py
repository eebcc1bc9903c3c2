"""What this phase brings to the officer's report on a further decision (R48), and on what was referred back (R32)."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.decisions.cited import cited, since
from applications.lifecycle import Missing
from applications.models import Case, Decision, Event, Measure, OfficerReport, Phrase
from applications.officer_report.actions import point_for_measure
from applications.officer_report.snapshot import in_words
from applications.officer_report.source import PointDraft, ReportDraft, ReportFacts, ReportSource
from applications.phrases import Phrasebook
from applications.states import Outcome, PointOutcome, ReportKind, Size, Status, SupportKind
from applications.templatetags.samverkan import datum, kronor
from phases.initiering import gates
from phases.initiering.card import Card
from phases.initiering.models import ConflictDeclaration, Deviation, LegalCheck
from phases.initiering.report_source import criteria_rows, legal_text
from phases.samarbete.report_source import dialogue_text
from phases.utforande.facts import held_check_ins, standings, told

CARRIED_OVER = ("background", "children", "gender_equality", "equality")
FIRST_NUMBER = 3  # decision 1 and 2 are the model's own


class FurtherReport(ReportSource):
    """The report on a further decision during utförande: renewed support, or measures that were referred back."""

    kind = ReportKind.FURTHER
    status = Status.EXECUTION
    recommendations = (Outcome.APPROVE, Outcome.REJECT, Outcome.HAND_OVER)

    def draft(self, case: Case) -> ReportDraft:
        """Open with the last report, what has happened since the last decision, and the points there are."""
        before = report_before(case)
        texts = {name: getattr(before, name) for name in CARRIED_OVER} if before else {}
        back = referred_back(case)
        texts |= {
            "heading": _("Fortsatt samverkansstöd, %(title)s") % {"title": case.title},
            "summary": _summary(case, back),
            "changes": changes_since(case),
            "economy": _economy(case),
            "dialogue": dialogue_text(case),
        }
        book = Phrasebook(case)
        points = tuple(point_for_measure(book, measure) for measure in back)
        points = points or (PointDraft(book.text(Phrase.Use.RENEW)),)
        return ReportDraft(texts=texts, points=points)

    def facts(self, case: Case, report: OfficerReport) -> ReportFacts:
        """Return the documents, the card of decision 1, the legal check and the deviations."""
        card = Card(case)
        return ReportFacts(
            decision_number=max(FIRST_NUMBER, decided(case).count() + 1),
            basis=_basis(case),
            area_description=card.application.area_description if card.application else "",
            criteria=criteria_rows(card),
            legal_check=legal_text(case),
            deviations=gates.rows(case),
        )

    def missing(self, case: Case, report: OfficerReport) -> Iterable[Missing]:
        """Yield what is missing before sign-off: no conflict of interest, a legal check, the interim report (R48)."""
        if not ConflictDeclaration.objects.filter(case=case, officer=report.author_id).exists():
            yield Missing(
                _("%(name)s behöver försäkra att inte vara jävig.") % {"name": report.author.name},
                _page(case, "declare_no_conflict"),
            )
        last = last_decision(case)
        check = LegalCheck.objects.filter(case=case).first()
        if check is None or (last is not None and last.released_at and check.created_at < last.released_at):
            yield Missing(_("Gör den rättsliga kontrollen av det nya stödet."), _page(case, "legal_check"))
        if needs_interim_report(case, report) and interim_report(case) is None:
            yield Missing(
                _("Gruppen behöver skicka en delrapport innan stödet kan förnyas."),
                reverse("edit_result_report", args=[case.reference]),
            )

    def signed(self, case: Case, report: OfficerReport) -> None:
        """Note on each deviation which report told it first (D23)."""
        Deviation.objects.filter(case=case, report=None).update(report=report)


FURTHER_REPORT = FurtherReport()


def _page(case: Case, name: str) -> str:
    return reverse(f"admin:{name}", args=[case.reference])


def decided(case: Case) -> QuerySet[Decision]:
    """Return the released decisions that settled something, the newest first."""
    released = case.decisions.filter(released_at__isnull=False)
    return released.exclude(outcome__in=(Outcome.TABLE, Outcome.REFER_BACK)).select_related("committee")


def last_decision(case: Case) -> Decision | None:
    """Return the newest decision that settled something."""
    return decided(case).order_by("-released_at", "-id").first()


def referred_back(case: Case) -> list[Measure]:
    """Return the measures that the committee sent back for more preparation."""
    rows = case.measures.filter(decided=PointOutcome.REFERRED_BACK)
    return list(rows.select_related("responsible__actor"))


def needs_interim_report(case: Case, report: OfficerReport) -> bool:
    """Return whether the report renews a long process: it has a point that no referred-back measure explains (R48)."""
    if case.size != Size.LONG_TERM:
        return False
    back = {measure.pk for measure in referred_back(case)}
    return any(point.measure_id not in back for point in report.points.all())


def interim_report(case: Case) -> Event | None:
    """Return when the group accounted for the period since the last decision, from the trail."""
    last = last_decision(case)
    sent = case.events.filter(action="submit_interim_report")
    if last is not None and last.released_at is not None:
        sent = sent.filter(at__gte=last.released_at)
    return sent.first()


def report_before(case: Case) -> OfficerReport | None:
    """Return the newest signed report of the case."""
    return (
        case.officer_reports.filter(signed_off_at__isnull=False, recalled_at=None)
        .order_by("-signed_off_at")
        .first()
    )


def _summary(case: Case, back: list[Measure]) -> str:
    if back:
        letters = ", ".join(str(measure) for measure in back)
        return _("Nämnden återremitterade %(measures)s. Nu finns det underlag som nämnden bad om.") % {
            "measures": letters
        }
    return _("Processen för %(title)s pågår. Gruppen söker fortsatt stöd.") % {"title": case.title}


def changes_since(case: Case) -> str:
    """Return what has happened since the last decision, as a list: told, carried out, met, accounted for (D16)."""
    lines = []
    first = told(case).first()
    if first is not None:
        lines.append(_("Gruppen har berättat om beslutet, %(day)s.") % {"day": datum(first.happened_on)})
    for row in standings(case):
        status = str(row.measure.get_status_display()).lower()
        lines.append(_("Insats %(measure)s: %(status)s.") % {"measure": row.measure, "status": status})
    met = held_check_ins(case).count()
    if met:
        lines.append(
            ngettext("%(count)s avstämning är hållen.", "%(count)s avstämningar är hållna.", met)
            % {"count": met}
        )
    sent = interim_report(case)
    if sent is not None:
        lines.append(_("Gruppen har skickat en delrapport, %(day)s.") % {"day": datum(sent.at)})
    last = last_decision(case)
    if not lines or last is None:
        return "\n".join(f"- {line}" for line in lines)
    return "\n".join((f"{since(last)}:", *(f"- {line}" for line in lines)))


def _economy(case: Case) -> str:
    """Return what has been granted so far, decision by decision."""
    lines, head = [], _("Nämnden har hittills beviljat:")
    for decision in decided(case).order_by("decided_on", "id"):
        grants = decision.grants.standing().filter(kind=SupportKind.MONEY)
        granted = sum(amount or 0 for amount in grants.values_list("amount", flat=True))
        if granted:
            day = in_words(decision.decided_on)
            lines.append(
                _("- %(number)s, %(day)s: %(sum)s")
                % {"number": decision.number_name, "day": day, "sum": kronor(granted)}
            )
            if decision.section is None:
                head = _("Hittills har beviljats:")
    return "\n".join((head, *lines)) if lines else ""


def _basis(case: Case) -> list[str]:
    """Return the documents that the report rests on: earlier decisions, the interim report."""
    found = [cited(decision) for decision in decided(case).order_by("decided_on", "id")]
    sent = interim_report(case)
    if sent is not None:
        found.append(_("Gruppens delrapport, %(day)s") % {"day": in_words(timezone.localdate(sent.at))})
    return found
