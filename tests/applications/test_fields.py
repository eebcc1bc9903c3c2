"""The form fields of the house: what they take, what they say, and that no input breaks them."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from applications.fields import (
    DateField,
    DateTimeField,
    KronorField,
    OrganisationNumberField,
    PhoneField,
    RegistryNumberField,
    TimeField,
)


def said(field, value) -> str:
    """Return the one message that the field answers `value` with."""
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    [message] = caught.value.messages
    return message.replace("\N{NO-BREAK SPACE}", " ")


# --- sums -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("75000", 75_000),
        ("75 000", 75_000),
        ("75\N{NO-BREAK SPACE}000 kr", 75_000),
        ("75.000", 75_000),
        ("75,000", 75_000),
        ("1,275,000 SEK", 1_275_000),
        ("1.250.000 kronor", 1_250_000),
        ("75000:-", 75_000),
        ("75000,00", 75_000),
        ("0", 0),
        ("007", 7),
        ("100000000", 100_000_000),
    ],
)
def test_a_sum_is_taken_the_way_people_write_it(typed, amount):
    assert KronorField().clean(typed) == amount


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("mycket", "Skriv beloppet med siffror, till exempel 75000"),
        ("1e6", "Skriv beloppet med siffror, till exempel 75000"),
        ("75.00", "Skriv beloppet med siffror, till exempel 75000"),
        ("٧٥", "Skriv beloppet med siffror, till exempel 75000"),
        ("😀", "Skriv beloppet med siffror, till exempel 75000"),
        ("-5", "Skriv ett belopp som är 0 kronor eller mer"),
        ("\N{MINUS SIGN}5", "Skriv ett belopp som är 0 kronor eller mer"),
        ("12,50", "Skriv hela kronor, utan ören"),
        ("100000001", "Beloppet är för stort. Skriv högst 100 000 000 kronor"),
        ("9" * 10_000, "Beloppet är för stort. Skriv högst 100 000 000 kronor"),
    ],
)
def test_a_wrong_sum_is_answered_with_what_to_write(typed, answer):
    assert said(KronorField(), typed) == answer


@given(st.integers(min_value=0, max_value=KronorField.MAXIMUM))
def test_a_stored_sum_survives_being_shown_and_sent_back(amount):
    field = KronorField()
    assert field.clean(field.prepare_value(amount)) == amount


@given(st.text(max_size=60))
def test_no_text_breaks_the_sum(typed):
    field = KronorField(required=False)
    try:
        amount = field.clean(typed)
    except ValidationError:
        return
    assert amount is None or 0 <= amount <= KronorField.MAXIMUM


# --- numbers ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("typed", ["432000-0039", "4320000039", " 432000 0039 ", "16432000-0039"])
def test_an_organisation_number_is_stored_in_one_form(typed):
    assert OrganisationNumberField().clean(typed) == "432000-0039"


def _luhn(nine: str) -> str:
    doubled = [int(digit) * (2 - at % 2) for at, digit in enumerate(nine)]
    return str(-sum(number // 10 + number % 10 for number in doubled) % 10)


@given(st.text("123456789", min_size=1, max_size=1), st.text("0123456789", min_size=8, max_size=8))
def test_exactly_the_check_digit_passes(first, rest):
    nine = first + rest[0] + "2" + rest[2:]
    good = _luhn(nine)
    for last in "0123456789":
        typed = f"{nine[:6]}-{nine[6:]}{last}"
        if last == good:
            assert OrganisationNumberField().clean(typed) == typed
        else:
            assert said(OrganisationNumberField(), typed).startswith("Organisationsnumret stämmer inte.")


@pytest.mark.parametrize("typed", ["121212-1212", "1212121212", "19121212-1212", "20051112-3456"])
def test_a_personal_number_is_refused_with_the_reason(typed):
    assert "personnummer" in said(OrganisationNumberField(), typed)


@pytest.mark.parametrize("typed", ["43200-0039", "abc", "٤32000-0039", "432000-00399", "99432000-0039"])
def test_other_things_are_no_organisation_number(typed):
    assert said(OrganisationNumberField(), typed).startswith("Skriv organisationsnumret med tio siffror")


def test_an_organisation_number_may_be_left_out():
    assert OrganisationNumberField(required=False).clean("") == ""


@pytest.mark.parametrize(("typed", "stored"), [("TN-2026-139", "TN-2026-139"), (" tn-2026-1 ", "TN-2026-1")])
def test_a_registry_number_is_stored_in_capitals(typed, stored):
    assert RegistryNumberField().clean(typed) == stored


@pytest.mark.parametrize("typed", ["TN-2026-0139", "2026-139", "TN-26-139", "TN-2026-1234567", "T-2026-1"])
def test_a_registry_number_of_another_form_is_refused(typed):
    assert said(RegistryNumberField(), typed).startswith("Skriv diarienumret som i diariet")


@pytest.mark.parametrize("typed", ["070-174 06 05", "+46 70 174 06 05", "(040) 628 04 10"])
def test_a_telephone_number_is_kept_as_typed(typed):
    assert PhoneField().clean(typed) == typed


@pytest.mark.parametrize("typed", ["ring mig", "12", "070-174 06 05 eller 06", "1" * 30])
def test_other_things_are_no_telephone_number(typed):
    assert said(PhoneField(), typed).startswith("Skriv telefonnumret med siffror")


# --- days and times ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "typed", ["2026-12-04", "20261204", "2026/12/04", "2026-12-4", "4 december 2026", "4 dec 2026"]
)
def test_a_day_is_taken_in_the_usual_ways(typed):
    assert DateField().clean(typed) == datetime.date(2026, 12, 4)


@pytest.mark.parametrize("typed", ["2026-02-30", "26-12-04", "i morgon", "2026", "\x00", "2026-13-01"])
def test_a_day_that_is_none_is_answered_with_an_example(typed):
    assert said(DateField(), typed) == "Datumet finns inte. Skriv till exempel 2026-12-04"


@pytest.mark.parametrize("typed", ["1899-12-31", "2101-01-01", "0001-01-01"])
def test_a_year_far_away_is_refused(typed):
    assert said(DateField(), typed).startswith("Skriv ett år mellan 1900 och 2100")


@given(st.dates(min_value=datetime.date(1900, 1, 1), max_value=datetime.date(2100, 12, 31)))
def test_every_day_survives_being_shown_and_sent_back(day):
    field = DateField()
    assert field.clean(field.widget.format_value(day)) == day


@pytest.mark.parametrize(
    ("typed", "time"),
    [("14.30", (14, 30)), ("14:30", (14, 30)), ("0930", (9, 30)), ("9", (9, 0)), ("kl 9.05", (9, 5))],
)
def test_a_time_is_taken_in_the_usual_ways(typed, time):
    assert TimeField().clean(typed) == datetime.time(*time)


@pytest.mark.parametrize("typed", ["25.00", "14.60", "14.3", "strax"])
def test_a_time_that_is_none_is_answered_with_an_example(typed):
    assert said(TimeField(), typed) == "Skriv klockslaget med timme och minut, till exempel 14.30"


def test_a_moment_is_local_time():
    moment = DateTimeField().clean(["2026-12-04", "14.30"])
    assert moment.isoformat() == "2026-12-04T14:30:00+01:00"


@pytest.mark.parametrize("typed", [["2026-12-04", ""], ["", "14.30"]])
def test_half_a_moment_is_asked_for_the_other_half(typed):
    assert said(DateTimeField(required=False), typed) == "Skriv både datum och klockslag"


def test_the_hour_that_the_change_of_clocks_skips_does_not_exist():
    assert said(DateTimeField(), ["2026-03-29", "02.30"]).startswith("Klockslaget finns inte den dagen")
