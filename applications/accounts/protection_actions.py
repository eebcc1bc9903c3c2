"""Turning protected identity on and off (D22). Only the person turns it off; the officer may turn it on for them."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from applications import identity, search
from applications.language import kept_in_swedish
from applications.lifecycle import locked, note, note_from_outside
from applications.models import Case, User
from applications.network.post_actions import forget_in_search
from applications.notices import Recipient
from applications.permissions import role_for
from applications.states import ActorKind, Role


def set_protection(person: User, *, on: bool, by: User, at: datetime) -> bool:
    """Protect a person, or lift the protection; return whether anything changed. One event in each of their cases.

    Protecting also empties the actors' contacts that are this person, and renames a private owner who took part
    by this person's name. Raises PermissionDenied when `by` is neither the person nor the officer of one of the
    person's cases (who may only turn it on).
    """
    cases = list(person.memberships.filter(left_at=None).order_by("case").values_list("case_id", flat=True))
    if by != person and not (on and _is_officer_of_one(by, cases)):
        raise PermissionDenied(_("Det här kan bara göras av personen själv."))
    with kept_in_swedish(), transaction.atomic():
        fresh = User.objects.select_for_update().get(pk=person.pk)
        if fresh.protected_identity == on:
            return False
        fresh.protected_identity = person.protected_identity = on
        fresh.save(update_fields=["protected_identity"])
        for pk in cases:
            _log(pk, fresh, on=on, by=fresh if by == person else by, at=at)
        if on:
            forget_in_search(fresh)
    return True


def _is_officer_of_one(by: User, cases: list[int]) -> bool:
    found = Case.objects.select_related("officer").filter(pk__in=cases)
    return any(role_for("protect_identity", user=by, case=case) == Role.OFFICER for case in found)


def _log(pk: int, person: User, *, on: bool, by: User, at: datetime) -> None:
    action = "protect_identity" if on else "lift_protection"
    with locked(pk) as case:
        if on:
            _forget(case, person)
        told = [] if by == person else [Recipient(person.email, person.name, person)]
        data = {"user": person.pk}
        if role_for(action, user=by, case=case) is not None:
            note(case, action, by=by, at=at, data=data, contact=told, for_group=False)
        else:  # another case than the officer's own
            note_from_outside(
                case,
                action,
                role=Role.MEMBER,
                name=str(person),
                at=at,
                user=person,
                data=data,
                for_group=False,
            )


def _forget(case: Case, person: User) -> None:
    """Take the person out of what the case knows of its actors."""
    for part in case.case_actors.select_related("actor"):
        emptied = identity.without_contact({name: getattr(part, name) for name in identity.CONTACT}, case)
        for name, value in emptied.items():
            setattr(part, name, value)
        part.save(update_fields=list(identity.CONTACT))
        actor = part.actor
        if (
            not actor.organisation_number
            and " ".join(actor.name.split()).casefold() == person.name.casefold()
        ):
            is_owner = actor.kind == ActorKind.PROPERTY_OWNER
            actor.name = _("Privat fastighetsägare") if is_owner else _("Privatperson")
            actor.save(update_fields=["name"])
            for other in Case.objects.filter(case_actors__actor=actor):
                search.refresh(other)
    search.refresh(case)
