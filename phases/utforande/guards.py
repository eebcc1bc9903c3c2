"""What hinders the steps of this phase, in words and with the page where it is mended."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.lifecycle import Missing
from applications.models import Case
from applications.officer_report.guards import draft_page
from phases.initiering.gates import Gate, gate_link, passed
from phases.utforande.facts import held_check_ins, open_check_ins, standings, told


def missing_for_open_reporting(case: Case) -> Iterable[Missing]:
    """Yield what is missing before the result report opens: R33, R34, R36, each with its way past (D23)."""
    if not held_check_ins(case).exists() and not passed(case, Gate.CHECK_IN):
        booked = open_check_ins(case).order_by("starts_at").first()
        name, args = ("hold_check_in", [booked.pk]) if booked else ("book_check_in", [])
        yield Missing(
            _("Håll minst en avstämning och anteckna den."),
            reverse(f"admin:{name}", args=[case.reference, *args]),
        )
        yield gate_link(case, Gate.CHECK_IN)
    left = [row.measure for row in standings(case) if not row.is_final]
    if left and not passed(case, Gate.MEASURES):
        text = ngettext(
            "Insatsen %(letters)s är varken genomförd eller utgången.",
            "Insatserna %(letters)s är varken genomförda eller utgångna.",
            len(left),
        ) % {"letters": ", ".join(measure.letter for measure in left)}
        yield Missing(text, reverse("admin:record_progress", args=[case.reference, left[0].pk]))
        yield gate_link(case, Gate.MEASURES)
    if not told(case).exists() and not passed(case, Gate.RESULT_COMMUNICATION):
        # Who writes it down may open its page; the officer of a group asks the group.
        name = "communicate_result" if case.is_written_by_city else "case_messages"
        yield Missing(
            _("Gruppen har inte antecknat att den berättat om beslutet."),
            reverse(f"admin:{name}", args=[case.reference]),
        )
        yield gate_link(case, Gate.RESULT_COMMUNICATION)
    if case.agenda_items.filter(closed_at=None).exists() or case.decisions.filter(released_at=None).exists():
        yield Missing(
            _("Ett fortsatt beslut väntar hos nämnden. Vänta tills det är klart."), reverse("admin:meetings")
        )
    elif case.officer_reports.filter(signed_off_at=None, sent_for_sign_off_at__isnull=False).exists():
        yield Missing(
            _("En tjänsteskrivelse ligger hos chefen för signering. Vänta tills den är klar."),
            draft_page(case),
        )
