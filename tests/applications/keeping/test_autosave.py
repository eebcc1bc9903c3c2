"""Forms that are saved while they are written: the same rules, nothing twice, and never against themselves."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.models import Application, Case, Event, KeptText
from applications.states import Status
from applications.writing import actions
from phases.models import Proposal, ProposedMeasure, ResultReport
from phases.samarbete.proposal import actions as proposals
from tests import factories, personas
from tests.applications.keeping.opened import SCRIPT, by_script, open_form
from tests.applications.writing import samples
from tests.personas import NOW
from tests.walk import walked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_half_past_two(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = datetime(2026, 3, 2, 14, 32, tzinfo=timezone.get_default_timezone())
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def case() -> Case:
    return samples.draft()


def as_(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def step(case: Case, key: str = "utmaningar") -> str:
    return reverse("edit_application_step", args=[case.reference, key])


def test_a_pause_saves_and_says_when(case: Case) -> None:
    amina = as_(personas.amina())
    page = open_form(amina, step(case))
    answer = by_script(amina, step(case), page, challenges="Mörkt")
    assert answer.json() == {
        "state": "saved",
        "text": "Sparat klockan 14.32. Ni kan stänga och fortsätta senare.",
        "revision": 1,
    }
    assert Application.objects.get().challenges == "Mörkt"
    assert "är sparad" not in amina.get(step(case)).content.decode()  # no message waits on the next page


def test_what_is_saved_already_is_not_saved_again(case: Case) -> None:
    amina = as_(personas.amina())
    page = open_form(amina, step(case))
    for _again in range(2):
        answer = by_script(amina, step(case), page, challenges="Mörkt")
        assert answer.json()["revision"] == 1
    assert Application.objects.get().revision == 1


def test_rows_are_replaced_and_never_doubled(case: Case) -> None:
    amina = as_(personas.amina())
    page = open_form(amina, step(case, "underlag"))
    for text in ("Lj", "Ljus", "Ljus och lugn"):
        rows = {**samples.ANSWERS["underlag"], "evidence-0-needs": text}
        assert by_script(amina, step(case, "underlag"), page, **rows).json()["state"] == "saved"
    assert list(Application.objects.get().evidence.values_list("needs", flat=True)) == ["Ljus och lugn"]


def test_a_page_whose_answer_was_lost_does_not_collide_with_itself(case: Case) -> None:
    amina = as_(personas.amina())
    page = open_form(amina, step(case))
    by_script(amina, step(case), page, challenges="Mö")  # saved, but the page never hears of it
    assert by_script(amina, step(case), page, challenges="Mörkt").json()["revision"] == 2
    sent = amina.post(step(case), {**page, "challenges": "Mörkt och kallt"})
    assert sent.status_code == 302
    assert Application.objects.get().challenges == "Mörkt och kallt"


def test_an_older_save_that_arrives_late_overwrites_nothing(case: Case) -> None:
    amina = as_(personas.amina())
    page = open_form(amina, step(case))
    late = {**page, "keep_count": "1", "challenges": "Mö"}
    amina.post(step(case), {**page, "keep_count": "2", "challenges": "Mörkt"})
    assert amina.post(step(case), late, headers=SCRIPT).json()["state"] == "stale"
    assert Application.objects.get().challenges == "Mörkt"


def test_the_same_person_on_another_device_collides(case: Case) -> None:
    phone, computer = as_(personas.amina()), as_(personas.amina())
    page = open_form(phone, step(case))
    by_script(computer, step(case), open_form(computer, step(case)), challenges="På datorn")
    assert by_script(phone, step(case), page, challenges="I telefonen").json()["state"] == "stale"
    assert Application.objects.get().challenges == "På datorn"


def test_a_collision_says_who_and_when_keeps_both_and_shows_them(case: Case) -> None:
    amina, birk = as_(personas.amina()), as_(personas.birk())
    page = open_form(birk, step(case))
    by_script(amina, step(case), open_form(amina, step(case)), challenges="Hennes")
    answer = by_script(birk, step(case), page, challenges="Hans")
    assert (answer.status_code, answer.json()["state"]) == (422, "stale")
    words = "Amina Björkdal ändrade det här klockan 14.32. Läs det som är sparat innan du sparar ditt."
    assert answer.json()["text"] == words
    both = birk.post(step(case), {**page, "challenges": "Hans"}).content.decode()
    reopened = birk.get(step(case)).content.decode()  # the browser was closed in between
    for html in (both, reopened):
        assert words in html
        assert "Hennes" in html
        assert ">\nHans</textarea>" in html
    assert Application.objects.get().challenges == "Hennes"


def test_what_cannot_be_saved_is_said_and_kept(case: Case) -> None:
    amina = as_(personas.amina())
    page = open_form(amina, step(case, "bidrag"))
    rows = {**samples.ANSWERS["bidrag"], "requested_amount": "mycket"}
    answer = by_script(amina, step(case, "bidrag"), page, **rows)
    assert answer.status_code == 422
    assert answer.json()["text"] == "Inte sparat än. Skriv beloppet med siffror, till exempel 75000"
    assert Application.objects.get().requested_purpose == ""
    html = amina.get(step(case, "bidrag")).content.decode()
    assert 'value="mycket"' in html
    assert "Trycksaker och fika." in html
    assert "Det här är inte sparat än." in html
    by_script(amina, step(case, "bidrag"), page, **{**rows, "requested_amount": "60 000"})
    assert not KeptText.objects.exists()
    assert Application.objects.get().requested_amount == 60_000


def test_a_step_that_is_sent_meanwhile_says_so(case: Case) -> None:
    birk = as_(personas.birk())
    page = open_form(birk, step(case))
    samples.fill(case)
    actions.submit(case.pk, by=personas.amina(), at=NOW)
    answer = by_script(birk, step(case), page, challenges="Det sista jag skrev")
    assert (answer.status_code, answer.json()["state"]) == (409, "refused")
    assert "Det sista jag skrev" in birk.get(answer.json()["url"]).content.decode()


# --- proposal and result report ---------------------------------------------------------------------------
@pytest.fixture
def collaboration() -> Any:
    return walked(Status.COLLABORATION)


def test_a_measure_is_saved_with_one_event_a_sitting(collaboration: Any) -> None:
    case, idris = collaboration.case, as_(collaboration.idris)
    row = proposals.add_measure(case.pk, title="Ljus", by=collaboration.idris, at=NOW)
    url = reverse("edit_measure", args=[case.reference, row.pk])
    page = open_form(idris, url)
    before = Event.objects.filter(case=case, action="edit_proposal").count()
    for text in ("L", "Ly", "Lyktor"):
        answer = by_script(idris, url, page, title="Ljus", description=text)
        assert answer.json()["state"] == "saved", answer.json()
        page["revision"] = str(answer.json()["revision"])
    assert ProposedMeasure.objects.get(pk=row.pk).description == "Lyktor"
    assert Event.objects.filter(case=case, action="edit_proposal").count() - before <= 1
    assert as_(personas.olga()).post(url, {}, headers=SCRIPT).status_code == 404


def test_a_new_measure_is_only_kept_until_its_button_is_pressed(collaboration: Any) -> None:
    case, idris = collaboration.case, as_(collaboration.idris)
    url = reverse("add_measure", args=[case.reference])
    page = open_form(idris, url)
    before = ProposedMeasure.objects.count()
    for text in ("Lyk", "Lyktor"):
        page["keep_count"] = "1"
        data = {**page, "title": "Ljus", "description": text}
        answer = idris.post(url, data, headers={**SCRIPT, "X-Autosave": "keep"})
        assert answer.json()["state"] == "kept"
    assert ProposedMeasure.objects.count() == before
    reopened = open_form(idris, url)
    assert "Lyktor" in idris.get(url).content.decode()
    assert idris.post(url, {**reopened, "title": "Ljus", "description": "Lyktor"}).status_code == 302
    assert (ProposedMeasure.objects.count(), KeptText.objects.count()) == (before + 1, 0)


def test_the_summary_begins_the_proposal_once(collaboration: Any) -> None:
    case, idris = collaboration.case, as_(collaboration.idris)
    Proposal.objects.filter(case=case).delete()
    url = reverse("edit_proposal_summary", args=[case.reference])
    page = open_form(idris, url)
    for text in ("Ljus", "Ljus och lugn"):
        assert by_script(idris, url, page, summary=text).json()["state"] == "saved"
    assert Proposal.objects.get(case=case).summary == "Ljus och lugn"


def test_the_result_report_is_saved_while_it_is_written() -> None:
    walk = walked(Status.REPORTING)
    idris, url = as_(walk.idris), reverse("edit_result_report", args=[walk.case.reference])
    page = open_form(idris, url)
    for text in ("Det", "Det gick bra"):
        answer = by_script(idris, url, page, outcome=text)
        assert answer.json()["state"] == "saved", answer.json()
    assert ResultReport.objects.get(case=walk.case, sent_at=None).outcome == "Det gick bra"
    assert Event.objects.filter(case=walk.case, action="edit_result_report").count() == 1


def test_a_completion_saves_only_its_open_parts() -> None:
    case = factories.in_status(samples.draft(), Status.COMPLETION)
    amina = as_(personas.amina())
    page = open_form(amina, step(case))
    Application.objects.update(open_sections=["underlag"])
    answer = by_script(amina, step(case), page, challenges="För sent")
    assert answer.status_code == 422
    assert answer.json()["text"].startswith("Inte sparat än. Den här delen går inte att ändra nu.")
    assert Application.objects.get().challenges == ""
