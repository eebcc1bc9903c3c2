"""Meetings of officer and group, from first contact to the approved report: booked, and who is invited (R5, R36).

They live through all phases, so no slice owns the rows; utforande.check_ins has the acts and the pages.
"""

from datetime import date, datetime
from typing import Any, NamedTuple, Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.calendars.ical import USUAL_LENGTH
from applications.models import Case, Revised, User
from applications.states import FINISHED, Status
from phases.base import PhaseRecord

# Group and officer may meet as long as the case runs.
MEETABLE = tuple(status for status in Status if status not in FINISHED)


class Words(NamedTuple):
    """What a kind of meeting is called on pages and in mails, where Swedish bends the word."""

    name: Any
    the: Any
    come: Any
    hold: Any
    changed: Any
    cancelled: Any


WORDS: dict[str, Words] = {
    "first": Words(
        _("Första möte"),
        _("det första mötet"),
        _("Kom på första mötet"),
        _("Håll första mötet"),
        _("Ändrat första möte"),
        _("Inställt första möte"),
    ),
    "meeting": Words(
        _("Möte"),
        _("mötet"),
        _("Kom på möte"),
        _("Håll möte"),
        _("Ändrat möte"),
        _("Inställt möte"),
    ),
    "check_in": Words(
        _("Avstämning"),
        _("avstämningen"),
        _("Kom på avstämning"),
        _("Håll avstämning"),
        _("Ändrad avstämning"),
        _("Inställd avstämning"),
    ),
}


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    """Check-ins."""

    def open(self) -> Self:
        """Return those neither noted nor cancelled, in cases that go on."""
        return self.filter(held_at=None, cancelled_at=None, case__status__in=MEETABLE)

    def ended(self, now: datetime) -> Self:
        """Return those that are over, as booked or after the usual length."""
        return self.filter(has_ended(now))

    def not_ended(self, now: datetime) -> Self:
        """Return those to come, and those that are going on."""
        return self.exclude(has_ended(now))

    def held_by(self, user: Any) -> Self:
        """Return those that `user` holds and notes: as kontaktperson, or in the stead of one."""
        return self.filter(_holds(user))

    def met_by(self, user: Any) -> Self:
        """Return those where somebody at the city meets the group: holds them, or is invited as a colleague."""
        return self.filter(_holds(user) | is_invited(user))

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
    """A meeting of officer and group: booked, held, noted, confirmed (R5, R36). `purpose` says which kind.

    `series`: the first of those that were booked together, for a long process; the first has none (R48).
    """

    class Purpose(models.TextChoices):
        """What a meeting is: the one that the process begins with, one on the way to a decision, an avstämning."""

        FIRST = "first", _("Första möte")
        MEETING = "meeting", _("Möte")
        CHECK_IN = "check_in", _("Avstämning")

    purpose = models.CharField(_("Syfte"), max_length=10, choices=Purpose, default=Purpose.CHECK_IN)
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

    @property
    def is_first(self) -> bool:
        """Return whether it is the first meeting, which is noted on a page of its own (R5)."""
        return self.purpose == self.Purpose.FIRST

    @property
    def is_check_in(self) -> bool:
        """Return whether it is an avstämning (R36)."""
        return self.purpose == self.Purpose.CHECK_IN

    @property
    def words(self) -> Words:
        """Return what it is called, in the reader's language."""
        return WORDS[self.purpose]


SIGNER = signing.Signer(salt="samverkan.check_in", sep=".")


def has_ended(now: datetime) -> Q:
    """Return which meetings, of either kind, are over: as booked or after the usual length."""
    return Q(ends_at__lte=now) | Q(ends_at=None, starts_at__lte=now - USUAL_LENGTH)


def _holds(user: Any) -> Q:
    return Q(case__officer__in=User.objects.filter(Q(pk=user.pk) | Q(substitute=user)).values("pk"))


def is_invited(user: Any) -> Q:
    """Return which check-ins `user` is invited to as a colleague."""
    guests = CheckInGuest.objects.filter(user=user, is_colleague=True, withdrawn_at=None)
    return Q(pk__in=guests.values("check_in"))


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


def open_first_meeting(case: Case) -> CheckIn | None:
    """Return the first meeting that is booked and neither noted nor cancelled, if any."""
    rows = CheckIn.objects.filter(case=case, purpose=CheckIn.Purpose.FIRST, held_at=None, cancelled_at=None)
    return rows.order_by("starts_at", "pk").first()


def close_first_meeting(case: Case, *, held_on: date, by: Any, at: datetime) -> None:
    """Let the booking of a first meeting that is noted now be held; one that is still to come is a meeting as others.

    The caller holds the case locked and has written the notes where they belong (R5).
    """
    rows = CheckIn.objects.filter(case=case, purpose=CheckIn.Purpose.FIRST, held_at=None, cancelled_at=None)
    for row in rows:
        if row.starts_at <= at or timezone.localdate(row.starts_at) <= held_on:
            row.held_at = at
        else:
            row.purpose = CheckIn.Purpose.MEETING
        row.touch(by=by, at=at)
        row.save(update_fields=["held_at", "purpose", "revision", "saved_at", "saved_by"])
