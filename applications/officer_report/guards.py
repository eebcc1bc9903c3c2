"""What an officer's report must have before it is sent to the manager, and before it is signed (D24)."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import phrases
from applications.lifecycle import Missing
from applications.models import Case, OfficerReport, ProposedPoint
from applications.officer_report.consequences import left_to_fill_in
from applications.officer_report.source import ReportSource
from applications.states import Outcome, ReportKind
from applications.templatetags.samverkan import kronor

SUM = re.compile(r"(\d{1,3}(?:[\s.]\d{3})+|\d+)\s*(?:kronor|kr)\b")
TEXTS_NEEDED = {
    "heading": gettext_lazy("Skriv en rubrik på tjänsteskrivelsen."),
    "summary": gettext_lazy("Skriv en sammanfattning."),
    "background": gettext_lazy("Beskriv ärendet."),
    "economy": gettext_lazy("Skriv vad förslaget betyder för ekonomin."),
    "children": gettext_lazy("Skriv vilka konsekvenser förslaget har för barn."),
    "gender_equality": gettext_lazy("Skriv vilka konsekvenser förslaget har för jämställdheten."),
    "equality": gettext_lazy("Skriv vilka konsekvenser förslaget har för jämlikheten."),
    "dialogue": gettext_lazy("Skriv om dialog har förts och hur, eller varför inte."),
}


def open_report(case: Case) -> OfficerReport | None:
    """Return the report that is being written or signed, None when there is none."""
    return case.officer_reports.filter(signed_off_at=None).select_related("meeting").first()


def latest_report(case: Case, kind: str) -> OfficerReport | None:
    """Return the newest version of one kind, signed or not."""
    return case.officer_reports.filter(kind=kind).order_by("-version").first()


def page(case: Case, name: str = "write_officer_report", anchor: str = "") -> str:
    """Return the address where a part of the report is mended."""
    return reverse(f"admin:{name}", args=[case.reference]) + anchor


def missing_in_report(case: Case, report: OfficerReport, source: ReportSource) -> Iterable[Missing]:
    """Yield what the report itself lacks: words, points, reasons, a meeting, a recommendation that fits."""
    for name, text in TEXTS_NEEDED.items():
        if not getattr(report, name).strip():
            yield Missing(str(text), page(case, anchor=f"#id_{name}"))
    for name, word in left_to_fill_in(report):
        label = str(OfficerReport._meta.get_field(name).verbose_name)  # noqa: SLF001
        yield Missing(
            _("%(part)s har kvar %(word)s. Skriv vad som ska stå där.") % {"part": label, "word": word},
            page(case, anchor=f"#id_{name}"),
        )
    if report.recommendation not in source.recommendations:
        yield Missing(_("Välj vad du föreslår."), page(case, anchor="#id_recommendation_0"))
    points = list(report.points.select_related("measure"))
    if not points:
        yield Missing(_("Skriv minst en beslutspunkt."), page(case, anchor="#id_points-0-text"))
    yield from _missing_in_amounts(case, report, points)
    if report.recommendation == Outcome.APPROVE_ALL:
        yield from _missing_in_measures(case, points)
    elif (
        points
        and report.recommendation == Outcome.APPROVE
        and not any(point.proposed or point.in_kind for point in points)
    ):
        yield Missing(
            _("Du föreslår att bevilja. Skriv vad en av punkterna ger, i kronor eller annat stöd."),
            page(case, anchor="#id_points-0-proposed"),
        )
    if report.recommendation == Outcome.REJECT and any(point.proposed for point in points):
        yield Missing(
            _("Du föreslår avslag, men en punkt har ett belopp. Ta bort det."),
            page(case, anchor="#id_points-0-proposed"),
        )
    if report.meeting is None:
        yield Missing(_("Välj sammanträdet som nämnden ska besluta på."), page(case, anchor="#id_meeting"))


def _missing_in_amounts(case: Case, report: OfficerReport, points: list[ProposedPoint]) -> Iterable[Missing]:
    """Yield points whose amount has no reason for differing from the one asked for (R55), or from its own words.

    And points in which something in braces is still to be filled in.
    """
    for row, point in enumerate(points):
        for word in phrases.unfilled(point.text):
            yield Missing(
                _("Punkt %(number)s har kvar %(word)s. Skriv vad som ska stå där.")
                % {"number": point.number, "word": word},
                page(case, anchor=f"#id_points-{row}-text"),
            )
        yield from _differs_unexplained(case, report, row, point)
        if point.proposed and (named := sums_in(point.text)) and point.proposed not in named:
            yield Missing(
                _("Punkt %(number)s nämner ett annat belopp än det föreslagna.") % {"number": point.number},
                page(case, anchor=f"#id_points-{row}-text"),
            )


def _differs_unexplained(
    case: Case, report: OfficerReport, row: int, point: ProposedPoint
) -> Iterable[Missing]:
    """Yield a sum or help in kind that is not what the group asked for, without a reason (R55).

    What the group asked for a measure stands on the measure: a blank field says nothing else, a typed sum may not.
    A further decision is about what its own report asks for.
    """
    measure = point.measure if report.kind != ReportKind.FURTHER else None
    asked = measure.requested_amount if measure and measure.requested_amount is not None else point.requested
    names = {"number": point.number, "sum": kronor(asked or 0)}
    if point.requested is not None and point.requested != asked:
        yield Missing(
            _("Gruppen har sökt %(sum)s till insatsen i punkt %(number)s.") % names,
            page(case, anchor=f"#id_points-{row}-requested"),
        )
    if point.motivation.strip():
        return
    things = " ".join(measure.requested_in_kind.split()).casefold() if measure else ""
    text = ""
    if asked is not None and asked != (point.proposed or 0):
        text = _("Motivera varför beloppet i punkt %(number)s skiljer sig från det sökta.")
    elif things and things != " ".join(point.in_kind.split()).casefold():
        text = _("Motivera varför annat stöd i punkt %(number)s skiljer sig från det sökta.")
    if text:
        yield Missing(text % names, page(case, anchor=f"#id_points-{row}-motivation"))


def sums_in(text: str) -> list[int]:
    """Return the sums in SEK that a sentence names: "45 000 kronor" → [45000]."""
    return [int(re.sub(r"\D", "", digits)) for digits in SUM.findall(text)]


def _missing_in_measures(case: Case, points: list[ProposedPoint]) -> Iterable[Missing]:
    """Yield what a proposal to grant everything at once lacks: measures, each with its point (R18)."""
    measures = list(case.measures.all())
    if not measures:
        yield Missing(_("Skriv in insatserna som ska beviljas."), page(case, "report_measures"))
    with_point = {point.measure_id for point in points}
    for measure in measures:
        if measure.pk not in with_point:
            yield Missing(
                _("Insats %(letter)s saknar beslutspunkt.") % {"letter": measure.letter},
                page(case, anchor="#id_points-0-text"),
            )


def draft_page(case: Case) -> str:
    """Return where the city reads the report that is not signed."""
    return reverse("report_preview", args=[case.reference])


def missing_for_request_sign_off(case: Case, source: ReportSource) -> Iterable[Missing]:
    """Yield what keeps the officer from sending the report to the manager."""
    report = open_report(case)
    if report is None or report.kind != source.kind:
        yield Missing(_("Skriv tjänsteskrivelsen först."), page(case))
        return
    if report.is_with_manager:
        yield Missing(_("Tjänsteskrivelsen ligger redan hos chefen."), draft_page(case))
        return
    yield from source.missing(case, report)
    yield from missing_in_report(case, report, source)


def missing_for_sign_off(case: Case, source: ReportSource) -> Iterable[Missing]:
    """Yield what keeps the manager from signing: the same facts, checked again."""
    report = open_report(case)
    yield from missing_for_return_report(case, source)
    if report is not None and report.kind == source.kind and report.is_with_manager:
        yield from source.missing(case, report)
        yield from missing_in_report(case, report, source)


def missing_signer(case: Case, report: OfficerReport, user: Any) -> Iterable[Missing]:
    """Yield why `user` may not sign: nobody signs what they wrote themselves (D24)."""
    wrote = case.events.filter(
        action__in=("write_officer_report", "request_sign_off"), user=user, data__report=report.pk
    )
    if report.author_id == user.pk or wrote.exists():
        yield Missing(
            _("Du har själv skrivit i tjänsteskrivelsen. En annan chef behöver signera den."),
            draft_page(case),
        )


def missing_for_return_report(case: Case, source: ReportSource) -> Iterable[Missing]:
    """Yield why there is nothing to give back: no report lies with the manager."""
    report = open_report(case)
    if report is None or report.kind != source.kind or not report.is_with_manager:
        is_begun = report is not None and report.kind == source.kind
        yield Missing(
            _("Kontaktpersonen har inte skickat någon tjänsteskrivelse till dig än."),
            draft_page(case) if is_begun else reverse("admin:case", args=[case.reference]),
        )


def missing_for_recall_report(case: Case, source: ReportSource) -> Iterable[Missing]:
    """Yield why a signed report cannot be taken back: it stands on an agenda."""
    item = case.agenda_items.filter(closed_at=None).first()
    if item is not None:
        yield Missing(
            _("Ärendet är uppsatt på ett sammanträde. Nämndsekreteraren kan ta bort det därifrån."),
            reverse("admin:meeting", args=[item.meeting_id]),
        )


def report_guards(source: ReportSource) -> dict[str, Callable[[Case], Iterable[Missing]]]:
    """Return action → guard(case) for a slice's panel."""
    guards: dict[str, Any] = {
        "request_sign_off": missing_for_request_sign_off,
        "return_report": missing_for_return_report,
        "sign_off": missing_for_sign_off,
        "recall_report": missing_for_recall_report,
    }
    return {action: lambda case, guard=guard: guard(case, source) for action, guard in guards.items()}
