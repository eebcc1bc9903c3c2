"""Actors of the area, their part in a case, and the people who act for them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.states import ActorKind, Role


class Neighbourhood(models.Model):
    """A part of the city (delområde). Data, editable by staff."""

    name = models.CharField(_("Namn"), max_length=100, unique=True)

    class Meta:
        verbose_name = _("delområde")
        verbose_name_plural = _("delområden")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Actor(models.Model):
    """A property owner, association, company or group: exactly one kind (R3), known across cases."""

    name = models.CharField(_("Namn"), max_length=200)
    kind = models.CharField(_("Slag"), max_length=20, choices=ActorKind)
    organisation_number = models.CharField(
        _("Organisationsnummer"), max_length=11, blank=True, help_text=_("NNNNNN-NNNN")
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )

    class Meta:
        verbose_name = _("aktör")
        verbose_name_plural = _("aktörer")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_number"], condition=~Q(organisation_number=""), name="actor_number_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ActorMerge(models.Model):
    """Two rows that were the same actor, made one: what moved, so that it can be undone. Written once, undone once."""

    kept = models.ForeignKey(Actor, models.PROTECT, related_name="+", verbose_name=_("Aktören som blev kvar"))
    gone = models.ForeignKey(Actor, models.PROTECT, related_name="+", verbose_name=_("Aktören som gick upp"))
    moved = models.JSONField(default=list)  # keys of the CaseActor that moved
    number = models.CharField(max_length=11, blank=True)  # the number that went from the one to the other
    at = models.DateTimeField(_("När"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(_("Ångrad"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("sammanslagning")
        verbose_name_plural = _("sammanslagningar")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"


class CaseActorQuerySet(models.QuerySet):
    """Parts in cases."""

    def named_in_public(self) -> "CaseActorQuerySet":
        """Return the applicants that have said yes to being named in public; silence is no yes (D14)."""
        return self.filter(in_group=True, may_be_named=True, declined_at=None)


class CaseActor(models.Model):
    """An actor's part in a case: applicant (in the group), interested, or mapped in the area (R20, R21, R25)."""

    case = models.ForeignKey("applications.Case", models.PROTECT, related_name="case_actors")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="case_actors", verbose_name=_("Aktör"))
    in_group = models.BooleanField(_("Söker tillsammans med gruppen"), default=False)
    contact_name = models.CharField(_("Kontakt hos aktören"), max_length=150, blank=True)
    contact_email = models.EmailField(_("E-post"), blank=True)
    contact_phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    support_wanted = models.BooleanField(_("Stöd önskas"), default=False)
    note = models.TextField(_("Anteckning"), blank=True)
    is_payee = models.BooleanField(_("Tar emot utbetalningar"), default=False)
    confirmed_at = models.DateTimeField(_("Bekräftad"), null=True, blank=True)
    confirmed_how = models.CharField(_("Hur aktören bekräftade"), max_length=200, blank=True)
    declined_at = models.DateTimeField(_("Tackade nej"), null=True, blank=True)
    may_be_named = models.BooleanField(_("Får nämnas offentligt"), null=True, blank=True)
    added_at = models.DateTimeField(_("Tillagd"))

    objects = CaseActorQuerySet.as_manager()

    class Meta:
        verbose_name = _("aktör i ärendet")
        verbose_name_plural = _("aktörer i ärendet")
        ordering = ["-in_group", "id"]
        constraints = [models.UniqueConstraint(fields=["case", "actor"], name="case_actor_once")]

    def __str__(self) -> str:
        return str(self.actor)


class Membership(models.Model):
    """A person's part in a case: the representative (R35), or a member who may write."""

    KINDS = [(Role.REPRESENTATIVE.value, Role.REPRESENTATIVE.label), (Role.MEMBER.value, Role.MEMBER.label)]

    case = models.ForeignKey("applications.Case", models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField(_("Roll"), max_length=20, choices=KINDS)
    case_actor = models.ForeignKey(
        CaseActor, models.SET_NULL, null=True, blank=True, verbose_name=_("Företräder")
    )
    in_responsible_group = models.BooleanField(_("Ingår i ansvarig grupp"), default=False)
    joined_at = models.DateTimeField(_("Med sedan"))
    left_at = models.DateTimeField(_("Lämnade"), null=True, blank=True)

    class Meta:
        verbose_name = _("medlem")
        verbose_name_plural = _("medlemmar")
        ordering = ["-role", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "user"], name="member_once"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(role=Role.REPRESENTATIVE.value, left_at=None),
                name="one_representative",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class Invitation(models.Model):
    """An invitation to a case's group, bound to an e-mail address.

    The first log-in with that address, once verified, makes the person a member; the sender of an
    intresseanmälan is invited as representative in the same way (D25).
    """

    case = models.ForeignKey("applications.Case", models.PROTECT, related_name="invitations")
    email = models.EmailField(_("E-postadress"))
    name = models.CharField(_("Namn"), max_length=150)
    role = models.CharField(_("Roll"), max_length=20, choices=Membership.KINDS, default=Role.MEMBER)
    case_actor = models.ForeignKey(
        CaseActor, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Företräder")
    )
    invited_at = models.DateTimeField(_("Inbjuden"))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField(_("Gick med"), null=True, blank=True)
    language = models.CharField(max_length=5, null=True, editable=False)  # noqa: DJ001 - unknown: Swedish
    withdrawn_at = models.DateTimeField(_("Återtagen"), null=True, blank=True)

    class Meta:
        verbose_name = _("inbjudan")
        verbose_name_plural = _("inbjudningar")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "email"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="open_invitation_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["email"], condition=Q(accepted_at=None, withdrawn_at=None), name="invitation_waiting"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email
