"""What was granted, paid and repaid, in SEK, and what was granted, given and returned in kind: per measure, in all."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from applications.decisions.content import InKind
from applications.models import Case, Delivery, Grant, Payment
from applications.states import SupportKind


@dataclass(frozen=True)
class Line:
    """Money for one thing: a measure by primary key, or what no measure carries (dialogue)."""

    label: str
    granted: int
    paid: int
    repaid: int
    measure: int | None = None
    payable: int = 0  # of what is granted, what may be paid out now (KL 13:14)

    @property
    def held(self) -> int:
        """What the group holds for this thing: paid out and not paid back."""
        return self.paid - self.repaid

    @property
    def left(self) -> int:
        """What of the granted sum has not been paid out; below 0 when more was paid than granted for this thing."""
        return self.granted - self.paid + self.repaid


@dataclass(frozen=True)
class InKindLine:
    """Support in kind of one grant, in its own unit: granted, given, and come back of what was lent."""

    measure: str
    thing: InKind
    delivered: Decimal
    returned: Decimal

    @property
    def name(self) -> str:
        """What it is: planteringskärl till låns, or the unit where nothing more is said."""
        return self.thing.description or self.thing.unit

    @property
    def is_lent(self) -> bool:
        """True when the decision says that it is a loan: it is to come back."""
        return "lån" in f"{self.thing.description} {self.thing.unit}".lower()

    @property
    def granted(self) -> Decimal:
        """What the decision gives."""
        return self.thing.quantity

    @property
    def left(self) -> Decimal:
        """What the city has still to give; below 0 when more was given than a later decision grants."""
        return self.granted - self.delivered

    @property
    def held(self) -> Decimal:
        """What the group has: given and not come back."""
        return self.delivered - self.returned


@dataclass(frozen=True)
class Balance:
    """The money of a case. `payable`: what decisions that may be carried out grant (D4)."""

    lines: tuple[Line, ...]
    in_kind: tuple[InKindLine, ...]
    payable: int

    def line_of(self, measure: int | None) -> Line:
        """Return the line of a measure, or of what no measure carries; an empty one where there is no money."""
        empty = Line("", 0, 0, 0, measure=measure)
        return next((line for line in self.lines if line.measure == measure), empty)

    @property
    def granted(self) -> int:
        """Granted in all."""
        return sum(line.granted for line in self.lines)

    @property
    def paid(self) -> int:
        """Paid out in all."""
        return sum(line.paid for line in self.lines)

    @property
    def repaid(self) -> int:
        """Paid back in all."""
        return sum(line.repaid for line in self.lines)

    @property
    def left(self) -> int:
        """Granted and not paid out."""
        return self.granted - self.paid + self.repaid

    @property
    def held(self) -> int:
        """What the group holds: paid out and not paid back."""
        return self.paid - self.repaid

    @property
    def in_kind_sums(self) -> tuple[InKindLine, ...]:
        """The sum of each unit that more than one grant counts in: 120 + 40 timmar."""
        units = Counter(line.thing.unit for line in self.in_kind)
        return tuple(self._sum(unit) for unit, count in units.items() if count > 1)

    def _sum(self, unit: str) -> InKindLine:
        lines = [line for line in self.in_kind if line.thing.unit == unit]
        thing = InKind(lines[0].thing.kind, sum((line.granted for line in lines), Decimal()), unit)
        delivered = sum((line.delivered for line in lines), Decimal())
        return InKindLine("", thing, delivered, sum((line.returned for line in lines), Decimal()))


def balance(case: Case) -> Balance:
    """Return money and help of a case, a line per measure and one for the rest. Two queries."""
    grants = list(given(case))
    payments = list(case.payments.select_related("measure"))
    measures = {row.measure_id: row.measure for row in (*grants, *payments)}
    keys = sorted(measures, key=lambda key: (key is not None, measures[key].letter if key else ""))
    granted = _sums((grant.measure_id, grant.amount) for grant in grants if grant.kind == SupportKind.MONEY)
    payable = _sums((row.measure_id, row.amount) for row in grants if row.amount and row.carried_out_from)
    paid = _sums((row.measure_id, row.amount) for row in payments if row.kind == Payment.Kind.PAYMENT)
    repaid = _sums((row.measure_id, row.amount) for row in payments if row.kind == Payment.Kind.REPAYMENT)
    return Balance(
        lines=tuple(
            Line(
                str(measures[key] or _("Dialog och övrigt")),
                granted[key],
                paid[key],
                repaid[key],
                measure=key,
                payable=payable[key],
            )
            for key in keys
        ),
        in_kind=tuple(in_kind_line(grant) for grant in grants if grant.kind != SupportKind.MONEY),
        payable=sum(payable.values()),
    )


def given(case: Case) -> QuerySet[Grant]:
    """Return the grants that count, each with what was `delivered` and `returned` of it.

    One that a later decision replaced stays while something was given of it: `replaced`, with nothing granted.
    """
    kinds = {"delivered": Delivery.Kind.DELIVERY, "returned": Delivery.Kind.RETURN}
    sums = {
        name: Coalesce(Sum("deliveries__quantity", filter=Q(deliveries__kind=kind)), Decimal())
        for name, kind in kinds.items()
    }
    grants = case.grants.with_replaced().select_related("measure", "decision")
    has_deliveries = Exists(Delivery.objects.filter(grant=OuterRef("pk")))
    return grants.filter(Q(replaced=False) | has_deliveries).annotate(**sums)


def in_kind_line(grant: Grant) -> InKindLine:
    """Return a grant of `given` that is no money as a line."""
    return InKindLine(
        str(grant.measure or ""),
        replace(_thing(grant), quantity=Decimal()) if grant.replaced else _thing(grant),  # type: ignore[attr-defined]
        grant.delivered,  # type: ignore[attr-defined]
        grant.returned,  # type: ignore[attr-defined]
    )


def _sums(rows: Iterable[tuple[int | None, int]]) -> defaultdict[int | None, int]:
    found: defaultdict[int | None, int] = defaultdict(int)
    for key, amount in rows:
        found[key] += amount
    return found


def _thing(grant: Grant) -> InKind:
    return InKind(SupportKind(grant.kind), grant.quantity, grant.unit, grant.description)
