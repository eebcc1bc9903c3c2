"""One case from first contact to closed, in the browser, by the people who would do it; its PDFs downloaded and read.

A group of three writes together, on phones, on wide screens and without JavaScript. Only the passing of time, to the
hour of a check-in, happens behind the pages.
"""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from applications.models import Application, Case, Event, Grant
from applications.states import Status
from phases.models import CheckIn
from tests import factories, personas
from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.test_review import assess, prepare, take_up
from tests.e2e.together import (
    HERS,
    HIS,
    complete,
    express_interest,
    fill,
    go,
    make_account,
    press,
    write_and_send,
)
from tests.personas import PASSWORD
from tests.tools import vera

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = "%Y-%m-%d"


@pytest.fixture(autouse=True)
def _as_the_browser_sees_it(settings: Any, tmp_path: Path, live_server: Any) -> None:
    settings.PUBLIC_FORM_MIN_SECONDS = 0
    settings.MEDIA_ROOT = tmp_path
    settings.SITE_URL = live_server.url


class People:
    """A browser for each of the city's people, logged in through the real log-in page."""

    def __init__(
        self, open_page: Callable[..., Page], login: Callable[..., None], *, javascript: bool
    ) -> None:
        self.pages = {}
        for make in (personas.karl, personas.cecilia, personas.nils, personas.rut):
            user = make()
            page = open_page(viewport=DESKTOP, javascript=javascript)
            login(page, user.email, PASSWORD)
            self.pages[user.email.partition("@")[0]] = page

    def __getattr__(self, name: str) -> Page:
        return self.pages[name]


def follow(page: Page, link: str, button: str = "") -> None:
    """Follow a link of the case page to the page with the consequences, and press its button."""
    page.get_by_role("link", name=link, exact=True).first.click()
    press(page, button or link)


def status_is(status: Status) -> None:
    assert Case.objects.get().status == status


def today() -> str:
    return timezone.localdate().strftime(TODAY)


# --- the parts of the way, in order ------------------------------------------------------------------------
def take_the_case(people: People, case: Case) -> None:
    go(people.karl, "admin:case", case.reference)
    people.karl.get_by_role("link", name="Ta över ärendet").first.click()
    press(people.karl, "Ta över ärendet")
    go(people.rut, "admin:index")
    people.rut.get_by_role("link", name="Lingarnsgatan").last.click()
    go(people.rut, "admin:enter_registry_number", case.reference)
    fill(people.rut, registry_number="TN-2026-99001")
    press(people.rut, "Skriv in diarienummer")


def ask_for_more(page: Page, case: Case) -> None:
    """The officer reads the application and asks how many answered."""
    take_up(page, case)
    go(page, "admin:request_completion", case.reference)
    fill(
        page,
        underlag="Hur många svarade?",
        due_on=(timezone.localdate() + timedelta(days=14)).strftime(TODAY),
    )
    press(page, "Be om komplettering")


def write_report(page: Page) -> None:
    """The report from what the case knows, with a lower amount and its reason."""
    page.get_by_role("link", name="Tjänsteskrivelse", exact=True).click()
    press(page, "Börja skriva")
    fill(
        page,
        points__0__text="Tekniska nämnden beviljar Lingarnets Vänner samverkansstöd med 45 000 kronor.",
        points__0__proposed="45 000",
        points__0__motivation="Trycksaker görs av staden.",
    )
    fill(page, children="Barn går här.", gender_equality="Ingen skillnad.", equality="Äldre går här.")
    page.locator("[name=meeting]").select_option(index=1)
    press(page, "Spara")
    expect(page.get_by_text("Inget saknas.")).to_be_visible()
    follow(page, "Skicka till chefen för signering")


def sign_off(people: People, case: Case) -> None:
    go(people.cecilia, "admin:case", case.reference)
    follow(people.cecilia, "Signera tjänsteskrivelsen")


def put_on_agenda(people: People, case: Case) -> None:
    go(people.nils, "admin:case", case.reference)
    people.nils.get_by_role("link", name="Sätt upp på sammanträde").first.click()
    people.nils.locator("[name=meeting]").first.check()
    press(people.nils, "Sätt upp på sammanträde")


def decide(people: People, case: Case, paragraph: int, outcome: str) -> None:
    """Register, release, post and send: four moments (D3)."""
    page = people.nils
    go(page, "admin:register_decision", case.reference)
    page.locator(f"[name=outcome][value={outcome}]").check()
    page.locator("details", has=page.locator("[name=chair]")).locator("summary").first.click()
    fill(page, paragraph=str(paragraph), chair="Beatrix Lundahl", adjuster="Orvar Ståhlnacke")
    fill(page, members="Beatrix Lundahl\nOrvar Ståhlnacke")
    press(page, "Spara beslutet")
    before = Case.objects.get().status
    page.get_by_role("link", name="Frisläpp beslutet").first.click()
    assert Case.objects.get().status == before, "a registered decision moves nothing"
    fill(page, approved_on=today())
    press(page, "Frisläpp beslutet")
    page.get_by_role("link", name="Skriv när beslutet anslogs").first.click()
    fill(page, posted_on=today())
    press(page, "Skriv när beslutet anslogs")
    follow(page, "Expediera beslutet")


def hold_dialogue(page: Page, case: Case) -> None:
    go(page, "add_communication", case.reference)
    fill(page, happened_on=today(), channel="Affisch i alla portar", audience="Boende")
    page.locator("main form .s-btn[type=submit]:visible").first.click()
    go(page, "map_actors", case.reference)
    fill(page, name="Förskolan Nystanet", note="Vill vara med.")
    page.get_by_label("Verksamhet", exact=True).check()
    page.locator("main form .s-btn[type=submit]:visible").first.click()
    go(page, "plan_dialogue", case.reference)
    fill(page, title="Gatuvandring", method="Vandring", target_group="Boende", planned_on=today())
    page.locator("main form .s-btn[type=submit]:visible").first.click()
    activity = case.dialogueactivity_rows.get()
    go(page, "hold_dialogue", case.reference, activity.pk)
    fill(page, held_on=today(), participants="64", summary="Mörkt vid portarna.")
    page.locator("main form .s-btn[type=submit]:visible").first.click()
    go(page, "record_needs", case.reference)
    page.get_by_label("Boende", exact=True).check()
    fill(page, text="Ljus vid portarna")
    activity_field = page.locator("select[name=activity]")
    if activity_field.count():
        activity_field.select_option(str(activity.pk))
    page.locator("main form .s-btn[type=submit]:visible").first.click()
    go(page, "compile_viewpoints", case.reference)
    fill(page, text="Boende vill ha ljus.")
    page.locator("[name=finished]").check()
    page.locator("main form .s-btn[type=submit]:visible").first.click()


def propose(page: Page, case: Case) -> None:
    go(page, "edit_proposal_summary", case.reference)
    fill(page, summary="Planteringar och ljus.")
    page.locator("main form .s-btn[type=submit]:visible").first.click()
    for title, amount in (("Planteringar", "100 000"), ("Ljusslingor", "60 000")):
        go(page, "add_measure", case.reference)
        fill(page, title=title, description="På hela gatan.", cost=amount, requested_amount=amount)
        fill(page, starts_on=today(), ends_on=(timezone.localdate() + timedelta(days=90)).strftime(TODAY))
        page.locator("[name=areas]").first.check()
        page.locator("[name=responsible]").select_option(index=1)
        page.locator("[name=needs]").first.check()
        page.locator("main form .s-btn[type=submit]:visible").first.click()
    go(page, "submit_proposal", case.reference)
    press(page, "Skicka förslaget")


def second_report(page: Page, case: Case) -> None:
    go(page, "admin:legal_check", case.reference)
    page.get_by_label("Nej", exact=True).check()
    fill(page, conclusion="Allmän plats.")
    press(page, "Spara")
    go(page, "admin:write_officer_report", case.reference)
    press(page, "Börja skriva")
    page.locator("[name=recommendation][value=approve], [name=recommendation]").first.check()
    page.locator("[name=meeting]").select_option(index=1)
    press(page, "Spara")
    expect(page.get_by_text("Inget saknas.")).to_be_visible()
    follow(page, "Skicka till chefen för signering")


def carry_out(people: People, page: Page, case: Case) -> None:
    go(page, "communicate_result", case.reference)
    fill(page, happened_on=today(), channel="Öppet hus", audience="Alla hushåll")
    press(page, "Spara")
    for measure in case.measures.all():
        go(page, "record_progress", case.reference, measure.pk)
        page.locator("[name=status][value=done]").check()
        press(page, "Spara läget")
    karl = people.karl
    go(karl, "admin:book_check_in", case.reference)
    tomorrow = timezone.localdate() + timedelta(days=1)
    fill(karl, starts_at_0=tomorrow.strftime(TODAY), starts_at_1="14.00", place="Caféet")
    press(karl, "Boka avstämning")
    check_in = CheckIn.objects.get()
    CheckIn.objects.update(starts_at=timezone.now() - timedelta(hours=1), ends_at=None)  # the hour comes
    go(karl, "admin:hold_check_in", case.reference, check_in.pk)
    fill(karl, participants="Idris Holmvik\nKarl Sjöhed", notes="Allt är gjort.")
    press(karl, "Spara och skicka till gruppen")
    go(page, "check_in", case.reference, check_in.pk)
    press(page, "Bekräfta anteckningarna")
    go(karl, "admin:case", case.reference)
    follow(karl, "Öppna resultatrapporten")


def account(people: People, page: Page, case: Case) -> None:
    go(page, "edit_result_report", case.reference)
    expect(page.get_by_text("Gatuvandring").first).to_be_visible()  # what is recorded is not asked for again
    for grant in Grant.objects.filter(case=case):
        fill(page, **{f"used_{grant.pk}": str(grant.amount - 100)})
    fill(
        page,
        outcome="Allt är gjort.",
        resources_note="Till material.",
        decisive="Ljuset.",
        dialogue="En vandring.",
    )
    fill(page, partners="Caféet.", shift="Fler är ute.", lessons="Börja tidigt.")
    if not page.locator("[name=period_from]").input_value():
        fill(page, period_from=today())
    fill(page, period_to=today())
    press(page, "Spara och granska")
    press(page, "Skicka resultatrapporten")
    go(people.karl, "admin:case", case.reference)
    follow(people.karl, "Godkänn resultatrapporten")
    people.karl.get_by_role("link", name="Avsluta ärendet", exact=True).first.click()
    fill(people.karl, comment="Återbetalningen är fakturerad.")
    press(people.karl, "Avsluta ärendet")


@pytest.mark.parametrize(
    ("viewport", "javascript"),
    [(PHONE, True), (DESKTOP, True), pytest.param(PHONE, False, marks=pytest.mark.journey_sqlite)],
    ids=["phone", "desktop", "no-javascript"],
)
def test_a_case_of_three_from_first_contact_to_closed(
    open_page: Callable[..., Page],
    login: Callable[..., None],
    run_tasks: Callable[[], int],
    tmp_path: Path,
    *,
    viewport: dict[str, int],
    javascript: bool,
) -> None:
    factories.meeting(timezone.localdate(), starts_at="13:00")
    group, vera, stina = (
        open_page(viewport=viewport, javascript=javascript, reduced_motion="reduce") for _person in range(3)
    )
    people = People(open_page, login, javascript=javascript)

    express_interest(group)
    group.get_by_role("link", name="Skapa konto").click()
    make_account(group, "idris@example.org", "Idris Holmvik")
    case = Case.objects.get()
    take_the_case(people, case)
    write_and_send(group, vera, stina, tmp_path, javascript=javascript)
    status_is(Status.SUBMITTED)
    assert Application.objects.get().sent_by.email == "idris@example.org"
    ask_for_more(people.karl, case)
    status_is(Status.COMPLETION)
    complete(group, vera, case)
    status_is(Status.REVIEW)

    prepare(people.karl, case)
    assess(people.karl)
    write_report(people.karl)
    sign_off(people, case)
    status_is(Status.READY)
    put_on_agenda(people, case)
    decide(people, case, 99, "approve")
    status_is(Status.COLLABORATION)

    group.goto(case.get_absolute_url())
    expect(group.get_by_text("Samarbete pågår").first).to_be_visible()
    hold_dialogue(group, case)
    propose(group, case)
    status_is(Status.PROPOSAL_SUBMITTED)
    second_report(people.karl, case)
    sign_off(people, case)
    put_on_agenda(people, case)
    decide(people, case, 301, "approve")
    status_is(Status.EXECUTION)

    carry_out(people, group, case)
    status_is(Status.REPORTING)
    account(people, group, case)
    status_is(Status.CLOSED)
    actions = list(Event.objects.filter(case=case).order_by("id").values_list("action", flat=True))
    assert [
        action
        for action in actions
        if action in ("submit", "sign_off", "grant_dialogue", "grant_measures", "close")
    ] == [
        "submit",
        "sign_off",
        "grant_dialogue",
        "sign_off",
        "grant_measures",
        "close",
    ]
    run_tasks()
    if viewport == PHONE:  # the documents are the same from a wide screen
        read_the_documents(group, case, tmp_path)


def read_the_documents(page: Page, case: Case, folder: Path) -> None:
    """Download what the group may read, as the group does, and look inside: text, tags, language, archivability."""
    expected = {
        "application": ("Lingarnsgatan", HIS, HERS, "Café Trådrullen AB"),
        "proposal": ("Planteringar", "Ljusslingor", "160 000"),
        "officer_report": ("Förslag till beslut", "45 000"),
        "minutes_extract": ("Tekniska nämnden", "§"),
        "decision_notice": ("överklaga",),
        "check_in_notes": ("Allt är gjort.",),
        "result_report": ("Börja tidigt.",),
    }
    orders = list(case.document_orders.all())
    assert {order.kind for order in orders} == set(expected)
    paths = []
    for order in orders:
        answer = page.request.get(reverse("document", args=[order.pk]))
        assert answer.ok
        assert answer.headers["content-type"] == "application/pdf"
        path = folder / f"{order.pk}.pdf"
        path.write_bytes(answer.body())
        paths.append(path)
        text = " ".join(
            "\n".join(leaf.extract_text() for leaf in PdfReader(io.BytesIO(answer.body())).pages).split()
        )
        for words in expected[order.kind]:
            assert words.replace("\xa0", " ") in text.replace("\xa0", " "), (order.kind, words)
        with pikepdf.open(path) as pdf:
            assert str(pdf.Root.Lang) == "sv"
            assert pdf.Root.MarkInfo.Marked
            assert "/StructTreeRoot" in pdf.Root
    assert vera.problems({"2a": paths, "ua1": paths}) == []
