"""Text that people and machines send to forms, and how a page that refuses it must answer."""

from typing import Any

SCRIPT = "<script>alert('x')</script><b>fet</b>"
ODD_BUT_FINE = {
    "emoji": "Gatan 🌳 är grön",
    "right to left": "شارع لينجارن",
    "markup": SCRIPT,
    "quotes": "\"'&<>",
}
TOO_LONG = "å" * 100_000
NULL = "Gatan\x00 är grön"


def assert_refused(response: Any, *typed: str) -> None:
    """Assert that the page came back with its error summary and with what was typed, and nothing was lost."""
    html = response.content.decode()
    assert response.status_code == 200
    assert "data-error-summary" in html
    assert "<title>Fel: " in html
    for text in typed:
        assert text in html


def assert_escaped(response: Any) -> None:
    """Assert that no typed markup became markup."""
    html = response.content.decode()
    assert "<script>alert" not in html
    assert "<b>fet</b>" not in html
