"""The application (ansökan om samverkansstöd), its contributions and its evidence."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models.actor import CaseActor, Neighbourhood
from applications.models.submission import Submission
from applications.states import AreaKind, Remit, Size, SupportKind


class Application(Submission):
    """One version of the application, in eight steps. Every field may be empty until it is sent, and is frozen then.

    `steps` keeps, per step, how often it was saved, when and by whom: two people on two steps never collide.
    """

    # 1 Området (R1, R4, R19)
    title = models.CharField(_("Vad heter platsen eller förslaget?"), max_length=200, blank=True)
    area_kind = models.CharField(_("Slag av område"), max_length=10, choices=AreaKind, blank=True)
    area_description = models.TextField(_("Beskrivning av området"), blank=True)
    area_boundary = models.TextField(_("Områdets gränser med ord"), blank=True)
    area_polygon = models.JSONField(_("Områdets gränser på kartan"), null=True, blank=True)
    neighbourhood = models.ForeignKey(
        Neighbourhood, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Delområde")
    )
    remit = models.CharField(
        _("Hör förslaget till nämndens ansvar?"), max_length=10, choices=Remit, blank=True
    )
    remit_reason = models.TextField(_("Varför?"), blank=True)
    # 2 Gruppen (R3, R9, R48): actors and members stand on the case
    joint_proposal = models.TextField(_("Gruppens gemensamma förslag"), blank=True)
    size = models.CharField(_("Hur länge?"), max_length=10, choices=Size, blank=True)
    ends_on = models.DateField(_("Slutdatum"), null=True, blank=True)
    review_interval_months = models.PositiveSmallIntegerField(
        _("Uppföljning, månader"), null=True, blank=True
    )
    # 3 Aktörer i området, redan intresserade (R20, R21)
    actors_present = models.TextField(_("Aktörer i området"), blank=True)
    actors_interested = models.TextField(_("Redan intresserade"), blank=True)
    # 4 Utmaningar, möjligheter och mervärde (R12, R22, R23)
    challenges = models.TextField(_("Utmaningar och möjligheter"), blank=True)
    added_value = models.TextField(_("Mervärde"), blank=True)
    # 5 Samarbeten, förtroende, demokrati (R10, R14)
    cooperation = models.TextField(_("Samarbeten och förtroende"), blank=True)
    democratic = models.BooleanField(_("Vi arbetar efter demokratiska principer"), default=False)
    democratic_description = models.TextField(_("Så arbetar vi demokratiskt"), blank=True)
    # 6 Bidrag och sökt belopp (R11, R18)
    requested_amount = models.PositiveIntegerField(_("Sökt belopp för dialog, kronor"), null=True, blank=True)
    requested_purpose = models.TextField(_("Det ska pengarna användas till"), blank=True)
    # 8 Befintliga program och självskattning (R8, R53); 7 is Evidence
    programmes = models.TextField(_("Befintliga program"), blank=True)
    self_check = models.JSONField(_("Självskattning"), default=dict, blank=True)
    wanted_language = models.CharField(_("Önskat språk"), max_length=50, blank=True)
    translation_wanted = models.BooleanField(_("Vi vill ha beslutet översatt till finska"), default=False)
    steps = models.JSONField(default=dict, blank=True, editable=False)
    # Opened to the kontaktperson before it was sent: received, and never cleared (D19)
    opened_at = models.DateTimeField(_("Öppnad för kontaktpersonen"), null=True, blank=True, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    class Meta(Submission.Meta):
        verbose_name = _("ansökan")
        verbose_name_plural = _("ansökningar")

    def __str__(self) -> str:
        return f"{self.case} v{self.version}"

    @classmethod
    def opened_to(cls, user: Any) -> Q:
        """Return which unsent applications `user` may read as kontaktperson or substitute, as they are open (D19)."""
        return Q(opened_at__isnull=False) & (Q(case__officer=user) | Q(case__officer__substitute=user))


class Contribution(models.Model):
    """What an actor puts in itself: money, time, material or responsibility (K3, R11). May be half filled in."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="contributions")
    case_actor = models.ForeignKey(
        CaseActor, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Vem bidrar?")
    )
    kind = models.CharField(_("Med vad?"), max_length=10, choices=SupportKind, blank=True)
    amount = models.PositiveIntegerField(_("Belopp, kronor"), null=True, blank=True)
    description = models.CharField(_("Beskrivning"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("bidrag")
        verbose_name_plural = _("bidrag")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_actor}: {self.description or self.amount}"


class Evidence(models.Model):
    """Evidence of needs: which group, whose needs, how and when collected (K5, R13). May be half filled in."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="evidence")
    group = models.CharField(_("Vilka har ni frågat?"), max_length=200, blank=True)
    needs = models.TextField(_("Vilka behov kom fram?"), blank=True)
    method = models.CharField(_("Hur tog ni reda på det?"), max_length=300, blank=True)
    collected = models.CharField(_("När?"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("underlag")
        verbose_name_plural = _("underlag")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.group
