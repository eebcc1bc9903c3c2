"""Who is in the group: invited, joined, left, handed over; which actors apply together and have confirmed it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from applications import identity, search
from applications.actions import add_member
from applications.group.confirmation_actions import forget_answers
from applications.lifecycle import Missing, Refused, expect, locked, note, note_from_outside, refuse_if
from applications.models import Actor, Case, CaseActor, Event, Invitation, Membership
from applications.notices import Recipient
from applications.states import FINISHED, Role


# --- people ------------------------------------------------------------------------------------------
def open_invitations(case: Case) -> Any:
    """Return the invitations that nobody has answered."""
    return case.invitations.filter(accepted_at=None, withdrawn_at=None)


def invite_first_contact(case: Case, sender: Recipient, *, at: datetime, by: Any = None) -> Invitation:
    """Let whoever made contact become the representative at the first log-in (D25). The caller logs the contact."""
    return Invitation.objects.create(
        case=case,
        email=sender.email.lower(),
        name=sender.name,
        role=Role.REPRESENTATIVE,
        invited_at=at,
        invited_by=by,
        language=sender.language,
    )


def _in_group_already(actor: Actor) -> Iterable[Missing]:
    yield Missing(_("%(name)s är redan med i gruppen.") % {"name": actor.name}, "#id_organisation_number")


def invite_member(
    pk: int,
    *,
    email: str,
    name: str,
    by: Any,
    at: datetime,
    role: str = Role.MEMBER,
    case_actor: CaseActor | None = None,
) -> Invitation:
    """Invite somebody by e-mail (D14). Only a group without representative takes one this way."""
    email = email.lower()
    with locked(pk) as case:
        expect(case, "invite_member", by=by)
        refuse_if(_cannot_invite(case, email, role))
        invitation = Invitation.objects.create(
            case=case, email=email, name=name, role=role, case_actor=case_actor, invited_at=at, invited_by=by
        )
        note(
            case,
            "invite_member",
            by=by,
            at=at,
            comment=name,
            contact=[Recipient(email, name)],
            context={"invitation": invitation},
        )
        return invitation


def _cannot_invite(case: Case, email: str, role: str) -> Iterable[Missing]:
    if case.memberships.filter(left_at=None, user__email=email).exists():
        yield Missing(_("Personen är redan med i gruppen."), "#id_email")
    if open_invitations(case).filter(email=email).exists():
        yield Missing(_("Personen är redan inbjuden. Återta den gamla inbjudan först."), "#id_email")
    if role == Role.REPRESENTATIVE and has_representative(case):
        yield Missing(_("Gruppen har redan en företrädare. Byt företrädare i stället."), "#id_role")


def has_representative(case: Case) -> bool:
    """Return whether somebody speaks for the group now."""
    return case.memberships.filter(left_at=None, role=Role.REPRESENTATIVE).exists()


def withdraw_invitation(pk: int, invitation_id: int, *, by: Any, at: datetime) -> Event:
    """Take an invitation back before it is answered."""
    with locked(pk) as case:
        expect(case, "withdraw_invitation", by=by)
        invitation = open_invitations(case).filter(pk=invitation_id).first()
        if invitation is None:
            raise Refused([Missing(_("Inbjudan är redan besvarad eller återtagen."))])
        invitation.withdrawn_at = at
        invitation.save(update_fields=["withdrawn_at"])
        return note(case, "withdraw_invitation", by=by, at=at, comment=invitation.name)


def verified_addresses(user: Any) -> list[str]:
    """Return the addresses that the person has shown to be theirs, in lower case."""
    addresses = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return [address.lower() for address in addresses]


def invitations_for(user: Any) -> list[Invitation]:
    """Return the invitations that wait for somebody's verified addresses, with their cases."""
    waiting = Invitation.objects.filter(
        email__in=verified_addresses(user), accepted_at=None, withdrawn_at=None
    )
    return list(waiting.select_related("case", "invited_by"))


def accept_invitations(user: Any, *, at: datetime, case: Case | None = None) -> list[Case]:
    """Let a person who has logged in join what their verified addresses were invited to (D25).

    People with a role at the city stay outside: they see the case anyway, and must not be on both sides.
    """
    if user.is_staff:
        return []
    waiting = Invitation.objects.filter(
        email__in=verified_addresses(user), accepted_at=None, withdrawn_at=None
    )
    if case is not None:
        waiting = waiting.filter(case=case)
    return [_join(pk, case_id, user, at=at) for pk, case_id in waiting.values_list("pk", "case_id")]


def _join(invitation_id: int, case_id: int, user: Any, *, at: datetime) -> Case:
    with locked(case_id) as case:
        invitation = open_invitations(case).filter(pk=invitation_id).first()
        if invitation is None:  # answered or taken back meanwhile
            return case
        invitation.accepted_at = at
        invitation.save(update_fields=["accepted_at"])
        if case.role_of(user) is not None:
            return case
        speaks = invitation.role == Role.REPRESENTATIVE and not has_representative(case)
        role = Role.REPRESENTATIVE if speaks else Role.MEMBER
        add_member(
            case, user, role=role, at=at, case_actor=invitation.case_actor, in_responsible_group=speaks
        )
        action = "claim_case" if speaks else "accept_invitation"
        note_from_outside(case, action, role=role, name=str(user), at=at, user=user)
        return case


def hand_over_representative(
    pk: int, membership_id: int, *, by: Any, at: datetime, comment: str = ""
) -> Event:
    """Let another member speak for the group; the one before stays as a member (D14)."""
    with locked(pk) as case:
        expect(case, "hand_over_representative", by=by)
        after = (
            case.memberships.filter(pk=membership_id, left_at=None, role=Role.MEMBER)
            .select_related("user")
            .first()
        )
        if after is None:
            raise Refused([Missing(_("Välj en medlem i gruppen."), "#id_member")])
        before = case.memberships.filter(role=Role.REPRESENTATIVE, left_at=None).first()
        if before is not None:
            before.role = Role.MEMBER
            before.save(update_fields=["role"])
        after.role, after.in_responsible_group = Role.REPRESENTATIVE, True
        after.save(update_fields=["role", "in_responsible_group"])
        data = {"from": before.user_id if before else None, "to": after.user_id, "to_name": str(after.user)}
        context = {"representative": after.user}
        return note(
            case, "hand_over_representative", by=by, at=at, comment=comment, data=data, context=context
        )


def leave_group(pk: int, *, by: Any, at: datetime) -> Event:
    """A member leaves the case. The representative hands over first."""
    with locked(pk) as case:
        expect(case, "leave_group", by=by)
        membership = case.memberships.get(user=by, left_at=None)
        refuse_if(_cannot_leave(case, membership))
        event = note(case, "leave_group", by=by, at=at)
        membership.left_at, membership.in_responsible_group = at, False
        membership.save(update_fields=["left_at", "in_responsible_group"])
        return event


def remove_member(pk: int, membership_id: int, *, by: Any, at: datetime) -> Event:
    """The representative or the officer takes a member out of the group."""
    with locked(pk) as case:
        expect(case, "remove_member", by=by)
        membership = case.memberships.filter(pk=membership_id, left_at=None).select_related("user").first()
        if membership is None:
            raise Refused([Missing(_("Personen är inte längre med i gruppen."))])
        refuse_if(_cannot_leave(case, membership))
        membership.left_at, membership.in_responsible_group = at, False
        membership.save(update_fields=["left_at", "in_responsible_group"])
        data = {"user": membership.user_id}
        return note(case, "remove_member", by=by, at=at, comment=str(membership.user), data=data)


def _cannot_leave(case: Case, membership: Membership) -> Iterable[Missing]:
    if membership.role == Role.REPRESENTATIVE and case.status not in FINISHED:
        yield Missing(_("Gruppen behöver en företrädare. Byt företrädare först."), _group_page(case))


def _group_page(case: Case) -> str:
    return f"/arenden/{case.reference}/gruppen/"


def name_responsible_group(pk: int, membership_ids: Iterable[int], *, by: Any, at: datetime) -> Event:
    """Say which members are the responsible group (ansvarig grupp, R35). At least one."""
    chosen = set(membership_ids)
    with locked(pk) as case:
        expect(case, "edit_group", by=by)
        members = list(case.memberships.filter(left_at=None).select_related("user"))
        if not any(member.pk in chosen for member in members):
            refuse_if([Missing(_("Välj minst en person i den ansvariga gruppen."), "#id_members")])
        for member in members:
            member.in_responsible_group = member.pk in chosen
        Membership.objects.bulk_update(members, ["in_responsible_group"])
        names = [str(member.user) for member in members if member.in_responsible_group]
        data = {"responsible_group": [member.user_id for member in members if member.in_responsible_group]}
        comment = _("Ansvarig grupp: %(names)s") % {"names": ", ".join(names)}
        return note(case, "edit_group", by=by, at=at, comment=comment, data=data)


# --- actors ------------------------------------------------------------------------------------------
CONTACT_FIELDS = ("contact_name", "contact_email", "contact_phone", "is_payee")


def add_actor(
    pk: int, *, name: str, kind: str, by: Any, at: datetime, organisation_number: str = "", **contact: Any
) -> CaseActor:
    """Add an actor to the group (R3): the known one with that number, else a new one.

    An actor that was mapped in the area before joins the group. A residents' group or a private property
    owner takes part by name, without a number (R51).
    """
    with locked(pk) as case:
        expect(case, "edit_group", by=by)
        refuse_if(name_of_protected(case, name))
        actor = known_or_new(name, kind, organisation_number)
        part = case.case_actors.filter(actor=actor).first()
        if part is not None and part.in_group:
            refuse_if(_in_group_already(actor))
        part = part or CaseActor(case=case, actor=actor)
        part.in_group, part.added_at = True, at
        _keep_contact(case, part, contact)
        search.refresh(case)
        note(case, "edit_group", by=by, at=at, comment=_("%(name)s lades till") % {"name": actor.name})
        return part


def name_of_protected(case: Case, name: str) -> Iterable[Missing]:
    """Yield why an actor cannot bear the name of somebody in the group who is protected (D22)."""
    if identity.tells_who(name, case):
        text = _("Personen har skyddade personuppgifter. Skriv till exempel Privat fastighetsägare.")
        yield Missing(text, "#id_name")


def known_or_new(name: str, kind: str, number: str) -> Actor:
    """Return the actor with this number as it is known, else a new one; without a number always a new one."""
    if not number:
        return Actor.objects.create(name=name, kind=kind)
    try:
        with transaction.atomic():
            return Actor.objects.get_or_create(
                organisation_number=number, defaults={"name": name, "kind": kind}
            )[0]
    except IntegrityError:  # somebody else added it in the same moment
        return Actor.objects.get(organisation_number=number)


def _keep_contact(case: Case, part: CaseActor, contact: dict[str, Any]) -> None:
    contact = identity.without_contact(contact, case)
    for field in CONTACT_FIELDS:
        if field in contact:
            setattr(part, field, contact[field])
    if part.is_payee:
        case.case_actors.exclude(pk=part.pk).filter(is_payee=True).update(is_payee=False)
    part.save()


def change_actor(
    pk: int,
    case_actor_id: int,
    *,
    name: str,
    kind: str,
    by: Any,
    at: datetime,
    organisation_number: str = "",
    **contact: Any,
) -> CaseActor:
    """Change an actor of the group. What other cases know it by stays: then only its contact here changes."""
    with locked(pk) as case:
        expect(case, "edit_group", by=by)
        part = case.case_actors.select_related("actor").get(pk=case_actor_id)
        refuse_if(name_of_protected(case, name))
        actor, before = part.actor, str(part.actor)
        if organisation_number and organisation_number != actor.organisation_number:
            part.actor = known_or_new(name, kind, organisation_number)
            if case.case_actors.filter(actor=part.actor).exclude(pk=part.pk).exists():
                refuse_if([Missing(_("Aktören är redan med."), "#id_organisation_number")])
            forget_answers(part, at=at)  # it was another that answered
        elif not actor.case_actors.exclude(case=case).exists():
            actor.name, actor.kind, actor.organisation_number = name, kind, organisation_number
            actor.save()
        _keep_contact(case, part, contact)
        search.refresh(case)
        data = {"from": before, "to": str(part.actor)}
        note(
            case,
            "edit_group",
            by=by,
            at=at,
            comment=_("%(name)s ändrades") % {"name": part.actor.name},
            data=data,
        )
        return part


def remove_actor(pk: int, case_actor_id: int, *, by: Any, at: datetime) -> Event:
    """Take an actor out of the group. One that something sent refers to stays in the case, outside the group."""
    with locked(pk) as case:
        expect(case, "edit_group", by=by)
        part = case.case_actors.filter(pk=case_actor_id).select_related("actor").first()
        if part is None or not part.in_group:
            raise Refused([Missing(_("Aktören är inte längre med i gruppen."))])
        refuse_if(_still_contributes(case, part))
        try:
            with transaction.atomic():
                part.delete()
        except ProtectedError:
            forget_answers(part, at=at)
            CaseActor.objects.filter(pk=case_actor_id).update(in_group=False, is_payee=False)
        search.refresh(case)
        return note(
            case, "edit_group", by=by, at=at, comment=_("%(name)s togs bort") % {"name": part.actor.name}
        )


def _still_contributes(case: Case, part: CaseActor) -> Iterable[Missing]:
    application = case.application_versions.unsent().first()
    if application is not None and application.contributions.filter(case_actor=part).exists():
        url = f"/arenden/{case.reference}/ansokan/bidrag/"
        yield Missing(_("Aktören står för ett bidrag i ansökan. Ta bort bidraget först."), url)
