"""Messages between group and officer, and internal notes of the city."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """A message in the case, read by the group and the city."""

    case = models.ForeignKey("applications.Case", models.PROTECT, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    from_city = models.BooleanField(_("Från staden"), default=False)
    text = models.TextField(_("Meddelande"))
    at = models.DateTimeField(_("Skickat"))

    class Meta:
        verbose_name = _("meddelande")
        verbose_name_plural = _("meddelanden")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:60]


class Note(models.Model):
    """An internal note: working material, seen at the city only."""

    case = models.ForeignKey("applications.Case", models.PROTECT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(_("Intern anteckning"))
    at = models.DateTimeField(_("Skriven"))

    class Meta:
        verbose_name = _("intern anteckning")
        verbose_name_plural = _("interna anteckningar")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.text[:60]
