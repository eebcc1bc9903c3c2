"""Communication, dialogue, needs, compilation of viewpoints, and the proposal of measures."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models import CaseActor, Revised, Submission, WrittenLong
from applications.states import MeasureArea, NeedGroup
from phases.base import PhaseRecord


class Communication(Revised, PhaseRecord):
    """The process told to more actors (R24)."""

    happened_on = models.DateField(_("Datum"))
    channel = models.CharField(_("Hur berättade ni?"), max_length=150)
    audience = models.CharField(_("För vilka?"), max_length=200)
    note = models.TextField(_("Anteckning"), blank=True)

    class Meta:
        verbose_name = _("information till fler")
        verbose_name_plural = _("information till fler")
        ordering = ["happened_on", "id"]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.channel}"


class DialogueActivity(Revised, PhaseRecord):
    """A dialogue activity, planned and then held (R27)."""

    title = models.CharField(_("Aktivitet"), max_length=150)
    method = models.CharField(_("Hur?"), max_length=150)
    target_group = models.CharField(_("Vilka vill ni nå?"), max_length=200)
    planned_on = models.DateField(_("Planerat datum"))
    held_on = models.DateField(_("Genomförd"), null=True, blank=True)
    participants = models.PositiveIntegerField(_("Antal deltagare"), null=True, blank=True)
    summary = models.TextField(_("Det här kom fram"), blank=True)

    class Meta:
        verbose_name = _("dialogaktivitet")
        verbose_name_plural = _("dialogaktiviteter")
        ordering = ["planned_on", "id"]

    def __str__(self) -> str:
        return self.title


class Need(Revised, PhaseRecord):
    """A need of one group, linked to the activity where it came up (R28)."""

    group = models.CharField(_("Vems behov?"), max_length=10, choices=NeedGroup)
    text = models.CharField(_("Behov"), max_length=300)
    activity = models.ForeignKey(
        DialogueActivity, models.PROTECT, related_name="needs", verbose_name=_("Kom fram i")
    )

    class Meta:
        verbose_name = _("behov")
        verbose_name_plural = _("behov")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text


class Compilation(Revised, PhaseRecord):
    """The compiled viewpoints (R30): one a case, finished when `finished_on` is set."""

    text = models.TextField(_("Sammanställning av synpunkter"), blank=True)
    finished_on = models.DateField(_("Klar"), null=True, blank=True)

    class Meta:
        verbose_name = _("sammanställning")
        verbose_name_plural = _("sammanställningar")
        constraints = [models.UniqueConstraint(fields=["case"], name="one_compilation")]

    def __str__(self) -> str:
        return f"{self.case_id}"


class SupportRequest(PhaseRecord):
    """Support that the group asks its officer for: with mapping, dialogue or organising (R25, R29, R52)."""

    class About(models.TextChoices):
        """What the group wants help with."""

        MAPPING = "mapping", _("Kartläggning av aktörer")
        DIALOGUE = "dialogue", _("Dialog")
        ORGANISING = "organising", _("Organisering")

    about = models.CharField(_("Vad vill ni ha hjälp med?"), max_length=12, choices=About)
    text = models.TextField(_("Beskriv"))
    answer = models.TextField(_("Svar"), blank=True)
    answered_at = models.DateTimeField(_("Besvarad"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("önskat stöd")
        verbose_name_plural = _("önskat stöd")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.get_about_display()


class Proposal(WrittenLong, Submission):
    """One version of the proposal: measures, activities and schedule (R31). Frozen when it is sent."""

    summary = models.TextField(_("Förslaget i korthet"), blank=True)

    class Meta(Submission.Meta):
        verbose_name = _("förslag")
        verbose_name_plural = _("förslag")

    def __str__(self) -> str:
        return f"{self.case_id} v{self.version}"


def area_names(codes: Iterable[str]) -> list[str]:
    """Return the names of areas of measures (domain, fact 2)."""
    return [str(MeasureArea(code).label) for code in codes if code in MeasureArea.values]


class ProposedMeasure(WrittenLong, Revised):
    """A measure as the group writes it, frozen when sent: the case's Measure with the same letter follows."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="measures")
    letter = models.CharField(_("Beteckning"), max_length=3)
    title = models.CharField(_("Vad vill ni göra?"), max_length=200)
    description = models.TextField(_("Beskriv insatsen"), blank=True)
    areas = models.JSONField(_("Områden"), default=list, blank=True)
    responsible = models.ForeignKey(
        CaseActor, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Vem ansvarar?")
    )
    starts_on = models.DateField(_("Börjar"), null=True, blank=True)
    ends_on = models.DateField(_("Slutar"), null=True, blank=True)
    cost = models.PositiveIntegerField(_("Vad kostar det, kronor?"), null=True, blank=True)
    requested_amount = models.PositiveIntegerField(_("Hur mycket söker ni, kronor?"), null=True, blank=True)
    requested_in_kind = models.CharField(_("Annat stöd ni söker"), max_length=300, blank=True)
    needs = models.ManyToManyField(
        Need, blank=True, related_name="+", verbose_name=_("Behov som insatsen svarar på")
    )

    class Meta:
        verbose_name = _("föreslagen insats")
        verbose_name_plural = _("föreslagna insatser")
        ordering = ["letter"]
        constraints = [models.UniqueConstraint(fields=["proposal", "letter"], name="proposed_letter_once")]

    def __str__(self) -> str:
        return f"{self.letter} {self.title}"

    @property
    def area_names(self) -> list[str]:
        """The areas in words."""
        return area_names(self.areas)
