"""The trail of a case is read in plain words and narrowed by its address (D8)."""

import pytest
from django.test import Client

from applications.labels import LABELS
from applications.models import ReadEvent
from applications.states import Status
from tests import personas
from tests.access import probe
from tests.personas import NOW
from tests.walk import walked

pytestmark = pytest.mark.django_db


def test_the_trail_is_narrowed_by_kind_person_words_and_days() -> None:
    case = walked(Status.SUBMITTED).case
    ReadEvent.objects.create(case=case, user=personas.karin(), what="Ansökan", at=NOW)
    client, url = Client(), f"/admin/arenden/{case.reference}/handelser/"
    client.force_login(personas.rut())

    def shown(query: str = "") -> list[str]:
        return [row["title"] for row in client.get(url + query).context["rows"]]

    everything = shown()
    steps = shown("?visa=steg")
    assert "Ansökan kom in" in steps
    assert 0 < len(steps) < len(everything)
    assert shown("?q=ansökan+kom+in") == ["Ansökan kom in"]
    assert sorted(shown("?vem=gruppen") + shown("?vem=staden")) == sorted(everything)
    assert "Ansökan kom in" in shown("?vem=gruppen")
    assert shown("?till=1999-01-01") == shown("?fran=2099-01-01") == []
    assert shown("?fran=banan&visa=x&vem=y&page=z") == everything
    assert {"Läste: Ansökan", "Läste: händelserna"} == set(shown("?visa=lasningar"))
    assert shown("?visa=lasningar&q=wallander") == []
    client.force_login(personas.karl())
    assert "Läste: Ansökan" not in shown("?visa=lasningar")


def test_whatever_the_city_opens_or_downloads_is_logged_once_in_plain_words() -> None:
    """Pages that are documents, and files: each is one row that says what was read."""
    walk = walked(Status.REPORT_SUBMITTED)
    client = Client()
    client.force_login(walk.sixten)
    read = {}
    for name in (
        "admin:case",
        "admin:case_group",
        "admin:case_documents",
        "admin:case_messages",
        "admin:case_events",
        "admin:application_version",
        "admin:decision",
        "admin:proposal_version",
        "admin:result_report",
        "admin:check_in",
        "admin:export_register",
    ):
        before = list(walk.case.read_events.values_list("pk", flat=True))
        answer = client.get(probe.address(name, walk.case))
        assert answer.status_code == 200, name
        new = walk.case.read_events.exclude(pk__in=before)
        read[name] = [row.what for row in new if row.user == walk.sixten]
    assert {name: len(rows) for name, rows in read.items()} == dict.fromkeys(read, 1)
    said = [rows[0] for rows in read.values()]
    assert not [what for what in said if "_" in what.partition(".")[0] or what != what.strip()]
    assert said[:2] == ["ärendet", "gruppen"]


def test_every_step_and_change_of_officer_is_an_event_that_the_database_keeps() -> None:
    """What moved the case, and who was its kontaktperson, can be read from the trail alone (D8)."""
    case = walked(Status.REPORT_SUBMITTED).case
    steps = [event for event in case.events.order_by("at", "pk") if event.source != event.target]
    assert [step.source for step in steps][1:] == [step.target for step in steps][:-1]
    assert steps[-1].target == case.status
    assert case.events.filter(action="assign_officer").exists()
    assert not [event.action for event in case.events.all() if event.action not in LABELS]
