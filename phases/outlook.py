"""Whose turn it is, until when and what happens then, in words for the group (D13)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.committee.panel import GroupDecision
from applications.language import said
from applications.models import Case
from applications.states import ENDED_EARLY, Outcome, Status, Turn
from applications.templatetags.samverkan import datum, datum_tid
from phases.base import Task
from phases.coming import Coming
from phases.moves import Moves
from phases.waiting import WAITING, WITH_MANAGER, WITH_MEETING, WITHOUT_OFFICER

S = Status


class Ahead(NamedTuple):
    """One thing that comes: what, a hint, whose turn it then is, and the kind of its tag."""

    title: str
    hint: str
    turn: str
    kind: str


WHO: dict[str, Any] = {
    Turn.OFFICER: gettext_lazy("Just nu är det kontaktpersonens tur"),
    Turn.MANAGER: gettext_lazy("Just nu är det stadens tur"),
    Turn.SECRETARY: gettext_lazy("Just nu är det nämndens tur"),
}
DONE, ENDED = gettext_lazy("Klart"), gettext_lazy("Avslutat")

OFFICERS, COMMITTEES, GROUPS = (
    gettext_lazy("Kontaktpersonens tur"),
    gettext_lazy("Nämndens tur"),
    gettext_lazy("Er tur"),
)
REVIEW = gettext_lazy("Kontaktpersonen granskar och skriver ett underlag till nämnden")
REVIEW_HINT = gettext_lazy("Det tar ungefär fyra veckor. Ni kan bli ombedda att komplettera.")
TOLD = gettext_lazy("Ni får beslutet här och i ett mejl.")

# What can come: title, hint, whose turn.
STEPS: dict[str, tuple[Any, Any, Any]] = {
    "meeting": (
        gettext_lazy("Ni träffar kontaktpersonen"),
        gettext_lazy("Ni går igenom hur det fungerar och vad som krävs."),
        OFFICERS,
    ),
    "apply": (
        gettext_lazy("Ni skriver och skickar ansökan"),
        gettext_lazy("Åtta korta steg. Flera kan skriva."),
        GROUPS,
    ),
    "review": (REVIEW, REVIEW_HINT, OFFICERS),
    "decides": (gettext_lazy("Nämnden beslutar om stöd till dialog"), TOLD, COMMITTEES),
    "talk": (
        gettext_lazy("Ni berättar för fler och för dialog"),
        gettext_lazy("Sedan föreslår ni vad som ska göras."),
        GROUPS,
    ),
    "decides_again": (gettext_lazy("Nämnden beslutar vad staden bidrar med"), TOLD, COMMITTEES),
    "decides_further": (gettext_lazy("Nämnden tar ett fortsatt beslut"), TOLD, COMMITTEES),
    "do": (
        gettext_lazy("Ni genomför det som beslutats"),
        gettext_lazy("Kontaktpersonen stämmer av med er under tiden."),
        GROUPS,
    ),
    "report": (
        gettext_lazy("Ni berättar hur det gick"),
        gettext_lazy("Sju frågor. Det vi redan vet är ifyllt."),
        GROUPS,
    ),
    "read": (gettext_lazy("Kontaktpersonen läser rapporten och avslutar ärendet"), "", OFFICERS),
    "close": (gettext_lazy("Kontaktpersonen avslutar ärendet"), gettext_lazy("Ni får ett mejl."), OFFICERS),
}
NEXT: dict[str, tuple[str, ...]] = {
    S.CONTACT: ("meeting", "apply", "review"),
    S.DRAFT: ("meeting", "review", "decides"),
    S.SUBMITTED: ("meeting", "review", "decides", "talk"),
    S.REVIEW: ("meeting", "decides", "talk"),
    S.COMPLETION: ("meeting", "review", "decides"),
    S.READY: ("decides", "talk"),
    S.COMMITTEE: ("decides", "talk"),
    S.COLLABORATION: ("review", "decides_again"),
    S.PROPOSAL_SUBMITTED: ("decides_again", "do"),
    S.PROPOSAL_COMPLETION: ("review", "decides_again"),
    S.PROPOSAL_READY: ("decides_again", "do"),
    S.PROPOSAL_COMMITTEE: ("decides_again", "do"),
    S.EXECUTION: ("decides_further", "report", "read"),
    S.REPORTING: ("read",),
    S.REPORT_SUBMITTED: ("read",),
    S.REPORT_COMPLETION: ("read",),
    S.REPORT_APPROVED: ("close",),
}


@dataclass(frozen=True)
class Outlook:
    """Tells one case's group what is going on. Everything was read before; nothing is asked here."""

    case: Case
    trail: Moves
    coming: Coming
    decisions: list[GroupDecision]
    today: date
    may_write: bool
    meets_at: datetime | None = None  # the first meeting, once it is booked

    # --- what comes -----------------------------------------------------------------------------------
    def ahead(self) -> list[Ahead]:
        """Return what comes next, in order; the committee's meeting with its day, or the earliest one."""
        found = []
        for key in NEXT.get(self.case.status, ()):
            if key == "meeting" and self.trail.has("log_first_meeting"):
                continue
            if key == "decides_further" and not self.coming.is_set:
                continue
            title, hint, turn = STEPS[key]
            if key == "meeting" and self.meets_at is not None:
                hint = f"{datum_tid(self.meets_at)}. {hint}"
            if turn is COMMITTEES:
                hint = f"{self._meeting_day()}{hint}"
            found.append(Ahead(str(title), str(hint), str(turn), "" if turn is GROUPS else "andra"))
        return found

    def _meeting_day(self) -> str:
        if self.coming.meeting_on is None:
            return ""
        day = datum(self.coming.meeting_on, "dag")
        words = day if self.coming.is_set else _("Tidigast %(day)s") % {"day": day}
        return f"{words[:1].upper()}{words[1:]}. "

    # --- whose turn -----------------------------------------------------------------------------------
    def turn_panel(self, primary: Task | None) -> dict[str, Any]:
        """Return the context of components/turn.html. `primary`: what the group does first, if it is its turn."""
        if self.case.turn == Turn.GROUP:
            return self._ours(primary)
        heading, text = self._waiting()
        over = self.case.turn in (Turn.REGISTRAR, Turn.NOBODY)
        late = not over and self.case.due_on is not None and self.case.due_on < self.today
        if late:
            text += "\n\n" + _("Det har dröjt längre än tänkt. Fråga gärna kontaktpersonen hur det går.")
        return {
            "who": self._over() if over else WHO.get(self.case.turn, ""),
            "heading": heading,
            "yours": False,
            "due_on": None if over else self.case.due_on,
            "text": text,
            "url": "",
            "link": "",
            **(self._question(_("Skriv till kontaktpersonen")) if late else {}),
        }

    def _ours(self, primary: Task | None) -> dict[str, Any]:
        lines = [primary.hint] if primary and primary.hint else []
        late = self.case.due_on is not None and self.case.due_on < self.today
        if late:
            lines.append(_("Datumet har passerat. Gör klart så snart ni kan."))
        elif self.coming.send_by and self.coming.meeting_on:
            lines.append(
                _("Skickar ni senast %(last)s kan nämnden besluta %(day)s.")
                % {
                    "last": datum(self.coming.send_by, "dag kort"),
                    "day": datum(self.coming.meeting_on, "dag kort"),
                }
            )
        return {
            "who": _("Nu är det er tur"),
            "heading": self._task(),
            "yours": True,
            "due_on": self.case.due_on,
            "text": "\n\n".join(lines),
            "url": primary.url if primary else "",
            "link": primary.title if primary else "",
            **(self._question(_("Hinner ni inte? Skriv till kontaktpersonen")) if self.case.due_on else {}),
        }

    def _task(self) -> str:
        if self.case.status == S.REPORTING and self.trail.accounts_for_a_stop:
            return _("Skriv och skicka slutredovisningen")
        return said(self.case.due_reason)

    def _question(self, words: str) -> dict[str, str]:
        """Return the quiet way to ask: the page of messages, while the group may write there."""
        if not self.may_write:
            return {}
        return {"url2": reverse("write_message", args=[self.case.reference]), "link2": words}

    def _over(self) -> str:
        return str(ENDED if self.case.status in ENDED_EARLY else DONE)

    # --- while others act, and after the end --------------------------------------------------------------
    def _waiting(self) -> tuple[str, str]:
        """Return the heading and what the group may count on."""
        status, newest = self.case.status, self.decisions[0] if self.decisions else None
        if self.case.turn == Turn.MANAGER:
            return self._said(WITH_MANAGER)
        if status == S.CONTACT and self.case.officer_id is None:
            return self._said(WITHOUT_OFFICER)
        if status == S.CONTACT and self.meets_at is not None:
            return _("Ni träffar kontaktpersonen %(day)s") % {"day": datum(self.meets_at, "dag kort")}, str(
                WITH_MEETING
            )
        if (
            status in (S.REVIEW, S.PROPOSAL_SUBMITTED)
            and newest
            and newest.decision.outcome == Outcome.REFER_BACK
        ):
            text = _(
                "Under Nämndens beslut står vad den vill veta mer om. Vi mejlar om vi behöver något av er."
            )
            return newest.sentence, text
        if status in (S.REJECTED, S.HANDED_OVER) and newest:
            return newest.sentence, self._after_no(newest)
        heading, text = self._said(WAITING.get(status, (said(self.case.due_reason), "")))
        last = self.trail.last_move
        if status in (S.STRUCK_OFF, S.WITHDRAWN) and last is not None and last.comment:
            reason = _("Skälet: %(reason)s") if status == S.STRUCK_OFF else _("Ni skrev: %(reason)s")
            text = f"{reason % {'reason': last.comment}}\n{text}"
        return heading, text

    @staticmethod
    def _said(words: tuple[Any, Any]) -> tuple[str, str]:
        return str(words[0]), str(words[1])

    def _after_no(self, newest: GroupDecision) -> str:
        """Return what can be done after a refusal or a handing over: read why, appeal until when."""
        text = str(WAITING[self.case.status][1])
        last = newest.decision.last_appeal_on
        if self.case.status == S.HANDED_OVER or last is None:
            return text
        if last < self.today:
            return f"{text} " + _("Tiden att överklaga gick ut %(day)s.") % {"day": datum(last)}
        return f"{text} " + _("Ett överklagande ska ha kommit in senast %(day)s.") % {"day": datum(last)}
