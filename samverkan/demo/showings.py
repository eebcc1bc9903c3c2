"""The cases of the demonstration in the order they are loaded: every status has one, every page something to show."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from applications.states import AreaKind, Outcome, Status
from samverkan.demo.lingarnsgatan import LINGARNSGATAN
from samverkan.demo.stories import BLOCK, HANDED_IN_PART, LONG, SOMMARGATA, SQUARE, STOPPED, STREET, story
from samverkan.demo.story import MEETING_EVERY, Story
from samverkan.demo.walk import (
    PATHS,
    TO_COLLABORATION,
    TO_COMMITTEE,
    TO_EXECUTION,
    TO_PROPOSAL_COMMITTEE,
    Walk,
)

S = Status


class Showing(NamedTuple):
    """A case of the demonstration: its story, how it is walked, its last step and how many days ago that was."""

    story: Story
    walk: tuple[Callable[[Walk], object], ...]
    last: str
    days_ago: int
    meets: tuple[int, ...] = ()  # meetings booked this many days from the day of loading; none is noted

    def first_day(self, today: date) -> date:
        """Return a day of the first contact that puts the last step `days_ago` before `today`, or a little more."""
        wanted = today - timedelta(days=self.days_ago)
        earliest = wanted - timedelta(days=self.story.planned(self.last))
        days = [earliest - timedelta(days=shift) for shift in range(2 * MEETING_EVERY)]
        in_time = [day for day in days if self.story.day(self.last, day) <= wanted]
        return max(in_time, key=lambda day: (self.story.day(self.last, day), day))


# Lingarnsgatan with all that belongs to a whole case: money out and back, conditions met, calls and messages.
WHOLE = (
    Walk.open_case,
    Walk.assign_officer,
    Walk.give_demo_number,
    Walk.first_meeting,
    lambda walk: walk.call(
        "log_first_meeting", "Café Trådrullen AB", "Undrar om el till belysningen på fasaden."
    ),
    *TO_COMMITTEE[3:],
    Walk.decide,
    Walk.pay_out,
    lambda walk: walk.talk(
        "communicate",
        "Förskolan vill gärna vara med i dialogen. Är det något särskilt vi ska tänka på?",
        "Vad bra! Skriv inte barnens namn i sammanfattningen. Jag kan låna ut ritmaterial.",
        "Tack, vi hämtar det på fredag.",
    ),
    Walk.submit_proposal,
    lambda walk: walk.meet_conditions("dialogue_2"),
    Walk.report_2,
    Walk.sign_off_2,
    lambda walk: walk.put_on_agenda("_2"),
    Walk.decide_2,
    lambda walk: walk.pay_out("_2"),
    Walk.communicate_result,
    lambda walk: walk.join_network(
        "communicate_result",
        name="Lingarnets Vänner",
        contact="idris@example.org",
        about="Vi har gjort en gata grönare och tryggare. Fråga oss gärna om ljusslingor, el och gatufester.",
        shows_phase=True,
        shows_area_kind=True,
        shows_neighbourhood=True,
    ),
    lambda walk: walk.check_in("check_in_1"),
    Walk.progress,
    lambda walk: walk.check_in("check_in_2"),
    lambda walk: walk.check_in("check_in_3"),
    Walk.finish_agreed,
    Walk.done,
    Walk.give,
    Walk.open_reporting,
    Walk.submit_report,
    Walk.approve_report,
    lambda walk: walk.repay(3_600),
    Walk.give_back,
    Walk.close,
)
TABLED = (*TO_COMMITTEE, Walk.next_meeting, lambda walk: walk.decide(Outcome.TABLE))
REFERRED_BACK = (*TO_COMMITTEE, lambda walk: walk.register_first(Outcome.REFER_BACK), Walk.release)
POSTED_ONLY = (
    *TO_COMMITTEE,
    lambda walk: walk.register_first(Outcome.REJECT),
    Walk.release,
    Walk.post,
)
REFUSED_LATE = (*TO_PROPOSAL_COMMITTEE, Walk.pay_out, lambda walk: walk.decide_2(Outcome.REJECT))
WITHDRAWN_LATE = (*TO_COLLABORATION, Walk.pay_out, lambda walk: walk.withdraw("dialogue_1"))
HALF_WRITTEN = (
    *PATHS[S.DRAFT],
    lambda walk: walk.write("omradet", "aktorer", "utmaningar", step="start_draft"),
)
IN_REVIEW = (
    *PATHS[S.REVIEW],
    Walk.assess_some,
    lambda walk: walk.remember("take_up", "Fråga gatukontoret om belysningen ska bytas ändå nästa år."),
    lambda walk: walk.call("take_up", "Bageri Varpen AB", "Vill veta när nämnden beslutar."),
)
ASKED_AGAIN = (*PATHS[S.REVIEW], Walk.request_completion, Walk.complete, Walk.assess, Walk.report)
JOINS_LATE = partial(
    Walk.join_network,
    step="send_2",
    name="Handlarna och grannarna",
    contact="040-628 04 99",
    shows_phase=True,
    shows_area_kind=True,
)
IN_DIALOGUE = (
    *TO_COLLABORATION,
    Walk.communicate,
    lambda walk: walk.ask_support(
        "Kan du vara med på vår första träff och berätta om stödet?", "Ja, gärna. Skicka dag och plats."
    ),
    lambda walk: walk.talk(
        "communicate",
        "Vi har satt upp affischer i alla portar. Hur många behöver vi fråga?",
        "Det finns inget antal. Försök nå både dem som bor, verkar och bara passerar här.",
    ),
    lambda walk: walk.join_network(
        "communicate",
        name="Tråddockans gård",
        about="Nya i nätverket. Vi vill höra hur ni har frågat de boende.",
    ),
)


def _ordinary(
    status: Status, title: str, kind: AreaKind, place: str, number: int, last: str, days_ago: int
) -> Showing:
    return Showing(story(title, kind, place, number), PATHS[status], last, days_ago)


def _paid(
    status: Status, title: str, kind: AreaKind, place: str, number: int, last: str, days_ago: int
) -> Showing:
    """Return an ordinary case whose support was paid out after decision 2."""
    plain = _ordinary(status, title, kind, place, number, last, days_ago)
    return plain._replace(walk=(*plain.walk, lambda walk: walk.pay_out("_2")))


def showings() -> tuple[Showing, ...]:
    """Return the cases in the order they are loaded."""
    return (
        Showing(LINGARNSGATAN, WHOLE, "close", 30),
        Showing(
            SOMMARGATA, (*TO_EXECUTION, Walk.communicate_result), "communicate_result", 12, meets=(-6, 9)
        ),
        Showing(HANDED_IN_PART, (*TO_EXECUTION, JOINS_LATE), "send_2", 6, meets=(5,)),
        Showing(STOPPED, WITHDRAWN_LATE, "dialogue_1", 9),
        Showing(
            LONG,
            (*TO_EXECUTION, Walk.communicate_result, lambda walk: walk.check_in("check_in_1"), Walk.progress),
            "progress",
            15,
            meets=(2,),
        ),
        Showing(
            story("Kardgränd vill ha träd", STREET, "Kirsebergsstaden", 5),
            PATHS[S.CONTACT],
            "assign_officer",
            2,
            meets=(4,),  # the first meeting
        ),
        Showing(story("Garntorget efter klockan 18", SQUARE, "Nydala", 6), (Walk.open_case,), "open_case", 1),
        Showing(
            story("Vantmakargatan tillsammans", STREET, "Möllevången", 7), HALF_WRITTEN, "start_draft", 5
        ),
        _ordinary(S.SUBMITTED, "Kvarteret Lotsen", BLOCK, "Västra Hamnen", 8, "submit", 3),
        Showing(story("Gröna stråket vid Bomullsgatan", STREET, "Lindängen", 9), IN_REVIEW, "take_up", 6),
        _ordinary(S.COMPLETION, "Kvarteret Väduren", BLOCK, "Södra Sofielund", 10, "request_completion", 8),
        Showing(
            story("Linvägens odlare", STREET, "Kirsebergsstaden", 11), ASKED_AGAIN, "request_sign_off", 2
        ),
        _ordinary(S.READY, "Sidentorget som mötesplats", SQUARE, "Rådmansvången", 12, "sign_off", 4),
        _ordinary(S.COMMITTEE, "Bomstigen blir trygg", STREET, "Norra Sofielund", 13, "put_on_agenda", 31),
        Showing(story("Spolgatans innergårdar", BLOCK, "Möllevången", 14), TABLED, "release", 3),
        Showing(story("Sländparken på kvällen", SQUARE, "Lindängen", 15), REFERRED_BACK, "release", 3),
        Showing(story("Tråddockans gård", BLOCK, "Västra Hamnen", 16), IN_DIALOGUE, "communicate", 20),
        _ordinary(S.PROPOSAL_SUBMITTED, "Rönnetorget", SQUARE, "Kirsebergsstaden", 17, "submit_proposal", 5),
        _ordinary(S.PROPOSAL_COMPLETION, "Filtgatan", STREET, "Nydala", 18, "submit_proposal", 9),
        _ordinary(S.PROPOSAL_READY, "Nystanplatsen", SQUARE, "Södra Sofielund", 19, "sign_off_2", 2),
        _ordinary(S.PROPOSAL_COMMITTEE, "Mönsterkvarteret", BLOCK, "Möllevången", 20, "put_on_agenda_2", 31),
        Showing(story("Knutpunkten", SQUARE, "Lindängen", 21), REFUSED_LATE, "send_2", 10),
        _paid(S.REPORTING, "Väverigatan", STREET, "Norra Sofielund", 22, "open_reporting", 70),
        _paid(S.REPORT_SUBMITTED, "Ullspinnartorget", SQUARE, "Rådmansvången", 23, "submit_report", 4),
        _paid(S.REPORT_COMPLETION, "Tygvägen", STREET, "Nydala", 24, "submit_report", 11),
        _paid(S.REPORT_APPROVED, "Broderiparken", SQUARE, "Lindängen", 25, "approve_report", 3),
        _paid(S.ARCHIVED, "Syateljéns gård", BLOCK, "Södra Sofielund", 26, "archive", 40),
        _ordinary(S.REJECTED, "Hakspelsgatan", STREET, "Västra Hamnen", 27, "send", 25),
        _ordinary(S.HANDED_OVER, "Konst på Pärltorget", SQUARE, "Möllevången", 28, "send", 18),
        _ordinary(S.WITHDRAWN, "Knappgränd", STREET, "Kirsebergsstaden", 29, "withdraw", 14),
        _ordinary(S.STRUCK_OFF, "Sömgatan", STREET, "Norra Sofielund", 30, "withdraw", 33),
        Showing(
            story("Virkvägens cykelgata", STREET, "Möllevången", 32),
            (*TO_COMMITTEE, Walk.register_first),
            "decide",
            1,
        ),
        Showing(story("Spetsgränd", STREET, "Nydala", 33), POSTED_ONLY, "post", 3),
    )
