"""A kontaktperson chooses who stands in, and for which days; the clock lets it begin and end (R6). Logged and told."""

from datetime import date, datetime
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.language import kept_in_swedish
from applications.mail import queue
from applications.models import Absence, User
from applications.notices import Recipient
from applications.templatetags.samverkan import datum


def choose_substitute(
    officer: User,
    *,
    substitute: User | None,
    at: datetime,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Absence | None:
    """Let `substitute` do the officer's work from `starts_on` (today) through `ends_on` (until further notice).

    What was chosen before ends. None: nobody stands in from now on.
    """
    today = timezone.localdate(at)
    with kept_in_swedish(), transaction.atomic():
        User.objects.select_for_update().get(pk=officer.pk)
        for absence in officer.absences.filter(ended_at=None).select_related("officer", "substitute"):
            _end(absence, at=at, tells=absence.substitute != substitute)
        _set(officer, None)
        if substitute is None:
            _log(officer, _("Ersättare: %(name)s") % {"name": _("ingen")})
            return None
        chosen = Absence.objects.create(
            officer=officer,
            substitute=substitute,
            starts_on=starts_on or today,
            ends_on=ends_on,
            chosen_at=at,
        )
        _log(officer, _("Ersättare: %(name)s") % {"name": in_words(chosen, today)})
        _tell(chosen, "account_stand_in", at)
        if chosen.starts_on <= today:
            _begin(chosen, at=at)
    return chosen


def in_words(absence: Absence, today: date) -> str:
    """Return who stands in and when: "Karin Ösund", from now on, or with the days that are set."""
    name = str(absence.substitute)
    if absence.ends_on is None:
        return name if absence.starts_on <= today else f"{name} {_('från')} {datum(absence.starts_on)}"
    return f"{name} {datum(absence.starts_on)}–{datum(absence.ends_on)}"


def follow_absences(*, at: datetime) -> int:
    """Let absences begin and end whose day has come; return how many. For the clock."""
    today = timezone.localdate(at)
    due = Q(begun_at=None, starts_on__lte=today) | Q(ends_on__lt=today)
    pks = list(Absence.objects.filter(due, ended_at=None).values_list("pk", flat=True))
    return sum(_follow(pk, today, at) for pk in pks)


def _follow(pk: int, today: date, at: datetime) -> bool:
    with kept_in_swedish(), transaction.atomic():
        rows = Absence.objects.select_for_update(of=("self",)).select_related("officer", "substitute")
        absence = rows.filter(pk=pk, ended_at=None).first()
        if absence is None:
            return False
        if absence.ends_on and absence.ends_on < today:
            _end(absence, at=at, tells=absence.begun_at is not None)
            _set(absence.officer, None)
            _log(absence.officer, _("Ersättare: %(name)s") % {"name": _("ingen")})
        elif absence.begun_at is None:
            _begin(absence, at=at)
        else:
            return False
        return True


def _begin(absence: Absence, *, at: datetime) -> None:
    absence.begun_at = at
    absence.save(update_fields=["begun_at"])
    _set(absence.officer, absence.substitute)


def _end(absence: Absence, *, at: datetime, tells: bool) -> None:
    absence.ended_at = at
    absence.save(update_fields=["ended_at"])
    if tells:
        _tell(absence, "account_stand_in_over", at)


def _set(officer: User, substitute: User | None) -> None:
    officer.substitute = substitute
    officer.save(update_fields=["substitute"])


def _tell(absence: Absence, template: str, at: datetime) -> None:
    """Tell who stands in; the officer chose it themselves."""
    to = absence.substitute
    queue(template, to=Recipient(to.email, to.name, to), at=at, context={"absence": absence})


def _log(officer: Any, text: str) -> None:
    LogEntry.objects.log_actions(
        user_id=officer.pk,
        queryset=[officer],
        action_flag=CHANGE,
        change_message=text,
        single_object=True,
    )
