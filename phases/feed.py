"""A person's own calendar at a secret address: check-ins, meetings of the network, and at the city the committee's."""

from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from applications import identity
from applications.calendars import address, ical
from applications.calendars.ical import Entry
from applications.calendars.invitation import in_words, page_url, uid, with_link
from applications.language import language_of
from applications.models import Case
from applications.network.meetings import calendar_entries
from applications.states import FINISHED
from phases.utforande.check_ins.invites import key_of
from phases.utforande.check_ins.staff_calendar import is_own, meetings_of, moment_of
from phases.utforande.models import CheckIn

NAME = "Samverkan"
PAST = timedelta(days=180)  # how far back the feed goes
MOST = 500  # rows of each kind


@require_safe
@conditional_page  # programs ask every hour: an unchanged calendar is not sent again
@cache_control(private=True, no_cache=True)
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer with the calendar of whose address it is; the address is the permission, as no program logs in."""
    user = address.user_of(token)
    if user is None:
        raise Http404
    since = timezone.now() - PAST
    language = language_of(user)
    with translation.override(language):
        entries = [
            *check_in_entries(user, since=since),
            *meeting_entries(user, since=since),
            *calendar_entries(user, since=since, most=MOST),
        ]
        text = ical.feed(NAME, entries)
    headers = {"Content-Language": language, "X-Robots-Tag": "noindex"}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)


def check_in_entries(user: Any, *, since: datetime) -> list[Entry]:
    """Return the check-ins of the cases that are the person's own, as a mail to them would name them (D22)."""
    rows = (
        CheckIn.objects.filter(is_own(user), case__in=Case.objects.visible_to(user))
        .filter(starts_at__gte=since, cancelled_at=None)
        .exclude(held_at=None, case__status__in=FINISHED)
        .select_related("case__officer")
        .order_by("-starts_at", "pk")[:MOST]
    )
    identity.load_protected(row.case for row in rows)
    return [_check_in_entry(row, user) for row in rows]


def _check_in_entry(row: CheckIn, user: Any) -> Entry:
    url = page_url("check_in", row.case.reference, row.pk, staff=user.is_staff)
    title, place, agenda = (
        identity.text_in_mail(user, text, row.case) for text in (row.case.title, row.place, row.agenda)
    )
    return Entry(
        uid=uid(key_of(row)),
        sequence=row.revision,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        changed_at=row.saved_at or row.created_at,
        summary=in_words(row.words.name, title),
        place=place,
        text=with_link(agenda, url),
        url=url,
    )


def meeting_entries(user: Any, *, since: datetime) -> list[Entry]:
    """Return the committee meetings that the person works with; a meeting without a time fills its day."""
    if not user.is_staff:
        return []
    rows = (
        meetings_of(user).filter(date__gte=since.date()).select_related("committee").order_by("-date", "pk")
    )
    entries = []
    for row in rows[:MOST]:
        url = page_url("meeting", row.pk, staff=True)
        entries.append(
            Entry(
                uid=uid(f"sammantrade-{row.pk}"),
                sequence=0,
                starts_at=moment_of(row) or row.date,
                ends_at=None,
                # When a meeting was changed is not kept; the hour of the request would make every answer new.
                changed_at=since.replace(hour=0, minute=0, second=0, microsecond=0),
                summary=in_words(_("Sammanträde"), row.committee.name),
                place=row.place,
                text=with_link("", url),
                url=url,
            )
        )
    return entries
