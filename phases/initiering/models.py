"""First contact, first meeting, and the one criteria card."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models import Application, Criterion, OfficerReport
from applications.states import AssessmentStage, Verdict
from phases.base import PhaseRecord


class ExpressionOfInterest(PhaseRecord):
    """An intresseanmälan from the web: received at once; its sender becomes the representative (D25)."""

    contact_name = models.CharField(_("Ditt namn"), max_length=150)
    contact_email = models.EmailField(_("E-postadress"))
    contact_phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    parties = models.TextField(_("Vilka är ni?"))
    area = models.TextField(_("Vilken plats gäller det?"))
    challenges = models.TextField(_("Utmaningar och möjligheter"), blank=True)
    proposal = models.TextField(_("Vad vill ni göra?"), blank=True)
    areas = models.JSONField(_("Områden"), default=list, blank=True)

    class Meta:
        verbose_name = _("intresseanmälan")
        verbose_name_plural = _("intresseanmälningar")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.contact_name


class FirstMeeting(PhaseRecord):
    """The first meeting, where process and criteria are explained (R5, R7)."""

    held_on = models.DateField(_("Datum"))
    place = models.CharField(_("Plats"), max_length=150, blank=True)
    participants = models.TextField(_("Deltagare"))
    notes = models.TextField(_("Anteckningar"), blank=True)
    process_explained = models.BooleanField(_("Jag har berättat om processen"), default=False)
    criteria_explained = models.BooleanField(_("Jag har gått igenom kriterierna"), default=False)

    class Meta:
        verbose_name = _("första möte")
        verbose_name_plural = _("första möten")
        ordering = ["held_on", "id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.held_on}"


class Assessment(PhaseRecord):
    """The city's verdict on one criterion at one stage. A new verdict is a new row; the newest counts (R8)."""

    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="assessments")
    stage = models.CharField(_("Skede"), max_length=10, choices=AssessmentStage)
    application = models.ForeignKey(
        Application, models.PROTECT, null=True, blank=True, related_name="assessments"
    )
    verdict = models.CharField(_("Bedömning"), max_length=10, choices=Verdict)
    motivation = models.TextField(_("Motivering"), blank=True)

    class Meta:
        verbose_name = _("bedömning")
        verbose_name_plural = _("bedömningar")
        ordering = ["criterion__number", "-created_at", "-id"]
        indexes = [models.Index(fields=["case", "stage", "criterion"], name="assessment_of_case")]

    def __str__(self) -> str:
        return f"{self.criterion_id} {self.verdict}"


class ConflictDeclaration(PhaseRecord):
    """An officer's declaration of no conflict of interest before assessing (D6)."""

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("försäkran om jäv")
        verbose_name_plural = _("försäkringar om jäv")
        constraints = [models.UniqueConstraint(fields=["case", "officer"], name="declaration_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.officer_id}"


class LegalCheck(PhaseRecord):
    """The legal check before *klar för nämnd* when a business benefits (D7). The newest counts."""

    business_benefits = models.BooleanField(_("Ett företag gynnas"), default=False)
    single_business = models.TextField(_("Stöd till enskild näringsidkare (KL 2:8)"), blank=True)
    state_aid = models.TextField(_("Statligt stöd och stöd av mindre betydelse"), blank=True)
    register_checked_on = models.DateField(_("Det centrala registret kontrollerat"), null=True, blank=True)
    register_sum = models.PositiveIntegerField(_("Stöd i registret, euro"), null=True, blank=True)
    de_minimis_certificate = models.BooleanField(_("Intyg om stöd av mindre betydelse finns"), default=False)
    no_certificate = models.TextField(_("Varför intyg saknas"), blank=True)
    conclusion = models.TextField(_("Slutsats"))

    class Meta:
        verbose_name = _("rättslig kontroll")
        verbose_name_plural = _("rättsliga kontroller")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.created_at:%Y-%m-%d}"


class Deviation(PhaseRecord):
    """A gate on facts passed with a written reason (avsteg med skäl, D23)."""

    class Gate(models.TextChoices):
        """Gates that may be passed; legal gates are not among them."""

        FIRST_MEETING = "first_meeting", _("Första möte")
        POLYGON = "polygon", _("Område på karta")
        COMMUNICATION = "communication", _("Information till fler aktörer")
        DIALOGUE = "dialogue", _("Genomförd dialogaktivitet")
        CHECK_IN = "check_in", _("Genomförd avstämning")
        MEASURES = "measures", _("Insatser avslutade")
        RESULT_COMMUNICATION = "result_communication", _("Resultatet berättat för områdets aktörer")

    gate = models.CharField(_("Krav"), max_length=25, choices=Gate)
    reason = models.TextField(_("Skäl"))
    report = models.ForeignKey(
        OfficerReport, models.PROTECT, null=True, blank=True, related_name="deviations"
    )

    class Meta:
        verbose_name = _("avsteg")
        verbose_name_plural = _("avsteg")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["case", "gate"], name="deviation_once")]

    def __str__(self) -> str:
        return self.get_gate_display()
