"""The other cases of the demonstration: who takes part, what they want, where. All invented."""

from dataclasses import replace

from applications.states import ActorKind, AreaKind, Initiative, MeasureArea, Size
from samverkan.demo import people
from samverkan.demo.story import POLYGON, Part, Plan, Story, shifted

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
VOICES: dict[AreaKind, tuple[dict[str, str], ...]] = {
    AreaKind.STREET: (
        {
            "area": "En gata med flerbostadshus, en verkstad och en förskola i hörnet.",
            "challenges": "Bilarna kör fort förbi förskolan och få stannar till. Många i husen vill hjälpa till.",
            "proposal": "Vi vill göra gatan lugnare och grönare, och ge den en plats att mötas på.",
            "added_value": "Tillsammans sköter vi hela gatan. Var för sig sköter vi bara vår egen port.",
        },
        {
            "area": "Ett stråk mellan skolan och torget, med butiker i bottenvåningarna.",
            "challenges": "Stråket är mörkt efter klockan 17 och barnen går omvägar. Butikerna stänger sent.",
            "proposal": "Vi vill lysa upp stråket, plantera längs det och ordna en stråkets dag varje år.",
            "added_value": "Vi når olika människor var för sig. Tillsammans når vi alla som går här.",
        },
    ),
    AreaKind.SQUARE: (
        {
            "area": "Ett torg med åtta butiker och bostäder ovanpå.",
            "boundary": "Hela torget, från fasad till fasad, och gångbanan mot parken.",
            "challenges": "Torget är tomt efter stängning och det skräpar. Butikerna vill hålla öppet längre.",
            "proposal": "Vi vill ge torget sittplatser, växter och något som händer varje torsdag.",
            "added_value": "När alla gör något samma kväll kommer folk. En ensam märks inte.",
        },
    ),
    AreaKind.BLOCK: (
        {
            "area": "Tre hus med gårdar och en liten park emellan.",
            "boundary": "Kvarteret mellan de fyra gatorna, med gårdarna och parken.",
            "challenges": "Parken används av få. Samtidigt står åttio hushåll i kö för en odlingslott.",
            "proposal": "Vi vill öppna parken för odling och göra den tryggare på kvällen.",
            "added_value": "Några av oss har tiden och några har marken. Ingen har båda.",
        },
    ),
}
OF_JONATAN = (3, 11, 15, 19, 23, 27, 32)
OF_IDRIS = (7, 16)  # one that he is writing, one that is in dialogue
BESIDE = {27: 8}  # an earlier process on part of the ground of a new one (D18)


def story(title: str, kind: AreaKind, neighbourhood: str, number: int, **changes: object) -> Story:
    """Return an ordinary story at a place of its own."""
    ground = BESIDE.get(number, number)
    aside = 0.0012 if number in BESIDE else 0
    place = shifted(POLYGON, lon=0.0045 * (ground % 5) + aside, lat=0.0022 * (ground // 5))
    speaker = people.REPRESENTATIVE if number in OF_IDRIS else SPEAKERS[number % len(SPEAKERS)]
    voices = VOICES[kind]
    told = Story(
        title,
        area_kind=kind,
        neighbourhood=neighbourhood,
        polygon=place,
        representative=speaker,
        parts=GROUPS[number % len(GROUPS)],
        has_jonatan=number in OF_JONATAN,
        **voices[number % len(voices)],  # type: ignore[arg-type]
    )
    return replace(told, **changes)


STREET, SQUARE, BLOCK = AreaKind.STREET, AreaKind.SQUARE, AreaKind.BLOCK
SOMMARGATA = story(
    "Remsgatan blir sommargata",
    STREET,
    "Möllevången",
    1,
    initiative=Initiative.CITY,
    proposal="Staden vill prova att stänga gatan för bilar mellan april och oktober.",
)
HANDED_IN_PART = story(
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
STOPPED = story(
    "Vävplan – en plats för alla åldrar",
    SQUARE,
    "Nydala",
    3,
    answers=dict.fromkeys(Story("").answers, "Vi avbröt processen innan insatserna började."),
    used_for_dialogue=31_500,
)
LONG = story(
    "Citysamverkan kring Nålgatan",
    BLOCK,
    "Rådmansvången",
    4,
    size=Size.LONG_TERM,
    proposal="Vi vill samarbeta långsiktigt om städning, ljus och evenemang i hela kvarteret.",
)
