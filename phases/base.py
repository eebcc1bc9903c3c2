"""What every phase's rows share."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PhaseRecord(models.Model):
    """A row written during one phase of a case."""

    case = models.ForeignKey("applications.Case", models.PROTECT, related_name="%(class)s_rows")
    created_at = models.DateTimeField(_("Skriven"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True
