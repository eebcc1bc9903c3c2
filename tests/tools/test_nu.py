"""The HTML checker itself: it must be able to say no, or its yes means nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tools import nu

if TYPE_CHECKING:
    from pathlib import Path

_PAGE = '<!doctype html><html lang="sv"><head><title>Prov</title></head><body>{}</body></html>'


def test_tells_a_valid_page_from_an_invalid_one() -> None:
    pages = {
        "good": _PAGE.format("<h1>Åtgärder</h1><section><p>Utan rubrik.</p></section>"),
        "broken": _PAGE.format("<p>Först <div>sedan</div></p>"),
    }
    (problem,) = nu.problems(pages)
    assert problem.startswith("broken: No “p” element in scope"), problem
    assert "edan</div></p>" in problem


def test_nothing_to_check_is_an_error() -> None:
    with pytest.raises(ValueError, match="Nothing to check"):
        nu.problems({})


def test_a_missing_checker_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(nu, "_JAR", tmp_path / "vnu.jar")
    with pytest.raises(RuntimeError, match="make test"):
        nu.problems({"page": _PAGE})
