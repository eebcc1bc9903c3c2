"""The beginning of the application, with all that is known by then, so that nobody types it twice (D16)."""

from django.http import HttpRequest, HttpResponse

from applications.http import find_case_to
from applications.writing import views as writing
from phases.initiering.contact.actions import known_from
from phases.samarbete.explored import evidence_from


def start_draft(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin the application with what the intresseanmälan says, and with what the city has explored (R46)."""
    case = find_case_to("start_draft", request, reference)
    return writing.start_draft(request, reference, known=known_from(case), evidence=evidence_from(case))
