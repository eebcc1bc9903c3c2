"""Mail as rows: written with what it tells about, delivered by the worker."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models.case import Case

STATES = {
    "misslyckade": _("Gick inte fram"),
    "forsoks-igen": _("Väntar på nytt försök"),
    "vantar": _("Väntar"),
    "samlas": _("Väntar på dagens samlade mejl"),
    "skickade": _("Skickat"),
    "ordnade": _("Ordnat på annat sätt"),
}


class MailQuerySet(models.QuerySet):
    """Mails, asked for by where they stand and who may read them."""

    def visible_to(self, user: Any) -> "MailQuerySet":
        """Return the mails of no case and of cases that `user` sees; a daily one when all its news are."""
        seen = Case.objects.visible_to(user)
        hidden = OutgoingMail.objects.filter(case__isnull=False).exclude(case__in=seen)
        rows = self.filter(models.Q(case=None) | models.Q(case__in=seen))
        return rows.exclude(pk__in=hidden.filter(digest__isnull=False).values("digest"))

    def due(self, at: Any) -> "MailQuerySet":
        """Return what should be tried now."""
        return self.filter(sent_at=None, failed_at=None, held=False, next_try_at__lte=at)

    def in_state(self, state: str) -> "MailQuerySet":
        """Return the mails in one of STATES, for the register's filter."""
        waiting = self.filter(sent_at=None, failed_at=None, held=False)
        return {
            "misslyckade": self.failed(),
            "forsoks-igen": waiting.filter(attempts__gt=0),
            "vantar": waiting.filter(attempts=0),
            "samlas": self.filter(held=True, digest=None),
            "skickade": self.filter(failed_at=None).filter(
                Q(sent_at__isnull=False) | Q(digest__isnull=False)
            ),
            "ordnade": self.filter(settled_at__isnull=False),
        }.get(state, self)

    def failed(self) -> "MailQuerySet":
        """Return what did not arrive and nobody has taken care of."""
        return self.filter(failed_at__isnull=False, settled_at=None)


class OutgoingMail(models.Model):
    """One mail to one person. `key` makes one mail of one that is asked for twice."""

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
    language = models.CharField(max_length=5, null=True, editable=False)  # noqa: DJ001 - older mails: Swedish
    # What leaves with it to the receiver's calendar (applications.calendars.invitation).
    invitation = models.JSONField(null=True, blank=True, editable=False)
    key = models.CharField(max_length=200, blank=True, editable=False)
    held = models.BooleanField(_("Samlas till en gång om dagen"), default=False)
    digest = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="gathered")
    created_at = models.DateTimeField(_("Skrivet"))
    next_try_at = models.DateTimeField(_("Nästa försök"))
    attempts = models.PositiveSmallIntegerField(_("Försök"), default=0)
    sent_at = models.DateTimeField(_("Skickat"), null=True, blank=True)
    failed_at = models.DateTimeField(_("Gick inte fram"), null=True, blank=True)
    error = models.TextField(_("Fel"), blank=True)
    settled_at = models.DateTimeField(_("Ordnat"), null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("utgående mejl")
        verbose_name_plural = _("utgående mejl")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="mail_once"),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(sent_at=None, failed_at=None, held=False),
                name="mail_waiting",
            ),
            models.Index(fields=["user"], condition=Q(held=True, digest=None), name="mail_held"),
            models.Index(
                fields=["case"], condition=Q(failed_at__isnull=False, settled_at=None), name="mail_failed"
            ),
            models.Index(fields=["-created_at", "-id"], name="mail_newest"),
        ]

    def __str__(self) -> str:
        return str(_("Mejl %(number)s")) % {
            "number": self.pk
        }  # not the subject, which may name who is protected (D22)

    @property
    def state(self) -> str:
        """In words: whether the mail left. The most telling fact first."""
        if self.settled_at:
            return str(_("Ordnat på annat sätt"))
        if self.failed_at:
            return str(_("Gick inte fram"))
        if self.sent_at:
            return str(_("Skickat"))
        if self.digest_id:
            return str(_("Skickat i dagens samlade mejl"))
        if self.held:
            return str(_("Väntar på dagens samlade mejl"))
        return str(_("Väntar på nytt försök") if self.attempts else _("Väntar"))
