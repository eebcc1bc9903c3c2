"""The unsigned tjänsteskrivelse as a page: for the city only, marked, and nothing is stored."""

import re

import pytest
from django.test import Client

from applications.models import Case, DocumentOrder, ReadEvent
from applications.officer_report.actions import start_report
from applications.states import Status
from phases.shared import report_source
from tests import factories, personas
from tests.personas import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    case = factories.in_status(factories.case(), Status.REVIEW)
    start_report(case.pk, report_source(case), by=personas.karl(), at=NOW)
    return case


def opened_by(user, case: Case):
    browser = Client()
    browser.force_login(user)
    return browser.get(f"/arenden/{case.reference}/tjansteskrivelse/utkast/")


def test_staff_sees_the_draft_as_it_would_be_issued(case) -> None:
    response = opened_by(personas.karl(), case)
    page = response.content.decode()
    assert response.status_code == 200
    assert '<p class="utkast-marke">Utkast</p>' in page
    assert "<title>Utkast: Tjänsteskrivelse: " in page
    assert re.search(r'<link rel="stylesheet" href="/static/css/pdf[^"]*\.css">', page)
    assert " style=" not in page
    assert not DocumentOrder.objects.exists()
    [read] = ReadEvent.objects.all()
    assert (read.user, read.what) == (personas.karl(), "Utkast till tjänsteskrivelse")


def test_the_group_may_not_see_it(case) -> None:
    response = opened_by(personas.amina(), case)
    assert response.status_code == 403
    assert "Bara staden kan läsa en tjänsteskrivelse som inte är signerad." in response.content.decode()


def test_others_find_nothing(case) -> None:
    assert opened_by(personas.olga(), case).status_code == 404


def test_a_case_without_a_report_has_no_draft() -> None:
    assert opened_by(personas.karl(), factories.case()).status_code == 404
