"""docs/krav.md stays true: every requirement once, a known state, and tests that exist."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
IDS = [f"R{number}" for number in range(1, 61)] + [f"D{number}" for number in range(1, 27)]
DONE, SIMPLE, NOT_YET = "klart", "enkelt", "inte än"
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)(?:\[[^`]*\])?`")


def rows(text: str) -> list[list[str]]:
    """Return the cells of every row of a requirement: id, words, state, tests."""
    lines = re.findall(r"^\| *([RD]\d+) *\|(.*)\|$", text, re.MULTILINE)
    return [[name, *(cell.strip() for cell in cells.split("|"))] for name, cells in lines]


@cache
def names_in(path: str) -> frozenset[str]:
    """Return the names of the tests in a module; none when there is no such module."""
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    body = ast.parse(file.read_text()).body
    return frozenset(node.name for node in body if isinstance(node, ast.FunctionDef))


def faults(text: str) -> list[str]:
    """Return in words what is untrue in a table of requirements."""
    found = rows(text)
    count = Counter(row[0] for row in found)
    wrong = [f"{name} stands {count[name]} times" for name in IDS if count[name] != 1]
    wrong += [f"{name} is no requirement" for name in count if name not in IDS]
    for name, *cells in found:
        if len(cells) != 3:
            wrong.append(f"{name} has {len(cells) + 1} cells")
            continue
        words, state, tests = cells
        named = TEST.findall(tests)
        if not words:
            wrong.append(f"{name} says nothing")
        if state not in (DONE, SIMPLE, NOT_YET):
            wrong.append(f"{name}: unknown state {state!r}")
        if state in (DONE, SIMPLE) and not named:
            wrong.append(f"{name}: {state} without a test")
        if state == SIMPLE and "*Saknas:*" not in words:
            wrong.append(f"{name}: simple, but does not say what is missing")
        if tests.count("::") != len(named):
            wrong.append(f"{name}: a test is not written as `tests/…py::test_…`")
        wrong += [f"{name}: no {path}::{test}" for path, test in named if test not in names_in(path)]
    return wrong


def test_every_requirement_stands_once_with_tests_that_exist() -> None:
    assert faults((ROOT / "docs/krav.md").read_text()) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("| R2 |", "| R3 |", "R2 stands 0 times"),
        ("| R2 |", "| R61 |", "R61 is no requirement"),
        ("| klart |", "| nästan |", "unknown state 'nästan'"),
        ("::test_", "::test_no_", "no tests/"),
        ("*Saknas:*", "Saknas", "does not say what is missing"),
        ("`tests/", "tests/", "is not written as"),
    ],
)
def test_a_fault_is_found(before: str, after: str, fault: str) -> None:
    text = (ROOT / "docs/krav.md").read_text()
    assert any(fault in found for found in faults(text.replace(before, after)))


def test_a_requirement_that_is_met_names_a_test() -> None:
    assert "R1: klart without a test" in faults("| R1 | x | klart | – |")
