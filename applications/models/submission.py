"""What a group writes: a version that is its own until sent, and immutable afterwards."""

from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models.case import WRITTEN_BY_CITY


class SubmissionQuerySet(models.QuerySet):
    """Versions, asked for by who may read them."""

    def visible_to(self, user: Any) -> "SubmissionQuerySet":
        """Return versions `user` may read: sent ones with the case, unsent ones for their writers only (D19).

        And for those that the writers have opened theirs to.
        """
        if not user.is_authenticated:
            return self.none()
        group = Q(case__memberships__user=user, case__memberships__left_at=None)
        if not user.is_staff:
            return self.filter(group).distinct()
        writes_for_group = WRITTEN_BY_CITY & (Q(case__officer=user) | Q(case__officer__substitute=user))
        sent = Q(sent_at__isnull=False) & (Q(case__restricted=False) | Q(case__officer=user))
        opened = cast("type[Submission]", self.model).opened_to(user)
        return self.filter(sent | group | writes_for_group | opened).distinct()

    def sent(self) -> "SubmissionQuerySet":
        """Return sent versions, the newest first."""
        return self.filter(sent_at__isnull=False).order_by("-version")

    def unsent(self) -> "SubmissionQuerySet":
        """Return versions still being written (at most one a case)."""
        return self.filter(sent_at=None)


class Revised(models.Model):
    """A row that several people may edit: `revision` grows with every save, so that a form opened earlier can tell."""

    revision = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField(_("Senast sparad"), null=True, blank=True, editable=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        abstract = True

    def touch(self, *, by: Any, at: datetime, page: str = "") -> None:
        """Note who saved when, and let older forms know. Caller saves with these fields.

        `page`: the stamp of the page that it was saved from, for rows that keep it (WrittenLong).
        """
        self.revision += 1
        self.saved_from = page
        self.saved_by = by
        self.saved_at = at


class WrittenLong(models.Model):
    """Beside Revised: a row that is saved while it is written. `saved_from` is the stamp of the last page."""

    saved_from = models.CharField(max_length=24, default="", editable=False)

    class Meta:
        abstract = True


class Submission(Revised):
    """A version of an application, a proposal or a result report.

    `open_sections` names the sections that may be changed in a completion; empty means all.
    `asked_for` maps a section to what the officer asked for.
    """

    case = models.ForeignKey("applications.Case", models.PROTECT, related_name="%(class)s_versions")
    version = models.PositiveIntegerField(_("Version"))
    created_at = models.DateTimeField(_("Påbörjad"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("Inskickad"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    open_sections = models.JSONField(default=list, blank=True)
    asked_for = models.JSONField(default=dict, blank=True)
    snapshot = models.JSONField(null=True, blank=True, editable=False)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="%(class)s_version_once"),
            models.UniqueConstraint(fields=["case"], condition=Q(sent_at=None), name="%(class)s_one_unsent"),
        ]

    @classmethod
    def opened_to(cls, user: Any) -> Q:  # noqa: ARG003 a subclass asks
        """Return which unsent versions their groups have opened to `user`: none, but where a subclass says so."""
        return Q(pk__in=())

    def is_open(self, section: str) -> bool:
        """Return whether `section` may be changed: never when sent, only asked-for ones in a completion."""
        return self.sent_at is None and (not self.open_sections or section in self.open_sections)
