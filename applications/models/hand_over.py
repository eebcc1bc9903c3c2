"""Many cases that change kontaktperson together, behind the page: which, and how far it has come (R6)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class HandOverQuerySet(models.QuerySet):
    """Hand-overs, asked for by who may follow them."""

    def of(self, user: Any) -> "HandOverQuerySet":
        """Return those that `user` ordered."""
        return self.filter(ordered_by=user).select_related("officer")


class HandOver(models.Model):
    """An order to give many cases to one officer. The worker carries it out, case by case, in the order of `keys`.

    What happened to each case stands in its own trail; this row only shows the way there, and is cleared.
    """

    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Vem")
    )
    ordered_at = models.DateTimeField(_("När"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Kontaktperson")
    )
    comment = models.TextField(_("Hälsning"), blank=True)
    name = models.CharField(_("Lista"), max_length=200)
    keys = models.JSONField(_("Ärenden"))  # as they were when the orderer saw them
    done = models.PositiveIntegerField(_("Klara"), default=0)  # of `keys`, from the first
    refused = models.JSONField(_("Ändrades inte"), default=list)  # a list of (key, why)
    finished_at = models.DateTimeField(_("Klar"), null=True, blank=True)
    error = models.TextField(_("Fel"), blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("byte av kontaktperson")
        verbose_name_plural = _("byten av kontaktperson")
        ordering = ["-ordered_at", "-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_going_on(self) -> bool:
        """True until the worker is through with it."""
        return self.finished_at is None

    @property
    def total(self) -> int:
        """How many cases it is about."""
        return len(self.keys)

    @property
    def changed(self) -> int:
        """How many have changed hands so far."""
        return self.done - len(self.refused)
