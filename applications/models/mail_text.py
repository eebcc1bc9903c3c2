"""The texts of mails as the municipality has changed them: every change is a row, and the newest is what holds."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MailText(models.Model):
    """One version of the text of a mail in a language; an empty one goes back to the shipped text. Written once."""

    template = models.CharField(_("Mejl"), max_length=60)
    language = models.CharField(_("Språk"), max_length=5)
    number = models.PositiveIntegerField(_("Version"))
    text = models.TextField(_("Text"), blank=True)
    at = models.DateTimeField(_("När"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(_("Vem"), max_length=150)

    class Meta:
        verbose_name = _("mejltext")
        verbose_name_plural = _("mejltexter")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "language", "number"], name="mail_text_once")
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.language} {self.number}"
