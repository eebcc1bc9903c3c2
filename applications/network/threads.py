"""Threads of the network as one visitor reads them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from applications import search
from applications.models import NetworkPost, NetworkReport
from applications.network.access import Visitor
from applications.network.directory import writer_of
from applications.network.post_actions import is_own

WITH = ("group__case", "author")
REPORTS_SHOWN = 20


class Row(NamedTuple):
    """A post. What is not there to be read has no text; `why` is told to those who may read a hidden one."""

    pk: int
    title: str
    text: str
    writer: str
    of_city: bool
    at: datetime
    changed_at: datetime | None
    answers: int
    is_own: bool
    is_deleted: bool
    is_hidden: bool
    why: str
    reports: list[str]


def row(post: NetworkPost, who: Visitor, mask: Callable[[str], str], reports: Any = ()) -> Row:
    """Return a post as `who` may read it."""
    own = is_own(post, who.user, [group.pk for group in who.groups])
    reads = post.hidden_at is None or own or who.coordinates
    return Row(
        pk=post.pk,
        title=mask(post.title) if reads else "",
        text=mask(post.text) if reads else "",
        writer=writer_of(post, mask),
        of_city=post.group_id is None,
        at=post.at,
        changed_at=post.changed_at,
        answers=getattr(post, "answers_count", 0),
        is_own=own,
        is_deleted=post.deleted_at is not None,
        is_hidden=post.hidden_at is not None,
        why=mask(post.hidden_why) if reads else "",
        reports=[mask(report.why) for report in reports],
    )


def threads_for(who: Visitor, query: str = "") -> QuerySet[NetworkPost]:
    """Return the threads that `who` finds, the liveliest lately first; `query` in any post of them."""
    answers = NetworkPost.objects.filter(parent=OuterRef("pk"), deleted_at=None, hidden_at=None)
    found = NetworkPost.objects.readable()
    if who.coordinates:
        found = NetworkPost.objects.threads().filter(Q(deleted_at=None) | Exists(answers))
    if search.words_of(query):
        asked = search.condition(query)
        found = found.filter(asked | Exists(answers.filter(asked)))
    is_open = Q(answers__deleted_at=None, answers__hidden_at=None)
    counted = found.annotate(answers_count=Count("answers", filter=is_open))
    return counted.select_related(*WITH).order_by("-active_at", "-id")


def find_thread(who: Visitor, pk: int) -> NetworkPost:
    """Return the post that a thread begins with, if `who` may read it. Raises Http404."""
    post = NetworkPost.objects.threads().select_related(*WITH).filter(pk=pk).first()
    if post is None or not (who.coordinates or _may_read(post, who)):
        raise Http404
    return post


def _may_read(post: NetworkPost, who: Visitor) -> bool:
    if post.hidden_at is not None:
        return is_own(post, who.user, [group.pk for group in who.groups])
    return post.deleted_at is None or post.answers.filter(deleted_at=None, hidden_at=None).exists()


def find_post(who: Visitor, pk: int) -> NetworkPost:
    """Return a post or an answer with a text that `who` may read. Raises Http404."""
    post = NetworkPost.objects.select_related(*WITH).filter(pk=pk, deleted_at=None).first()
    if post is None or not (who.coordinates or _may_read(post, who)):
        raise Http404
    find_thread(who, post.thread_id)
    return post


def thread_rows(post: NetworkPost, who: Visitor, mask: Callable[[str], str]) -> list[Row]:
    """Return a thread in order, with the reports that wait for those who coordinate. Two queries."""
    answers = post.answers.select_related(*WITH).order_by("at", "id")
    posts = [post, *answers]
    reports: dict[int, list[NetworkReport]] = {}
    if who.coordinates:
        for report in NetworkReport.objects.filter(post__in=posts, settled_at=None):
            reports.setdefault(report.post_id, []).append(report)
    return [row(each, who, mask, reports.get(each.pk, ())) for each in posts]


def reported(who: Visitor, mask: Callable[[str], str]) -> list[dict[str, Any]]:
    """Return the reports that wait, the oldest first, for those who coordinate."""
    if not who.coordinates:
        return []
    waiting = NetworkReport.objects.filter(settled_at=None).select_related("post__parent")
    return [
        {
            "thread": report.post.thread_id,
            "post": report.post_id,
            "title": mask((report.post.parent or report.post).title),
            "why": mask(report.why),
            "at": report.at,
        }
        for report in waiting[:REPORTS_SHOWN]
    ]


def waiting_reports() -> int:
    """Return how many posts are reported and not looked at."""
    return NetworkReport.objects.filter(settled_at=None).values("post").distinct().count()
