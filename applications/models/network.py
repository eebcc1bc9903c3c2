"""The network of driving groups (R49, R50): what a group has said yes to showing, and nothing else of its case."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.states import IN_NETWORK, Coming

# What an entry may show, each by its own consent, in the order it is asked for. The last three are read from
# the case, always as it stands.
SHOWN = ("name", "contact", "about", "phase", "area_kind", "neighbourhood")


def may_be_in(case: Any) -> bool:
    """Return whether the case is one whose group can be in the network: it has support, and nobody hides the case."""
    return case.status in IN_NETWORK and not case.restricted


class NetworkEntryQuerySet(models.QuerySet):
    """Groups of the network."""

    def shown(self) -> "NetworkEntryQuerySet":
        """Return the groups that are in it now: they consent, and their case may stand there."""
        return self.filter(left_at=None, case__status__in=IN_NETWORK, case__restricted=False)

    def of(self, user: Any) -> "NetworkEntryQuerySet":
        """Return the groups in it that `user` is a member of."""
        mine = user.memberships.filter(left_at=None).values("case_id")
        return self.shown().filter(case__in=mine)


class NetworkEntry(models.Model):
    """A group in the directory. What is empty or False is not shown to anybody; leaving empties it."""

    case = models.OneToOneField("applications.Case", models.PROTECT, related_name="network_entry")
    name = models.CharField(_("Gruppens namn"), max_length=120, blank=True)
    contact = models.CharField(_("Kontaktväg"), max_length=200, blank=True)
    about = models.TextField(_("Kort om gruppen"), blank=True)
    shows_phase = models.BooleanField(_("Visar fasen"), default=False)
    shows_area_kind = models.BooleanField(_("Visar slaget av område"), default=False)
    shows_neighbourhood = models.BooleanField(_("Visar delområdet"), default=False)
    joined_at = models.DateTimeField(_("Med sedan"))
    left_at = models.DateTimeField(_("Lämnade"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField(null=True, editable=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = NetworkEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("grupp i nätverket")
        verbose_name_plural = _("grupper i nätverket")
        ordering = ["-joined_at", "-id"]
        indexes = [
            models.Index(fields=["-joined_at", "-id"], condition=models.Q(left_at=None), name="network_now")
        ]

    def __str__(self) -> str:
        return self.name or str(self.pk)

    @property
    def is_in(self) -> bool:
        """True while the group consents; the case may still not stand there (NetworkEntryQuerySet.shown)."""
        return self.pk is not None and self.left_at is None

    @property
    def is_shown(self) -> bool:
        """True for what `shown` finds."""
        return self.is_in and may_be_in(self.case)

    @property
    def shows(self) -> list[str]:
        """Which of SHOWN the group has said yes to."""
        chosen = {
            name: bool(getattr(self, name, None) or getattr(self, f"shows_{name}", False)) for name in SHOWN
        }
        return [name for name, is_chosen in chosen.items() if is_chosen]


class NetworkPostQuerySet(models.QuerySet):
    """Posts and answers."""

    def threads(self) -> "NetworkPostQuerySet":
        """Return the posts that begin a thread."""
        return self.filter(parent=None)

    def readable(self) -> "NetworkPostQuerySet":
        """Return the threads that members find: not hidden, and not taken away without an answer."""
        answers = NetworkPost.objects.filter(parent=models.OuterRef("pk"), deleted_at=None, hidden_at=None)
        is_there = models.Q(deleted_at=None) | models.Exists(answers)
        return self.threads().filter(is_there, hidden_at=None)


class NetworkPost(models.Model):
    """A post in the network, or an answer to one. The city's kontaktperson writes without a group.

    What its author takes away is emptied; what a kontaktperson hides stays, for the author and the city to read.
    """

    group = models.ForeignKey(
        NetworkEntry, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("Grupp")
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="answers")
    title = models.CharField(_("Rubrik"), max_length=150, blank=True)
    text = models.TextField(_("Text"), blank=True)
    at = models.DateTimeField(_("Skrivet"))
    active_at = models.DateTimeField(_("Senast något hände"))
    changed_at = models.DateTimeField(_("Ändrat"), null=True, blank=True)
    deleted_at = models.DateTimeField(_("Borttaget"), null=True, blank=True)
    hidden_at = models.DateTimeField(_("Dolt"), null=True, blank=True)
    hidden_why = models.CharField(_("Varför det är dolt"), max_length=500, blank=True)
    cleared_at = models.DateTimeField(_("Gallrat"), null=True, blank=True, editable=False)
    search_text = models.TextField(editable=False, default="")

    objects = NetworkPostQuerySet.as_manager()

    class Meta:
        verbose_name = _("inlägg i nätverket")
        verbose_name_plural = _("inlägg i nätverket")
        ordering = ["-active_at", "-id"]
        indexes = [models.Index(fields=["parent", "-active_at", "-id"], name="network_threads")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def thread_id(self) -> int:
        """The post that the thread begins with."""
        return self.parent_id or self.pk

    @property
    def is_open(self) -> bool:
        """True while the text can be read by all."""
        return self.deleted_at is None and self.hidden_at is None


class NetworkReport(models.Model):
    """That somebody wants a kontaktperson to look at a post."""

    post = models.ForeignKey(NetworkPost, models.CASCADE, related_name="reports")
    group = models.ForeignKey(NetworkEntry, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    why = models.CharField(_("Varför"), max_length=500)
    at = models.DateTimeField(_("Anmält"))
    settled_at = models.DateTimeField(_("Avgjort"), null=True, blank=True)

    class Meta:
        verbose_name = _("anmälan av inlägg")
        verbose_name_plural = _("anmälningar av inlägg")
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["post"], condition=models.Q(settled_at=None), name="network_report_waiting")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class NetworkEvent(models.Model):
    """The trail of the network, which belongs to no case. Written once; goes only with the post it tells of."""

    action = models.CharField(_("Händelse"), max_length=40)
    post = models.ForeignKey(NetworkPost, models.PROTECT, null=True, related_name="trail")
    at = models.DateTimeField(_("När"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    user_name = models.CharField(_("Vem"), max_length=150, blank=True)
    role = models.CharField(_("Roll"), max_length=20, blank=True)
    comment = models.TextField(_("Kommentar"), blank=True)
    data = models.JSONField(default=dict, blank=True)  # what stood there before

    class Meta:
        verbose_name = _("händelse i nätverket")
        verbose_name_plural = _("händelser i nätverket")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.post_id} {self.action}"


class NetworkMeetingQuerySet(models.QuerySet):
    """Meetings of the network."""

    def of_groups(self, groups: Any) -> "NetworkMeetingQuerySet":
        """Return the meetings that these groups in the network (a queryset) are invited to; none without a group."""
        chosen = NetworkMeeting.groups.through.objects.filter(networkentry__in=groups.values("pk"))
        for_all = models.Q(models.Exists(groups), for_all=True)
        return self.filter(for_all | models.Q(pk__in=chosen.values("networkmeeting")))


class NetworkMeeting(models.Model):
    """A meeting of the network, for all its groups (also those that join later) or for some."""

    title = models.CharField(_("Vad träffen handlar om"), max_length=120)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Bokad av")
    )
    starts_at = models.DateTimeField(_("Börjar"))
    ends_at = models.DateTimeField(_("Slutar"), null=True, blank=True)
    place = models.CharField(_("Plats eller videolänk"), max_length=250)
    agenda = models.TextField(_("Att ta upp"), blank=True)
    for_all = models.BooleanField(_("Alla bjuds in"), default=True)
    groups = models.ManyToManyField(NetworkEntry, related_name="meetings", blank=True)
    booked_at = models.DateTimeField(_("Bokad"))
    cancelled_at = models.DateTimeField(_("Inställd"), null=True, blank=True)
    cancelled_why = models.CharField(_("Varför den är inställd"), max_length=250, blank=True)
    notes = models.TextField(_("Anteckningar"), blank=True)
    noted_at = models.DateTimeField(_("Antecknad"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField(null=True, editable=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = NetworkMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("nätverksträff")
        verbose_name_plural = _("nätverksträffar")
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["starts_at"], name="network_meeting_when")]

    def __str__(self) -> str:
        return str(self.pk)


SIGNER = signing.Signer(salt="samverkan.network_meeting", sep=".")


class NetworkGuestQuerySet(models.QuerySet["NetworkGuest"]):
    """Who has an invitation."""

    def of_token(self, token: str) -> "NetworkGuest | None":
        """Return the guest that a link belongs to; None when the link is not one of ours."""
        try:
            pk = int(SIGNER.unsign(token))
        except (signing.BadSignature, ValueError):
            return None
        return self.filter(pk=pk).select_related("user", "meeting__officer").first()


class NetworkGuest(models.Model):
    """Somebody who has got the invitation to a meeting, with a link to answer by.

    Taken back when the group or the person is in the network no more.
    """

    meeting = models.ForeignKey(NetworkMeeting, models.CASCADE, related_name="guests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(_("Inbjuden"))
    withdrawn_at = models.DateTimeField(_("Återtagen"), null=True, blank=True)

    objects = NetworkGuestQuerySet.as_manager()

    class Meta:
        verbose_name = _("inbjuden till träff")
        verbose_name_plural = _("inbjudna till träffar")
        constraints = [models.UniqueConstraint(fields=["meeting", "user"], name="network_guest_once")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def token(self) -> str:
        """What the link carries: the number of the row and our signature, good for nothing else."""
        return SIGNER.sign(str(self.pk))


class NetworkAnswer(models.Model):
    """Whether a member comes to a meeting."""

    meeting = models.ForeignKey(NetworkMeeting, models.CASCADE, related_name="answers")
    group = models.ForeignKey(NetworkEntry, models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer = models.CharField(_("Svar"), max_length=5, choices=Coming)
    at = models.DateTimeField(_("När"))

    class Meta:
        verbose_name = _("svar på träff")
        verbose_name_plural = _("svar på träffar")
        constraints = [models.UniqueConstraint(fields=["meeting", "user"], name="network_answer_once")]

    def __str__(self) -> str:
        return str(self.pk)
