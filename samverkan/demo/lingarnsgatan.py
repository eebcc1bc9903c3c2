"""The complete case of the model: Lingarnsgatan, from first meeting to closed. All invented."""

from decimal import Decimal

from applications.decisions.content import InKind
from applications.states import ActorKind, AreaKind, MeasureArea, NeedGroup, SupportKind
from samverkan.demo.story import POLYGON, Dialogue, Part, Plan, Story

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
            more_needs=(("Någonstans att sitta", NeedGroup.VISITORS),),
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
            in_kind="12 st planteringskärl till låns",
            granted_in_kind=(InKind(SupportKind.MATERIAL, Decimal(12), "st", "planteringskärl till låns"),),
            needs=(2,),
        ),
        Plan(
            "Sittplatser",
            (MeasureArea.PUBLIC_SPACE,),
            cost=80_000,
            requested=70_000,
            granted=55_000,
            used=53_300,
            needs=(1,),
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
            needs=(1, 2),
        ),
    ),
    check_ins=(
        (
            "Kärlen är på plats och planterade. Bänkarna är beställda. Ljusslingorna väntar på fästen.",
            "Boka plats för första gatufesten",
        ),
        (
            "Första festen hade 140 besökare. Ljusslingorna är tre veckor sena på grund av leverans.",
            "Ring leverantören om ljusslingorna",
        ),
        (
            "Alla fyra insatser är genomförda. Spolverket betalar elen under vintern.",
            "Skicka ut enkäten till boende",
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
    close_comment="",
    association_formed=True,
    indicators=(
        {
            "name": "Trygga efter mörkrets inbrott",
            "unit": "procent",
            "before_label": "före",
            "before": 41,
            "after_label": "efter",
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
        "check_in_3": 605,
        "done": 610,
        "open_reporting": 612,
        "submit_report": 672,
        "approve_report": 681,
        "close": 688,
    },
)
