"""From decision 2 to a closed case through the real pages, each step by who takes it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.models import Case, DocumentOrder, Payment
from applications.states import Status
from phases.resultat import facts
from phases.utforande.check_ins.actions import book_check_in
from phases.utforande.models import CheckIn
from reports.contexts import parse
from tests import personas
from tests.files import pdf
from tests.personas import NOW
from tests.phases import granted

pytestmark = pytest.mark.django_db

ANSWERS = {
    "period_from": "2026-02-03",
    "period_to": "2026-03-31",
    "outcome": "Båda insatserna är genomförda. Det gick fort.",
    "resources_note": "Planteringarna blev dyrare.",
    "decisive": "Ljuset.",
    "dialogue": "Två dialoger.",
    "partners": "Spolverket höll i elen.",
    "shift": "Fler känner sig trygga.",
    "lessons": "Bjud in barnen först.",
}
FIGURES = {"figures-TOTAL_FORMS": "0", "figures-INITIAL_FORMS": "0"}


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def used(case: Case, money: list[str], hours: str = "118,5") -> dict[str, str]:
    sums = iter(money)
    rows = {}
    for row in facts.support(case, None):
        rows[f"used_{row.grant.pk}"] = next(sums) if row.is_money else hours
        rows[f"note_{row.grant.pk}"] = ""
    return rows


def test_the_case_walks_to_its_end_through_the_pages() -> None:
    case = granted.in_execution()
    amina, karl = as_(personas.amina()), as_(personas.karl())

    def url(name: str, *args: object) -> str:
        return reverse(name, args=[case.reference, *args])

    told = {"happened_on": "2026-03-01", "channel": "Öppet hus", "audience": "Alla hushåll", "note": ""}
    assert amina.post(url("communicate_result"), told).status_code == 302
    for measure in case.measures.filter(decided="granted"):
        page = amina.get(url("record_progress", measure.pk))
        assert page.status_code == 200
        done = {"status": "done", "new_ends_on": "", "reason": "", "note": "Klart.", "revision": "0"}
        assert amina.post(url("record_progress", measure.pk), done).status_code == 302

    # booked in the past by the action, so that it can be noted now
    begun = timezone.now() - timedelta(hours=2)
    check_in = book_check_in(
        case.pk, starts_at=begun, place="Caféet", by=personas.karl(), at=begun - timedelta(days=2)
    )
    notes = {
        "participants": "Amina Björkdal, Lingarnets Vänner\nKarl Sjöhed, kontaktperson",
        "notes": "Allt går bra.",
        "next_starts_at_0": "",
        "next_starts_at_1": "",
        "next_place": "",
        "revision": "0",
        "agreed-TOTAL_FORMS": "1",
        "agreed-INITIAL_FORMS": "0",
        "agreed-0-what": "Boka el",
        "agreed-0-who": "Spolverket",
        "agreed-0-due_on": "",
        "agreed-0-pk": "",
    }
    assert karl.get(url("admin:hold_check_in", check_in.pk)).status_code == 200
    assert karl.post(url("admin:hold_check_in", check_in.pk), notes).status_code == 302
    page = amina.get(url("check_in", check_in.pk))
    assert "Boka el" in page.content.decode()
    assert amina.post(url("confirm_check_in", check_in.pk), {"revision": "1"}).status_code == 302
    assert CheckIn.objects.get().confirmed_by == personas.amina()

    assert karl.get(url("admin:open_reporting")).status_code == 200
    assert karl.post(url("admin:open_reporting")).status_code == 302
    case = Case.objects.get()
    assert case.status == Status.REPORTING

    assert amina.get(url("edit_result_report")).status_code == 200
    posted = {
        **ANSWERS,
        **FIGURES,
        **used(case, ["45000", "82 100", "53 300"]),
        "revision": "0",
        "granska": "1",
        "association_formed": "on",
    }
    files = {
        name: SimpleUploadedFile(f"{name}.pdf", pdf()) for name in ("activity_report", "financial_report")
    }
    answer = amina.post(url("edit_result_report"), {**posted, **files})
    assert answer.status_code == 302, answer.context["form"].errors
    page = amina.get(url("submit_report"))
    assert page.context["missing"] == []
    assert "mer än beviljat till A Planteringar" in page.content.decode()
    assert amina.post(url("submit_report")).status_code == 302
    case = Case.objects.get()
    assert case.status == Status.REPORT_SUBMITTED

    assert amina.get(url("result_report", 1)).status_code == 200
    assert karl.get(url("admin:result_report", 1)).status_code == 200
    assert karl.get(url("admin:approve_report")).status_code == 200
    assert karl.post(url("admin:approve_report")).status_code == 302
    page = karl.get(url("admin:close"))
    assert page.status_code == 200
    assert karl.post(url("admin:close"), {"comment": ""}).status_code == 302
    case = Case.objects.get()
    assert (case.status, case.association_formed) == (Status.CLOSED, True)

    kinds = {
        order.key: parse(order.kind, order.snapshot) for order in DocumentOrder.objects.filter(case=case)
    }
    assert len(kinds) == 4  # notes, confirmed notes, the report as sent, the report as approved
    approved = next(document for key, document in kinds.items() if key.endswith(":approved"))
    assert (approved.approved_by, approved.association_formed) == ("Karl Sjöhed", True)
    assert (approved.total_granted, approved.total_used, approved.repayment) == (180_000, 180_400, 0)
    assert approved.attachments == (
        "Verksamhetsberättelse (activity_report.pdf)",
        "Ekonomisk berättelse (financial_report.pdf)",
    )
    assert not Payment.objects.exists()
    assert NOW.year == approved.period_start.year
