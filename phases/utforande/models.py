"""The result told, the progress of measures, and what was agreed at check-ins (avstämningar)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models import Measure
from applications.states import MeasureStatus
from phases.base import PhaseRecord
from phases.booked import CheckIn, CheckInGuest

__all__ = ["AgreedAction", "CheckIn", "CheckInGuest", "MeasureProgress", "ResultCommunication"]


class ResultCommunication(PhaseRecord):
    """The responsible group told the area's actors what was decided (R33)."""

    happened_on = models.DateField(_("Datum"))
    channel = models.CharField(_("Hur berättade ni?"), max_length=150)
    audience = models.CharField(_("För vilka?"), max_length=200)
    note = models.TextField(_("Anteckning"), blank=True)

    class Meta:
        verbose_name = _("resultat berättat")
        verbose_name_plural = _("resultat berättat")
        ordering = ["happened_on", "id"]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.channel}"


class MeasureProgress(PhaseRecord):
    """A noted step of a measure; a deviation carries its reason (R34). The measure itself shows the newest."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="progress", verbose_name=_("Insats"))
    status = models.CharField(_("Läge"), max_length=10, choices=MeasureStatus)
    reason = models.TextField(_("Skäl till avvikelse"), blank=True)
    new_ends_on = models.DateField(_("Nytt slutdatum"), null=True, blank=True)
    note = models.TextField(_("Anteckning"), blank=True)

    class Meta:
        verbose_name = _("läge för insats")
        verbose_name_plural = _("lägen för insatser")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.status}"


class AgreedAction(models.Model):
    """What was agreed at a check-in: who does what by when."""

    check_in = models.ForeignKey(CheckIn, models.PROTECT, related_name="actions")
    what = models.CharField(_("Vad"), max_length=250)
    who = models.CharField(_("Vem"), max_length=150)
    due_on = models.DateField(_("När"), null=True, blank=True)
    done_on = models.DateField(_("Klart"), null=True, blank=True)

    class Meta:
        verbose_name = _("överenskommen åtgärd")
        verbose_name_plural = _("överenskomna åtgärder")
        ordering = [models.F("due_on").asc(nulls_last=True), "id"]

    def __str__(self) -> str:
        return self.what
