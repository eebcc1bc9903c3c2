"""The short forms of the workspace: each does one thing, for those who may, and keeps what was typed."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from applications.models import Case, Event, OutgoingMail
from applications.states import Status
from tests import factories, personas

pytestmark = pytest.mark.django_db


def post(user, case: Case, path: str, data: dict):
    client = Client()
    client.force_login(user)
    return client.post(f"/admin/arenden/{case.reference}/{path}/", data)


def text_of(response) -> str:
    return response.content.decode()


def test_another_officer_takes_the_case_over_and_everybody_is_told() -> None:
    case = factories.case()
    before = OutgoingMail.objects.count()
    response = post(
        personas.karin(), case, "kontaktperson", {"officer": personas.karin().pk, "comment": "Semester"}
    )
    assert response.status_code == 302
    case.refresh_from_db()
    assert case.officer == personas.karin()
    event = case.events.first()
    assert (event.action, event.comment, event.data["to_name"]) == (
        "assign_officer",
        "Semester",
        "Karin Ösund",
    )
    mails = OutgoingMail.objects.order_by("id")[before:]
    assert sorted(mail.to for mail in mails) == ["amina@example.org", "birk@example.org"]


def test_the_registrar_enters_a_number_once() -> None:
    case, other = factories.case(), factories.case("Annan")
    assert post(personas.rut(), case, "diarienummer", {"registry_number": "TN-2026-139"}).status_code == 302
    case.refresh_from_db()
    assert case.registry_number == "TN-2026-139"
    taken = post(personas.rut(), other, "diarienummer", {"registry_number": "TN-2026-139"})
    assert "Ett annat ärende har redan det numret" in text_of(taken)
    assert 'value="TN-2026-139"' in text_of(taken)
    wrong = post(personas.rut(), other, "diarienummer", {"registry_number": "139/2026"})
    assert wrong.status_code == 200
    assert "s-errsum" in text_of(wrong)
    assert post(personas.karl(), other, "diarienummer", {"registry_number": "TN-2026-140"}).status_code == 403


def test_a_date_is_moved_on_purpose_and_the_trail_says_from_when_and_why() -> None:
    case = factories.in_status(factories.case(), Status.COMPLETION)
    Case.objects.filter(pk=case.pk).update(
        due_on=date(2026, 3, 16), turn="group", due_reason="Komplettera ansökan"
    )
    later = timezone.localdate() + timedelta(days=30)
    page = Client()
    page.force_login(personas.karl())
    html = text_of(page.get(f"/admin/arenden/{case.reference}/"))
    assert f"/admin/arenden/{case.reference}/datum/" in html
    form = text_of(page.get(f"/admin/arenden/{case.reference}/datum/"))
    assert "Amina Björkdal, Birk Åkerlind" in form
    assert "Gruppen får veta det nya datumet och varför." in form
    assert "Skriv varför" in text_of(post(personas.karl(), case, "datum", {"due_on": later.isoformat()}))
    yesterday = {"due_on": "2026-03-01", "comment": "Semester"}
    assert "Välj en dag som kommer" in text_of(post(personas.karl(), case, "datum", yesterday))
    OutgoingMail.objects.all().delete()
    moved = {"due_on": later.isoformat(), "comment": "Styrelsen möts först efter påsk."}
    assert post(personas.karl(), case, "datum", moved).status_code == 302
    assert "samma dag" in text_of(post(personas.karl(), case, "datum", moved))
    case.refresh_from_db()
    assert (case.due_on, case.turn, case.due_reason) == (later, "group", "Komplettera ansökan")
    event = case.events.get(action="move_date")
    assert event.data == {"from": "2026-03-16", "to": later.isoformat()}
    assert event.comment.startswith("Från 16 mars 2026 till ")
    assert event.comment.endswith("Styrelsen möts först efter påsk.")
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == [
        "amina@example.org",
        "birk@example.org",
    ]
    assert OutgoingMail.objects.first().body.splitlines()[0].startswith("Komplettera ansökan senast")
    assert post(personas.karin(), case, "datum", moved).status_code == 403


def test_striking_off_needs_a_reason_and_only_before_submission() -> None:
    case = factories.case()
    refused = post(personas.karl(), case, "avskriv", {"comment": ""})
    assert "Skriv varför, så att gruppen förstår." in text_of(refused)
    submitted = factories.in_status(factories.case("Inskickad"), Status.SUBMITTED)
    post(personas.karl(), submitted, "avskriv", {"comment": "Nej"})
    submitted.refresh_from_db()
    assert submitted.status == Status.SUBMITTED
    assert (
        post(personas.karl(), case, "avskriv", {"comment": "Gruppen hörde aldrig av sig."}).status_code == 302
    )
    case.refresh_from_db()
    assert case.status == Status.STRUCK_OFF


def test_archiving_waits_for_the_registry_number() -> None:
    case = factories.in_status(factories.case(), Status.CLOSED)
    assert "Skriv in ärendets diarienummer." in text_of(post(personas.rut(), case, "arkivera", {}))
    Case.objects.filter(pk=case.pk).update(registry_number="TN-2026-1")
    assert post(personas.rut(), case, "arkivera", {}).status_code == 302
    case.refresh_from_db()
    assert case.status == Status.ARCHIVED


def test_a_file_note_is_a_record_and_hidden_from_the_group() -> None:
    case = factories.case()
    data = {
        "designation": "Telefonsamtal",
        "counterpart": "Café Trådrullen",
        "happened_on": "2026-03-02",
        "description": "Undrar om elen.",
        "direction": "incoming",
    }
    assert post(personas.rut(), case, "tjansteanteckning", data).status_code == 302
    record = case.records.get(is_file_note=True)
    assert (record.designation, record.counterpart, record.direction) == (
        "Telefonsamtal",
        "Café Trådrullen",
        "incoming",
    )
    assert case.events.first().for_group is False
    secret = post(personas.karl(), case, "tjansteanteckning", {**data, "secret": "on"})
    assert "Skriv vilket lagrum" in text_of(secret)
    assert "Undrar om elen." in text_of(secret)


def test_an_internal_note_never_reaches_the_group() -> None:
    case = factories.case()
    assert post(personas.cecilia(), case, "anteckning", {"text": "Kolla med gatukontoret"}).status_code == 302
    assert case.notes.get().text == "Kolla med gatukontoret"
    client = Client()
    client.force_login(personas.amina())
    assert "Kolla med gatukontoret" not in text_of(client.get(f"/arenden/{case.reference}/"))


@pytest.mark.parametrize(
    "path", ["kontaktperson", "diarienummer", "avskriv", "tjansteanteckning", "anteckning"]
)
@pytest.mark.parametrize(
    "value", ["x" * 100_000, "a\x00b", "<script>alert(1)</script>", "😀", "שלום", "' OR 1=1 --"]
)
def test_hostile_input_never_breaks(path: str, value: str) -> None:
    case = factories.case()
    names = (
        "officer",
        "comment",
        "registry_number",
        "designation",
        "counterpart",
        "description",
        "text",
        "legal_ground",
    )
    user = personas.rut() if path == "diarienummer" else personas.karl()
    response = post(
        user, case, path, dict.fromkeys(names, value) | {"happened_on": value, "direction": value}
    )
    assert response.status_code in {200, 302}
    assert "<script>alert" not in text_of(response)


def test_an_officer_opens_a_case_for_the_city() -> None:
    client = Client()
    client.force_login(personas.karl())
    data = {
        "origin": "city",
        "title": "Sommargata",
        "contact_name": "Doris",
        "contact_email": "doris@example.org",
    }
    response = client.post("/admin/arenden/nytt/", data)
    case = Case.objects.get(title="Sommargata")
    assert response.url == f"/admin/arenden/{case.reference}/"
    assert (case.initiative, case.officer) == ("city", personas.karl())
    assert Event.objects.filter(case=case, action="open_city_case").count() == 1
    client.force_login(personas.nils())
    assert client.get("/admin/arenden/nytt/").status_code == 403
