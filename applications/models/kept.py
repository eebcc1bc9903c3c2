"""Text that somebody typed on a page and that could not be saved there."""

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _


class KeptText(models.Model):
    """What one person typed on one page, until it is saved, thrown away or too old. Nobody else ever sees it.

    `answers` are the posted fields in order as `[name, value]`; `mark` is the page it was typed on.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="kept_texts")
    path = models.CharField(max_length=300)
    mark = models.CharField(max_length=16)
    answers = models.JSONField()
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name = _("osparad text")
        verbose_name_plural = _("osparade texter")
        constraints = [models.UniqueConstraint(fields=["user", "path"], name="kept_text_once")]
        indexes = [models.Index(fields=["kept_at"], name="kept_text_oldest")]

    def __str__(self) -> str:
        return self.path

    def data(self) -> QueryDict:
        """Return the answers as a form takes them."""
        data = QueryDict(mutable=True)
        for name, value in self.answers:
            data.appendlist(name, value)
        return data
