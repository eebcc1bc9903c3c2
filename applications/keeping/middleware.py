"""Watches over pages that keep what is typed on them (`{% keep %}` in their form)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from applications.keeping import autosave, rescue
from applications.keeping.pages import page_of


class KeepMiddleware:
    """A posted page is its writer's: nothing of it is lost, and it is saved in no other name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request on; look at what became of the page."""
        # What is kept is older than the page that answers: once that one is saved, nothing is left to keep.
        request.received_at = timezone.now()  # type: ignore[attr-defined]
        response = self.get_response(request)
        page = getattr(request, "page", None)
        if page is not None:
            rescue.settled(request, page, response)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Answer for the view when the page is not its sender's, or asks only to be kept."""
        request.page = page_of(request)  # type: ignore[attr-defined]
        if request.page is None:  # type: ignore[attr-defined]
            return None
        answer = rescue.from_elsewhere(request, request.page)  # type: ignore[attr-defined]
        if answer is None and autosave.asked(request) == autosave.KEEP:
            return rescue.kept_by_script(request, request.page)  # type: ignore[attr-defined]
        return answer

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Keep what the view could not take, and say where it is."""
        page = getattr(request, "page", None)
        return rescue.refused(request, page, exception) if page is not None else None
