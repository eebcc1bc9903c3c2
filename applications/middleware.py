"""The reader's language, and the refusals of the lifecycle turned into pages, so that views need not."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from applications.http import case_url, in_workspace
from applications.language import language_of, said
from applications.lifecycle import Refused, WrongState


class LanguageMiddleware:
    """The language of the account; for others that of the switch, then of the browser. Staff read Swedish."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the reader's language, and say which it is."""
        if request.user.is_authenticated:
            language = language_of(request.user)
        else:
            language = translation.get_language_from_request(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", language)
        return response


class LifecycleMiddleware:
    """WrongState and an uncaught Refused lead back, at last to the case, with a message that says why."""

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
                messages.warning(request, said(missing.text))
            return HttpResponseRedirect(request.headers.get("Referer") or _home(request))
        return None


def _home(request: HttpRequest) -> str:
    """Return the page of the case that the address names, else the start page: for who came by no link."""
    match = request.resolver_match
    if match is None or "reference" not in match.kwargs:
        return "/"
    name = "admin:case" if in_workspace(request) else "case"
    return reverse(name, args=[match.kwargs["reference"]])
