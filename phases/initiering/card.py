"""The one criteria card of a case (R8): the group's self-check, the first judgement, the assessment, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from applications import snapshots
from applications.attachments.sections import APPLICATION
from applications.criteria import answered_version
from applications.models import Application, Attachment, Case, Criterion
from applications.states import AssessmentStage, Verdict
from applications.writing.guards import MIXED
from phases.initiering.models import Assessment

NUMBERS = range(1, 7)
MIXED_GROUP, DEMOCRATIC = 1, 6  # criteria that more than the group's words speak of (R9, R14)


@dataclass(frozen=True)
class Passage:
    """What the application says about one criterion: its texts, under their headings, and its rows.

    `sums_up` says in words what the rows come to or the group declares, `warning` what weakens it, deciding nothing.
    """

    texts: tuple[tuple[str, str], ...] = ()
    rows: tuple[str, ...] = ()
    section: str = ""
    sums_up: str = ""
    warning: str = ""

    @property
    def is_empty(self) -> bool:
        """True when the group has written nothing about it."""
        return not self.rows and not any(text for _label, text in self.texts)


# criterion → fields of Application, related rows, and the step of the form where they are written
SOURCES: dict[int, tuple[tuple[str, ...], str, Any]] = {
    1: (("joint_proposal",), "", _("Gruppen")),
    2: (("cooperation",), "", _("Samarbeten och demokrati")),
    3: ((), "contributions", _("Bidrag och sökt belopp")),
    4: (("added_value",), "", _("Utmaningar, möjligheter och mervärde")),
    5: ((), "evidence", _("Underlag från boende, verksamma och besökare")),
    6: (("democratic_description",), "", _("Samarbeten och demokrati")),
}

LABELS = {field.name: field.verbose_name for field in Application._meta.fields}  # noqa: SLF001 - Django's own


def passage(application: Application | None, number: int) -> Passage:
    """Return what a version of the application says about criterion `number`."""
    if application is None:
        return Passage()
    fields, related, section = SOURCES[number]
    texts = tuple((str(LABELS[name]), getattr(application, name)) for name in fields)
    if number == MIXED_GROUP:
        return _who_applies(application, texts, str(section))
    if number == DEMOCRATIC:
        yes, no = (
            gettext("Gruppen försäkrar att den arbetar efter demokratiska principer."),
            gettext("Gruppen har inte försäkrat att den arbetar efter demokratiska principer."),
        )
        found = {"sums_up": yes} if application.democratic else {"warning": no}
        return Passage(texts, (), str(section), **found)
    rows = tuple(_row(row) for row in getattr(application, related).all()) if related else ()
    return Passage(texts, rows, str(section))


def _who_applies(application: Application, texts: tuple[tuple[str, str], ...], section: str) -> Passage:
    """Return the joint proposal with the actors behind it and how many of how many kinds they are (R9).

    They are as they were when the version was sent; their answers since then stand on the page of the group.
    """
    snapshot = application.snapshot or {"actors": snapshots.actor_rows(application.case, in_group=True)}
    actors = [(actor["name"], str(actor["kind"])) for actor in snapshot["actors"]]
    kinds = sorted({kind for _name, kind in actors})
    number = ngettext("%(count)s aktör", "%(count)s aktörer", len(actors)) % {"count": len(actors)}
    sums_up = gettext("%(actors)s av %(kinds)s slag") % {"actors": number, "kinds": len(kinds)}
    if kinds:
        sums_up += ": " + ", ".join(kinds).lower()
    is_mixed = len(actors) >= MIXED and len(kinds) >= MIXED
    warning = "" if is_mixed else gettext("Kriteriet vill se minst två aktörer av minst två slag.")
    rows = tuple(f"{name}, {kind.lower()}" for name, kind in actors)
    return Passage(texts, rows, section, sums_up, warning)


def _row(row: Any) -> str:
    """Return a contribution or a piece of evidence in one line."""
    if hasattr(row, "case_actor"):
        amount = f"{row.amount:,} kronor".replace(",", "\N{NO-BREAK SPACE}") if row.amount is not None else ""
        what = ", ".join(part for part in (amount, row.description) if part)
        return f"{row.case_actor.actor.name}: {what or row.get_kind_display()}"
    return ". ".join(part.rstrip(".") for part in (row.group, row.method, row.needs) if part) + "."


@dataclass
class Row:
    """One criterion of the card.

    `assessed` is the newest assessment of a sent application, `stands` whether it still counts.
    """

    criterion: Criterion
    passage: Passage
    self_verdict: str = ""
    self_motivation: str = ""
    self_question: str = ""  # what the group answered, when the wording has changed since
    first: Assessment | None = None
    assessed: Assessment | None = None
    stands: bool = False
    history: list[Assessment] = field(default_factory=list)

    @property
    def number(self) -> int:
        """1–6."""
        return self.criterion.number

    @property
    def self_label(self) -> str:
        """The group's own verdict in words."""
        return str(Verdict(self.self_verdict).label) if self.self_verdict in Verdict.values else ""

    @property
    def is_met(self) -> bool:
        """True when it is met, by an assessment that counts."""
        return self.stands and self.assessed is not None and self.assessed.verdict == Verdict.MET

    @property
    def is_changed(self) -> bool:
        """True when the group changed this part after it was assessed."""
        return self.assessed is not None and not self.stands


class Card:
    """The criteria card of a case, read in a handful of queries. Files are shown to a `reader` only."""

    def __init__(self, case: Case, *, reader: Any = None) -> None:
        self.case, self.reader = case, reader

    @cached_property
    def application(self) -> Application | None:
        """The newest sent version: the one that is assessed."""
        return self._versions[0] if self._versions else None

    @cached_property
    def _versions(self) -> list[Application]:
        sent = Application.objects.sent().filter(case=self.case)
        return list(sent.prefetch_related("contributions__case_actor__actor", "evidence"))

    @cached_property
    def attachments(self) -> list[Attachment]:
        """The files sent with the application that the reader may read: evidence to read beside criterion 5."""
        if self.application is None or self.reader is None:
            return []
        files = self.case.attachments.visible_to(self.reader)
        return list(files.filter(section=APPLICATION, sent_at__isnull=False))

    @cached_property
    def assessments(self) -> list[Assessment]:
        """All rows of the case, newest first within a criterion."""
        found = Assessment.objects.filter(case=self.case).select_related("criterion", "created_by")
        return list(found.order_by("criterion__number", "-created_at", "-id"))

    @cached_property
    def rows(self) -> list[Row]:
        """The six criteria in order, in the wording that this case was assessed by, or else answered by the group."""
        used: dict[int, Criterion] = {}
        for assessment in reversed(self.assessments):
            used[assessment.criterion.number] = assessment.criterion
        current = {row.number: row for row in self._wordings if row.is_current}
        return [
            self._row(criterion) for _number, criterion in sorted((current | self._answered | used).items())
        ]

    @cached_property
    def _wordings(self) -> list[Criterion]:
        return list(Criterion.objects.all())

    @cached_property
    def _answered(self) -> dict[int, Criterion]:
        """The wording that the group had before it when it judged itself, by number."""
        own = self.application.self_check if self.application else {}
        return {row.number: row for row in self._wordings if answered_version(own, row.number) == row.version}

    def _row(self, criterion: Criterion) -> Row:
        number = criterion.number
        history = [item for item in self.assessments if item.criterion.number == number]
        own = (self.application.self_check if self.application else {}).get(str(number), {})
        asked = self._answered.get(number, criterion)
        assessed = _newest(history, AssessmentStage.REVIEW)
        return Row(
            criterion=criterion,
            passage=passage(self.application, number),
            self_verdict=own.get("verdict", ""),
            self_motivation=own.get("motivation", ""),
            self_question=asked.text if asked.text != criterion.text else "",
            first=_newest(history, AssessmentStage.FIRST),
            assessed=assessed,
            stands=assessed is not None and self._still_stands(assessed),
            history=history,
        )

    def _still_stands(self, assessment: Assessment) -> bool:
        """Return whether the group has left alone what was assessed: a completion elsewhere changes no verdict."""
        if self.application is None or assessment.application_id == self.application.pk:
            return True
        then = next((one for one in self._versions if one.pk == assessment.application_id), None)
        number = assessment.criterion.number
        return passage(then, number) == passage(self.application, number)

    def row(self, number: int) -> Row | None:
        """Return the row of one criterion."""
        return next((row for row in self.rows if row.number == number), None)

    @property
    def assessed_count(self) -> int:
        """How many criteria have an assessment that counts."""
        return sum(row.stands for row in self.rows)

    @property
    def first_count(self) -> int:
        """How many criteria have a first judgement."""
        return sum(row.first is not None for row in self.rows)

    @property
    def met_count(self) -> int:
        """How many criteria are met by an assessment that counts."""
        return sum(row.is_met for row in self.rows)

    @property
    def all_met(self) -> bool:
        """True when all six are met: the only ground for proposing to grant (R15)."""
        return len(self.rows) == len(NUMBERS) and self.met_count == len(NUMBERS)


def _newest(history: Iterable[Assessment], stage: AssessmentStage) -> Assessment | None:
    return next((item for item in history if item.stage == stage), None)
