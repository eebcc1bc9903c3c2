"""The result told, the progress of measures, and check-ins (avstämningar)."""

from typing import Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from applications.models import Measure, Revised
from applications.states import MeasureStatus
from phases.base import PhaseRecord


class ResultCommunication(PhaseRecord):
    """The responsible group told the area's actors what was decided (R33)."""

    happened_on = models.DateField(_("Datum"))
    channel = models.CharField(_("Hur berättade ni?"), max_length=150)
    audience = models.CharField(_("För vilka?"), max_length=200)
    note = models.TextField(_("Anteckning"), blank=True)

    class Meta:
        verbose_name = _("resultat berättat")
        verbose_name_plural = _("resultat berättat")
        ordering = ["happened_on", "id"]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.channel}"


class MeasureProgress(PhaseRecord):
    """A noted step of a measure; a deviation carries its reason (R34). The measure itself shows the newest."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="progress", verbose_name=_("Insats"))
    status = models.CharField(_("Läge"), max_length=10, choices=MeasureStatus)
    reason = models.TextField(_("Skäl till avvikelse"), blank=True)
    new_ends_on = models.DateField(_("Nytt slutdatum"), null=True, blank=True)
    note = models.TextField(_("Anteckning"), blank=True)

    class Meta:
        verbose_name = _("läge för insats")
        verbose_name_plural = _("lägen för insatser")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.status}"


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    """Check-ins."""

    def with_answers(self) -> Self:
        """Return them with how many of those invited come, come perhaps, do not come, and have not answered."""
        answer = CheckInGuest.Answer
        counts = {
            name: Count("guests", filter=_still_invited("guests__") & Q(guests__answer=value), distinct=True)
            for name, value in (
                ("coming", answer.YES),
                ("perhaps", answer.MAYBE),
                ("not_coming", answer.NO),
                ("silent", ""),
            )
        }
        return self.annotate(**counts)


class CheckIn(Revised, PhaseRecord):
    """An avstämning between officer and group: booked, held, noted, confirmed (R36).

    `series`: the first of those that were booked together, for a long process; the first has none (R48).
    """

    starts_at = models.DateTimeField(_("Tid"))
    ends_at = models.DateTimeField(_("Slutar"), null=True, blank=True)
    place = models.CharField(_("Plats eller videolänk"), max_length=250)
    agenda = models.TextField(_("Att ta upp"), blank=True)
    cancelled_at = models.DateTimeField(_("Inställd"), null=True, blank=True)
    cancelled_why = models.CharField(_("Varför"), max_length=250, blank=True)
    held_at = models.DateTimeField(_("Antecknad"), null=True, blank=True)
    participants = models.TextField(_("Deltagare"), blank=True)
    notes = models.TextField(_("Anteckningar"), blank=True)
    confirmed_at = models.DateTimeField(_("Bekräftad av gruppen"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    series = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = _("avstämning")
        verbose_name_plural = _("avstämningar")
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["starts_at"], name="check_in_when")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.starts_at:%Y-%m-%d %H:%M}"


SIGNER = signing.Signer(salt="samverkan.check_in", sep=".")


def _still_invited(prefix: str = "") -> Q:
    """Return what makes a guest still invited: nobody took it back, and a member is still in the group."""
    member = Q(**{f"{prefix}user__memberships__case": F(f"{prefix}check_in__case")})
    member &= Q(**{f"{prefix}user__memberships__left_at": None, f"{prefix}user__is_active": True})
    other = Q(**{f"{prefix}is_colleague": True}) | Q(**{f"{prefix}user": None})
    return Q(**{f"{prefix}withdrawn_at": None}) & (member | other)


class GuestQuerySet(models.QuerySet["CheckInGuest"]):
    """Who is invited to check-ins."""

    def still_invited(self) -> Self:
        """Leave out those whose invitation was taken back, and members who have left the group."""
        return self.filter(_still_invited()).distinct()

    def of_token(self, token: str) -> "CheckInGuest | None":
        """Return the guest that a link belongs to; None when the link is not one of ours."""
        try:
            pk = int(SIGNER.unsign(token))
        except (signing.BadSignature, ValueError):
            return None
        return self.filter(pk=pk).select_related("user", "check_in__case__officer").first()


class CheckInGuest(models.Model):
    """Somebody invited to a check-in: a member of the group, or a colleague. And the answer to its time (R36).

    `round` grows when the time changes: then all are asked anew. Without an account, `email` and `name` are given.
    """

    class Answer(models.TextChoices):
        """What somebody answers to an invitation."""

        YES = "yes", _("Kommer")
        MAYBE = "maybe", _("Kommer kanske")
        NO = "no", _("Kommer inte")

    check_in = models.ForeignKey(CheckIn, models.PROTECT, related_name="guests")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    email = models.EmailField(_("E-postadress"), blank=True)
    name = models.CharField(_("Namn"), max_length=150, blank=True)
    is_colleague = models.BooleanField(_("Kollega"), default=False)
    invited_at = models.DateTimeField(_("Inbjuden"))
    withdrawn_at = models.DateTimeField(_("Återtagen"), null=True, blank=True)
    round = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(_("Svar"), max_length=5, choices=Answer, blank=True)
    comment = models.CharField(_("Kommentar"), max_length=500, blank=True)
    answered_at = models.DateTimeField(_("Svarade"), null=True, blank=True)

    objects = GuestQuerySet.as_manager()

    class Meta:
        verbose_name = _("inbjuden till avstämning")
        verbose_name_plural = _("inbjudna till avstämningar")
        ordering = ["is_colleague", "id"]
        constraints = [
            models.UniqueConstraint(fields=["check_in", "user", "email"], name="guest_once"),
        ]

    def __str__(self) -> str:
        return str(self.user) if self.user else self.name or self.email

    @property
    def address(self) -> str:
        """Return where the guest gets mail, in lower case."""
        return (self.user.email if self.user else self.email).lower()

    @property
    def token(self) -> str:
        """What the link carries: the number of the row and our signature, good for nothing else."""
        return SIGNER.sign(str(self.pk))


class AgreedAction(models.Model):
    """What was agreed at a check-in: who does what by when."""

    check_in = models.ForeignKey(CheckIn, models.PROTECT, related_name="actions")
    what = models.CharField(_("Vad"), max_length=250)
    who = models.CharField(_("Vem"), max_length=150)
    due_on = models.DateField(_("När"), null=True, blank=True)
    done_on = models.DateField(_("Klart"), null=True, blank=True)

    class Meta:
        verbose_name = _("överenskommen åtgärd")
        verbose_name_plural = _("överenskomna åtgärder")
        ordering = [models.F("due_on").asc(nulls_last=True), "id"]

    def __str__(self) -> str:
        return self.what
