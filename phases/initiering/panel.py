"""What this phase shows on the pages of the case, and what hinders its steps."""

from collections.abc import Callable, Iterable
from typing import Any

from applications.lifecycle import Missing
from applications.models import Case
from applications.states import UNSENT
from phases.base import Panel
from phases.initiering import group_panel, staff_panel
from phases.initiering.contact.panel import contact_panels, interest_panels
from phases.initiering.group_panel import group_tasks
from phases.initiering.report_source import DIALOGUE_REPORT

__all__ = ["GUARDS", "REPORT_SOURCE", "VIEWS", "group_tasks", "staff_panels"]

# action → what is missing before it can be taken in this phase
GUARDS: dict[str, Callable[[Case], Iterable[Missing]]] = {**group_panel.GUARDS, **staff_panel.GUARDS}
# actions that several phases share (phases.shared) → this phase's page
VIEWS = {**group_panel.VIEWS, **staff_panel.VIEWS}
# what this phase brings to the officer's report
REPORT_SOURCE = DIALOGUE_REPORT


def staff_panels(case: Case, user: Any) -> list[Panel]:
    """Return this phase's sections of the staff case page: what it needs, and how it began.

    How it began comes first until there is an application to read instead.
    """
    needed = staff_panel.staff_panels(case, user)
    began = [*contact_panels(case, user), *interest_panels(case, user)]
    return [*began, *needed] if case.status in UNSENT else [*needed, *began]
