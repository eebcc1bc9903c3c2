"""Three people who write one application together, in browsers of their own: the parts of their way.

Idris expressed the interest and speaks for the group, Vera writes, and Stina of the café confirms by a link in a mail,
without an account. Every part works with and without JavaScript.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.urls import reverse
from playwright.sync_api import expect

from applications.models import Application, Case, KeptText, OutgoingMail
from tests.e2e import test_map as area
from tests.files import pdf
from tests.personas import PASSWORD

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

HIS, HERS = "Gatan är mörk och bilarna kör fort.", "Det finns ingenstans att sitta."
CORNERS = "55.5871, 13.0163\n55.5874, 13.0181\n55.5868, 13.0184\n55.5865, 13.0166"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def fill(page: Page, **answers: str) -> None:
    """Fill in boxes by their field names; __ stands for the hyphens of rows."""
    for name, text in answers.items():
        page.locator(f"[name='{name.replace('__', '-')}']").fill(text)


def go(page: Page, name: str, *args: object) -> None:
    page.goto(reverse(name, args=args))


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def link_in(template: str) -> str:
    """Return the first address in the newest mail from `template`."""
    return re.findall(r"https?://\S+", OutgoingMail.objects.filter(template=template).latest("pk").body)[0]


# --- who they are ------------------------------------------------------------------------------------------
def express_interest(page: Page) -> None:
    go(page, "express_interest")
    fill(page, area="Lingarnsgatan", parties="Grannar och ett café", challenges="Gatan är mörk.")
    fill(page, contact_name="Idris Holmvik", contact_email="idris@example.org")
    page.get_by_label("Trygghetsskapande insatser").check()
    press(page, "Skicka intresseanmälan")
    heading(page, "Tack för er intresseanmälan")


def make_account(page: Page, email: str, name: str) -> None:
    """Sign up and confirm the address by the mail, in the same browser: that logs in."""
    fill(page, email=email, name=name, password1=PASSWORD)
    page.locator("main form").get_by_role("button").first.click()
    page.goto(link_in("account_email_confirmation_signup"))
    page.locator("main form").get_by_role("button").first.click()


def invite_vera(idris: Page, vera: Page, case: Case) -> None:
    """Idris invites her; she makes an account with the address of the mail, and is in the group."""
    go(idris, "invite_member", case.reference)
    fill(idris, name="Vera Strandqvist", email="vera@example.org")
    idris.locator("main form .s-btn[type=submit]").click()
    vera.goto(link_in("invite_member_contact"))
    make_account(vera, "vera@example.org", "Vera Strandqvist")
    heading(vera, "Lingarnsgatan")


def add_actor(page: Page, name: str, kind: str, number: str) -> None:
    page.get_by_role("link", name="Lägg till aktör").click()
    fill(page, name=name, organisation_number=number)
    page.get_by_label(kind, exact=True).check()
    press(page, "Lägg till")


def stina_confirms(idris: Page, stina: Page, case: Case) -> None:
    """The café is asked by mail; she reads what the group has written of it, and says yes."""
    part = case.case_actors.get(actor__name="Café Trådrullen AB")
    go(idris, "ask_actor", case.reference, part.pk)
    fill(idris, name="Stina Ax", email="stina@example.org")
    idris.locator("main form .s-btn[type=submit]").click()
    stina.goto(link_in("ask_actor_contact"))
    heading(stina, "Är Café Trådrullen AB med?")
    expect(stina.get_by_text("Kaffe till tre möten")).to_be_visible()
    for name in ("takes_part", "contribution_right", "may_be_named"):
        stina.locator(f"[name={name}][value=yes]").check()
    fill(stina, answered_by="Stina Ax, ägare")
    press(stina, "Skicka svaret")
    heading(stina, "Svaret har kommit fram")
    go(idris, "edit_group", case.reference)
    expect(idris.get_by_text("Har bekräftat", exact=True)).to_have_count(1)


# --- what they write ---------------------------------------------------------------------------------------
def draw(page: Page, *, javascript: bool) -> None:
    """The area: drawn with the mouse and moved with the keyboard, or its corners typed and drawn by the server."""
    if not javascript:
        page.get_by_label("Koordinater").fill(CORNERS)
        press(page, "Spara och visa området")
        expect(page.get_by_role("img", name="Området som det är ritat")).to_be_visible()
        return
    area.zoom_in(page)
    press(page, "Rita")
    area.draw(page)
    area.status(page).to_contain_text("Markerat: cirka")
    page.get_by_role("button", name="Flytta hörn").press("Enter")
    page.get_by_role("button", name="Hörn 2 av 4").press("ArrowRight")
    area.status(page).to_contain_text("Området är ändrat.")


def write_the_first_steps(page: Page, case: Case, *, javascript: bool, ns: str = "") -> None:
    """The area, the group with its actors, and who else is there; `ns` is "admin:" where the city writes."""
    page.get_by_role("link", name="Området", exact=True).click()
    fill(
        page, area_description="En gata med hus.", area_boundary="Fasad till fasad.", remit_reason="Stadens."
    )
    page.get_by_label("Gata", exact=True).check()
    page.get_by_label("Ja", exact=True).check()
    draw(page, javascript=javascript)
    press(page, "Spara och gå vidare")
    fill(page, joint_proposal="Mer plats för möten.", ends_on="2030-10-31")
    page.get_by_label("Tidsbegränsad").check()
    press(page, "Spara och ändra aktörer")
    add_actor(page, "Lingarnets Vänner", "Förening", "432000-0039")
    add_actor(page, "Café Trådrullen AB", "Företag", "432000-0047")
    go(page, f"{ns}edit_application_step", case.reference, "aktorer")
    fill(page, actors_present="Ett café och en förskola.", actors_interested="Caféet.")
    press(page, "Spara och gå vidare")


def both_write_the_same_step(idris: Page, vera: Page) -> None:
    """Both have the step open. He saves; she sees his text beside hers, makes one of them, and nothing is lost."""
    vera.goto(idris.url)
    fill(idris, challenges=HIS, added_value="Vi når hela gatan.")
    fill(vera, challenges=HERS, added_value="Vi når hela gatan.")
    press(idris, "Spara och gå vidare")
    vera.get_by_role("button", name=re.compile("Spara och gå vidare|Visa båda texterna")).first.click()
    expect(vera.locator("[data-error-summary]")).to_contain_text("Idris Holmvik ändrade det här klockan")
    expect(vera.get_by_text(HIS)).to_be_visible()
    expect(vera.locator("[name=challenges]")).to_have_value(HERS)
    fill(vera, challenges=f"{HIS} {HERS}")
    press(vera, "Spara och gå vidare")
    vera.wait_for_url("**/samarbeten/")
    assert Application.objects.get().challenges == f"{HIS} {HERS}"
    assert not KeptText.objects.exists()


def write_the_last_steps(page: Page) -> None:
    """From cooperation to the look at oneself."""
    fill(page, cooperation="Gårdsfest varje år.", democratic_description="Öppna möten.")
    page.locator("[name=democratic]").check()
    press(page, "Spara och gå vidare")
    page.locator("[name=contributions-0-case_actor]").select_option(label="Café Trådrullen AB")
    page.locator("[name=contributions-0-kind]").select_option(label="Tid och arbete")
    fill(page, contributions__0__description="Kaffe till tre möten")
    fill(page, requested_amount="60 000", requested_purpose="Fika.")
    press(page, "Spara och gå vidare")
    fill(page, evidence__0__group="Boende", evidence__0__needs="Ljus", evidence__0__method="Enkät")
    press(page, "Spara och gå vidare")
    for number in range(1, 7):
        page.locator(f"[name=verdict_{number}][value=met]").check()
    press(page, "Spara och gå vidare")
    heading(page, "Granska och skicka")


def attach(page: Page, case: Case, folder: Path) -> None:
    """Two files at once."""
    paths = [folder / "Enkät.pdf", folder / "Karta.pdf"]
    for path in paths:
        path.write_bytes(pdf())
    go(page, "attach_file", case.reference)
    page.locator("[name=files]").set_input_files(paths)
    press(page, "Lägg till")
    for path in paths:
        expect(page.get_by_role("link", name=path.name, exact=True)).to_be_visible()


def write_and_send(idris: Page, vera: Page, stina: Page, folder: Path, *, javascript: bool) -> None:
    """From the first word to the receipt."""
    case = Case.objects.get()
    idris.goto(case.get_absolute_url())
    idris.get_by_role("link", name="Börja skriva ansökan").first.click()
    press(idris, "Börja skriva ansökan")
    invite_vera(idris, vera, case)
    go(idris, "edit_application", case.reference)
    write_the_first_steps(idris, case, javascript=javascript)
    expect(idris.locator("[name=challenges]")).to_have_value("Gatan är mörk.")  # from the interest
    both_write_the_same_step(idris, vera)
    write_the_last_steps(vera)
    expect(vera.get_by_text("Det är Idris Holmvik som skickar")).to_be_visible()
    attach(vera, case, folder)
    stina_confirms(idris, stina, case)
    go(idris, "submit", case.reference)
    press(idris, "Skicka ansökan")
    heading(idris, "Ansökan är skickad")
    idris.get_by_role("link", name="Till ärendet").click()
    expect(idris.locator(".s-turn__who")).to_have_text("Just nu är det kontaktpersonens tur")


def complete(idris: Page, vera: Page, case: Case) -> None:
    """What the officer asked for is open, and nothing else; she adds to it, he sends it."""
    vera.goto(case.get_absolute_url())
    expect(vera.locator(".s-turn__who")).to_have_text("Nu är det er tur")
    go(vera, "edit_application", case.reference)
    expect(vera.get_by_text("Hur många svarade?").first).to_be_visible()
    go(vera, "edit_application_step", case.reference, "underlag")
    fill(vera, evidence__0__needs="Ljus, tyckte 64 av 80")
    press(vera, "Spara och gå vidare")
    go(idris, "submit", case.reference)
    idris.locator("main form .s-btn[type=submit]").last.click()
    heading(idris, "Kompletteringen är skickad")
