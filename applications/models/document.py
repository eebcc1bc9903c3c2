"""Files of a case: what people attach, and documents that the worker makes from a frozen snapshot."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from applications.models.case import WRITTEN_BY_CITY
from applications.states import Direction


def attachment_path(_attachment: Any = None, _name: str = "") -> str:
    """Return a path on disk that says nothing of the file's own name."""
    return f"attachments/{uuid.uuid4().hex}"


def readable(files: Any, user: Any, link: str) -> Any:
    """Return `files` without those of secret records that `user` has no need of; `link` names them in Record (D2).

    The group keeps what it sent in itself; at the city registrar, secretary, manager and the case's officer read.
    """
    from applications.models.record import Record  # the register knows the files, not the other way

    if user.is_registrar or user.is_secretary or user.is_manager:
        return files
    secret = Record.objects.filter(**{link: OuterRef("pk")}, secret=True)
    if not user.is_staff:
        return files.exclude(Exists(secret.exclude(direction=Direction.INCOMING)))
    assigned = Q(case__officer=user) | Q(case__officer__substitute=user) if user.is_officer else Q(pk__in=[])
    return files.filter(assigned | ~Exists(secret))


MESSAGE = "message"  # the section of files that come with a message
NOTE = "note"  # the section of files that the city has put in as records itself: the group does not see them


class AttachmentQuerySet(models.QuerySet):
    """Attachments, asked for by who may read them."""

    def visible_to(self, user: Any) -> "AttachmentQuerySet":
        """Return the files `user` may read: the group its own, the city those that were sent in (D19).

        What waits for a message is seen by its author alone.
        """
        if not user.is_authenticated:
            return self.none()
        group = Q(case__memberships__user=user, case__memberships__left_at=None)
        group &= ~Q(section=NOTE) & (Q(sent_at__isnull=False) | Q(uploaded_by=user) | ~Q(section=MESSAGE))
        if not user.is_staff:
            return readable(self.filter(group, removed_at=None), user, "attachment").distinct()
        open_case = Q(case__restricted=False) | Q(case__officer=user)
        own = Q(case__officer=user) | Q(case__officer__substitute=user)
        writes_for_group = WRITTEN_BY_CITY & own & ~Q(section=MESSAGE)
        sent = Q(sent_at__isnull=False) | Q(uploaded_by=user) | writes_for_group
        seen = self.filter((open_case & sent) | group, removed_at=None)
        return readable(seen, user, "attachment").distinct()


class Attachment(models.Model):
    """A file that somebody attached. `sent_at` is empty while its version is unsent. A signed extract is frozen."""

    case = models.ForeignKey("applications.Case", models.PROTECT, related_name="attachments")
    section = models.CharField(_("Hör till"), max_length=40, blank=True)
    message = models.ForeignKey(
        "applications.Message", models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    file = models.FileField(_("Fil"), upload_to=attachment_path)
    name = models.CharField(_("Filnamn"), max_length=200)
    content_type = models.CharField(_("Slag"), max_length=100)
    size = models.PositiveIntegerField(_("Storlek, byte"))
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("Tillagd"))
    sent_at = models.DateTimeField(_("Inskickad"), null=True, blank=True)
    removed_at = models.DateTimeField(_("Borttagen"), null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("bilaga")
        verbose_name_plural = _("bilagor")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class DocumentOrderQuerySet(models.QuerySet):
    """Ordered documents, asked for by who may read them."""

    def visible_to(self, user: Any) -> "DocumentOrderQuerySet":
        """Return the documents `user` may read: the group those meant for it, the city all of the cases it sees."""
        if not user.is_authenticated:
            return self.none()
        group = Q(
            audience=DocumentOrder.Audience.GROUP,
            case__memberships__user=user,
            case__memberships__left_at=None,
        )
        if not user.is_staff:
            return readable(self.filter(group), user, "order").distinct()
        seen = self.filter(Q(case__restricted=False) | Q(case__officer=user) | group)
        return readable(seen, user, "order").distinct()


class DocumentOrder(models.Model):
    """A document to be made once, from a snapshot frozen by the action that ordered it.

    `kind` names the document (see docs/dokument.md), `key` makes a second order of the same one impossible.
    """

    class Audience(models.TextChoices):
        """Who may read the document beside the city."""

        GROUP = "group", _("Gruppen och staden")
        STAFF = "staff", _("Staden")

    # What the city pastes into its registry system is there as a Word file too.
    IN_WORD = frozenset({"officer_report", "minutes_extract", "delegated_decision", "chair_decision"})

    case = models.ForeignKey("applications.Case", models.PROTECT, related_name="document_orders")
    kind = models.CharField(_("Dokument"), max_length=30)
    key = models.CharField(max_length=80, unique=True)
    designation = models.CharField(_("Beteckning"), max_length=200)
    audience = models.CharField(_("Läses av"), max_length=10, choices=Audience, default=Audience.GROUP)
    snapshot = models.JSONField(editable=False)
    ordered_at = models.DateTimeField(_("Upprättat"))
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("Ersätter")
    )

    objects = DocumentOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("dokument")
        verbose_name_plural = _("dokument")
        ordering = ["-ordered_at", "-id"]

    def __str__(self) -> str:
        return self.designation
