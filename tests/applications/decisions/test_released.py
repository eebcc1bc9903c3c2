"""What is released stays as it was decided: property tests over rectifications and sequences of actions (D3)."""

import contextlib
from collections import Counter
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import example, given, settings
from hypothesis import strategies as st

from applications import deadlines
from applications.actions import withdraw
from applications.committee import actions as committee
from applications.decisions import actions
from applications.decisions.conflicts import ConflictContent
from applications.decisions.content import ConditionContent, ReferralContent, stored
from applications.decisions.outcomes import GRANTS
from applications.dispatch import actions as dispatch
from applications.dispatch import signed_actions
from applications.dispatch.slips import WORD
from applications.lifecycle import Refused, WrongState
from applications.models import Case, Decision, DecisionPoint, DocumentOrder
from applications.states import Outcome
from applications.support import actions as support
from applications.support.balance import balance
from tests import factories, files, personas
from tests.applications.committee import cases
from tests.applications.decisions.test_money import MANY, undone

pytestmark = pytest.mark.django_db

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200)  # what a form lets through


AFTER = {"done_on", "closed_by_id", "their_number"}  # what is noted on the rows of a released decision


def frozen(decision: Decision, *, mended: set[str], words: bool = False) -> tuple:
    """Return all that is stored of a released decision but what may follow it, and the columns in `mended`.

    `words`: a rectification may mend the words of the points too.
    """
    follows = {"posted_on", "last_appeal_on", "sent_on", "legal_force_on"}
    kept = {"version", "revision", "saved_at", "saved_by_id"}
    row = Decision.objects.filter(pk=decision.pk).values().get()
    points = list(decision.points.order_by("number").values())
    for point in points:
        if words:
            del point["text"]
    return (
        {name: value for name, value in row.items() if name not in follows | kept | mended},
        points,
        *(
            [
                {name: value for name, value in each.items() if name not in AFTER}
                for each in getattr(decision, rows).order_by("pk").values()
            ]
            for rows in ("conditions", "referrals", "grants", "member_conflicts")
        ),
        DocumentOrder.objects.get(key=f"minutes_extract:{decision.pk}:v1").snapshot,
    )


def appeal_day(decision: Decision) -> None:
    """Assert that the last day to appeal is the one of the posting, whatever was done."""
    fresh = Decision.objects.get(pk=decision.pk)
    posted = fresh.posted_on
    assert fresh.last_appeal_on == (deadlines.last_appeal_day(posted) if posted else None)


def with_rows(case: Case) -> Decision:
    """Return a released decision that has a row of every kind."""
    return cases.released(
        case,
        conditions=[ConditionContent("Barnen tillfrågas.", cases.date(2026, 9, 30))],
        referrals=[ReferralContent(factories.other_committee(), "Kultur.", what="Scenen")],
        conflicts=[ConflictContent("Per Ek", "M", "Eva Al")],
    )


def test_no_rectification_changes_outcome_or_amounts() -> None:
    """D3: numbers, dates and words of the minutes, and misspellings in a point; whatever is typed."""
    decision = with_rows(cases.on_agenda())
    dispatch.post_decision(
        decision.case_id, decision.pk, posted_on=cases.POSTED_ON, by=personas.nils(), at=cases.POSTED
    )
    first, reached = decision.points.first(), Counter()
    days = st.dates(cases.APPROVED_ON, cases.LATER.date())

    @settings(MANY, max_examples=20)
    @given(
        texts=st.lists(st.tuples(WORDS, st.booleans()), min_size=1, max_size=4),
        number=st.integers(1, 99_999),
        posted_on=days,
    )
    def holds(texts: list[tuple[str, bool]], number: int, posted_on: Any) -> None:
        undone(lambda: example(texts, number, posted_on))

    def mend(text: str, number: int, posted_on: Any, words: str) -> None:
        dispatch.rectify_decision(
            decision.case_id,
            decision.pk,
            reason="Fel.",
            changes={"paragraph": number, "summary": words, "motions": words, "posted_on": posted_on},
            points={first.pk: text},
            by=personas.nils(),
            at=cases.LATER,
        )

    def example(texts: list[tuple[str, bool]], number: int, posted_on: Any) -> None:
        mended = {"paragraph", "summary", "motions"}
        before = frozen(decision, mended=mended, words=True)
        status, money = Case.objects.get(pk=decision.case_id).status, balance(decision.case)
        said = WORD.findall(first.text.casefold())
        for words, misspelled in texts:
            text = (
                first.text.replace("beviljar", f"bevi{'t' * (len(words) % 2)}ljar") if misspelled else words
            )
            try:
                mend(text, number, posted_on, words)
            except Refused:
                reached["refused"] += 1
                continue
            reached["mended"] += 1
            now = WORD.findall(DecisionPoint.objects.get(pk=first.pk).text.casefold())
            assert [word for word in now if word not in said] in ([], ["bevitljar"])
            assert len(now) == len(said)
        assert frozen(decision, mended=mended, words=True) == before
        assert Case.objects.get(pk=decision.case_id).status == status
        assert balance(decision.case) == money
        appeal_day(decision)

    holds()
    assert min(reached["refused"], reached["mended"]) >= 10, reached


STEPS = (
    "register",
    "discard",
    "release",
    "post",
    "send",
    "force",
    "sign",
    "rectify",
    "withdraw",
    "put_on",
    "take_off",
    "table",
    "pay",
    "pay_back",
    "meet",
    "number",
)
# Every step succeeds in one of these, so that the property is about what happens and not about refusals alone.
AFTERWARDS = (
    "post send force sign meet number pay pay_back rectify "
    "put_on take_off put_on register discard register release rectify"
)
TABLED = "rectify put_on table release post send withdraw"


def test_no_sequence_of_actions_edits_a_released_decision() -> None:
    """D3: whatever anybody does afterwards, another decision on the case too, what was decided stays."""
    decision = with_rows(cases.on_agenda(cases.with_measures(A=80, B=55)))
    pk, nils, at = decision.case_id, personas.nils(), cases.LATER
    cases.sign(decision.case, "further", points=[{"text": "Tekniska nämnden beviljar mer.", "proposed": 9}])
    soon, _later = cases.meeting(cases.date(2026, 6, 9)), cases.meeting(cases.date(2026, 7, 1))
    before_it = cases.datetime(2026, 6, 2, 9, 0, tzinfo=cases.ZONE)
    reached = Counter()

    def content(outcome: Outcome, paragraph: int) -> Any:
        gives = outcome in GRANTS
        point = cases.point(outcome="granted", granted=9) if gives else cases.point()
        whole = ReferralContent(factories.other_committee(), "Kultur.", scope="whole")
        return stored(decision).replacing(
            outcome=outcome,
            paragraph=paragraph,
            points=[point],
            conditions=[],
            referrals=[whole] if outcome == Outcome.HAND_OVER else [],
            motivation="Skäl.",
            refer_back_for="Mer underlag.",
        )

    def acts(outcome: Outcome) -> dict[str, Any]:
        return {
            "register": lambda: actions.register_decision(pk, content(outcome, 150), by=nils, at=at),
            "discard": lambda: actions.discard_decision(pk, by=nils, at=at),
            "release": lambda: actions.release_decision(pk, approved_on=soon.date, by=nils, at=at),
            "post": lambda: dispatch.post_decision(
                pk, decision.pk, posted_on=cases.POSTED_ON, by=nils, at=at
            ),
            "send": lambda: dispatch.send_decision(pk, decision.pk, by=nils, at=at),
            "force": lambda: dispatch.set_legal_force(
                pk, decision.pk, legal_force_on=cases.date(2026, 6, 1), by=nils, at=at
            ),
            "sign": lambda: signed_actions.upload(
                pk,
                decision.pk,
                SimpleUploadedFile("utdrag.pdf", files.pdf()),
                reason="Ny underskrift.",
                by=nils,
                at=at,
            ),
            "rectify": lambda: dispatch.rectify_decision(
                pk,
                decision.pk,
                reason="Fel.",
                changes={"paragraph": 7, "motivation": "Nya ord"},
                by=nils,
                at=at,
            ),
            "withdraw": lambda: withdraw(pk, by=personas.amina(), at=at, comment="Vi slutar."),
            "put_on": lambda: committee.put_on_agenda(pk, meeting=soon, by=nils, at=before_it),
            "take_off": lambda: committee.take_off_agenda(pk, by=nils, at=at),
            "table": lambda: actions.register_decision(pk, content(Outcome.TABLE, 151), by=nils, at=at),
            "pay": lambda: paid("payment", 3),
            "pay_back": lambda: paid("repayment", 1),
            "meet": lambda: support.meet_condition(
                pk, decision.conditions.get().pk, done_on=cases.POSTED_ON, by=personas.karl(), at=at
            ),
            "number": lambda: dispatch.enter_referral_number(
                pk, decision.referrals.get().pk, number="KN-2026-812", by=nils, at=at
            ),
        }

    def paid(kind: str, amount: int) -> None:
        support.record_payment(
            pk,
            kind=kind,
            payee=decision.case.case_actors.order_by("id").first(),
            amount=amount,
            paid_on=cases.POSTED_ON,
            measure=decision.case.measures.first(),
            by=personas.karl(),
            at=at,
        )

    @MANY
    @example(steps=AFTERWARDS.split(), outcome=Outcome.APPROVE_CHANGED)
    @example(steps=TABLED.split(), outcome=Outcome.REJECT)
    @given(
        steps=st.lists(st.sampled_from(STEPS), min_size=1, max_size=12),
        outcome=st.sampled_from(list(Outcome)),
    )
    def holds(steps: list[str], outcome: Outcome) -> None:
        undone(lambda: sequence(steps, outcome))

    def sequence(steps: list[str], outcome: Outcome) -> None:
        mended = {"paragraph", "motivation"}
        before = frozen(decision, mended=mended)
        for step in steps:
            with contextlib.suppress(Refused, WrongState):
                acts(outcome)[step]()
                reached[step] += 1
        assert frozen(decision, mended=mended) == before
        fresh = Decision.objects.get(pk=decision.pk)
        assert (fresh.paragraph, fresh.motivation) in ((99, ""), (7, "Nya ord"))
        appeal_day(decision)

    holds()
    assert set(reached) == set(STEPS), reached
