"""The trail: what changed, and who read what. Written once; the database refuses UPDATE and DELETE."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.states import Role


class Event(models.Model):
    """One thing that happened in a case, written once (D8). Stores the name as it was: a trail outlives an account."""

    case = models.ForeignKey("applications.Case", models.PROTECT, related_name="events")
    action = models.CharField(_("Händelse"), max_length=40)
    source = models.CharField(_("Från status"), max_length=24, blank=True)
    target = models.CharField(_("Till status"), max_length=24, blank=True)
    at = models.DateTimeField(_("När"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    user_name = models.CharField(_("Vem"), max_length=150, blank=True)
    role = models.CharField(_("Roll"), max_length=20, choices=Role, blank=True)
    comment = models.TextField(_("Kommentar"), blank=True)
    data = models.JSONField(default=dict, blank=True)
    for_group = models.BooleanField(_("Visas för gruppen"), default=True)

    class Meta:
        verbose_name = _("händelse")
        verbose_name_plural = _("händelser")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["case", "-at", "-id"], name="event_of_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.action}"


class ReadEvent(models.Model):
    """Somebody at the city opened a case or document (D8), or the group new messages. Written once; own retention."""

    case = models.ForeignKey("applications.Case", models.PROTECT, related_name="read_events")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    what = models.CharField(_("Vad"), max_length=200)
    at = models.DateTimeField(_("När"))

    class Meta:
        verbose_name = _("läsning")
        verbose_name_plural = _("läsningar")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["case", "-at"], name="read_event_of_case")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.what}"
