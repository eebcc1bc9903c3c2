"""The network of driving groups (R49, R50): what a group has said yes to showing, and nothing else of its case."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.states import IN_NETWORK

# What an entry may show, each by its own consent, in the order it is asked for. The last three are read from
# the case, always as it stands.
SHOWN = ("name", "contact", "about", "phase", "area_kind", "neighbourhood")


class NetworkEntryQuerySet(models.QuerySet):
    """Groups of the network."""

    def shown(self) -> "NetworkEntryQuerySet":
        """Return the groups that are in it now: they consent, and their case may stand there."""
        return self.filter(left_at=None, case__status__in=IN_NETWORK, case__restricted=False)

    def of(self, user: Any) -> "NetworkEntryQuerySet":
        """Return the groups in it that `user` is a member of."""
        mine = user.memberships.filter(left_at=None).values("case_id")
        return self.shown().filter(case__in=mine)


class NetworkEntry(models.Model):
    """A group in the directory. What is empty or False is not shown to anybody; leaving empties it."""

    case = models.OneToOneField("applications.Case", models.PROTECT, related_name="network_entry")
    name = models.CharField(_("Gruppens namn"), max_length=120, blank=True)
    contact = models.CharField(_("Kontaktväg"), max_length=200, blank=True)
    about = models.TextField(_("Kort om gruppen"), blank=True)
    shows_phase = models.BooleanField(_("Visar fasen"), default=False)
    shows_area_kind = models.BooleanField(_("Visar slaget av område"), default=False)
    shows_neighbourhood = models.BooleanField(_("Visar delområdet"), default=False)
    joined_at = models.DateTimeField(_("Med sedan"))
    left_at = models.DateTimeField(_("Lämnade"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField(null=True, editable=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = NetworkEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("grupp i nätverket")
        verbose_name_plural = _("grupper i nätverket")
        ordering = ["-joined_at", "-id"]
        indexes = [
            models.Index(fields=["-joined_at", "-id"], condition=models.Q(left_at=None), name="network_now")
        ]

    def __str__(self) -> str:
        return self.name or str(self.pk)

    @property
    def is_in(self) -> bool:
        """True while the group consents; the case may still not stand there (NetworkEntryQuerySet.shown)."""
        return self.pk is not None and self.left_at is None

    @property
    def shows(self) -> list[str]:
        """Which of SHOWN the group has said yes to."""
        chosen = {
            name: bool(getattr(self, name, None) or getattr(self, f"shows_{name}", False)) for name in SHOWN
        }
        return [name for name, is_chosen in chosen.items() if is_chosen]
