"""The result report: seven questions, and what was used of the support."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models import Grant, Submission, WrittenLong


class ResultReport(WrittenLong, Submission):
    """One version of the result report (R37–R45), frozen when it is sent. One honest sentence a question is enough.

    `is_interim`: an account of a period before renewed support, sent during utförande (R48).
    """

    outcome = models.TextField(_("Hur gick det?"), blank=True)
    resources_note = models.TextField(_("Hur användes pengarna och det andra stödet?"), blank=True)
    decisive = models.TextField(_("Vad blev avgörande för området?"), blank=True)
    dialogue = models.TextField(_("Vilka dialoger höll ni, och med vilka?"), blank=True)
    partners = models.TextField(_("Vilka samarbetspartner var avgörande, och vad gjorde de?"), blank=True)
    shift = models.TextField(_("Vilken förflyttning gjorde ni tillsammans med stadens resurser?"), blank=True)
    lessons = models.TextField(_("Vad har ni lärt er?"), blank=True)
    is_interim = models.BooleanField(_("Delrapport"), default=False, editable=False)
    association_formed = models.BooleanField(_("Vi har bildat en förening"), default=False)
    period_from = models.DateField(_("Från och med"), null=True, blank=True)
    period_to = models.DateField(_("Till och med"), null=True, blank=True)

    class Meta(Submission.Meta):
        verbose_name = _("resultatrapport")
        verbose_name_plural = _("resultatrapporter")

    def __str__(self) -> str:
        return f"{self.case_id} v{self.version}"


class UsedSupport(models.Model):
    """What was used of one grant: SEK for money, the grant's own unit otherwise (R40)."""

    report = models.ForeignKey(ResultReport, models.CASCADE, related_name="used")
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="+")
    amount = models.PositiveIntegerField(_("Använt, kronor"), null=True, blank=True)
    quantity = models.DecimalField(_("Använt antal"), max_digits=10, decimal_places=2, null=True, blank=True)
    note = models.CharField(_("Kommentar"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("använt stöd")
        verbose_name_plural = _("använt stöd")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["report", "grant"], name="used_once")]

    def __str__(self) -> str:
        return f"{self.grant_id}"


class Indicator(models.Model):
    """A figure before and after, to show the effect (R37, R44): per cent, or a count."""

    class Unit(models.TextChoices):
        """What the figures count."""

        PERCENT = "percent", _("Procent")
        COUNT = "count", _("Antal")

    report = models.ForeignKey(ResultReport, models.CASCADE, related_name="indicators")
    name = models.CharField(_("Vad har ni mätt?"), max_length=150)
    unit = models.CharField(_("Räknat i"), max_length=10, choices=Unit, default=Unit.PERCENT)
    before_label = models.CharField(_("När mätte ni före?"), max_length=60)
    before = models.PositiveIntegerField(_("Före"))
    after_label = models.CharField(_("När mätte ni efter?"), max_length=60)
    after = models.PositiveIntegerField(_("Efter"))
    source = models.CharField(_("Hur mätte ni?"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("mätning")
        verbose_name_plural = _("mätningar")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
