"""Whose turn it is and what happens next, in words for the group (D13)."""

from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import Case
from applications.states import Status, Turn
from applications.templatetags.samverkan import datum
from phases.base import Task

S = Status


class Ahead(NamedTuple):
    """One thing that comes: what, a hint, whose turn it then is, and the kind of its tag."""

    title: str
    hint: str
    turn: str
    kind: str


# What stands over the panel when the group waits, and what it may count on.
WAITING: dict[str, tuple[Any, Any]] = {
    S.CONTACT: (
        gettext_lazy("Kontaktpersonen bokar ett första möte"),
        gettext_lazy("Ni behöver inte göra något nu. Ni kan börja skriva ansökan när ni vill."),
    ),
    S.SUBMITTED: (
        gettext_lazy("Ansökan har kommit in"),
        gettext_lazy("Ni behöver inte göra något nu. Vi mejlar när granskningen börjar."),
    ),
    S.REVIEW: (
        gettext_lazy("Kontaktpersonen granskar ansökan"),
        gettext_lazy("Ni behöver inte göra något nu. Vi mejlar om något behöver kompletteras."),
    ),
    S.READY: (
        gettext_lazy("Ansökan är klar för nämnden"),
        gettext_lazy("Ni behöver inte göra något nu. Vi mejlar vilken dag nämnden möts."),
    ),
    S.COMMITTEE: (
        gettext_lazy("Nämnden beslutar"),
        gettext_lazy("Ni behöver inte göra något nu. Vi mejlar när beslutet är klart."),
    ),
    S.PROPOSAL_SUBMITTED: (
        gettext_lazy("Kontaktpersonen granskar förslaget"),
        gettext_lazy("Ni behöver inte göra något nu. Vi mejlar om något behöver kompletteras."),
    ),
    S.PROPOSAL_READY: (
        gettext_lazy("Förslaget är klart för nämnden"),
        gettext_lazy("Ni behöver inte göra något nu. Vi mejlar vilken dag nämnden möts."),
    ),
    S.PROPOSAL_COMMITTEE: (
        gettext_lazy("Nämnden beslutar om förslaget"),
        gettext_lazy("Ni behöver inte göra något nu. Vi mejlar när beslutet är klart."),
    ),
    S.REPORT_SUBMITTED: (
        gettext_lazy("Kontaktpersonen läser resultatrapporten"),
        gettext_lazy(
            "Ni behöver inte göra något nu. Vi mejlar när den är godkänd eller behöver kompletteras."
        ),
    ),
    S.REPORT_APPROVED: (
        gettext_lazy("Resultatrapporten är godkänd"),
        gettext_lazy("Ni behöver inte göra något nu. Kontaktpersonen avslutar ärendet."),
    ),
    S.CLOSED: (
        gettext_lazy("Ärendet är avslutat"),
        gettext_lazy("Tack för det ni har gjort. Allt finns kvar här att läsa."),
    ),
    S.ARCHIVED: (gettext_lazy("Ärendet är arkiverat"), gettext_lazy("Allt finns kvar här att läsa.")),
    S.REJECTED: (
        gettext_lazy("Nämnden sa nej"),
        gettext_lazy(
            "Beslutet och hur ni överklagar står under Dokument. Ni får gärna höra av er till kontaktpersonen."
        ),
    ),
    S.HANDED_OVER: (
        gettext_lazy("Ärendet är överlämnat"),
        gettext_lazy("Nämnden har lämnat ärendet vidare. Under Dokument står till vem."),
    ),
    S.WITHDRAWN: (
        gettext_lazy("Ni har återkallat"),
        gettext_lazy("Ärendet är avslutat. Det ni skickade finns kvar här."),
    ),
    S.STRUCK_OFF: (
        gettext_lazy("Ärendet är avskrivet"),
        gettext_lazy("Kontaktpersonens skäl står i historiken. Ni kan när som helst ta ny kontakt."),
    ),
}

WHO: dict[str, Any] = {
    Turn.OFFICER: gettext_lazy("Just nu är det kontaktpersonens tur"),
    Turn.MANAGER: gettext_lazy("Just nu är det stadens tur"),
    Turn.SECRETARY: gettext_lazy("Just nu är det nämndens tur"),
}

OFFICERS, COMMITTEES, GROUPS = (
    gettext_lazy("Kontaktpersonens tur"),
    gettext_lazy("Nämndens tur"),
    gettext_lazy("Er tur"),
)
MEETING = gettext_lazy("Ni träffar kontaktpersonen")
MEETING_HINT = gettext_lazy("Ni går igenom hur det fungerar och vad som krävs.")
APPLY = gettext_lazy("Ni skriver och skickar ansökan")
APPLY_HINT = gettext_lazy("Åtta korta steg. Flera kan skriva.")
REVIEW = gettext_lazy("Kontaktpersonen granskar och skriver ett underlag till nämnden")
REVIEW_HINT = gettext_lazy("Det tar ungefär fyra veckor. Ni kan bli ombedda att komplettera.")
DECIDES = gettext_lazy("Nämnden beslutar om stöd till dialog")
DECIDES_AGAIN = gettext_lazy("Nämnden beslutar vad staden bidrar med")
TOLD = gettext_lazy("Ni får beslutet här och i ett mejl.")
TALK = gettext_lazy("Ni berättar för fler och för dialog")
TALK_HINT = gettext_lazy("Sedan föreslår ni vad som ska göras.")
DO = gettext_lazy("Ni genomför det som beslutats")
DO_HINT = gettext_lazy("Kontaktpersonen stämmer av med er under tiden.")
REPORT = gettext_lazy("Ni berättar hur det gick")
REPORT_HINT = gettext_lazy("Sju frågor. Det vi redan vet är ifyllt.")
READ = gettext_lazy("Kontaktpersonen läser rapporten och avslutar ärendet")

A = {
    "meeting": (MEETING, MEETING_HINT, OFFICERS),
    "apply": (APPLY, APPLY_HINT, GROUPS),
    "review": (REVIEW, REVIEW_HINT, OFFICERS),
    "decides": (DECIDES, TOLD, COMMITTEES),
    "talk": (TALK, TALK_HINT, GROUPS),
    "review2": (REVIEW, REVIEW_HINT, OFFICERS),
    "decides_again": (DECIDES_AGAIN, TOLD, COMMITTEES),
    "do": (DO, DO_HINT, GROUPS),
    "report": (REPORT, REPORT_HINT, GROUPS),
    "read": (READ, "", OFFICERS),
}
NEXT: dict[str, tuple[str, ...]] = {
    S.CONTACT: ("meeting", "apply", "review"),
    S.DRAFT: ("review", "decides"),
    S.SUBMITTED: ("review", "decides", "talk"),
    S.REVIEW: ("decides", "talk"),
    S.COMPLETION: ("review", "decides"),
    S.READY: ("decides", "talk"),
    S.COMMITTEE: ("decides", "talk"),
    S.COLLABORATION: ("review2", "decides_again"),
    S.PROPOSAL_SUBMITTED: ("decides_again", "do"),
    S.PROPOSAL_COMPLETION: ("review2", "decides_again"),
    S.PROPOSAL_READY: ("decides_again", "do"),
    S.PROPOSAL_COMMITTEE: ("decides_again", "do"),
    S.EXECUTION: ("report", "read"),
    S.REPORTING: ("read",),
    S.REPORT_SUBMITTED: ("read",),
    S.REPORT_COMPLETION: ("read",),
}


def ahead(case: Case, *, meeting_on: date | None) -> list[Ahead]:
    """Return what comes next, in order; the coming meeting of the committee with its day."""
    found = []
    for key in NEXT.get(case.status, ()):
        title, hint, turn = (str(text) for text in A[key])
        if turn == str(COMMITTEES) and meeting_on is not None:
            hint = f"{datum(meeting_on, 'dag').capitalize()}. {hint}"
        found.append(Ahead(title, hint, turn, "" if turn == str(GROUPS) else "andra"))
    return found


def turn_panel(case: Case, *, primary: Task | None) -> dict[str, Any]:
    """Return the context of components/turn.html. `primary`: what the group does first, if it is its turn."""
    if case.turn == Turn.GROUP:
        url, link, hint = (primary.url, primary.title, primary.hint) if primary else ("", "", "")
        return {
            "who": _("Nu är det er tur"),
            "heading": case.due_reason,
            "yours": True,
            "due_on": case.due_on,
            "text": hint,
            "url": url,
            "link": link,
        }
    heading, text = WAITING.get(case.status, (case.due_reason, ""))
    over = case.turn in (Turn.REGISTRAR, Turn.NOBODY)
    return {
        "who": _("Klart") if over else WHO.get(case.turn, ""),
        "heading": heading,
        "yours": False,
        "due_on": None if over else case.due_on,
        "text": text,
        "url": "",
        "link": "",
    }
