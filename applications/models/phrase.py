"""Phrases: the city's usual words of a decision point, offered where points are written. Data, editable by staff."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Phrase(models.Model):
    """The words of one usual decision point, with versions: what was written by an old wording keeps its own text.

    `text` may hold the words in braces of applications.phrases.PLACEHOLDERS, filled in from the case.
    """

    class Use(models.TextChoices):
        """When the phrase is at hand. The first phrase of a use is what a new draft opens with."""

        DIALOGUE = "dialogue", _("Bevilja pengar till dialog")
        GRANT = "grant", _("Bevilja stöd utan belopp")
        MEASURE_MONEY = "measure_money", _("Bevilja pengar till en insats")
        MEASURE = "measure", _("Bevilja annat stöd till en insats")
        RENEW = "renew", _("Bevilja fortsatt stöd")
        SUPPORT = "support", _("Ge kontoret i uppdrag")
        REFUSE = "refuse", _("Avslå ansökan")
        REFUSE_MEASURE = "refuse_measure", _("Avslå en insats")
        REFER_BACK = "refer_back", _("Återremittera")
        TABLE = "table", _("Bordlägga")
        HAND_OVER = "hand_over", _("Överlämna")
        HAND_OVER_MEASURE = "hand_over_measure", _("Överlämna en insats")
        OTHER = "other", _("Annan punkt")

    number = models.PositiveIntegerField(_("Nummer"), editable=False)
    version = models.PositiveSmallIntegerField(_("Version"), default=1, editable=False)
    use = models.CharField(_("Används till"), max_length=20, choices=Use)
    position = models.PositiveSmallIntegerField(
        _("Ordning"), default=10, help_text=_("Den med lägst tal används när ett utkast skapas.")
    )
    title = models.CharField(_("Namn"), max_length=80, help_text=_("Det som står i listan när man väljer."))
    text = models.TextField(_("Text"), max_length=1000)
    is_current = models.BooleanField(
        _("Används nu"), default=True, help_text=_("Avmarkera för att inte längre erbjuda frasen.")
    )

    class Meta:
        verbose_name = _("fras")
        verbose_name_plural = _("fraser till beslutspunkter")
        ordering = ["position", "number", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["number", "version"], name="phrase_version_once"),
            models.UniqueConstraint(
                fields=["number"], condition=models.Q(is_current=True), name="one_current_phrase"
            ),
        ]

    def __str__(self) -> str:
        return self.title
