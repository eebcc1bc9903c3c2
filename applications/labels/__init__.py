"""What every action is called: on its button, in the trail, and what it leads to (said before the click)."""

from applications.labels.around import AROUND
from applications.labels.label import Label
from applications.labels.process import PROCESS

__all__ = ["LABELS", "Label"]
LABELS: dict[str, Label] = {**PROCESS, **AROUND}
