"""The administrator's registers in the browser: the municipality's own words, its logotype, a mail, a duplicate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from applications.models import Actor
from tests import files, personas
from tests.e2e.conftest import PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from applications.models import User

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_second_city_makes_the_service_its_own(
    open_page: Callable[..., Page], sign_in: Callable[[Page, User], None], axe: Callable[[Page], None]
) -> None:
    for name in ("Brf Lingården", "Lingården, bostadsrättsförening"):
        Actor.objects.create(name=name, kind="association")
    page = open_page()
    sign_in(page, personas.adam())
    page.goto("/admin/register/")
    page.get_by_role("link", name="Kommunens uppgifter").click()
    page.get_by_label("Kommunens namn").first.fill("Provköpings kommun")
    page.get_by_role("button", name="Visa vad som ändras").click()
    expect(page.get_by_role("heading", name="Det här ändras")).to_be_visible()
    page.get_by_role("button", name="Spara ändringarna").click()
    expect(page.get_by_text("gäller från och med nu").first).to_be_visible()
    page.get_by_role("link", name="Lägg till en logotyp").click()
    picture = {"name": "stad.png", "mimeType": "image/png", "buffer": files.picture("PNG", place=False)}
    page.get_by_label("Bild").set_input_files(picture)  # type: ignore[arg-type]
    page.get_by_role("button", name="Ladda upp och titta").click()
    page.get_by_role("button", name="Använd logotypen").click()
    logotype = page.get_by_role("img", name="Provköpings kommun").first
    expect(logotype).to_be_visible()
    assert logotype.evaluate("image => image.complete && image.naturalWidth > 0")
    axe(page)

    page.goto("/admin/register/mejltexter/?q=ansökan+kom+in")
    page.locator('a[href$="/submit_group/sv/"]').click()
    subject = page.get_by_label("Ämne")
    subject.fill("Tack! {{ titel }}")
    page.get_by_role("button", name="Spara texten").click()
    expect(page.get_by_text("{{ titel }} finns inte i det här mejlet").first).to_be_visible()
    subject.fill("Tack! {{ title }}")
    page.get_by_role("button", name="Förhandsvisa").click()
    expect(page.get_by_text("Tack! Lingarnsgatan").first).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Spara texten").click()
    expect(page.get_by_role("button", name="Använd ursprungstexten")).to_be_visible()

    page.set_viewport_size(PHONE)
    page.goto("/admin/applications/actor/")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Listan som CSV").click()
    assert "Brf Lingården;Förening" in fetched.value.path().read_text(encoding="utf-8-sig")
    page.get_by_role("link", name="Dubbletter").click()
    page.get_by_role("link", name="Jämför").click()
    page.get_by_role("button", name="Slå ihop aktörerna").click()
    page.get_by_role("link", name="Ångra").click()
    page.get_by_role("button", name="Ångra sammanslagningen").click()
    expect(page.get_by_role("link", name="Jämför")).to_be_visible()
