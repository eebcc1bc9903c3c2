"""What this phase shows on the pages of the case, and what hinders its steps."""

from collections.abc import Callable, Iterable
from typing import Any

from applications.lifecycle import Missing
from applications.models import Case
from phases.base import Panel, Task

# action → what is missing before it can be taken in this phase
GUARDS: dict[str, Callable[[Case], Iterable[Missing]]] = {}


def group_tasks(case: Case, user: Any) -> list[Task]:
    """Return the group's tasks in this phase, in order."""
    return []


def staff_panels(case: Case, user: Any) -> list[Panel]:
    """Return this phase's sections of the staff case page."""
    return []
