"""The city's way in a real browser: from a sent application to a signed report, and every page on it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from applications.models import Case, OfficerReport
from applications.officer_report import actions as report_actions
from applications.states import Status
from phases.initiering.report_source import DIALOGUE_REPORT
from tests import factories, personas
from tests.personas import NOW
from tests.phases.initiering import review

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from applications.models import User

    SignIn = Callable[[Page, User], None]
    Axe = Callable[[Page], None]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _files_of_the_test(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def url(case: Case, page: str, *args: object) -> str:
    return reverse(f"admin:{page}", args=[case.reference, *args])


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def fill(page: Page, **answers: str) -> None:
    """Fill in boxes by their field names; __ stands for the hyphens of rows."""
    for name, text in answers.items():
        page.locator(f"[name='{name.replace('__', '-')}']").fill(text)


def submitted() -> Case:
    """Return a case with a sent application; manager and secretary exist."""
    case = factories.case(area_boundary=review.ANSWERS["area_boundary"])
    review.sent_application(case)
    personas.cecilia()
    personas.nils()
    factories.meeting(timezone.localdate() + timedelta(days=90))
    return factories.in_status(case, Status.SUBMITTED)


def take_up(page: Page, case: Case) -> None:
    page.goto(url(case, "case"))
    page.get_by_role("link", name="Börja granska").click()
    press(page, "Börja granska")


def prepare(page: Page, case: Case, *, business: bool = False, has_map: bool = True) -> None:
    """Do everything under "Förberedelse": a business may benefit (D7), and a missing map be passed (D23)."""
    page.goto(url(case, "case"))
    page.get_by_role("link", name="Första mötet", exact=True).click()
    fill(page, held_on="2026-01-20", participants="Amina och Karl", notes="Vi talade om gatan.")
    page.get_by_label("Jag har berättat om processen").check()
    page.get_by_label("Jag har gått igenom de sex kriterierna").check()
    press(page, "Spara")
    if business:
        page.get_by_role("link", name="Nämndens ansvar").click()
        page.get_by_role("link", name="Försäkra först att du inte är jävig.").click()  # D6
        page.goto(url(case, "case"))
    page.get_by_role("link", name="Försäkran om att inte vara jävig").click()
    press(page, "Försäkra att du inte är jävig")
    page.get_by_role("link", name="Nämndens ansvar").click()
    page.get_by_label("Ja", exact=True).check()
    press(page, "Spara")
    page.get_by_role("link", name="Rättslig kontroll").click()
    page.get_by_label("Ja" if business else "Nej", exact=True).check()
    if business:
        fill(page, single_business="Hela gatan gynnas.", state_aid="Under taket.", register_sum="12000")
        fill(page, register_checked_on=timezone.localdate().isoformat(), no_certificate="Caféet är nytt.")
    fill(page, conclusion="Mottagaren är en förening.")
    press(page, "Spara")
    if not has_map:
        page.goto(f"{url(case, 'deviate')}?krav=polygon")
        fill(page, reason="Kartverktyget är nere.")
        press(page, "Spara")
        return
    page.get_by_role("link", name="Området på kartan").click()
    page.wait_for_load_state()  # the map folds the text away when its script runs
    if not page.locator("[name=area]").is_visible():  # with the map, the text lies one click away
        page.get_by_text("Hämta en fil eller skriv koordinater").click()
    fill(page, area=json.dumps(factories.POLYGON))
    press(page, "Spara")


def assess(page: Page) -> None:
    """Assess the six criteria, one page after the other, found by the name of their tab."""
    tabs = page.get_by_role("navigation", name="Ärendets delar")
    tabs.get_by_role("link", name="Bedömning").click()
    page.get_by_role("link", name="Blandad grupp med ett gemensamt förslag").click()
    for number in range(1, 7):
        page.get_by_label("Uppfyllt", exact=True).check()
        fill(page, motivation=f"Motivering till kriterium {number}.")
        press(page, f"Spara och gå till kriterium {number + 1}" if number < 6 else "Spara")
    expect(page.get_by_text("6 av 6 bedömda")).to_be_visible()
    tabs.get_by_role("link", name="Läget").click()


def write_report(page: Page) -> None:
    """Write the report from what the case knows: a lower amount, its reason, one point more."""
    page.get_by_role("link", name="Tjänsteskrivelse", exact=True).click()
    press(page, "Börja skriva")
    fill(
        page,
        points__0__text="Tekniska nämnden beviljar Lingarnets Vänner samverkansstöd med 45 000 kronor.",
        points__0__proposed="45 000",
        points__0__motivation="Trycksaker görs av staden.",
        children="Barn går här till skolan.",
        gender_equality="Kvinnor och män är lika ofta här.",
        equality="Äldre får lättare att gå här.",
    )
    press(page, "Lägg till en punkt")
    fill(page, points__2__text="Gruppen redovisar dialogen senast den 31 december.")
    page.locator("[name=meeting]").select_option(index=1)
    press(page, "Spara")
    expect(page.get_by_text("Inget saknas.")).to_be_visible()
    page.get_by_role("link", name="Skicka till chefen för signering").click()
    press(page, "Skicka till chefen för signering")


@pytest.mark.parametrize("browser_page", ["no_js", "phone"])
def test_from_a_sent_application_to_a_signed_report(
    browser_page: str, request: pytest.FixtureRequest, sign_in: SignIn
) -> None:
    page: Page = request.getfixturevalue(browser_page)
    case = submitted()
    sign_in(page, personas.karl())
    take_up(page, case)
    prepare(page, case, business=True, has_map=browser_page == "phone")
    assess(page)
    write_report(page)
    page.context.clear_cookies()
    sign_in(page, personas.cecilia())
    page.goto(url(case, "case"))
    page.get_by_role("link", name="Lämna tillbaka till kontaktpersonen").click()
    fill(page, comment="Skriv kortare.")
    press(page, "Lämna tillbaka till kontaktpersonen")
    page.context.clear_cookies()
    sign_in(page, personas.karl())
    page.goto(url(case, "write_officer_report"))
    expect(page.get_by_text("Skriv kortare.")).to_be_visible()
    fill(page, summary="Gruppen vill lysa upp gatan. Alla sex kriterier är uppfyllda.")
    press(page, "Spara")
    page.get_by_role("link", name="Skicka till chefen för signering").click()
    press(page, "Skicka till chefen för signering")
    page.context.clear_cookies()
    sign_in(page, personas.cecilia())
    page.goto(url(case, "sign_off"))
    fill(page, comment="Säg det muntligt också.")
    press(page, "Signera tjänsteskrivelsen")
    expect(page.get_by_text("Klar för nämnd")).to_be_visible()
    assert "> Säg det muntligt också." in case.mails.get(template="sign_off_officer").body
    report = OfficerReport.objects.get()
    assert report.snapshot["amounts"][0]["proposed"] == 45_000
    assert len(report.snapshot["proposed_points"]) == 3
    assert report.snapshot["signed_by"] == "Cecilia Ängby"
    assert "12\xa0000 euro" in report.snapshot["legal_check"]
    assert "Intyg om stöd av mindre betydelse saknas. Caféet är nytt." in report.snapshot["legal_check"]
    passed = [row["reason"] for row in report.snapshot["deviations"]]
    assert passed == ([] if browser_page == "phone" else ["Kartverktyget är nere."])


def ask_for_completion(page: Page, case: Case) -> None:
    """Ask about one part, which the case then shows with the last day."""
    page.goto(url(case, "case"))
    page.get_by_role("link", name="Be om komplettering").click()
    fill(page, underlag="Vilka barn har ni frågat?")
    press(page, "Be om komplettering")
    asked = page.get_by_role("region", name="Det här har gruppen blivit ombedd att komplettera")
    expect(asked).to_contain_text("Vilka barn har ni frågat?")
    expect(asked).to_contain_text("Svar senast")


def answer_what_was_asked(page: Page, case: Case) -> None:
    """Only the part that was asked about opens; nothing leaves before it is answered (R15)."""
    here = [case.reference]
    page.goto(reverse("edit_application", args=here))
    expect(page.get_by_role("main").get_by_role("link", name="Området", exact=True)).to_have_count(0)
    page.goto(reverse("complete", args=here))
    press(page, "Skicka kompletteringen")
    page.get_by_role("link", name="Kontaktpersonen har bett om mer i").first.click()
    fill(page, evidence__0__needs="Ljus, säger 40 barn")
    press(page, "Spara och gå vidare")
    page.goto(reverse("complete", args=here))
    press(page, "Skicka kompletteringen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kompletteringen är skickad")


def test_a_completion_is_asked_for_answered_and_marked_or_gone_on_without(
    desktop: Page, phone: Page, sign_in: SignIn, axe: Axe
) -> None:
    case = review.in_review(neighbourhood=factories.neighbourhood())
    sign_in(desktop, personas.karl())
    sign_in(phone, personas.amina())
    ask_for_completion(desktop, case)
    factories.attach(case, "svaren.pdf")
    answer_what_was_asked(phone, case)
    desktop.goto(url(case, "application_version", 2))
    desktop.get_by_role("link", name="Vad är ändrat sedan förra versionen?").click()
    expect(desktop.get_by_text("Vilka barn har ni frågat?")).to_be_visible()
    for added in ("säger 40 barn", "svaren.pdf"):
        expect(desktop.get_by_role("insertion").filter(has_text=added)).to_be_visible()
    axe(desktop)
    ask_for_completion(desktop, case)
    Case.objects.update(due_on=timezone.localdate() - timedelta(days=1))  # the day passes
    desktop.reload()
    desktop.get_by_role("link", name="Gå vidare utan svar").click()
    fill(desktop, comment="Vi har det vi behöver.")
    press(desktop, "Gå vidare utan svar")
    expect(desktop.get_by_text("Under granskning").first).to_be_visible()
    for template, number in (
        ("request_completion_group", 4),
        ("complete_officer", 1),
        ("go_on_without_answer_group", 2),
    ):
        assert case.mails.filter(template=template).count() == number, template
    assert "> Vi har det vi behöver." in case.mails.filter(template="go_on_without_answer_group")[0].body


def test_axe_finds_nothing_in_a_report_with_rows_and_errors(phone: Page, sign_in: SignIn, axe: Axe) -> None:
    """What test_every_page cannot reach: rows that a script adds, and a refused row."""
    case = review.in_review()
    report_actions.start_report(case.pk, DIALOGUE_REPORT, by=personas.karl(), at=NOW)
    sign_in(phone, personas.karl())
    phone.goto(url(case, "write_officer_report"))
    axe(phone)
    fill(phone, points__0__proposed="tusen")
    phone.locator("main form button[type=submit]").last.click()
    expect(phone.locator("[data-error-summary]")).to_be_visible()
    axe(phone)


def test_axe_finds_nothing_where_the_manager_signs(desktop: Page, sign_in: SignIn, axe: Axe) -> None:
    case = review.with_manager()
    sign_in(desktop, personas.cecilia())
    for name in ("case", "sign_off", "return_report"):
        desktop.goto(url(case, name))
        axe(desktop)
    press(desktop, "Lämna tillbaka till kontaktpersonen")
    expect(desktop.locator("[data-error-summary]")).to_be_visible()
    axe(desktop)
    desktop.context.clear_cookies()
    sign_in(desktop, personas.karl())
    desktop.goto(url(case, "write_officer_report"))
    axe(desktop)
