"""What has to be done as time passes, whatever anybody presses: reminders, mails, documents, stuck work."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.sessions.models import Session
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from applications import mail, read_log
from applications.attachments import actions as attachments
from applications.drafts import actions as drafts
from applications.group import confirmation_actions
from applications.keeping import store
from applications.mailing import digest, reminders
from applications.network import actions as network
from applications.network import meeting_actions as network_meetings
from applications.network import post_actions as network_posts
from applications.workspace import hand_over, list_file, substitute_actions
from phases import reminders as phases
from phases.utforande.check_ins import actions as check_ins
from reports import issue
from reports.drafts import make as draft_copies

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)
STUCK_AFTER = timedelta(minutes=15)  # no task of ours takes more than a few
KEEP_FINISHED = timedelta(days=7)


def reap(*, at: datetime) -> int:
    """Put back tasks that a killed worker left running; return how many. Every task of ours may be run twice."""
    stuck = DBTaskResult.objects.running().filter(started_at__lt=at - STUCK_AFTER)
    return stuck.update(status=TaskResultStatus.READY, started_at=None)


def tidy(*, at: datetime) -> int:
    """Delete finished tasks after a week, log-ins that have expired and texts nobody came back for; return how many."""
    tasks, _by_model = DBTaskResult.objects.finished().filter(finished_at__lt=at - KEEP_FINISHED).delete()
    sessions, _by_model = Session.objects.filter(expire_date__lt=at).delete()
    return tasks + sessions + store.clear(at=at)


def tick(*, at: datetime) -> dict[str, int]:
    """Do all of it once; return how much each part did. One part that fails never stops the others."""
    parts: dict[str, Callable[..., int]] = {
        "reminders": reminders.send_reminders,
        "phase_reminders": phases.send_reminders,
        "check_ins": check_ins.remind_of_check_ins,
        "digests": digest.send_digests,
        "mail": mail.sweep,
        "documents": issue.issue_missing,
        "reaped": reap,
        "tidied": tidy,
        "read log": read_log.clear,
        "files": attachments.clear_forgotten,
        "confirmations": confirmation_actions.remind_silent,
        "drafts": drafts.tend,
        "absences": substitute_actions.follow_absences,
        "draft copies": draft_copies.clear,
        "network": network.leave_when_over,
        "lists": list_file.clear,
        "hand-overs": hand_over.clear,
        "network posts": network_posts.clear_old,
        "network meetings": network_meetings.clear_old,
        "network guests": network_meetings.follow_guests,
        "network reminders": network_meetings.remind_of_network_meetings,
    }
    done = {}
    for name, part in parts.items():
        try:
            done[name] = part(at=at)
        except Exception:
            log.exception("clock: %s failed", name)
            done[name] = -1
    return done
