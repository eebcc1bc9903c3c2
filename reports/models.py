"""The files that were made: one per ordered document, never changed (D3, D10)."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models import DocumentOrder


def document_path(issued: "IssuedDocument", name: str) -> str:
    """Return a path on disk that says nothing of what the file holds."""
    return f"documents/{uuid.uuid4().hex}.pdf"


class IssuedDocument(models.Model):
    """A document that was made and frozen. `sha256` is checked at every download."""

    order = models.OneToOneField(
        DocumentOrder, models.PROTECT, related_name="issued", verbose_name=_("Beställning")
    )
    file = models.FileField(_("Fil"), upload_to=document_path)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("Storlek, byte"))
    pages = models.PositiveIntegerField(_("Sidor"))
    issued_at = models.DateTimeField(_("Skapad"))

    class Meta:
        verbose_name = _("utfärdat dokument")
        verbose_name_plural = _("utfärdade dokument")
        ordering = ["-issued_at", "-id"]

    def __str__(self) -> str:
        return str(self.order)


class IssueFailure(models.Model):
    """An order that could not be made yet: why, how often it was tried, when to try again."""

    order = models.OneToOneField(
        DocumentOrder, models.PROTECT, related_name="issue_failure", verbose_name=_("Beställning")
    )
    attempts = models.PositiveIntegerField(_("Försök"), default=0)
    error = models.TextField(_("Fel"))
    failed_at = models.DateTimeField(_("Senaste försöket"))
    next_try_at = models.DateTimeField(_("Nästa försök"))

    class Meta:
        verbose_name = _("dokument som inte kunde skapas")
        verbose_name_plural = _("dokument som inte kunde skapas")
        ordering = ["-failed_at"]

    def __str__(self) -> str:
        return str(self.order)
