"""App configuration."""

from django.apps import AppConfig


class PhasesConfig(AppConfig):
    """See docs/ for what belongs here."""

    name = "phases"
