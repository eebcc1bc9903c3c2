"""The city's pages of what was sent, and of what changed in it: one row or three, the same number of queries."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from applications.attachments.sections import APPLICATION, REPORT
from applications.models import Attachment, Case
from applications.states import Status
from phases.resultat import actions as resultat
from phases.samarbete.proposal import actions as proposal
from tests import factories, personas
from tests.personas import NOW
from tests.phases import granted
from tests.phases.initiering import review
from tests.phases.resultat import written
from tests.phases.samarbete import ready

pytestmark = pytest.mark.django_db


def files(case: Case, section: str, rows: int, *, at: Any) -> None:
    """Let the group have sent so many files."""
    for n in range(rows):
        Attachment.objects.create(
            case=case,
            section=section,
            file=f"attachments/{case.pk}{n}",
            name=f"{at:%H} {n}.pdf",
            content_type="application/pdf",
            size=1,
            uploaded_by=personas.amina(),
            uploaded_at=at,
            sent_at=at,
        )


def application(rows: int) -> Case:
    """Return a case with so many versions of an application, or two at least; each with so many rows and files."""
    case = factories.case()
    for version in range(1, max(rows, 2) + 1):
        at = NOW + timedelta(hours=version)
        more = {"open_sections": ["underlag"]} if version > 1 else {}
        text = f"Fest {version}"
        review.sent_application(case, version=version, rows=rows, at=at, cooperation=text, **more)
        files(case, APPLICATION, rows, at=at)
    return factories.in_status(case, Status.REVIEW)


def proposed(rows: int) -> Case:
    """Return a case with a proposal sent twice: so many measures, needs, dialogues and files, then so many files."""
    case = ready.collaboration()
    for n in range(rows):
        ready.told(case)
        need = ready.need(case, ready.held(case, f"Vandring {n}"), f"Ljus {n}")
        factories.attach(case, f"skiss {n}.pdf")
        ready.measure(case, f"Lyktor {n}", [need])
    ready.compiled(case)
    proposal.submit_proposal(case.pk, by=personas.amina(), at=NOW + timedelta(hours=1))
    ask = {"asked_for": {"measure-A": "När?"}, "due_on": date(2026, 3, 20)}
    proposal.request_completion(case.pk, **ask, by=personas.karl(), at=NOW + timedelta(hours=2))
    factories.attach(case, *(f"schema {n}.pdf" for n in range(rows)), at=NOW + timedelta(hours=3))
    proposal.complete(case.pk, by=personas.amina(), at=NOW + timedelta(hours=4))
    return Case.objects.get(pk=case.pk)


def reported(rows: int) -> Case:
    """Return a case with a report sent twice: so many figures, dialogues and files, then so many files."""
    case = granted.in_reporting()
    for n in range(rows):
        factories.attach(case, f"foto {n}.pdf", section=REPORT)
    written.write(case)
    resultat.save_report(case.pk, values={}, indicators=[written.FIGURE] * rows, by=personas.birk(), at=NOW)
    resultat.submit_report(case.pk, by=personas.amina(), at=NOW + timedelta(days=11))
    ask = {"asked_for": {"shift": "Hur då?"}, "due_on": date(2026, 4, 20)}
    resultat.request_completion(case.pk, **ask, by=personas.karl(), at=NOW + timedelta(days=12))
    factories.attach(
        case, *(f"till {n}.pdf" for n in range(rows)), section=REPORT, at=NOW + timedelta(days=13)
    )
    resultat.complete(case.pk, by=personas.amina(), at=NOW + timedelta(days=14))
    return Case.objects.get(pk=case.pk)


@pytest.mark.parametrize(
    ("made", "pages"),
    [
        (application, {"application_version": 16, "application_changes": 22}),
        (proposed, {"proposal_version": 9, "proposal_changes": 16}),
        (reported, {"result_report": 15, "result_report_changes": 16}),
    ],
)
def test_the_number_of_queries_is_the_same_for_one_row_and_three(
    client, made, pages, django_assert_num_queries
):
    client.force_login(personas.karl())
    for rows in (1, 3):
        case = made(rows)
        version = rows if made is application and rows > 1 else 2
        for name, queries in pages.items():
            address = reverse(f"admin:{name}", args=[case.reference, version])
            html = client.get(address).content.decode()
            assert html.count(".pdf") >= rows
            with django_assert_num_queries(queries):
                client.get(address)
