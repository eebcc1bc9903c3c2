"""The wording of the six criteria: data of the city, used by the application and by its assessment."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Criterion(models.Model):
    """The wording of one of the six criteria, with versions: an old case keeps the text it was assessed by."""

    number = models.PositiveSmallIntegerField(_("Nummer"))
    version = models.PositiveSmallIntegerField(_("Version"), default=1)
    title = models.CharField(_("Rubrik"), max_length=150)
    text = models.TextField(_("Text"))
    is_current = models.BooleanField(_("Används nu"), default=True)

    class Meta:
        verbose_name = _("kriterium")
        verbose_name_plural = _("kriterier")
        ordering = ["number", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["number", "version"], name="criterion_version_once"),
            models.UniqueConstraint(
                fields=["number"], condition=models.Q(is_current=True), name="one_current_criterion"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
