"""App configuration."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """See docs/ for what belongs here."""

    name = "applications"
