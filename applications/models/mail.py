"""Mail as rows: written with what it tells about, delivered by the worker."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OutgoingMail(models.Model):
    """One mail to one person. `key` makes a mail that is asked for twice be written once."""

    case = models.ForeignKey("applications.Case", models.PROTECT, null=True, blank=True, related_name="mails")
    event = models.ForeignKey(
        "applications.Event", models.PROTECT, null=True, blank=True, related_name="mails"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    to = models.EmailField(_("Till"))
    to_name = models.CharField(_("Mottagare"), max_length=150, blank=True)
    template = models.CharField(_("Mall"), max_length=80)
    subject = models.CharField(_("Ämne"), max_length=250)
    body = models.TextField(_("Text"))
    html = models.TextField(_("HTML"), blank=True)
    created_at = models.DateTimeField(_("Skrivet"))
    next_try_at = models.DateTimeField(_("Nästa försök"))
    attempts = models.PositiveSmallIntegerField(_("Försök"), default=0)
    sent_at = models.DateTimeField(_("Skickat"), null=True, blank=True)
    failed_at = models.DateTimeField(_("Gav upp"), null=True, blank=True)
    error = models.TextField(_("Fel"), blank=True)

    class Meta:
        verbose_name = _("utgående mejl")
        verbose_name_plural = _("utgående mejl")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(sent_at=None, failed_at=None), name="mail_waiting"
            ),
            models.Index(fields=["-created_at", "-id"], name="mail_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
