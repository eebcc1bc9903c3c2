"""Committees, their meetings, the items of our cases, and the officer's report (tjänsteskrivelse)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from applications import deadlines
from applications.language import small
from applications.models.measure import Measure
from applications.models.submission import Revised
from applications.states import Outcome, ReportKind


class Committee(models.Model):
    """A committee of the city, or its executive board. Data, editable by staff."""

    name = models.CharField(_("Namn"), max_length=120, unique=True)
    short = models.CharField(_("Förkortning"), max_length=10, blank=True)
    decides = models.BooleanField(_("Beslutar om samverkansstöd"), default=False)
    is_active = models.BooleanField(_("Används"), default=True)

    class Meta:
        verbose_name = _("nämnd")
        verbose_name_plural = _("nämnder")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Meeting(models.Model):
    """A meeting of a committee, with the dates around it."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="meetings", verbose_name=_("Nämnd"))
    date = models.DateField(_("Datum"))
    starts_at = models.TimeField(_("Klockan"), null=True, blank=True)
    place = models.CharField(_("Plats"), max_length=150, blank=True)
    working_committee_on = models.DateField(_("Arbetsutskottet"), null=True, blank=True)
    documents_ready_on = models.DateField(_("Underlag klara"), null=True, blank=True)
    notice_on = models.DateField(_("Kallelse skickas"), null=True, blank=True)
    minutes_approved_on = models.DateField(_("Protokollet justeras"), null=True, blank=True)

    class Meta:
        verbose_name = _("sammanträde")
        verbose_name_plural = _("sammanträden")
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["committee", "date"], name="meeting_once")]

    def __str__(self) -> str:
        day = small(date_format(self.date, "j F Y"))
        return f"{capfirst(self.committee.name)} {day}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Fill in the dates around the meeting from the settings, where left empty (D13)."""
        usual = deadlines.days_around(self.date, working_committee_on=self.working_committee_on)
        for name, day in usual.items():
            if getattr(self, name) is None:
                setattr(self, name, day)
        super().save(*args, **kwargs)


class OfficerReport(Revised):
    """The officer's report to the committee: one version per sign-off; signed ones are immutable."""

    RECOMMENDATIONS = [
        (Outcome.APPROVE.value, _("Bevilja")),
        (Outcome.APPROVE_ALL.value, _("Bevilja allt på en gång")),
        (Outcome.REJECT.value, _("Avslå")),
        (Outcome.HAND_OVER.value, _("Överlämna till annan nämnd")),
    ]

    case = models.ForeignKey("applications.Case", models.PROTECT, related_name="officer_reports")
    kind = models.CharField(_("Slag"), max_length=10, choices=ReportKind)
    version = models.PositiveIntegerField(_("Version"), default=1)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("Påbörjad"))
    recommendation = models.CharField(_("Förslag"), max_length=20, choices=RECOMMENDATIONS, blank=True)
    heading = models.CharField(_("Rubrik"), max_length=200, blank=True)
    summary = models.TextField(_("Sammanfattning"), blank=True)
    background = models.TextField(_("Bakgrund"), blank=True)
    changes = models.TextField(_("Vad som har ändrats sedan förra beslutet"), blank=True)
    assessment = models.TextField(_("Samlad bedömning"), blank=True)
    economy = models.TextField(_("Ekonomi"), blank=True)
    children = models.TextField(_("Konsekvenser för barn"), blank=True)
    gender_equality = models.TextField(_("Konsekvenser för jämställdhet"), blank=True)
    equality = models.TextField(_("Konsekvenser för jämlikhet"), blank=True)
    dialogue = models.TextField(_("Dialog"), blank=True)
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Planerat sammanträde"),
    )
    sent_for_sign_off_at = models.DateTimeField(_("Till chefen"), null=True, blank=True)
    returned_at = models.DateTimeField(_("Åter från chefen"), null=True, blank=True)
    manager_comment = models.TextField(_("Chefens kommentar"), blank=True)
    signed_off_at = models.DateTimeField(_("Signerad"), null=True, blank=True)
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recalled_at = models.DateTimeField(_("Återtagen"), null=True, blank=True)
    snapshot = models.JSONField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("tjänsteskrivelse")
        verbose_name_plural = _("tjänsteskrivelser")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "version"], name="officer_report_version_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(signed_off_at=None), name="officer_report_one_unsigned"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.get_kind_display()} v{self.version}"

    @property
    def is_signed(self) -> bool:
        """True once a manager has signed: the text is frozen."""
        return self.signed_off_at is not None

    @property
    def is_with_manager(self) -> bool:
        """True while the manager has it: sent, neither signed nor given back."""
        return self.sent_for_sign_off_at is not None and not self.is_signed


class ReportEdition(models.Model):
    """The officer's report as it was sent to the manager, field by field: written once, to compare with (D24)."""

    report = models.ForeignKey(OfficerReport, models.PROTECT, related_name="editions")
    texts = models.JSONField(_("Texter"))
    at = models.DateTimeField(_("Till chefen"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("tjänsteskrivelse till chefen")
        verbose_name_plural = _("tjänsteskrivelser till chefen")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.report} {self.at:%Y-%m-%d %H:%M}"


class ProposedPoint(models.Model):
    """A proposed decision point, frozen with its report; with a measure when it concerns one. Amounts in SEK."""

    report = models.ForeignKey(OfficerReport, models.CASCADE, related_name="points")
    number = models.PositiveSmallIntegerField(_("Nr"))
    text = models.TextField(_("Punkt"))
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Insats")
    )
    requested = models.PositiveIntegerField(_("Sökt, kronor"), null=True, blank=True)
    proposed = models.PositiveIntegerField(_("Föreslaget, kronor"), null=True, blank=True)
    in_kind = models.TextField(_("Annat stöd som föreslås"), blank=True)
    motivation = models.TextField(_("Motivering"), blank=True)

    class Meta:
        verbose_name = _("förslag till beslutspunkt")
        verbose_name_plural = _("förslag till beslutspunkter")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="proposed_point_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:60]}"


class AgendaItem(models.Model):
    """A case on the agenda of a meeting. Closed by the decision, by tabling, or when taken off."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items", verbose_name=_("Sammanträde"))
    case = models.ForeignKey("applications.Case", models.PROTECT, related_name="agenda_items")
    report = models.ForeignKey(OfficerReport, models.PROTECT, related_name="agenda_items")
    number = models.PositiveSmallIntegerField(_("Ordning"))
    added_at = models.DateTimeField(_("Tillagd"))
    closed_at = models.DateTimeField(_("Avslutad"), null=True, blank=True)
    closed_why = models.CharField(_("Varför"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("ärendepunkt")
        verbose_name_plural = _("ärendepunkter")
        ordering = ["meeting", "number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(closed_at=None), name="one_open_agenda_item")
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.case}"
