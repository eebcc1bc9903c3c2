"""What every phase shares: its rows, its tasks, its part of the case's pages."""

from typing import Any, NamedTuple

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.lifecycle import Missing


class PhaseRecord(models.Model):
    """A row written during one phase of a case."""

    case = models.ForeignKey("applications.Case", models.PROTECT, related_name="%(class)s_rows")
    created_at = models.DateTimeField(_("Skriven"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True


class Task(NamedTuple):
    """One row of the group's task list on "Mitt ärende". `state`: done, turn, todo or blocked."""

    title: str
    url: str
    hint: str
    state: str


class Panel(NamedTuple):
    """A section of the staff case page: a template, drawn with `context` (which holds the case).

    The page puts the heading; `context["aside"]`, or a link of `context["url"]` and `["link"]`, stands to its right.
    """

    anchor: str
    title: str
    template: str
    context: dict[str, Any]


class Step(NamedTuple):
    """One thing that can happen now: its action, address, consequences, receivers and hindrances."""

    action: str
    url: str
    label: Any
    recipients: list[str]
    missing: list[Missing]
