"""Posts and answers in the network: written, changed, taken away, reported, hidden; each with its trace (R50)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import mail, search
from applications.city import values
from applications.language import in_readers_language, kept_in_swedish
from applications.lifecycle import Missing, denied, refuse_if
from applications.models import NetworkEntry, NetworkEvent, NetworkPost, NetworkReport, User
from applications.network.directory import writer_of
from applications.network.masking import masking
from applications.notices import OFFICER, Recipient, receivers
from applications.permissions import role_for


# --- who hears of it ----------------------------------------------------------------------------------------
def people_of(groups: Any, *, but: Any) -> list[Recipient]:
    """Return the people of `groups` (NetworkEntry rows), each once, without `but`."""
    cases = groups.values("case")
    users = User.objects.filter(is_active=True, memberships__left_at=None, memberships__case__in=cases)
    return [
        Recipient(user.email, user.name, user) for user in users.exclude(pk=but.pk).distinct().order_by("pk")
    ]


def everybody(*, but: Any) -> list[Recipient]:
    """Return the people of all groups in the network."""
    return people_of(NetworkEntry.objects.shown(), but=but)


def people_in(thread: int, *, but: Any) -> list[Recipient]:
    """Return who takes part in a thread: the people of the groups that wrote in it, and the city's own writers."""
    posts = NetworkPost.objects.filter(Q(pk=thread) | Q(parent=thread), deleted_at=None)
    groups = NetworkEntry.objects.shown().filter(pk__in=posts.exclude(group=None).values("group"))
    city = User.objects.filter(
        pk__in=posts.filter(group=None).values("author"), is_active=True, is_officer=True
    )
    found = people_of(groups, but=but)
    return found + [Recipient(user.email, user.name, user) for user in city.exclude(pk=but.pk).order_by("pk")]


# --- writing ------------------------------------------------------------------------------------------------
def write_network_post(
    *, title: str, text: str, by: Any, at: datetime, group: NetworkEntry | None = None
) -> NetworkPost:
    """Begin a thread, for a group in the network or (a kontaktperson) for the city. Everybody in it gets a mail."""
    with kept_in_swedish(), transaction.atomic():
        role = _role("write_network_post", group, by)
        refuse_if(_empty(title, gettext_lazy("Skriv en rubrik."), "#id_title"))
        refuse_if(_empty(text, gettext_lazy("Skriv vad du vill fråga eller berätta."), "#id_text"))
        post = _add(group, by, at, title=title.strip(), text=text.strip())
        _log("write_network_post", post, by, at, role)
        _tell("write_network_post", post, by, at, everybody(but=by))
        return post


def answer_network_post(
    thread: int, *, text: str, by: Any, at: datetime, group: NetworkEntry | None = None
) -> NetworkPost:
    """Answer in a thread; those who take part in it get a mail. Raises Refused when it is hidden or gone."""
    with kept_in_swedish(), transaction.atomic():
        root = NetworkPost.objects.select_for_update().get(pk=thread, parent=None)
        role = _role("answer_network_post", group, by)
        refuse_if(_gone(root))
        refuse_if(_empty(text, gettext_lazy("Skriv ditt svar."), "#id_text"))
        post = _add(group, by, at, text=text.strip(), parent=root)
        NetworkPost.objects.filter(pk=root.pk).update(active_at=at)
        _log("answer_network_post", post, by, at, role)
        _tell("answer_network_post", post, by, at, people_in(root.pk, but=by), title=root.title)
        return post


def change_network_post(pk: int, *, by: Any, at: datetime, text: str, title: str = "") -> NetworkPost:
    """Change what one's own group wrote; what stood there before is in the trace."""
    with kept_in_swedish(), transaction.atomic():
        post = _own(pk, "change_network_post", by)
        refuse_if(_gone(post))
        refuse_if(_empty(text, gettext_lazy("Skriv vad du vill fråga eller berätta."), "#id_text"))
        before = {"title": post.title, "text": post.text}
        post.title = title.strip() if post.parent_id is None and title.strip() else post.title
        post.text, post.changed_at = text.strip(), at
        _index(post)
        post.save(update_fields=["title", "text", "changed_at", "search_text"])
        _log("change_network_post", post, by, at, _role("change_network_post", post.group, by), data=before)
        return post


def delete_network_post(pk: int, *, by: Any, at: datetime) -> NetworkPost:
    """Take away what one's own group wrote: the text is gone for everybody, and stays in the trace until cleared."""
    with kept_in_swedish(), transaction.atomic():
        post = _own(pk, "delete_network_post", by)
        if post.deleted_at is None:
            _delete(post, by, at, _role("delete_network_post", post.group, by))
        return post


def delete_all_of(group: NetworkEntry, *, by: Any, at: datetime) -> None:
    """Take away all that a group wrote, for a group that leaves. Within the transaction of its leaving."""
    for post in group.posts.filter(deleted_at=None).select_for_update():
        _delete(post, by, at, role_for("leave_network", user=by, case=group.case) or "")


def _delete(post: NetworkPost, by: Any, at: datetime, role: str) -> None:
    _log("delete_network_post", post, by, at, role, data={"title": post.title, "text": post.text})
    post.title = post.text = post.search_text = ""
    post.deleted_at = at
    post.save(update_fields=["title", "text", "search_text", "deleted_at"])
    NetworkReport.objects.filter(post=post, settled_at=None).update(settled_at=at)


def _add(group: NetworkEntry | None, by: Any, at: datetime, **values: Any) -> NetworkPost:
    post = NetworkPost(group=group, author=by, at=at, active_at=at, **values)
    _index(post)
    post.save()
    return post


def _index(post: NetworkPost) -> None:
    """Store what a post is found by: nothing that tells who is protected."""
    post.search_text = search.indexed(masking()(f"{post.title} {post.text}"))


def forget_in_search(person: Any) -> None:
    """Index anew what may name a person who has just been protected (D22)."""
    word = next(iter(search.words_of(person.name)), "")
    for post in NetworkPost.objects.filter(search_text__contains=word, deleted_at=None):
        _index(post)
        post.save(update_fields=["search_text"])


# --- what is wrong with a post ------------------------------------------------------------------------------
def report_network_post(pk: int, *, why: str, by: Any, at: datetime, group: NetworkEntry) -> NetworkReport:
    """Ask the kontaktperson of one's own group to look at a post. A second time while it waits is refused."""
    with kept_in_swedish(), transaction.atomic():
        post = NetworkPost.objects.select_for_update(of=("self",)).select_related("author").get(pk=pk)
        role = _role("report_network_post", group, by)
        refuse_if(_gone(post))
        refuse_if(_empty(why, gettext_lazy("Skriv vad som är fel med inlägget."), "#id_why"))
        with in_readers_language():
            refuse_if(_reported(post, group))
        report = NetworkReport.objects.create(post=post, group=group, by=by, why=why.strip(), at=at)
        _log("report_network_post", post, by, at, role, comment=report.why)
        mask = masking()
        context = {"why": mask(report.why), "post": post, "text": mask(post.text)}
        for _audience, to in receivers(group.case, "report_network_post", by=by, audiences=(OFFICER,)):
            mail.queue("report_network_post_officer", to=to, at=at, context=context)
        return report


def hide_network_post(pk: int, *, why: str, by: Any, at: datetime) -> NetworkPost:
    """Hide a post from all but its writer and the city, with a reason that the writer is told."""
    with kept_in_swedish(), transaction.atomic():
        post = _moderated(pk, "hide_network_post", by)
        refuse_if(_gone(post))
        refuse_if(_empty(why, gettext_lazy("Skriv varför inlägget döljs."), "#id_why"))
        post.hidden_at, post.hidden_why = at, why.strip()
        _moderate("hide_network_post", post, by, at, comment=post.hidden_why)
        return post


def show_network_post(pk: int, *, by: Any, at: datetime) -> NetworkPost:
    """Show a hidden post again; the writer is told."""
    with kept_in_swedish(), transaction.atomic():
        post = _moderated(pk, "show_network_post", by)
        if post.hidden_at is not None:
            post.hidden_at, post.hidden_why = None, ""
            _moderate("show_network_post", post, by, at)
        return post


def settle_network_report(pk: int, *, by: Any, at: datetime) -> None:
    """Let a reported post stand."""
    with kept_in_swedish(), transaction.atomic():
        post = _moderated(pk, "settle_network_report", by)
        if post.reports.filter(settled_at=None).update(settled_at=at):
            _log("settle_network_report", post, by, at, _role("settle_network_report", None, by))


def _moderate(action: str, post: NetworkPost, by: Any, at: datetime, comment: str = "") -> None:
    post.save(update_fields=["hidden_at", "hidden_why"])
    post.reports.filter(settled_at=None).update(settled_at=at)
    _log(action, post, by, at, _role(action, None, by), comment=comment)
    writer = post.author
    if writer.is_active and writer != by:
        to = Recipient(writer.email, writer.name, writer)
        mask = masking()
        context = {"post": post, "text": mask(post.text), "why": mask(comment)}
        mail.queue(f"{action}_contact", to=to, at=at, context=context)


# --- clearing away ------------------------------------------------------------------------------------------
def clear_old(*, at: datetime) -> int:
    """Clear away threads in which nothing has happened for SAMVERKAN_DAYS_NETWORK days, with their traces."""
    limit = at - timedelta(days=values.network_days())
    old = NetworkPost.objects.threads().filter(active_at__lt=limit)
    return sum(_clear(pk, limit, at) for pk in list(old.values_list("pk", flat=True)[:200]))


def _clear(pk: int, limit: datetime, at: datetime) -> bool:
    with transaction.atomic():
        root = NetworkPost.objects.select_for_update().filter(pk=pk, active_at__lt=limit).first()
        if root is None:
            return False
        posts = NetworkPost.objects.filter(Q(pk=pk) | Q(parent=pk))
        posts.update(cleared_at=at)
        NetworkEvent.objects.filter(post__in=posts).delete()
        NetworkPost.objects.filter(parent=pk).delete()
        root.delete()
        return True


# --- inside -------------------------------------------------------------------------------------------------
def _role(action: str, group: NetworkEntry | None, by: Any) -> str:
    """Return the role in which `by` acts: for a group in the network, or for the city. Raises PermissionDenied."""
    if group is not None and not group.is_shown:
        raise denied(action)
    role = role_for(action, user=by, case=group.case if group is not None else None)
    if role is None or (group is None and not by.is_officer):
        raise denied(action)
    return role


def is_own(post: NetworkPost, by: Any, groups: Iterable[int]) -> bool:
    """Return whether a post is `by`'s own: of one of their groups, or for the city written by themselves."""
    return (
        post.author_id == by.pk and by.is_officer if post.group_id is None else post.group_id in set(groups)
    )


def _own(pk: int, action: str, by: Any) -> NetworkPost:
    posts = NetworkPost.objects.select_for_update(of=("self",)).select_related("group__case", "author")
    post = posts.get(pk=pk)
    if not is_own(post, by, NetworkEntry.objects.of(by).values_list("pk", flat=True)):
        with in_readers_language():
            raise PermissionDenied(_("Det här kan bara göras av gruppen som skrev inlägget."))
    _role(action, post.group, by)
    return post


def _moderated(pk: int, action: str, by: Any) -> NetworkPost:
    _role(action, None, by)
    return NetworkPost.objects.select_for_update(of=("self",)).select_related("author").get(pk=pk)


def _empty(text: str, what: Any, url: str) -> list[Missing]:
    with in_readers_language():
        return [] if text.strip() else [Missing(str(what), url)]


def _gone(post: NetworkPost) -> list[Missing]:
    with in_readers_language():
        return [] if post.is_open else [Missing(_("Inlägget finns inte längre."))]


def _reported(post: NetworkPost, group: NetworkEntry) -> list[Missing]:
    text = _("Er grupp har redan anmält inlägget. Kontaktpersonen tittar på det.")
    return [Missing(text)] if post.reports.filter(group=group, settled_at=None).exists() else []


def _log(
    action: str, post: NetworkPost, by: Any, at: datetime, role: str, *, comment: str = "", data: Any = None
) -> None:
    NetworkEvent.objects.create(
        action=action,
        post=post,
        at=at,
        user=by,
        user_name=str(by),
        role=role,
        comment=comment,
        data=data or {},
    )


def _tell(
    action: str, post: NetworkPost, by: Any, at: datetime, people: list[Recipient], title: str = ""
) -> None:
    """Write the mails that tell of a post, but to those who want only what is important."""
    mask = masking()
    context = {
        "post": post,
        "writer": lazy(writer_of, str)(post, mask),
        "heading": mask(title or post.title),
        "text": mask(post.text),
        "thread": post.thread_id,
    }
    for audience, to in receivers(None, action, by=by, contact=people):
        mail.queue(f"{action}_{audience}", to=to, at=at, context=context)
