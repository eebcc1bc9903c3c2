"""The network on a phone: a group goes in, finds another, asks, is answered, and leaves (R49, R50)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from applications.models import NetworkPost
from applications.network.meeting_actions import book_network_meeting
from applications.network.post_actions import answer_network_post
from tests import personas
from tests.applications.network import groups
from tests.personas import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_group_goes_in_finds_another_asks_and_leaves(
    phone: Page, sign_in: Callable[..., None], axe: Callable[[Page], None]
) -> None:
    case, (other, who) = groups.ours(), groups.another(1)
    theirs = groups.joined(other, who, **{**groups.ALL, "name": "De andra"})
    sign_in(phone, personas.amina())
    phone.goto(case.get_absolute_url())
    phone.get_by_role("link", name="Läs mer och gå med").click()
    axe(phone)
    expect(phone.get_by_label("Vilken fas ni är i")).not_to_be_checked()
    phone.get_by_label("Gruppens namn").fill("Åsgatans vänner")
    phone.get_by_label("Vilket delområde ni är i").check()
    phone.get_by_role("button", name="Gå med i nätverket").click()
    card = phone.get_by_role("article").filter(has_text="Åsgatans vänner")
    expect(card).to_contain_text("Norra Sofielund")
    expect(card).not_to_contain_text("Samarbete")
    phone.get_by_label("Fas").select_option("utforande")
    phone.get_by_role("button", name="Visa").click()
    expect(phone.get_by_role("article")).to_have_count(1)
    expect(phone.get_by_role("article")).to_contain_text("asgatan@example.org")
    phone.get_by_role("link", name="Till nätverket").click()
    phone.get_by_role("link", name="Skriv ett inlägg").click()
    expect(phone.get_by_text("Mejl går till 2 personer i nätverket")).to_be_visible()
    phone.get_by_label("Rubrik").fill("Hur får man el?")
    phone.get_by_label("Vad vill du fråga").fill("Vi vill ha ljusslingor.")
    phone.get_by_role("button", name="Skicka inlägget").click()
    answer_network_post(NetworkPost.objects.get().pk, text="Ring elbolaget.", group=theirs, by=who, at=NOW)
    meeting = book_network_meeting(
        title="Ljus på kvällen",
        starts_at=timezone.now() + timedelta(days=9),
        place="Rådhuset",
        agenda="- El och ansvar",
        by=personas.karl(),
        at=timezone.now(),
    )
    thread = phone.url
    phone.goto(reverse("answer_network_meeting", args=[meeting.guests.get(user=personas.birk()).token]))
    axe(phone)
    phone.get_by_label("Ja, jag kommer").check()
    phone.get_by_role("button", name="Skicka svaret").click()
    expect(phone.get_by_text("Ditt svar har kommit fram: Jag kommer")).to_be_visible()
    phone.goto(thread)
    expect(phone.get_by_role("article").filter(has_text="Ring elbolaget.")).to_contain_text("De andra")
    phone.goto(case.get_absolute_url())
    phone.get_by_role("link", name="Lämna nätverket").click()
    expect(phone.get_by_text("Gruppen är inbjuden till en träff")).to_be_visible()
    axe(phone)
    phone.get_by_label("Ta också bort det gruppen har skrivit").check()
    phone.get_by_role("button", name="Lämna nätverket").click()
    expect(phone.get_by_text("Gruppen har lämnat nätverket")).to_be_visible()
    expect(phone.get_by_role("link", name="Läs mer och gå med")).to_be_visible()
    assert NetworkPost.objects.filter(text="Vi vill ha ljusslingor.").count() == 0
