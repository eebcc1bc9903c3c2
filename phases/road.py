"""The road of a case: four phases and the committee's two decisions, as far as it has come."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from applications import deadlines
from applications.models import Case, Decision
from applications.states import ENDED_EARLY, PHASE_NUMBER, DecisionKind, Outcome, Phase, Status
from applications.templatetags.samverkan import datum
from phases.coming import Coming
from phases.moves import Moves

SAID = {
    Outcome.APPROVE: "yes",
    Outcome.APPROVE_CHANGED: "yes",
    Outcome.APPROVE_ALL: "yes",
    Outcome.REJECT: "no",
    Outcome.HAND_OVER: "on",
}
OVER = (Status.CLOSED, Status.ARCHIVED)
NEXT = {
    Phase.INITIERING: Phase.SAMARBETE,
    Phase.SAMARBETE: Phase.UTFORANDE,
    Phase.UTFORANDE: Phase.RESULTAT,
}
# The decision that a phase leads to.
BEFORE = {Phase.INITIERING: DecisionKind.DIALOGUE, Phase.SAMARBETE: DecisionKind.MEASURES}


class Road:
    """Tells where one case is from its trail, its released decisions and the meeting it is on its way to."""

    def __init__(self, case: Case, *, trail: Moves, decisions: Iterable[Decision], coming: Coming) -> None:
        self.case, self.trail, self.coming = case, trail, coming
        self.decisions = sorted(decisions, key=lambda row: (row.decided_on, row.pk))

    def steps(self) -> list[dict[str, Any]]:
        """Return the six steps for components/road.html."""
        return [
            self._phase(Phase.INITIERING),
            self._gate(DecisionKind.DIALOGUE),
            self._phase(Phase.SAMARBETE),
            self._gate(DecisionKind.MEASURES),
            self._phase(Phase.UTFORANDE),
            self._phase(Phase.RESULTAT),
        ]

    def where(self) -> str:
        """Return where an ended case stopped, for those who see no names on the road; else nothing."""
        if self.case.status not in ENDED_EARLY:
            return ""
        return f"{self.case.get_status_display()} {datum(self.case.closed_at or self.case.status_since)}"

    def _phase(self, phase: Phase) -> dict[str, Any]:
        number, here = PHASE_NUMBER[phase], self.case.phase_number
        began = self.trail.entered(phase)
        over = self.case.status in OVER
        state, note = "", ""
        if phase == self.case.phase and not over:
            state, note = "now", _("Sedan %(day)s") % {"day": datum(began, "kort")}
        elif began is not None and (over or self._passed(phase)):
            state, note = "done", span(began, self._left(phase))
        elif began is not None:
            note = _("Avslutades här")
        elif here is not None and number < here:
            note = _("Hoppades över")
        elif phase == Phase.RESULTAT and self.case.status == Status.EXECUTION and self.case.due_on:
            day = datum(deadlines.report_due(self.case.due_on), "kort")
            note = _("Rapport senast %(day)s") % {"day": day}
        return {"kind": "phase", "number": number, "name": phase.label, "state": state, "note": note}

    def _passed(self, phase: Phase) -> bool:
        """Return whether a phase was gone through: the case is in a later one, or got its decision there."""
        here = self.case.phase_number
        if here is not None:
            return PHASE_NUMBER[phase] < here
        return any(row.kind == BEFORE.get(phase) and row.outcome in SAID for row in self.decisions)

    def _left(self, phase: Phase) -> datetime | None:
        later = [self.trail.entered(following) for following in _after(phase)]
        return next((at for at in later if at is not None), self.case.closed_at)

    def _gate(self, kind: DecisionKind) -> dict[str, Any]:
        for row in reversed(self.decisions):
            if row.kind == kind and row.outcome in SAID:
                names = {
                    "yes": _("Nämnden sa ja"),
                    "no": _("Nämnden sa nej"),
                    "on": _("Nämnden lämnade vidare"),
                }
                said = SAID[Outcome(row.outcome)]
                return self._step("done", names[said], datum(row.decided_on, "kort"), ended=said != "yes")
        note = ""
        if self.coming.meeting_on and BEFORE.get(self.case.phase) == kind:
            day = datum(self.coming.meeting_on, "kort")
            note = day if self.coming.is_set else _("Tidigast %(day)s") % {"day": day}
        return self._step("", _("Nämnden beslutar"), note)

    @staticmethod
    def _step(state: str, name: str, note: str, *, ended: bool = False) -> dict[str, Any]:
        return {"kind": "gate", "state": state, "name": name, "note": note, "ended": ended}


def _after(phase: Phase) -> list[Phase]:
    following = NEXT.get(phase)
    return [following, *_after(following)] if following else []


def span(began: datetime, ended: datetime | None) -> str:
    """Return from when to when, in months: "Maj–augusti 2026", "Maj 2026", "Maj 2026–januari 2027"."""
    first = timezone.localdate(began)
    last = timezone.localdate(ended) if ended else first
    words = [datum(day).split(" ")[1:] for day in (first, last)]
    if words[0] == words[1]:
        return capfirst(" ".join(words[0]))
    if words[0][1] == words[1][1]:
        return capfirst(f"{words[0][0]}–{' '.join(words[1])}")
    return capfirst(f"{' '.join(words[0])}–{' '.join(words[1])}")
