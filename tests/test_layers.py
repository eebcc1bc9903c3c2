"""Layers are law: a package imports only what stands to its left, string foreign keys included."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("applications", "phases", "reports", "samverkan")
SLICES = ("initiering", "samarbete", "utforande", "resultat")
MODULES = [
    path for layer in LAYERS for path in (ROOT / layer).rglob("*.py") if "migrations" not in path.parts
]


def imported(tree: ast.AST) -> list[str]:
    """Return the dotted names that a module imports, inside functions too."""
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide the layer"
            names.append(node.module or "")
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def upward(path: Path, name: str) -> bool:
    """Return whether `name` stands to the right of the module at `path`."""
    here, there = path.relative_to(ROOT).parts, name.split(".")
    if there[0] not in LAYERS:
        return False
    if LAYERS.index(there[0]) > LAYERS.index(here[0]):
        return True
    if here[0] == there[0] == "phases" and len(here) > 2 and len(there) > 1 and here[1] in SLICES:
        return there[1] in SLICES and SLICES.index(there[1]) > SLICES.index(here[1])
    return False


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_import_runs_upward(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [name for name in imported(tree) if upward(path, name)] == []


def test_the_check_can_fail() -> None:
    assert upward(ROOT / "applications" / "x.py", "phases.case")
    assert upward(ROOT / "phases" / "initiering" / "x.py", "phases.resultat.models")
    assert not upward(ROOT / "phases" / "resultat" / "x.py", "phases.initiering.models")
    assert not upward(ROOT / "reports" / "x.py", "applications.models")


def test_no_foreign_key_runs_upward() -> None:
    for model in apps.get_models():
        layer = model._meta.app_label
        if layer not in LAYERS:
            continue
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created and field.related_model is not None:
                target = field.related_model._meta.app_label
                if target in LAYERS:
                    assert LAYERS.index(target) <= LAYERS.index(layer), f"{model.__name__}.{field.name}"


def test_the_only_signals_are_of_logging_in() -> None:
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        for signal in ("post_save", "pre_save", "post_delete", "pre_delete", "m2m_changed", "Signal("):
            assert signal not in text, f"{path}: {signal}"
