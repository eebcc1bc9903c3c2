"""The secretary's work in the browser: agenda, registration, release, posting, sending; readable by all throughout."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from applications.models import Case, Decision, OutgoingMail
from tests import factories, personas
from tests.applications.committee import cases
from tests.e2e.conftest import PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from applications.models import User

pytestmark = pytest.mark.django_db(transaction=True)


def no_sideways_scroll(page: Page) -> bool:
    """Say whether the page fits its window."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def hand_a_part_over(page: Page) -> None:
    """A part goes to another committee, with its reason; the rest is decided here (R17)."""
    page.get_by_role("button", name="Lägg till mottagare").click()
    page.locator("[name=referrals-0-to]").select_option(label="kulturnämnden")
    page.locator("[name=referrals-0-scope][value=part]").check()
    page.locator("[name=referrals-0-what]").fill("Konsten på gaveln")
    page.locator("[name=referrals-0-reason]").fill("Konst hör till kulturnämnden.")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_from_the_agenda_to_the_group(
    open_page: Callable[..., Page], sign_in: Callable[[Page, User], None], *, javascript: bool
) -> None:
    held = cases.held()
    case = cases.on_agenda(to=held)
    factories.other_committee("kulturnämnden")
    page = open_page(javascript=javascript)
    sign_in(page, personas.nils())
    page.goto(reverse("admin:meeting", args=[held.pk]))
    page.get_by_role("link", name="Registrera beslut för Lingarnsgatan").click()

    page.get_by_role("button", name="Spara beslutet", exact=True).click()
    expect(page.get_by_role("heading", name="En sak behöver rättas")).to_be_visible()
    page.get_by_label("Paragraf", exact=True).fill("99")
    page.get_by_role("button", name="Lägg till annat stöd : Punkt 1").click()
    page.get_by_role("group", name="Annat stöd 1 , Punkt 1").get_by_label("Antal").fill("120")
    page.get_by_role("group", name="Annat stöd 1 , Punkt 1").get_by_label("Enhet").fill("arbetstimmar")
    page.get_by_role("button", name="Lägg till villkor").click()
    page.get_by_role("group", name="Villkor 1").get_by_role("textbox", name="Villkor").fill(
        "Barnen tillfrågas."
    )
    if javascript:
        hand_a_part_over(page)
    page.get_by_role("button", name="Spara beslutet", exact=True).click()
    expect(page.get_by_role("heading", name="§ 99 Samverkansstöd, Lingarnsgatan")).to_be_visible()
    expect(page.get_by_text("120 arbetstimmar")).to_be_visible()

    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    page.get_by_role("link", name="Frisläpp beslutet").click()
    expect(page.get_by_text("Mejl går till Amina Björkdal, Birk Åkerlind, Karl Sjöhed.")).to_be_visible()
    page.get_by_label("Protokollet justerades").fill(yesterday)
    page.get_by_role("button", name="Frisläpp beslutet").click()

    page.get_by_role("link", name="Skriv när beslutet anslogs").first.click()
    page.get_by_label("Anslaget den").fill(yesterday)
    page.get_by_role("button", name="Skriv när beslutet anslogs").click()
    page.get_by_role("link", name="Expediera beslutet").click()
    page.get_by_role("button", name="Expediera beslutet").click()
    expect(page.get_by_text("Beslutet är expedierat.")).to_be_visible()

    if javascript:
        sign_in(page, personas.amina())
        page.goto(case.get_absolute_url())
        expect(page.get_by_role("main")).to_contain_text("Kulturnämnden")
        mail = OutgoingMail.objects.get(template="grant_dialogue_group", to="amina@example.org")
        assert "kulturnämnden" in mail.body
    assert Case.objects.get(pk=case.pk).status == "collaboration"
    decision = Decision.objects.get()
    assert str(decision.posted_on) == yesterday
    assert OutgoingMail.objects.filter(template="send_decision_group").count() == 2


def test_what_a_script_adds_and_what_is_open_for_a_moment_is_readable_by_all(
    open_page: Callable[..., Page], sign_in: Callable[[Page, User], None], axe: Callable[[Page], None]
) -> None:
    """What test_every_page cannot reach: added rows, a registered decision before its release, the registers."""
    reference = cases.on_agenda(to=cases.held()).reference
    registered = cases.registered(cases.on_agenda(cases.ready(title="Gröna stråket")), paragraph=100)
    nils = open_page(viewport=PHONE)
    sign_in(nils, personas.nils())
    for address in (
        reverse("admin:release_decision", args=[registered.case.reference]),
        reverse("admin:discard_decision", args=[registered.case.reference]),
        reverse("admin:decision", args=[registered.case.reference, registered.pk]),
        reverse("admin:applications_meeting_add"),
        reverse("admin:applications_committee_changelist"),
    ):
        nils.goto(address)
        axe(nils)
        assert no_sideways_scroll(nils), address
    nils.goto(reverse("admin:register_decision", args=[reference]))
    nils.get_by_label("Rubrik").fill("")
    nils.locator("#id_points-0-granted").fill("många")
    for name in ("Lägg till villkor", "Lägg till mottagare", "Lägg till annat stöd : Punkt 1"):
        nils.get_by_role("button", name=name).click()
    axe(nils)
    nils.get_by_role("button", name="Spara beslutet", exact=True).click()
    expect(nils).to_have_title("Fel: Registrera beslut: Lingarnsgatan – samverkan")
    axe(nils)
    assert no_sideways_scroll(nils)
