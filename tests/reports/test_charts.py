"""Bars before and after: to scale, and in words for those who do not see them."""

import re
from dataclasses import replace

from reports import charts
from reports.contexts.documents import Indicator

SAFE = Indicator(
    name="Trygga på kvällen",
    unit="procent",
    before_label="2025",
    before=41,
    after_label="2027",
    after=58,
    source="Enkät",
)


def widths(indicator: Indicator) -> list[int]:
    """Return how long the two bars are."""
    return [int(width) for width in re.findall(r'<rect[^>]* width="(\d+)"', charts.before_after(indicator))]


def test_per_cent_fill_a_hundred() -> None:
    assert widths(SAFE) == [round(2.3 * 41), round(2.3 * 58)]


def test_counts_fill_the_larger_one() -> None:
    assert widths(replace(SAFE, unit="", before=38, after=76)) == [115, 230]


def test_nothing_and_less_than_nothing_stay_visible() -> None:
    assert widths(replace(SAFE, unit="", before=0, after=0)) == [1, 1]
    assert widths(replace(SAFE, unit="", before=-5, after=10)) == [1, 230]


def test_the_words_say_what_the_bars_show() -> None:
    assert charts.in_words(SAFE) == "Trygga på kvällen: 41\xa0procent (2025), 58\xa0procent (2027)."
    assert charts.in_words(replace(SAFE, unit="", before=-1200)).startswith(
        "Trygga på kvällen: −1\xa0200 (2025)"
    )
    assert "<title>Trygga på kvällen" in charts.before_after(SAFE)


def test_a_name_is_escaped() -> None:
    assert "<script" not in charts.before_after(replace(SAFE, name="<script>", before_label="<script>"))
