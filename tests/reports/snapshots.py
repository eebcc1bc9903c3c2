"""Snapshots of the demo case, one per document, as the lower layers store them (docs/dokument.md).

Plain functions that return a fresh dict each, so that a test may change it.
"""

MUNICIPALITY = {
    "name": "Malmö stad",
    "organisation_number": "212000-1124",
    "department": "fastighets- och gatukontoret",
    "department_short": "FGK",
    "committee": "tekniska nämnden",
    "committee_short": "TN",
    "court": "Förvaltningsrätten i Malmö",
    "contact_email": "samverkan@example.org",
    "contact_phone": "040-628 04 01",
    "address": "August Palms plats 1, 205 80 Malmö",
}
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
CASE = "Lingarnsgatan – en grönare och tryggare gata"
BOUNDARY = "Lingarnsgatan mellan Varptorget och Nystansgränd, fasad till fasad"
OFFICER = {
    "name": "Maja Ekelund Sand",
    "title": "Kontaktperson",
    "email": "samverkan@example.org",
    "phone": "040-628 04 10",
}
REPRESENTATIVE = {
    "name": "Idris Holmvik",
    "title": "Gruppens företrädare",
    "email": "idris.holmvik@example.org",
    "phone": "070-174 06 15",
}
CRITERIA = (
    ("Blandad grupp med ett gemensamt förslag", "Fyra slags aktörer står bakom ett förslag."),
    ("Upparbetade samarbeten och förtroende", "Gårdsfest sedan 2021 och städdag två gånger om året."),
    ("Möjlighet att bidra", "Alla fyra bidrar, i pengar eller eget arbete."),
    ("Mervärde som ingen når ensam", "Hela gatan lyses upp och sköts gemensamt."),
    (
        "Underlag om behoven",
        (
            "Enkäten visar att 41 procent känner sig trygga efter mörkrets inbrott. "
            "Barnens behov saknas och ska undersökas i dialogen."
        ),
    ),
    ("Demokratiska principer", "Öppna möten, en röst per hushåll, protokollen anslås."),
)


def _header(title: str, issued_on: str, **changes: object) -> dict:
    return {
        "municipality": dict(MUNICIPALITY),
        "reference": "SAM-2026-0007",
        "registry_number": "TN-2026-99001",
        "case_title": CASE,
        "title": title,
        "draft": False,
        "issued_on": issued_on,
        "replaces": None,
    } | changes


def actor(name: str, kind: str, number: str | None, *, role: str = "Sökande", payee: bool = False) -> dict:
    return {
        "name": name,
        "kind": kind,
        "organisation_number": number,
        "role": role,
        "payee": payee,
        "confirmed_on": "2026-02-12",
    }


def actors() -> list[dict]:
    return [
        actor("Lingarnets Vänner", "Förening", "432000-0039", payee=True),
        actor("Fastighets AB Spolverket", "Fastighetsägare", "432000-0013"),
        actor("Brf Spinnrocken", "Fastighetsägare", "432000-0021"),
        actor("Café Trådrullen AB", "Företag", "432000-0047"),
        actor("Boendegruppen Lingarnsgatan 4–12", "Boendegrupp", None) | {"confirmed_on": None},
    ]


def applicants() -> list[dict]:
    *confirmed, silent = actors()
    answered = [row | {"answer": "Bidraget stämmer. Får nämnas offentligt."} for row in confirmed]
    return [*answered, silent | {"answer": "Inte besvarat."}]


def criteria(verdict: str | None = "met") -> list[dict]:
    return [
        {"number": number, "name": name, "verdict": verdict, "motivation": motivation}
        for number, (name, motivation) in enumerate(CRITERIA, start=1)
    ]


def measure(letter: str, title: str, granted: int, **changes: object) -> dict:
    return {
        "letter": letter,
        "title": title,
        "responsible": "Lingarnets Vänner",
        "starts_on": "2027-03-01",
        "ends_on": "2027-09-30",
        "need": "ljus (boende)",
        "cost": granted + 20_000,
        "requested": granted + 20_000,
        "proposed": granted,
        "granted": granted,
        "in_kind": "",
        "outcome": "Beviljas delvis",
        "motivation": "Resten bekostas av gruppen.",
    } | changes


def measures() -> list[dict]:
    return [
        measure("A", "Planteringar", 80_000, in_kind="120 arbetstimmar och lån av tolv planteringskärl"),
        measure("B", "Sittplatser", 55_000, need="sittplatser (besökare)"),
        measure("C", "Ljusslingor", 35_000, responsible="Fastighets AB Spolverket"),
        measure("D", "Tre gatufester", 30_000, need="lugnare trafik (barn)"),
    ]


def application(**changes: object) -> dict:
    return (
        _header(CASE, "2026-02-16")
        | {
            "version": 1,
            "submitted_at": "2026-02-16T14:32:00+01:00",
            "submitted_by": "Idris Holmvik",
            "initiative": "Aktörer",
            "size": "Tidsbegränsad",
            "ends_on": "2027-12-31",
            "review_interval": "",
            "remit": "Ja",
            "remit_reason": "Förslaget gäller gatan, som tekniska nämnden ansvarar för.",
            "officer": dict(OFFICER),
            "representative": dict(REPRESENTATIVE),
            "actors": applicants(),
            "area_type": "Gata",
            "neighbourhoods": ["Norra Sofielund"],
            "area_description": "Lingarnsgatan, cirka 175 meter, med bostäder i båda raderna.",
            "boundary": BOUNDARY,
            "polygon": POLYGON,
            "actors_present": "Två fastighetsägare, en bostadsrättsförening, ett café, en cykelverkstad, "
            "en förskola och en föreningslokal.",
            "actors_interested": "De fem aktörerna ovan.",
            "challenges": "Gatan är mörk och bilarna kör fort. Många går omvägar efter klockan 20.\n\n"
            "Samtidigt är husen fulla av liv och caféet har öppet till 21.",
            "added_value": "Tillsammans kan vi lysa upp, plantera och sköta hela gatan. "
            "Ensamma når vi bara vår egen entré.",
            "joint_proposal": "Vi vill prova att ge gatan mer plats för möten.",
            "cooperation": "Gårdsfest varje år sedan 2021, gemensam städdag två gånger per år.",
            "contributions": [
                {
                    "actor": "Fastighets AB Spolverket",
                    "kind": "Pengar",
                    "amount": 60_000,
                    "description": "Till planteringar",
                },
                {
                    "actor": "Brf Spinnrocken",
                    "kind": "Arbete",
                    "amount": None,
                    "description": "40 odlingstimmar",
                },
                {
                    "actor": "Café Trådrullen AB",
                    "kind": "Resurser",
                    "amount": None,
                    "description": "El och kaffe",
                },
                {
                    "actor": "Lingarnets Vänner",
                    "kind": "Aktiviteter",
                    "amount": None,
                    "description": "Ansvarar för aktiviteter",
                },
            ],
            "evidence": [
                {
                    "group": "Boende",
                    "need": "Trygghet efter mörkrets inbrott",
                    "method": "Enkät, 212 svar",
                    "collected": "december 2025",
                },
                {
                    "group": "Verksamma",
                    "need": "Fler besökare på kvällen",
                    "method": "Samtal med sju verksamma",
                    "collected": "december 2025",
                },
            ],
            "democracy_declared": True,
            "democracy": "Öppna möten, en röst per hushåll, alla protokoll anslås i trapphusen.",
            "existing_programmes": "Inget.",
            "dialogue_requested": 60_000,
            "dialogue_purpose": "Gatuvandring, barnens verkstad, lokal och trycksaker.",
            "self_check": criteria(),
            "preferred_language": "Svenska",
            "translation_requested": False,
            "attachments": ["Enkät december 2025, sammanställning"],
        }
        | changes
    )


def officer_report(**changes: object) -> dict:
    return (
        _header("Ansökan om samverkansstöd, Lingarnsgatan", "2026-03-30")
        | {
            "decision_number": 1,
            "version": 1,
            "officer": dict(OFFICER),
            "committee": "tekniska nämnden",
            "summary": "Fem aktörer vill göra Lingarnsgatan i Norra Sofielund grönare och tryggare. Alla sex kriterier "
            "är uppfyllda. Kontoret föreslår 45 000 kronor till dialog under 2026.",
            "proposed_points": [
                (
                    "Tekniska nämnden beviljar Lingarnets Vänner samverkansstöd med 45 000 kronor för "
                    "dialoginsatser under 2026."
                ),
                (
                    "Tekniska nämnden ger fastighets- och gatukontoret i uppdrag att stödja gruppen genom en "
                    "kontaktperson."
                ),
            ],
            "basis": [
                "Tjänsteskrivelse, 30 mars 2026",
                "Ansökan om samverkansstöd, 16 februari 2026",
                "Bilaga: enkät december 2025",
            ],
            "planning": [
                {"body": "Tekniska nämndens arbetsutskott", "on": "2026-04-14"},
                {"body": "Tekniska nämnden", "on": "2026-04-28"},
            ],
            "background": "## Platsen\nGatan är **mörk** och bilarna kör fort. "
            "Många går omvägar efter klockan 20. Gruppen vill prova "
            "att ge gatan mer plats för möten.",
            "area_description": "Lingarnsgatan är cirka 175 meter lång och har bostäder i båda raderna.",
            "boundary": BOUNDARY,
            "polygon": POLYGON,
            "actors": actors(),
            "changes": "",
            "criteria": criteria(),
            "assessment": "Kontoret bedömer att gruppen har goda förutsättningar att föra dialogen.",
            "economy": "Stödet ryms inom nämndens ram för 2026.",
            "amounts": [
                {
                    "label": "Dialoginsatser",
                    "requested": 60_000,
                    "proposed": 45_000,
                    "granted": None,
                    "motivation": "Trycksaker görs av staden.",
                }
            ],
            "measures": [],
            "consequences_children": "Barnens behov är inte undersökta. En av dialogerna hålls med förskolan.",
            "consequences_gender": "Fler kvinnor än män går omvägar. Ljuset gör skillnad för dem.",
            "consequences_equality": "Affischer trycks på fyra språk.",
            "dialogue": "Gruppen har frågat dem som bor på gatan i en enkät. Kontoret har träffat gruppen "
            "den 20 januari 2026.",
            "legal_check": "Mottagaren är en ideell förening. Inget stöd går till ett enskilt företag.",
            "deviations": [],
            "responsible": [
                {"name": "Maja Ekelund Sand", "title": "Kontaktperson", "email": "", "phone": ""},
                {"name": "Rut Alvemark", "title": "Avdelningschef", "email": "", "phone": ""},
            ],
            "signed_by": "Rut Alvemark",
            "signed_on": "2026-03-30",
        }
        | changes
    )


def officer_report_2(**changes: object) -> dict:
    """Return the tjänsteskrivelse for decision 2, before anything is granted."""
    proposed = [
        row | {"granted": None, "outcome": "", "motivation": "Gruppen bidrar med resten."}
        for row in measures()
    ]
    return (
        officer_report()
        | _header("Stöd till insatser, Lingarnsgatan", "2026-10-26")
        | {
            "decision_number": 2,
            "changes": "Sedan beslutet om dialogstöd har två dialoger hållits med 95 deltagare. "
            "Tre behov är beskrivna:\n\n- ljus (boende)\n- lugnare trafik (barn)\n- sittplatser (besökare)",
            "amounts": [],
            "measures": proposed,
            "deviations": [
                {
                    "gate": "Kommunikation till fler aktörer",
                    "reason": "Affischen sattes upp innan ärendet öppnades.",
                    "by": "Maja Ekelund Sand",
                    "on": "2026-09-20",
                }
            ],
        }
        | changes
    )


def minutes_extract(**changes: object) -> dict:
    return (
        _header("Ansökan om samverkansstöd, Lingarnsgatan", "2026-05-05")
        | {
            "committee": "tekniska nämnden",
            "section": 99,
            "meeting_starts": "2026-04-28T13:00:00+02:00",
            "meeting_ends": "2026-04-28T16:15:00+02:00",
            "place": "Stadshuset, sal Ribersborg",
            "members": [
                {"name": "Astrid Ljungqvist Holm", "role": "ordförande"},
                {"name": "Sven Åkerfält", "role": "vice ordförande"},
                {"name": "Leila Norrvik", "role": "ledamot"},
            ],
            "others_present": [{"name": "Nils Berghult", "role": "nämndsekreterare"}],
            "approvers": ["Sven Åkerfält"],
            "approved_on": "2026-05-05",
            "approved_at_once": False,
            "outcome": "Bifall med ändring",
            "summary": "Fem aktörer vill göra Lingarnsgatan i Norra Sofielund grönare och tryggare. "
            "Alla sex kriterier är uppfyllda.",
            "conflicts": ["Hedda Vallin"],
            "motions": "Ordföranden yrkar bifall till kontorets förslag.",
            "procedure": "Ordföranden ställer frågan om förslaget kan bifallas och finner att nämnden bifaller det.",
            "points": officer_report()["proposed_points"],
            "amounts": [
                {
                    "label": "Dialoginsatser",
                    "requested": 60_000,
                    "proposed": 45_000,
                    "granted": 45_000,
                    "motivation": "Trycksaker görs av staden.",
                }
            ],
            "measures": [],
            "reasons": "Förslaget kommer från en blandad grupp som bidrar själv. Alla sex kriterier är uppfyllda.",
            "conditions": [{"text": "Barnens behov undersöks i dialogen.", "due_on": "2026-09-30"}],
            "effective_at_once": True,
            "changes_decision": "",
            "reservations": "",
            "separate_statements": "",
            "notes": "",
            "sent_to": ["Lingarnets Vänner", "Fastighets AB Spolverket", "Brf Spinnrocken"],
            "basis": ["Tjänsteskrivelse, 30 mars 2026", "Ansökan om samverkansstöd, 16 februari 2026"],
            "signatures": [
                {"name": "Nils Berghult", "title": "Sekreterare", "signed_on": "2026-05-05"},
                {"name": "Astrid Ljungqvist Holm", "title": "Ordförande", "signed_on": "2026-05-05"},
                {"name": "Sven Åkerfält", "title": "Justerande", "signed_on": "2026-05-05"},
            ],
            "posted_on": "2026-05-06",
            "removed_on": "2026-05-28",
            "kept_at": "Stadshuset, August Palms plats 1",
            "appeal_by": "2026-05-27",
        }
        | changes
    )


def chair_decision(**changes: object) -> dict:
    extract = minutes_extract()
    shared = (
        "committee",
        "outcome",
        "summary",
        "points",
        "amounts",
        "measures",
        "reasons",
        "conditions",
        "effective_at_once",
        "changes_decision",
        "basis",
        "sent_to",
        "posted_on",
        "appeal_by",
    )
    return (
        _header("Samverkansstöd, Lingarnsgatan", "2026-04-20")
        | {key: extract[key] for key in shared}
        | {
            "decider": "Astrid Ljungqvist Holm",
            "decider_title": "Ordförande",
            "ground": "Sommargatan öppnar före nästa sammanträde.",
            "decided_on": "2026-04-20",
            "decision_number": "Ordförandebeslut 3",
            "parties": ["Lingarnets Vänner", "Brf Spinnrocken"],
            "reported_on": "2026-04-28",
            "signature": {
                "name": "Astrid Ljungqvist Holm",
                "title": "Ordförande",
                "signed_on": "2026-04-20",
            },
        }
        | changes
    )


def delegated_decision(**changes: object) -> dict:
    by = {"name": "Östen Ljungdahl", "title": "Avdelningschef", "signed_on": "2026-04-20"}
    return chair_decision(
        decider=by["name"],
        decider_title=by["title"],
        ground="Punkt 4.2",
        decision_number="Delegationsbeslut 12",
        signature=by,
        **changes,
    )


def _of_meeting(title: str) -> dict:
    return _header(title, "2026-04-14") | {
        "reference": "TN 2026-04-28",
        "registry_number": None,
        "case_title": title,
        "committee": "tekniska nämnden",
    }


def meeting_items(**changes: object) -> dict:
    report = officer_report()
    return (
        _of_meeting("Ärenden om samverkansstöd 28 april 2026")
        | {
            "meeting_starts": "2026-04-28T13:00:00+02:00",
            "place": "Stadshuset, sal Ribersborg",
            "working_committee_on": "2026-04-14",
            "documents_ready_on": "2026-03-31",
            "notice_on": "2026-04-21",
            "minutes_approved_on": "2026-05-05",
            "decided": False,
            "items": [
                {
                    "number": 1,
                    "title": "Samverkansstöd, Lingarnsgatan",
                    "registry_number": "TN-2026-99001",
                    "about": "Beslut 1, stöd till dialog",
                    "summary": report["summary"],
                    "points": report["proposed_points"],
                    "basis": ["Tjänsteskrivelse, 30 mars 2026"],
                    "decision": "",
                }
            ],
        }
        | changes
    )


def pack_contents(**changes: object) -> dict:
    return (
        _of_meeting("Handlingar till sammanträdet 28 april 2026")
        | {
            "meeting_on": "2026-04-28",
            "rows": [
                {"level": 1, "title": "1. Samverkansstöd, Lingarnsgatan", "page": 3},
                {"level": 2, "title": "Tjänsteskrivelse", "page": 3},
            ],
            "left_out": ["SAM-2026-0007 Foto av gatan.jpg"],
            "withheld": ["1. Samverkansstöd, Lingarnsgatan: Handling 4, sekretess enligt 21 kap. 3 § OSL"],
            "unreadable": ["01-05 SAM-2026-0001 Foto av gatan.jpg"],
        }
        | changes
    )


def decision_notice(**changes: object) -> dict:
    return (
        _header("Beslut om samverkansstöd till Lingarnsgatan", "2026-05-06")
        | {
            "recipients": [
                "Lingarnets Vänner",
                "Fastighets AB Spolverket",
                "Brf Spinnrocken",
                "Café Trådrullen AB",
            ],
            "committee": "tekniska nämnden",
            "section": 99,
            "decided_on": "2026-04-28",
            "outcome": "Tekniska nämnden har beviljat er 45 000 kronor till dialog.",
            "points": officer_report()["proposed_points"],
            "amounts": minutes_extract()["amounts"],
            "measures": [],
            "reasons": "Ni är en blandad grupp som bidrar själv. Alla sex kriterier är uppfyllda.",
            "conditions": minutes_extract()["conditions"],
            "payment": {
                "payee": "Lingarnets Vänner",
                "organisation_number": "432000-0039",
                "amount": 45_000,
                "terms": "Pengarna betalas ut inom 30 dagar efter att ni har lämnat kontonummer.",
            },
            "report_by": "2027-11-30",
            "next_step": "Nu börjar samarbetsfasen. Kontaktpersonen ringer er för att planera dialogen.",
            "effective_at_once": True,
            "posted_on": "2026-05-06",
            "appeal_by": "2026-05-27",
            "officer": dict(OFFICER),
        }
        | changes
    )


def referral(**changes: object) -> dict:
    return (
        _header("Överlämnande av del av ärende till kulturnämnden", "2026-12-02")
        | {
            "receiver": "kulturnämnden",
            "whole": False,
            "scope": "Gatufesternas scenprogram och barnens verkstad.",
            "reason": "Kulturnämnden ansvarar för barn- och ungdomskultur.",
            "committee": "tekniska nämnden",
            "section": 301,
            "decided_on": "2026-11-24",
            "points": ["Tekniska nämnden överlämnar ärendet i den delen till kulturnämnden."],
            "applicants": ["Lingarnets Vänner", "Fastighets AB Spolverket"],
            "attachments": ["Protokollsutdrag § 301, 24 november 2026", "Förslag, 5 oktober 2026"],
            "receiver_registry_number": "KN-2026-812",
            "applicants_informed_on": "2026-12-02",
            "officer": dict(OFFICER),
            "signed_by": {"name": "Nils Berghult", "title": "Nämndsekreterare", "signed_on": "2026-12-02"},
        }
        | changes
    )


def proposal(**changes: object) -> dict:
    return (
        _header("Förslag till insatser, Lingarnsgatan", "2026-10-05")
        | {
            "version": 1,
            "submitted_at": "2026-10-05T10:12:00+02:00",
            "submitted_by": "Idris Holmvik",
            "representative": dict(REPRESENTATIVE),
            "officer": dict(OFFICER),
            "summary": "Fyra insatser som ger ljus, lugn och någonstans att sitta.",
            "measures": [
                {
                    "letter": "A",
                    "title": "Planteringar",
                    "description": "Tolv kärl längs gatan.",
                    "areas": ["Aktivering av den offentliga miljön"],
                    "responsible": "Brf Spinnrocken",
                    "starts_on": "2027-03-01",
                    "ends_on": "2027-09-30",
                    "cost": 110_000,
                    "requested": 100_000,
                    "in_kind": "12 st planteringskärl till låns",
                    "needs": ["Lugnare trafik"],
                },
                {
                    "letter": "C",
                    "title": "Ljusslingor",
                    "description": "Ljus vid portarna.",
                    "areas": ["Trygghetsskapande insatser"],
                    "responsible": "Fastighets AB Spolverket",
                    "starts_on": None,
                    "ends_on": None,
                    "cost": None,
                    "requested": 60_000,
                    "in_kind": "",
                    "needs": ["Ljus"],
                },
            ],
            "cost": 110_000,
            "requested": 160_000,
            "dialogues": [
                {
                    "title": "Gatuvandring",
                    "method": "Vandring",
                    "target_group": "Boende",
                    "on": "2026-06-13",
                    "participants": 64,
                    "summary": "Många vill ha ljus.",
                }
            ],
            "needs": [{"group": "Boende", "text": "Ljus", "activity": "Gatuvandring"}],
            "compilation": "Ljus, lugnare trafik och sittplatser.",
            "told": [{"on": "2026-05-20", "channel": "Affisch", "audience": "Alla portar"}],
            "actors": [
                {
                    "name": "Lingarnets Vänner",
                    "kind": "Förening",
                    "organisation_number": "432000-0039",
                    "role": "Sökande",
                    "payee": True,
                    "confirmed_on": None,
                }
            ],
            "attachments": ["Skiss över gatan.pdf"],
        }
        | changes
    )


def check_in_notes(**changes: object) -> dict:
    # without `is_check_in`, as they were before meetings had notes
    return (
        _header("Avstämning 17 juni 2027", "2027-06-17")
        | {
            "starts_at": "2027-06-17T15:00:00+02:00",
            "ends_at": "2027-06-17T16:00:00+02:00",
            "place": "Café Trådrullen",
            "participants": [
                {"name": "Idris Holmvik", "role": "Lingarnets Vänner"},
                {"name": "Maja Ekelund Sand", "role": "fastighets- och gatukontoret"},
            ],
            "notes": "Planteringarna är på plats och sköts enligt schema.",
            "measures": [
                {
                    "letter": "A",
                    "title": "Planteringar",
                    "status": "Pågår",
                    "note": "Tolv kärl är planterade.",
                },
                {"letter": "B", "title": "Sittplatser", "status": "Genomförd", "note": "Sex bänkar."},
                {
                    "letter": "C",
                    "title": "Ljusslingor",
                    "status": "Försenad",
                    "note": "Tre veckor sen på grund av leverans.",
                },
                {"letter": "D", "title": "Tre gatufester", "status": "Pågår", "note": "En av tre är hållen."},
            ],
            "agreed": [
                {
                    "text": "Fråga leverantören om ny dag",
                    "who": "Fastighets AB Spolverket",
                    "due_on": "2027-06-24",
                },
                {"text": "Boka el till fest två", "who": "Café Trådrullen AB", "due_on": None},
            ],
            "next_at": "2027-09-09T15:00:00+02:00",
            "next_place": "Föreningslokalen",
            "officer": dict(OFFICER),
            "confirmed_by": "Idris Holmvik",
            "confirmed_on": "2027-06-21",
        }
        | changes
    )


def used(label: str, granted: int, spent: int, in_kind: str = "") -> dict:
    return {
        "label": label,
        "granted": granted,
        "used": spent,
        "in_kind_granted": in_kind,
        "in_kind_used": in_kind,
        "note": "",
    }


def result_report(**changes: object) -> dict:
    return (
        _header(CASE, "2027-11-15")
        | {
            "version": 1,
            "interim": False,
            "recipient": "Tekniska nämnden",
            "responsible_group": "Fem aktörer, samordnade av Lingarnets Vänner",
            "period_start": "2027-03-01",
            "period_end": "2027-09-30",
            "lead": "Från mörk genväg till en gata där folk stannar.",
            "polygon": POLYGON,
            "boundary": BOUNDARY,
            "outcome": "Alla fyra insatser är genomförda.",
            "measures": [
                {"letter": "A", "title": "Planteringar", "status": "Genomförd", "outcome": "Tolv kärl."},
                {"letter": "B", "title": "Sittplatser", "status": "Genomförd", "outcome": "Sex bänkar."},
                {"letter": "C", "title": "Ljusslingor", "status": "Genomförd", "outcome": "Tre veckor sena."},
                {
                    "letter": "D",
                    "title": "Tre gatufester",
                    "status": "Genomförd",
                    "outcome": "187 enkätsvar.",
                },
            ],
            "used": [
                used("Dialoginsatser", 45_000, 45_000),
                used("A Planteringar", 80_000, 82_100, "120 arbetstimmar, tolv kärl"),
                used("B Sittplatser", 55_000, 53_300),
                used("C Ljusslingor", 35_000, 33_000),
                used("D Tre gatufester", 30_000, 28_000),
            ],
            "repayment": 3_600,
            "use_comment": "Planteringarna blev dyrare, bänkarna billigare.",
            "decisive": "Ljuset och att någon alltid vattnade.",
            "dialogue": "Två dialoger, tre fester och 187 enkätsvar.",
            "dialogues": [
                {
                    "name": "Gatuvandring",
                    "with_whom": "Boende och verksamma",
                    "on": "2026-06-13",
                    "participants": 64,
                },
                {
                    "name": "Barnens verkstad",
                    "with_whom": "Barn från förskolan",
                    "on": "2026-08-29",
                    "participants": 31,
                },
            ],
            "partners": "Spolverket höll i el och fästen, förskolan i barnens idéer.",
            "shift": "Fler känner sig trygga efter mörkrets inbrott.",
            "promised_value": "Tillsammans kan vi lysa upp, plantera och sköta hela gatan.",
            "indicators": [
                {
                    "name": "Trygga efter mörkrets inbrott",
                    "unit": "procent",
                    "before_label": "december 2025",
                    "before": 41,
                    "after_label": "oktober 2027",
                    "after": 58,
                    "source": "Enkät till boende, 212 och 187 svar",
                }
            ],
            "lessons": "- Beställ material före jul.\n- Bjud in barnen först.",
            "association_formed": True,
            "attachments": ["Verksamhetsberättelse", "Ekonomisk berättelse"],
            "signed_by": [
                {"name": "Idris Holmvik", "title": "Lingarnets Vänner", "signed_on": "2027-11-15"},
            ],
            "approved_by": "Maja Ekelund Sand",
            "approved_on": "2027-11-24",
        }
        | changes
    )


NORMAL = {
    "application": application,
    "proposal": proposal,
    "officer_report": officer_report,
    "minutes_extract": minutes_extract,
    "delegated_decision": delegated_decision,
    "chair_decision": chair_decision,
    "decision_notice": decision_notice,
    "referral": referral,
    "check_in_notes": check_in_notes,
    "result_report": result_report,
    "meeting_items": meeting_items,
    "pack_contents": pack_contents,
}


def masked_copy() -> dict:
    """Return a copy of the application with its people masked (D2)."""
    from applications.registry.masking import SIGN, mask

    original = application()
    masked = mask(original, [original["representative"]["name"]], hide=["names", "numbers"])
    assert str(SIGN) in masked.snapshot["representative"]["name"]
    return {"of": "application", "ground": "21 kap. 3 § OSL", "snapshot": masked.snapshot}
