"""Drawing an area in a real browser: with mouse, finger and keyboard, from a file and from text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from applications.models import Application, Case
from tests import factories, personas
from tests.applications.writing import samples
from tests.e2e.conftest import DESKTOP, PHONE
from tests.phases.initiering import review

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)

SQUARE = ((200, 100), (300, 100), (300, 200), (200, 200))
CROSSING = "55.587, 13.016\n55.588, 13.018\n55.588, 13.016\n55.587, 13.018"


@pytest.fixture
def step(open_page: Callable[..., Page], sign_in: Callable[..., None]) -> Callable[..., Page]:
    """Return a function that opens the application's first step as its representative."""

    def step(**options: Any) -> Page:
        case = samples.draft()
        page = open_page(reduced_motion="reduce", **options)
        sign_in(page, personas.amina())
        page.goto(reverse("edit_application_step", args=[case.reference, "omradet"]))
        return page

    return step


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def status(page: Page) -> Any:
    return expect(page.locator("[data-area-status]"))


def zoom_in(page: Page, times: int = 4) -> None:
    """Come near enough for an area that is not too large."""
    for _time in range(times):
        press(page, "Zooma in")


def draw(page: Page, corners: tuple[tuple[int, int], ...] = SQUARE, *, right: int = 0) -> None:
    """Click the corners and then the first one again; `right` moves them all."""
    canvas = page.locator("[data-area-canvas]")
    for x, y in (*corners, corners[0]):
        canvas.click(position={"x": x + right, "y": y})


def swipe_up(page: Page, x: float, y: float) -> None:
    """Draw one finger 200 pixels upwards."""
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for way in range(20, 201, 20):
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y - way}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def saved(page: Page) -> dict[str, Any] | None:
    """Save the step and return the area it keeps."""
    press(page, "Spara och gå vidare")
    page.wait_for_url("**/gruppen/")
    return Application.objects.get().area_polygon


def test_with_the_mouse_an_area_is_drawn_moved_undone_and_removed(
    step: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    page = step()
    status(page).to_have_text("")
    zoom_in(page)
    press(page, "Rita")
    draw(page)
    status(page).to_contain_text("Markerat: cirka")
    press(page, "Flytta hörn")
    corner = page.get_by_role("button", name="Hörn 1 av 4")
    corner.drag_to(page.locator("[data-area-canvas]"), target_position={"x": 150, "y": 60})
    status(page).to_contain_text("Området är ändrat.")
    axe(page)
    press(page, "Flytta hörn")
    press(page, "Rita")
    draw(page, right=150)
    status(page).to_contain_text("Markerat: 2 delar, tillsammans")
    press(page, "Ta bort")
    status(page).to_contain_text("Området är borttaget.")
    press(page, "Ångra")
    status(page).to_contain_text("2 delar")
    press(page, "Ångra")  # the second part
    press(page, "Ångra")  # the move
    status(page).to_contain_text("Markerat: cirka")
    area = saved(page)
    assert area is not None
    assert len(area["coordinates"][0]) == 5


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["wide", "phone"])
def test_with_the_keyboard_alone(
    step: Callable[..., Page], axe: Callable[[Page], None], viewport: dict[str, int]
) -> None:
    page = step(viewport=viewport)
    keys = page.keyboard
    page.get_by_role("button", name="Slut området").focus()
    keys.press("Enter")
    status(page).to_have_text("Det behövs minst tre hörn. Nu är det 0.")
    keys.press("Tab")  # into the map
    expect(page.get_by_role("application")).to_be_focused()
    for _time in range(4):
        keys.press("+")
    for number, arrow in enumerate(("ArrowRight", "ArrowDown", "ArrowLeft"), start=1):
        keys.press("Enter")
        status(page).to_have_text(f"Hörn {number} är tillagt.")
        keys.press(arrow)
    keys.press("Shift+Tab")
    keys.press("Shift+Tab")  # the button that adds a corner in the middle
    keys.press("Enter")
    keys.press("Enter")
    status(page).to_have_text("Där finns redan ett hörn. Flytta kartan först.")
    axe(page)
    keys.press("Tab")
    keys.press("Enter")
    status(page).to_contain_text("Markerat: cirka")
    page.get_by_role("button", name="Flytta hörn").press("Enter")
    before = page.locator("textarea[name=area_polygon]").input_value()
    page.get_by_role("button", name="Hörn 2 av 4").press("ArrowRight")
    status(page).to_contain_text("Området är ändrat.")
    assert page.locator("textarea[name=area_polygon]").input_value() != before
    page.get_by_role("button", name="Ångra").press("Enter")
    assert page.locator("textarea[name=area_polygon]").input_value() == before
    assert saved(page) is not None


def test_with_a_finger_corners_are_tapped_and_the_page_scrolls_past_the_map(
    step: Callable[..., Page],
) -> None:
    page = step(viewport=PHONE, has_touch=True, is_mobile=True)
    canvas = page.locator("[data-area-canvas]")
    canvas.scroll_into_view_if_needed()
    zoom_in(page)
    press(page, "Rita")
    for x, y in ((100, 100), (200, 100), (200, 200), (100, 100)):
        canvas.tap(position={"x": x, "y": y})
    status(page).to_contain_text("Markerat: cirka")
    box = canvas.bounding_box()
    assert box is not None
    top = page.evaluate("scrollY")
    swipe_up(page, box["x"] + 150, box["y"] + 250)
    page.wait_for_function(f"scrollY > {top + 100}")
    assert saved(page) is not None


def test_a_file_is_shown_on_the_map_and_a_wrong_one_is_answered(
    step: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    page = step(viewport=PHONE)
    page.get_by_text("Hämta en fil eller skriv koordinater").click()

    def choose(content: object) -> None:
        file = {"name": "gata.geojson", "mimeType": "application/geo+json"}
        page.get_by_label("GeoJSON-fil").set_input_files(
            [{**file, "buffer": json.dumps(content).encode()}]  # type: ignore[typeddict-item]
        )

    choose({"type": "Polygon", "coordinates": [[5, "a"]]})
    status(page).to_contain_text("Filen går inte att visa här.")
    choose({"type": "Point", "coordinates": [13.0, 55.6]})
    press(page, "Spara och gå vidare")
    expect(page.get_by_role("link", name="Gränsen måste vara en yta")).to_be_visible()
    axe(page)
    choose({"type": "Feature", "properties": {}, "geometry": factories.POLYGON})
    status(page).to_have_text("Markerat: cirka 0,9 hektar.")
    assert saved(page) == factories.POLYGON


def test_without_javascript_corners_are_typed_and_drawn_by_the_server(
    step: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    page = step(javascript=False)
    box = page.get_by_label("Koordinater")
    box.fill(CROSSING)
    press(page, "Spara och visa området")
    expect(page.locator(".s-error")).to_contain_text("Gränsen korsar sig själv.")
    expect(box).to_have_value(CROSSING)
    lines = CROSSING.split("\n")
    box.fill("\n".join(lines[at] for at in (0, 3, 1, 2)))
    press(page, "Spara och visa området")
    expect(page.get_by_role("img", name="Området som det är ritat")).to_be_visible()
    status(page).to_contain_text("Markerat: cirka 1,4 hektar.")
    expect(page.locator("[data-area-canvas]")).to_be_hidden()


def test_the_officer_draws_the_area_of_the_case(
    open_page: Callable[..., Page], sign_in: Callable[..., None], axe: Callable[[Page], None]
) -> None:
    case = review.in_review()
    page = open_page(reduced_motion="reduce", color_scheme="dark")
    sign_in(page, personas.karl())
    page.goto(reverse("admin:draw_area", args=[case.reference]))
    press(page, "Spara")
    expect(page.get_by_role("link", name="Rita områdets gräns")).to_be_visible()
    axe(page)
    zoom_in(page)
    press(page, "Rita")
    draw(page)
    press(page, "Spara")
    expect(page.get_by_text("Området är sparat.")).to_be_visible()
    assert Case.objects.get(pk=case.pk).area_polygon is not None
