"""Who is invited to a check-in: the group and colleagues, each with a link to answer by, without logging in (R36)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.urls import reverse

from applications import identity
from applications.models import Case, User
from applications.models.user import STAFF_ROLES
from applications.notices import GROUP, Recipient, recipients
from phases.utforande.models import CheckIn, CheckInGuest


class Known(NamedTuple):
    """A guest as one reader may know them."""

    name: str
    answer: str
    said: Any  # the answer in words
    comment: str
    is_colleague: bool


def possible_colleagues(case: Case) -> QuerySet[User]:
    """Return who at the city can be invited: those who see the case, but its kontaktperson, who holds the meeting."""
    at_city = Q()
    for role in STAFF_ROLES:
        at_city |= Q(**{f"is_{role.value}": True})
    rows = User.objects.filter(at_city, is_active=True).exclude(pk=case.officer_id).order_by("name", "email")
    if not case.restricted:
        return rows
    member = case.memberships.filter(left_at=None).values("user")
    return rows.filter(pk__in=member)


def colleagues_of(row: CheckIn) -> QuerySet[User]:
    """Return the colleagues who are invited to a check-in."""
    guests = row.guests.filter(is_colleague=True, withdrawn_at=None)
    return User.objects.filter(pk__in=guests.values("user"), is_active=True)


def as_recipients(users: Iterable[Any]) -> list[Recipient]:
    """Return people with an account as receivers of mail."""
    return [Recipient(user.email, user.name, user) for user in users]


def invite(case: Case, row: CheckIn, *, colleagues: Iterable[Any], at: datetime) -> None:
    """Let those invited be the group of today and `colleagues`; whoever is new, or comes back, is asked.

    The caller holds the case locked.
    """
    wanted = {_key(to): (to, True) for to in as_recipients(colleagues)}
    wanted |= {_key(to): (to, False) for to in recipients(case, GROUP)}
    known = {guest.user_id or guest.email: guest for guest in row.guests.all()}
    for key, (to, is_colleague) in wanted.items():
        guest = known.get(key) or _as_before(known, key, to)
        if guest is None:
            own = {"user": to.user} if to.user else {"email": to.email.lower(), "name": to.name}
            row.guests.create(is_colleague=is_colleague, invited_at=at, **own)
        elif guest.withdrawn_at is not None:
            CheckInGuest.objects.filter(pk=guest.pk).update(
                withdrawn_at=None, invited_at=at, answer="", comment="", answered_at=None
            )
    gone = [guest.pk for key, guest in known.items() if key not in wanted and guest.withdrawn_at is None]
    if gone:
        row.guests.filter(pk__in=gone).update(withdrawn_at=at)


def _as_before(known: dict[Any, CheckInGuest], key: Any, to: Recipient) -> CheckInGuest | None:
    """Return the guest that somebody was before they had an account, now theirs, with what they answered."""
    guest = known.pop(to.email.lower(), None) if to.user else None
    if guest is not None:
        guest.user = to.user
        guest.save(update_fields=["user"])
        known[key] = guest
    return guest


def own_guest(user: Any, row: CheckIn) -> CheckInGuest | None:
    """Return `user` as a guest; who was invited before they had an account is known by the address."""
    own = Q(user=user) | Q(user=None, email=user.email.lower())
    rows = row.guests.filter(own, withdrawn_at=None)
    return rows.order_by(F("user").desc(nulls_last=True)).first()


def _key(to: Recipient) -> Any:
    return to.user.pk if to.user else to.email.lower()


def ask_anew(row: CheckIn) -> None:
    """Forget the answers: they were to another time."""
    row.guests.update(round=F("round") + 1, answer="", comment="", answered_at=None)


def url_of(guest: CheckInGuest) -> str:
    """Return the whole address of the page where a guest answers."""
    return settings.SITE_URL + reverse("answer_check_in", args=[guest.token])


def by_address(row: CheckIn) -> dict[str, CheckInGuest]:
    """Return those who are invited, by their e-mail address; nobody to what is cancelled."""
    if row.cancelled_at is not None:
        return {}
    return {guest.address: guest for guest in row.guests.still_invited().select_related("user")}


def known_to(viewer: Any, case: Case, row: CheckIn, *, at_city: bool) -> list[Known]:
    """Return the guests as `viewer` may know them (D22). What they wrote with their answer is for the city."""
    return [
        Known(
            identity.name_for(viewer, guest.user, case) if guest.user else str(guest),
            guest.answer,
            guest.get_answer_display(),
            identity.text_for(viewer, guest.comment, case) if at_city else "",
            guest.is_colleague,
        )
        for guest in row.guests.still_invited().select_related("user")
    ]
