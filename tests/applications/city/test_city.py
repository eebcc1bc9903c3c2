"""The municipality's own settings: what a second city changes, where it is seen, and what stays as it was."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from applications import deadlines, snapshots
from applications.city import actions, contents, values
from applications.lifecycle import Refused
from applications.mail import message_of, queue
from applications.models import CityVersion, Logotype
from applications.notices import Recipient
from applications.remembered import Remembered
from reports.contexts.parts import Municipality
from reports.pages import render_html
from tests import factories, files, personas
from tests.reports import snapshots as documents

if TYPE_CHECKING:
    from django.http import HttpResponse

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
PAGE = "/admin/register/kommunen/"
DAYS = f"{PAGE}dagar/"


@pytest.fixture
def admin() -> Client:
    client = Client()
    client.force_login(personas.adam())
    return client


def posted(page: HttpResponse, **changed: Any) -> dict[str, Any]:
    """Return what the browser posts of the page, with some boxes changed."""
    form = page.context["form"]
    boxes = {name: form[name].value() for name in form.fields}
    boxes = {
        name: form.fields[name].prepare_value(value) if isinstance(value, list) else value
        for name, value in boxes.items()
    }
    return {name: "" if value is None else value for name, value in boxes.items()} | changed


def change(chosen: dict[str, Any]) -> CityVersion:
    """Save settings in the register."""
    after = values.current().number
    return actions.change_city(chosen, after=after, by=personas.adam(), at=timezone.now())


def test_a_change_is_shown_then_saved_with_who_and_when(admin: Client) -> None:
    data = posted(admin.get(PAGE), name="Provköpings kommun", contact_email="a@b.se")
    shown = admin.post(PAGE, data)
    assert not CityVersion.objects.exists()
    assert [(one.label, one.after) for one in shown.context["changes"]] == [
        ("Kommunens namn", "Provköpings kommun"),
        ("E-postadress", "a@b.se"),
    ]
    assert "Provköpings kommun" in shown.context["sample"]["signature"]
    assert admin.post(PAGE, {**data, "save": "1"}).status_code == 302
    row = CityVersion.objects.get()
    assert row.chosen == {"name": "Provköpings kommun", "contact_email": "a@b.se"}
    assert row.by_name == "Adam Admin" or row.by == personas.adam()
    admin.post(DAYS, {**posted(admin.get(DAYS), completion_days="21"), "save": "1"})
    assert values.current().values == {**row.chosen, "completion_days": 21}
    told = admin.get(PAGE).context["history"]
    assert [(one.label, one.before, one.after) for one in told[0].changes] == [("Komplettera", "14", "21")]
    start = Client().get("/").content.decode()
    assert "Provköpings kommun" in start
    assert "mailto:a@b.se" in start
    assert deadlines.completion_due(timezone.now()) >= timezone.localdate() + timedelta(days=21)


def test_an_emptied_box_takes_back_what_held_at_first(admin: Client) -> None:
    change({"name": "Provköpings kommun", "draft_days": 30})
    admin.post(PAGE, {**posted(admin.get(PAGE), name=""), "save": "1"})
    admin.post(DAYS, {**posted(admin.get(DAYS), draft_days=""), "save": "1"})
    assert values.current().values == {}
    assert values.current().number == 3
    assert values.draft_days()["days"] == 90


def test_days_and_addresses_that_cannot_be_are_refused(admin: Client) -> None:
    wrong = {
        DAYS: {
            "draft_days": "10",
            "draft_notice_days": "10",
            "remind_days_before": "ibland",
            "review_working_days": "0",
        },
        PAGE: {"contact_email": "nej", "name": "Rad\x07rad"},
    }
    for url, boxes in wrong.items():
        page = admin.post(url, {**posted(admin.get(url), **boxes), "save": "1"})
        assert set(page.context["form"].errors) == set(boxes) - {"draft_days"}
    assert not CityVersion.objects.exists()


def test_reminders_are_days_with_commas_or_none(admin: Client) -> None:
    admin.post(
        DAYS, {**posted(admin.get(DAYS), remind_days_before="7, 1", remind_days_after="nej"), "save": "1"}
    )
    assert (values.remind_days("before"), values.remind_days("after")) == ([7, 1], [])
    assert posted(admin.get(DAYS))["remind_days_after"] == "nej"


def test_two_who_change_at_once_never_overwrite_each_other(admin: Client) -> None:
    old = posted(admin.get(PAGE), name="Min kommun")
    change({"name": "Din kommun"})
    page = admin.post(PAGE, {**old, "save": "1"})
    assert "Någon annan har ändrat uppgifterna" in page.content.decode()
    with pytest.raises(Refused), transaction.atomic():
        actions.change_city({}, after=0, by=personas.adam(), at=timezone.now())
    assert values.municipality()["name"] == "Din kommun"


def test_only_administrators_open_and_change() -> None:
    for make in (personas.karl, personas.cecilia, personas.nils, personas.rut):
        client = Client()
        client.force_login(make())
        assert "administratören" in client.get(PAGE).content.decode()
        assert client.post(PAGE, {"name": "X", "save": "1"}).status_code == 403
        assert client.post(f"{PAGE}logotyp/", {"remove": "1"}).status_code == 403
        assert "Kommunens uppgifter" not in client.get("/admin/register/").content.decode()
    assert not CityVersion.objects.exists()


def test_the_names_are_in_the_language_of_the_page() -> None:
    change({"name": "Provköpings kommun", "name:en": "Testville", "committee": "prövonämnden"})
    with translation.override("en"):
        assert values.municipality()["name"] == "Testville"
        assert values.municipality()["committee"] == "prövonämnden"
        assert values.kept()["name"] == "Provköpings kommun"  # what is kept is Swedish
    assert values.municipality()["name"] == "Provköpings kommun"


def test_what_is_frozen_keeps_the_names_and_logotype_it_was_ordered_with(settings: Any) -> None:
    before = snapshots.header(factories.case(), "Ansökan", date(2026, 3, 2))
    picture = actions.upload_logotype(files_picture(), by=personas.adam(), at=timezone.now())
    actions.use_logotype(picture, by=personas.adam(), at=timezone.now())
    change({"name": "Provköpings kommun"})
    after = snapshots.header(factories.case("Ågatan"), "Ansökan", date(2026, 3, 2))
    assert before["municipality"]["name"] == settings.MUNICIPALITY["name"]
    assert "logotype" not in before["municipality"]
    assert (after["municipality"]["name"], after["municipality"]["logotype"]) == (
        "Provköpings kommun",
        str(picture.pk),
    )
    assert Municipality.from_snapshot(before["municipality"]).logotype == ""
    document = documents.application() | {"municipality": after["municipality"]}
    assert 'src="data:image/png;base64,' in render_html("application", document)
    assert f'src="/logotyp/{picture.pk}.png"' in render_html("application", document, stylesheet="/x.css")


def files_picture() -> Any:
    from applications.city.pictures import drawn_anew

    return drawn_anew(SimpleUploadedFile("stad.png", files.picture("PNG")))


def test_a_logotype_is_drawn_anew_looked_at_and_used(admin: Client) -> None:
    upload = SimpleUploadedFile("stad.jpg", files.picture("JPEG"), "image/jpeg")
    answer = admin.post(f"{PAGE}logotyp/", {"picture": upload})
    row = Logotype.objects.get()
    assert answer["Location"] == f"{PAGE}logotyp/{row.pk}/"
    assert bytes(row.picture).startswith(b"\x89PNG")
    assert b"Kamera" not in bytes(row.picture)
    url = reverse("logotype", args=[row.pk])
    assert Client().get(url).status_code == 404  # nobody has chosen it yet
    assert admin.post(answer["Location"], {"use": "1"}).status_code == 302
    shown = Client().get(url)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/png")
    assert f'src="{url}"' in Client().get("/").content.decode()
    admin.post(f"{PAGE}logotyp/", {"remove": "1"})
    assert url not in Client().get("/").content.decode()
    assert [one.logotype for one in admin.get(PAGE).context["history"]] == [
        "Logotypen borttagen",
        "Ny logotyp",
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "SVG"),
        (b"GIF89a not a picture", "går inte att läsa"),
        (b"\x89PNG\r\n\x1a\n broken", "går inte att läsa"),
        (b"x" * (2 * 1024 * 1024 + 1), "högst 2 MB"),
    ],
)
def test_what_is_no_picture_is_refused(admin: Client, content: bytes, says: str) -> None:
    page = admin.post(f"{PAGE}logotyp/", {"picture": SimpleUploadedFile("stad.png", content, "image/png")})
    assert says in page.content.decode()
    assert not Logotype.objects.exists()


def test_what_was_saved_is_never_changed_nor_deleted() -> None:
    change({"name": "Provköpings kommun"})
    for act in (lambda rows: rows.update(by_name="Någon"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
            act(CityVersion.objects.all())


def test_a_page_asks_nothing_more_and_others_see_a_change_within_seconds(
    settings: Any, django_assert_num_queries: Any
) -> None:
    change({"name": "Provköpings kommun"})
    assert values.municipality()["name"] == "Provköpings kommun"
    with django_assert_num_queries(0):
        values.municipality()
    CityVersion.objects.create(number=2, chosen={"name": "Annan"}, by=personas.adam(), at=timezone.now())
    assert values.municipality()["name"] == "Provköpings kommun"  # saved by another process
    settings.REGISTERS_READ_EVERY = 0
    assert values.municipality()["name"] == "Annan"


def test_a_database_that_is_away_leaves_what_was_known() -> None:
    def fails() -> int:
        raise DatabaseError

    assert Remembered(fails, 5).get() == 5


def test_every_setting_has_a_default_and_a_box(admin: Client) -> None:
    boxes = {name for url in (PAGE, DAYS) for name in admin.get(url).context["form"].fields}
    for key in contents.all_settings():
        contents.default(key)
        assert key in boxes


# --- a second city --------------------------------------------------------------------------------------
CITY = re.compile(r"malmö|malmo|tekniska nämnd|fastighets- och gatu|\bFGK\b|\b040-", re.IGNORECASE)
DATA = re.compile(  # what a second city brings itself: defaults of the environment, its own data, the demo
    r"samverkan/settings\.py|samverkan/demo/|management/commands/load_(demo|registers)\.py|/migrations/"
)


def test_neither_code_nor_templates_name_the_city() -> None:
    """A name of the city in the code is a fork for the next one: names are settings."""
    named = []
    for folder in ("applications", "phases", "reports", "samverkan", "templates", "static/js", "static/css"):
        for file in (ROOT / folder).rglob("*"):
            path = file.relative_to(ROOT).as_posix()
            if file.suffix not in {".py", ".html", ".txt", ".js", ".css", ".svg"} or DATA.search(path):
                continue
            lines = file.read_text(encoding="utf-8").splitlines()
            named += [f"{path}:{number}" for number, line in enumerate(lines, 1) if CITY.search(line)]
    assert named == []


OTHER_CITY = {
    "name": "Provköpings kommun",
    "organisation_number": "212000-0142",
    "department": "stadsmiljöförvaltningen",
    "department_short": "SMF",
    "committee": "prövonämnden",
    "committee_short": "PN",
    "court": "Förvaltningsrätten i Provköping",
    "contact_email": "samverkan@example.org",
    "contact_phone": "070-174 06 06",
    "address": "Storgatan 1, 999 99 Provköping",
}
NUMBER = re.compile(r"\bTN-\d")


def test_another_city_meets_nothing_of_the_first(settings: Any) -> None:
    """With what stands in the register and the environment, no page, mail or document names another city."""
    settings.DEFAULT_FROM_EMAIL = "samverkan@example.org"
    settings.REGISTRY_NUMBER_EXAMPLE = "PN-2026-1"
    change(OTHER_CITY)
    said: dict[str, str] = {}
    for language in ("sv", "en"):
        for name in ("start", "about", "accessibility", "privacy", "contact", "express_interest"):
            client = Client(headers={"accept-language": language})
            said[f"{name} {language}"] = client.get(reverse(name)).content.decode()
    for kind, make in documents.NORMAL.items():
        document = render_html(kind, make() | {"municipality": values.kept(), "registry_number": ""})
        assert not re.search("malm[öo]|FGK", document, re.IGNORECASE), kind
        assert "Provköpings kommun" in document, kind
    case = factories.case()
    for template in ("open_case_contact", "take_up_group", "account_login_code"):
        for language in ("sv", "en"):
            to = Recipient("amina@example.org", "Amina", reads=language)
            context = {"by": personas.karl(), "code": "12345678"}
            row = queue(template, to=to, at=timezone.now(), case=case, context=context)
            assert row is not None
            said[f"{template} {language}"] = message_of(row).message().as_string()
    named = {name: CITY.search(text) or NUMBER.search(text) for name, text in said.items()}
    assert {name: found[0] for name, found in named.items() if found} == {}
    assert "Provköping" in said["start sv"]
