"""Meetings of the network: booked, changed, called off, answered and noted (R50)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import mail
from applications.calendars.invitation import Invite
from applications.city.values import municipality, network_days
from applications.language import in_readers_language, kept_in_swedish
from applications.lifecycle import Missing, denied, refuse_if, refuse_if_stale
from applications.models import NetworkAnswer, NetworkEntry, NetworkEvent, NetworkMeeting
from applications.network.masking import masking
from applications.network.post_actions import people_of
from applications.notices import Recipient, receivers
from applications.permissions import role_for

WHAT = gettext_lazy("Nätverksträff")
PLANNED = ("title", "starts_at", "ends_at", "place", "agenda")


def key_of(meeting: NetworkMeeting) -> str:
    """Return what names the meeting on this site, for calendars."""
    return f"natverkstraff-{meeting.pk}"


def invited(meeting: NetworkMeeting) -> QuerySet[NetworkEntry]:
    """Return the groups in the network that are invited now."""
    shown = NetworkEntry.objects.shown()
    return shown if meeting.for_all else shown.filter(meetings=meeting)


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
        _tell("book_network_meeting", meeting, by, at)
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
        for name in PLANNED:
            setattr(meeting, name, values.get(name) or ("" if name == "agenda" else None))
        _save(meeting, by, at)
        if meeting.starts_at != earlier:
            meeting.answers.all().delete()
        _log("move_network_meeting", meeting, by, at, role, data=before)
        _tell("move_network_meeting", meeting, by, at, before=earlier)
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
        _tell("cancel_network_meeting", meeting, by, at)
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
            _tell("note_network_meeting", meeting, by, at, with_invite=False)
        return meeting


def answer_network_meeting(
    pk: int, *, answer: str, group: NetworkEntry, by: Any, at: datetime
) -> NetworkAnswer:
    """Say whether one comes, for a group that is invited; a later answer takes the place of the first."""
    with kept_in_swedish(), transaction.atomic():
        meeting = NetworkMeeting.objects.select_for_update().get(pk=pk)
        is_invited = invited(meeting).filter(pk=group.pk).exists()
        if not is_invited or role_for("answer_network_meeting", user=by, case=group.case) is None:
            raise denied("answer_network_meeting")
        refuse_if(_over(meeting, at))
        values = {"answer": answer, "group": group, "at": at}
        return NetworkAnswer.objects.update_or_create(meeting=meeting, user=by, defaults=values)[0]


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


def _not_yet(meeting: NetworkMeeting, at: datetime) -> list[Missing]:
    with in_readers_language():
        if meeting.cancelled_at is not None:
            return [Missing(_("Träffen är inställd."))]
        return [Missing(_("Träffen har inte varit än."))] if meeting.starts_at > at else []


def _save(meeting: NetworkMeeting, by: Any, at: datetime) -> None:
    meeting.revision += 1
    meeting.saved_at, meeting.saved_by = at, by
    meeting.save()


def _log(
    action: str,
    meeting: NetworkMeeting,
    by: Any,
    at: datetime,
    role: str,
    comment: str = "",
    data: Any = None,
) -> None:
    NetworkEvent.objects.create(
        action=action,
        at=at,
        user=by,
        user_name=str(by),
        role=role,
        comment=comment,
        data={"meeting": meeting.pk, **(data or {})},
    )


def invite_to(meeting: NetworkMeeting) -> Invite:
    """Return the invitation to a meeting as it is now, naming nobody protected; one that is cancelled is called off."""
    mask = masking()
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
    )


def organizer_of(meeting: NetworkMeeting) -> str:
    """Return who invites: the kontaktperson, or the municipality for one whose name is protected."""
    return municipality()["name"] if meeting.officer.protected_identity else meeting.officer.name


def _tell(
    action: str,
    meeting: NetworkMeeting,
    by: Any,
    at: datetime,
    *,
    before: datetime | None = None,
    with_invite: bool = True,
) -> None:
    mask = masking()
    context = {
        "meeting": meeting,
        "organizer": organizer_of(meeting),
        "heading": mask(meeting.title),
        "place": mask(meeting.place),
        "agenda": mask(meeting.agenda),
        "why": mask(meeting.cancelled_why),
        "before": before,
    }
    invite = invite_to(meeting) if with_invite else None
    for audience, to in receivers(None, action, by=by, contact=people_of(invited(meeting), but=by)):
        mail.queue(f"{action}_{audience}", to=to, at=at, context=context, invite=invite)
