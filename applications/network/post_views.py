"""Pages of the network's posts: the list, a thread, writing, changing, and what is wrong with a post."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.http import attempt_form, frame_url, in_workspace, posted, render_frame
from applications.labels import LABELS
from applications.lifecycle import denied
from applications.models import NetworkEvent, NetworkPost
from applications.network import meetings, post_actions, threads
from applications.network.access import Visitor, visitor
from applications.network.forms import HideForm, PostForm, ReportForm
from applications.network.masking import masking

THREADS_A_PAGE = 20


def network(request: HttpRequest) -> HttpResponse:
    """Show the network: what was written lately, found by words; reports first to those who coordinate."""
    who, mask = visitor(request.user), masking()
    query = request.GET.get("q", "")[:200].replace("\x00", "")
    page = Paginator(threads.threads_for(who, query), THREADS_A_PAGE).get_page(request.GET.get("page"))
    rest = request.GET.copy()
    rest.pop("page", None)
    context = {
        "who": who,
        "q": query,
        "page": page,
        "rows": [threads.row(post, who, mask) for post in page],
        "meetings": [
            meetings.as_row(row, mask, frame_url(request, "network_meeting", row.pk))
            for row in meetings.meetings_for(who).filter(starts_at__gt=timezone.now(), cancelled_at=None)[:5]
        ],
        "reports": threads.reported(who, mask) if in_workspace(request) else [],
        "query": rest.urlencode(),
        "nav_current": "network",
    }
    return render_frame(request, "applications/network/network.html", context)


def network_post(request: HttpRequest, post_id: int) -> HttpResponse:
    """Show a thread with its answers, and take an answer."""
    who, mask = visitor(request.user), masking()
    post = threads.find_thread(who, post_id)
    speaks = _groups(request, who)
    form = PostForm(posted(request), groups=speaks, is_answer=True)
    missing: list[Any] = []
    if request.method == "POST" and form.is_valid():
        found = attempt_form(
            form,
            lambda: post_actions.answer_network_post(
                post.pk, by=request.user, at=timezone.now(), **_answer(form)
            ),
            request=request,
            done=_("Svaret är skickat."),
        )
        if found is None:
            return redirect(frame_url(request, "network_post", post.pk))
        missing = found
    rows = threads.thread_rows(post, who, mask)
    context = {
        "who": who,
        "first": rows[0],
        "answers": rows[1:],
        "form": form,
        "may_answer": post.is_open,
        "missing": missing,
        "told": len(post_actions.people_in(post.pk, but=request.user)),
        "trail": _trail(post, mask) if in_workspace(request) else [],
        "nav_current": "network",
    }
    return render_frame(request, "applications/network/thread.html", context)


def write_network_post(request: HttpRequest) -> HttpResponse:
    """Begin a thread."""
    who = visitor(request.user)
    form = PostForm(posted(request), groups=_groups(request, who))

    def write() -> NetworkPost:
        return post_actions.write_network_post(by=request.user, at=timezone.now(), **form.values())

    return _page(
        request,
        "write_network_post",
        form,
        write,
        done=_("Inlägget är skickat."),
        heading=_("Skriv ett inlägg"),
        button=_("Skicka inlägget"),
        told=len(post_actions.everybody(but=request.user)),
    )


def change_network_post(request: HttpRequest, post_id: int) -> HttpResponse:
    """Change what one's own group wrote."""
    who = visitor(request.user)
    post = _own(who, post_id)
    initial = {"title": post.title, "text": post.text}
    form = PostForm(posted(request), groups=[], is_answer=post.parent_id is not None, initial=initial)

    def change() -> NetworkPost:
        values = {name: form.cleaned_data[name] for name in ("title", "text") if name in form.cleaned_data}
        return post_actions.change_network_post(post.pk, by=request.user, at=timezone.now(), **values)

    return _page(
        request,
        "change_network_post",
        form,
        change,
        done=_("Ändringen är sparad."),
        heading=_("Ändra inlägget") if post.parent_id is None else _("Ändra svaret"),
        post=post,
    )


def delete_network_post(request: HttpRequest, post_id: int) -> HttpResponse:
    """Ask before what one's own group wrote is taken away, and take it away."""
    post = _own(visitor(request.user), post_id)

    def delete() -> None:
        post_actions.delete_network_post(post.pk, by=request.user, at=timezone.now())

    done = _("Inlägget är borttaget.")
    return _page(request, "delete_network_post", None, delete, done=done, post=post, risk=True)


def report_network_post(request: HttpRequest, post_id: int) -> HttpResponse:
    """Ask the kontaktperson to look at a post."""
    who = visitor(request.user)
    if not who.groups:
        raise denied("report_network_post")
    post = threads.find_post(who, post_id)
    if post_actions.is_own(post, request.user, [group.pk for group in who.groups]):
        raise PermissionDenied(_("Det egna inlägget ändrar eller tar ni bort själva."))
    form = ReportForm(posted(request))

    def report() -> None:
        post_actions.report_network_post(
            post.pk, by=request.user, at=timezone.now(), group=who.groups[0], **form.cleaned_data
        )

    done = _("Tack. Er kontaktperson tittar på inlägget.")
    return _page(request, "report_network_post", form, report, done=done, post=post)


def hide_network_post(request: HttpRequest, post_id: int) -> HttpResponse:
    """Hide a post, with a reason."""
    post = threads.find_post(visitor(request.user), post_id)
    form = HideForm(posted(request))

    def hide() -> None:
        post_actions.hide_network_post(post.pk, by=request.user, at=timezone.now(), **form.cleaned_data)

    done = _("Inlägget är dolt.")
    return _page(request, "hide_network_post", form, hide, done=done, post=post, risk=True)


def show_network_post(request: HttpRequest, post_id: int) -> HttpResponse:
    """Show a hidden post again."""
    post = threads.find_post(visitor(request.user), post_id)

    def show() -> None:
        post_actions.show_network_post(post.pk, by=request.user, at=timezone.now())

    return _page(request, "show_network_post", None, show, done=_("Inlägget visas igen."), post=post)


def settle_network_report(request: HttpRequest, post_id: int) -> HttpResponse:
    """Let a reported post stand."""
    post = threads.find_post(visitor(request.user), post_id)

    def settle() -> None:
        post_actions.settle_network_report(post.pk, by=request.user, at=timezone.now())

    return _page(request, "settle_network_report", None, settle, done=_("Inlägget står kvar."), post=post)


# --- shared -------------------------------------------------------------------------------------------------
def _groups(request: HttpRequest, who: Visitor) -> list[Any]:
    """Return the groups that the visitor can write for here: in the workspace the city speaks."""
    return [] if in_workspace(request) or not who.groups else who.groups


def _answer(form: PostForm) -> dict[str, Any]:
    values = form.values()
    return {"text": values["text"], "group": values["group"]}


def _own(who: Visitor, post_id: int) -> NetworkPost:
    post = threads.find_post(who, post_id)
    if not post_actions.is_own(post, who.user, [group.pk for group in who.groups]):
        raise PermissionDenied(_("Det här kan bara göras av gruppen som skrev inlägget."))
    if not post.is_open:
        raise Http404
    return post


def _trail(post: NetworkPost, mask: Callable[[str], str]) -> list[dict[str, Any]]:
    """Return what has happened in a thread, for those who coordinate: who, when, and what stood there before."""
    events = NetworkEvent.objects.filter(post__in=[post.pk, *post.answers.values_list("pk", flat=True)])
    return [
        {
            "title": LABELS[event.action].happened,
            "at": event.at,
            "who": mask(event.user_name),
            "text": mask(" ".join(part for part in (event.comment, event.data.get("text", "")) if part)),
        }
        for event in events
    ]


def _page(
    request: HttpRequest,
    action: str,
    form: Any,
    call: Callable[[], Any],
    *,
    done: str,
    post: NetworkPost | None = None,
    **extra: Any,
) -> HttpResponse:
    """Show the page of an action on a post, and take the action when posted; then back to the thread."""
    missing: list[Any] = []
    if request.method == "POST" and (form is None or form.is_valid()):
        result: list[Any] = []
        found = attempt_form(form, lambda: result.append(call()), request=request, done=done)
        if found is None:
            thread = post.thread_id if post is not None else result[0].pk
            gone = action == "delete_network_post" and post is not None and post.parent_id is None
            return redirect(frame_url(request, *(("network",) if gone else ("network_post", thread))))
        missing = found
    label = LABELS[action]
    context = {
        "post": post,
        "row": threads.row(post, visitor(request.user), masking()) if post is not None else None,
        "form": form,
        "missing": missing,
        "label": label,
        "heading": label.button,
        "button": label.button,
        "nav_current": "network",
        **extra,
    }
    return render_frame(request, "applications/network/post_action.html", context)
