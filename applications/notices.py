"""Which mails an action sends, and to whom. Template: mail/<action>_<audience>.txt (first line: subject)."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from applications.language import OWN, language_of
from applications.states import MailChoice, Role

GROUP, OFFICER, MANAGERS, SECRETARIES, REGISTRARS, CONTACT, NETWORK = (
    "group",
    "officer",
    "managers",
    "secretaries",
    "registrars",
    "contact",
    "network",
)

# What the page says before the click (D15).
AUDIENCES: dict[str, Any] = {
    GROUP: _("gruppens medlemmar"),
    OFFICER: _("kontaktpersonen"),
    MANAGERS: _("cheferna"),
    SECRETARIES: _("nämndsekreterarna"),
    REGISTRARS: _("registratorerna"),
    CONTACT: _("den som anges"),
    NETWORK: _("de som är med i nätverket"),
}

# What is said instead of a name that is protected (D22).
PROTECTED = {**AUDIENCES, GROUP: _("en medlem i gruppen")}

NOTICES: dict[str, tuple[str, ...]] = {
    "open_case": (CONTACT, OFFICER, REGISTRARS),
    "open_city_case": (CONTACT, REGISTRARS),
    "assign_officer": (GROUP, OFFICER),
    "invite_member": (CONTACT,),
    "hand_over_representative": (GROUP,),
    "confirm_actor": (),
    "protect_identity": (OFFICER, CONTACT),
    "lift_protection": (OFFICER,),
    "ask_actor": (CONTACT,),
    "remind_actor": (CONTACT,),
    "answer_actor": (CONTACT, GROUP),
    "start_draft": (),
    "open_draft": (GROUP, OFFICER, REGISTRARS),
    "take_over_writing": (OFFICER,),
    "warn_draft": (GROUP,),
    "submit": (GROUP, OFFICER, REGISTRARS),
    "take_up": (GROUP,),
    "move_date": (GROUP, OFFICER),
    "request_completion": (GROUP,),
    "complete": (GROUP, OFFICER),
    "go_on_without_answer": (GROUP,),
    "request_sign_off": (MANAGERS,),
    "return_report": (OFFICER,),
    "sign_off": (OFFICER, SECRETARIES),
    "recall_report": (OFFICER, SECRETARIES),
    "put_on_agenda": (GROUP, OFFICER),
    "take_off_agenda": (GROUP, OFFICER),
    "grant_dialogue": (GROUP, OFFICER),
    "grant_all": (GROUP, OFFICER),
    "grant_measures": (GROUP, OFFICER),
    "reject": (GROUP, OFFICER, REGISTRARS),
    "hand_over": (GROUP, OFFICER, REGISTRARS),
    "refer_back": (GROUP, OFFICER),
    "table": (),
    "decide_further": (GROUP, OFFICER),
    "send_decision": (GROUP,),
    "rectify_decision": (GROUP, OFFICER),
    "submit_proposal": (GROUP, OFFICER, REGISTRARS),
    "ask_for_support": (OFFICER,),
    "answer_support": (GROUP,),
    "book_check_in": (GROUP, OFFICER),
    "move_check_in": (GROUP, OFFICER, CONTACT),
    "cancel_check_in": (GROUP, OFFICER, CONTACT),
    "invite_colleague": (CONTACT,),
    "uninvite_colleague": (CONTACT,),
    "answer_check_in": (OFFICER,),
    "hold_check_in": (GROUP,),
    "confirm_check_in": (OFFICER,),
    "open_reporting": (GROUP,),
    "submit_interim_report": (GROUP, OFFICER, REGISTRARS),
    "submit_report": (GROUP, OFFICER, REGISTRARS),
    "approve_report": (GROUP,),
    "close": (GROUP, REGISTRARS),
    "withdraw": (GROUP, OFFICER, SECRETARIES),
    "strike_off": (GROUP, OFFICER, REGISTRARS),
    "archive": (),
    "write_message": (GROUP, OFFICER),
    # the network (R50): to the people of its groups, whom the slice knows
    "write_network_post": (NETWORK,),
    "answer_network_post": (NETWORK,),
    "report_network_post": (OFFICER,),
    "hide_network_post": (CONTACT,),
    "show_network_post": (CONTACT,),
    "book_network_meeting": (NETWORK,),
    "move_network_meeting": (NETWORK,),
    "cancel_network_meeting": (NETWORK,),
    "note_network_meeting": (NETWORK,),
    "uninvite_network_guest": (NETWORK,),
    # what the clock writes: to the one of them whose turn it is
    "remind_before": (GROUP, OFFICER, MANAGERS, SECRETARIES, REGISTRARS),
    "remind_after": (GROUP, OFFICER, MANAGERS, SECRETARIES, REGISTRARS),
    "remind_check_in": (GROUP, OFFICER, CONTACT),
    "remind_network_meeting": (NETWORK, CONTACT),
}

# Mails that can wait, or be left out, if the receiver wants (MailChoice): news that ask for nothing by a date.
# All others are formal: decisions, receipts, what has a last day, invitations, links. They always come at once.
OPTIONAL = frozenset(
    {
        "assign_officer_group",
        "hand_over_representative_group",
        "take_up_group",
        "put_on_agenda_officer",
        "sign_off_officer",
        "answer_support_group",
        "ask_for_support_officer",
        "confirm_check_in_officer",
        "answer_check_in_officer",
        "submit_interim_report_officer",
        "write_message_group",
        "write_message_officer",
        "write_network_post_network",
        "answer_network_post_network",
        "note_network_meeting_network",
        # The registrars' day has its own list of what is to be registered.
        "open_case_registrars",
        "open_city_case_registrars",
        "submit_registrars",
        "submit_proposal_registrars",
        "submit_interim_report_registrars",
        "submit_report_registrars",
        "close_registrars",
        "strike_off_registrars",
    }
)


# What concerns the officer in person: whoever stands in for that person hears nothing of it.
IN_PERSON = frozenset({"assign_officer"})


class Named(NamedTuple):
    """The audience of an action that is chosen on its page, and what it is called before it is chosen."""

    audience: str
    words: Any


CHOSEN_ON_PAGE = {
    "open_city_case": Named(CONTACT, _("kontakten, om du skriver en e-postadress")),
    "invite_member": Named(CONTACT, _("den du bjuder in")),
    "assign_officer": Named(OFFICER, _("den nya kontaktpersonen, om det inte är du")),
}


class Recipient(NamedTuple):
    """One receiver of a mail; `user` is None for somebody without an account, whose language `reads` may tell."""

    email: str
    name: str
    user: Any = None
    reads: str = ""

    @property
    def language(self) -> str:
        """The language of the mail: that of the account, else what is known, else Swedish."""
        return language_of(self.user) if self.user is not None else self.reads or OWN

    @property
    def short_id(self) -> str:
        """Something short that tells receivers apart, for keys of mails."""
        return str(self.user.pk) if self.user else sha256(self.email.lower().encode()).hexdigest()[:16]


def _people(users: Iterable[Any]) -> list[Recipient]:
    return [Recipient(user.email, user.name, user) for user in users]


_UNANSWERED: dict[str, None] = {"accepted_at": None, "withdrawn_at": None}


def _first_contact(case: Any) -> list[Recipient]:
    """Return who made contact, as long as nobody of the group has logged in yet (D25)."""
    waiting = case.invitations.filter(role=Role.REPRESENTATIVE, **_UNANSWERED)
    return [Recipient(row.email, row.name, reads=row.language or "") for row in waiting]


def recipients(
    case: Any, audience: str, *, by: Any = None, contact: Iterable[Recipient] = (), in_person: bool = False
) -> list[Recipient]:
    """Return who in `audience` gets a mail about `case`.

    The group gets everything, the one who acted included (it is a receipt); people at the city do not get
    mail about what they did themselves. Without an assigned officer all officers are asked; who stands in for the
    officer gets the same mails, unless they concern the officer `in_person`.
    """
    from applications.models import User  # the table above stays readable for models too

    if audience == GROUP:
        if "_group" in case.__dict__:
            return list(case.__dict__["_group"])
        members = (
            case.memberships.filter(left_at=None, user__is_active=True).select_related("user").order_by("id")
        )
        return _people(membership.user for membership in members) or _first_contact(case)
    if audience in (CONTACT, NETWORK):
        return list(contact)
    if audience == OFFICER:
        users = _of_officer(case.officer, in_person) if case.officer_id else _with(User, Role.OFFICER)
    else:
        role = {MANAGERS: Role.MANAGER, SECRETARIES: Role.SECRETARY, REGISTRARS: Role.REGISTRAR}[audience]
        users = _with(User, role)
    return _people(user for user in users if user != by and _sees(user, case))


def _with(users: Any, role: Role) -> list[Any]:
    return list(users.objects.with_role(role))


def _of_officer(officer: Any, in_person: bool) -> list[Any]:  # noqa: FBT001 what it is stands where it is called
    """Return the officer, and who stands in during absence: both can answer, so both are told."""
    instead = None if in_person or not officer.substitute_id else officer.substitute
    return (
        [officer, instead] if instead is not None and instead.is_active and instead.is_officer else [officer]
    )


def remember_groups(cases: Iterable[Any]) -> None:
    """Read the receivers of many cases' groups in two queries, for a page that says who gets a mail in each."""
    from applications.models import Invitation, Membership

    groups: dict[int, list[Recipient]] = {case.pk: [] for case in cases}
    members = Membership.objects.filter(case__in=groups, left_at=None, user__is_active=True)
    for member in members.select_related("user").order_by("id"):
        groups[member.case_id] += _people([member.user])
    waiting = Invitation.objects.filter(case__in=groups, role=Role.REPRESENTATIVE, **_UNANSWERED).order_by(
        "id"
    )
    invited: dict[int, list[Recipient]] = {}
    for invitation in waiting:
        invited.setdefault(invitation.case_id, []).append(Recipient(invitation.email, invitation.name))
    for case in cases:
        case.__dict__["_group"] = groups[case.pk] or invited.get(case.pk, [])


def _sees(user: Any, case: Any) -> bool:
    """Return whether a person at the city may open the case: nobody is told of a restricted one that they may not."""
    return (
        not case.restricted
        or user.pk == case.officer_id
        or type(case).objects.visible_to(user).filter(pk=case.pk).exists()
    )


def receivers(
    case: Any,
    action: str,
    *,
    by: Any = None,
    contact: Iterable[Recipient] = (),
    audiences: Iterable[str] | None = None,
) -> list[tuple[str, Recipient]]:
    """Return (audience, receiver) of every mail that `action` writes: page and writer both ask here.

    Who stands in two audiences gets the first one's mail. Who wants only what is important is not sent the rest.
    """
    found: dict[str, tuple[str, Recipient]] = {}
    for audience in NOTICES.get(action, ()) if audiences is None else audiences:
        for to in recipients(case, audience, by=by, contact=contact, in_person=action in IN_PERSON):
            if choice_of(f"{action}_{audience}", to) != MailChoice.IMPORTANT:
                found.setdefault(to.email.lower(), (audience, to))
    return list(found.values())


def choice_of(template: str, to: Recipient) -> MailChoice:
    """Return when `to` gets mails of `template`: at once, unless they can wait and the person wants otherwise."""
    return MailChoice(to.user.mail_choice) if template in OPTIONAL and to.user else MailChoice.AT_ONCE


NO_MAIL_TO_GROUP = _("Gruppen får inget mejl. Ring eller skicka brev.")


class Preview(list[str]):
    """Who gets a mail, in words. `without_group`: the group was to get one, and nobody in it can be reached by mail."""

    without_group = False

    def done(self, told: Any, untold: Any) -> str:
        """Return what is said afterwards: `told` claims that the group knows, `untold` only what was done."""
        return f"{untold} {NO_MAIL_TO_GROUP}" if self.without_group else str(told)


def preview(
    case: Any,
    action: str,
    *,
    by: Any = None,
    chosen: bool = False,
    contact: Iterable[Recipient] = (),
    audiences: Iterable[str] | None = None,
) -> Preview:
    """Return who gets a mail when `by` takes `action` now (D15): names, or the role of a protected person (D22).

    Who is only named on the page itself (an invited person, a new officer) is told in words, unless the case
    already stands as it was `chosen`.
    """
    named = None if chosen else CHOSEN_ON_PAGE.get(action)
    audiences = NOTICES.get(action, ()) if audiences is None else list(audiences)
    found = receivers(case, action, by=by, contact=contact, audiences=audiences)
    names = Preview(
        str(PROTECTED[audience]) if to.user and to.user.protected_identity else to.name
        for audience, to in found
        if named is None or audience != named.audience
    )
    if GROUP in audiences and all(audience != GROUP for audience, _to in found):
        names.without_group = not recipients(case, GROUP)  # else its members want only what is important
    if named is not None:
        names.append(str(named.words))
    return names
