"""App configuration."""

from typing import Any

from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    """See docs/ for what belongs here."""

    name = "applications"
    verbose_name = _("Ärenden")

    def ready(self) -> None:
        """Let whoever logs in join the cases that their address was invited to: the one signal there is."""
        from django.contrib.auth.signals import user_logged_in

        user_logged_in.connect(_join_cases, dispatch_uid="applications.join_cases")


def _join_cases(user: Any, **_more: Any) -> None:
    from applications.group.actions import accept_invitations

    accept_invitations(user, at=timezone.now())
