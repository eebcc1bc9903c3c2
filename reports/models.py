"""The files that were made: one per ordered document, never changed (D3, D10)."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models import Case, DocumentOrder, Meeting


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


def pack_path(pack: "Pack", name: str) -> str:
    """Return a path on disk that says nothing of what the file holds."""
    return f"packs/{uuid.uuid4().hex}"


class PackQuerySet(models.QuerySet):
    """Packs, asked for by who may read them."""

    def visible_to(self, user: Any) -> "PackQuerySet":
        """Return the packs that `user` ordered: what is in one is what that person may see."""
        return self.filter(ordered_by=user) if user.is_authenticated and user.is_secretary else self.none()


class Pack(models.Model):
    """All documents of a meeting in one PDF and one ZIP, made once by the worker and then frozen."""

    class Kind(models.TextChoices):
        """Before the meeting, or after it."""

        AGENDA = "agenda", _("Handlingar till sammanträdet")
        DECISIONS = "decisions", _("Beslut från sammanträdet")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="packs", verbose_name=_("Sammanträde"))
    kind = models.CharField(_("Slag"), max_length=10, choices=Kind)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Beställd av")
    )
    ordered_at = models.DateTimeField(_("Beställd"))
    total = models.PositiveIntegerField(_("Handlingar"), default=0)
    done = models.PositiveIntegerField(_("Klara"), default=0)
    pages = models.PositiveIntegerField(_("Sidor"), default=0)
    pdf = models.FileField(_("PDF"), upload_to=pack_path, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    archive = models.FileField(_("ZIP"), upload_to=pack_path, blank=True)
    archive_sha256 = models.CharField(max_length=64, blank=True)
    cases = models.JSONField(default=list, editable=False)  # primary keys, for the log of readings (D8)
    unreadable = models.JSONField(null=True, editable=False)  # names of damaged files, which it lacks
    finished_at = models.DateTimeField(_("Klar"), null=True, blank=True)
    error = models.TextField(_("Fel"), blank=True)

    objects = PackQuerySet.as_manager()

    class Meta:
        verbose_name = _("samling")
        verbose_name_plural = _("samlingar")
        ordering = ["-ordered_at", "-id"]
        indexes = [models.Index(fields=["meeting", "kind", "-ordered_at"], name="pack_of_meeting")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.meeting.date}"

    @property
    def is_being_made(self) -> bool:
        """True until the worker is through with it."""
        return self.finished_at is None


def copy_path(copy: "DraftCopy", name: str) -> str:
    """Return a path on disk that says nothing of what the file holds."""
    return f"drafts/{uuid.uuid4().hex}.pdf"


class DraftCopy(models.Model):
    """An unsent application as a PDF marked "Utkast", for the one who asked for it and for a day (D19).

    No document of the case: it is not registered, and the city never sees it.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    ordered_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to=copy_path, blank=True)

    class Meta:
        verbose_name = _("utskrift av utkast")
        verbose_name_plural = _("utskrifter av utkast")
        ordering = ["-ordered_at", "-id"]
        indexes = [models.Index(fields=["user", "case", "-ordered_at"], name="draft_copy_of_user")]

    def __str__(self) -> str:
        return f"{self.case} {self.ordered_at:%Y-%m-%d %H:%M}"
