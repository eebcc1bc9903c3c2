"""What this phase shows on the pages of the case, and what hinders its steps."""

from collections.abc import Callable, Iterable

from applications.lifecycle import Missing
from applications.models import Case
from phases.initiering import group_panel, staff_panel
from phases.initiering.group_panel import group_tasks
from phases.initiering.report_source import DIALOGUE_REPORT
from phases.initiering.staff_panel import staff_panels

__all__ = ["GUARDS", "REPORT_SOURCE", "VIEWS", "group_tasks", "staff_panels"]

# action → what is missing before it can be taken in this phase
GUARDS: dict[str, Callable[[Case], Iterable[Missing]]] = {**group_panel.GUARDS, **staff_panel.GUARDS}
# actions that several phases share (phases.shared) → this phase's page
VIEWS = {**group_panel.VIEWS, **staff_panel.VIEWS}
# what this phase brings to the officer's report
REPORT_SOURCE = DIALOGUE_REPORT
