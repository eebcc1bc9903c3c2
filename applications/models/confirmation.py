"""What an actor answers about its own part: by a link, on paper, at a meeting (D14)."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models.actor import CaseActor
from applications.models.document import Attachment

SIGNER = signing.Signer(salt="samverkan.confirmation", sep=".")


class ConfirmationQuerySet(models.QuerySet["Confirmation"]):
    """Questions and their answers."""

    def waiting(self) -> "ConfirmationQuerySet":
        """Return questions by link that nobody has answered or taken back (their day may have passed)."""
        return self.filter(answered_at=None, withdrawn_at=None)

    def answered(self) -> "ConfirmationQuerySet":
        """Return answers, the newest first."""
        return self.filter(answered_at__isnull=False).order_by("-answered_at", "-id")

    def of_token(self, token: str) -> "Confirmation | None":
        """Return the question that a link leads to, or None when the link is not one of ours."""
        try:
            pk = int(SIGNER.unsign(token))
        except (signing.BadSignature, ValueError):
            return None
        return self.filter(pk=pk).select_related("case_actor__actor", "case_actor__case__officer").first()


class Confirmation(models.Model):
    """A question to an actor and its answer, written once: it takes part, its contribution is right, it may be named.

    An answer is never changed (the database sees to that): a new question gives a new one. `contributions` is
    what the actor was shown, as the group had written it.
    """

    class Way(models.TextChoices):
        """How the actor answers."""

        LINK = "link", _("Genom en länk i mejl")
        PAPER = "paper", _("På papper")
        MEETING = "meeting", _("Muntligt, på ett möte")
        MAIL = "mail", _("I ett mejl eller brev")

    case_actor = models.ForeignKey(CaseActor, models.PROTECT, related_name="confirmations")
    way = models.CharField(_("Sätt"), max_length=10, choices=Way, default=Way.LINK)
    email = models.EmailField(_("E-postadress"), blank=True)
    name = models.CharField(_("Vem som fick frågan"), max_length=150, blank=True)
    asked_at = models.DateTimeField(_("Frågad"), null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    open_until = models.DateField(_("Länken gäller till och med"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("Påmind"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("Återtagen"), null=True, blank=True)
    answered_at = models.DateTimeField(_("Svarade"), null=True, blank=True)
    answered_by = models.CharField(_("Vem som svarade"), max_length=150, blank=True)
    takes_part = models.BooleanField(_("Är med"), null=True, blank=True)
    contribution_right = models.BooleanField(_("Bidraget stämmer"), null=True, blank=True)
    may_be_named = models.BooleanField(_("Får nämnas offentligt"), null=True, blank=True)
    comment = models.TextField(_("Kommentar"), blank=True)
    contributions = models.JSONField(default=list, blank=True)
    attachment = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        verbose_name = _("bekräftelse")
        verbose_name_plural = _("bekräftelser")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case_actor"],
                condition=Q(answered_at=None, withdrawn_at=None),
                name="open_question_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=Q(answered_at=None, withdrawn_at=None, reminded_at=None),
                name="question_to_remind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_actor}: {self.get_way_display()}"

    @property
    def token(self) -> str:
        """What the link carries: the number of the question and our signature, good for nothing else."""
        return SIGNER.sign(str(self.pk))

    def has_expired(self, today: date) -> bool:
        """Return whether the day of the link has passed."""
        return self.open_until is not None and self.open_until < today

    def rows(self) -> list[dict[str, Any]]:
        """Return the contributions that the actor was asked about: kind (label), amount (SEK or None), description."""
        return list(self.contributions)
