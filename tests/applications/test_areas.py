"""Areas that overlap: who is told what, what counts, and that the search stays small (D18)."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from applications import areas, geo
from applications.models import Application, Case, Membership, Neighbourhood
from applications.models.area import AREA_FIELDS, box_meets
from applications.states import Role, Status
from applications.writing import actions as writing
from phases.initiering import actions
from samverkan.demo.story import Story
from tests import factories, personas
from tests.applications.writing import samples
from tests.personas import NOW
from tests.phases.initiering import review
from tests.walk import walked

pytestmark = pytest.mark.django_db


def moved(lon: float = 0, lat: float = 0) -> dict[str, Any]:
    """Return the area of the tests, moved by degrees; it is 0.0029 wide and 0.0008 high."""
    [ring] = factories.POLYGON["coordinates"]
    return {"type": "Polygon", "coordinates": [[[x + lon, y + lat] for x, y in ring]]}


def other(title: str = "Grannkvarteret", area: dict[str, Any] | None = None, **fields: Any) -> Case:
    """Return a sent case of another group, with an area that overlaps."""
    case = Case.objects.create(
        reference=f"SAM-2025-{Case.objects.count() + 1000}",
        title=title,
        opened_at=NOW - timedelta(days=400),
        status_since=NOW,
        **{"submitted_at": NOW - timedelta(days=390), "status": Status.SUBMITTED, **fields},
    )
    case.set_area(area or moved(0.0005))
    case.save(update_fields=AREA_FIELDS)
    return case


@pytest.fixture
def mine() -> Case:
    """Return Amina's and Karl's case with an area."""
    case = factories.case()
    case.set_area(factories.POLYGON)
    case.save(update_fields=AREA_FIELDS)
    return case


def told(case: Case, user: Any) -> areas.Overlap:
    """Return what the user is told about the case."""
    return areas.overlap(case.area_polygon, user=user, case=case)


# --- what counts ------------------------------------------------------------------------------------
def test_the_city_gets_the_cases_it_may_see(mine):
    running, ended = other(), other("Förra årets fest", status=Status.ARCHIVED)
    other("Långt bort", moved(0.02))
    other("Granne, men bara längs kanten", moved(0, -0.0008))
    assert told(mine, personas.karl()) == ([ended, running], False)


def test_the_officer_of_a_restricted_case_alone_hears_of_it(mine):
    hidden = other("Hemligt", restricted=True, officer=personas.karin())
    assert not told(mine, personas.karl())
    assert told(mine, personas.karin()).cases == [hidden]


def test_a_group_hears_only_that_there_is_another(mine):
    other()
    overlap = told(mine, personas.amina())
    assert overlap == ([], True)
    assert not told(other("Vår egen", moved(0.03)), personas.amina())


@pytest.mark.parametrize(
    "fields",
    [{"restricted": True}, {"submitted_at": None, "status": Status.DRAFT}, {"area": moved(0.02)}],
    ids=["restricted", "unsent, drawn by the city", "elsewhere"],
)
def test_a_group_hears_nothing_of_what_is_hidden(mine, fields):
    other(**fields)
    assert told(mine, personas.amina()) == ([], False)


def test_a_group_gets_the_links_to_its_own_other_cases(mine):
    own = other("Vår förra gata")
    Membership.objects.create(case=own, user=personas.amina(), role=Role.MEMBER, joined_at=NOW)
    assert told(mine, personas.amina()) == ([own], False)
    Membership.objects.filter(case=own).update(left_at=NOW)
    assert told(mine, personas.amina()) == ([], True)


def test_an_unsent_draft_never_counts(mine):
    draft = factories.case("Ett utkast")
    Application.objects.create(
        case=draft, version=1, created_at=NOW, created_by=personas.olga(), area_polygon=factories.POLYGON
    )
    assert not told(mine, personas.karl())
    assert not told(mine, personas.olga())


def test_without_an_area_nothing_is_asked(mine, django_assert_num_queries):
    karl = personas.karl()
    with django_assert_num_queries(0):
        assert not areas.overlap(None, user=karl, case=mine)


# --- where the box comes from -----------------------------------------------------------------------
def box(case: Case) -> tuple[float | None, ...]:
    """Return the stored box of the case."""
    return tuple(Case.objects.values_list(*AREA_FIELDS[1:]).get(pk=case.pk))


def test_what_the_city_draws_has_its_box():
    case = review.in_review()
    assert box(case) == (None,) * 4
    actions.draw_area(case.pk, factories.POLYGON, by=personas.karl(), at=NOW)
    assert box(case) == (13.0161, 55.58655, 13.019, 55.58735)


def test_a_sent_application_brings_its_area_and_box_to_the_case():
    case = samples.draft()
    samples.fill(case)
    amina = personas.amina()
    writing.save_step(case.pk, "omradet", {"area_polygon": factories.POLYGON}, by=amina, at=NOW)
    assert box(case) == (None,) * 4
    writing.submit(case.pk, by=amina, at=NOW)
    assert box(case) == geo.bounds(factories.POLYGON)
    assert Case.objects.get(pk=case.pk).area_polygon == factories.POLYGON


def test_every_case_of_a_walk_has_the_box_of_its_area():
    case = walked(Status.REVIEW, Story("Lingarnsgatan")).case
    assert case.area_polygon
    assert box(case) == geo.bounds(case.area_polygon)


# --- the pages --------------------------------------------------------------------------------------
def as_(user: Any) -> Client:
    """Return a browser of the user."""
    client = Client()
    client.force_login(user)
    return client


SECRETS = ("Grannkvarteret", "SAM-2025-", "Granne AB")


def test_a_group_is_told_on_its_step_and_review_and_nothing_leaks():
    case = samples.draft()
    samples.fill(case)
    neighbour = other(neighbourhood=Neighbourhood.objects.create(name="Hemlig del"))
    factories.case_actor(neighbour, "Granne AB")
    client = as_(personas.amina())
    pages = [
        reverse("edit_application_step", args=[case.reference, "omradet"]),
        reverse("submit", args=[case.reference]),
    ]
    words = "På en del av området pågår eller har pågått en annan samverkan."
    assert all(words not in client.get(page).content.decode() for page in pages)
    Application.objects.filter(case=case).update(area_polygon=factories.POLYGON)
    for page in pages:
        html = client.get(page).content.decode()
        assert words in html
        assert not [secret for secret in SECRETS if secret in html]


def test_the_officer_is_told_with_links_wherever_the_area_is_weighed():
    case = review.prepare(review.in_review())
    review.write_report(case)
    neighbour = other()
    client = as_(personas.karl())
    link = f'<a href="{reverse("admin:case", args=[neighbour.reference])}">Grannkvarteret</a>, {neighbour.number}.'
    for page in ("case", "draw_area", "write_officer_report", "request_sign_off"):
        html = client.get(reverse(f"admin:{page}", args=[case.reference])).content.decode()
        assert "Området överlappar andra ärenden" in html, page
        assert link in html, page


@pytest.mark.parametrize(
    ("user", "name", "args"),
    [
        ("amina", "case", ()),
        ("amina", "application_version", (1,)),
        ("karl", "admin:case", ()),
        ("karl", "admin:application_version", (1,)),
        ("karl", "admin:assess_criteria", (1,)),
        ("karl", "admin:write_officer_report", ()),
        ("karl", "admin:request_sign_off", ()),
    ],
)
def test_the_same_area_is_drawn_wherever_it_is_read(user, name, args):
    case = review.prepare(review.in_review(area_polygon=factories.POLYGON))
    review.write_report(case)
    client = as_(getattr(personas, user)())
    html = client.get(reverse(name, args=[case.reference, *args])).content.decode()
    assert html.count('<path class="m-area"') == 1
    assert "Karta över Lingarnsgatan. Gränsen beskrivs med ord bredvid." in html
    assert "Mellan Varptorget och Nystansgränd" in html
    assert "Cirka 0,9 hektar" in html


def test_no_page_without_the_field_loads_the_map(mine):
    client = as_(personas.karl())
    assert "leaflet" not in client.get(reverse("admin:case", args=[mine.reference])).content.decode()
    assert "leaflet" in client.get(reverse("admin:draw_area", args=[mine.reference])).content.decode()
    assert "leaflet" not in client.get(reverse("admin:judge_remit", args=[mine.reference])).content.decode()


# --- many cases -------------------------------------------------------------------------------------
def spread(count: int) -> None:
    """Make cases all over the municipality, each with an area of its own."""
    rows = []
    for number in range(count):
        case = Case(
            reference=f"SAM-2020-{number:06}",
            title=f"Gata {number}",
            opened_at=NOW,
            status_since=NOW,
            submitted_at=NOW,
        )
        case.set_area(moved(-0.08 + 0.16 * (number % 50) / 50, -0.05 + 0.1 * (number // 50) / (count // 50)))
        rows.append(case)
    Case.objects.bulk_create(rows)


def test_only_the_areas_nearby_are_read_however_many_there_are(mine, django_assert_num_queries):
    spread(1000)
    karl, amina = personas.karl(), personas.amina()
    near = areas._near(factories.POLYGON, mine)
    assert 1 <= len(near) <= 15
    with django_assert_num_queries(2):
        told(mine, karl)
    with django_assert_num_queries(3):
        told(mine, amina)
    Case.objects.filter(pk__in=near).update(area_west=None)
    with django_assert_num_queries(1):
        assert not told(mine, karl)


def test_the_box_is_asked_of_its_index(mine):
    spread(500)
    near = Case.objects.filter(box_meets(factories.POLYGON)).order_by().values_list("pk")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE applications_case")
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # the table of a test fits in a page or two
    assert "case_area_box" in near.explain()


def test_more_than_a_page_holds_is_said(mine):
    for number in range(areas.SHOWN + 1):
        other(f"Granne {number}")
    overlap = told(mine, personas.karl())
    assert (len(overlap.cases), overlap.others) == (areas.SHOWN, True)
    html = as_(personas.karl()).get(reverse("admin:draw_area", args=[mine.reference])).content.decode()
    assert "Det finns fler." in html


def test_two_who_draw_at_once_do_not_overwrite_each_other():
    case = samples.draft()
    client = as_(personas.amina())
    page = reverse("edit_application_step", args=[case.reference, "omradet"])
    opened = client.get(page).context["form"].stored_revision
    writing.save_step(case.pk, "omradet", {"area_polygon": factories.POLYGON}, by=personas.birk(), at=NOW)
    mine = geo.as_text(moved(0.001))
    response = client.post(page, {"area_polygon": mine, "revision": opened})
    html = response.content.decode()
    assert response.status_code == 200
    assert "Birk Åkerlind ändrade det här" in html
    assert "55.587000, 13.016100" in html
    assert mine in html
    assert Application.objects.get().area_polygon == factories.POLYGON


def test_a_file_is_taken_without_a_script():
    case = samples.draft()
    client = as_(personas.amina())
    page = reverse("edit_application_step", args=[case.reference, "omradet"])
    file = SimpleUploadedFile("gata.geojson", json.dumps(factories.POLYGON).encode())
    response = client.post(page, {"area_polygon": "", "area_polygon-file": file, "show": "1"})
    assert response.url == f"{page}#div_id_area_polygon"
    assert Application.objects.get().area_polygon == factories.POLYGON
    assert '<path class="m-area"' in client.get(page).content.decode()
