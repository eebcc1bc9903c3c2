"""What this phase brings to the officer's report on decision 2: decision 1 carried over, and what has changed (D16)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.attachments.naming import open_names
from applications.attachments.sections import PROPOSAL
from applications.decisions.cited import cited, who
from applications.decisions.cited import since as since_decision
from applications.lifecycle import Missing
from applications.models import Case, Decision, Grant, Measure, OfficerReport
from applications.officer_report.actions import point_for_measure
from applications.officer_report.snapshot import in_words
from applications.officer_report.source import ReportDraft, ReportFacts, ReportSource
from applications.phrases import Phrasebook
from applications.states import DecisionKind, MeasureStatus, Outcome, ReportKind, Status, SupportKind
from applications.templatetags.samverkan import kronor
from phases.initiering import gates
from phases.initiering.card import Card
from phases.initiering.models import ConflictDeclaration, Deviation, LegalCheck
from phases.initiering.report_source import criteria_rows, legal_text
from phases.samarbete.models import Communication, DialogueActivity, Proposal

CARRIED_OVER = ("background", "children", "gender_equality", "equality")


class MeasuresReport(ReportSource):
    """The report on decision 2: which support the city gives, measure by measure (R32)."""

    kind = ReportKind.MEASURES
    status = Status.PROPOSAL_SUBMITTED
    recommendations = (Outcome.APPROVE, Outcome.REJECT, Outcome.HAND_OVER)

    def draft(self, case: Case) -> ReportDraft:
        """Open with what decision 1 said, the dialogue as it was noted, and one point per measure."""
        before = report_before(case)
        sent = sent_proposal(case)
        texts = {name: getattr(before, name) for name in CARRIED_OVER} if before else {}
        texts |= {
            "heading": _("Samverkansstöd till insatser, %(title)s") % {"title": case.title},
            "summary": _summary(case, sent),
            "changes": changes_since(case),
            "economy": _economy(case),
            "dialogue": dialogue_text(case),
        }
        book = Phrasebook(case)
        return ReportDraft(texts=texts, points=tuple(point_for_measure(book, row) for row in proposed(case)))

    def facts(self, case: Case, report: OfficerReport) -> ReportFacts:
        """Return the documents, the card of decision 1, the legal check and the deviations."""
        card = Card(case)
        files = case.attachments.filter(sent_at__isnull=False, removed_at=None, section=PROPOSAL)
        return ReportFacts(
            decision_number=2,
            basis=[*_basis(case), *(_("Bilaga: %(name)s") % {"name": name} for name in open_names(files))],
            area_description=card.application.area_description if card.application else "",
            criteria=criteria_rows(card),
            legal_check=legal_text(case),
            deviations=gates.rows(case),
        )

    def missing(self, case: Case, report: OfficerReport) -> Iterable[Missing]:
        """Yield what is missing before sign-off: no conflict of interest, a legal check of the measures, the area."""
        if not ConflictDeclaration.objects.filter(case=case, officer=report.author_id).exists():
            yield Missing(
                _("%(name)s behöver försäkra att inte vara jävig.") % {"name": report.author.name},
                _page(case, "declare_no_conflict"),
            )
        sent = sent_proposal(case)
        check = LegalCheck.objects.filter(case=case).first()
        if check is None or (sent is not None and check.created_at < sent.sent_at):
            yield Missing(_("Gör den rättsliga kontrollen av insatserna."), _page(case, "legal_check"))
        if case.area_polygon is None and not gates.passed(case, gates.Gate.POLYGON):
            yield Missing(_("Rita området på kartan."), _page(case, "draw_area"))
        yield from _missing_points(case, report)

    def signed(self, case: Case, report: OfficerReport) -> None:
        """Note on each deviation which report told it first (D23)."""
        Deviation.objects.filter(case=case, report=None).update(report=report)


def _page(case: Case, name: str, anchor: str = "") -> str:
    return reverse(f"admin:{name}", args=[case.reference]) + anchor


def _missing_points(case: Case, report: OfficerReport) -> Iterable[Missing]:
    """Yield measures without a proposed point: the committee decides on every one (R32)."""
    if report.recommendation != Outcome.APPROVE:
        return
    with_point = set(report.points.values_list("measure_id", flat=True))
    for measure in proposed(case):
        if measure.pk not in with_point:
            yield Missing(
                _("Insats %(letter)s saknar beslutspunkt.") % {"letter": measure.letter},
                _page(case, "write_officer_report", "#id_points-0-text"),
            )


def proposed(case: Case) -> list[Measure]:
    """Return the measures that the committee is to decide on, in order: not those that the group took out."""
    rows = Measure.objects.filter(case=case).exclude(status=MeasureStatus.CANCELLED)
    return list(rows.select_related("responsible__actor"))


def sent_proposal(case: Case) -> Proposal | None:
    """Return the newest sent version of the proposal."""
    return Proposal.objects.sent().filter(case=case).first()


def report_before(case: Case) -> OfficerReport | None:
    """Return the signed report of decision 1."""
    reports = case.officer_reports.filter(
        kind=ReportKind.DIALOGUE, signed_off_at__isnull=False, recalled_at=None
    )
    return reports.order_by("-version").first()


def decision_before(case: Case) -> Decision | None:
    """Return decision 1, the newest released one that gave support to dialogue."""
    decisions = case.decisions.filter(kind=DecisionKind.DIALOGUE, released_at__isnull=False)
    return decisions.filter(outcome__in=(Outcome.APPROVE, Outcome.APPROVE_CHANGED)).first()


def _summary(case: Case, sent: Proposal | None) -> str:
    """Return a first summary: how many measures, what is asked for, which dialogue it rests on."""
    rows = proposed(case)
    number = ngettext("%(count)s insats", "%(count)s insatser", len(rows)) % {"count": len(rows)}
    names = {
        "measures": number,
        "title": case.title,
        "sum": kronor(sum(row.requested_amount or 0 for row in rows)),
    }
    first = _("Gruppen föreslår %(measures)s för %(title)s och söker %(sum)s.") % names
    return " ".join(text for text in (first, sent.summary.strip() if sent else "") if text)


def changes_since(case: Case) -> str:
    """Return what has happened since decision 1, as a list: told, asked, who joined (D16)."""
    decision = decision_before(case)
    lines = []
    told = Communication.objects.filter(case=case).count()
    if told:
        lines.append(
            ngettext(
                "Gruppen har berättat för fler aktörer %(count)s gång.",
                "Gruppen har berättat för fler aktörer %(count)s gånger.",
                told,
            )
            % {"count": told}
        )
    since = decision.released_at if decision else None
    joined = [row.actor.name for row in _joined(case, since)]
    if joined:
        lines.append(_("Nya aktörer på listan: %(names)s.") % {"names": ", ".join(joined)})
    granted = _granted(case)
    if granted:
        names = {"decider": who(decision), "sum": kronor(granted)}
        lines.append(_("Till dialog har %(decider)s beviljat %(sum)s.") % names)
    head = _("Sedan beslut 1") if decision is None else since_decision(decision)
    return "\n".join((f"{head}:", *(f"- {line}" for line in lines))) if lines else ""


def _joined(case: Case, since: datetime | None) -> Any:
    rows = case.case_actors.select_related("actor")
    return rows.filter(added_at__gt=since) if since else rows.filter(in_group=False)


def _granted(case: Case) -> int:
    grants = Grant.objects.standing().filter(case=case, kind=SupportKind.MONEY, measure=None)
    return sum(grants.values_list("amount", flat=True))


def _economy(case: Case) -> str:
    """Return what the measures cost and what is asked for, in money and in kind."""
    rows = proposed(case)
    cost, asked = (sum(getattr(row, name) or 0 for row in rows) for name in ("cost", "requested_amount"))
    lines = [
        _("Insatserna kostar %(cost)s. Gruppen söker %(asked)s.")
        % {"cost": kronor(cost), "asked": kronor(asked)}
    ]
    kind = [f"- {row.letter} {row.title}: {row.requested_in_kind}" for row in rows if row.requested_in_kind]
    if kind:
        lines.append("\n".join((_("Gruppen söker också annat stöd:"), *kind)))
    return "\n\n".join(lines)


def dialogue_text(case: Case) -> str:
    """Return which dialogues were held, with whom and what came up; why none, when a deviation says so (D23)."""
    parts = []
    for row in DialogueActivity.objects.filter(case=case, held_on__isnull=False).prefetch_related("needs"):
        people = ngettext("%(count)s deltagare", "%(count)s deltagare", row.participants or 0)
        line = f"- {row.title}, {in_words(row.held_on)}, {people % {'count': row.participants or 0}}"
        needs = ", ".join(f"{need.text} ({need.get_group_display().lower()})" for need in row.needs.all())
        parts.append(f"{line}. {_('Behov:')} {needs}." if needs else f"{line}.")
    if parts:
        return "\n".join((_("Gruppen har fört dialog:"), *parts))
    passed = Deviation.objects.filter(case=case, gate=gates.Gate.DIALOGUE).first()
    return _("Ingen dialog har förts. %(reason)s") % {"reason": passed.reason} if passed else ""


def _basis(case: Case) -> list[str]:
    """Return the documents that the report rests on: proposal, compilation, decision 1."""
    found = []
    sent = sent_proposal(case)
    if sent is not None:
        found.append(
            _("Gruppens förslag till insatser, %(day)s") % {"day": in_words(timezone.localdate(sent.sent_at))}
        )
        finished = sent.snapshot["compilation"]["finished_on"]
        if finished:
            day = in_words(datetime.fromisoformat(finished).date())
            found.append(_("Sammanställning av synpunkter, %(day)s") % {"day": day})
    decision = decision_before(case)
    if decision is not None:
        found.append(cited(decision))
    return found


MEASURES_REPORT = MeasuresReport()
