"""Accounts in the browser: a passkey with the browser's own virtual authenticator, and every page in axe's eyes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.urls import resolve, reverse
from playwright.sync_api import expect

from applications.models import OutgoingMail
from tests import personas, totp
from tests.e2e.conftest import DESKTOP, PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from pytest_django.fixtures import SettingsWrapper


pytestmark = pytest.mark.django_db(transaction=True)

SIZES = {"phone": PHONE, "desktop": DESKTOP}
AT_THE_DOOR = ("account_login", "account_request_login_code", "account_reset_password", "account_signup")
OWN = (
    "account_settings",
    "account_email",
    "account_change_password",
    "usersessions_list",
    "mfa_add_webauthn",
    "mfa_activate_totp",
    "account_protection",
    "account_mail",
    "account_calendar",
    "account_delete",
)
WITH_AN_APP = (
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_deactivate_totp",
    "account_settings",
    "account_reauthenticate",
    "mfa_reauthenticate",
)
ON_THE_WAY = {"account_confirm_login_code", "account_calendar_end", "mfa_authenticate"}
LOOKED_AT = {*AT_THE_DOOR, *OWN, *WITH_AN_APP, *ON_THE_WAY}  # the other pages: test_every_page.py
WITH_A_PASSKEY = {"mfa_edit_webauthn", "mfa_remove_webauthn", "mfa_reauthenticate_webauthn"}


@pytest.fixture
def passkeys() -> Callable[[Page], Any]:
    """Return a function that gives a page a device which keeps passkeys and knows its owner."""

    def passkeys(page: Page) -> Any:
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        return lambda owner: session.send(
            "WebAuthn.setUserVerified",
            {"authenticatorId": made["authenticatorId"], "isUserVerified": owner},
        )

    return passkeys


def test_a_person_at_the_city_sets_up_a_passkey_and_comes_in_with_it_alone(
    phone: Page,
    login: Callable[[Page, str, str], None],
    passkeys: Callable[[Page], Any],
    axe: Callable[[Page], None],
    settings: SettingsWrapper,
) -> None:
    settings.STAFF_SECOND_FACTOR = True
    karl, page = personas.karl(), phone
    is_owner = passkeys(page)
    login(page, karl.email, personas.PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Lägg till ett andra steg")
    axe(page)
    page.get_by_role("link", name="Skapa en passkey").click()
    axe(page)
    page.get_by_role("button", name="Skapa passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reservkoder")
    axe(page)
    page.locator("#innehall").get_by_role("link", name="Till arbetsytan").click()
    expect(page).to_have_url(re.compile(r"/admin/$"))

    page.get_by_role("button", name="Logga ut").first.click()
    page.goto(f"{reverse('account_login')}?next={reverse('admin:registers')}")
    is_owner(False)  # the device is in other hands
    page.get_by_role("button", name="Använd en passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("Passkeyn gick inte att använda.")
    axe(page)
    is_owner(True)
    page.get_by_role("button", name="Använd en passkey").click()
    expect(page).to_have_url(re.compile(reverse("admin:registers")))

    # With the password, the passkey is the second step.
    page.get_by_role("button", name="Logga ut").first.click()
    page.goto(reverse("account_login"))
    page.locator("[name=login]").fill(karl.email)
    page.locator("[name=password]").fill(personas.PASSWORD)
    page.locator("[name=password]").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Visa att det är du")
    axe(page)
    page.get_by_role("button", name="Använd din passkey").click()
    expect(page).to_have_url(re.compile(r"/admin/$"))
    used = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    assert used.last_used_at is not None
    for name in sorted(WITH_A_PASSKEY):
        own = name.startswith("mfa_reauthenticate")
        page.emulate_media(color_scheme="light")
        _look(page, axe, name, *([] if own else [used.pk]))
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        axe(page)


def test_without_javascript_a_code_by_mail_is_the_way_without_a_password(
    no_js: Page, login: Callable[[Page, str, str], None]
) -> None:
    page = no_js
    page.goto(reverse("account_login"))
    expect(page.get_by_role("button", name="Använd en passkey")).to_be_hidden()
    expect(page.get_by_role("link", name="Mejla mig en kod")).to_be_visible()
    login(page, personas.birk().email, personas.PASSWORD)
    page.goto(reverse("mfa_add_webauthn"))
    expect(page.get_by_role("button", name="Skapa passkey")).to_be_hidden()
    expect(page.get_by_role("link", name="Anslut en app")).to_be_visible()


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("phone", "dark")])
def test_every_page_of_an_account_is_readable_by_all(
    open_page: Callable[..., Page],
    login: Callable[[Page, str, str], None],
    axe: Callable[[Page], None],
    size: str,
    scheme: str,
) -> None:
    seen: set[str] = set()

    def look(page: Page) -> None:
        axe(page)
        seen.add(resolve(urlsplit(page.url).path).view_name)

    amina = personas.amina()
    page = open_page(viewport=SIZES[size], color_scheme=scheme)
    for name in AT_THE_DOOR:
        _look(page, look, name)
    page.goto(reverse("account_request_login_code"))
    page.get_by_role("button", name="Mejla mig en kod").click()
    expect(page.get_by_role("alert").or_(page.locator(".s-error")).first).to_be_visible()
    look(page)
    page.locator("[name=email]").fill(amina.email)
    page.get_by_role("button", name="Mejla mig en kod").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Skriv koden")
    look(page)
    page.locator("[name=code]").fill("12345678")
    page.get_by_role("button", name="Logga in", exact=True).click()
    look(page)
    page.locator("[name=code]").fill(re.search(r"^\d{8}$", OutgoingMail.objects.get().body, re.MULTILINE)[0])
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page).to_have_url(re.compile(reverse("case_list")))

    for name in OWN:
        _look(page, look, name)
    page.goto(reverse("account_email"))
    page.locator("[name=email]").fill("amina.ny@example.org")
    page.get_by_role("button", name="Byt adress").click()
    expect(page.get_by_role("heading", name="Ett byte väntar")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Avbryt bytet").click()

    page.goto(reverse("account_calendar"))
    page.get_by_role("button", name="Skapa en adress").click()
    look(page)
    page.get_by_role("button", name="Kopiera adressen").click()
    expect(page.get_by_role("status")).to_have_text("Kopierad")
    page.get_by_role("link", name="Ta bort adressen").click()
    look(page)
    page.get_by_role("button", name="Ta bort adressen").click()
    expect(page.get_by_role("button", name="Skapa en adress")).to_be_visible()

    secret = _connect_an_app(page, look)
    for name in WITH_AN_APP:
        _look(page, look, name)
    page.goto(reverse("account_settings"))
    page.get_by_role("button", name="Logga ut").first.click()
    login(page, amina.email, personas.PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Visa att det är du")
    look(page)
    page.locator("[name=code]").fill(totp.code(secret, steps=1))
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page).to_have_url(re.compile(reverse("case_list")))
    assert seen == LOOKED_AT


def _connect_an_app(page: Page, look: Callable[[Page], None]) -> str:
    """Connect an app that shows codes, and return its secret."""
    page.goto(reverse("mfa_activate_totp"))
    page.get_by_role("button", name="Anslut appen").click()
    look(page)
    page.get_by_text("Jag kan inte läsa in koden").click()
    secret = page.locator("details code").inner_text()
    page.locator("[name=code]").fill(totp.code(secret))
    page.get_by_role("button", name="Anslut appen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reservkoder")
    return secret


def _look(page: Page, axe: Callable[[Page], None], name: str, *args: int) -> None:
    answer = page.goto(reverse(name, args=args))
    assert answer is not None
    assert answer.status == 200, name
    expect(page).to_have_url(re.compile(reverse(name, args=args)))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is too wide"
    axe(page)
