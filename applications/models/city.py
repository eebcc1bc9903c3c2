"""The municipality's own settings: every saved change is a new row, and the newest is what holds."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Logotype(models.Model):
    """A logotype that was uploaded, drawn anew by us. Written once: documents name the one they were ordered with."""

    picture = models.BinaryField()  # PNG
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    at = models.DateTimeField(_("När"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("logotyp")
        verbose_name_plural = _("logotyper")

    def __str__(self) -> str:
        return str(self.pk)


class CityVersion(models.Model):
    """What the municipality has set itself, written once per change. What is not set comes from the environment."""

    number = models.PositiveIntegerField(_("Version"), unique=True)
    chosen = models.JSONField(default=dict)  # setting → value, only where it differs from the environment
    logotype = models.ForeignKey(
        Logotype, models.PROTECT, null=True, blank=True, related_name="versions", verbose_name=_("Logotyp")
    )
    at = models.DateTimeField(_("När"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(_("Vem"), max_length=150)

    class Meta:
        verbose_name = _("version av kommunens uppgifter")
        verbose_name_plural = _("kommunens uppgifter")
        ordering = ["-number"]

    def __str__(self) -> str:
        return str(self.number)
