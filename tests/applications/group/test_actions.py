"""People and actors of a group: each act once in the trail, the right mails, the right refusals."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied

from applications.group import actions
from applications.lifecycle import Refused, WrongState
from applications.models import Actor, Case, CaseActor, Event, Invitation, Membership, OutgoingMail, User
from applications.notices import Recipient, recipients
from applications.states import ActorKind, Role, Status
from tests import factories, personas
from tests.applications.writing import samples
from tests.personas import NOW, PASSWORD

pytestmark = pytest.mark.django_db


def happened(case: Case, action: str) -> Event:
    """Return the one event of `action`."""
    return Event.objects.get(case=case, action=action)


def mailed(action: str) -> list[tuple[str, str]]:
    return list(
        OutgoingMail.objects.filter(event__action=action).order_by("to").values_list("to", "template")
    )


def siri(*, verified: bool = True) -> User:
    """Return Siri, whom the group invites."""
    user = User.objects.create_user("siri@example.org", PASSWORD, name="Siri Lagerö")
    EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
    return user


def invited(case: Case, **fields: Any) -> Invitation:
    return actions.invite_member(
        case.pk, email="Siri@example.org", name="Siri Lagerö", by=personas.amina(), at=NOW, **fields
    )


# --- invitations --------------------------------------------------------------------------------------
def test_an_invitation_is_one_event_and_one_mail_with_the_link() -> None:
    case = factories.case()
    invitation = invited(case)
    assert (invitation.email, invitation.role) == ("siri@example.org", Role.MEMBER)
    assert happened(case, "invite_member").comment == "Siri Lagerö"
    assert mailed("invite_member") == [("siri@example.org", "invite_member_contact")]
    body = OutgoingMail.objects.get(template="invite_member_contact").body
    assert f"/arenden/{case.reference}/delta/" in body


def test_logging_in_with_the_verified_address_joins() -> None:
    case = factories.case()
    invited(case)
    user = siri()
    assert actions.accept_invitations(user, at=NOW) == [case]
    membership = Membership.objects.get(user=user)
    assert (membership.role, membership.in_responsible_group) == (Role.MEMBER, False)
    event = happened(case, "accept_invitation")
    assert (event.user, event.role, event.user_name) == (user, Role.MEMBER, "Siri Lagerö")
    assert actions.accept_invitations(user, at=NOW) == []
    assert Event.objects.filter(action="accept_invitation").count() == 1


def test_an_unverified_address_joins_nothing() -> None:
    invited(factories.case())
    assert actions.accept_invitations(siri(verified=False), at=NOW) == []
    assert Membership.objects.filter(user__email="siri@example.org").count() == 0


def test_the_first_contact_becomes_the_representative() -> None:
    case = factories.case()
    case.memberships.all().delete()
    actions.invite_first_contact(case, Recipient("Siri@example.org", "Siri Lagerö"), at=NOW)
    user = siri()
    actions.accept_invitations(user, at=NOW)
    membership = Membership.objects.get(user=user)
    assert (membership.role, membership.in_responsible_group) == (Role.REPRESENTATIVE, True)
    assert happened(case, "claim_case").user == user


def test_a_second_representative_becomes_a_member() -> None:
    case = factories.case()
    actions.invite_first_contact(case, Recipient("siri@example.org", "Siri Lagerö"), at=NOW)
    actions.accept_invitations(siri(), at=NOW)
    assert Membership.objects.get(user__email="siri@example.org").role == Role.MEMBER


def test_who_made_contact_gets_the_groups_mail_until_somebody_logs_in() -> None:
    case = factories.case()
    case.memberships.all().delete()
    actions.invite_first_contact(case, Recipient("siri@example.org", "Siri Lagerö"), at=NOW)
    assert [to.email for to in recipients(case, "group")] == ["siri@example.org"]
    actions.accept_invitations(siri(), at=NOW)
    assert [to.email for to in recipients(Case.objects.get(), "group")] == ["siri@example.org"]


def test_people_at_the_city_do_not_join() -> None:
    case = factories.case()
    actions.invite_member(case.pk, email="karin@example.org", name="Karin", by=personas.amina(), at=NOW)
    assert actions.accept_invitations(personas.karin(), at=NOW) == []


def test_a_withdrawn_invitation_opens_nothing() -> None:
    case = factories.case()
    invitation = invited(case)
    actions.withdraw_invitation(case.pk, invitation.pk, by=personas.amina(), at=NOW)
    assert happened(case, "withdraw_invitation").comment == "Siri Lagerö"
    assert actions.accept_invitations(siri(), at=NOW) == []
    with pytest.raises(Refused, match="redan besvarad eller återtagen"):
        actions.withdraw_invitation(case.pk, invitation.pk, by=personas.amina(), at=NOW)


@pytest.mark.parametrize(
    ("email", "role", "text"),
    [
        ("birk@example.org", Role.MEMBER, "Personen är redan med i gruppen."),
        ("siri@example.org", Role.MEMBER, "Personen är redan inbjuden."),
        ("tove@example.org", Role.REPRESENTATIVE, "Gruppen har redan en företrädare."),
    ],
)
def test_who_cannot_be_invited(email: str, role: Role, text: str) -> None:
    case = factories.case()
    invited(case)
    with pytest.raises(Refused, match=text):
        actions.invite_member(case.pk, email=email, name="Någon", role=role, by=personas.amina(), at=NOW)


@pytest.mark.parametrize("who", [personas.birk, personas.olga, personas.karin])
def test_only_who_speaks_for_the_group_or_its_officer_invites(who: Any) -> None:
    case = factories.case()
    with pytest.raises(PermissionDenied):
        actions.invite_member(case.pk, email="siri@example.org", name="Siri", by=who(), at=NOW)


def test_the_officer_invites_a_representative_when_there_is_none() -> None:
    case = factories.case()
    case.memberships.all().delete()
    actions.invite_member(
        case.pk, email="siri@example.org", name="Siri", role=Role.REPRESENTATIVE, by=personas.karl(), at=NOW
    )
    actions.accept_invitations(siri(), at=NOW)
    assert Membership.objects.get().role == Role.REPRESENTATIVE


def test_nobody_is_invited_to_an_ended_case() -> None:
    case = factories.in_status(factories.case(), Status.CLOSED)
    with pytest.raises(WrongState):
        invited(case)


# --- representative, leaving --------------------------------------------------------------------------
def test_the_role_is_handed_over_and_everybody_is_told() -> None:
    case = factories.case()
    birk = case.memberships.get(user=personas.birk())
    actions.hand_over_representative(case.pk, birk.pk, by=personas.amina(), at=NOW, comment="Jag flyttar.")
    roles = dict(case.memberships.values_list("user__email", "role"))
    assert roles == {"amina@example.org": Role.MEMBER, "birk@example.org": Role.REPRESENTATIVE}
    event = happened(case, "hand_over_representative")
    assert (event.comment, event.data["to_name"]) == ("Jag flyttar.", "Birk Åkerlind")
    assert mailed("hand_over_representative") == [
        ("amina@example.org", "hand_over_representative_group"),
        ("birk@example.org", "hand_over_representative_group"),
    ]
    with pytest.raises(PermissionDenied):
        actions.hand_over_representative(case.pk, birk.pk, by=personas.amina(), at=NOW)


def test_the_officer_hands_over_for_somebody_who_is_gone() -> None:
    case = factories.case()
    birk = case.memberships.get(user=personas.birk())
    actions.hand_over_representative(case.pk, birk.pk, by=personas.karl(), at=NOW)
    assert case.memberships.get(role=Role.REPRESENTATIVE).user == personas.birk()


def test_the_role_goes_to_members_of_this_case_only() -> None:
    case, other = factories.case(), factories.case("Annan gata")
    foreign = other.memberships.get(user=personas.birk())
    with pytest.raises(Refused, match="Välj en medlem"):
        actions.hand_over_representative(case.pk, foreign.pk, by=personas.amina(), at=NOW)


def test_a_member_leaves_and_sees_the_case_no_more() -> None:
    case = factories.case()
    actions.leave_group(case.pk, by=personas.birk(), at=NOW)
    assert happened(case, "leave_group").user == personas.birk()
    assert Case.objects.visible_to(personas.birk()).count() == 0


def test_the_representative_hands_over_before_leaving() -> None:
    case = factories.case()
    with pytest.raises(Refused, match="Byt företrädare först"):
        actions.leave_group(case.pk, by=personas.amina(), at=NOW)
    with pytest.raises(Refused, match="Byt företrädare först"):
        actions.remove_member(
            case.pk, case.memberships.get(user=personas.amina()).pk, by=personas.karl(), at=NOW
        )


def test_a_member_is_taken_out_and_may_come_back() -> None:
    case = factories.case()
    birk = case.memberships.get(user=personas.birk())
    with pytest.raises(PermissionDenied):
        actions.remove_member(case.pk, birk.pk, by=personas.birk(), at=NOW)
    actions.remove_member(case.pk, birk.pk, by=personas.amina(), at=NOW)
    assert happened(case, "remove_member").comment == "Birk Åkerlind"
    with pytest.raises(Refused, match="inte längre med"):
        actions.remove_member(case.pk, birk.pk, by=personas.amina(), at=NOW)
    actions.invite_member(case.pk, email="birk@example.org", name="Birk", by=personas.amina(), at=NOW)
    actions.accept_invitations(personas.birk(), at=NOW)
    assert Membership.objects.get(pk=birk.pk).left_at is None


def test_the_responsible_group_is_named() -> None:
    case = factories.case()
    birk = case.memberships.get(user=personas.birk())
    actions.name_responsible_group(case.pk, [birk.pk], by=personas.amina(), at=NOW)
    named = case.memberships.filter(in_responsible_group=True)
    assert [member.user for member in named] == [personas.birk()]
    assert happened(case, "edit_group").comment == "Ansvarig grupp: Birk Åkerlind"
    with pytest.raises(Refused, match="minst en person"):
        actions.name_responsible_group(case.pk, [999], by=personas.amina(), at=NOW)


# --- actors -------------------------------------------------------------------------------------------
def add(case: Case, name: str = "Lingarnets Vänner", number: str = "432000-0039", **fields: Any) -> CaseActor:
    values = {"kind": ActorKind.ASSOCIATION, "by": personas.amina(), "at": NOW, **fields}
    return actions.add_actor(case.pk, name=name, organisation_number=number, **values)


def test_an_actor_is_added_once() -> None:
    case = factories.case()
    part = add(case, contact_email="styrelsen@example.org", is_payee=True)
    assert (part.in_group, part.contact_email, part.is_payee) == (True, "styrelsen@example.org", True)
    assert happened(case, "edit_group").comment == "Lingarnets Vänner lades till"
    with pytest.raises(Refused, match="redan med i gruppen"):
        add(case)
    assert CaseActor.objects.count() == 1


def test_an_actor_is_known_across_cases_by_its_number() -> None:
    first = add(factories.case())
    second = add(factories.case("Annan gata"), name="Lingarnets vänner (ny stavning)")
    assert first.actor == second.actor
    assert Actor.objects.get().name == "Lingarnets Vänner"


def test_private_owners_and_residents_take_part_by_name() -> None:
    case = factories.case()
    add(case, "Elsa Vindfjord", "", kind=ActorKind.PROPERTY_OWNER)
    add(case, "Boendegruppen", "", kind=ActorKind.RESIDENTS_GROUP)
    assert case.case_actors.filter(in_group=True).count() == 2


def test_a_mapped_actor_joins_the_group() -> None:
    case = factories.case()
    mapped = factories.case_actor(
        case, "Lingarnets Vänner", ActorKind.ASSOCIATION, "432000-0039", in_group=False
    )
    assert add(case).pk == mapped.pk
    assert CaseActor.objects.get().in_group


def test_only_one_receives_the_money() -> None:
    case = factories.case()
    first = add(case, is_payee=True)
    add(case, "Brf Spinnrocken", "432000-0021", is_payee=True)
    assert [part.actor.name for part in case.case_actors.filter(is_payee=True)] == ["Brf Spinnrocken"]
    assert CaseActor.objects.get(pk=first.pk).is_payee is False


def test_changing_an_actor_of_one_case_changes_its_name() -> None:
    case = factories.case()
    part = add(case)
    values = {"kind": ActorKind.ASSOCIATION, "organisation_number": "432000-0039", "contact_name": "Tove"}
    actions.change_actor(
        case.pk, part.pk, name="Lingarnets Goda Vänner", by=personas.birk(), at=NOW, **values
    )
    part = CaseActor.objects.select_related("actor").get()
    assert (part.actor.name, part.contact_name) == ("Lingarnets Goda Vänner", "Tove")


def test_changing_an_actor_of_two_cases_leaves_its_name() -> None:
    part = add(factories.case())
    other = factories.case("Annan gata")
    add(other)
    values = {"kind": ActorKind.COMPANY, "organisation_number": "432000-0039", "contact_name": "Tove"}
    actions.change_actor(part.case.pk, part.pk, name="Kapad", by=personas.amina(), at=NOW, **values)
    part = CaseActor.objects.select_related("actor").get(pk=part.pk)
    assert (part.actor.name, part.actor.kind, part.contact_name) == (
        "Lingarnets Vänner",
        ActorKind.ASSOCIATION,
        "Tove",
    )


def test_a_new_number_points_to_another_actor() -> None:
    case = factories.case()
    part = add(case)
    actions.change_actor(
        case.pk,
        part.pk,
        name="Brf Spinnrocken",
        kind=ActorKind.PROPERTY_OWNER,
        organisation_number="432000-0021",
        by=personas.amina(),
        at=NOW,
    )
    assert CaseActor.objects.get().actor.organisation_number == "432000-0021"
    assert Actor.objects.count() == 2


def test_removing_an_actor_that_nothing_refers_to() -> None:
    case = factories.case()
    part = add(case)
    actions.remove_actor(case.pk, part.pk, by=personas.amina(), at=NOW)
    assert CaseActor.objects.count() == 0
    assert Event.objects.filter(action="edit_group").count() == 2


def test_an_actor_in_the_draft_keeps_its_contribution_first() -> None:
    case = samples.draft()
    samples.fill(case)
    part = case.case_actors.first()
    with pytest.raises(Refused, match="Ta bort bidraget först"):
        actions.remove_actor(case.pk, part.pk, by=personas.amina(), at=NOW)


def test_an_actor_in_something_sent_leaves_the_group_and_stays_in_the_case() -> None:
    case = samples.sent()
    part = case.case_actors.first()
    actions.remove_actor(case.pk, part.pk, by=personas.amina(), at=NOW)
    assert CaseActor.objects.get(pk=part.pk).in_group is False
    with pytest.raises(Refused, match="inte längre med"):
        actions.remove_actor(case.pk, part.pk, by=personas.amina(), at=NOW)
