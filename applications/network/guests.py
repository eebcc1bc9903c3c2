"""Who is invited to a meeting of the network: people of its groups, each with a link to answer by (R50)."""

from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from applications.models import NetworkAnswer, NetworkEntry, NetworkGuest, NetworkMeeting
from applications.network.post_actions import people_of
from applications.notices import Recipient
from applications.states import Coming


class Known(NamedTuple):
    """An invitation as a mail to its guest knows it: the link, and what was answered to this time, if anything."""

    token: str
    answer: str

    @property
    def get_answer_display(self) -> Any:
        """Return the answer in words, in the language of the mail."""
        return Coming(self.answer).label if self.answer else ""


class Change(NamedTuple):
    """Whom the invitation is news to, and who was invited and is not any longer (those with an account in use)."""

    new: list[Recipient]
    gone: list[Recipient]


def invited(meeting: NetworkMeeting) -> QuerySet[NetworkEntry]:
    """Return the groups in the network that are invited now."""
    shown = NetworkEntry.objects.shown()
    return shown if meeting.for_all else shown.filter(meetings=meeting)


def follow(meeting: NetworkMeeting, *, at: datetime) -> Change:
    """Let the guests be the people of the invited groups now. Who is no longer there has no answer any more.

    The caller holds the meeting's row. At most six queries.
    """
    wanted = {to.user.pk: to for to in people_of(invited(meeting), but=meeting.officer)}
    known = {guest.user_id: guest for guest in meeting.guests.select_related("user")}
    new = [pk for pk in wanted if pk not in known or known[pk].withdrawn_at is not None]
    gone = [guest for pk, guest in known.items() if pk not in wanted and guest.withdrawn_at is None]
    rows = meeting.guests.all()
    if new:
        rows.filter(user__in=new).update(withdrawn_at=None, invited_at=at)
        NetworkGuest.objects.bulk_create(
            NetworkGuest(meeting=meeting, user_id=pk, invited_at=at) for pk in new if pk not in known
        )
    if gone:
        rows.filter(pk__in=[guest.pk for guest in gone]).update(withdrawn_at=at)
        meeting.answers.filter(user__in=[guest.user_id for guest in gone]).delete()
    users = [guest.user for guest in gone if guest.user.is_active]
    return Change([wanted[pk] for pk in new], [Recipient(user.email, user.name, user) for user in users])


def coming_to(groups: QuerySet[NetworkEntry], *, at: datetime) -> int:
    """Return how many meetings to come these groups in the network are invited to."""
    return NetworkMeeting.objects.of_groups(groups).filter(starts_at__gt=at, cancelled_at=None).count()


def coming_to_all(*, at: datetime) -> int:
    """Return how many meetings to come the whole network is invited to, whoever joins later too."""
    return NetworkMeeting.objects.filter(for_all=True, starts_at__gt=at, cancelled_at=None).count()


def told(meeting: NetworkMeeting, *, but: Any, unless: str = "") -> list[Recipient]:
    """Return those who have the invitation, without `but` and those who have answered `unless`. One query."""
    rows = meeting.guests.filter(withdrawn_at=None, user__is_active=True).exclude(user=but)
    if unless:
        rows = rows.exclude(user__in=meeting.answers.filter(answer=unless).values("user"))
    users = [guest.user for guest in rows.select_related("user").order_by("user")]
    return [Recipient(user.email, user.name, user) for user in users]


def by_address(meeting: NetworkMeeting) -> dict[str, Known]:
    """Return the invitations by e-mail address (lower case); none to what is cancelled. Two queries."""
    if meeting.cancelled_at is not None:
        return {}
    answers = dict(NetworkAnswer.objects.filter(meeting=meeting).values_list("user", "answer"))
    rows = meeting.guests.filter(withdrawn_at=None).select_related("user")
    return {row.user.email.lower(): Known(row.token, answers.get(row.user_id, "")) for row in rows}


def url_of(guest: Known | NetworkGuest) -> str:
    """Return the whole address of the page where a guest answers."""
    return settings.SITE_URL + reverse("answer_network_meeting", args=[guest.token])


def group_of(meeting: NetworkMeeting, user: Any) -> NetworkEntry | None:
    """Return the group in the network that `user` answers for: the first of theirs that is invited. One query."""
    own = NetworkEntry.objects.of(user).values("pk")
    return invited(meeting).filter(pk__in=own).select_related("case").order_by("pk").first()


def number_of(meeting: NetworkMeeting) -> int:
    """Return what ties an answer to the time of a meeting."""
    return int(meeting.starts_at.timestamp())
