"""The invitation that leaves with a mail: kept on the mail's row, so that a mail sent again carries the same.

Like the mail it names nobody who is protected but its receiver (D22), and asks again when it leaves. The organizer
is the city's contact address, in the name of the kontaktperson. Answers are given by the link, and not asked of
calendar programs: whatever those send all the same comes to that address, and is not read in.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from applications import identity
from applications.calendars import ical
from applications.calendars.ical import Entry, Person
from applications.city.values import municipality
from applications.network.masking import text_of_mail

FILE_NAME = "inbjudan.ics"
WORDS = ("summary", "place", "text", "organizer")  # what may name somebody


@dataclass(frozen=True)
class Invite:
    """What an action invites to, or calls off. `what` and `text` may be marked for translation.

    `key` is unique on this site; `sequence` grows with every change.

    `page` is the name of the page about it, mounted for group and city, and `args` what it takes.
    """

    what: Any
    key: str
    sequence: int
    starts_at: datetime
    ends_at: datetime | None
    place: str
    text: Any
    page: str
    args: tuple[Any, ...]
    is_cancelled: bool = False
    # what belongs to no case says itself what it is called and who invites
    title: str = ""
    organizer: str = ""
    # by the receiver's e-mail address in lower case: where to answer, and what was answered (PARTSTAT)
    answer_urls: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)


def uid(key: str) -> str:
    """Return the name of something that nothing else in the world has."""
    return f"{key}@{urlsplit(settings.SITE_URL).hostname}"


def in_words(what: Any, title: str) -> str:
    """Return what stands in a calendar: "Avstämning: Lingarnsgatan"."""
    return f"{what}: {title}"


def with_link(text: str, url: str, answer_url: str = "") -> str:
    """Return the text of an entry; links at its end, as not every calendar program shows the link beside it."""
    answer = (
        _("Svara genom länken om du kommer. Använd inte kalenderns knappar. %(url)s") % {"url": answer_url}
        if answer_url
        else ""
    )
    parts = (text.strip(), answer, _("Läs mer: %(url)s") % {"url": url})
    return "\n\n".join(part for part in parts if part)


def page_url(name: str, *args: Any, staff: bool) -> str:
    """Return the whole address of a page that group and city have each in their frame."""
    return settings.SITE_URL + reverse(f"admin:{name}" if staff else name, args=args)


def kept(invite: Invite, *, to: Any, case: Any, at: datetime) -> dict[str, Any]:
    """Return the invitation of the receiver `to`, in the language that is active, as the mail's row keeps it."""
    url = page_url(invite.page, *invite.args, staff=bool(to.user and to.user.is_staff))
    address = to.email.lower()
    entry = Entry(
        uid=uid(invite.key),
        sequence=invite.sequence,
        starts_at=invite.starts_at,
        ends_at=invite.ends_at,
        changed_at=at,
        summary=in_words(invite.what, invite.title or case.title),
        place=invite.place,
        text=with_link(str(invite.text), url, invite.answer_urls.get(address, "")),
        url=url,
    )
    values = {
        **asdict(entry),
        **{name: moment and moment.isoformat() for name, moment in _moments(asdict(entry)).items()},
        "method": ical.CANCEL if invite.is_cancelled else ical.REQUEST,
        "partstat": invite.answers.get(address, ical.NEEDS_ACTION),
        "organizer": invite.organizer or (case.officer.name if case.officer else municipality()["name"]),
    }
    return _hiding(values, partial(identity.text_in_mail, to.user, case=case))


def files_of(mail: Any) -> list[tuple[str, str]]:
    """Return (method, text of the file) of every invitation that leaves with a mail.

    Each is a file of its own: one file may not invite to several things (RFC 5546, 3.2.2).
    """
    rows = mail.invitation or []
    return [_file(mail, row) for row in (rows if isinstance(rows, list) else [rows])]


def _file(mail: Any, row: dict[str, Any]) -> tuple[str, str]:
    values = _hiding(row, partial(text_of_mail, mail))
    method, organizer = values.pop("method"), values.pop("organizer")
    partstat = values.pop("partstat", ical.NEEDS_ACTION)  # mails of before have none
    moments = {name: moment and parse_datetime(moment) for name, moment in _moments(values).items()}
    text = ical.invitation(
        Entry(**{**values, **moments}),
        method=method,
        organizer=Person(municipality()["contact_email"], organizer),
        attendee=Person(mail.to, mail.to_name),
        partstat=partstat,
    )
    return method, text


def _moments(values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in ("starts_at", "ends_at", "changed_at")}


def _hiding(values: dict[str, Any], hide: Callable[[str], str]) -> dict[str, Any]:
    """Return the values without what tells who a protected person is, the receiver excepted."""
    return {**values, **{name: hide(values[name]) for name in WORDS}}
