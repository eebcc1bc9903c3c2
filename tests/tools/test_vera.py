"""The validator itself: it must be able to say no, or its yes means nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import weasyprint

from tests.tools import vera

if TYPE_CHECKING:
    from pathlib import Path

_HTML = '<html lang="sv"><head><title>Beslut</title></head><body><h1>Beslut</h1><p>Bifall.</p></body></html>'


def test_tells_a_valid_file_from_an_invalid_one(tmp_path: Path) -> None:
    archived, plain, broken = (tmp_path / f"{name}.pdf" for name in ("archived", "plain", "broken"))
    weasyprint.HTML(string=_HTML).write_pdf(archived, pdf_variant="pdf/a-2a")
    weasyprint.HTML(string=_HTML).write_pdf(plain)
    broken.write_bytes(b"no pdf at all")

    good, bad, unreadable, inaccessible = vera.validate({"2a": [archived, plain, broken], "ua1": [plain]})

    assert good == vera.Verdict("2a", archived, ())
    assert any("metadata" in problem.lower() for problem in bad.problems), bad
    assert unreadable.problems[0].startswith("ERROR"), unreadable
    assert len(inaccessible.problems) > 1, inaccessible
    assert vera.problems({"2a": [archived]}) == []


def test_nothing_to_validate_is_an_error() -> None:
    with pytest.raises(ValueError, match="Nothing to validate"):
        vera.validate({"2a": []})
