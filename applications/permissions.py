"""Who may do what: one table from action to rule. Everything that asks, asks here."""

from collections.abc import Callable
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext_lazy as _

from applications.states import FINISHED, Role, Status

Test = Callable[[Any, Any], bool]


class Rule:
    """A question to (user, case), answered with the role the user would act in, or None.

    Rules join with `|`; the first that answers decides the role written in the trail.
    """

    def __init__(self, role: Role, test: Test, who: Any) -> None:
        self.parts: tuple[tuple[Role, Test, Any], ...] = ((role, test, who),)

    def __or__(self, other: "Rule") -> "Rule":
        joined = Rule.__new__(Rule)
        joined.parts = self.parts + other.parts
        return joined

    def role(self, user: Any, case: Any) -> Role | None:
        """Return the role `user` acts in, or None when refused."""
        if user is None or not user.is_authenticated or not user.is_active:
            return None
        return next((role for role, test, _who in self.parts if test(user, case)), None)

    @property
    def who(self) -> str:
        """In words: who may (for the page that says no)."""
        return str(_(" eller ")).join(str(who) for _role, _test, who in self.parts)


def _is_assigned(user: Any, case: Any) -> bool:
    """The case's officer, or the substitute during absence."""
    if not user.is_officer or case.officer_id is None:
        return False
    is_own = case.officer_id == user.pk
    return is_own or case.officer.substitute_id == user.pk


# What an officer does who writes for the group what is assessed before a decision; each is an event of the trail.
WRITES_APPLICATION = (
    "start_draft",
    "edit_application",
    "submit",
    "complete",
    "edit_proposal",
    "submit_proposal",
)
# The same for the result report.
WRITES_REPORT = ("edit_result_report", "submit_report", "submit_interim_report")

# Events of the trail by which somebody wrote: what is completed is told by the status that the case was in.
_COMPLETED_REPORT = Q(action="complete", source=Status.REPORT_COMPLETION)
WROTE_REPORT = Q(action__in=WRITES_REPORT) | _COMPLETED_REPORT
WROTE_APPLICATION = Q(action__in=WRITES_APPLICATION) & ~_COMPLETED_REPORT  # or the proposal


def _has_written(user: Any, case: Any, *, report: bool) -> bool:
    """Return whether `user` wrote for the group, by the trail. One query a case, then remembered."""
    if not case.was_written_by_city:
        return False
    if "_written" not in case.__dict__:
        acts = case.events.filter(WROTE_APPLICATION | WROTE_REPORT).order_by()
        acts = acts.annotate(of_report=ExpressionWrapper(WROTE_REPORT, BooleanField()))
        case.__dict__["_written"] = set(acts.values_list("user_id", "of_report").distinct())
    return (user.pk, report) in case.__dict__["_written"]


def has_written(user: Any, case: Any) -> bool:
    """Return whether `user` wrote any of the application or the proposal for the group, completions too (R46)."""
    return _has_written(user, case, report=False)


def has_written_report(user: Any, case: Any) -> bool:
    """Return whether `user` wrote any of the result report for the group, a completion of it too (R46)."""
    return _has_written(user, case, report=True)


def _may_assess(wrote: Test) -> Test:
    """Nobody assesses what they wrote for a group, whoever has the case by now: then any other officer may (R46)."""

    def test(user: Any, case: Any) -> bool:
        if not case.was_written_by_city:
            return _is_assigned(user, case)
        return user.is_officer and not wrote(user, case)

    return test


representative = Rule(
    Role.REPRESENTATIVE, lambda u, c: c.role_of(u) == Role.REPRESENTATIVE, _("gruppens företrädare")
)
member = Rule(Role.MEMBER, lambda u, c: c.role_of(u) is not None, _("gruppens medlemmar"))
assigned_officer = Rule(Role.OFFICER, _is_assigned, _("ärendets kontaktperson"))
officer_for_group = Rule(
    Role.OFFICER,
    lambda u, c: c.is_written_by_city and _is_assigned(u, c),
    _("kontaktpersonen när staden skriver åt gruppen"),
)
_WHO_ASSESSES = _("ärendets kontaktperson eller, när staden har skrivit åt gruppen, en som inte skrev")
assessor = Rule(Role.OFFICER, _may_assess(has_written), _WHO_ASSESSES)
report_assessor = Rule(Role.OFFICER, _may_assess(has_written_report), _WHO_ASSESSES)
officer = Rule(Role.OFFICER, lambda u, c: u.is_officer, _("en kontaktperson"))
manager = Rule(Role.MANAGER, lambda u, c: u.is_manager, _("en chef"))
secretary = Rule(Role.SECRETARY, lambda u, c: u.is_secretary, _("nämndsekreteraren"))
registrar = Rule(Role.REGISTRAR, lambda u, c: u.is_registrar, _("registratorn"))
administrator = Rule(Role.ADMINISTRATOR, lambda u, c: u.is_administrator, _("administratören"))
anyone_at_city = officer | manager | secretary | registrar | administrator

in_network = Rule(
    Role.MEMBER, lambda u, c: c is not None and c.role_of(u) is not None, _("grupperna i nätverket")
)

group = representative | member | officer_for_group
speaks_for_group = representative | officer_for_group

RULES: dict[str, Rule] = {
    # initiering
    "start_draft": speaks_for_group | member,
    "edit_application": group,
    "open_draft": representative,
    "take_over_writing": representative,
    "submit": speaks_for_group,
    "log_first_meeting": assigned_officer,
    "take_up": assigned_officer,
    "declare_no_conflict": assessor
    | assigned_officer,  # whoever judges or prepares anything in the case (D6)
    "assess_criteria": assessor,
    "first_assessment": assessor,
    "judge_remit": assessor,
    "legal_check": assessor,
    "draw_area": assigned_officer,
    "deviate": assessor,
    "write_officer_report": assessor,
    "request_completion": assigned_officer,
    "complete": speaks_for_group,
    "go_on_without_answer": assigned_officer,
    "request_sign_off": assessor,
    "return_report": manager,
    "sign_off": manager,
    "recall_report": assigned_officer | manager,
    # the committee
    "put_on_agenda": secretary,
    "take_off_agenda": secretary,
    "move_agenda_item": secretary,
    "register_decision": secretary,
    "discard_decision": secretary,
    "grant_dialogue": secretary,
    "grant_all": secretary,
    "grant_measures": secretary,
    "reject": secretary,
    "hand_over": secretary,
    "refer_back": secretary,
    "table": secretary,
    "decide_further": secretary,
    "post_decision": secretary,
    "send_decision": secretary,
    "rectify_decision": secretary,
    "upload_signed_extract": secretary,
    "enter_referral_number": secretary | registrar,
    "set_legal_force": secretary | registrar,
    "meet_condition": assigned_officer,
    "record_payment": assigned_officer,
    "record_delivery": assigned_officer,
    # samarbete
    "add_communication": group | assigned_officer,
    "map_actors": group | assigned_officer,
    "plan_dialogue": group | assigned_officer,
    "hold_dialogue": group | assigned_officer,
    "record_needs": group | assigned_officer,
    "compile_viewpoints": group | assigned_officer,
    "ask_for_support": group,
    "answer_support": assigned_officer,
    "edit_proposal": group,
    "submit_proposal": speaks_for_group,
    # utförande
    "communicate_result": group,
    "record_progress": group | assigned_officer,
    "book_check_in": assigned_officer,
    "move_check_in": assigned_officer,
    "cancel_check_in": assigned_officer,
    "invite_colleague": assigned_officer,
    "uninvite_colleague": assigned_officer,
    "hold_check_in": assigned_officer,
    "confirm_check_in": speaks_for_group | member,
    "finish_agreed_action": group | assigned_officer,
    "open_reporting": assigned_officer,
    # resultat
    "edit_result_report": group,
    "submit_interim_report": speaks_for_group,
    "submit_report": speaks_for_group,
    "approve_report": report_assessor,
    "close": assigned_officer,
    # endings
    "withdraw": speaks_for_group,
    "strike_off": assigned_officer,
    "archive": registrar,
    # throughout
    "change_contact": assigned_officer,
    "assign_officer": officer | manager | administrator,
    "move_date": assigned_officer | manager,
    "enter_registry_number": registrar,
    "enter_in_registry": registrar,
    "change_secrecy": registrar | assigned_officer,
    "order_masked_copy": registrar,
    "edit_group": speaks_for_group | member | assigned_officer,
    "invite_member": speaks_for_group | assigned_officer,
    "withdraw_invitation": speaks_for_group | assigned_officer,
    "remove_member": representative | assigned_officer,
    "leave_group": representative | member,
    "hand_over_representative": representative | assigned_officer,
    "protect_identity": assigned_officer | representative | member,
    "lift_protection": representative | member,
    "confirm_actor": speaks_for_group | assigned_officer,
    "ask_actor": speaks_for_group | assigned_officer,
    "remind_actor": speaks_for_group | assigned_officer,
    "withdraw_question": speaks_for_group | assigned_officer,
    "attach_file": group | assigned_officer,
    "write_message": group | assigned_officer,
    "merge_actors": officer | registrar | administrator,
    "split_actors": officer | registrar | administrator,
    "send_mail_again": anyone_at_city,
    "settle_mail": anyone_at_city,
    "note_returned_mail": anyone_at_city,
    "write_note": anyone_at_city,
    "write_file_note": anyone_at_city,
    "put_in_file": anyone_at_city,
    # the network (R49, R50)
    "join_network": representative,
    "change_network_entry": representative,
    "leave_network": representative | member | assigned_officer,
    "write_network_post": officer | in_network,
    "answer_network_post": officer | in_network,
    "change_network_post": officer | in_network,
    "delete_network_post": officer | in_network,
    "report_network_post": in_network,
    "hide_network_post": officer,
    "show_network_post": officer,
    "settle_network_report": officer,
    "book_network_meeting": officer,
    "move_network_meeting": officer,
    "cancel_network_meeting": officer,
    "note_network_meeting": officer,
    "answer_network_meeting": in_network,
}


def role_for(action: str, *, user: Any, case: Any) -> Role | None:
    """Return the role in which `user` may take `action` on `case`, or None. Unknown actions raise KeyError."""
    return RULES[action].role(user, case)


def allowed(action: str, *, user: Any, case: Any) -> bool:
    """Return whether `user` may take `action` on `case`. Finished cases take file notes and archiving only."""
    if case.status in FINISHED and action in WRITES_WHILE_RUNNING:
        return False
    return role_for(action, user=user, case=case) is not None


# Changes of content that make no sense once a case has ended; transitions are limited by the machine itself.
WRITES_WHILE_RUNNING = frozenset(
    {
        "edit_application",
        "open_draft",
        "take_over_writing",
        "change_contact",
        "log_first_meeting",
        "declare_no_conflict",
        "assess_criteria",
        "first_assessment",
        "judge_remit",
        "legal_check",
        "draw_area",
        "deviate",
        "write_officer_report",
        "add_communication",
        "map_actors",
        "plan_dialogue",
        "hold_dialogue",
        "record_needs",
        "compile_viewpoints",
        "ask_for_support",
        "answer_support",
        "edit_proposal",
        "communicate_result",
        "record_progress",
        "move_agenda_item",
        "move_date",
        "register_decision",
        "discard_decision",
        "book_check_in",
        "move_check_in",
        "cancel_check_in",
        "invite_colleague",
        "uninvite_colleague",
        "hold_check_in",
        "confirm_check_in",
        "finish_agreed_action",
        "submit_interim_report",
        "edit_result_report",
        "edit_group",
        "invite_member",
        "withdraw_invitation",
        "hand_over_representative",
        "confirm_actor",
        "ask_actor",
        "remind_actor",
        "withdraw_question",
        "attach_file",
        "write_message",
    }
)
