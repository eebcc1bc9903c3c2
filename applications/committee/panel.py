"""What the committee's work shows on the pages of the case, and what hinders its steps."""

from collections.abc import Callable, Iterable

from applications.lifecycle import Missing
from applications.models import Case

GUARDS: dict[str, Callable[[Case], Iterable[Missing]]] = {}
