"""Several cases get another kontaktperson at once: said before the click, told afterwards (R6, D15)."""

import pytest
from django.contrib.messages import get_messages

from applications.models import Case, Event, OutgoingMail
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
    assert row["mails"] == ["Amina Björkdal", "Birk Åkerlind", "Karin Ösund"]
    page = response.content.decode()
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
    assert OutgoingMail.objects.count() - mails == sum(len(row["mails"]) for row in said) == 6


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
        assert response.status_code == 302
        assert told(response) == ["Välj minst ett ärende, och vem som ska ta över."]
    assert {case.officer for case in Case.objects.all()} == {personas.karl()}
    for user, status in ((personas.nils(), 403), (personas.rut(), 403), (personas.amina(), 404)):
        assert at(user).post(URL, data(mine, officer=personas.karin())).status_code == status
    assert at(personas.cecilia()).post(URL, data(mine, officer=personas.karin())).status_code == 302
    assert Case.objects.get(pk=mine.pk).officer == personas.karin()


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
