"""The committee: on the agenda, registered, released, posted, sent. The same for every decision."""

from datetime import time, timedelta
from typing import Any

from applications.committee import actions as committee
from applications.decisions import actions as decisions
from applications.decisions.conflicts import ConflictContent
from applications.decisions.content import (
    ConditionContent,
    DecisionContent,
    PointContent,
    ReferralContent,
    prefill,
)
from applications.dispatch import actions as dispatch
from applications.models import Committee, Decision, Meeting
from applications.states import Outcome, PointOutcome
from applications.templatetags.samverkan import kronor
from samverkan.demo.story import MEETING_EVERY
from samverkan.demo.walk_initiering import WalkInitiering

MEMBERS = "Beatrix Lundahl\nOrvar Ståhlnacke\nMinea Wårdh\nDragan Ödmark\nSvea Qvarnlöf"


class WalkCommittee(WalkInitiering):
    """What the secretary does with the case; `nth` is "" for decision 1 and "_2" for decision 2."""

    def put_on_agenda(self, nth: str = "") -> None:
        """The case is put on the agenda of the planned meeting."""
        committee.put_on_agenda(
            self.pk, meeting=self.meeting(f"decide{nth}"), by=self.sixten, at=self.at(f"put_on_agenda{nth}")
        )

    def next_meeting(self) -> None:
        """There is a later meeting for what is tabled."""
        decided = self.meeting("decide")
        Meeting.objects.get_or_create(
            committee=decided.committee,
            date=decided.date + timedelta(days=MEETING_EVERY),
            defaults={"place": "Stadshuset, August Palms plats 1", "starts_at": time(13)},
        )

    def register(self, outcome: Outcome = Outcome.APPROVE, nth: str = "", **changes: Any) -> Decision:
        """The secretary registers what was decided, from the report's proposal."""
        content = prefill(self.case, outcome=outcome, by=self.sixten)
        fields = {
            "outcome": outcome,
            "paragraph": self.paragraph(nth),
            "members": MEMBERS,
            "others_present": f"{self.maja.name}, {self.maja.title.lower()}\n{self.sixten.name}, nämndsekreterare",
            "chair": "Beatrix Lundahl",
            "secretary_name": self.sixten.name,
            "adjuster": "Orvar Ståhlnacke",
        }
        content = content.replacing(**(fields | changes))
        return decisions.register_decision(self.pk, content, by=self.sixten, at=self.at(f"decide{nth}", 16))

    def paragraph(self, nth: str) -> int:
        """Return a § that is free that year: the story's own, else the next."""
        wanted = self.story.paragraphs.get(nth)
        if wanted:
            return wanted
        year = self.day(f"decide{nth}").year
        taken = (
            Decision.objects.filter(year=year)
            .order_by("-paragraph")
            .values_list("paragraph", flat=True)
            .first()
        )
        return (taken or 100) + 1

    def release(self, nth: str = "") -> None:
        """The § is justerad: the case moves (D3)."""
        decisions.release_decision(
            self.pk, approved_on=self.day(f"release{nth}"), by=self.sixten, at=self.at(f"release{nth}", 14)
        )

    @property
    def decision(self) -> Decision:
        """The newest decision of the case."""
        return self.case.decisions.latest("id")

    def post(self, nth: str = "") -> None:
        """Posted: the appeal day runs (D4)."""
        dispatch.post_decision(
            self.pk,
            self.decision.pk,
            posted_on=self.day(f"post{nth}"),
            by=self.sixten,
            at=self.at(f"post{nth}", 9),
        )

    def dispatch(self, nth: str = "") -> None:
        """Posted and sent: the group gets its notice."""
        self.post(nth)
        dispatch.send_decision(self.pk, self.decision.pk, by=self.sixten, at=self.at(f"send{nth}", 9))

    # --- outcomes of decision 1 ----------------------------------------------------------------------------
    def register_first(self, outcome: Outcome = Outcome.APPROVE) -> None:
        """Decision 1 is registered with one of the committee's outcomes: a draft that the city alone sees (D3)."""
        self.register(outcome, **self._first_changes(outcome))

    def decide(self, outcome: Outcome = Outcome.APPROVE) -> None:
        """Decision 1 with one of the committee's outcomes, released, posted and sent."""
        self.register_first(outcome)
        self.release()
        if outcome != Outcome.TABLE:
            self.dispatch()

    def _first_changes(self, outcome: Outcome) -> dict[str, Any]:
        due = self.day("decide") + timedelta(days=120)
        if outcome in (Outcome.APPROVE, Outcome.APPROVE_CHANGED):
            return {
                "conflicts": (ConflictContent("Dragan Ödmark", "S", "Hedda Vallin"),),
                "conditions": tuple(ConditionContent(text, due) for text in self.story.conditions),
            }
        if outcome == Outcome.REJECT:
            return {"motivation": "Förslaget ligger i ett område som byggs om under hela tiden."}
        if outcome == Outcome.REFER_BACK:
            return {"refer_back_for": "Beskriv hur barnen i området ska tillfrågas."}
        if outcome == Outcome.HAND_OVER:
            return {"referrals": (self._referral("kulturnämnden", "Förslaget gäller konst i stadsrummet."),)}
        return {}

    def _referral(self, to: str, reason: str, **fields: Any) -> ReferralContent:
        receiver = Committee.objects.get_or_create(name=to)[0]
        return ReferralContent(to=receiver, reason=reason, **({"scope": "whole"} | fields))

    # --- decision 2, measure by measure -----------------------------------------------------------------------
    def decide_2(self, outcome: Outcome = Outcome.APPROVE_CHANGED) -> None:
        """Decision 2 as the story tells: each measure granted, granted less, refused, sent back or handed over."""
        changes: dict[str, Any] = {}
        if outcome in (Outcome.APPROVE, Outcome.APPROVE_CHANGED):
            content = prefill(self.case, outcome=outcome, by=self.sixten)
            points, referrals = self._decided(content)
            changes = {"points": points, "referrals": referrals}
        elif outcome == Outcome.HAND_OVER:
            changes = {
                "referrals": (self._referral("kulturnämnden", "Insatserna rör kultur i stadsrummet."),)
            }
        elif outcome == Outcome.REJECT:
            changes = {"motivation": "Insatserna ryms inte i årets budget."}
        elif outcome == Outcome.REFER_BACK:
            changes = {"refer_back_for": "Räkna om kostnaden för belysningen."}
        self.register(outcome, "_2", **changes)
        self.release("_2")
        if outcome != Outcome.TABLE:
            self.dispatch("_2")

    def _decided(
        self, content: DecisionContent
    ) -> tuple[tuple[PointContent, ...], tuple[ReferralContent, ...]]:
        plans = {plan.title: plan for plan in self.story.measures}
        points, referrals = [], []
        for point in content.points:
            plan = plans.get(point.measure.title) if point.measure else None
            if plan is None:
                points.append(point)
                continue
            fields = {
                name: getattr(point, name)
                for name in ("text", "measure", "requested", "proposed", "motivation")
            }
            if plan.granted is not None:
                less = plan.granted < (point.requested or 0)
                fields |= {
                    "outcome": PointOutcome.GRANTED_LESS if less else PointOutcome.GRANTED,
                    "granted": plan.granted,
                    "in_kind": plan.granted_in_kind,
                    "motivation": "En del av materialet lånas av staden." if less else "",
                    "text": _granting(point.text, plan.granted),
                }
            elif plan.receivers:
                fields |= {
                    "outcome": PointOutcome.HANDED_OVER,
                    "motivation": "Hör till andra nämnders ansvar.",
                    "text": f"Tekniska nämnden överlämnar insats {point.measure.letter}, {plan.title}.",
                }
                referrals += [
                    self._referral(
                        to, "Insatsen hör till nämndens ansvar.", scope="part", measure=point.measure
                    )
                    for to in plan.receivers
                ]
            elif plan.sent_back:
                fields |= {
                    "outcome": PointOutcome.REFERRED_BACK,
                    "motivation": "Kostnaden behöver räknas om.",
                    "text": f"Tekniska nämnden återremitterar insats {point.measure.letter}, {plan.title}.",
                }
            else:
                fields |= {
                    "outcome": PointOutcome.REFUSED,
                    "motivation": "Ryms inte i budgeten.",
                    "text": f"Tekniska nämnden avslår insats {point.measure.letter}, {plan.title}.",
                }
            points.append(PointContent(**fields))
        return tuple(points), tuple(referrals)


def _granting(text: str, amount: int) -> str:
    return text if "kronor" in text else f"{text.rstrip('.')} med {kronor(amount)}."
