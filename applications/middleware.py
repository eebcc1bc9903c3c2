"""Turns the refusals of the lifecycle into pages, so that views need not."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from applications.http import case_url
from applications.lifecycle import Refused, WrongState


class LifecycleMiddleware:
    """WrongState and an uncaught Refused lead back to the case with a message that says why."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer with a redirect to the case, or with nothing for other exceptions."""
        if isinstance(exception, WrongState):
            messages.warning(request, str(exception))
            return HttpResponseRedirect(case_url(request, exception.case))
        if isinstance(exception, Refused):
            for missing in exception.missing:
                messages.warning(request, missing.text)
            return HttpResponseRedirect(request.headers.get("Referer") or "/")
        return None
