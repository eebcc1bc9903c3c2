"""Cases in samarbete, made with the phase's own actions."""

from datetime import date, timedelta
from typing import Any

from applications.models import Case
from applications.states import ActorKind, NeedGroup, Status
from phases.samarbete import actions
from phases.samarbete.models import DialogueActivity, Need, ProposedMeasure
from phases.samarbete.proposal import actions as proposal
from tests import factories, personas
from tests.personas import NOW

WHO = {"at": NOW}


def collaboration(**fields: Any) -> Case:
    """Return a case where the collaboration has just opened."""
    return factories.in_status(factories.case(**fields), Status.COLLABORATION)


def told(case: Case, **values: Any) -> Any:
    """Tell more actors."""
    fields = {"happened_on": date(2026, 2, 20), "channel": "Affischer", "audience": "Alla portar", **values}
    return actions.add_communication(case.pk, by=personas.amina(), at=NOW, **fields)


def planned(case: Case, title: str = "Gatuvandring") -> DialogueActivity:
    """Plan a dialogue."""
    return actions.plan_dialogue(
        case.pk,
        title=title,
        method="Promenad med frågekort",
        target_group="Boende på gatan",
        planned_on=date(2026, 2, 21),
        by=personas.amina(),
        at=NOW,
    )


def held(case: Case, title: str = "Gatuvandring", participants: int = 64) -> DialogueActivity:
    """Hold a dialogue."""
    row = planned(case, title)
    return actions.hold_dialogue(
        case.pk,
        row.pk,
        held_on=date(2026, 2, 22),
        participants=participants,
        summary="Gatan är mörk.",
        by=personas.amina(),
        at=NOW,
    )


def need(case: Case, activity: DialogueActivity, text: str = "Mer ljus") -> Need:
    """Note a need."""
    return actions.record_need(
        case.pk, activity=activity.pk, group=NeedGroup.RESIDENTS, text=text, by=personas.amina(), at=NOW
    )


def compiled(case: Case) -> Any:
    """Finish the compilation."""
    return actions.compile_viewpoints(
        case.pk, text="Många vill ha ljus.", finished=True, by=personas.amina(), at=NOW
    )


def measure(case: Case, title: str = "Ljusslingor", needs: Any = (), **values: Any) -> ProposedMeasure:
    """Add a complete measure."""
    fields = {
        "title": title,
        "description": "Ljus mellan portarna.",
        "areas": ["safety"],
        "responsible": factories.case_actor(case, "Brf Spinnrocken", ActorKind.PROPERTY_OWNER, "432000-0021"),
        "starts_on": date(2027, 3, 1),
        "ends_on": date(2027, 9, 30),
        "cost": 50_000,
        "requested_amount": 35_000,
        "requested_in_kind": "Lån av lift",
        **values,
    }
    return proposal.add_measure(case.pk, needs=needs, by=personas.amina(), at=NOW, **fields)


def ready(case: Case | None = None, **fields: Any) -> Case:
    """Return a case whose proposal can be sent: told, asked, compiled, two measures."""
    case = case or collaboration(**fields)
    told(case)
    light = need(case, held(case))
    compiled(case)
    measure(case, "Planteringar", [light], requested_amount=80_000, cost=90_000)
    measure(case, "Ljusslingor", [light])
    return Case.objects.get(pk=case.pk)


def submitted(case: Case | None = None, **fields: Any) -> Case:
    """Return a case whose proposal is sent."""
    case = ready(case, **fields)
    proposal.submit_proposal(case.pk, by=personas.amina(), at=NOW + timedelta(hours=1))
    return Case.objects.get(pk=case.pk)


def in_completion(asked_for: dict[str, str] | None = None, case: Case | None = None) -> Case:
    """Return a case whose proposal is to be completed: measure A by default."""
    case = submitted(case)
    proposal.request_completion(
        case.pk,
        asked_for=asked_for or {"measure-A": "Vem vattnar på sommaren?"},
        due_on=date(2026, 3, 20),
        by=personas.karl(),
        at=NOW + timedelta(days=1),
    )
    return Case.objects.get(pk=case.pk)
