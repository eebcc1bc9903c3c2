"""What an applicant meets on the way to a sent application, beside the journey of the three (test_journey.py)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from applications.models import Application, Case
from applications.states import Status
from tests import personas
from tests.applications.writing import samples
from tests.e2e import together

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_missing_is_one_click_away(
    phone: Page, sign_in: Callable[..., None], settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    case = samples.draft()
    samples.fill(case)
    Application.objects.update(challenges="")
    sign_in(phone, personas.amina())
    phone.goto(reverse("submit", args=[case.reference]))
    together.press(phone, "Skicka ansökan")
    expect(phone.locator("[data-error-summary]")).to_be_focused()
    phone.get_by_role("link", name="Skriv vilka utmaningar och möjligheter ni ser").click()
    expect(phone).to_have_url(re.compile(r"/ansokan/steg/utmaningar/#id_challenges$"))
    assert Case.objects.get().status == Status.DRAFT
