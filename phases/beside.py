"""What stands beside the group's pages of a phase: the way through it, and whom to ask."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from applications.http import in_workspace
from phases.base import Task


def way(request: HttpRequest, tasks: Iterable[Task], *, home: str = "") -> list[dict[str, Any]]:
    """Return the group's tasks as components/step_nav.html takes them; the city has its own way, so nothing for it.

    The task whose address the page lies at or below is the current one; `home` is that of a page that lies elsewhere.
    """
    if in_workspace(request):
        return []
    rows = list(tasks)
    here = [task.url for task in rows if task.url and request.path.startswith(task.url)] or [home]
    current = max(here, key=len)
    place = next((number for number, task in enumerate(rows) if task.url and task.url == current), None)
    return [
        {"name": task.title, "url": task.url, "done": task.state == "done", "current": number == place}
        for number, task in enumerate(rows)
    ]
