"""Lists as files: who fetched which list and when, and the file itself while a long one waits (D8, D20)."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def list_path(row: "ListFile", name: str) -> str:
    """Return a path on disk that says nothing of what the file holds."""
    return f"lists/{uuid.uuid4().hex}"


class ListFileQuerySet(models.QuerySet):
    """Lists as files, asked for by who may fetch them."""

    def of(self, user: Any) -> "ListFileQuerySet":
        """Return those that `user` ordered: what is in one is what that person may see."""
        return self.filter(ordered_by=user)

    def log_sent(self, user: Any, *, name: str, query: str, kind: str, total: int, at: datetime) -> None:
        """Note that a list of `total` rows was sent to `user` at once, as a file of `kind` (D8)."""
        told = {"total": total, "done": total, "finished_at": at, "fetched_at": at, "times": 1}
        self.create(ordered_by=user, ordered_at=at, kind=kind, name=name[:200], query=query[:1000], **told)


class ListFile(models.Model):
    """A list that left the system as a file. The row is the log; a long list's file is made by the worker and cleared.

    Finished without a file it was sent at once, failed (`error`), or has been cleared.
    """

    class Kind(models.TextChoices):
        """What a spreadsheet reads; the values are the endings of the files."""

        CSV = "csv", "CSV"
        XLSX = "xlsx", _("Excel")

    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Vem")
    )
    ordered_at = models.DateTimeField(_("När"))
    kind = models.CharField(_("Slag"), max_length=4, choices=Kind)
    name = models.CharField(_("Lista"), max_length=200)
    query = models.TextField(_("Sökning"), blank=True)  # the address of the list, in its one form
    total = models.PositiveIntegerField(_("Rader"), default=0)
    done = models.PositiveIntegerField(_("Klara"), default=0)
    file = models.FileField(_("Fil"), upload_to=list_path, blank=True)
    finished_at = models.DateTimeField(_("Klar"), null=True, blank=True)
    fetched_at = models.DateTimeField(_("Hämtad"), null=True, blank=True)
    times = models.PositiveIntegerField(_("Antal hämtningar"), default=0)
    error = models.TextField(_("Fel"), blank=True)

    objects = ListFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("hämtad lista")
        verbose_name_plural = _("hämtade listor")
        ordering = ["-ordered_at", "-id"]
        indexes = [models.Index(fields=["ordered_by", "-ordered_at"], name="list_file_of_user")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_being_made(self) -> bool:
        """True until the worker is through with it."""
        return self.finished_at is None
