"""When a kontaktperson is away, and who stands in (R6)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Absence(models.Model):
    """Days when `substitute` does the work of `officer`. Begun by the choice or the clock; rows stay, as the log.

    While it runs the officer's own `substitute` says who: that is what is asked everywhere.
    """

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="absences")
    substitute = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    starts_on = models.DateField(_("Från och med"))
    ends_on = models.DateField(_("Till och med"), null=True, blank=True)
    chosen_at = models.DateTimeField(_("Vald"))
    begun_at = models.DateTimeField(_("Började"), null=True, blank=True)
    ended_at = models.DateTimeField(_("Slutade"), null=True, blank=True)

    class Meta:
        verbose_name = _("frånvaro")
        verbose_name_plural = _("frånvaro")
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["officer"], condition=Q(ended_at=None), name="absence_open_once"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="absence_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.starts_on}"
