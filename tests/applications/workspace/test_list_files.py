"""Long lists as files: ordered, made by the worker as the orderer may see them, fetched, logged and cleared."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from applications.models import Case, ListFile, User
from applications.workspace import file_views, list_file
from tests import factories, personas

pytestmark = pytest.mark.django_db
URL = "/admin/arenden/lista/"
FILES = f"{URL}filer/"


@pytest.fixture(autouse=True)
def _short(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files in a folder of their own; two cases are a long list, made two at a time."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(file_views, "AT_ONCE", 1)
    monkeypatch.setattr(list_file, "AT_A_TIME", 2)


def at(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def karl() -> Client:
    return at(personas.karl())


def cases(*titles: str) -> list[Case]:
    return [factories.case(title) for title in titles]


@pytest.fixture
def order(django_capture_on_commit_callbacks: Any, run_tasks: Callable[[], int]) -> Callable[..., ListFile]:
    """Return what orders a list and lets the worker make it."""

    def ordered(client: Client, query: str, kind: str = "csv") -> ListFile:
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(FILES, {"lista": query, "format": kind}).url == FILES
        assert run_tasks() == 1
        return ListFile.objects.first()

    return ordered


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_long_list_is_made_in_its_order_as_the_orderer_sees_it(karl: Client, order: Any) -> None:
    *_shown, hidden = cases("Östra torget", "=Åsgatan", "Andra", "Karins")
    Case.objects.filter(pk=hidden.pk).update(restricted=True, officer=personas.karin())
    assert karl.get(URL, {"vy": "alla", "ordning": "arende"}).url == f"{FILES}?vy=alla&ordning=arende"
    page = karl.get(f"{FILES}?vy=alla&ordning=arende").content.decode()
    assert "Listan har fler än 1 ärenden." in page
    row = order(karl, "vy=alla&ordning=arende")
    lines = list(
        csv.DictReader(io.StringIO(content(karl.get(f"{FILES}{row.pk}/")).decode("utf-8-sig")), delimiter=";")
    )
    assert [line["Rubrik"] for line in lines] == ["'=Åsgatan", "Andra", "Östra torget"]
    assert (row.total, row.done, row.error) == (3, 3, "")
    row = order(karl, "vy=alla&q=torget", "xlsx")
    answer = karl.get(f"{FILES}{row.pk}/")
    assert "Alla, Sok: torget.xlsx" in answer["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(content(answer))).active
    assert [line[2] for line in sheet.iter_rows(values_only=True)] == ["Rubrik", "Östra torget"]


def test_progress_is_shown_and_one_being_made_is_not_ordered_twice(karl: Client) -> None:
    cases("Ett", "Två")
    assert "Gör listan som Excel" in karl.get("/admin/arenden/").content.decode()
    for _press in range(2):
        karl.post(FILES, {"lista": "vy=alla", "format": "csv"})
    assert ListFile.objects.count() == 1
    page = karl.get(FILES).content.decode()
    assert "Väntar på att börja" in page
    assert 'data-progress="1"' in page
    ListFile.objects.update(total=2000, done=1500)
    page = karl.get(FILES).content.decode()
    assert "1\xa0500 av 2\xa0000 ärenden är klara" in page
    assert 'value="1500" max="2000"' in page


def test_every_fetch_is_logged_and_only_the_orderer_fetches(karl: Client, order: Any) -> None:
    cases("Ett", "Två")
    row = order(karl, "vy=alla")
    assert at(personas.karin()).get(f"{FILES}{row.pk}/").status_code == 404
    assert at(personas.amina()).get(f"{FILES}{row.pk}/").status_code == 404
    for _time in range(2):
        content(karl.get(f"{FILES}{row.pk}/"))
    row.refresh_from_db()
    assert (row.times, row.fetched_at is not None, row.name) == (2, True, "Alla")
    karl.get(URL, {"vy": "alla", "q": "två"})
    short = ListFile.objects.first()
    assert (short.name, short.total, short.times, short.file.name) == ("Alla, Sök: två", 1, 1, "")
    register = "/admin/applications/listfile/"
    assert "Alla, Sök: två" in at(personas.adam()).get(register).content.decode()
    assert karl.get(register).status_code == 403


def test_a_file_goes_after_some_days_and_the_log_stays(karl: Client, order: Any) -> None:
    cases("Ett", "Två")
    row = order(karl, "vy=alla")
    assert list_file.clear(at=row.finished_at + timedelta(days=3, seconds=-1)) == 0
    assert default_storage.exists(row.file.name)
    assert list_file.clear(at=row.finished_at + timedelta(days=3)) == 1
    assert not default_storage.exists(row.file.name)
    assert ListFile.objects.get().total == 2
    assert karl.get(f"{FILES}{row.pk}/").status_code == 404
    assert "Ingen fil finns här nu." in karl.get(FILES).content.decode()


def test_what_fails_says_so(karl: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    cases("Ett", "Två")
    karl.post(FILES, {"lista": "vy=alla", "format": "csv"})
    monkeypatch.setattr(list_file, "lines", lambda *_: 1 / 0)
    row = ListFile.objects.get()
    assert list_file.make(row.pk, at=timezone.now()) == 0
    assert list_file.make(row.pk, at=timezone.now()) == 0
    assert "Filen gick inte att göra." in karl.get(FILES).content.decode()
    assert karl.get(f"{FILES}{row.pk}/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_of_files_ask_no_more_however_many(
    karl: Client, number: int, django_assert_num_queries: Any
) -> None:
    for name in map(str, range(number)):
        ListFile.objects.create(
            ordered_by=personas.karl(), ordered_at=timezone.now(), kind="csv", name=name, query="vy=alla"
        )
    karl.get(FILES)
    with django_assert_num_queries(4):
        assert len(karl.get(FILES).context["files"]) == number


@pytest.mark.parametrize("number", [1, 3])
def test_a_part_of_a_long_list_asks_no_more_however_many_cases(
    number: int, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_file, "AT_A_TIME", 3)
    cases(*map(str, range(number)))
    row = ListFile.objects.create(
        ordered_by=personas.karl(), ordered_at=timezone.now(), kind="csv", name="Alla", query="vy=alla"
    )
    with django_assert_num_queries(10):
        assert list_file.make(row.pk, at=timezone.now()) == number
