"""Records (handlingar): the register of what came in, went out or was drawn up (D2)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models.document import Attachment, DocumentOrder
from applications.states import Direction


class LegalGround(models.Model):
    """A legal ground of secrecy that the registrar chooses from; a record keeps the words. Data, editable by staff."""

    name = models.CharField(_("Lagrum"), max_length=200, unique=True)
    about = models.CharField(_("Vad det skyddar"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("Ordning"), default=10)
    is_active = models.BooleanField(
        _("Används"), default=True, help_text=_("Avmarkera för att inte längre erbjuda lagrummet.")
    )

    class Meta:
        verbose_name = _("lagrum för sekretess")
        verbose_name_plural = _("lagrum för sekretess")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return f"{self.name}: {self.about}" if self.about else self.name


class Record(models.Model):
    """One record, written once but for its secrecy: date, designation, from or to whom, what it concerns, direction."""

    case = models.ForeignKey("applications.Case", models.PROTECT, related_name="records")
    number = models.PositiveIntegerField(_("Nr"))
    direction = models.CharField(_("Riktning"), max_length=10, choices=Direction)
    designation = models.CharField(_("Beteckning"), max_length=200)
    counterpart = models.CharField(_("Avsändare eller mottagare"), max_length=200, blank=True)
    description = models.TextField(_("Kort vad det gäller"), blank=True)
    at = models.DateTimeField(_("Datum"))
    is_file_note = models.BooleanField(_("Tjänsteanteckning"), default=False)
    secret = models.BooleanField(_("Sekretess"), default=False)
    legal_ground = models.CharField(_("Lagrum"), max_length=200, blank=True)
    order = models.ForeignKey(DocumentOrder, models.PROTECT, null=True, blank=True, related_name="records")
    attachment = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="records")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    copy_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="copies",
        verbose_name=_("Maskad kopia av"),
    )
    registered_at = models.DateTimeField(_("Förd i diariet"), null=True, blank=True)

    class Meta:
        verbose_name = _("handling")
        verbose_name_plural = _("handlingar")
        ordering = ["case", "number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="record_number_once")]
        indexes = [
            models.Index(fields=["case", "at"], condition=Q(registered_at=None), name="record_not_registered")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.designation}"

    def may_be_read_by(self, user: Any) -> bool:
        """Return whether `user`, who sees the case, may know what the record says (D2, OSL)."""
        return not self.secret or reads_secrets(user, self.case)


def reads_secrets(user: Any, case: Any) -> bool:
    """Return whether `user` needs the secret records of `case`: registrar, secretary, manager, the case's officer."""
    if user.is_registrar or user.is_secretary or user.is_manager:
        return True
    officer = case.officer
    return officer is not None and user.is_officer and user.pk in (officer.pk, officer.substitute_id)
