"""The draft as a PDF: marked, made by the worker, for the one who asked, and for a day."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from applications.models import Application, Case, Contribution, DocumentOrder, Record, User
from applications.writing import actions
from reports.drafts import make
from reports.models import DraftCopy
from tests import personas
from tests.applications.writing import samples
from tests.personas import NOW
from tests.reports import reading
from tests.tools import vera

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def case() -> Case:
    return samples.draft()


def as_(who: Any) -> Client:
    client = Client()
    client.force_login(who())
    return client


def page(case: Case) -> str:
    return reverse("draft_copy", args=[case.reference])


def ordered(case: Case, client: Client, capture: Any, run_tasks: Callable[[], int]) -> bytes:
    with capture(execute=True):
        client.post(page(case))
    assert run_tasks() == 1
    copy = DraftCopy.objects.first()
    answer = client.get(reverse("draft_file", args=[case.reference, copy.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert f"{case.reference} Utkast till ansokan.pdf" in answer["Content-Disposition"]
    return answer.content


def test_the_copy_is_marked_and_says_what_is_not_filled_in(
    case: Case, tmp_path: Path, django_capture_on_commit_callbacks: Any, run_tasks: Callable[[], int]
) -> None:
    def copied(name: str) -> Path:
        path = tmp_path / f"{name}.pdf"
        client = as_(personas.birk)
        path.write_bytes(ordered(case, client, django_capture_on_commit_callbacks, run_tasks))
        return path

    copies = {"empty": copied("empty")}
    samples.fill(case)
    copies["whole"] = copied("whole")
    Contribution.objects.update(case_actor=None, description="")
    Application.objects.update(challenges="")
    copies["half"] = copied("half")
    for name, path in copies.items():
        text = reading.whole_text(path)
        assert "Utkast" in text
        assert "Ansökan är inte skickad." in text
        assert ("Inte ifyllt än." in text) is (name != "whole")
    assert vera.problems({"2a": copies.values(), "ua1": copies.values()}) == []
    assert not DocumentOrder.objects.exists()
    assert not Record.objects.exists()


def test_only_the_one_who_asked_fetches_it(
    case: Case, django_capture_on_commit_callbacks: Any, run_tasks: Callable[[], int]
) -> None:
    ordered(case, as_(personas.birk), django_capture_on_commit_callbacks, run_tasks)
    file = reverse("draft_file", args=[case.reference, DraftCopy.objects.get().pk])
    for who, status in ((personas.amina, 404), (personas.olga, 404), (personas.karl, 403)):
        assert as_(who).get(file).status_code == status
    assert as_(personas.karl).get(page(case)).status_code == 403
    assert Client().get(file).status_code == 302


def test_it_names_no_protected_person(
    case: Case, tmp_path: Path, django_capture_on_commit_callbacks: Any, run_tasks: Callable[[], int]
) -> None:
    samples.fill(case)
    Application.objects.update(challenges="Ring Amina Björkdal, amina@example.org.")
    User.objects.filter(pk=personas.amina().pk).update(protected_identity=True)
    path = tmp_path / "copy.pdf"
    path.write_bytes(ordered(case, as_(personas.birk), django_capture_on_commit_callbacks, run_tasks))
    text = reading.whole_text(path)
    assert "Ring en person i gruppen" in text
    assert "Björkdal" not in text
    assert "amina@example.org" not in text


def test_one_that_is_being_made_is_not_ordered_twice(case: Case) -> None:
    client = as_(personas.amina)
    for _press in range(2):
        assert client.post(page(case)).url == page(case)
    assert DraftCopy.objects.count() == 1
    assert "Filen skapas." in client.get(page(case)).content.decode()


def test_a_sent_application_has_no_copy(case: Case) -> None:
    samples.fill(case)
    actions.submit(case.pk, by=personas.amina(), at=NOW)
    assert as_(personas.amina).get(page(case)).url == case.get_absolute_url()


def test_what_fails_says_so(case: Case) -> None:
    client = as_(personas.amina)
    client.post(page(case))
    copy = DraftCopy.objects.get()
    Application.objects.all().delete()
    assert make.make(copy.pk, at=NOW) == 0
    assert make.make(copy.pk, at=NOW) == 0
    actions.Application.objects.create(case=case, version=1, created_at=NOW, created_by=personas.amina())
    assert "Det gick inte att skapa filen" in client.get(page(case)).content.decode()


def test_a_copy_goes_after_a_day(
    case: Case, django_capture_on_commit_callbacks: Any, run_tasks: Callable[[], int]
) -> None:
    ordered(case, as_(personas.amina), django_capture_on_commit_callbacks, run_tasks)
    copy = DraftCopy.objects.get()
    assert make.clear(at=copy.ordered_at + timedelta(hours=23)) == 0
    assert default_storage.exists(copy.file.name)
    assert make.clear(at=copy.ordered_at + timedelta(hours=24)) == 1
    assert not default_storage.exists(copy.file.name)
