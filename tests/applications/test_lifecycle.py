"""The machine against the written table, the full product of statuses and actions, and the one writer."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django_fsm import TransitionNotAllowed

from applications import lifecycle
from applications.lifecycle import WrongState, available_actions, locked, perform
from applications.models import Case, Event, OutgoingMail
from applications.models.case import TRANSITIONS
from applications.notices import NOTICES
from applications.permissions import RULES
from applications.states import PHASE_OF, Status
from tests import factories, personas
from tests.personas import NOW

ROOT = Path(__file__).resolve().parent.parent.parent

LITERAL = {
    ("contact", "start_draft", "draft"),
    ("draft", "submit", "submitted"),
    ("submitted", "take_up", "review"),
    ("review", "request_completion", "completion"),
    ("completion", "complete", "review"),
    ("completion", "go_on_without_answer", "review"),
    ("review", "request_sign_off", "review"),
    ("review", "return_report", "review"),
    ("review", "sign_off", "ready"),
    ("ready", "recall_report", "review"),
    ("ready", "put_on_agenda", "committee"),
    ("committee", "take_off_agenda", "ready"),
    ("committee", "grant_dialogue", "collaboration"),
    ("committee", "grant_all", "execution"),
    ("committee", "reject", "rejected"),
    ("committee", "hand_over", "handed_over"),
    ("committee", "refer_back", "review"),
    ("committee", "table", "committee"),
    ("collaboration", "submit_proposal", "proposal_submitted"),
    ("proposal_submitted", "request_completion", "proposal_completion"),
    ("proposal_completion", "complete", "proposal_submitted"),
    ("proposal_completion", "go_on_without_answer", "proposal_submitted"),
    ("proposal_submitted", "request_sign_off", "proposal_submitted"),
    ("proposal_submitted", "return_report", "proposal_submitted"),
    ("proposal_submitted", "sign_off", "proposal_ready"),
    ("proposal_ready", "recall_report", "proposal_submitted"),
    ("proposal_ready", "put_on_agenda", "proposal_committee"),
    ("proposal_committee", "take_off_agenda", "proposal_ready"),
    ("proposal_committee", "grant_measures", "execution"),
    ("proposal_committee", "reject", "reporting"),
    ("proposal_committee", "hand_over", "reporting"),
    ("proposal_committee", "refer_back", "proposal_submitted"),
    ("proposal_committee", "table", "proposal_committee"),
    ("execution", "request_sign_off", "execution"),
    ("execution", "return_report", "execution"),
    ("execution", "sign_off", "execution"),
    ("execution", "put_on_agenda", "execution"),
    ("execution", "take_off_agenda", "execution"),
    ("execution", "table", "execution"),
    ("execution", "decide_further", "execution"),
    ("execution", "open_reporting", "reporting"),
    ("reporting", "submit_report", "report_submitted"),
    ("report_submitted", "request_completion", "report_completion"),
    ("report_completion", "complete", "report_submitted"),
    ("report_completion", "go_on_without_answer", "report_submitted"),
    ("report_submitted", "approve_report", "report_approved"),
    ("report_approved", "close", "closed"),
    ("contact", "withdraw", "withdrawn"),
    ("draft", "withdraw", "withdrawn"),
    ("submitted", "withdraw", "withdrawn"),
    ("review", "withdraw", "withdrawn"),
    ("completion", "withdraw", "withdrawn"),
    ("ready", "withdraw", "withdrawn"),
    ("committee", "withdraw", "withdrawn"),
    ("collaboration", "withdraw", "reporting"),
    ("proposal_submitted", "withdraw", "reporting"),
    ("proposal_completion", "withdraw", "reporting"),
    ("proposal_ready", "withdraw", "reporting"),
    ("proposal_committee", "withdraw", "reporting"),
    ("execution", "withdraw", "reporting"),
    ("contact", "strike_off", "struck_off"),
    ("draft", "strike_off", "struck_off"),
    ("withdrawn", "strike_off", "struck_off"),
    ("closed", "archive", "archived"),
    ("rejected", "archive", "archived"),
    ("handed_over", "archive", "archived"),
    ("withdrawn", "archive", "archived"),
    ("struck_off", "archive", "archived"),
}
TARGETS = {(source, action): target for source, action, target in LITERAL}
WHO_MAY = {
    "representative": personas.amina,
    "member": personas.birk,
    "officer": personas.karl,
    "manager": personas.cecilia,
    "secretary": personas.nils,
    "registrar": personas.rut,
}


def documented_rows() -> list[list[str]]:
    """Return the rows of the table of transitions in docs/livscykel.md, cell by cell."""
    text = (ROOT / "docs" / "livscykel.md").read_text(encoding="utf-8")
    rows = [
        line.strip("|").split("|")
        for line in text.splitlines()
        if re.match(r"\| `\w+` \| `\w+` \| `\w+` \|", line)
    ]
    return [[cell.strip(" `") for cell in row] for row in rows]


def test_the_machine_has_exactly_the_literal_transitions() -> None:
    field = Case._meta.get_field("status")
    machine = {(str(t.source), t.name, str(t.target)) for t in field.get_all_transitions(Case)}
    assert machine == LITERAL


def test_the_document_has_exactly_the_literal_transitions() -> None:
    rows = documented_rows()
    assert len(rows) == len(LITERAL)
    assert {(row[0], row[1], row[2]) for row in rows} == LITERAL


def test_the_document_names_the_roles_and_the_receivers_of_the_code() -> None:
    for _source, action, _target, who, _guard, mails, _document in documented_rows():
        roles = list(dict.fromkeys(role.value for role, _test, _who in RULES[action].parts))
        assert who.split(", ") == roles, action
        assert [mail for mail in mails.split(", ") if mail != "–"] == list(NOTICES.get(action, ())), action


def test_transitions_are_listed_in_the_order_of_the_methods() -> None:
    source = (ROOT / "applications" / "models" / "case.py").read_text(encoding="utf-8")
    methods = re.findall(r"\n    def (\w+)\(self\) -> None:", source)
    in_class = [name for name in methods if name in TRANSITIONS]
    assert set(in_class) == set(TRANSITIONS)
    assert len(in_class) == len(TRANSITIONS)


def test_every_status_has_one_phase() -> None:
    assert set(PHASE_OF) == set(Status.values)


def person_for(action: str, case: Case):
    """Return a persona whom the table lets take `action` on an actors' case."""
    roles = [role.value for role, _test, _who in RULES[action].parts]
    return WHO_MAY[roles[0]]()


@pytest.mark.django_db
@pytest.mark.parametrize("status", Status.values)
def test_the_full_product_of_statuses_and_actions(status: str) -> None:
    """From every status every action either reaches its target with one event, or is refused without a trace."""
    case = factories.case()
    for action in TRANSITIONS:
        factories.in_status(case, status)
        events, mails = Event.objects.count(), OutgoingMail.objects.count()
        by = person_for(action, case)
        target = TARGETS.get((status, action))
        if target is None:
            with pytest.raises(WrongState), locked(case.pk) as held:
                perform(held, action, by=by, at=NOW)
            assert Case.objects.get(pk=case.pk).status == status
            assert Event.objects.count() == events
            assert OutgoingMail.objects.count() == mails
        else:
            with locked(case.pk) as held:
                event = perform(held, action, by=by, at=NOW)
            assert Case.objects.get(pk=case.pk).status == target
            assert Event.objects.count() == events + 1
            assert (event.source, event.action, event.target) == (status, action, target)
            assert (event.user, event.user_name) == (by, by.name)


@pytest.mark.django_db
@pytest.mark.parametrize("action", TRANSITIONS)
def test_who_is_not_in_the_table_is_refused_without_a_trace(action: str) -> None:
    source = next(source for source, name, _target in sorted(LITERAL) if name == action)
    case = factories.in_status(factories.case(), source)
    allowed_roles = {role.value for role, _test, _who in RULES[action].parts}
    refused = [make() for role, make in WHO_MAY.items() if role not in allowed_roles]
    refused += [personas.olga(), personas.adam()]
    if "member" in allowed_roles:
        refused = [user for user in refused if user != personas.amina()]  # a representative is a member too
    events = Event.objects.count()
    for user in refused:
        with pytest.raises(PermissionDenied) as refusal, locked(case.pk) as held:
            perform(held, action, by=user, at=NOW)
        assert "bara göras av" in str(refusal.value)
        assert action not in available_actions(case, user)
    assert Event.objects.count() == events
    assert Case.objects.get(pk=case.pk).status == source


@pytest.mark.django_db
def test_status_has_one_writer() -> None:
    case = factories.case()
    with pytest.raises(AttributeError):
        case.status = Status.CLOSED
    with pytest.raises(TransitionNotAllowed):
        case.close()
    case.refresh_from_db()
    assert case.status == Status.CONTACT
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(status="nonsense")


def test_perform_and_note_are_called_from_actions_modules_only() -> None:
    callers = set()
    for package in ("applications", "phases", "reports", "samverkan"):
        for path in (ROOT / package).rglob("*.py"):
            if re.search(r"(?<![\w.])(perform|note|note_from_outside)\(", path.read_text(encoding="utf-8")):
                callers.add(path.relative_to(ROOT).as_posix())
    callers.discard("applications/lifecycle.py")
    assert callers, "nothing calls the writer: the search is broken"
    assert {path for path in callers if not path.endswith("actions.py")} == set()


@pytest.mark.django_db
def test_turn_and_date_are_written_with_the_status() -> None:
    case = factories.in_status(factories.case(), Status.SUBMITTED)
    Case.objects.filter(pk=case.pk).update(submitted_at=NOW)
    with locked(case.pk) as held:
        perform(held, "take_up", by=personas.karl(), at=NOW)
    case.refresh_from_db()
    assert case.turn == "officer"
    assert str(case.due_on) == "2026-03-30"  # 20 working days after Monday 2 March
    assert case.due_reason == "Granska ansökan och skriv tjänsteskrivelsen"
    assert case.status_since == NOW


@pytest.mark.django_db
def test_a_stale_instance_does_not_rewind_the_status() -> None:
    case = factories.in_status(factories.case(), Status.SUBMITTED)
    stale = Case.objects.get(pk=case.pk)
    with locked(case.pk) as held:
        perform(held, "take_up", by=personas.karl(), at=NOW)
    with pytest.raises(WrongState), locked(stale.pk) as held:
        perform(held, "take_up", by=personas.karl(), at=NOW)
    assert Event.objects.filter(case=case, action="take_up").count() == 1


def test_the_writer_names_what_it_saves() -> None:
    """A plain save() of a stale case would rewind its status: only update_fields are allowed (docs of django-fsm)."""
    for package in ("applications", "phases", "reports", "samverkan"):
        for path in (ROOT / package).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            found = re.findall(r"(?<!\w)case\.save\((.*?)\)", text)
            if path.name == "actions.py" and path.parent.name == "applications":
                found = [arguments for arguments in found if arguments]  # open_case creates the row
            assert all(arguments.startswith("update_fields=") for arguments in found), path
    assert "update_fields" in Path(lifecycle.__file__).read_text(encoding="utf-8")
