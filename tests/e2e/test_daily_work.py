"""A kontaktperson's days in the browser: the daily work with the keyboard alone, then duties, meetings and network."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import expect

from applications import deadlines
from applications.models import Case, OfficerReport, OutgoingMail, Record
from applications.states import Size, Status
from applications.workspace import bulk_views, file_views
from phases.initiering import actions as initiering
from phases.initiering.models import Assessment
from phases.utforande.check_ins import actions as check_ins
from phases.utforande.models import CheckIn
from samverkan.demo.story import Story
from tests import factories, personas
from tests.e2e import together
from tests.e2e.conftest import PHONE
from tests.walk import walked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from applications.models import User
    from samverkan.demo.walk import Walk

    SignIn = Callable[[Page, User], None]

pytestmark = pytest.mark.django_db(transaction=True)
ANSWERS = ("outcome", "decisive", "dialogue", "partners", "shift", "lessons")
USED = ("10 000", "30 000", "25 000")  # SEK, of 45 000, 30 000 and 25 000
MOST_STOPS = 150  # of the tab key, from the top of a page to anything on it


@pytest.fixture(autouse=True)
def _files_of_the_test(settings: Any, tmp_path: Path, live_server: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.SITE_URL = live_server.url
    settings.PUBLIC_FORM_MIN_SECONDS = 0


# --- with the keyboard alone -------------------------------------------------------------------------------
def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus stands on `wanted`: a person without a pointer comes there too."""
    element = wanted.element_handle()
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if element.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"{wanted} on {page.url} is not reached with the tab key")


def enter(page: Page) -> None:
    """Press Enter on what has the focus, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def follow(page: Page, name: str, inside: str = "main") -> None:
    """Tab to a link and follow it."""
    link = page.locator(inside).get_by_role("link", name=name, exact=True).first
    tab_to(page, link)
    enter(page)


def write(page: Page, label: str, text: str) -> None:
    """Tab to a box and type in it."""
    tab_to(page, page.locator("main").get_by_label(label).first)
    page.keyboard.type(text)


def choose(page: Page, label: str) -> None:
    """Tab to a group of choices, and press the arrow down until the one with `label` is chosen."""
    choice = page.get_by_label(label, exact=True)
    name = choice.get_attribute("name")
    group = page.locator(f"[name='{name}']")
    tab_to(page, group.first)
    page.keyboard.press("Space")
    for _other in range(group.count()):
        if choice.is_checked():
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"{label} on {page.url} is not chosen with the arrow keys")


def press(page: Page, name: str) -> None:
    """Tab to a button and press it."""
    tab_to(page, page.get_by_role("button", name=name, exact=True))
    enter(page)


def note_a_call(page: Page, about: str, button: str, case: str = "") -> None:
    """Write a tjänsteanteckning: what, with whom, what was said; the rest is filled in already (D21)."""
    if case:
        write(page, "Ärende", case)
    write(page, "Vad är det?", about)
    write(page, "Med vem?", "Café Trådrullen")
    write(page, "Vad sades?", "De lånar ut stolar.")
    press(page, button)


def judge_a_criterion(page: Page) -> None:
    """Give the first criterion its verdict with a motivation (R8)."""
    follow(page, "Bedömning")
    tab_to(page, page.locator("summary").filter(has_text="Blandad grupp med ett gemensamt förslag"))
    page.keyboard.press("Enter")
    follow(page, "Bedöm : Blandad grupp med ett gemensamt förslag")
    choose(page, "Delvis uppfyllt")
    write(page, "Motivering", "Gruppen är blandad men förslaget är inte gemensamt än.")
    press(page, "Spara och gå till kriterium 2")
    expect(page.get_by_text("1 av 6 bedömda")).to_be_visible()


def note_the_check_in(page: Page) -> None:
    """From the day's list of what is late: what was said, what was agreed, sent to the group."""
    page.goto(reverse("admin:index"))
    follow(page, "Varptorget")
    write(page, "Vad talade ni om?", "Belysningen är beställd.")
    write(page, "Vad ska göras?", "Ring elbolaget")
    write(page, "Vem gör det?", "Spolverket")
    press(page, "Spara och skicka till gruppen")
    expect(page.get_by_role("heading", name="Det här talade vi om")).to_be_visible()


def test_the_daily_work_is_done_with_the_keyboard_alone(desktop: Page, sign_in: SignIn) -> None:
    walk, other = walked(Status.REVIEW), walked(Status.EXECUTION, Story("Varptorget"))
    now = timezone.now()
    booked = check_ins.book_check_in(
        other.pk,
        starts_at=now + timedelta(hours=1),
        ends_at=None,
        place="Torget",
        agenda="",
        by=walk.maja,
        at=now,
    )
    CheckIn.objects.filter(pk=booked.pk).update(starts_at=now - timedelta(days=1))  # the day has been
    page = desktop
    sign_in(page, walk.maja)
    page.goto(reverse("admin:index"))
    follow(page, "Skriv tjänsteanteckning")
    note_a_call(page, "Samtal om stolar", "Spara", case="Varptorget")
    expect(page.get_by_text("Sparat som handling i Varptorget.")).to_be_visible()
    assert Record.objects.get(designation="Samtal om stolar").case.title == "Varptorget"
    page.goto(reverse("admin:case", args=[walk.case.reference]))
    follow(page, "Skriv tjänsteanteckning")
    note_a_call(page, "Samtal om bord", "Skriv tjänsteanteckning")
    assert Record.objects.get(designation="Samtal om bord").case == walk.case
    judge_a_criterion(page)
    page.goto(reverse("admin:case", args=[walk.case.reference]))
    follow(page, "Skriv")
    write(page, "Intern anteckning", "Ring förskolan före påsk.")
    press(page, "Skriv intern anteckning")
    expect(page.get_by_text("Ring förskolan före påsk.")).to_be_visible()
    note_the_check_in(page)
    verdict = Assessment.objects.filter(case=walk.case, criterion__number=1).latest("pk")
    assert (verdict.verdict, verdict.created_by) == ("partly", walk.maja)
    held = CheckIn.objects.get(pk=booked.pk)
    assert (held.notes, held.actions.get().what) == ("Belysningen är beställd.", "Ring elbolaget")


# --- duties, handed over and passed on -----------------------------------------------------------------------
def click(page: Page, link: str) -> None:
    page.locator("main").get_by_role("link", name=link, exact=True).first.click()


def submit(page: Page, button: str) -> None:
    page.locator("main").get_by_role("button", name=button, exact=True).click()


def fill(page: Page, **answers: str) -> None:
    """Fill in boxes by their field names."""
    for name, text in answers.items():
        page.locator(f"main [name='{name}']").fill(text)


def day(number: int) -> str:
    """Return the day `number` days from today, as it is written in a form."""
    return (timezone.localdate() + timedelta(days=number)).isoformat()


def ask_and_answer(group: Page, officer: Page, walk: Walk) -> None:
    """The group wants support with the dialogue, and gets a reply (R25, R29)."""
    group.goto(reverse("ask_for_support", args=[walk.case.reference]))
    group.get_by_label("Dialog", exact=True).check()
    fill(group, text="Hur bjuder vi in barnen?")
    submit(group, "Skicka önskemålet")
    officer.goto(reverse("admin:case", args=[walk.case.reference]))
    click(officer, "Gruppen vill ha stöd: dialog")
    fill(officer, answer="Förskolan hjälper gärna till.")
    submit(officer, "Skicka svaret")
    group.reload()
    expect(group.get_by_text("Förskolan hjälper gärna till.")).to_be_visible()


def pass_a_gate(page: Page, walk: Walk) -> None:
    """A fact that is missing is passed with a written reason, and stands in the trail (D23)."""
    page.goto(reverse("admin:deviate", args=[walk.case.reference]))
    page.get_by_label("Genomförd dialogaktivitet").check()
    fill(page, reason="Dialogen hölls av stadsdelen i våras.")
    submit(page, "Spara")
    expect(page.get_by_text("Avsteget är antecknat.")).to_be_visible()


def hold_a_network_meeting(group: Page, officer: Page, walk: Walk) -> None:
    """The officer books a meeting of the network, the group is invited and answers (R50)."""
    officer.goto(reverse("admin:network"))
    click(officer, "Boka en träff")
    fill(officer, title="Ljus på kvällen", starts_at_0=day(10), starts_at_1="17", place="Biblioteket")
    submit(officer, "Boka en träff")
    group.goto(reverse("network"))
    click(group, "Ljus på kvällen")
    group.get_by_label("Ja, jag kommer", exact=True).check()
    submit(group, "Spara ditt svar")
    expect(group.get_by_label("Ja, jag kommer", exact=True)).to_be_checked()
    officer.reload()
    expect(officer.get_by_role("listitem").filter(has_text="Lingarnets Vänner")).to_contain_text("1 kommer")


def filter_and_export(page: Page, run_tasks: Callable[[], int]) -> None:
    """The list is narrowed, and what it shows becomes a file behind the page, which says how far it has come."""
    page.goto(reverse("admin:case_index") + "?vy=alla")
    page.get_by_label("Fas", exact=True).select_option("Samarbete")
    page.get_by_label("Sök", exact=True).fill("gatan")
    submit(page, "Visa")
    expect(page.get_by_role("row").filter(has_text="Samarbete pågår")).to_have_count(2)
    submit(page, "Gör listan som CSV")
    expect(page.get_by_text("Väntar på att börja")).to_be_visible()
    run_tasks()
    with page.expect_download() as download:  # the page shows by itself that the file is done
        page.get_by_role("link", name="Hämta").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(";")[2] for line in lines] == ["Rubrik", "Varptorgsgatan", "Lingarnsgatan"]


def go_away(page: Page, sign_in: SignIn, walk: Walk, run_tasks: Callable[[], int]) -> None:
    """A colleague stands in during some days, and takes all of a long list over, behind the page (R6)."""
    page.goto(reverse("admin:index"))
    click(page, "Välj ersättare")
    page.locator("main [name=substitute]").select_option(label="Jonatan Åbrink")
    fill(page, starts_on=day(0), ends_on=day(14))
    submit(page, "Spara")
    expect(page.get_by_role("link", name="Jonatan Åbrink ersätter dig")).to_be_visible()
    sign_in(page, walk.jonatan)
    page.goto(reverse("admin:case_index"))
    expect(
        page.get_by_role("link", name=walk.case.title, exact=True)
    ).to_be_visible()  # as long as she is away
    sign_in(page, walk.maja)
    page.goto(reverse("admin:case_index"))
    page.locator("main [name=officer]").select_option(label="Jonatan Åbrink")
    submit(page, "Byt i alla 2")
    expect(page.get_by_role("row").filter(has_text="Idris Holmvik, Ylva Ärlebrandt")).to_have_count(1)
    expect(page.get_by_text("Visar 1–1 av 2")).to_be_visible()
    submit(page, "Byt kontaktperson i alla 2")
    expect(page.get_by_text("Väntar på att börja")).to_be_visible()
    run_tasks()
    expect(page.get_by_text("2 ärenden har bytt kontaktperson.")).to_be_visible()  # by itself
    page.goto(reverse("admin:case_index"))
    expect(page.get_by_text("Inga ärenden passar.")).to_be_visible()
    told = OutgoingMail.objects.filter(template__in=("account_stand_in", "account_took_over_officer"))
    assert set(told.values_list("to", "subject")) >= {
        ("jonatan@example.org", "Du är kontaktperson för 2 ärenden till")
    }


def read_the_trail(page: Page, walk: Walk) -> None:
    """The manager finds the deviation in the trail by a word of it, and sees who has read the case (D8)."""
    page.goto(reverse("admin:case_events", args=[walk.case.reference]))
    rows = page.get_by_role("region", name="Allt som hänt").get_by_role("listitem")
    fill(page, q="stadsdelen")
    submit(page, "Visa")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Genomförd dialogaktivitet: Dialogen hölls av stadsdelen i våras.")
    fill(page, q="")
    page.get_by_label("Visa", exact=True).select_option("Vem som läst")
    submit(page, "Visa")
    expect(rows.filter(has_text="Läste: ärendet").first).to_contain_text("Maja Ekelund Sand")


def test_duties_are_done_and_passed_on(
    open_page: Callable[..., Page],
    sign_in: SignIn,
    run_tasks: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (file_views, bulk_views):
        monkeypatch.setattr(module, "AT_ONCE", 1)  # two cases are a long list
    walk = walked(Status.COLLABORATION)
    walked(Status.COLLABORATION, Story("Varptorgsgatan"))
    shown = dict.fromkeys(("shows_phase", "shows_area_kind", "shows_neighbourhood"), True)
    walk.join_network("send", name="Lingarnets Vänner", contact="", about="", **shown)
    officer, group = open_page(), open_page(viewport=PHONE)
    sign_in(officer, walk.maja)
    sign_in(group, walk.idris)
    ask_and_answer(group, officer, walk)
    pass_a_gate(officer, walk)
    hold_a_network_meeting(group, officer, walk)
    filter_and_export(officer, run_tasks)
    go_away(officer, sign_in, walk, run_tasks)
    sign_in(officer, walk.viveka)
    read_the_trail(officer, walk)


# --- a long process that meets often, and stops ----------------------------------------------------------------
def meet_often(page: Page, walk: Walk) -> None:
    """A series is looked over and booked, one of it is moved, and the coming ones are cancelled (R48)."""
    page.goto(reverse("admin:case", args=[walk.case.reference]))
    click(page, "Boka en serie")
    first = deadlines.next_working_day(timezone.localdate() + timedelta(days=3))
    until = (first + timedelta(weeks=5)).isoformat()
    fill(page, starts_at_0=first.isoformat(), starts_at_1="10", every="2", until=until, place="Torget")
    page.get_by_label("veckor", exact=True).check()
    submit(page, "Visa datumen")
    page.locator("[name=day]").nth(1).uncheck()
    submit(page, "Boka datumen som är valda")
    row, other = CheckIn.objects.order_by("starts_at")
    page.goto(reverse("admin:move_check_in", args=[walk.case.reference, row.pk]))
    fill(page, place="Caféet")
    submit(page, "Ändra avstämningen")
    row.refresh_from_db()
    assert (row.place, other.place, row.starts_at < other.starts_at) == ("Caféet", "Torget", True)


def subscribe(page: Page) -> None:
    """The address that is shown once answers a calendar with what is booked."""
    page.goto(reverse("admin:check_ins"))
    click(page, "Prenumerera i din kalender")
    submit(page, "Skapa en adress")
    address = page.get_by_label("Adress", exact=True).input_value()
    feed = Calendar.from_ical(page.request.get(address).text())
    assert {"Caféet", "Torget"} <= {str(event["LOCATION"]) for event in feed.events}


def cancel_the_series(page: Page, walk: Walk) -> None:
    """This one and the one that follows."""
    row = CheckIn.objects.earliest("starts_at")
    page.goto(reverse("admin:cancel_check_in", args=[walk.case.reference, row.pk]))
    page.get_by_label("Den här och den som följer").check()
    fill(page, why="Gruppen slutar.")
    submit(page, "Ställ in avstämningen")
    page.wait_for_load_state()
    assert not CheckIn.objects.filter(cancelled_at=None).exists()


def account_for(page: Page, walk: Walk, button: str) -> None:
    """The group answers the seven questions, says what it used, and sends: 10 000 of 45 000 for the dialogue."""
    page.goto(reverse("edit_result_report", args=[walk.case.reference]))
    fill(page, **dict.fromkeys(ANSWERS, "Det gick bra."), period_from="2026-05-01", period_to="2026-10-31")
    for box, amount in zip(page.locator("main [name^=used_]").all(), USED, strict=True):
        box.fill(amount)
    submit(page, "Spara och granska")
    submit(page, button)


def renew(officer: Page, manager: Page, walk: Walk) -> None:
    """After the interim report the officer proposes more support, and the manager signs (R48)."""
    here = [walk.case.reference]
    officer.goto(reverse("admin:legal_check", args=here))
    officer.get_by_label("Nej", exact=True).check()
    fill(officer, conclusion="Allmän plats.")
    submit(officer, "Spara")
    officer.goto(reverse("admin:write_officer_report", args=here))
    submit(officer, "Börja skriva")
    fill(officer, children="Barn går här.", gender_equality="Ingen skillnad.", equality="Äldre går här.")
    officer.locator("[name=recommendation][value=approve]").check()
    officer.locator("[name=points-0-proposed]").fill("20 000")
    officer.locator("[name=points-0-motivation]").fill("Gruppen fortsätter i höst.")
    officer.locator("[name=meeting]").select_option(index=1)
    submit(officer, "Spara")
    expect(officer.get_by_text("Inget saknas.")).to_be_visible()
    click(officer, "Skicka till chefen för signering")
    submit(officer, "Skicka till chefen för signering")
    manager.goto(reverse("admin:sign_off", args=here))
    submit(manager, "Signera tjänsteskrivelsen")
    expect(manager.get_by_text("Tjänsteskrivelsen är signerad.")).to_be_visible()
    assert "Gruppens delrapport" in str(OfficerReport.objects.latest("pk").snapshot["basis"])


def close(page: Page, walk: Walk) -> None:
    """The officer approves, notes what came back, and closes with nothing left."""
    here = [walk.case.reference]
    page.goto(reverse("admin:case", args=here))
    expect(page.get_by_text("Gruppen lämnar en slutredovisning.")).to_be_visible()
    page.goto(reverse("admin:approve_report", args=here))
    submit(page, "Godkänn resultatrapporten")
    page.goto(reverse("admin:record_payment", args=here))
    page.get_by_label("Återbetalning", exact=True).check()
    fill(page, amount="35 000", paid_on=day(0))
    submit(page, "Anteckna betalning")
    page.goto(reverse("admin:close", args=here))
    expect(page.get_by_text("Det här återstår")).to_have_count(0)
    submit(page, "Avsluta ärendet")
    expect(page.get_by_text("Avslutat").first).to_be_visible()


def test_a_long_process_meets_often_and_stops(open_page: Callable[..., Page], sign_in: SignIn) -> None:
    walk = walked(Status.EXECUTION, Story("Varptorget", size=Size.LONG_TERM))
    walk.pay_out("_2")
    factories.meeting(timezone.localdate() + timedelta(days=90))
    officer, manager, group = open_page(), open_page(), open_page(viewport=PHONE)
    sign_in(officer, walk.maja)
    sign_in(group, walk.idris)
    meet_often(officer, walk)
    subscribe(officer)
    account_for(group, walk, "Skicka delrapporten")
    assert (
        walk.case.status == Status.EXECUTION
    )  # the interim report is for renewal, and the process goes on (R48)
    sign_in(manager, walk.viveka)
    renew(officer, manager, walk)
    group.goto(reverse("withdraw", args=[walk.case.reference]))
    fill(group, comment="Vi hinner inte.")
    submit(group, "Återkalla")
    cancel_the_series(officer, walk)
    account_for(group, walk, "Skicka resultatrapporten")  # the final account of what stopped (R37)
    expect(group.get_by_text("Resultatrapporten är skickad.")).to_be_visible()
    close(officer, walk)
    assert walk.case.status == Status.CLOSED


# --- a group that called ------------------------------------------------------------------------------------------
def another_one_assesses(page: Page, case: Case, sign_in: SignIn) -> None:
    """The writer sees that another one assesses, and hands over; the other officer assesses criterion 1 (R46)."""
    other = personas.karin()
    page.goto(reverse("admin:take_up", args=[case.reference]))
    submit(page, "Börja granska")
    page.goto(reverse("admin:case", args=[case.reference]))
    expect(page.get_by_text("Du har skrivit åt gruppen.")).to_be_visible()
    click(page, "Lämna över ärendet")
    page.get_by_label("Kontaktperson", exact=True).select_option(label=other.name)
    submit(page, "Ta över ärendet")
    initiering.declare_no_conflict(case.pk, by=other, at=timezone.now())
    sign_in(page, other)
    page.goto(reverse("admin:assess_criteria", args=[case.reference, 1]))
    page.get_by_label("Uppfyllt", exact=True).check()
    fill(page, motivation="Gruppen är blandad.")
    submit(page, "Spara och gå till kriterium 2")
    expect(page.get_by_text("1 av 6 bedömda")).to_be_visible()
    assert Assessment.objects.get(case=case).created_by == other


def test_an_officer_opens_a_case_after_a_call_writes_for_the_group_and_another_one_assesses(
    no_js: Page, phone: Page, sign_in: SignIn
) -> None:
    walk, page = walked(Status.CONTACT, Story("Varptorget")), no_js
    sign_in(page, walk.maja)
    page.goto(reverse("admin:case_index"))
    click(page, "Nytt ärende")
    page.get_by_label("En grupp ringde", exact=True).check()
    fill(page, title="Lingarnsgatan", contact_name="Doris Alm", contact_phone="070-174 06 21")
    submit(page, "Öppna ärendet")
    case = Case.objects.get(title="Lingarnsgatan")
    expect(page.get_by_text("070-174 06 21")).to_be_visible()
    click(page, "Börja skriva ansökan")
    submit(page, "Börja skriva ansökan")
    page.goto(reverse("admin:edit_application", args=[case.reference]))
    together.write_the_first_steps(page, case, javascript=False, ns="admin:")
    fill(page, challenges="Gatan är mörk.", added_value="Vi når hela gatan.")
    submit(page, "Spara och gå vidare")
    together.write_the_last_steps(page)
    page.goto(reverse("admin:invite_member", args=[case.reference]))
    fill(page, name="Vera Strandqvist", email="vera@example.org")
    submit(page, "Skicka inbjudan")
    page.goto(reverse("admin:submit", args=[case.reference]))
    submit(page, "Skicka ansökan")
    expect(page.get_by_role("heading", name="Ansökan är skickad")).to_be_visible()
    expect(page.get_by_text("En annan kontaktperson än den som skrev bedömer ansökan.")).to_be_visible()
    phone.goto(together.link_in("invite_member_contact"))
    together.make_account(phone, "vera@example.org", "Vera Strandqvist")
    together.heading(phone, "Lingarnsgatan")
    expect(phone.get_by_text("skriver åt er i det här ärendet.")).to_have_count(0)  # it is sent
    another_one_assesses(page, case, sign_in)
