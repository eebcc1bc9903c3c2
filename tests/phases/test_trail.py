"""The trail of a case is read in plain words and narrowed by its address (D8)."""

import pytest
from django.test import Client

from applications.models import ReadEvent
from applications.states import Status
from tests import personas
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
    assert shown("?visa=lasningar") == ["Läste: Ansökan"]
    assert shown("?visa=lasningar&q=wallander") == []
    client.force_login(personas.karl())
    assert "Läste: Ansökan" not in shown("?visa=lasningar")
