"""The cases of the demonstration: every status has one, every page something to show. All invented."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from applications.decisions.content import InKind
from applications.states import (
    ActorKind,
    AreaKind,
    Initiative,
    MeasureArea,
    NeedGroup,
    Outcome,
    Size,
    Status,
    SupportKind,
)
from samverkan.demo import people
from samverkan.demo.story import MEETING_EVERY, POLYGON, Dialogue, Part, Plan, Story, shifted
from samverkan.demo.walk import (
    PATHS,
    TO_COLLABORATION,
    TO_COMMITTEE,
    TO_EXECUTION,
    TO_PROPOSAL_COMMITTEE,
    Walk,
)

S = Status

# The complete case of the model: Lingarnsgatan, from first meeting to closed.
LINGARNSGATAN = Story(
    title="Lingarnsgatan – en grönare och tryggare gata",
    area_kind=AreaKind.STREET,
    area="Lingarnsgatan, cirka 175 meter, mellan Varptorget och Nystansgränd.",
    boundary="Lingarnsgatan mellan Varptorget och Nystansgränd, fasad till fasad.",
    polygon=POLYGON,
    neighbourhood="Norra Sofielund",
    lasts_days=720,
    parts=(
        Part(
            "Lingarnets Vänner",
            ActorKind.ASSOCIATION,
            "432000-0039",
            gives="Ansvarar för aktiviteter",
            payee=True,
        ),
        Part("Fastighets AB Spolverket", ActorKind.PROPERTY_OWNER, "432000-0013", amount=60_000),
        Part("Brf Spinnrocken", ActorKind.PROPERTY_OWNER, "432000-0021", gives="40 odlingstimmar"),
        Part("Café Trådrullen AB", ActorKind.COMPANY, "432000-0047", gives="El och kaffe"),
        Part("Boendegruppen Lingarnsgatan 4–12", ActorKind.RESIDENTS_GROUP, gives="Sköter planteringarna"),
    ),
    meeting_notes="Process och kriterier genomgångna. Gruppen vill prova att ge gatan mer plats för möten.",
    proposal="Vi vill lysa upp, plantera och sköta hela gatan tillsammans, och ge den mer plats för möten.",
    present=(
        "Två fastighetsägare, en bostadsrättsförening, ett café, en cykelverkstad, en förskola och en föreningslokal."
    ),
    interested=(
        "Lingarnets Vänner, Fastighets AB Spolverket, Brf Spinnrocken, Café Trådrullen AB och Boendegruppen."
    ),
    challenges=(
        "Gatan är mörk och bilarna kör fort. Många går omvägar efter klockan 20. "
        "Samtidigt är husen fulla av liv och caféet har öppet till 21."
    ),
    added_value=(
        "Tillsammans kan vi lysa upp, plantera och sköta hela gatan. Ensamma når vi bara vår egen entré."
    ),
    cooperation="Gårdsfest varje år sedan 2021, gemensam städdag två gånger per år.",
    democracy="Öppna möten, en röst per hushåll, alla protokoll anslås i trapphusen.",
    evidence=(
        ("Boende", "Ljus, långsammare trafik och någonstans att sitta.", "Enkät, 212 svar, december 2025"),
        ("Verksamma", "Fler som stannar till på kvällen.", "Samtal med sju verksamma, december 2025"),
    ),
    programmes="Inget.",
    requested=60_000,
    granted=45_000,
    less_because="Trycksaker görs av staden.",
    verdicts=(
        "Gruppen har fem aktörer av fyra slag och ett gemensamt förslag.",
        "Gårdsfester sedan 2021 och städdagar två gånger per år visar att samarbetet håller.",
        "Alla fem bidrar med pengar, tid eller ansvar.",
        "Förslaget når hela gatan, vilket ingen av dem når ensam.",
        (
            "Enkäten visar att 41 procent känner sig trygga efter mörkrets inbrott. "
            "Barnens behov saknas och ska undersökas i dialogen."
        ),
        "Öppna möten, en röst per hushåll och anslagna protokoll.",
    ),
    conditions=("Barnens behov undersöks i dialogen.",),
    dialogues=(
        Dialogue(
            "Gatuvandring",
            "Gemensam vandring efter mörkrets inbrott",
            "Boende och verksamma",
            64,
            "Mörkt vid portarna och cykelverkstaden. Många vill kunna sitta ner.",
            "Ljus vid portarna",
            NeedGroup.RESIDENTS,
        ),
        Dialogue(
            "Barnens verkstad",
            "Bygga och rita tillsammans med förskolan",
            "Barn",
            31,
            "Bilarna kör för fort. Barnen vill ha växter att ta på.",
            "Lugnare trafik vid förskolan",
            NeedGroup.RESIDENTS,
        ),
    ),
    compilation=(
        "Boende vill ha ljus vid portarna. Barnen vill ha lugnare trafik. Besökare vill kunna sitta. "
        "Nio av tio tycker att gatan ska bli grönare."
    ),
    measures=(
        Plan(
            "Planteringar",
            (MeasureArea.PUBLIC_SPACE,),
            cost=120_000,
            requested=100_000,
            granted=80_000,
            used=82_100,
            in_kind="lån av tolv planteringskärl",
            granted_in_kind=(InKind(SupportKind.MATERIAL, Decimal(12), "st", "planteringskärl till låns"),),
        ),
        Plan(
            "Sittplatser",
            (MeasureArea.PUBLIC_SPACE,),
            cost=80_000,
            requested=70_000,
            granted=55_000,
            used=53_300,
        ),
        Plan(
            "Ljusslingor",
            (MeasureArea.SAFETY,),
            cost=60_000,
            requested=60_000,
            granted=35_000,
            used=33_000,
            late_because="Leveransen blev tre veckor sen.",
        ),
        Plan(
            "Tre gatufester",
            (MeasureArea.NETWORKING, MeasureArea.KNOWLEDGE),
            cost=50_000,
            requested=50_000,
            granted=30_000,
            used=28_000,
            in_kind="120 arbetstimmar",
            granted_in_kind=(InKind(SupportKind.STAFF, Decimal(120), "arbetstimmar"),),
        ),
    ),
    answers={
        "outcome": "Alla fyra insatser är genomförda.",
        "resources_note": "Planteringarna blev dyrare, de andra insatserna billigare. 3 600 kronor betalas tillbaka.",
        "decisive": "Ljuset, och att någon alltid vattnade.",
        "dialogue": "Två dialoger, tre fester och 187 enkätsvar.",
        "partners": "Spolverket höll i el och fästen. Förskolan höll i barnens idéer.",
        "shift": "Andelen som känner sig trygga efter mörkrets inbrott gick från 41 till 58 procent.",
        "lessons": "Beställ material före jul. Bjud in barnen först.",
    },
    used_for_dialogue=45_000,
    association_formed=True,
    indicators=(
        {
            "name": "Trygga efter mörkrets inbrott",
            "unit": "procent",
            "before_label": "december 2025",
            "before": 41,
            "after_label": "oktober 2027",
            "after": 58,
            "source": "Enkät till boende, 212 och 187 svar",
        },
    ),
    paragraphs={"": 99, "_2": 301},
    # As in the model's own case: first meeting 20 January, closed 1 December the year after.
    days={
        "open_case": 0,
        "assign_officer": 1,
        "log_first_meeting": 8,
        "start_draft": 10,
        "submit": 35,
        "take_up": 39,
        "assess": 49,
        "request_sign_off": 77,
        "sign_off": 78,
        "put_on_agenda": 84,
        "decide": 106,
        "release": 113,
        "post": 114,
        "send": 115,
        "communicate": 122,
        "dialogue_1": 152,
        "dialogue_2": 229,
        "compile": 249,
        "submit_proposal": 266,
        "sign_off_2": 281,
        "put_on_agenda_2": 288,
        "decide_2": 316,
        "release_2": 323,
        "post_2": 324,
        "send_2": 325,
        "communicate_result": 370,
        "check_in_1": 458,
        "progress": 480,
        "check_in_2": 521,
        "done": 610,
        "open_reporting": 612,
        "submit_report": 672,
        "approve_report": 681,
        "close": 688,
    },
)


class Showing(NamedTuple):
    """A case of the demonstration: its story, how it is walked, its last step and how many days ago that was."""

    story: Story
    walk: tuple[Callable[[Walk], object], ...]
    last: str
    days_ago: int

    def first_day(self, today: date) -> date:
        """Return a day of the first contact that puts the last step `days_ago` before `today`, or a little more."""
        wanted = today - timedelta(days=self.days_ago)
        earliest = wanted - timedelta(days=self.story.planned(self.last))
        days = [earliest - timedelta(days=shift) for shift in range(2 * MEETING_EVERY)]
        in_time = [day for day in days if self.story.day(self.last, day) <= wanted]
        return max(in_time, key=lambda day: (self.story.day(self.last, day), day))


SPEAKERS = (
    ("sofi@example.org", {"name": "Sofi Lanttorp", "phone": "070-174 06 21"}),
    ("ismet@example.org", {"name": "Ismet Björkvall", "phone": "070-174 06 22"}),
    ("greta@example.org", {"name": "Greta Ångerdal", "phone": "070-174 06 23"}),
    ("mirja@example.org", {"name": "Mirja Đurić", "phone": "070-174 06 24"}),
    ("otto@example.org", {"name": "Otto Ekestubbe", "phone": "070-174 06 25"}),
)
GROUPS = (
    (
        Part(
            "Föreningen Trasmattan",
            ActorKind.ASSOCIATION,
            "432000-0054",
            gives="Ansvarar för aktiviteter",
            payee=True,
        ),
        Part("Vävstolen Fastigheter AB", ActorKind.PROPERTY_OWNER, "432000-0062", amount=40_000),
        Part("Boendegruppen Gården runt", ActorKind.RESIDENTS_GROUP, gives="Sköter planteringarna"),
    ),
    (
        Part("Skyttelns Vänner", ActorKind.ASSOCIATION, "432000-0070", gives="Ordnar möten", payee=True),
        Part("Bageri Varpen AB", ActorKind.COMPANY, "432000-0088", gives="Fika och lokal"),
        Part("Brf Sländan", ActorKind.PROPERTY_OWNER, "432000-0096", amount=25_000),
    ),
    (
        Part(
            "Odlarföreningen Linfröet",
            ActorKind.ASSOCIATION,
            "432000-0104",
            gives="30 odlingstimmar",
            payee=True,
        ),
        Part("Brf Nystvindan", ActorKind.PROPERTY_OWNER, "432000-0112", amount=30_000),
    ),
    (
        Part("Handlarna på Tygstråket", ActorKind.ASSOCIATION, "432000-0120", amount=50_000, payee=True),
        Part("Cykelverkstan Trampan AB", ActorKind.COMPANY, "432000-0138", gives="Verktyg och tid"),
        Part("Boendegruppen Trapphuset", ActorKind.RESIDENTS_GROUP, gives="Städdagar"),
    ),
)
OF_IDRIS = (7, 16)  # one that he is writing, one that is in dialogue
BESIDE = {27: 8}  # an earlier process on part of the ground of a new one (D18)


def _story(title: str, kind: AreaKind, neighbourhood: str, number: int, **changes: object) -> Story:
    """Return an ordinary story at a place of its own."""
    ground = BESIDE.get(number, number)
    aside = 0.0012 if number in BESIDE else 0
    place = shifted(POLYGON, lon=0.0045 * (ground % 5) + aside, lat=0.0022 * (ground // 5))
    speaker = people.REPRESENTATIVE if number in OF_IDRIS else SPEAKERS[number % len(SPEAKERS)]
    story = Story(
        title,
        area_kind=kind,
        neighbourhood=neighbourhood,
        polygon=place,
        representative=speaker,
        parts=GROUPS[number % len(GROUPS)],
    )
    return replace(story, **changes)


STREET, SQUARE, BLOCK = AreaKind.STREET, AreaKind.SQUARE, AreaKind.BLOCK
SOMMARGATA = _story(
    "Remsgatan blir sommargata",
    STREET,
    "Möllevången",
    1,
    initiative=Initiative.CITY,
    proposal="Staden vill prova att stänga gatan för bilar mellan april och oktober.",
)
HANDED_IN_PART = _story(
    "Tofstorget – lek, ljus och scen",
    SQUARE,
    "Lindängen",
    2,
    measures=(
        Plan("Lekplats på torget", cost=90_000, requested=80_000, granted=60_000, used=60_000),
        Plan(
            "Scen för musik",
            (MeasureArea.NETWORKING,),
            granted=None,
            receivers=("kulturnämnden", "fritidsnämnden"),
        ),
        Plan("Belysning i träden", (MeasureArea.SAFETY,), granted=None, sent_back=True),
        Plan("Vakthus", (MeasureArea.SAFETY,), granted=None),
    ),
)
STOPPED = _story(
    "Vävplan – en plats för alla åldrar",
    SQUARE,
    "Nydala",
    3,
    answers=dict.fromkeys(Story("").answers, "Vi avbröt processen innan insatserna började."),
    used_for_dialogue=31_500,
)
LONG = _story(
    "Citysamverkan kring Nålgatan",
    BLOCK,
    "Rådmansvången",
    4,
    size=Size.LONG_TERM,
    proposal="Vi vill samarbeta långsiktigt om städning, ljus och evenemang i hela kvarteret.",
)


def _ordinary(
    status: Status, title: str, kind: AreaKind, place: str, number: int, last: str, days_ago: int
) -> Showing:
    return Showing(_story(title, kind, place, number), PATHS[status], last, days_ago)


def showings() -> tuple[Showing, ...]:
    """Return the cases in the order they are loaded."""
    tabled = (*TO_COMMITTEE, Walk.next_meeting, lambda walk: walk.decide(Outcome.TABLE))
    referred_back = (*TO_COMMITTEE, lambda walk: walk.decide(Outcome.REFER_BACK))
    refused_late = (*TO_PROPOSAL_COMMITTEE, lambda walk: walk.decide_2(Outcome.REJECT))
    withdrawn_late = (*TO_COLLABORATION, lambda walk: walk.withdraw("dialogue_1"))
    return (
        Showing(
            LINGARNSGATAN,
            (Walk.open_case, Walk.assign_officer, Walk.give_demo_number, *PATHS[S.CLOSED][2:]),
            "close",
            30,
        ),
        Showing(
            SOMMARGATA,
            (*TO_EXECUTION, Walk.communicate_result, Walk.coming_check_in),
            "communicate_result",
            12,
        ),
        Showing(HANDED_IN_PART, TO_EXECUTION, "send_2", 6),
        Showing(STOPPED, withdrawn_late, "dialogue_1", 9),
        Showing(
            LONG,
            (*TO_EXECUTION, Walk.communicate_result, lambda walk: walk.check_in("check_in_1")),
            "check_in_1",
            15,
        ),
        _ordinary(S.CONTACT, "Kardgränd vill ha träd", STREET, "Kirsebergsstaden", 5, "assign_officer", 2),
        Showing(
            _story("Garntorget efter klockan 18", SQUARE, "Nydala", 6), (Walk.open_case,), "open_case", 1
        ),
        _ordinary(S.DRAFT, "Vantmakargatan tillsammans", STREET, "Möllevången", 7, "start_draft", 5),
        _ordinary(S.SUBMITTED, "Kvarteret Lotsen", BLOCK, "Västra Hamnen", 8, "submit", 3),
        _ordinary(S.REVIEW, "Gröna stråket vid Bomullsgatan", STREET, "Lindängen", 9, "take_up", 6),
        _ordinary(S.COMPLETION, "Kvarteret Väduren", BLOCK, "Södra Sofielund", 10, "request_completion", 8),
        Showing(
            _story("Linvägens odlare", STREET, "Kirsebergsstaden", 11),
            (*PATHS[S.REVIEW], Walk.request_completion, Walk.complete, Walk.assess, Walk.report),
            "request_sign_off",
            2,
        ),
        _ordinary(S.READY, "Sidentorget som mötesplats", SQUARE, "Rådmansvången", 12, "sign_off", 4),
        _ordinary(S.COMMITTEE, "Bomstigen blir trygg", STREET, "Norra Sofielund", 13, "put_on_agenda", 10),
        Showing(_story("Spolgatans innergårdar", BLOCK, "Möllevången", 14), tabled, "release", 3),
        Showing(_story("Sländparken på kvällen", SQUARE, "Lindängen", 15), referred_back, "send", 7),
        Showing(
            _story("Tråddockan", BLOCK, "Västra Hamnen", 16),
            (*TO_COLLABORATION, Walk.communicate),
            "communicate",
            20,
        ),
        _ordinary(S.PROPOSAL_SUBMITTED, "Rönnetorget", SQUARE, "Kirsebergsstaden", 17, "submit_proposal", 5),
        _ordinary(S.PROPOSAL_COMPLETION, "Filtgatan", STREET, "Nydala", 18, "submit_proposal", 9),
        _ordinary(S.PROPOSAL_READY, "Nystanplatsen", SQUARE, "Södra Sofielund", 19, "sign_off_2", 2),
        _ordinary(S.PROPOSAL_COMMITTEE, "Mönsterkvarteret", BLOCK, "Möllevången", 20, "put_on_agenda_2", 12),
        Showing(_story("Knutpunkten", SQUARE, "Lindängen", 21), refused_late, "send_2", 10),
        Showing(
            _story("Väverigatan", STREET, "Norra Sofielund", 22),
            PATHS[S.REPORTING],
            "open_reporting",
            70,
        ),
        _ordinary(S.REPORT_SUBMITTED, "Ullspinnartorget", SQUARE, "Rådmansvången", 23, "submit_report", 4),
        _ordinary(S.REPORT_COMPLETION, "Tygvägen", STREET, "Nydala", 24, "submit_report", 11),
        _ordinary(S.REPORT_APPROVED, "Broderiparken", SQUARE, "Lindängen", 25, "approve_report", 3),
        _ordinary(S.ARCHIVED, "Syateljéns gård", BLOCK, "Södra Sofielund", 26, "archive", 40),
        _ordinary(S.REJECTED, "Hakspelsgatan", STREET, "Västra Hamnen", 27, "send", 25),
        _ordinary(S.HANDED_OVER, "Konst på Pärltorget", SQUARE, "Möllevången", 28, "send", 18),
        _ordinary(S.WITHDRAWN, "Knappgränd", STREET, "Kirsebergsstaden", 29, "withdraw", 14),
        _ordinary(S.STRUCK_OFF, "Sömgatan", STREET, "Norra Sofielund", 30, "withdraw", 33),
    )
