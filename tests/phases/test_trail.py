"""The trail of a case is read in plain words and narrowed by its address (D8)."""

import re

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
    assert shown("?q=VARPTORGETS+VÄNNER") == shown("?q=varptorgets+vänner")
    assert shown("?till=1999-01-01") == shown("?fran=2099-01-01") == []
    assert shown("?fran=banan&visa=x&vem=y&page=z") == everything
    assert {"Läste: Ansökan", "Läste: händelserna"} == set(shown("?visa=lasningar"))
    assert shown("?visa=lasningar&q=wallander") == []
    client.force_login(personas.karl())
    assert "Läste: Ansökan" not in shown("?visa=lasningar")


# Pages that show nothing of the case in the address but where it stands in a list, or nothing of any case.
NO_READING = {
    "admin:meeting",
    "admin:packs",
    "admin:merge_actors",
    "admin:split_actors",
    "admin:try_logotype",
    "admin:change_view",
    "admin:remove_view",
    "admin:mail_text",
    *(f"admin:{name}_network_post" for name in ("hide", "show")),
    "admin:network_post",
    "admin:settle_network_report",
    *(f"admin:{name}network_meeting" for name in ("", "move_", "cancel_", "note_")),
    "admin:applications_readevent_change",
    "admin:jsi18n",
}
OF_A_CASE = {f"admin:applications_{model}_change" for model in ("event", "record", "readevent")}


def test_whatever_the_city_opens_or_downloads_is_logged_once_in_plain_words() -> None:
    """Every page and file of a case, whoever opens it: one row that says what was read."""
    walk = walked(Status.REPORT_SUBMITTED)
    people = probe.clients(walk)
    read: dict[str, list[str]] = {}
    for name in probe.names():
        registers = name.startswith(probe.REGISTER) and name not in OF_A_CASE
        url = "" if registers else probe.address(name, walk.case)
        if not url or name in NO_READING or not re.search(r"\d", url):
            continue
        for who in ("maja", "sixten", "tove"):
            before = ReadEvent.objects.count()
            answer = people[who].get(url)
            rows = ReadEvent.objects.order_by("pk")[before:]
            if answer.status_code == 200:
                if name.startswith("admin:") or name in ("attachment", "document", "document_word"):
                    read[f"{name} {who}"] = [row.what for row in rows if row.case == walk.case]
                break
    within_a_moment = dict.fromkeys(
        ("admin:mail_html maja", "admin:settle_mail maja"), 0
    )  # of the mail's page
    assert {name: len(rows) for name, rows in read.items()} == dict.fromkeys(read, 1) | within_a_moment
    assert {"admin:mail maja", "admin:applications_record_change maja", "admin:export_register maja"} <= {
        *read
    }
    assert len(read) > 60
    said = {row for rows in read.values() for row in rows}
    assert not [what for what in said if "_" in what.partition(".")[0] or what != what.strip()]
    assert {"ärendet", "gruppen", "händelserna"} <= said


def test_every_step_and_change_of_officer_is_an_event_that_the_database_keeps() -> None:
    """What moved the case, and who was its kontaktperson, can be read from the trail alone (D8)."""
    case = walked(Status.REPORT_SUBMITTED).case
    steps = [event for event in case.events.order_by("at", "pk") if event.source != event.target]
    assert [step.source for step in steps][1:] == [step.target for step in steps][:-1]
    assert steps[-1].target == case.status
    assert case.events.filter(action="assign_officer").exists()
    assert not [event.action for event in case.events.all() if event.action not in LABELS]
