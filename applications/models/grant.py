"""Support that was granted; payments and support in kind as recorded (D12: recorded, not executed)."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When
from django.utils.translation import gettext_lazy as _

from applications.models.actor import CaseActor
from applications.models.decision import Decision, DecisionPoint
from applications.models.measure import Measure
from applications.states import PointOutcome, SupportKind

# Outcomes that decide a thing for good: one referred back stands as it was until it comes again.
ANEW = (
    PointOutcome.GRANTED,
    PointOutcome.GRANTED_LESS,
    PointOutcome.REFUSED,
    PointOutcome.HANDED_OVER,
)


class GrantQuerySet(models.QuerySet):
    """Grants, told apart by whether a later decision decided the same thing anew (D3)."""

    def with_replaced(self) -> "GrantQuerySet":
        """Return the grants, each with `replaced`: a released decision that changes its own decided it anew.

        What is decided anew is a measure, or what no measure carries, when the changed decision gave it.
        """
        anew = DecisionPoint.objects.filter(
            decision__changes=OuterRef("decision"), decision__released_at__isnull=False, outcome__in=ANEW
        )
        return self.annotate(
            replaced=Case(
                When(Exists(anew.filter(measure=OuterRef("measure"))), then=True),
                When(Q(measure=None) & Exists(anew.filter(measure=None)), then=True),
                default=False,
                output_field=models.BooleanField(),
            )
        )

    def standing(self) -> "GrantQuerySet":
        """Return the grants that count."""
        return self.with_replaced().filter(replaced=False)


class Grant(models.Model):
    """Support of a released decision, frozen with it: money in SEK, or in kind as a quantity and its unit (R32)."""

    case = models.ForeignKey("applications.Case", models.PROTECT, related_name="grants")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="grants")
    point = models.ForeignKey(DecisionPoint, models.PROTECT, null=True, blank=True, related_name="grants")
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, blank=True, related_name="grants")
    kind = models.CharField(_("Slag"), max_length=10, choices=SupportKind)
    amount = models.PositiveIntegerField(_("Belopp, kronor"), null=True, blank=True)
    quantity = models.DecimalField(_("Antal"), max_digits=10, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("Enhet"), max_length=60, blank=True)
    description = models.CharField(_("Vad"), max_length=200, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("beviljat stöd")
        verbose_name_plural = _("beviljat stöd")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=SupportKind.MONEY, amount__isnull=False, quantity__isnull=True)
                | (~Q(kind=SupportKind.MONEY) & Q(amount__isnull=True, quantity__isnull=False)),
                name="grant_money_or_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.amount} kr" if self.amount is not None else f"{self.quantity} {self.unit}"

    @property
    def carried_out_from(self) -> date | None:
        """The first day on which the support may be given; None while the decision waits for laga kraft (KL 13:14)."""
        decision = self.decision
        return decision.decided_on if decision.in_force_at_once else decision.legal_force_on


class Payment(models.Model):
    """A payment to a payee with organisation number (R51), or a repayment to the city. SEK. Written once."""

    class Kind(models.TextChoices):
        """Direction of the money."""

        PAYMENT = "payment", _("Utbetalning")
        REPAYMENT = "repayment", _("Återbetalning")

    case = models.ForeignKey("applications.Case", models.PROTECT, related_name="payments")
    kind = models.CharField(_("Slag"), max_length=10, choices=Kind)
    payee = models.ForeignKey(CaseActor, models.PROTECT, related_name="payments", verbose_name=_("Mottagare"))
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, blank=True, related_name="payments")
    amount = models.PositiveIntegerField(_("Belopp, kronor"))
    paid_on = models.DateField(_("Datum"))
    note = models.CharField(_("Anteckning"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("Antecknad"))

    class Meta:
        verbose_name = _("betalning")
        verbose_name_plural = _("betalningar")
        ordering = ["paid_on", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"


class Delivery(models.Model):
    """Support in kind that was given, or came back, in the unit of its grant (R32, D12). Written once."""

    class Kind(models.TextChoices):
        """Which way it went."""

        DELIVERY = "delivery", _("Lämnat")
        RETURN = "return", _("Återlämnat")

    case = models.ForeignKey("applications.Case", models.PROTECT, related_name="deliveries")
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="deliveries", verbose_name=_("Stöd"))
    kind = models.CharField(_("Slag"), max_length=10, choices=Kind)
    quantity = models.DecimalField(_("Antal"), max_digits=10, decimal_places=2)
    happened_on = models.DateField(_("Datum"))
    note = models.CharField(_("Anteckning"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("Antecknad"))

    class Meta:
        verbose_name = _("lämnat stöd")
        verbose_name_plural = _("lämnat stöd")
        ordering = ["happened_on", "id"]
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="delivery_of_something")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.quantity} {self.grant.unit}"
