"""App configuration."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """See docs/ for what belongs here."""

    name = "reports"
