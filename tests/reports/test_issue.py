"""Issuing: once, idempotent, in the worker; verified at every download, by those who may read."""

import hashlib
import io
import logging
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pypdf import PdfReader

from applications import documents
from applications.downloads import ascii_name, disposition
from applications.models import Case, DocumentOrder, ReadEvent
from reports import issue, names
from reports.contexts import SnapshotError
from reports.models import IssuedDocument, IssueFailure
from reports.templatetags.case_documents import documents_of
from tests import factories, personas
from tests.personas import NOW
from tests.reports import snapshots

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return factories.case()


def order(case: Case, **fields) -> DocumentOrder:
    values = {
        "key": "referral:1",
        "designation": "Överlämnande till kulturnämnden § 301",
        "snapshot": snapshots.referral(),
        "at": NOW,
    }
    return documents.order(case, fields.pop("kind", "referral"), **values | fields)


def client(user) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def test_an_order_is_made_by_the_worker(case, run_tasks) -> None:
    ordered = order(case)
    assert not IssuedDocument.objects.exists()
    assert run_tasks() == 1
    issued = IssuedDocument.objects.get(order=ordered)
    with issued.file.open("rb") as file:
        data = file.read()
    assert issued.sha256 == hashlib.sha256(data).hexdigest()
    assert issued.size == len(data)
    assert issued.pages == len(PdfReader(io.BytesIO(data)).pages) == 1
    assert issued.file.name.startswith("documents/")
    assert "verl" not in issued.file.name  # the path says nothing of what the file is


def test_it_is_made_once_however_often_it_is_asked_for(case) -> None:
    ordered = order(case)
    first = issue.issue(ordered.pk, at=NOW)
    again = issue.issue(ordered.pk, at=NOW + timedelta(days=1))
    assert (again.pk, again.issued_at, again.file.name) == (first.pk, NOW, first.file.name)
    assert IssuedDocument.objects.count() == 1


def test_an_order_that_is_undone_leaves_nothing_in_the_queue(case) -> None:
    with transaction.atomic():
        order(case)
        assert DBTaskResult.objects.count() == 1
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()


def test_an_issued_document_is_never_changed(case) -> None:
    issued = issue.issue(order(case).pk, at=NOW)
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        IssuedDocument.objects.filter(pk=issued.pk).update(sha256="0" * 64)
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        IssuedDocument.objects.filter(pk=issued.pk).delete()


def test_a_snapshot_with_a_hole_stops_the_action(case) -> None:
    broken = snapshots.referral()
    del broken["reason"]
    with pytest.raises(SnapshotError, match="missing reason"), transaction.atomic():
        order(case, snapshot=broken)
    assert not DocumentOrder.objects.exists()


def test_a_failure_is_noted_with_a_later_try(case) -> None:
    point = {"type": "Point", "coordinates": [13.0161, 55.587]}  # JSON, but no area to draw
    ordered = order(case, kind="application", snapshot=snapshots.application(polygon=point))
    for attempt in (1, 2):
        with pytest.raises(AttributeError):
            issue.issue(ordered.pk, at=NOW)
        failure = IssueFailure.objects.get(order=ordered)
        assert (failure.attempts, failure.next_try_at) == (attempt, NOW + timedelta(minutes=attempt))
        assert failure.error.startswith("AttributeError: ")
    assert not IssuedDocument.objects.exists()


def test_a_failure_is_forgotten_when_it_works(case) -> None:
    ordered = order(case)
    IssueFailure.objects.create(order=ordered, attempts=1, error="x", failed_at=NOW, next_try_at=NOW)
    issue.issue(ordered.pk, at=NOW)
    assert not IssueFailure.objects.exists()


def test_the_sweep_takes_what_was_left_behind_and_nothing_else(case, run_tasks) -> None:
    issue.issue(order(case, key="a").pk, at=NOW)
    left = order(case, key="b")
    order(case, key="c", at=NOW + timedelta(minutes=9))
    assert issue.issue_missing(at=NOW + timedelta(minutes=10)) == 0  # all still wait in the queue
    DBTaskResult.objects.all().delete()
    assert issue.issue_missing(at=NOW + timedelta(minutes=1)) == 0  # too young
    assert issue.issue_missing(at=NOW + timedelta(minutes=10)) == 1
    assert issue.issue_missing(at=NOW + timedelta(minutes=10)) == 0  # waits already
    run_tasks()
    assert IssuedDocument.objects.filter(order=left).exists()
    assert IssuedDocument.objects.count() == 2


def test_the_sweep_waits_after_a_failure_and_gives_up_in_the_end(case) -> None:
    ordered = order(case)
    DBTaskResult.objects.all().delete()
    later = NOW + timedelta(hours=1)
    failure = IssueFailure.objects.create(
        order=ordered, attempts=3, error="x", failed_at=NOW, next_try_at=later + timedelta(seconds=1)
    )
    assert issue.issue_missing(at=later) == 0
    assert issue.issue_missing(at=later + timedelta(minutes=1)) == 1
    DBTaskResult.objects.all().delete()
    IssueFailure.objects.filter(pk=failure.pk).update(attempts=issue.MAX_ATTEMPTS)
    assert issue.issue_missing(at=later + timedelta(days=9)) == 0


# --- opening ----------------------------------------------------------------------------------------


def test_a_document_on_its_way_says_so(case) -> None:
    ordered = order(case)
    response = client(personas.amina()).get(f"/dokument/{ordered.pk}/")
    assert response.status_code == 202
    page = response.content.decode()
    assert "<h1>Dokumentet skapas</h1>" in page
    assert "Överlämnande till kulturnämnden § 301" in page
    assert f"/arenden/{case.reference}/" in page


def test_the_group_opens_its_document(case) -> None:
    issued = issue.issue(order(case).pk, at=NOW)
    response = client(personas.birk()).get(f"/dokument/{issued.order_id}/")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="{case.reference} Overlamnande till kulturnamnden par 301.pdf"; '
        f"filename*=UTF-8''{case.reference}%20%C3%96verl%C3%A4mnande%20till%20kulturn%C3%A4mnden%20%C2%A7%20301.pdf"
    )
    assert hashlib.sha256(response.content).hexdigest() == issued.sha256
    assert not ReadEvent.objects.exists()  # the log is of what the city reads


def test_reading_by_the_city_is_logged(case) -> None:
    issued = issue.issue(order(case).pk, at=NOW)
    assert client(personas.karin()).get(f"/dokument/{issued.order_id}/").status_code == 200
    [read] = ReadEvent.objects.all()
    assert (read.case, read.user, read.what) == (
        case,
        personas.karin(),
        "Överlämnande till kulturnämnden § 301",
    )


def test_others_find_nothing(case) -> None:
    issued = issue.issue(order(case, audience=DocumentOrder.Audience.STAFF).pk, at=NOW)
    url = f"/dokument/{issued.order_id}/"
    assert client(personas.olga()).get(url).status_code == 404
    assert client(personas.amina()).get(url).status_code == 404  # meant for the city only
    assert client(personas.nils()).get(url).status_code == 200
    assert client(personas.nils()).get("/dokument/999999/").status_code == 404
    anonymous = Client().get(url)
    assert anonymous.status_code == 302
    assert anonymous.headers["Location"].endswith(f"?next={url}")


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_a_file_that_is_not_the_issued_one_is_not_shown(case, damage, caplog) -> None:
    issued = issue.issue(order(case).pk, at=NOW)
    name, storage = issued.file.name, issued.file.storage
    if damage == "gone":
        storage.delete(name)
    else:
        with storage.open(name, "r+b") as file:
            file.write(b"%PDF-1.8")
    with caplog.at_level(logging.ERROR):
        response = client(personas.amina()).get(f"/dokument/{issued.order_id}/")
    assert response.status_code == 500
    assert "Dokumentet går inte att öppna" in response.content.decode()
    assert "is not the one that was issued" in caplog.text


def test_the_documents_of_a_case_cost_one_query(case, rf, django_assert_num_queries) -> None:
    request = rf.get("/")
    request.user = personas.amina()
    ready = issue.issue(order(case, key="a", at=NOW).pk, at=NOW)
    order(case, key="b", at=NOW + timedelta(days=1))
    failed = order(case, key="c", at=NOW + timedelta(days=2))
    order(case, key="d", audience=DocumentOrder.Audience.STAFF)
    IssueFailure.objects.create(order=failed, error="x", failed_at=NOW, next_try_at=NOW)
    with django_assert_num_queries(1):
        rows = documents_of({"request": request}, case)
    assert [(row["url"], row["size"], row["note"]) for row in rows] == [
        ("", None, "Det gick inte att skapa dokumentet. Vi försöker igen"),
        ("", None, ""),
        (f"/dokument/{ready.order_id}/", ready.size, ""),
    ]


@pytest.mark.parametrize(
    ("designation", "name", "plain"),
    [
        ("Ansökan", "SAM-1 Ansökan.pdf", "SAM-1 Ansokan.pdf"),
        ("Protokollsutdrag § 99", "SAM-1 Protokollsutdrag § 99.pdf", "SAM-1 Protokollsutdrag par 99.pdf"),
        ('a/../b\\c:"d"\r\nX: 1*?|%2F', "SAM-1 a .. b c d X 1 2F.pdf", "SAM-1 a .. b c d X 1 2F.pdf"),
        ("\u202efdp.exe", "SAM-1 fdp.exe.pdf", "SAM-1 fdp.exe.pdf"),
        ("مرحبا", "SAM-1 مرحبا.pdf", "SAM-1 .pdf"),
        ("x" * 300, f"SAM-1 {'x' * 114}.pdf", f"SAM-1 {'x' * 114}.pdf"),
    ],
)
def test_file_names(designation, name, plain) -> None:
    found = names.file_name(DocumentOrder(designation=designation, case=Case(reference="SAM-1")))
    assert (found, ascii_name(found)) == (name, plain)
    assert "\n" not in disposition(found)
