"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PhasesConfig(AppConfig):
    """See docs/ for what belongs here."""

    name = "phases"
    verbose_name = _("Faser")
