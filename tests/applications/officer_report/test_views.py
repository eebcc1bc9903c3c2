"""Pages of the officer's report: written, kept, refused, signed."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.urls import reverse
from django.utils import timezone

from applications.form_messages import TEXT_MAX
from applications.models import Case, Measure, Meeting, OfficerReport, ReportEdition
from applications.officer_report import actions
from applications.states import Outcome, Status
from phases.initiering import actions as initiering
from phases.initiering.report_source import DIALOGUE_REPORT
from tests import factories, hostile, personas
from tests.personas import NOW
from tests.phases.initiering import review

pytestmark = pytest.mark.django_db
TEXTS = (
    "heading",
    "summary",
    "background",
    "assessment",
    "economy",
    "children",
    "gender_equality",
    "equality",
    "dialogue",
)
PAGES = (
    "write_officer_report",
    "report_measures",
    "request_sign_off",
    "return_report",
    "sign_off",
    "recall_report",
)


def url(case: Case, page: str = "write_officer_report") -> str:
    """Return the address of a page of the report."""
    return reverse(f"admin:{page}", args=[case.reference])


def coming() -> Meeting:
    """Return a meeting that lies ahead: only such a one can be chosen in the form."""
    return factories.meeting(timezone.localdate() + timedelta(days=90))


def posted(report: OfficerReport, rows: list[dict], **fields) -> dict:
    """Return what the browser sends: the words and the rows of points."""
    data = {name: getattr(report, name) for name in TEXTS} | {
        "recommendation": report.recommendation,
        "meeting": report.meeting_id or "",
        "revision": report.revision,
        "points-TOTAL_FORMS": len(rows),
        "points-INITIAL_FORMS": min(report.points.count(), len(rows)),
    }
    for number, row in enumerate(rows):
        data |= {f"points-{number}-{name}": value for name, value in row.items()}
    return data | fields


POINT = {
    "text": "Tekniska nämnden beviljar stöd.",
    "requested": "60 000",
    "proposed": "45 000",
    "motivation": "Trycket.",
}


@pytest.fixture
def case(client):
    """A prepared case under review; Karl is logged in."""
    case = review.prepare(review.in_review())
    client.force_login(personas.karl())
    return case


@pytest.fixture
def report(case):
    """The report that Karl has begun."""
    return actions.start_report(case.pk, DIALOGUE_REPORT, by=personas.karl(), at=NOW)


def test_looking_starts_nothing_pressing_does(client, case):
    assert "Börja skriva" in client.get(url(case)).content.decode()
    assert not OfficerReport.objects.exists()
    assert client.post(url(case)).url == url(case)
    assert OfficerReport.objects.get().author == personas.karl()


def test_words_and_points_are_saved_together(client, case, report):
    response = client.post(
        url(case),
        posted(report, [POINT, {"text": "Nämnden tackar."}], summary="Kort.", meeting=coming().pk),
    )
    assert response.url == url(case)
    report.refresh_from_db()
    assert (report.summary, report.meeting, report.saved_by) == (
        "Kort.",
        coming(),
        personas.karl(),
    )
    assert list(report.points.values_list("number", "text", "requested", "proposed", "motivation")) == [
        (1, "Tekniska nämnden beviljar stöd.", 60_000, 45_000, "Trycket."),
        (2, "Nämnden tackar.", None, None, ""),
    ]
    assert case.events.filter(action="write_officer_report").count() == 2


def test_half_a_report_may_be_saved(client, case, report):
    assert client.post(url(case), posted(report, [], summary="", recommendation="")).status_code == 302
    page = client.get(url(case)).content.decode()
    assert "Skriv en sammanfattning." in page
    assert "Skriv minst en beslutspunkt." in page


def test_one_more_row_keeps_what_was_typed_and_saves_nothing(client, case, report):
    data = posted(report, [{"text": "Ny punkt"}], summary="Inte sparat än") | {"points-add": "1"}
    html = client.post(url(case), data).content.decode()
    assert "Inte sparat än" in html
    assert "Ny punkt" in html
    assert 'name="points-1-text"' in html
    assert "data-error-summary" not in html
    report.refresh_from_db()
    assert "Inte sparat än" not in report.summary


def test_a_removed_row_goes(client, case, report):
    rows = [{"text": "Behåll"}, {"text": "Bort", "DELETE": "on"}]
    client.post(url(case), posted(report, rows))
    assert list(report.points.values_list("text", flat=True)) == ["Behåll"]


def test_a_stale_page_does_not_overwrite_and_shows_both_texts(client, case, report):
    data = posted(report, [POINT], summary="Min text")
    actions.save_report(case.pk, DIALOGUE_REPORT, {"summary": "Annans text"}, by=personas.karl(), at=NOW)
    response = client.post(url(case), data)
    hostile.assert_refused(response, "Min text", "Annans text", "Karl Sjöhed ändrade det här")
    report.refresh_from_db()
    assert report.summary == "Annans text"


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("text", [hostile.TOO_LONG, hostile.NULL], ids=["too long", "null byte"])
def test_words_that_cannot_be_kept_are_refused_at_their_field(client, case, report, name, text):
    response = client.post(url(case), posted(report, [POINT], **{name: text}))
    hostile.assert_refused(response, f'id="id_{name}_error"', "Trycket.")
    assert OfficerReport.objects.get().revision == report.revision


def test_a_long_text_is_kept_up_to_its_limit_and_above_it_refused_with_nothing_lost(client, case, report):
    long = dict.fromkeys(TEXTS[1:], "å" * TEXT_MAX)
    assert client.post(url(case), posted(report, [POINT], **long)).status_code == 302
    report.refresh_from_db()
    assert {name: getattr(report, name) for name in long} == long
    assert "högst 20 000 tecken" in client.get(url(case)).content.decode()
    longer = dict.fromkeys(long, "ä" * (TEXT_MAX + 1))
    response = client.post(url(case), posted(report, [POINT], **longer))
    hostile.assert_refused(response, "Korta ner den till högst 20000 tecken.", "Trycket.")
    assert list(response.context["form"].errors) == list(long)
    assert response.content.decode().count("ä" * (TEXT_MAX + 1)) == len(long)


@pytest.mark.parametrize("kind", hostile.ODD_BUT_FINE)
def test_odd_words_are_kept_and_never_become_markup(client, case, report, kind):
    text = hostile.ODD_BUT_FINE[kind]
    row = {"text": text, "motivation": text}
    response = client.post(url(case), posted(report, [row], **dict.fromkeys(TEXTS, text)))
    assert response.status_code == 302
    for page in (url(case), url(case, "request_sign_off"), reverse("report_preview", args=[case.reference])):
        hostile.assert_escaped(client.get(page))
    report.refresh_from_db()
    assert report.summary == text


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"text": "x", "proposed": "-1"}, "proposed"),
        ({"text": "x", "proposed": "999999999999999"}, "proposed"),
        ({"text": "x", "requested": "tusen"}, "requested"),
        ({"text": hostile.TOO_LONG}, "text"),
        ({"text": hostile.NULL}, "text"),
        ({"proposed": "45000"}, "text"),
    ],
)
def test_absurd_points_are_refused_at_their_row(client, case, report, row, field):
    response = client.post(url(case), posted(report, [row], summary="Kvar"))
    hostile.assert_refused(response, f'id="id_points-0-{field}_error"', "Kvar", "Punkt 1: ")
    assert OfficerReport.objects.get().revision == report.revision


@pytest.mark.parametrize(
    "change", [{"recommendation": "table"}, {"meeting": 99_999}, {"meeting": "x"}, {"revision": "-1"}]
)
def test_tampered_choices_are_refused(client, case, report, change):
    response = client.post(url(case), posted(report, [POINT]) | change)
    assert response.status_code == 200
    assert OfficerReport.objects.get().revision == report.revision


@pytest.mark.parametrize("total", ["-1", "abc", "100000", ""])
def test_a_tampered_number_of_rows_breaks_nothing(client, case, report, total):
    response = client.post(url(case), posted(report, [POINT]) | {"points-TOTAL_FORMS": total})
    assert response.status_code == 200
    assert OfficerReport.objects.get().revision == report.revision


def test_a_measure_of_another_case_is_no_choice(client, case, report):
    Measure.objects.create(case=case, letter="A", title="Vår")
    theirs = Measure.objects.create(case=factories.case("Annan"), letter="A", title="Deras")
    response = client.post(url(case), posted(report, [POINT | {"measure": theirs.pk}]))
    hostile.assert_refused(response, 'id="id_points-0-measure_error"')


def test_while_the_manager_has_it_the_page_only_tells(client):
    case = review.with_manager()
    client.force_login(personas.karl())
    html = client.get(url(case)).content.decode()
    assert "Tjänsteskrivelsen ligger hos chefen" in html
    assert "<textarea" not in html


# --- measures ---------------------------------------------------------------------------------------

MEASURE = {
    "title": "Planteringar",
    "starts_on": "2026-06-01",
    "ends_on": "2026-09-30",
    "requested_amount": "80 000",
}


def measures(case: Case, *rows: dict) -> dict:
    """Return what the browser sends from the page of measures."""
    data = {"measures-TOTAL_FORMS": len(rows), "measures-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        whole = {"responsible": case.case_actors.first().pk} | row
        data |= {f"measures-{number}-{name}": value for name, value in whole.items()}
    return data


def test_measures_are_entered_with_a_point_each(client, case, report):
    response = client.post(
        url(case, "report_measures"), measures(case, MEASURE, MEASURE | {"title": "Bänkar"})
    )
    assert response.url == url(case) + "#forslag"
    assert list(case.measures.values_list("letter", "title", "requested_amount")) == [
        ("A", "Planteringar", 80_000),
        ("B", "Bänkar", 80_000),
    ]
    assert report.points.filter(measure__isnull=False).count() == 2
    assert "Planteringar" in client.get(url(case, "report_measures")).content.decode()


@pytest.mark.parametrize(
    ("change", "field", "text"),
    [
        ({"title": ""}, "title", "Skriv insats"),
        ({"ends_on": "2026-05-01"}, "ends_on", "Slutet kan inte ligga före början"),
        ({"starts_on": "2026-13-01"}, "starts_on", "Datumet finns inte."),
        ({"requested_amount": ""}, "requested_amount", "Skriv vad gruppen söker"),
        ({"requested_amount": "-5"}, "requested_amount", "0 kronor eller mer"),
        ({"responsible": "99999"}, "responsible", "Välj ett av svaren i listan"),
        ({"title": hostile.NULL}, "title", "tecken som inte går att spara"),
        ({"description": hostile.TOO_LONG}, "description", "för lång"),
    ],
)
def test_measures_that_make_no_sense_are_refused(client, case, report, change, field, text):
    response = client.post(url(case, "report_measures"), measures(case, MEASURE | change))
    hostile.assert_refused(response, f'id="id_measures-0-{field}_error"', text)
    assert not case.measures.exists()


def test_a_tampered_measure_is_not_changed(client, case, report):
    theirs = Measure.objects.create(case=factories.case("Annan"), letter="A", title="Deras")
    response = client.post(url(case, "report_measures"), measures(case, MEASURE | {"pk": theirs.pk}))
    assert response.status_code == 200
    theirs.refresh_from_db()
    assert theirs.title == "Deras"


# --- signing ----------------------------------------------------------------------------------------


def test_the_whole_way_by_pressing_buttons(client, case, report):
    client.post(url(case), posted(report, [POINT], meeting=coming().pk, **review.CONSEQUENCES))
    page = client.get(url(case, "request_sign_off")).content.decode()
    assert "Mejl går till Cecilia Ängby" in page
    client.post(url(case, "request_sign_off"))
    client.force_login(personas.cecilia())
    page = client.get(url(case, "sign_off")).content.decode()
    assert "Tekniska nämnden beviljar stöd." in page
    assert "45\u00a0000\u00a0kronor" in page
    assert "Mejl går till Karl Sjöhed, Nils Fagerdal" in page
    client.post(url(case, "return_report"), {"comment": "Räkna om."})
    client.force_login(personas.karl())
    assert "Räkna om." in client.get(url(case)).content.decode()
    client.post(url(case, "request_sign_off"))
    client.force_login(personas.cecilia())
    assert client.post(url(case, "sign_off")).status_code == 302
    assert Case.objects.get(pk=case.pk).status == Status.READY
    again = client.post(url(case, "sign_off"), follow=True).content.decode()
    assert "Ärendet har status ”Klar för nämnd”" in again
    client.force_login(personas.karl())
    client.post(url(case, "recall_report"), {"comment": "Fel belopp."})
    assert OfficerReport.objects.get(version=2).summary == OfficerReport.objects.get(version=1).summary


def test_a_blocked_button_says_why_and_links_to_where_it_is_mended(client, case, report):
    actions.save_report(case.pk, DIALOGUE_REPORT, {"summary": ""}, by=personas.karl(), at=NOW)
    html = client.get(url(case, "request_sign_off")).content.decode()
    assert 'aria-disabled="true"' in html
    assert f'href="{url(case)}#id_summary"' in html
    response = client.post(url(case, "request_sign_off"))
    hostile.assert_refused(response, "Skriv en sammanfattning.")


@pytest.mark.parametrize(
    "text", ["", hostile.NULL, hostile.TOO_LONG], ids=["nothing", "null byte", "too long"]
)
def test_a_comment_of_the_signing_may_be_left_out_and_must_be_possible_to_keep(client, text):
    case = review.with_manager()
    client.force_login(personas.cecilia())
    response = client.post(url(case, "sign_off"), {"comment": text})
    if text:
        hostile.assert_refused(response, 'id="id_comment_error"')
    assert case.events.filter(action="sign_off").exists() is not bool(text)


@pytest.mark.parametrize("page", ["return_report", "recall_report"])
@pytest.mark.parametrize(
    "text", ["", hostile.NULL, hostile.TOO_LONG], ids=["nothing", "null byte", "too long"]
)
def test_a_comment_is_needed_and_must_be_possible_to_keep(client, page, text):
    case = review.with_manager() if page == "return_report" else review.ready()
    client.force_login(personas.cecilia())
    response = client.post(url(case, page), {"comment": text})
    hostile.assert_refused(response, 'id="id_comment_error"')
    assert not case.events.filter(action=page).exists()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["nils", "rut", "adam", "karin"])
def test_others_at_the_city_are_told_who_may(client, case, report, page, who):
    client.force_login(getattr(personas, who)())
    assert client.get(url(case, page)).status_code == 403
    assert client.post(url(case, page)).status_code == 403


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["amina", "olga"])
def test_the_report_does_not_exist_for_applicants_before_it_is_signed(client, case, report, page, who):
    client.force_login(getattr(personas, who)())
    assert client.get(url(case, page)).status_code == 404


def test_granting_is_refused_with_a_reason_when_a_criterion_is_not_met(client, report, case):
    initiering.assess_criteria(case.pk, 1, verdict="partly", motivation="Nej.", by=personas.karl(), at=NOW)
    data = posted(report, [POINT], recommendation=Outcome.APPROVE, meeting=coming().pk)
    html = client.post(url(case), data, follow=True).content.decode()
    assert "Du kan föreslå bevilja först när alla sex kriterier är uppfyllda." in html


def test_the_number_of_queries_does_not_grow_with_the_points(client, case, report, django_assert_num_queries):
    client.get(url(case))
    for count in (1, 3):
        actions.save_report(
            case.pk, DIALOGUE_REPORT, {}, points=[{"text": "Punkt"}] * count, by=personas.karl(), at=NOW
        )
        with django_assert_num_queries(30):
            client.get(url(case))


def test_a_recalled_report_is_compared_with_the_one_after_it(client) -> None:
    case = factories.in_status(factories.case(), Status.REVIEW)
    karl = personas.karl()
    old = OfficerReport.objects.create(
        case=case,
        kind="dialogue",
        version=1,
        author=karl,
        created_at=NOW,
        summary="Gatan är mörk.",
    )
    old.points.create(number=1, text="Tekniska nämnden beviljar 45 000 kronor.", proposed=45_000)
    OfficerReport.objects.update(signed_off_at=NOW, recalled_at=NOW)
    new = OfficerReport.objects.create(
        case=case, kind="dialogue", version=2, author=karl, created_at=NOW, summary="Gatan är ljus."
    )
    new.points.create(number=1, text="Tekniska nämnden beviljar 40 000 kronor.", proposed=40_000)
    address = reverse("admin:report_changes", args=[case.reference])
    client.force_login(karl)
    page = client.get(address)
    assert [change.label for change in page.context["changes"]] == ["Sammanfattning", "Beslutspunkt 1"]
    html = page.content.decode()
    assert '<del><span class="s-vh">borttaget: </span>mörk</del>' in html
    assert '<ins><span class="s-vh">tillagt: </span>ljus</ins>' in html
    assert client.get(f"{address}?fran={new.pk}&till={old.pk}").context["after"].key == str(old.pk)
    assert client.get(f"{address}?fran=x'&till=%00").context["before"].key == str(old.pk)
    client.force_login(personas.amina())
    assert client.get(address).status_code == 404


def test_what_the_manager_gave_back_is_compared_with_what_comes_again(
    client, django_assert_num_queries
) -> None:
    """D24: any two states, also inside one version: as the manager read it first, again, and as signed."""
    case = review.with_manager()
    cecilia, karl = personas.cecilia(), personas.karl()
    for number, summary in enumerate(("Kortare.", "Kortast."), start=1):
        at = NOW + timedelta(hours=number)
        actions.return_report(case.pk, DIALOGUE_REPORT, comment="Kortare.", by=cecilia, at=at)
        actions.save_report(case.pk, DIALOGUE_REPORT, {"summary": summary}, by=karl, at=at)
        actions.request_sign_off(case.pk, DIALOGUE_REPORT, by=karl, at=at)
    address = reverse("admin:report_changes", args=[case.reference])
    client.force_login(cecilia)
    with django_assert_num_queries(9):
        page = client.get(address)
    now, second, first = page.context["editions"]
    assert "som den är nu" in now.name
    assert "till chefen" in first.name
    assert page.context["before"] == second
    (change,) = page.context["changes"]
    added = [piece.text for piece in change.pieces if piece.kind == "added"]
    assert (change.label, added) == ("Sammanfattning", ["Kortast"])
    whole = client.get(f"{address}?fran={first.key}&till={second.key}").context
    assert [change.label for change in whole["changes"]] == ["Sammanfattning"]
    actions.sign_off(case.pk, DIALOGUE_REPORT, by=cecilia, at=NOW + timedelta(hours=3))
    assert "signerad" in client.get(address).context["editions"][0].name
    edition = ReportEdition.objects.first()
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        ReportEdition.objects.filter(pk=edition.pk).update(texts={})
