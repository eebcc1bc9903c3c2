"""What every form does: plain words, limits, rendering, rows without JavaScript, stale pages."""

import datetime
from types import SimpleNamespace

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from applications.form_messages import tidy
from applications.forms_base import (
    DateField,
    DateTimeField,
    KronorField,
    RevisionForm,
    SamverkanForm,
    SamverkanFormSet,
    SamverkanModelForm,
)
from applications.models import Meeting, User


class PlaceForm(SamverkanForm):
    """One field of every built-in kind."""

    required_messages = {"boundary": "Beskriv gränsen med ord"}

    name = forms.CharField(label="Vad heter platsen?", help_text="Det namn folk använder", max_length=50)
    boundary = forms.CharField(label="Gräns", widget=forms.Textarea)
    email = forms.EmailField(label="Din e-postadress")
    kind = forms.ChoiceField(label="Sorts plats", choices=[("street", "Gata"), ("square", "Torg")])
    groups = forms.MultipleChoiceField(
        label="Grupper", choices=[("r", "Boende")], widget=forms.CheckboxSelectMultiple, required=False
    )
    people = forms.IntegerField(label="Antal", min_value=0, max_value=1000)
    share = forms.DecimalField(label="Andel", required=False)
    website = forms.URLField(label="Webbplats", required=False, assume_scheme="https")
    paper = forms.FileField(label="Bilaga")
    read = forms.BooleanField(label="Alla har läst")


def errors(**posted) -> dict[str, list[str]]:
    """Return the errors of PlaceForm for what was posted."""
    return {name: list(found) for name, found in PlaceForm(posted, {}).errors.items()}


def test_an_empty_form_is_told_what_to_do_field_by_field():
    assert errors() == {
        "name": ["Svara på frågan: Vad heter platsen?"],
        "boundary": ["Beskriv gränsen med ord"],
        "email": ["Skriv din e-postadress"],
        "kind": ["Välj sorts plats"],
        "people": ["Skriv antal"],
        "paper": ["Välj en fil"],
        "read": ["Kryssa i rutan ”Alla har läst”"],
    }


@pytest.mark.parametrize(
    ("field", "typed", "answer"),
    [
        ("name", "a" * 51, "Texten är för lång. Korta ner den till högst 50 tecken."),
        ("boundary", "a" * 20_001, "Texten är för lång. Korta ner den till högst 20000 tecken."),
        ("email", "amina", "E-postadressen saknar @. Skriv till exempel namn@exempel.se"),
        ("email", "amina@x", "E-postadressen går inte att använda. Skriv till exempel namn@exempel.se"),
        ("kind", "<script>", "Välj ett av svaren i listan"),
        ("groups", "x", "Välj ett av svaren i listan"),
        ("people", "tolv", "Skriv ett heltal med siffror, till exempel 12"),
        ("people", "-1", "Skriv ett tal som är 0 eller större"),
        ("people", "1001", "Skriv ett tal som är 1000 eller mindre"),
        ("share", "halva", "Skriv ett tal med siffror, till exempel 12,5"),
        ("website", "http://", "Skriv en webbadress som börjar med https://"),
    ],
)
def test_a_wrong_answer_is_told_what_to_do(field, typed, answer):
    posted = {field: [typed] if field == "groups" else typed}
    assert errors(**posted)[field] == [answer]


@pytest.mark.parametrize("char", ["\x00", "\x08", "\x1b", "\x7f", "\ufffe"])
def test_a_character_that_nothing_can_hold_is_an_error_at_its_field(char):
    for field in ("name", "boundary"):
        [answer] = errors(**{field: f"Torg{char}et"})[field]
        assert answer.startswith("Texten innehåller ett tecken som inte går att spara.")


@pytest.mark.parametrize(
    "text", ["😀 fest", "שלום עולם", "مرحبا", "<script>alert(1)</script>", "Đukić", "a\tb\nc"]
)
def test_other_characters_are_taken_as_they_are(text):
    form = PlaceForm({"boundary": text})
    assert "boundary" not in form.errors
    assert form.cleaned_data["boundary"] == text


@given(st.text(max_size=200))
def test_tidying_is_done_once_and_for_all(text):
    assert tidy(tidy(text)) == tidy(text)
    assert "\r" not in tidy(text)


def test_line_breaks_count_once_and_accents_are_composed():
    form = PlaceForm({"name": "a" + "\r\n" * 1 + "e\u0301" * 48})
    assert form["name"].data == "a\n" + "é" * 48
    assert "name" not in form.errors


def test_no_input_is_cut_by_the_browser():
    assert "maxlength" not in str(PlaceForm())


def test_limits_of_one_form_do_not_leak_into_django():
    PlaceForm({"people": "-1"}).errors  # noqa: B018 - the errors are what is built here
    field = forms.IntegerField(min_value=0)
    with pytest.raises(forms.ValidationError) as caught:
        field.clean("-1")
    assert caught.value.messages != ["Skriv ett tal som är 0 eller större"]


# --- rendering --------------------------------------------------------------------------------------
def drawn(form, source="{% load crispy_forms_tags %}{% crispy form %}") -> str:
    """Return the form as a page draws it."""
    return Template(source).render(Context({"form": form}))


def test_a_field_is_drawn_label_help_error_input():
    html = drawn(PlaceForm({}))
    order = [
        html.index('<label class="s-label" for="id_name">Vad heter platsen?'),
        html.index('id="id_name_helptext"'),
        html.index('id="id_name_error"'),
        html.index('name="name"'),
    ]
    assert order == sorted(order)
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_crispy_and_plain_rendering_agree():
    plain = Template("{{ form }}").render(Context({"form": PlaceForm({})}))
    crispy = drawn(PlaceForm({}))
    for html in (plain, crispy):
        assert html.count('class="s-field s-field--error"') == 7
        assert html.count('<span class="s-opt">(frivilligt)</span>') == 3
        assert '<fieldset class="s-field" id="div_id_groups">' in html


def test_the_summary_stands_before_the_form_unless_the_page_has_put_it():
    assert drawn(PlaceForm({})).count("data-error-summary") == 1
    page = "{% load crispy_forms_tags %}{% page_errors %}<h1>x</h1>{% crispy form %}"
    html = drawn(PlaceForm({}), page)
    assert html.count("data-error-summary") == 1
    assert html.index("data-error-summary") < html.index("<h1>")


def test_the_form_leaves_its_tag_to_the_page_and_styles_to_the_stylesheet():
    html = drawn(PlaceForm({"name": "<b>x</b>"}))
    assert "<form" not in html
    assert "style=" not in html
    assert "<b>x</b>" not in html


# --- model forms ------------------------------------------------------------------------------------
def test_a_model_form_takes_days_and_moments_the_swedish_way():
    class MeetingForm(SamverkanModelForm):
        class Meta:
            model = Meeting
            fields = ("date",)

    assert isinstance(MeetingForm.base_fields["date"], DateField)


def test_a_model_form_may_choose_its_own_widget():
    class MeetingForm(SamverkanModelForm):
        class Meta:
            model = Meeting
            fields = ("date",)
            widgets = {"date": forms.SelectDateWidget}

    assert isinstance(MeetingForm.base_fields["date"].widget, forms.SelectDateWidget)


@pytest.mark.django_db
def test_a_value_that_exists_already_is_told_what_to_do():
    class UserForm(SamverkanModelForm):
        class Meta:
            model = User
            fields = ("email", "name")

    User.objects.create_user("amina@example.org", name="Amina")
    form = UserForm({"email": "amina@example.org", "name": "Amina"})
    assert form.errors["email"] == ["Adressen används redan."]


# --- rows -------------------------------------------------------------------------------------------
class RowForm(SamverkanForm):
    """A row."""

    name = forms.CharField(label="Namn")
    amount = KronorField(label="Belopp", required=False)


class Rows(SamverkanFormSet):
    """Rows of actors."""

    row_name = "Aktör"
    add_label = "Lägg till en aktör"


ActorRows = forms.formset_factory(
    RowForm, formset=Rows, extra=1, can_delete=True, max_num=3, validate_max=True
)


def posted(rows: list[dict[str, str]], **more: str) -> QueryDict:
    """Return rows as a browser posts them."""
    data = QueryDict(mutable=True)
    data.update({"form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": "0", **more})
    for number, row in enumerate(rows):
        data.update({f"form-{number}-{name}": value for name, value in row.items()})
    return data


def test_rows_are_fieldsets_with_a_box_to_remove_them():
    html = drawn(ActorRows())
    assert '<legend class="s-label">Aktör 1</legend>' in html
    assert "Ta bort den här raden" in html
    assert 'name="form-add"' in html
    assert 'name="form-TOTAL_FORMS"' in html


def test_the_button_gives_one_row_more_keeps_what_was_typed_and_does_not_complain():
    data = posted([{"amount": "75 000"}], **{"form-add": "1"})
    assert Rows.wants_another_row(data)
    formset = ActorRows.with_another_row(data)
    html = drawn(formset)
    assert '<legend class="s-label">Aktör 2</legend>' in html
    assert 'value="75 000"' in html
    assert "s-error" not in html


@pytest.mark.parametrize("total", ["", "x", "-1", "9" * 50, "0"])
def test_a_tampered_row_count_breaks_nothing(total):
    data = posted([], **{"form-TOTAL_FORMS": total})
    assert drawn(ActorRows(data))
    assert len(ActorRows.with_another_row(data).forms) == 1


def test_rows_say_what_is_wrong_with_them_as_a_whole():
    formset = ActorRows(posted([{"name": "a"}] * 4))
    assert formset.non_form_errors() == ["Det är för många rader. Ta bort så att högst 3 är kvar."]
    assert not ActorRows(QueryDict("")).is_valid()
    assert ActorRows(QueryDict("x=1")).non_form_errors() == [
        "Sidan kom inte fram hel. Ladda om den och försök igen."
    ]


# --- stale pages ------------------------------------------------------------------------------------
class SectionForm(RevisionForm, SamverkanForm):
    """A section that several people write."""

    text = forms.CharField(label="Utmaningar", widget=forms.Textarea)
    kind = forms.ChoiceField(label="Sorts plats", choices=[("street", "Gata"), ("square", "Torg")])


def stored(revision: int, **more):
    """Return a stored version as a form sees it."""
    defaults = {"saved_by": None, "saved_at": None, "text": "Gatan är mörk", "kind": "street"}
    return SimpleNamespace(revision=revision, **{**defaults, **more})


def section_form(version, **typed) -> SectionForm:
    """Return the form for a version, bound to what was typed."""
    data = QueryDict(mutable=True)
    data.update(typed)
    initial = {"text": version.text, "kind": version.kind}
    return SectionForm(data, revision_of=version, initial=initial)


def test_a_fresh_page_is_saved():
    form = section_form(stored(3), text="Nytt", kind="street", revision="3")
    assert form.is_valid()
    assert form.cleaned_data["revision"] == 3


def test_a_stale_page_says_who_saved_and_when_and_keeps_what_was_typed():
    at = timezone.localtime().replace(hour=10, minute=14)
    version = stored(4, saved_by="Mirjana Đukić", saved_at=at, text="Hennes text")
    form = section_form(version, text="Min text", kind="street", revision="3")
    assert not form.is_valid()
    [message] = form.non_field_errors()
    assert message == (
        "Mirjana Đukić ändrade det här klockan 10.14. Läs det som är sparat innan du sparar ditt."
    )
    html = drawn(form)
    assert "Min text" in html
    assert "Hennes text" in html
    assert html.count("Det här är sparat nu:") == 1  # the other field is the same in both


def test_saving_again_after_reading_is_a_decision():
    version = stored(4, text="Hennes text")
    first = section_form(version, text="Min text", kind="square", revision="3")
    assert not first.is_valid()
    assert first["revision"].value() == "4"
    again = section_form(version, text="Min text", kind="square", revision=first["revision"].value())
    assert again.is_valid()


def test_the_stored_answer_is_shown_in_the_words_of_the_list():
    form = section_form(stored(4), text="Gatan är mörk", kind="square", revision="3")
    assert form.fields["kind"].has_changed("street", "square")
    assert not form.is_valid()
    assert form.fields["kind"].stored_text == "Gata"


def test_another_day_is_named():
    at = timezone.now() - datetime.timedelta(days=2)
    form = section_form(stored(4, saved_at=at), text="x", kind="street", revision="3")
    local = timezone.localtime(at)
    assert f"klockan {local.hour}.{local.minute:02} {local.day}/{local.month}" in form.non_field_errors()[0]


@pytest.mark.parametrize("revision", ["x", "-1", "9" * 30, "\x00"])
def test_a_tampered_revision_is_refused(revision):
    form = section_form(stored(4), text="x", kind="street", revision=revision)
    assert not form.is_valid()


def test_what_an_action_found_stale_is_shown_the_same_way():
    form = section_form(stored(3), text="Min text", kind="street", revision="3")
    assert form.is_valid()
    form.refuse_stale(stored(4, text="Hennes text", saved_by="Mirjana Đukić"))
    assert not form.is_valid()
    assert form.fields["text"].stored_text == "Hennes text"
    assert form["revision"].value() == "4"


def test_a_moment_is_two_labelled_boxes():
    class BookForm(SamverkanForm):
        at = DateTimeField(label="När?")

    html = drawn(BookForm())
    assert '<label class="s-small" for="id_at_0">Datum</label>' in html
    assert '<label class="s-small" for="id_at_1">Klockslag</label>' in html
    assert BookForm({"at_0": "2026-12-04", "at_1": "14.30"}).is_valid()
