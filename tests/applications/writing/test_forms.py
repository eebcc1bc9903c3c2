"""Bad input to the forms of the steps: an error at the field, nothing lost, and never a broken page."""

from typing import Any

import pytest
from django.urls import reverse

from applications.models import Application, Case
from applications.writing.forms import FORMS
from applications.writing.row_forms import FORMSETS
from tests import personas
from tests.applications.writing import samples

pytestmark = pytest.mark.django_db

LONG = "å" * 100_000
EMOJI, ARABIC, SCRIPT = "Fest på gatan 🎉", "حديقة ١٢", "<script>alert('x')</script><b>&amp;"
TEXTS = [
    (key, name)
    for key, form in FORMS.items()
    for name, field in form.base_fields.items()
    if type(field).__name__ == "CharField" and name != "revision"
]
ROW_TEXTS = [
    (key, rows, name)
    for key, rows in (("bidrag", "contributions"), ("underlag", "evidence"))
    for name, field in FORMSETS[rows].form.base_fields.items()
    if type(field).__name__ == "CharField"
]


@pytest.fixture
def case() -> Case:
    """Return a case whose application is being written."""
    case = samples.draft()
    samples.fill(case)
    return case


def post(client: Any, case: Case, key: str, changes: dict[str, Any]) -> Any:
    """Send one step as the group would, with some answers changed."""
    client.force_login(personas.amina())
    answers = {**samples.ANSWERS[key], **changes}
    if key == "bidrag":
        answers.setdefault("contributions-0-case_actor", case.case_actors.first().pk)
    return client.post(reverse("edit_application_step", args=[case.reference, key]), answers)


def errors(answer: Any, name: str) -> list[str]:
    """Return the errors at one field of the page that came back."""
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "<title>Fel: " in html
    assert f'href="#id_{name}' in html, "the summary links to the field"
    prefix, number, field = ([*name.split("-"), "", ""])[:3]
    if field:
        return answer.context["formset"].forms[int(number)].errors[field]
    return answer.context["form"].errors[prefix]


def test_every_text_of_every_step_is_tried() -> None:
    assert len(TEXTS) == 14
    assert len(ROW_TEXTS) == 5


@pytest.mark.parametrize(("key", "name"), TEXTS)
@pytest.mark.parametrize("text", [EMOJI, ARABIC, SCRIPT])
def test_any_writing_is_kept_as_it_was_written(
    client: Any, case: Case, key: str, name: str, text: str
) -> None:
    assert post(client, case, key, {name: text, "revision": "1"}).status_code == 302
    assert getattr(Application.objects.get(), name) == text
    page = client.get(reverse("submit", args=[case.reference])).content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize(("key", "name"), TEXTS)
def test_too_long_a_text_is_told_and_stays_on_the_page(client: Any, case: Case, key: str, name: str) -> None:
    before = getattr(Application.objects.get(), name)
    answer = post(client, case, key, {name: LONG, "revision": "1"})
    assert errors(answer, name)[0].startswith("Texten är för lång. Korta ner den till högst")
    assert LONG in answer.content.decode()
    assert getattr(Application.objects.get(), name) == before


@pytest.mark.parametrize(("key", "name"), TEXTS)
def test_a_null_byte_is_told(client: Any, case: Case, key: str, name: str) -> None:
    answer = post(client, case, key, {name: "Gata\0n", "revision": "1"})
    assert errors(answer, name)[0].startswith("Texten innehåller ett tecken")


@pytest.mark.parametrize(("key", "rows", "name"), ROW_TEXTS)
@pytest.mark.parametrize("text", [EMOJI, ARABIC, SCRIPT])
def test_any_writing_in_a_row_is_kept(
    client: Any, case: Case, key: str, rows: str, name: str, text: str
) -> None:
    assert post(client, case, key, {f"{rows}-0-{name}": text, "revision": "1"}).status_code == 302
    assert getattr(getattr(Application.objects.get(), rows).get(), name) == text
    page = client.get(reverse("submit", args=[case.reference])).content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize(("key", "rows", "name"), ROW_TEXTS)
@pytest.mark.parametrize(
    ("text", "said"), [(LONG, "Texten är för lång"), ("Gata\0n", "Texten innehåller ett")]
)
def test_a_bad_row_is_told_at_its_field(
    client: Any, case: Case, key: str, rows: str, name: str, text: str, said: str
) -> None:
    answer = post(client, case, key, {f"{rows}-0-{name}": text, "revision": "1"})
    assert errors(answer, f"{rows}-0-{name}")[0].startswith(said)


@pytest.mark.parametrize(
    ("key", "name", "value", "said"),
    [
        ("omradet", "area_kind", "planet", "Välj ett av svaren i listan"),
        ("omradet", "remit", "kanske", "Välj ett av svaren i listan"),
        ("omradet", "neighbourhood", "999999", "Välj ett av svaren i listan"),
        ("omradet", "neighbourhood", "1 OR 1=1", "Välj ett av svaren i listan"),
        ("omradet", "area_polygon", "{", "Texten är inte GeoJSON"),
        (
            "omradet",
            "area_polygon",
            '{"type":"Polygon","coordinates":[[[18.0,59.3],[18.1,59.3],[18.1,59.4],[18.0,59.3]]]}',
            "Området ligger helt eller delvis utanför Malmö stad",
        ),
        (
            "omradet",
            "area_polygon",
            '{"type":"Polygon","coordinates":[[[13.016,55.586],[13.019,55.588],[13.019,55.586],[13.016,55.588],[13.016,55.586]]]}',
            "Gränsen korsar sig själv",
        ),
        ("gruppen", "size", "evig", "Välj ett av svaren i listan"),
        ("gruppen", "ends_on", "2026-02-31", "Datumet finns inte"),
        ("gruppen", "ends_on", "2020-01-01", "Slutdatumet har redan varit"),
        ("gruppen", "ends_on", "9999-12-31", "Skriv ett år mellan 1900 och 2100"),
        ("gruppen", "review_interval_months", "7", "Välj ett av svaren i listan"),
        ("bidrag", "requested_amount", "-1", "Skriv ett belopp som är 0 kronor eller mer"),
        ("bidrag", "requested_amount", "många", "Skriv beloppet med siffror"),
        ("bidrag", "requested_amount", "9" * 40, "Beloppet är för stort"),
        ("bidrag", "contributions-0-amount", "-500", "Skriv ett belopp som är 0 kronor eller mer"),
        ("bidrag", "contributions-0-kind", "guld", "Välj ett av svaren i listan"),
        ("bidrag", "contributions-0-case_actor", "999999", "Välj ett av svaren i listan"),
        ("sjalvskattning", "verdict_3", "kanske", "Välj ett av svaren i listan"),
        ("sjalvskattning", "motivation_3", "x" * 2001, "Texten är för lång"),
        ("sjalvskattning", "wanted_language", "x" * 51, "Texten är för lång"),
    ],
)
def test_what_cannot_be_is_told_at_the_field(
    client: Any, case: Case, key: str, name: str, value: str, said: str
) -> None:
    before = Application.objects.values().get()
    answer = post(client, case, key, {name: value, "revision": "1"})
    assert errors(answer, name)[0].startswith(said)
    assert Application.objects.values().get() == before


@pytest.mark.parametrize("key", FORMS)
def test_every_step_can_be_saved_empty(client: Any, case: Case, key: str) -> None:
    client.force_login(personas.amina())
    empty = {
        "revision": "1",
        **{name: value for name, value in samples.ANSWERS[key].items() if name.endswith("_FORMS")},
    }
    answer = client.post(reverse("edit_application_step", args=[case.reference, key]), empty)
    assert answer.status_code == 302
    assert Application.objects.get().steps[key]["revision"] == 2


def test_an_actor_of_another_case_cannot_contribute(client: Any, case: Case) -> None:
    other = samples.draft(title="Annan gata")
    samples.fill(other)
    foreign = other.case_actors.first()
    answer = post(client, case, "bidrag", {"contributions-0-case_actor": foreign.pk, "revision": "1"})
    assert errors(answer, "contributions-0-case_actor") == ["Välj ett av svaren i listan"]


@pytest.mark.parametrize("total", ["", "x", "100000"])
def test_a_tampered_number_of_rows_breaks_nothing(client: Any, case: Case, total: str) -> None:
    answer = post(client, case, "underlag", {"evidence-TOTAL_FORMS": total, "revision": "1"})
    assert answer.status_code == 200
    assert "<title>Fel: " in answer.content.decode()
    assert Application.objects.get().evidence.count() == 1


@pytest.mark.parametrize("revision", ["x", "-5", "9" * 30])
def test_a_tampered_revision_breaks_nothing(client: Any, case: Case, revision: str) -> None:
    answer = post(client, case, "utmaningar", {"challenges": "Nytt", "revision": revision})
    assert answer.status_code == 200
    assert Application.objects.get().challenges == samples.ANSWERS["utmaningar"]["challenges"]


def test_an_old_last_day_that_nobody_changes_can_stay(client: Any, case: Case) -> None:
    Application.objects.update(ends_on="2020-01-01")
    answer = post(client, case, "gruppen", {"ends_on": "2020-01-01", "revision": "1"})
    assert answer.status_code == 302
