"""A view of the case list that somebody has saved: a name, and what the list is asked for (D20)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class SavedViewQuerySet(models.QuerySet):
    """Saved views, asked for by who may see them and who may change them."""

    def visible_to(self, user: Any) -> "SavedViewQuerySet":
        """Return the views of `user`, and those that are shared with everybody at the city."""
        return self.filter(Q(owner=user) | Q(shared=True)) if user.is_staff else self.none()

    def kept_by(self, user: Any) -> "SavedViewQuerySet":
        """Return the views that `user` may rename, share and remove: the own ones.

        An administrator keeps the shared ones too, so that none is left behind by somebody who has gone.
        """
        own = Q(owner=user) | Q(shared=True) if user.is_administrator else Q(owner=user)
        return self.filter(own) if user.is_staff else self.none()


class SavedView(models.Model):
    """What the list showed when it was saved, as its address says it; a view of "mine" is each reader's own."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views", verbose_name=_("Vems")
    )
    name = models.CharField(_("Namn"), max_length=60)
    query = models.TextField(_("Vad den visar"), editable=False)
    shared = models.BooleanField(_("Dela med alla på staden"), default=False)
    saved_at = models.DateTimeField(_("Sparad"), auto_now=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("sparad vy")
        verbose_name_plural = _("sparade vyer")
        ordering = [Lower("name"), "id"]
        constraints = [models.UniqueConstraint("owner", Lower("name"), name="saved_view_name_once")]

    def __str__(self) -> str:
        return self.name
