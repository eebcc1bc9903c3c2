"""The road of a case: four phases and the committee's two decisions, as far as it has come."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from applications.models import Case
from applications.states import PHASE_NUMBER, PHASE_OF, DecisionKind, Outcome, Phase, Status
from applications.templatetags.samverkan import datum

SAID = {
    Outcome.APPROVE: "yes",
    Outcome.APPROVE_CHANGED: "yes",
    Outcome.APPROVE_ALL: "yes",
    Outcome.REJECT: "no",
    Outcome.HAND_OVER: "on",
}


class Road:
    """Reads the trail and the released decisions of one case once, and tells where it is."""

    def __init__(self, case: Case) -> None:
        self.case = case
        moves = case.events.exclude(target="").order_by("at", "id").values_list("source", "target", "at")
        self.moves: list[tuple[str, str, datetime]] = [move for move in moves if move[0] != move[1]]
        decisions = case.decisions.filter(released_at__isnull=False).order_by("decided_on", "id")
        self.decisions: list[tuple[str, str, date]] = list(
            decisions.values_list("kind", "outcome", "decided_on")
        )
        item = case.agenda_items.filter(closed_at=None).values_list("meeting__date", flat=True).first()
        self.meeting_on: date | None = item

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

    def _began(self, phase: Phase) -> datetime | None:
        if phase == Phase.INITIERING:
            return self.case.opened_at
        return next((at for _source, target, at in self.moves if PHASE_OF[target] == phase), None)

    def _phase(self, phase: Phase) -> dict[str, Any]:
        number, here = PHASE_NUMBER[phase], self.case.phase_number
        began = self._began(phase)
        over = self.case.status in (Status.CLOSED, Status.ARCHIVED)
        state = ""
        if phase == self.case.phase and not over:
            state = "now"
        elif began is not None and (over or here is None or number < here):
            state = "done"
        since = _("Sedan %(day)s") if state == "now" else _("Från %(day)s")
        note = since % {"day": datum(began, "kort")} if began else ""
        if began is None and here is not None and number < here:
            note = _("Hoppades över")
        return {"kind": "phase", "number": number, "name": phase.label, "state": state, "note": note}

    def _gate(self, kind: DecisionKind) -> dict[str, Any]:
        for decided, outcome, day in reversed(self.decisions):
            if decided == kind and outcome in SAID:
                names = {
                    "yes": _("Nämnden sa ja"),
                    "no": _("Nämnden sa nej"),
                    "on": _("Nämnden lämnade vidare"),
                }
                return self._step("done", names[SAID[Outcome(outcome)]], datum(day, "kort"))
        note = ""
        if self.meeting_on and self.case.status in self._statuses(kind):
            note = datum(self.meeting_on, "kort")
        return self._step("", _("Nämnden beslutar"), note)

    @staticmethod
    def _statuses(kind: DecisionKind) -> tuple[Status, ...]:
        return (Status.COMMITTEE,) if kind == DecisionKind.DIALOGUE else (Status.PROPOSAL_COMMITTEE,)

    @staticmethod
    def _step(state: str, name: str, note: str) -> dict[str, Any]:
        return {"kind": "gate", "state": state, "name": name, "note": note}
