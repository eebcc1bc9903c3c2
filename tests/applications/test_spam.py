"""Public forms without third parties: what people may do and programs may not."""

import time
from typing import Any

import pytest
from django.core import signing
from django.core.cache import cache
from django.test import RequestFactory

from applications.forms_base import SamverkanForm
from applications.spam import DAY, SALT, SpamGuardForm, within_limit


class GuardedForm(SpamGuardForm, SamverkanForm):
    """A form with nothing but the guard."""


def stamp(seconds_ago: float) -> str:
    return signing.dumps(time.time() - seconds_ago, salt=SALT)


def said(**data: str) -> list[str]:
    form = GuardedForm({"website": "", "opened": stamp(60), **data})
    form.is_valid()
    return [error for errors in form.errors.values() for error in errors]


def test_a_person_passes() -> None:
    assert said() == []


def test_the_box_for_programs_stays_empty() -> None:
    assert said(website="https://example.org") == ["Lämna den här rutan tom"]


def test_nobody_writes_that_fast(settings: Any) -> None:
    settings.PUBLIC_FORM_MIN_SECONDS = 3
    assert said(opened=stamp(1)) == ["Det gick väldigt fort. Vänta några sekunder och skicka igen."]
    assert said(opened=stamp(4)) == []


@pytest.mark.parametrize(
    "opened",
    ["", "x", "x" * 100_000, signing.dumps("hej", salt=SALT), signing.dumps(1.0)],
    ids=["none", "nonsense", "long", "no-time", "other-salt"],
)
def test_a_page_without_our_stamp_is_shown_again(opened: str) -> None:
    assert said(opened=opened)[0].startswith(("Sidan var gammal", "Texten är för lång"))


@pytest.mark.parametrize("seconds", [DAY + 60, -3600])
def test_a_stamp_of_another_day_is_shown_again(seconds: float) -> None:
    assert said(opened=stamp(seconds)) == ["Sidan var gammal. Läs igenom det du har skrivit och skicka igen."]


def test_an_old_page_gets_a_new_stamp_that_works(settings: Any) -> None:
    settings.PUBLIC_FORM_MIN_SECONDS = 0
    form = GuardedForm({"website": "", "opened": ""})
    assert not form.is_valid()
    assert said(opened=form.data["opened"]) == []


@pytest.mark.django_db
def test_so_many_an_hour_and_each_address_by_itself() -> None:
    cache.clear()
    here = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1")
    there = RequestFactory().get("/", REMOTE_ADDR="192.0.2.2")
    assert [within_limit(here, "prov", 2) for _ in range(3)] == [True, True, False]
    assert within_limit(there, "prov", 2)
    assert within_limit(here, "annat", 2)


@pytest.mark.django_db
def test_behind_a_proxy_everybody_has_a_limit_of_their_own(settings: Any) -> None:
    """And nobody gets a new one by sending an address of their own choice before the proxy's."""
    cache.clear()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    here, there, forged = (
        RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": addresses})
        for addresses in ("198.51.100.7", "198.51.100.8", "203.0.113.9, 198.51.100.7")
    )
    assert within_limit(here, "contact", 1)
    assert not within_limit(forged, "contact", 1)
    assert within_limit(there, "contact", 1)
