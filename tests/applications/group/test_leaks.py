"""Protected identity (D22): a whole case with a protected representative, read by everybody, page by page."""

import json
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import Client

from applications.messaging.actions import write_message
from applications.models import DocumentOrder, Event, OutgoingMail, User
from applications.states import Status
from reports import pdf
from samverkan.demo import people
from samverkan.demo.walk import Walk
from tests import factories, personas
from tests.access import probe
from tests.reports.reading import whole_text
from tests.walk import walked

pytestmark = pytest.mark.django_db

EMAIL, FIELDS = people.REPRESENTATIVE
NAME, PHONE = FIELDS["name"], FIELDS["phone"]
SECRETS = (NAME, EMAIL, PHONE, PHONE.replace(" ", "").replace("-", ""), PHONE.replace("-", " "))
# Whom it must not reach: another member, another officer, manager, secretary, registrar, administrator, outsiders.
WITHOUT_NEED = ("ylva", "jonatan", "viveka", "sixten", "tove", "admir", "olga", "nobody")
REGISTERS = ("user", "actor", "event", "readevent", "record", "outgoingmail")
FILES = (("admin:export_cases", "?vy=alla"), ("admin:export_register", ""))  # CSV
# What shows people: pages of the case for the group and for the city.
PAGES = (
    "case",
    "case_history",
    "edit_group",
    "hand_over_representative",
    "messages",
    "application_receipt",
    "check_in",
    "add_support",
    "admin:case",
    "admin:case_group",
    "admin:case_documents",
    "admin:case_messages",
    "admin:case_events",
    "admin:case_index",
    "admin:check_in",
    "admin:application_version",
    "admin:result_report",
    "admin:index",
)


def protect(user: User) -> None:
    User.objects.filter(pk=user.pk).update(protected_identity=True)


def walk_protected(status: Status) -> Walk:
    """Return a case whose representative was protected before the first contact, and signs with name and number."""
    protect(people.person(EMAIL, at=personas.NOW, **FIELDS))
    walk = walked(status)
    text = f"Ring mig! {NAME}, {PHONE}, {EMAIL}"
    write_message(walk.pk, text=text, by=walk.idris, at=walk.at("check_in_2"))
    return walk


def leaks(html: str) -> list[str]:
    """Return what a page tells of who the person is."""
    return [secret for secret in SECRETS if secret.casefold() in html.casefold()]


def is_page(response: Any) -> bool:
    return response.status_code == 200 and response["Content-Type"].startswith("text/html")


def read(client: Client, urls: set[str]) -> dict[str, list[str]]:
    """Return what the addresses tell, where they tell anything."""
    found = {}
    for url in sorted(urls):
        response = client.get(url)
        if response.status_code == 200 and not response.streaming:
            found[url] = leaks(response.content.decode(errors="replace"))
    return {url: secrets for url, secrets in found.items() if secrets}


def addresses(walk: Walk) -> set[str]:
    """Return the addresses that show people, registers and searches among them."""
    known = set(probe.names())
    urls = {probe.address(name, walk.case) for name in PAGES if name in known}
    urls |= {f"/admin/applications/{register}/" for register in REGISTERS}
    urls |= {probe.address(name, walk.case) + query for name, query in FILES}
    own = OutgoingMail.objects.filter(to=EMAIL).first()
    if own is not None:
        urls.add(f"/admin/applications/outgoingmail/{own.pk}/change/")
    event = Event.objects.filter(user=walk.idris).first()
    if event is not None:
        urls.add(f"/admin/applications/event/{event.pk}/change/")
    return urls | {f"/admin/applications/user/{walk.idris.pk}/change/"}


@pytest.fixture
def walk() -> Walk:
    return walk_protected(Status.REPORTING)


def test_nobody_without_need_learns_who_the_representative_is(walk: Walk) -> None:
    clients = probe.clients(walk)
    urls = addresses(walk)
    told = {persona: read(clients[persona], urls) for persona in WITHOUT_NEED}
    assert {persona: pages for persona, pages in told.items() if pages} == {}
    # The pages do hold what could leak: the officer finds the person there, and so does the person.
    for persona in ("maja", "idris"):
        assert read(clients[persona], urls), persona
    page = clients["maja"].get(probe.address("admin:case_group", walk.case)).content.decode()
    assert leaks(page) == [NAME, EMAIL, PHONE]
    for name, query in FILES:
        file = clients["tove"].get(probe.address(name, walk.case) + query).content.decode()
        assert "Ansökan om samverkansstöd" in file or walk.case.reference in file, name


def test_no_mail_and_no_document_names_the_person(walk: Walk) -> None:
    others = OutgoingMail.objects.exclude(to=EMAIL)
    assert [mail.template for mail in others if leaks(mail.subject + mail.body + mail.to_name)] == []
    assert any("En person i gruppen" in mail.body for mail in others)
    orders = DocumentOrder.objects.filter(case=walk.case)
    assert {order.kind for order in orders} >= {"application", "officer_report", "check_in_notes"}
    assert [order.kind for order in orders if leaks(json.dumps(order.snapshot, ensure_ascii=False))] == []
    application = orders.get(kind="application")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ansokan.pdf"
        path.write_bytes(pdf.render("application", application.snapshot).pdf)
        text = whole_text(path)
    assert leaks(text) == []
    assert "Skyddade personuppgifter" in text
    # What is stored for everybody to read names nobody either: the trail outlives the protection.
    assert not Event.objects.filter(user_name=NAME).exclude(action="open_case").exists()


def test_no_register_finds_the_person_by_name_or_address(walk: Walk) -> None:
    admir = probe.clients(walk)["admir"]
    for register in REGISTERS:
        for word in ("Holmvik", "idris", EMAIL):
            response = admir.get(f"/admin/applications/{register}/", {"q": word})
            rows = response.context["cl"].result_list
            assert not [row for row in rows if getattr(row, "case", None) == walk.case], (register, word)
            assert walk.idris not in list(rows), (register, word)
    assert len(admir.get("/admin/applications/event/", {"q": walk.case.reference}).context["cl"].result_list)


def test_protection_that_comes_later_hides_what_was_written_before() -> None:
    walk = walked(Status.SUBMITTED)
    clients = probe.clients(walk)
    urls = addresses(walk)
    assert read(clients["tove"], urls)
    protect(walk.idris)
    for persona in ("ylva", "jonatan", "tove", "admir"):
        assert read(clients[persona], urls) == {}, persona


def write_name_everywhere() -> int:
    """Write the name into every text of the phases that may still be changed; return how many rows hold it."""
    rows = 0
    for model in apps.get_app_config("phases").get_models():
        fields = [
            field
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField)
        ]
        long = [field.name for field in fields if not field.choices and (field.max_length or 999) > 60]
        with suppress(DatabaseError), transaction.atomic():
            rows += (
                model.objects.update(**{name: Concat(name, Value(f" {NAME}")) for name in long})
                if long
                else 0
            )
    return rows


@pytest.mark.parametrize("status", [Status.PROPOSAL_COMPLETION, Status.REPORTING, Status.REPORT_SUBMITTED])
def test_what_is_written_in_a_phase_names_nobody(status: Status) -> None:
    """On every page that group and city share, in the forms too."""
    walk = walked(status)
    assert write_name_everywhere() > 10
    known = set(probe.names())
    shared = {name for name in known if f"admin:{name}" in known}
    clients = probe.clients(walk)
    for persona, frame in (("ylva", ""), ("jonatan", "admin:")):
        urls = {probe.address(f"{frame}{name}", walk.case) for name in shared}
        for protected in (False, True):
            User.objects.filter(pk=walk.idris.pk).update(protected_identity=protected)
            pages = {url: page for url in urls if is_page(page := clients[persona].get(url))}
            told = {url for url, page in pages.items() if leaks(page.content.decode())}
            assert (told == set()) == protected, (persona, told)


@pytest.mark.parametrize("rows", [1, 4])
def test_a_register_asks_the_same_however_many_cases_it_shows(
    rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        factories.case(f"Gata {number}")
    protect(personas.amina())
    client = Client()
    client.force_login(personas.rut())
    client.get("/admin/applications/event/")
    with django_assert_num_queries(8):
        client.get("/admin/applications/event/")
