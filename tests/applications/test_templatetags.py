"""The filters and tags that every template uses: sums, days and times in Swedish, and the error summary."""

import datetime
import zoneinfo

import pytest
from django import forms
from django.template import Context, Template
from django.utils import timezone

from applications.lifecycle import Missing
from applications.templatetags import samverkan as tags

STOCKHOLM = zoneinfo.ZoneInfo("Europe/Stockholm")
DAY = datetime.date(2026, 12, 4)


def drawn(source: str, **context) -> str:
    """Return what a template draws."""
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (75_000, "75 000 kronor"),
        (1, "1 krona"),
        (0, "0 kronor"),
        (-3_600, "−3 600 kronor"),
        (1_234_567, "1 234 567 kronor"),
        ("12.5", "12,50 kronor"),
        (None, ""),
        ("mycket", ""),
        (float("nan"), ""),
    ],
)
def test_a_sum_in_words(amount, words):
    assert tags.kronor(amount) == words.replace(" ", "\N{NO-BREAK SPACE}")


def test_a_day_in_words():
    assert tags.datum(DAY) == "4 december 2026"
    assert tags.datum(DAY, "dag") == "fredag 4 december 2026"
    assert tags.datum(DAY, "utan_år") == "4 december"
    assert tags.datum(DAY, "dag utan_år") == "fredag 4 december"
    assert tags.datum(None) == tags.datum("2026-12-04") == ""


def test_the_current_year_may_be_left_out():
    today = timezone.localdate()
    assert tags.datum(today, "kort").endswith(tags.datum(today, "utan_år"))
    assert str(today.year) not in tags.datum(today, "kort")
    assert "1999" in tags.datum(datetime.date(1999, 5, 1), "kort")


def test_moments_are_shown_in_local_time():
    late = datetime.datetime(2026, 12, 4, 23, 5, tzinfo=datetime.UTC)
    assert tags.datum(late) == "5 december 2026"
    assert tags.klockslag(late) == "0.05"
    assert tags.datum_tid(late) == "5 december 2026 klockan 0.05"
    assert tags.iso(late) == "2026-12-05T00:05+01:00"
    summer = datetime.datetime(2026, 7, 1, 12, 30, tzinfo=datetime.UTC)
    assert tags.klockslag(summer) == "14.30"
    assert tags.klockslag(datetime.time(9, 5)) == "9.05"
    assert tags.klockslag(DAY) == ""


@pytest.mark.parametrize(
    ("days", "words"),
    [(17, "om 17 dagar"), (1, "i morgon"), (0, "i dag"), (-1, "i går"), (-3, "för 3 dagar sedan")],
)
def test_days_left(days, words):
    assert tags.dagar_kvar(DAY + datetime.timedelta(days=days), DAY) == words


def test_days_left_count_local_days():
    moment = datetime.datetime(2026, 12, 4, 23, 30, tzinfo=datetime.UTC)  # the fifth in Stockholm
    assert tags.dagar_kvar(moment, DAY) == "i morgon"


def test_whether_a_day_is_past():
    today = timezone.localdate()
    assert tags.passerat(today - datetime.timedelta(days=1))
    assert not tags.passerat(today)


def test_typed_text_becomes_paragraphs_and_never_markup():
    text = "Rad ett\r\nrad två\n\n\n<script>alert(1)</script> & “ok”\n"
    assert tags.paragrafer(text) == (
        "<p>Rad ett<br>rad två</p>\n<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; “ok”</p>"
    )
    assert tags.paragrafer(None) == tags.paragrafer("  \n ") == ""


def test_points_are_a_list() -> None:
    text = "Läget\n- El <nu>\n- Ljus\n\nTill sist"
    assert tags.punkter(text) == (
        '<p>Läget</p><ul class="s-list"><li>El &lt;nu&gt;</li><li>Ljus</li></ul><p>Till sist</p>'
    )
    assert tags.punkter(None) == ""


def test_small_words():
    assert tags.initialer("Amina Yusuf") == "AY"
    assert tags.initialer("Mirjana von Đukić") == "MĐ"
    assert tags.initialer("Idris") == "I"
    assert tags.initialer("") == ""
    assert tags.telefon("040-34 10 00") == "+4640341000"
    assert tags.telefon("+46 70 174 06 05") == "+46701740605"
    assert tags.filstorlek(188_416) == "184\N{NO-BREAK SPACE}kB"
    assert tags.filstorlek(1_153_434) == "1,1\N{NO-BREAK SPACE}MB"
    assert tags.manad(DAY) == "dec"


def test_the_phase_is_a_picture_with_words():
    assert "Fas 2 av 4: </span>Samarbete" in drawn("{% phase_mark 2 %}")
    assert "#phase-2" in drawn("{% phase_mark 2 %}")
    assert 'class="s-vh">Fas 2 av 4: ' in drawn("{% phase_mark 2 True %}")
    assert drawn("{% phase_mark None %}") == ""


def test_an_icon_is_hidden_from_screen_readers():
    assert 'aria-hidden="true"' in drawn('{% icon "check" %}')
    assert "#check" in drawn('{% icon "check" %}')


# --- the error summary ------------------------------------------------------------------------------
class PlaceForm(forms.Form):
    """A form with one of each kind of target."""

    name = forms.CharField(error_messages={"required": "Skriv vad platsen heter"})
    kind = forms.ChoiceField(
        choices=[("street", "Gata")],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj sorts plats"},
    )


def test_the_summary_links_to_each_field_and_to_where_the_rest_is_mended():
    page = drawn(
        "{% page_errors %}",
        form=PlaceForm({}),
        missing=[("Bedöm kriterium 5", "/krit/5/"), "Vänta på chefen"],
    )
    assert "4 saker behöver rättas" in page
    assert '<a href="/krit/5/">Bedöm kriterium 5</a>' in page
    assert "<li>Vänta på chefen</li>" in page
    assert '<a href="#id_name">Skriv vad platsen heter</a>' in page
    assert '<a href="#id_kind_0">Välj sorts plats</a>' in page


def test_another_way_past_the_same_thing_is_shown_and_not_counted():
    missing = [Missing("Anteckna mötet.", "/motet/"), Missing("Eller gör avsteg", "/avsteg/", instead=True)]
    page = drawn("{% page_errors %}", missing=missing)
    assert "En sak behöver rättas" in page
    assert '<a href="/avsteg/">Eller gör avsteg</a>' in page


def test_rows_are_named_and_removed_rows_are_left_out():
    rows = forms.formset_factory(PlaceForm, can_delete=True)
    posted = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-kind": "street"}
    posted |= {"form-1-kind": "street", "form-1-DELETE": "on"}
    formset = rows(posted)
    formset.row_name = "Plats"
    page = drawn("{% page_errors %}", formset=formset)
    assert "En sak behöver rättas" in page
    assert '<a href="#id_form-0-name">Plats 1: Skriv vad platsen heter</a>' in page


def test_one_form_is_never_listed_twice():
    form = PlaceForm({})
    page = drawn("{% page_errors %}{% form_errors form %}", form=form, forms=[form])
    assert page.count("Skriv vad platsen heter") == 1


def test_a_page_without_errors_has_no_summary_and_a_plain_title():
    assert drawn("{% error_prefix %}{% page_errors %}", form=PlaceForm()).strip() == ""
    assert drawn("{% error_prefix %}") == ""


def test_the_title_says_that_something_is_wrong():
    assert drawn("{% error_prefix %}Området", form=PlaceForm({})) == "Fel: Området"
    assert drawn("{% error_prefix %}Skicka", missing=["Vänta"]) == "Fel: Skicka"


def test_markup_in_an_error_is_escaped():
    form = PlaceForm({"name": "x", "kind": "<b>"})
    assert "<b>" not in drawn("{% page_errors %}", form=form)
