"""Meetings of the network: booked, changed, called off, answered and noted (R50)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import mail
from applications.calendars.ical import PARTSTAT
from applications.calendars.invitation import Invite
from applications.city.values import municipality, network_days
from applications.language import in_readers_language, kept_in_swedish
from applications.lifecycle import Missing, denied, refuse_if, refuse_if_stale
from applications.mailing.reminders import is_time
from applications.models import NetworkAnswer, NetworkEntry, NetworkEvent, NetworkMeeting, OutgoingMail
from applications.network import guests
from applications.network.guests import invited
from applications.network.masking import masking
from applications.network.post_actions import people_of
from applications.notices import CONTACT, NETWORK, Recipient, receivers
from applications.permissions import role_for
from applications.states import Coming

WHAT = gettext_lazy("Nätverksträff")
PLANNED = ("title", "starts_at", "ends_at", "place", "agenda")


def key_of(meeting: NetworkMeeting) -> str:
    """Return what names the meeting on this site, for calendars."""
    return f"natverkstraff-{meeting.pk}"


def told(groups: Iterable[Any], *, but: Any) -> list[Recipient]:
    """Return who would be invited: the people of `groups` (keys), or of all when there are none."""
    chosen = list(groups)
    shown = NetworkEntry.objects.shown()
    return people_of(shown.filter(pk__in=chosen) if chosen else shown, but=but)


def book_network_meeting(
    *,
    title: str,
    starts_at: datetime,
    place: str,
    by: Any,
    at: datetime,
    ends_at: datetime | None = None,
    agenda: str = "",
    groups: Iterable[NetworkEntry] = (),
) -> NetworkMeeting:
    """Book a meeting and invite `groups`, or the whole network when none is chosen, with an entry for calendars."""
    with kept_in_swedish(), transaction.atomic():
        role = _role("book_network_meeting", by)
        refuse_if(_in_time(starts_at, ends_at, at))
        chosen = list(groups)
        meeting = NetworkMeeting.objects.create(
            title=title.strip(),
            officer=by,
            starts_at=starts_at,
            ends_at=ends_at,
            place=place.strip(),
            agenda=agenda.strip(),
            for_all=not chosen,
            booked_at=at,
            saved_at=at,
            saved_by=by,
        )
        meeting.groups.set(chosen)
        _log("book_network_meeting", meeting, by, at, role)
        people = guests.follow(meeting, at=at).new
        _tell("book_network_meeting", meeting, by, at, people)
        return meeting


def move_network_meeting(
    pk: int, *, by: Any, at: datetime, revision: int | None = None, page: str = "", **values: Any
) -> NetworkMeeting:
    """Change when, where or what about (PLANNED); the calendars follow. Answers to another time no longer hold."""
    with kept_in_swedish(), transaction.atomic():
        meeting, role = _held(pk, "move_network_meeting", by)
        refuse_if(_over(meeting, at))
        refuse_if_stale(meeting, revision, page)
        refuse_if(_in_time(values["starts_at"], values.get("ends_at"), at))
        before = {name: str(getattr(meeting, name) or "") for name in PLANNED}
        earlier = meeting.starts_at
        _take_back(meeting, guests.follow(meeting, at=at).gone, at)
        for name in PLANNED:
            setattr(meeting, name, values.get(name) or ("" if name == "agenda" else None))
        _save(meeting, by, at)
        if meeting.starts_at != earlier:
            meeting.answers.all().delete()
        _log("move_network_meeting", meeting, by, at, role, data=before)
        _tell("move_network_meeting", meeting, by, at, guests.told(meeting, but=by), before=earlier)
        return meeting


def cancel_network_meeting(
    pk: int, *, why: str, by: Any, at: datetime, revision: int | None = None, page: str = ""
) -> NetworkMeeting:
    """Call a meeting off; it goes from the calendars."""
    with kept_in_swedish(), transaction.atomic():
        meeting, role = _held(pk, "cancel_network_meeting", by)
        refuse_if(_over(meeting, at))
        refuse_if_stale(meeting, revision, page)
        meeting.cancelled_at, meeting.cancelled_why = at, why.strip()
        _save(meeting, by, at)
        _log("cancel_network_meeting", meeting, by, at, role, comment=why)
        _tell("cancel_network_meeting", meeting, by, at, guests.told(meeting, but=by))
        return meeting


def note_network_meeting(
    pk: int, *, notes: str, by: Any, at: datetime, revision: int | None = None, page: str = ""
) -> NetworkMeeting:
    """Keep the notes of a meeting for the invited groups; they are told the first time."""
    with kept_in_swedish(), transaction.atomic():
        meeting, role = _held(pk, "note_network_meeting", by)
        refuse_if(_not_yet(meeting, at))
        refuse_if_stale(meeting, revision, page)
        before, is_first = {"notes": meeting.notes}, meeting.noted_at is None
        meeting.notes, meeting.noted_at = notes.strip(), meeting.noted_at or at
        _save(meeting, by, at)
        _log("note_network_meeting", meeting, by, at, role, data=before)
        if is_first:
            people = people_of(invited(meeting), but=by)
            _tell("note_network_meeting", meeting, by, at, people, invite=None)
        return meeting


def answer_network_meeting(
    pk: int, *, answer: str, group: NetworkEntry, by: Any, at: datetime, number: int | None = None
) -> NetworkAnswer:
    """Say whether one comes, for a group that is invited; a later answer takes the place of the first.

    `number`: the time that the page showed (guests.number_of). Raises Refused when it is another by now.
    """
    with kept_in_swedish(), transaction.atomic():
        meeting = NetworkMeeting.objects.select_for_update().get(pk=pk)
        is_invited = invited(meeting).filter(pk=group.pk).exists()
        if not is_invited or role_for("answer_network_meeting", user=by, case=group.case) is None:
            raise denied("answer_network_meeting")
        refuse_if(_over(meeting, at))
        refuse_if(_another_time(meeting, number))
        values = {"answer": answer, "group": group, "at": at}
        return NetworkAnswer.objects.update_or_create(meeting=meeting, user=by, defaults=values)[0]


def follow_guests(*, at: datetime) -> int:
    """Invite to the meetings to come who is new in the network, and tell who is there no more; return how many.

    When a group joins or leaves, and by the clock: people come to groups and leave them in many ways.
    """
    coming = NetworkMeeting.objects.filter(starts_at__gt=at, cancelled_at=None).order_by("pk")
    return sum(_followed(pk, at) for pk in list(coming.values_list("pk", flat=True)))


def remind_of_network_meetings(*, at: datetime) -> int:
    """Remind of the meetings of tomorrow, once for each time booked; return of how many. For the clock.

    Those who do not come are left alone. Who was invited the same day has the invitation still before them.
    """
    if not is_time(at):
        return 0
    today = timezone.localdate(at)
    rows = NetworkMeeting.objects.filter(starts_at__date=today + timedelta(days=1), cancelled_at=None)
    rows = rows.exclude(saved_at__date=today).order_by("pk")
    return sum(_reminded(pk, at) for pk in list(rows.values_list("pk", flat=True)))


def clear_old(*, at: datetime) -> int:
    """Clear away meetings that were so long ago, with who came; return how many. For the clock."""
    old = NetworkMeeting.objects.filter(starts_at__lt=at - timedelta(days=network_days()))
    return old.delete()[1].get("applications.NetworkMeeting", 0)


# --- inside -------------------------------------------------------------------------------------------------
def _role(action: str, by: Any) -> str:
    role = role_for(action, user=by, case=None)
    if role is None:
        raise denied(action)
    return role


def _held(pk: int, action: str, by: Any) -> tuple[NetworkMeeting, str]:
    role = _role(action, by)
    return NetworkMeeting.objects.select_for_update(of=("self",)).get(pk=pk), role


def _in_time(starts_at: datetime, ends_at: datetime | None, at: datetime) -> list[Missing]:
    with in_readers_language():
        if starts_at <= at:
            return [Missing(_("Välj en tid som inte har varit än."), "#id_starts_at_0")]
        if ends_at is not None and ends_at <= starts_at:
            return [Missing(_("Välj en sluttid som är efter starten."), "#id_ends_time")]
        return []


def _over(meeting: NetworkMeeting, at: datetime) -> list[Missing]:
    with in_readers_language():
        if meeting.cancelled_at is not None:
            return [Missing(_("Träffen är inställd."))]
        return [Missing(_("Träffen har redan varit."))] if meeting.starts_at <= at else []


def _another_time(meeting: NetworkMeeting, number: int | None) -> list[Missing]:
    if number is None or number == guests.number_of(meeting):
        return []
    with in_readers_language():
        text = _("Tiden har ändrats sedan du öppnade sidan. Läs den nya tiden och svara igen.")
        return [Missing(text, "#id_answer_0")]


def _not_yet(meeting: NetworkMeeting, at: datetime) -> list[Missing]:
    with in_readers_language():
        if meeting.cancelled_at is not None:
            return [Missing(_("Träffen är inställd."))]
        return [Missing(_("Träffen har inte varit än."))] if meeting.starts_at > at else []


def _save(meeting: NetworkMeeting, by: Any, at: datetime) -> None:
    meeting.revision += 1
    meeting.saved_at, meeting.saved_by = at, by
    meeting.save()


def _followed(pk: int, at: datetime) -> int:
    with kept_in_swedish(), transaction.atomic():
        meeting = NetworkMeeting.objects.select_for_update(of=("self",)).select_related("officer").get(pk=pk)
        if meeting.cancelled_at is not None or meeting.starts_at <= at:
            return 0
        change = guests.follow(meeting, at=at)
        if change.new:
            _log("invite_network_guest", meeting, None, at, data=_who(change.new))
            _tell("book_network_meeting", meeting, None, at, change.new)
        _take_back(meeting, change.gone, at)
        return len(change.new) + len(change.gone)


def _take_back(meeting: NetworkMeeting, people: list[Recipient], at: datetime) -> None:
    """Tell those who are no longer in the network that they need not come; it goes from their calendars."""
    if people:
        _log("uninvite_network_guest", meeting, None, at, data=_who(people))
        off = replace(invite_to(meeting), is_cancelled=True, text="", answer_urls={}, answers={})
        _tell("uninvite_network_guest", meeting, None, at, people, invite=off)


def _who(people: list[Recipient]) -> dict[str, Any]:
    return {"people": [to.user.pk for to in people]}


def _reminded(pk: int, at: datetime) -> bool:
    with kept_in_swedish(), transaction.atomic():
        meeting = NetworkMeeting.objects.select_for_update(of=("self",)).select_related("officer").get(pk=pk)
        key = f"remind:network_meeting:{pk}:{guests.number_of(meeting)}"
        sent = OutgoingMail.objects.filter(key__startswith=f"{key}:").exists()
        if sent or meeting.cancelled_at is not None or meeting.starts_at <= at:
            return False
        people = guests.told(meeting, but=meeting.officer, unless=Coming.NO)
        holds = [meeting.officer, meeting.officer.substitute]
        city = [Recipient(user.email, user.name, user) for user in holds if user and user.is_active]
        if not people and not city:
            return False  # nobody to remind: nothing to log, now or at the next tick
        _tell("remind_network_meeting", meeting, None, at, people, invite=None, audiences=(NETWORK,), key=key)
        coming = meeting.answers.filter(answer=Coming.YES).count()
        extra = {"invite": None, "audiences": (CONTACT,), "key": key, "coming": coming}
        _tell("remind_network_meeting", meeting, None, at, city, **extra)
        _log("remind_network_meeting", meeting, None, at)
        return True


def _log(
    action: str,
    meeting: NetworkMeeting,
    by: Any,
    at: datetime,
    role: str = "",
    comment: str = "",
    data: Any = None,
) -> None:
    """Keep what was done, by nobody when the clock did it."""
    NetworkEvent.objects.create(
        action=action,
        at=at,
        user=by,
        user_name=str(by or _("Automatiskt")),
        role=role,
        comment=comment,
        data={"meeting": meeting.pk, **(data or {})},
    )


def invite_to(meeting: NetworkMeeting) -> Invite:
    """Return the invitation to a meeting as it is now, naming nobody protected; one that is cancelled is called off."""
    mask, known = masking(), guests.by_address(meeting)
    return Invite(
        what=WHAT,
        title=mask(meeting.title),
        organizer=organizer_of(meeting),
        key=key_of(meeting),
        sequence=meeting.revision,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=mask(meeting.place),
        text=mask(meeting.cancelled_why if meeting.cancelled_at else meeting.agenda),
        page="network_meeting",
        args=(meeting.pk,),
        is_cancelled=meeting.cancelled_at is not None,
        answer_urls={address: guests.url_of(guest) for address, guest in known.items()},
        answers={address: PARTSTAT[Coming(guest.answer)] for address, guest in known.items() if guest.answer},
    )


def organizer_of(meeting: NetworkMeeting) -> str:
    """Return who invites: the kontaktperson, or the municipality for one whose name is protected."""
    return municipality()["name"] if meeting.officer.protected_identity else meeting.officer.name


OWN_INVITE: Any = object()


def _tell(
    action: str,
    meeting: NetworkMeeting,
    by: Any,
    at: datetime,
    people: list[Recipient],
    *,
    invite: Invite | None = OWN_INVITE,
    audiences: Iterable[str] | None = None,
    key: str = "",
    **more: Any,
) -> None:
    """Write the mails of an action to `people`, with the invitation as it is now unless another is given."""
    mask = masking()
    context = {
        "meeting": meeting,
        "organizer": organizer_of(meeting),
        "heading": mask(meeting.title),
        "place": mask(meeting.place),
        "agenda": mask(meeting.agenda),
        "why": mask(meeting.cancelled_why),
        "guests": guests.by_address(meeting),
        **more,
    }
    invite = invite_to(meeting) if invite is OWN_INVITE else invite
    for audience, to in receivers(None, action, by=by, contact=people, audiences=audiences):
        own = f"{key}:{to.short_id}" if key else ""
        mail.queue(f"{action}_{audience}", to=to, at=at, context=context, invite=invite, key=own)
