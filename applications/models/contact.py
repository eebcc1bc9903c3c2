"""Whom the city reaches in a group that it opened a case with (R46): who called, wrote on paper or was asked."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseContact(models.Model):
    """The contact of a case that an officer opened. Any part may be empty: a name alone is kept too."""

    case = models.OneToOneField("applications.Case", models.PROTECT, related_name="contact")
    name = models.CharField(_("Namn"), max_length=150, blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    email = models.EmailField(_("E-postadress"), blank=True)
    created_at = models.DateTimeField(_("Skriven"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("kontakt i gruppen")
        verbose_name_plural = _("kontakter i grupperna")

    def __str__(self) -> str:
        return self.name or self.email or self.phone

    @property
    def lines(self) -> list[Any]:
        """Return what is known, a line each."""
        return [part for part in (self.name, self.phone, self.email) if part]
