"""What was granted, paid and repaid, in SEK, per measure and in all; what was granted in kind."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.decisions.content import InKind
from applications.models import Case, Grant, Payment
from applications.states import SupportKind


@dataclass(frozen=True)
class Line:
    """Money for one thing: a measure, or what no measure carries (dialogue)."""

    label: str
    granted: int
    paid: int
    repaid: int

    @property
    def left(self) -> int:
        """What of the granted sum has not been paid out; below 0 when more was paid than granted for this thing."""
        return self.granted - self.paid + self.repaid


@dataclass(frozen=True)
class Balance:
    """The money of a case. `payable`: what decisions that may be carried out grant (D4)."""

    lines: tuple[Line, ...]
    in_kind: tuple[tuple[str, InKind], ...]
    payable: int

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


def balance(case: Case) -> Balance:
    """Return the money of a case, a line per measure and one for the rest. Two queries."""
    grants = list(case.grants.select_related("measure", "decision"))
    payments = list(case.payments.select_related("measure"))
    measures = {row.measure_id: row.measure for row in (*grants, *payments)}
    keys = sorted(measures, key=lambda key: (key is not None, measures[key].letter if key else ""))
    granted = _sums((grant.measure_id, grant.amount) for grant in grants if grant.kind == SupportKind.MONEY)
    paid = _sums((row.measure_id, row.amount) for row in payments if row.kind == Payment.Kind.PAYMENT)
    repaid = _sums((row.measure_id, row.amount) for row in payments if row.kind == Payment.Kind.REPAYMENT)
    return Balance(
        lines=tuple(
            Line(str(measures[key] or _("Dialog och övrigt")), granted[key], paid[key], repaid[key])
            for key in keys
        ),
        in_kind=tuple(
            (str(grant.measure or ""), _thing(grant)) for grant in grants if grant.kind != SupportKind.MONEY
        ),
        payable=sum(grant.amount for grant in grants if grant.amount and _may_be_carried_out(grant)),
    )


def _sums(rows: Iterable[tuple[int | None, int]]) -> defaultdict[int | None, int]:
    found: defaultdict[int | None, int] = defaultdict(int)
    for key, amount in rows:
        found[key] += amount
    return found


def _may_be_carried_out(grant: Grant) -> bool:
    return grant.decision.in_force_at_once or grant.decision.legal_force_on is not None


def _thing(grant: Grant) -> InKind:
    return InKind(SupportKind(grant.kind), grant.quantity, grant.unit, grant.description)
