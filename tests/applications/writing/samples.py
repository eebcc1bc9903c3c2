"""A whole application, step by step, as the group would type it."""

from typing import Any

from applications.models import Application, Case, CaseActor
from applications.states import ActorKind
from applications.writing import actions
from tests import factories, personas
from tests.personas import NOW

ANSWERS: dict[str, dict[str, str]] = {
    "omradet": {
        "title": "Lingarnsgatan – en grönare och tryggare gata",
        "area_kind": "street",
        "area_description": "Lingarnsgatan, cirka 175 meter.",
        "area_boundary": "Mellan Varptorget och Nystansgränd, fasad till fasad.",
        "remit": "yes",
        "remit_reason": "Gatan sköts av staden.",
    },
    "gruppen": {
        "joint_proposal": "Vi vill ge gatan mer plats för möten.",
        "size": "limited",
        "ends_on": "2099-12-31",
    },
    "aktorer": {
        "actors_present": "Två fastighetsägare, ett café och en förskola.",
        "actors_interested": "Alla utom förskolan.",
    },
    "utmaningar": {
        "challenges": "Gatan är mörk och bilarna kör fort.",
        "added_value": "Tillsammans kan vi lysa upp hela gatan.",
    },
    "samarbeten": {
        "cooperation": "Gårdsfest varje år sedan 2021.",
        "democratic": "on",
        "democratic_description": "Öppna möten, en röst per hushåll.",
    },
    "bidrag": {
        "requested_amount": "60 000",
        "requested_purpose": "Trycksaker och fika.",
        "contributions-TOTAL_FORMS": "1",
        "contributions-INITIAL_FORMS": "0",
        "contributions-0-kind": "staff",
        "contributions-0-amount": "",
        "contributions-0-description": "40 odlingstimmar",
    },
    "underlag": {
        "evidence-TOTAL_FORMS": "1",
        "evidence-INITIAL_FORMS": "0",
        "evidence-0-group": "Boende, 212 svar",
        "evidence-0-needs": "Ljus och lugnare trafik.",
        "evidence-0-method": "Enkät",
        "evidence-0-collected": "december 2025",
    },
    "sjalvskattning": {
        "programmes": "",
        "wanted_language": "",
        **{f"verdict_{number}": "met" for number in range(1, 7)},
    },
}


def draft(**fields: Any) -> Case:
    """Return a case whose group has begun its application."""
    case = factories.case(**fields)
    writer = case.officer if case.is_written_by_city else personas.amina()
    actions.start_draft(case.pk, by=writer, at=NOW)
    return Case.objects.get(pk=case.pk)


def fill(case: Case, *, by: Any = None, at: Any = NOW) -> Application:
    """Save every step of the case's application, with two actors of two kinds; return it, ready to be sent."""
    by = by or personas.amina()
    actor = factories.case_actor(case, "Lingarnets Vänner", ActorKind.ASSOCIATION, "432000-0039")
    factories.case_actor(case, "Café Trådrullen AB", ActorKind.COMPANY, "432000-0047")
    for key, values in stored(actor).items():
        application = actions.save_step(case.pk, key, values["fields"], rows=values.get("rows"), by=by, at=at)
    return application


def stored(actor: CaseActor) -> dict[str, dict[str, Any]]:
    """Return the answers as the action takes them."""
    from datetime import date

    return {
        "omradet": {"fields": ANSWERS["omradet"]},
        "gruppen": {"fields": {**ANSWERS["gruppen"], "ends_on": date(2027, 12, 31)}},
        "aktorer": {"fields": ANSWERS["aktorer"]},
        "utmaningar": {"fields": ANSWERS["utmaningar"]},
        "samarbeten": {"fields": {**ANSWERS["samarbeten"], "democratic": True}},
        "bidrag": {
            "fields": {"requested_amount": 60_000, "requested_purpose": "Trycksaker och fika."},
            "rows": [
                {"case_actor": actor, "kind": "staff", "amount": None, "description": "40 odlingstimmar"}
            ],
        },
        "underlag": {
            "fields": {},
            "rows": [
                {
                    "group": "Boende, 212 svar",
                    "needs": "Ljus.",
                    "method": "Enkät",
                    "collected": "december 2025",
                }
            ],
        },
        "sjalvskattning": {
            "fields": {
                "programmes": "",
                "self_check": {str(n): {"verdict": "met", "motivation": ""} for n in range(1, 7)},
            }
        },
    }


def sent(**fields: Any) -> Case:
    """Return a case whose application has come in."""
    case = draft(**fields)
    fill(case)
    actions.submit(case.pk, by=personas.amina(), at=NOW)
    return Case.objects.get(pk=case.pk)
