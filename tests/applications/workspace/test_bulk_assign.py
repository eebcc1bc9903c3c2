"""Several cases get another kontaktperson at once: said before the click, told afterwards (R6, D15)."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from applications.models import Case, Event, HandOver, OutgoingMail
from applications.workspace import bulk_views, hand_over
from tests import factories, personas
from tests.applications.workspace.test_saved_views import at

pytestmark = pytest.mark.django_db
URL = "/admin/arenden/kontaktperson/"


def told(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def data(*cases: Case, officer, **more) -> dict:
    return {"arende": [case.reference for case in cases], "officer": officer.pk, **more}


def test_the_page_says_which_cases_and_who_gets_a_mail_and_nothing_happens() -> None:
    first, second = factories.case("Åsgatan"), factories.case("Torget")
    Case.objects.filter(pk=second.pk).update(officer=personas.karin())
    before = Event.objects.count()
    response = at(personas.karl()).get(
        URL, data(first, second, officer=personas.karin(), lista="vy=alla&page=2")
    )
    (row,) = response.context["rows"]
    assert (row["case"].title, row["before"]) == ("Åsgatan", "Karl Sjöhed")
    assert row["mails"] == ["Amina Björkdal", "Birk Åkerlind"]
    page = response.content.decode()
    assert "Karin Ösund får ett mejl om alla på en gång." in page
    assert "Torget" in page
    assert "Karin Ösund är redan kontaktperson." in page
    assert 'href="/admin/arenden/?vy=alla"' in page
    assert Event.objects.count() == before


def test_each_case_changes_hands_and_those_that_do_not_are_named() -> None:
    cases = [factories.case(title) for title in ("Åsgatan", "Torget", "Parken")]
    Case.objects.filter(pk=cases[1].pk).update(officer=personas.karin())
    mails = OutgoingMail.objects.count()
    sent = data(*cases, officer=personas.karin(), comment="Jag går i pension", lista="vy=alla")
    said = at(personas.karl()).get(URL, sent).context["rows"]
    response = at(personas.karl()).post(URL, sent)
    assert (response.status_code, response["Location"]) == (302, "/admin/arenden/?vy=alla")
    assert told(response) == [
        "Karin Ösund är nu kontaktperson i 2 ärenden: Åsgatan, Parken.",
        "Torget bytte inte kontaktperson: Karin Ösund är redan kontaktperson.",
    ]
    assert {case.officer for case in Case.objects.all()} == {personas.karin()}
    assert [case.events.first().comment for case in cases] == ["Jag går i pension", "", "Jag går i pension"]
    assert OutgoingMail.objects.count() - mails == sum(len(row["mails"]) for row in said) + 1 == 5
    mail = OutgoingMail.objects.get(to=personas.karin().email)
    assert mail.subject == "Du är kontaktperson för 2 ärenden till"
    assert "Karl Sjöhed har gett dig dem." in mail.body
    assert "> Jag går i pension" in mail.body


def test_what_may_not_be_seen_or_chosen_changes_nothing() -> None:
    mine, hidden = factories.case("Åsgatan"), factories.case("Hemlig")
    Case.objects.filter(pk=hidden.pk).update(restricted=True, officer=personas.karl())
    for sent in (
        data(hidden, officer=personas.karin()),
        data(officer=personas.karin()),
        {"arende": mine.reference, "officer": personas.nils().pk},
        {"arende": [mine.reference, "\x00", "'; --"], "officer": ""},
    ):
        response = at(personas.karin()).post(URL, sent)
        assert (response.status_code, told(response)) == (302, [])
        assert response["Location"].startswith("/admin/arenden/?vy=mina&byt=1")
    assert {case.officer for case in Case.objects.all()} == {personas.karl()}
    for user, status in ((personas.nils(), 403), (personas.rut(), 403), (personas.amina(), 404)):
        assert at(user).post(URL, data(mine, officer=personas.karin())).status_code == status
    assert at(personas.cecilia()).post(URL, data(mine, officer=personas.karin())).status_code == 302
    assert Case.objects.get(pk=mine.pk).officer == personas.karin()


def test_what_was_forgotten_is_said_at_the_field_and_every_tick_stays() -> None:
    cases = [factories.case(title) for title in ("Åsgatan", "Torget", "Parken")]
    karl, karin = at(personas.karl()), personas.karin()
    sent = data(*cases[:2], officer=karin, lista="vy=alla&ordning=arende", sida="1")

    def shown(**changed) -> tuple[str, list[str]]:
        """Return the page that the list's form leads to, and what is ticked there."""
        answer = karl.get(URL, {**sent, **changed}, follow=True)
        assert answer.redirect_chain[0][0].startswith("/admin/arenden/?vy=alla&ordning=arende&byt=1&page=1")
        html = answer.content.decode()
        return html, re.findall(r'value="([^"]+)" checked', html)

    html, ticked = shown(officer="")
    assert sorted(ticked) == [case.reference for case in cases[:2]]
    assert (
        '<a href="#id_officer">Välj vem som ska ta över</a>'
        in html.split("<form")[1] + html.split("</main>")[0]
    )
    assert html.count("Välj vem som ska ta över") == 2  # in the summary and at the field
    assert 'id="id_officer_error"' in html
    assert html.split("<title>")[1].startswith("Fel: ")
    html, ticked = shown(arende=[])
    assert ticked == []
    assert '<a href="#id_arende_0">Kryssa i minst ett ärende</a>' in html
    assert html.count("Kryssa i minst ett ärende") == 2
    assert f'<option value="{karin.pk}" selected>' in html
    html, _ticked = shown(arende=[], officer="", alla="1")
    assert "Kryssa i minst ett ärende" not in html
    assert "Välj vem som ska ta över" in html
    assert "data-error-summary" not in karl.get("/admin/arenden/").content.decode()
    long = karl.post(URL, {**sent, "comment": "x" * 30_000})
    assert long.status_code == 200
    assert "data-error-summary" in long.content.decode()
    assert {case.officer for case in Case.objects.all()} == {personas.karl()}


def test_all_of_the_list_is_handed_over_at_once() -> None:
    factories.case("Åsgatan")
    factories.case("Torget")
    karl = at(personas.karl())
    assert "Byt i alla 2" in karl.get("/admin/arenden/").content.decode()
    page = karl.get(URL, {"alla": "1", "lista": "vy=mina&q=gatan", "officer": personas.karin().pk})
    assert [row["case"].title for row in page.context["rows"]] == ["Åsgatan"]
    page = karl.get(URL, {"alla": "1", "lista": "vy=mina", "officer": personas.karin().pk})
    assert len(page.context["rows"]) == 2


def test_only_those_who_may_give_cases_away_can_tick_them() -> None:
    factories.case()
    for user, ticks in ((personas.karl(), 1), (personas.cecilia(), 1), (personas.nils(), 0)):
        page = at(user).get("/admin/arenden/", {"vy": "alla"}).content.decode()
        assert page.count('type="checkbox" name="arende"') == ticks


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(rows: int, django_assert_num_queries) -> None:
    cases = [factories.case(f"Gata {number}") for number in range(rows)]
    Case.objects.update(restricted=True)
    karl = at(personas.karl())
    sent = data(*cases, officer=personas.karin())
    karl.get(URL, sent)
    with django_assert_num_queries(9):
        assert len(karl.get(URL, sent).context["rows"]) == rows


# --- so many that the worker does it -------------------------------------------------------------------------
ORDERS = f"{URL}byten/"


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two cases are many, and the worker takes two at a time."""
    monkeypatch.setattr(bulk_views, "AT_ONCE", 1)
    monkeypatch.setattr(hand_over, "PART", 2)


def streets(*titles: str) -> list[Case]:
    return [factories.case(title) for title in titles]


def ordered(client: Any, officer: Any, **more: str) -> Any:
    """Look at all of the list, press the button, and return the answer."""
    sent = {"alla": "1", "lista": "vy=alla&ordning=arende", "officer": officer.pk, **more}
    page = client.get(URL, sent)
    return client.post(URL, {**sent, "stampel": page.context["stamp"]})


@pytest.mark.usefixtures("few")
def test_a_long_list_is_looked_at_page_by_page_and_handed_over_by_the_worker(
    run_tasks: Callable[[], int], django_capture_on_commit_callbacks: Any
) -> None:
    streets("Allén", "Backen", "Dalen", "Gränden")
    Case.objects.filter(title="Dalen").update(officer=personas.karin())
    karl = at(personas.karl())
    sent = {"alla": "1", "lista": "vy=alla&ordning=arende", "officer": personas.karin().pk}
    page = karl.get(URL, {**sent, "page": "2"})
    (row,) = page.context["rows"]
    assert (row["case"].title, page.context["total"]) == ("Backen", 3)
    assert row["mails"] == ["Amina Björkdal", "Birk Åkerlind"]
    with django_capture_on_commit_callbacks(execute=True):
        assert ordered(karl, personas.karin(), comment="Jag slutar").url == ORDERS
    assert "Väntar på att börja" in karl.get(ORDERS).content.decode()
    assert karl.get(ORDERS).content.decode().count("Karin Ösund tar över") == 1
    with django_capture_on_commit_callbacks(execute=True):
        run_tasks()
    run_tasks()
    assert {case.officer for case in Case.objects.all()} == {personas.karin()}
    assert (
        Event.objects.filter(action="assign_officer", comment="Jag slutar", user=personas.karl()).count() == 3
    )
    mail = OutgoingMail.objects.get(to=personas.karin().email)
    assert mail.subject == "Du är kontaktperson för 3 ärenden till"
    assert "Läs ärendena och se vad som är nästa steg. Karl Sjöhed har gett dig dem." in mail.body
    assert "3 ärenden har bytt kontaktperson." in karl.get(ORDERS).content.decode()
    assert "Karin" not in at(personas.cecilia()).get(ORDERS).content.decode()


def test_no_case_is_left_out_because_others_are_the_officers_already(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_views, "AT_ONCE", 2)
    streets("Allén", "Backen", "Dalen", "Gränden")
    Case.objects.filter(title__in=["Allén", "Backen"]).update(officer=personas.karin())
    sent = {"alla": "1", "lista": "vy=alla&ordning=arende", "officer": personas.karin().pk}
    karl = at(personas.karl())
    assert [row["case"].title for row in karl.get(URL, sent).context["rows"]] == ["Dalen", "Gränden"]
    karl.post(URL, sent)
    assert {case.officer for case in Case.objects.all()} == {personas.karin()}


@pytest.mark.usefixtures("few")
def test_a_long_list_that_became_short_is_looked_at_again() -> None:
    streets("Allén", "Backen", "Dalen")
    karl = at(personas.karl())
    sent = {"alla": "1", "lista": "vy=alla", "officer": personas.karin().pk}
    page = karl.get(URL, sent)
    Case.objects.exclude(title="Dalen").update(officer=personas.karin())
    answer = karl.post(URL, {**sent, "stampel": page.context["stamp"]})
    assert told(answer) == ["Listan har ändrats sedan du såg den. Läs igenom och bekräfta igen."]
    assert Case.objects.get(title="Dalen").officer == personas.karl()


@pytest.mark.usefixtures("few")
def test_the_new_officer_is_told_of_what_changed_hands_before_the_order_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    streets("Allén", "Backen", "Dalen")
    ordered(at(personas.karl()), personas.karin())
    row, now = HandOver.objects.get(), timezone.now()
    assert hand_over.go_on(row.pk, at=now)
    monkeypatch.setattr(hand_over, "assign_officer_to_many", lambda *_, **__: 1 / 0)
    assert not hand_over.go_on(row.pk, at=now)
    row.refresh_from_db()
    assert (row.done, row.finished_at, "ZeroDivisionError" in row.error) == (2, now, True)
    mail = OutgoingMail.objects.get(to=personas.karin().email)
    assert mail.subject == "Du är kontaktperson för 2 ärenden till"


@pytest.mark.usefixtures("few")
def test_what_was_not_looked_at_is_not_handed_over() -> None:
    streets("Allén", "Backen")
    karl = at(personas.karl())
    page = karl.get(URL, {"alla": "1", "lista": "vy=alla", "officer": personas.karin().pk})
    streets("Dalen")
    sent = {"alla": "1", "lista": "vy=alla", "officer": personas.karin().pk}
    answer = karl.post(URL, {**sent, "stampel": page.context["stamp"]})
    assert told(answer) == ["Listan har ändrats sedan du såg den. Läs igenom och bekräfta igen."]
    assert (answer.context["total"], HandOver.objects.count()) == (3, 0)


@pytest.mark.usefixtures("few")
def test_each_case_is_handed_over_once_and_what_does_not_go_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = streets("Allén", "Backen", "Dalen")
    karl, now = at(personas.karl()), timezone.now()
    for _press in range(2):
        ordered(karl, personas.karin())
    row = HandOver.objects.get()
    assert hand_over.go_on(row.pk, at=now)  # there are more: killed here, another worker goes on
    page = karl.get(ORDERS).content.decode()
    assert "2 av 3 ärenden är klara" in page
    assert 'data-progress="1"' in page
    Case.objects.filter(pk=cases[2].pk).update(officer=personas.karin())
    for _again in range(2):
        assert not hand_over.go_on(row.pk, at=now)
    assert (
        Event.objects.filter(action="assign_officer", comment="", data__to=personas.karin().pk).count() == 2
    )
    page = karl.get(ORDERS).content.decode()
    assert "2 ärenden har bytt kontaktperson." in page
    assert "1 ärende ändrades inte." in page
    assert "Karin Ösund är redan kontaktperson." in page
    assert hand_over.clear(at=now + timedelta(days=29)) == 0
    assert hand_over.clear(at=now + timedelta(days=30)) == 1
    Case.objects.update(officer=personas.karl(), restricted=True)
    ordered(karl, personas.karin())
    Case.objects.filter(pk=cases[0].pk).update(officer=personas.cecilia())  # hidden meanwhile
    monkeypatch.setattr(hand_over, "assign_officer_to_many", lambda *_, **__: 1 / 0)
    assert not hand_over.go_on(HandOver.objects.get().pk, at=now)
    page = karl.get(ORDERS).content.decode()
    assert "Bytet stannade." in page
    assert "1 ärende ändrades inte." in page
    assert "Allén" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_orders_asks_no_more_however_many(rows: int, django_assert_num_queries: Any) -> None:
    (case,) = streets("Allén")
    for name in map(str, range(rows)):
        HandOver.objects.create(
            ordered_by=personas.karl(),
            ordered_at=timezone.now(),
            officer=personas.karin(),
            name=name,
            keys=[case.pk],
            refused=[[case.pk, "Nej."]],
            done=1,
        )
    karl = at(personas.karl())
    karl.get(ORDERS)
    with django_assert_num_queries(5):
        assert len(karl.get(ORDERS).context["orders"]) == rows
    assert at(personas.nils()).get(ORDERS).status_code == 403
