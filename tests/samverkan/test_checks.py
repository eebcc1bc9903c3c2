"""The system checks can fail, and say what is missing."""

import pytest

from applications import labels, notices, permissions
from samverkan.checks import actions_are_complete


def test_the_house_is_complete() -> None:
    assert actions_are_complete(None) == []


@pytest.mark.parametrize(
    ("table", "key", "expected"),
    [
        (permissions.RULES, "submit", "submit has no rule in applications.permissions."),
        (labels.LABELS, "withdraw", "withdraw has no label in applications.labels."),
    ],
)
def test_a_missing_entry_is_found(
    monkeypatch: pytest.MonkeyPatch, table: dict, key: str, expected: str
) -> None:
    monkeypatch.delitem(table, key)
    assert [error.msg for error in actions_are_complete(None)] == [expected]


def test_a_missing_template_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(notices.NOTICES, "archive", ("group",))
    assert [error.msg for error in actions_are_complete(None)] == [
        "templates/mail/archive_group.txt is missing."
    ]
