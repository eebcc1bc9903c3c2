"""The extract of the minutes as it was signed: the authoritative text of a decision."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models.decision import Decision
from applications.models.document import Attachment


class SignedExtract(models.Model):
    """A signed extract that the city uploaded for a released decision (D3). Written once; the newest version stands."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="signed_extracts")
    version = models.PositiveSmallIntegerField(_("Version"))
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="signed_extract")
    sha256 = models.CharField(max_length=64)
    reason = models.TextField(_("Varför det byttes"), blank=True)
    at = models.DateTimeField(_("Tillagt"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("undertecknat utdrag")
        verbose_name_plural = _("undertecknade utdrag")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "version"], name="signed_extract_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.decision} v{self.version}"
