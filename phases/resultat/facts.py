"""What the result report opens with: everything already recorded in the case (D16), and the sums (R40)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.attachments.naming import open_names
from applications.attachments.sections import ACTIVITY, FINANCIAL
from applications.attachments.sections import REPORT as OTHER
from applications.models import Application, Attachment, Case, Condition, Decision, Event, Grant, Payment
from applications.states import DecisionKind, Size, Status, SupportKind
from applications.support.balance import given
from applications.templatetags.samverkan import antal
from phases.resultat.models import ResultReport, UsedSupport
from phases.samarbete.models import DialogueActivity
from phases.utforande.facts import last_day_of_measures

STOPPED = ("withdraw", "reject", "hand_over")


# --- versions --------------------------------------------------------------------------------------------
def unsent(case: Case) -> ResultReport | None:
    """Return the version that the group is writing, if any."""
    return ResultReport.objects.unsent().filter(case=case).first()


def latest(case: Case) -> ResultReport | None:
    """Return the newest final report that was sent."""
    return ResultReport.objects.sent().filter(case=case, is_interim=False).first()


def writes_interim(case: Case) -> bool:
    """Return whether the group may account for a period before renewed support (R48)."""
    return case.status == Status.EXECUTION and case.size == Size.LONG_TERM


def stopped_by(case: Case) -> Event | None:
    """Return what ended the process after support was granted (R37), None when the measures were carried through."""
    opened = (
        case.events.filter(target=Status.REPORTING)
        .exclude(source=Status.REPORTING)
        .order_by("-at", "-id")
        .first()
    )
    return opened if opened is not None and opened.action in STOPPED else None


# --- support (R40) ---------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Support:
    """One grant beside what was used of it: SEK for money, the grant's own unit for the rest."""

    grant: Grant
    used: UsedSupport | None

    @property
    def is_money(self) -> bool:
        """True for SEK."""
        return self.grant.kind == SupportKind.MONEY

    @property
    def label(self) -> str:
        """What the support is for."""
        if self.grant.measure is not None:
            return str(self.grant.measure)
        if self.grant.decision.kind == DecisionKind.DIALOGUE and self.is_money:
            return _("Dialoginsatser")
        return self.grant.description or _("Samverkansstöd")

    @property
    def in_kind(self) -> str:
        """What was granted in kind: "120 arbetstimmar"."""
        return "" if self.is_money else amount_in_words(self.grant.quantity, self.grant)

    @property
    def delivered(self) -> str:
        """What the city has noted as given: "80 timmar"; empty where nothing is noted."""
        given_so_far = None if self.is_money else self.grant.delivered  # type: ignore[attr-defined]
        return f"{antal(given_so_far)} {self.grant.unit}".strip() if given_so_far else ""

    @property
    def in_kind_used(self) -> str:
        """What was used of it; empty until answered."""
        if self.is_money or self.used is None or self.used.quantity is None:
            return ""
        return amount_in_words(self.used.quantity, self.grant)

    @property
    def is_answered(self) -> bool:
        """Return whether the group has said how much was used."""
        return (
            self.used is not None and (self.used.amount if self.is_money else self.used.quantity) is not None
        )

    @property
    def over(self) -> int:
        """SEK above the grant; it warns, it does not block."""
        if not self.is_money or self.used is None or self.used.amount is None:
            return 0
        return max(0, self.used.amount - (self.grant.amount or 0))


def amount_in_words(quantity: Decimal | None, grant: Grant) -> str:
    """Return "120 arbetstimmar" or "12 planteringskärl, lån"."""
    if quantity is None:
        return ""
    return ", ".join(part for part in (f"{antal(quantity)} {grant.unit}".strip(), grant.description) if part)


def support(case: Case, report: ResultReport | None) -> list[Support]:
    """Return every grant with what the report says was used (two queries)."""
    # Dialogue has no measure and comes first, which the two databases would not agree on by themselves.
    letter = F("measure__letter").asc(nulls_first=True)
    grants = given(case).filter(replaced=False).order_by("decision__decided_on", letter, "id")
    used = {row.grant_id: row for row in report.used.all()} if report is not None and report.pk else {}
    return [Support(grant, used.get(grant.pk)) for grant in grants]


@dataclass(frozen=True)
class Money:
    """Sums of a case in SEK. `used` counts what the report has answered so far."""

    granted: int
    used: int
    paid: int
    repaid: int
    is_whole: bool = True  # every sum is answered: what is to be paid back is known

    @property
    def remainder(self) -> int:
        """What is left of the grants."""
        return max(0, self.granted - self.used)

    @property
    def over(self) -> int:
        """What was used above the grants; the group pays it itself."""
        return max(0, self.used - self.granted)

    @property
    def repayment(self) -> int:
        """What is to be paid back: of what was paid out where payments are recorded, else of what was granted."""
        return max(0, (self.paid or self.granted) - self.used)

    @property
    def outstanding(self) -> int:
        """What is still to be paid back."""
        return max(0, self.repayment - self.repaid)


def money(case: Case, rows: list[Support]) -> Money:
    """Return the sums: granted and used from `rows`, paid and repaid from the recorded payments (D12)."""
    sums = case.payments.aggregate(
        paid=Sum("amount", filter=Q(kind=Payment.Kind.PAYMENT)),
        repaid=Sum("amount", filter=Q(kind=Payment.Kind.REPAYMENT)),
    )
    return Money(
        granted=sum(row.grant.amount or 0 for row in rows if row.is_money),
        used=sum((row.used.amount or 0) for row in rows if row.is_money and row.used is not None),
        paid=sums["paid"] or 0,
        repaid=sums["repaid"] or 0,
        is_whole=all(row.is_answered for row in rows if row.is_money),
    )


def warnings(rows: list[Support], sums: Money) -> list[str]:
    """Return what the group should look at twice; nothing of it hinders sending (R40)."""
    from applications.templatetags.samverkan import kronor

    found = [
        _("Ni har använt %(over)s mer än beviljat till %(label)s.")
        % {"over": kronor(row.over), "label": row.label}
        for row in rows
        if row.over
    ]
    if sums.over:
        found.append(
            _("Tillsammans är det %(over)s mer än beviljat. Det betalar ni själva.")
            % {"over": kronor(sums.over)}
        )
    return found


# --- what is recorded beside the questions (D16) -------------------------------------------------------------
def dialogues(case: Case) -> QuerySet[DialogueActivity]:
    """Return dialogue activities that were held (R42)."""
    return DialogueActivity.objects.filter(case=case, held_on__isnull=False).order_by("held_on", "id")


def participants(case: Case) -> int:
    """Return how many took part in the dialogues, where somebody counted."""
    return dialogues(case).aggregate(sum=Sum("participants"))["sum"] or 0


def decisions(case: Case) -> QuerySet[Decision]:
    """Return released decisions, the first one first."""
    return case.decisions.filter(released_at__isnull=False).order_by("decided_on", "id")


def application(case: Case) -> Application | None:
    """Return the application as last sent."""
    return case.application_versions.sent().first()


def promised_value(case: Case) -> str:
    """Return the added value that the application promised (R23, R59)."""
    sent = application(case)
    return sent.added_value if sent else ""


def unmet_conditions(case: Case) -> QuerySet[Condition]:
    """Return conditions of released decisions that nobody has noted as met and no later decision has closed."""
    return Condition.objects.open().filter(decision__case=case)


def usual_period(case: Case) -> tuple[date | None, date | None]:
    """Return the period to begin with: from the first decision to the end of the last measure."""
    first = decisions(case).values_list("decided_on", flat=True).first()
    return first, last_day_of_measures(case)


def enclosures(case: Case, section: str, *, sent: bool | None = None) -> QuerySet[Attachment]:
    """Return files of one section of the report; `sent` chooses."""
    files = case.attachments.filter(section=section, removed_at=None)
    return files if sent is None else files.filter(sent_at__isnull=not sent)


def enclosure_names(case: Case) -> list[str]:
    """Return the names of the enclosures of the report as the document lists them."""
    titles = {ACTIVITY: _("Verksamhetsberättelse"), FINANCIAL: _("Ekonomisk berättelse")}
    return [
        f"{titles[section]} ({name})" if section in titles else name
        for section in (ACTIVITY, FINANCIAL, OTHER)
        for name in open_names(enclosures(case, section))
    ]


def recorded(case: Case) -> dict[str, Any]:
    """Return what stands beside the questions, read-only."""
    from phases.utforande.facts import held_check_ins, standings, told

    sent = application(case)
    return {
        "decisions": decisions(case),
        "standings": standings(case),
        "dialogues": dialogues(case),
        "participants": participants(case),
        "check_ins_held": held_check_ins(case).count(),
        "told": told(case),
        "contributions": sent.contributions.select_related("case_actor__actor") if sent else [],
        "actors": case.case_actors.select_related("actor"),
        "promised_value": sent.added_value if sent else "",
        "today": timezone.localdate(),
    }
