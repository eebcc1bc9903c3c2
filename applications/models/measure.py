"""A measure (insats): proposed, decided, carried out, accounted for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models.actor import CaseActor
from applications.states import MeasureStatus, PointOutcome


class Measure(models.Model):
    """One measure of a case as it was last sent in. Amounts in SEK; dates are the decided schedule once decided."""

    case = models.ForeignKey("applications.Case", models.PROTECT, related_name="measures")
    letter = models.CharField(_("Beteckning"), max_length=3)
    title = models.CharField(_("Insats"), max_length=200)
    description = models.TextField(_("Beskrivning"), blank=True)
    areas = models.JSONField(_("Områden"), default=list, blank=True)
    responsible = models.ForeignKey(
        CaseActor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("Ansvarig aktör"),
    )
    starts_on = models.DateField(_("Börjar"), null=True, blank=True)
    ends_on = models.DateField(_("Slutar"), null=True, blank=True)
    cost = models.PositiveIntegerField(_("Kostnad, kronor"), null=True, blank=True)
    requested_amount = models.PositiveIntegerField(_("Sökt belopp, kronor"), null=True, blank=True)
    requested_in_kind = models.CharField(_("Annat stöd som söks"), max_length=300, blank=True)
    needs_text = models.TextField(_("Behov som insatsen svarar på"), blank=True)
    decided = models.CharField(_("Beslut"), max_length=20, choices=PointOutcome, blank=True)
    status = models.CharField(_("Läge"), max_length=10, choices=MeasureStatus, default=MeasureStatus.PLANNED)
    deviation_reason = models.TextField(_("Skäl till avvikelse"), blank=True)

    class Meta:
        verbose_name = _("insats")
        verbose_name_plural = _("insatser")
        ordering = ["letter"]
        constraints = [models.UniqueConstraint(fields=["case", "letter"], name="measure_letter_once")]

    def __str__(self) -> str:
        return f"{self.letter} {self.title}"
