"""What happens to an account as a whole: it ends (D8), or gets help with a lost second factor."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from applications import identity
from applications.group.actions import leave_group
from applications.language import kept_in_swedish, language_of
from applications.lifecycle import Missing, refuse_if
from applications.mail import queue
from applications.models import CalendarAddress, Case, Invitation, KeptText, Membership, User
from applications.notices import Recipient
from applications.states import FINISHED, Role

NOWHERE = "example.invalid"  # a domain that no mail reaches, by its own standard


def cannot_delete(user: Any) -> Iterable[Missing]:
    """Yield what has to be done before the account can go, each with the page where it is done."""
    if user.is_staff:
        yield Missing(_("Du arbetar hos staden. Be administratören stänga kontot."))
    speaks_for = Membership.objects.filter(user=user, role=Role.REPRESENTATIVE, left_at=None)
    for membership in speaks_for.exclude(case__status__in=FINISHED).select_related("case"):
        case = membership.case
        if case.memberships.filter(left_at=None).exclude(user=user).exists():
            text = _("Du är gruppens företrädare i %(case)s. Låt någon annan i gruppen ta över först.")
            yield Missing(
                text % {"case": case.title}, reverse("hand_over_representative", args=[case.reference])
            )
        else:
            text = _("Du är ensam i gruppen i %(case)s. Bjud in någon som tar över, eller återkalla ärendet.")
            yield Missing(text % {"case": case.title}, reverse("edit_group", args=[case.reference]))


@transaction.atomic
def delete_account(user: Any, *, at: datetime) -> None:
    """Leave all groups, end all log-ins and take name, address and phone out of the person's own row (D8).

    The trail stays as it was written: its events carry the person's number, role and name at that time. What is
    hidden of a protected person stays hidden (D22).
    Raises Refused with what has to be done first (`cannot_delete`).
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    refuse_if(cannot_delete(user))
    for case_id in user.memberships.filter(left_at=None).values_list("case_id", flat=True):
        leave_group(case_id, by=user, at=at)
    queue("account_deleted", to=Recipient(user.email, user.name, reads=language_of(user)), at=at)
    user.hidden_words = identity.words_to_hide(user) if user.protected_identity else None
    nowhere = f"borttaget-{user.pk}@{NOWHERE}"
    Invitation.objects.filter(email=user.email).exclude(accepted_at=None).update(email=nowhere, name="")
    for log_in in UserSession.objects.filter(user=user):
        log_in.end()
    for own in (Authenticator, EmailAddress, KeptText, CalendarAddress):
        own.objects.filter(user=user).delete()
    with kept_in_swedish():
        user.name, user.phone, user.title, user.email = _("Borttaget konto"), "", "", nowhere
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["name", "phone", "title", "email", "is_active", "password", "hidden_words"])


@transaction.atomic
def keep_address(user: Any) -> None:
    """Make the address that an administrator has entered the one to log in with, once it is confirmed.

    Other addresses of the account, of which one may have been taken over, no longer let anybody in, and what was
    made with them no longer shows anything.
    """
    CalendarAddress.objects.filter(user=user).delete()
    addresses = EmailAddress.objects.filter(user=user)
    addresses.exclude(email=user.email).delete()
    if not addresses.exists():
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)


def another_administrator(user: Any) -> bool:
    """Return whether somebody else is an administrator who may log in. Inside a transaction: those rows are locked."""
    others = User.objects.with_role(Role.ADMINISTRATOR).exclude(pk=user.pk)
    return bool(others.select_for_update(of=("self",)).values_list("pk", flat=True))


def invite_to_log_in(user: Any, *, by: Any, at: datetime) -> None:
    """Tell a person for whom an account was made how to choose a password."""
    to = Recipient(user.email, user.name, user, reads=language_of(user))
    queue("account_invited", to=to, at=at, context={"by": by})


def running_cases(user: Any) -> int:
    """Return in how many running cases the person is kontaktperson."""
    return Case.objects.filter(officer=user).exclude(status__in=FINISHED).count()


def reset_second_factor(people: Iterable[Any], *, at: datetime) -> list[str]:
    """Take away all second factors of `people` and tell them; return the names of those who had one.

    The administrator does it after having made sure who asks.
    """
    names = []
    for person in people:
        count, _rows = Authenticator.objects.filter(user=person).delete()
        if count:
            queue("account_second_factor_reset", to=Recipient(person.email, person.name, person), at=at)
            names.append(str(person))
    return names
