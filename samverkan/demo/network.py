"""What the groups of the demonstration write to each other in the network. All invented."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from applications import deadlines
from applications.models import NetworkEntry, User
from applications.network.meeting_actions import answer_network_meeting, book_network_meeting
from applications.network.post_actions import answer_network_post, write_network_post
from applications.states import Coming, Role


def talk(today: date) -> None:
    """Let the groups that are in the network ask and answer, in the days before `today`."""
    asks, answers = (
        NetworkEntry.objects.select_related("case").get(name=name)
        for name in ("Tråddockans gård", "Handlarna och grannarna")
    )
    maja = User.objects.get(email="maja@example.org")
    first = write_network_post(
        title="Hur når man dem som aldrig kommer på möten?",
        text="Vi har haft två träffar och det är samma tjugo personer varje gång. Hur har ni gjort?",
        group=asks,
        by=_speaker(asks),
        at=_at(today, 12, 19),
    )
    answer_network_post(
        first.pk,
        text="Många grupper har stått vid porten eller utanför förskolan en eftermiddag. Vi lånar ut bord och skyltar.",
        by=maja,
        at=_at(today, 11, 10),
    )
    answer_network_post(
        first.pk,
        text="Vi bjöd på korv på torget en lördag. Ha bara tre frågor, så svarar alla.",
        group=answers,
        by=_speaker(answers),
        at=_at(today, 3, 20),
    )
    write_network_post(
        title="Vem har ordnat el till en kväll ute?",
        text="Vi vill ha ljusslingor och musik på gatan en fredag i maj.\n\nVem frågar vi, och vad kostade det er?",
        group=answers,
        by=_speaker(answers),
        at=_at(today, 2, 18),
    )


def meet(today: date) -> None:
    """Let the kontaktperson invite the whole network to a meeting, and one group answer."""
    maja = User.objects.get(email="maja@example.org")
    comes = NetworkEntry.objects.select_related("case").get(name="Handlarna och grannarna")
    meeting = book_network_meeting(
        title="Ljus och trygghet på kvällen",
        starts_at=_at(deadlines.next_working_day(today + timedelta(days=12)), 0, 18),
        place="Stadshuset, August Palms plats 1",
        agenda="Vad har ni prövat?\nVem ansvarar för el och fästen?",
        by=maja,
        at=_at(today, 1, 14),
    )
    answer_network_meeting(
        meeting.pk, answer=Coming.YES, group=comes, by=_speaker(comes), at=_at(today, 1, 19)
    )


def _speaker(group: NetworkEntry) -> User:
    return User.objects.get(memberships__case=group.case, memberships__role=Role.REPRESENTATIVE)


def _at(today: date, days: int, hour: int) -> datetime:
    day = today - timedelta(days=days)
    return datetime.combine(day, time(hour), tzinfo=timezone.get_current_timezone())
