"""One mail a day with all that could wait, for those who want it so."""

from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from applications import identity, mail
from applications.models import OutgoingMail, User
from applications.network.masking import text_of_mail
from applications.notices import Recipient


def send_digests(*, at: datetime) -> int:
    """Write the daily mail of everybody for whom news were gathered; return how many.

    It holds what was written before the hour of today (SAMVERKAN_DIGEST_HOUR), whenever the clock comes to it.
    """
    until = last_hour(at)
    held = OutgoingMail.objects.filter(held=True, digest=None, created_at__lt=until, user__is_active=True)
    users = User.objects.filter(pk__in=held.values("user"))
    return sum(_write(user, held.filter(user=user), until, at) for user in users)


def last_hour(at: datetime) -> datetime:
    """Return the latest moment, up to `at`, when it was time for the daily mail."""
    local = timezone.localtime(at)
    today = datetime.combine(local.date(), time(settings.MAIL_DIGEST_HOUR), tzinfo=local.tzinfo)
    return today if today <= at else today - timedelta(days=1)


def _write(user: User, held: Any, until: datetime, at: datetime) -> bool:
    """Gather one person's news into a mail, once: the rows are locked, and the mail has a key."""
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        locked = held.select_for_update(of=("self",), skip_locked=skip) if skip else held
        rows = list(locked.select_related("case").order_by("case_id", "created_at", "pk"))
        if not rows:  # another clock is at it
            return False
        cases = [(case, list(news)) for case, news in groupby(rows, key=lambda row: row.case)]
        digest = mail.queue(
            mail.DIGEST,
            to=Recipient(user.email, user.name, user),
            at=at,
            key=f"digest:{user.pk}:{timezone.localdate(until)}",
            context={
                "cases": [
                    {
                        "title": _title(user, case),
                        "url": _url(user, case),
                        "news": _lines(user, _title(user, case), news),
                    }
                    for case, news in cases
                ],
                "count": len(rows),
            },
        )
        if digest is None:  # today's has left: the rest comes tomorrow
            return False
        OutgoingMail.objects.filter(pk__in=[row.pk for row in rows]).update(digest=digest)
        return True


def _title(user: User, case: Any) -> Any:
    """Return what the case is called in a mail to `user`; without one it is the network's."""
    return identity.text_in_mail(user, case.title, case) if case is not None else gettext_lazy("Nätverket")


def _url(user: User, case: Any) -> str:
    """Return where the news of a case, or of the network, are read."""
    page, *args = ("case", case.reference) if case is not None else ("network",)
    return mail.address(f"admin:{page}" if user.is_staff else page, *args)


def _lines(user: User, title: Any, news: list[OutgoingMail]) -> list[str]:
    """Return what happened, a line each: the subjects, without the title that stands above them.

    Somebody may have been protected since they were written (D22).
    """
    subjects = [text_of_mail(row, row.subject) for row in news]
    return [subject.removesuffix(f": {title}") for subject in subjects]
