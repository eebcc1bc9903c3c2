"""What a case is about: everything that a walk needs to know, with usable words for all that is left out."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from applications.decisions.content import InKind
from applications.states import ActorKind, AreaKind, Initiative, MeasureArea, NeedGroup, Size

# Days after the first contact at which each step of an ordinary process happens.
DAYS: dict[str, int] = {
    "open_case": 0,
    "assign_officer": 1,
    "log_first_meeting": 8,
    "start_draft": 10,
    "submit": 35,
    "take_up": 38,
    "request_completion": 42,
    "complete": 50,
    "assess": 52,
    "request_sign_off": 60,
    "return_report": 61,
    "sign_off": 63,
    "put_on_agenda": 66,
    "decide": 98,
    "release": 105,
    "post": 106,
    "send": 107,
    "communicate": 112,
    "dialogue_1": 130,
    "dialogue_2": 150,
    "compile": 165,
    "submit_proposal": 180,
    "sign_off_2": 195,
    "put_on_agenda_2": 198,
    "decide_2": 230,
    "release_2": 237,
    "post_2": 238,
    "send_2": 239,
    "communicate_result": 250,
    "check_in_1": 270,
    "progress": 290,
    "check_in_2": 330,
    "check_in_3": 350,
    "done": 360,
    "open_reporting": 370,
    "submit_report": 400,
    "approve_report": 409,
    "close": 414,
    "archive": 440,
    "withdraw": 20,
}
# The committee of the demonstration meets every fourth Tuesday, counted from this one.
FIRST_MEETING, MEETING_EVERY = date(2024, 1, 9), 28


def next_meeting(day: date) -> date:
    """Return `day` if the committee meets then, else its next meeting."""
    return day + timedelta(days=-(day - FIRST_MEETING).days % MEETING_EVERY)


POLYGON = {
    "type": "Polygon",
    "coordinates": [
        [
            [13.01610, 55.58700],
            [13.01625, 55.58655],
            [13.01900, 55.58690],
            [13.01885, 55.58735],
            [13.01610, 55.58700],
        ]
    ],
}


def shifted(polygon: dict, *, lon: float, lat: float) -> dict:
    """Return the polygon moved by degrees of longitude and latitude (WGS84)."""
    rings = [[[round(x + lon, 6), round(y + lat, 6)] for x, y in ring] for ring in polygon["coordinates"]]
    return {"type": "Polygon", "coordinates": rings}


@dataclass(frozen=True)
class Part:
    """An actor of the group: kind, organisation number, and what it contributes (SEK or words)."""

    name: str
    kind: ActorKind
    number: str = ""
    amount: int | None = None
    gives: str = ""
    payee: bool = False


@dataclass(frozen=True)
class Plan:
    """A measure: what it costs and asks for, what is granted (None: refused) and used, in SEK."""

    title: str
    areas: tuple[MeasureArea, ...] = (MeasureArea.PUBLIC_SPACE,)
    cost: int = 50_000
    requested: int = 40_000
    granted: int | None = 30_000
    used: int = 29_000
    in_kind: str = ""
    granted_in_kind: tuple[InKind, ...] = ()
    late_because: str = ""
    receivers: tuple[str, ...] = ()
    sent_back: bool = False
    needs: tuple[int, ...] = (0,)  # which of the needs it answers to, in the order they came up


@dataclass(frozen=True)
class Dialogue:
    """A dialogue activity and the need that came up in it."""

    title: str
    method: str
    target: str
    participants: int
    summary: str
    need: str
    group: NeedGroup
    more_needs: tuple[tuple[str, NeedGroup], ...] = ()


@dataclass(frozen=True)
class Story:
    """A case from beginning to end."""

    title: str
    area_kind: AreaKind = AreaKind.STREET
    area: str = "En gata med bostäder, två butiker och en förskola."
    boundary: str = "Hela gatan från torget till parken, fasad till fasad."
    polygon: dict = field(default_factory=lambda: POLYGON)
    neighbourhood: str = "Norra Sofielund"
    initiative: Initiative = Initiative.ACTORS
    size: Size = Size.LIMITED
    lasts_days: int = 700
    parts: tuple[Part, ...] = (
        Part(
            "Lingarnets Vänner",
            ActorKind.ASSOCIATION,
            "432000-0039",
            gives="Ansvarar för aktiviteter",
            payee=True,
        ),
        Part("Fastighets AB Spolverket", ActorKind.PROPERTY_OWNER, "432000-0013", amount=60_000),
    )
    representative: tuple[str, dict[str, str]] = (
        "idris@example.org",
        {"name": "Idris Holmvik", "phone": "070-174 06 15"},
    )
    has_jonatan: bool = False  # the second officer's case: he and Maja change places
    meeting_notes: str = "Gruppen vill prova att ge platsen mer liv."
    proposal: str = "Vi vill göra platsen grönare, ljusare och tryggare tillsammans."
    present: str = "Två fastighetsägare, en förening, ett café och en förskola."
    interested: str = "Alla i gruppen."
    challenges: str = "Platsen är mörk på kvällen. Samtidigt finns många som vill göra något."
    added_value: str = "Tillsammans når vi hela platsen. Ensamma når vi bara vår egen entré."
    cooperation: str = "Gårdsfest varje år och gemensam städdag."
    democracy: str = "Öppna möten, en röst per hushåll."
    evidence: tuple[tuple[str, str, str], ...] = (
        ("Boende", "Tryggare på kvällen och någonstans att sitta.", "Enkät i alla portar"),
    )
    programmes: str = "Inget."
    requested: int = 60_000
    granted: int = 45_000
    less_because: str = "Trycksaker görs av staden."
    verdicts: tuple[str, ...] = ("Gruppen är blandad och har ett gemensamt förslag.",) * 6
    first_verdicts: str = "Ser ut att vara uppfyllt."
    conditions: tuple[str, ...] = ()
    dialogues: tuple[Dialogue, ...] = (
        Dialogue(
            "Gatuvandring",
            "Gemensam vandring",
            "Boende",
            64,
            "Mörkt vid portarna.",
            "Ljus",
            NeedGroup.RESIDENTS,
        ),
        Dialogue(
            "Träff med butikerna",
            "Möte",
            "Verksamma",
            12,
            "Bilarna kör fort.",
            "Lugnare trafik",
            NeedGroup.WORKERS,
        ),
    )
    compilation: str = "Ljus, lugnare trafik och sittplatser kommer först för dem vi har frågat."
    measures: tuple[Plan, ...] = (
        Plan("Planteringar"),
        Plan("Sittplatser", requested=30_000, granted=25_000, used=24_000),
    )
    # per check-in: what was said, and what somebody promised to do
    check_ins: tuple[tuple[str, str], ...] = (("Arbetet går enligt plan.", "Boka plats för nästa träff"),)
    answers: dict[str, str] = field(
        default_factory=lambda: {
            "outcome": "Insatserna är genomförda.",
            "resources_note": "Pengarna gick till material.",
            "decisive": "Att någon alltid vattnade.",
            "dialogue": "En vandring och ett möte.",
            "partners": "Fastighetsägaren höll i elen.",
            "shift": "Fler är ute på kvällen.",
            "lessons": "Börja tidigt.",
        }
    )
    used_for_dialogue: int | None = None
    association_formed: bool = False
    indicators: tuple[dict[str, Any], ...] = ()
    close_comment: str = "Återbetalningen är fakturerad."
    days: dict[str, int] = field(default_factory=dict)
    paragraphs: dict[str, int] = field(default_factory=dict)

    def planned(self, step: str) -> int:
        """Return how many days after the first contact `step` would happen if the committee met every day."""
        return self.days.get(step, DAYS[step])

    def day(self, step: str, first_day: date) -> date:
        """Return the day of `step`: a decision falls on a meeting, and what comes after it waits as long."""
        waited = 0
        for decision in ("decide", "decide_2"):
            if self.planned(step) >= self.planned(decision):
                wanted = first_day + timedelta(days=self.planned(decision) + waited)
                waited += (next_meeting(wanted) - wanted).days
        return first_day + timedelta(days=self.planned(step) + waited)
