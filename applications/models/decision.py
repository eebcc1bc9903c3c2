"""Decisions: registered, released, posted, sent (D3). A released one is never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models.committee import AgendaItem, Committee, Meeting
from applications.models.measure import Measure
from applications.models.submission import Revised
from applications.states import DecisionKind, Outcome, PointOutcome


class Decision(Revised):
    """A decision of a committee, of its chair, or by delegation (D5). Frozen when it is released."""

    class Route(models.TextChoices):
        """How the decision was made."""

        COMMITTEE = "committee", _("Nämnden")
        CHAIR = "chair", _("Ordföranden")
        DELEGATED = "delegated", _("På delegation")

    case = models.ForeignKey("applications.Case", models.PROTECT, related_name="decisions")
    kind = models.CharField(_("Slag"), max_length=10, choices=DecisionKind)
    route = models.CharField(_("Fattat av"), max_length=10, choices=Route, default=Route.COMMITTEE)
    delegate = models.CharField(_("Delegat"), max_length=150, blank=True)
    delegate_title = models.CharField(_("Delegatens titel"), max_length=150, blank=True)
    route_ground = models.TextField(_("Grund eller skäl till brådska"), blank=True)
    reported_on = models.DateField(_("Anmäls till nämnden"), null=True, blank=True)
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="decisions", verbose_name=_("Nämnd")
    )
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("Sammanträde"),
    )
    agenda_item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("Ärendepunkt"),
    )
    decided_on = models.DateField(_("Beslutsdatum"))
    year = models.PositiveSmallIntegerField(_("År"))
    paragraph = models.PositiveIntegerField(_("Paragraf"))
    outcome = models.CharField(_("Vad beslutade nämnden?"), max_length=20, choices=Outcome)
    heading = models.CharField(_("Rubrik"), max_length=200)
    summary = models.TextField(_("Sammanfattning"), blank=True)
    motivation = models.TextField(_("Motivering"), blank=True)
    members = models.TextField(_("Beslutande ledamöter"), blank=True)
    others_present = models.TextField(_("Övriga närvarande"), blank=True)
    chair = models.CharField(_("Ordförande"), max_length=150, blank=True)
    secretary_name = models.CharField(_("Sekreterare"), max_length=150, blank=True)
    adjuster = models.CharField(_("Justerare"), max_length=150, blank=True)
    motions = models.TextField(_("Yrkanden"), blank=True)
    procedure = models.TextField(_("Beslutsgång och votering"), blank=True)
    reservations = models.TextField(_("Reservationer"), blank=True)
    statements = models.TextField(_("Särskilda yttranden"), blank=True)
    minutes_note = models.TextField(_("Protokollsanteckning"), blank=True)
    sent_to = models.TextField(_("Beslutet skickas till"), blank=True)
    documents = models.TextField(_("Beslutsunderlag"), blank=True)
    refer_back_for = models.TextField(_("Vad återremissen ber om"), blank=True)
    in_force_at_once = models.BooleanField(_("Får verkställas innan det fått laga kraft"), default=True)
    immediate_approval = models.BooleanField(_("Paragrafen justeras omedelbart"), default=False)
    changes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="changed_by",
        verbose_name=_("Ändrar beslut"),
    )
    keeps_conditions = models.BooleanField(
        _("Villkoren i det ändrade beslutet gäller fortfarande"), null=True, blank=True
    )
    version = models.PositiveIntegerField(_("Version"), default=1, editable=False)
    registered_at = models.DateTimeField(_("Registrerat"))
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_on = models.DateField(_("Protokollet justerat"), null=True, blank=True)
    released_at = models.DateTimeField(_("Frisläppt"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    posted_on = models.DateField(_("Anslaget"), null=True, blank=True)
    last_appeal_on = models.DateField(_("Överklagas senast"), null=True, blank=True)
    sent_on = models.DateField(_("Expedierat"), null=True, blank=True)
    legal_force_on = models.DateField(_("Laga kraft"), null=True, blank=True)

    class Meta:
        verbose_name = _("beslut")
        verbose_name_plural = _("beslut")
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "year", "paragraph"],
                condition=Q(route="committee"),
                name="paragraph_once_a_year",
            ),
            models.UniqueConstraint(
                fields=["committee", "year", "paragraph"],
                condition=Q(route="chair"),
                name="chairs_number_once_a_year",
            ),
            models.UniqueConstraint(
                fields=["committee", "delegate", "year", "paragraph"],
                condition=Q(route="delegated"),
                name="delegates_number_once_a_year",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(released_at=None), name="one_unreleased_decision"
            ),
            models.CheckConstraint(
                condition=Q(posted_on=None) | Q(released_at__isnull=False), name="posted_after_release"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number_name} {self.heading}"

    @property
    def number_name(self) -> str:
        """What the decision is called: "§ 99", "Ordförandebeslut 3", "Delegationsbeslut 12"."""
        words = {
            self.Route.CHAIR.value: _("Ordförandebeslut %(number)s"),
            self.Route.DELEGATED.value: _("Delegationsbeslut %(number)s"),
        }
        return str(words.get(self.route, "§ %(number)s")) % {"number": self.paragraph}

    @property
    def decider(self) -> str:
        """Who decided, as it stands inside a sentence: the committee, its chair, or somebody for it (D5)."""
        words = {
            self.Route.CHAIR.value: _("ordföranden i %(committee)s"),
            self.Route.DELEGATED.value: _("delegat för %(committee)s"),
        }
        return str(words.get(self.route, "%(committee)s")) % {"committee": self.committee.name}

    @property
    def is_outside(self) -> bool:
        """True for what the chair or a delegate decided: no minutes, a document of its own (D5)."""
        return self.route != self.Route.COMMITTEE

    @property
    def section(self) -> int | None:
        """The § of the minutes; decisions outside a meeting have a number of their own instead."""
        return self.paragraph if self.route == self.Route.COMMITTEE else None


class DecisionPoint(models.Model):
    """A numbered point of a decision, frozen with it. Amounts in SEK: asked for, proposed, granted (R18)."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="points")
    number = models.PositiveSmallIntegerField(_("Nr"))
    text = models.TextField(_("Beslutspunkt"))
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="points", verbose_name=_("Insats")
    )
    outcome = models.CharField(_("Utfall"), max_length=20, choices=PointOutcome, default=PointOutcome.OTHER)
    requested = models.PositiveIntegerField(_("Sökt, kronor"), null=True, blank=True)
    proposed = models.PositiveIntegerField(_("Föreslaget, kronor"), null=True, blank=True)
    granted = models.PositiveIntegerField(_("Beviljat, kronor"), null=True, blank=True)
    in_kind = models.JSONField(_("Annat stöd"), default=list, blank=True)
    motivation = models.TextField(_("Motivering till annat belopp"), blank=True)

    class Meta:
        verbose_name = _("beslutspunkt")
        verbose_name_plural = _("beslutspunkter")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["decision", "number"], name="decision_point_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:60]}"


class MemberConflict(models.Model):
    """A member with a conflict of interest (jäv), and who served instead. Frozen with the decision."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="member_conflicts")
    name = models.CharField(_("Ledamot"), max_length=150)
    role = models.CharField(_("Parti eller uppdrag"), max_length=150, blank=True)
    substitute = models.CharField(_("Ersättare som tjänstgjorde"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("jäv")
        verbose_name_plural = _("jäv")
        ordering = ["id"]

    def __str__(self) -> str:
        instead = _("ersätts av %(name)s") % {"name": self.substitute} if self.substitute else ""
        about = ", ".join(part for part in (self.role, instead) if part)
        return f"{self.name} ({about})" if about else self.name


class ConditionQuerySet(models.QuerySet):
    """Conditions of decisions."""

    def standing(self) -> "ConditionQuerySet":
        """Return those of released decisions that no later decision has closed."""
        return self.filter(decision__released_at__isnull=False, closed_by=None)

    def open(self) -> "ConditionQuerySet":
        """Return those that stand and are not met yet: tasks."""
        return self.standing().filter(done_on=None)


class Condition(models.Model):
    """A condition of a decision, frozen with it; its date becomes a task. A changing decision may close it."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="conditions")
    text = models.TextField(_("Villkor"))
    due_on = models.DateField(_("Senast"), null=True, blank=True)
    done_on = models.DateField(_("Uppfyllt"), null=True, blank=True)
    closed_by = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="closed_conditions",
        verbose_name=_("Gäller inte längre efter"),
    )

    objects = ConditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("villkor")
        verbose_name_plural = _("villkor")
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return self.text[:60]


class Referral(models.Model):
    """What a decision hands over to another committee, frozen with it: whole or part, why, when (R17)."""

    class Scope(models.TextChoices):
        """How much of the case is handed over."""

        WHOLE = "whole", _("Hela ärendet")
        PART = "part", _("En del")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="referrals")
    to = models.ForeignKey(Committee, models.PROTECT, related_name="referrals", verbose_name=_("Till"))
    scope = models.CharField(_("Omfattning"), max_length=10, choices=Scope)
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="referrals", verbose_name=_("Insats")
    )
    what = models.TextField(_("Vad som överlämnas"), blank=True)
    reason = models.TextField(_("Skäl"))
    their_number = models.CharField(_("Mottagarens diarienummer"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("överlämnande")
        verbose_name_plural = _("överlämnanden")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "to", "measure"], name="referral_of_measure_once"),
            models.UniqueConstraint(
                fields=["decision", "to"], condition=Q(measure=None), name="referral_of_case_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.to)


class Rectification(models.Model):
    """A mending of a slip in the registration, written once: numbers, dates, words; no outcome, no amounts (D3)."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="rectifications")
    version = models.PositiveIntegerField(_("Ny version"))
    reason = models.TextField(_("Skäl"))
    before = models.JSONField(_("Före"))
    after = models.JSONField(_("Efter"))
    at = models.DateTimeField(_("När"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("rättelse av registreringen")
        verbose_name_plural = _("rättelser av registreringen")
        ordering = ["version"]

    def __str__(self) -> str:
        return f"{self.decision} v{self.version}"
