"""What an application lacks before it can be sent, step by step, with links to the fields (R1–R23, R48)."""

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.lifecycle import Missing
from applications.models import Application, Case, CaseActor
from applications.states import APPLICANT_KINDS, Size, Status, Verdict
from applications.writing.steps import STEPS

CRITERIA = 6
MIXED = 2  # actors, and kinds of actors, that make a mixed group (R9)


def step_url(case: Case, key: str, field: str = "") -> str:
    """Return the address of a step, at a field of its form, for the one who writes the application.

    Where the city writes for the group, that is its officer, in the workspace (R46).
    """
    name = "admin:edit_application_step" if case.is_written_by_city else "edit_application_step"
    return reverse(name, args=[case.reference, key]) + (f"#id_{field}" if field else "")


def unsent(case: Case) -> Application | None:
    """Return the version that is being written."""
    return case.application_versions.unsent().select_related("neighbourhood").first()


def applicants(case: Case) -> list[CaseActor]:
    """Return the actors that apply together."""
    return list(case.case_actors.filter(in_group=True).select_related("actor"))


# --- one function per step: (field, text); `actors` are those that apply -----------------------------
Found = Iterable[tuple[str, str]]


def _area(application: Application, actors: list[CaseActor]) -> Found:
    texts = {
        "title": _("Skriv vad platsen eller förslaget heter"),
        "area_kind": _("Välj vilken sorts plats det är"),
        "area_description": _("Beskriv området"),
        "area_boundary": _("Beskriv områdets gränser med ord"),
        "remit": _("Svara på om platsen hör till nämndens ansvar"),
        "remit_reason": _("Skriv varför platsen hör eller inte hör till nämndens ansvar"),
    }
    yield from _empty(application, texts)


def _group(application: Application, actors: list[CaseActor]) -> Found:
    if not actors:
        yield "actors", _("Lägg till minst en aktör som söker")
    elif not any(row.actor.kind in APPLICANT_KINDS for row in actors):
        yield "actors", _("Lägg till minst en fastighetsägare, förening, boendegrupp eller ett företag")
    yield from _empty(application, {"size": _("Välj hur länge förslaget gäller")})
    if application.size == Size.LIMITED and application.ends_on is None:
        yield "ends_on", _("Skriv vilken dag förslaget tar slut")
    if application.size == Size.LONG_TERM and not application.review_interval_months:
        yield "review_interval_months", _("Skriv hur ofta ni vill följa upp förslaget")


def _present(application: Application, actors: list[CaseActor]) -> Found:
    texts = {
        "actors_present": _("Skriv vilka aktörer som finns i området"),
        "actors_interested": _("Skriv vilka aktörer som redan vill vara med"),
    }
    yield from _empty(application, texts)


def _challenges(application: Application, actors: list[CaseActor]) -> Found:
    texts = {
        "challenges": _("Skriv vilka utmaningar och möjligheter ni ser"),
        "added_value": _("Skriv vad ni når tillsammans som ni inte når var för sig"),
    }
    yield from _empty(application, texts)


def _cooperation(application: Application, actors: list[CaseActor]) -> Found:
    yield from _empty(application, {"cooperation": _("Skriv hur ni samarbetar i dag")})
    if not application.democratic:
        yield "democratic", _("Kryssa i att ni arbetar efter demokratiska principer")
    yield from _empty(application, {"democratic_description": _("Skriv hur ni arbetar demokratiskt")})


def _contributions(application: Application, actors: list[CaseActor]) -> Found:
    rows = list(application.contributions.select_related("case_actor"))
    if not rows:
        yield "contributions-0-case_actor", _("Skriv minst ett bidrag från någon av er")
    for index, row in enumerate(rows):
        place = {"number": index + 1}
        if row.case_actor is None or not row.case_actor.in_group:
            yield f"contributions-{index}-case_actor", _("Bidrag %(number)s: välj vem som bidrar") % place
        if not row.kind:
            yield f"contributions-{index}-kind", _("Bidrag %(number)s: välj vad ni bidrar med") % place
        if row.amount is None and not row.description:
            text = _("Bidrag %(number)s: skriv ett belopp eller beskriv bidraget")
            yield f"contributions-{index}-amount", text % place
    if application.requested_amount is None:
        yield "requested_amount", _("Skriv hur mycket ni söker för dialog, eller 0")
    elif application.requested_amount and not application.requested_purpose:
        yield "requested_purpose", _("Skriv vad pengarna ska användas till")


def _evidence(application: Application, actors: list[CaseActor]) -> Found:
    rows = list(application.evidence.all())
    if not rows:
        yield "evidence-0-group", _("Skriv minst ett underlag")
    texts = {
        "group": _("Underlag %(number)s: skriv vilka ni har frågat"),
        "needs": _("Underlag %(number)s: skriv vilka behov som kom fram"),
        "method": _("Underlag %(number)s: skriv hur ni tog reda på det"),
    }
    for index, row in enumerate(rows):
        for name, text in texts.items():
            if not getattr(row, name):
                yield f"evidence-{index}-{name}", text % {"number": index + 1}


def _self_check(application: Application, actors: list[CaseActor]) -> Found:
    for number in range(1, CRITERIA + 1):
        if application.self_check.get(str(number), {}).get("verdict") not in Verdict.values:
            yield f"verdict_{number}_0", _("Välj hur ni uppfyller kriterium %(number)s") % {"number": number}
    if application.translation_wanted and not application.wanted_language:
        yield "wanted_language", _("Skriv vilket språk ni vill ha beslutet översatt till")


def _empty(application: Application, texts: dict[str, str]) -> Found:
    return ((name, text) for name, text in texts.items() if not getattr(application, name))


CHECKS: dict[str, Callable[[Application, list[CaseActor]], Found]] = {
    "omradet": _area,
    "gruppen": _group,
    "aktorer": _present,
    "utmaningar": _challenges,
    "samarbeten": _cooperation,
    "bidrag": _contributions,
    "underlag": _evidence,
    "sjalvskattning": _self_check,
}


# --- guards ------------------------------------------------------------------------------------------
def survey(application: Application, actors: list[CaseActor] | None = None) -> dict[str, list[Missing]]:
    """Return what each open step lacks, with links to the fields: three queries, however much is written.

    `actors` are the applicants of the case, when the caller has read them.
    """
    case = application.case
    actors = applicants(case) if actors is None else actors
    return {
        step.key: [
            Missing(text, step_url(case, step.key, field))
            for field, text in CHECKS[step.key](application, actors)
        ]
        for step in STEPS
        if application.is_open(step.key)
    }


def missing_in_application(case: Case) -> Iterable[Missing]:
    """Yield what the unsent version lacks in the steps that its group may change."""
    application = unsent(case)
    if application is None:
        yield Missing(_("Börja skriva ansökan först."), reverse("case", args=[case.reference]))
        return
    application.case = case
    for found in survey(application).values():
        yield from found


def missing_for_submit(case: Case) -> Iterable[Missing]:
    """Yield what hinders `submit`: nothing in other statuses, where the machine itself answers."""
    return missing_in_application(case) if case.status == Status.DRAFT else ()


def missing_for_complete(case: Case) -> Iterable[Missing]:
    """Yield what hinders `complete` of an application: what nobody has answered, and what is missing."""
    if case.status != Status.COMPLETION:
        return
    application = unsent(case)
    yield from missing_answers(application) if application else ()
    yield from missing_in_application(case)


def unanswered(application: Application) -> set[str]:
    """Return the steps that the officer asked for more in, and that nobody has saved since (R15)."""
    return set(application.asked_for) - set(application.steps)


def missing_answers(application: Application) -> Iterable[Missing]:
    """Yield the asked-for steps that are as they were; a group that finds one right as it is saves it as it is."""
    left = unanswered(application)
    for step in STEPS:
        if step.key in left:
            text = _(
                "Kontaktpersonen har bett om mer i %(step)s. Svara där, eller spara delen om den är rätt som den är."
            )
            yield Missing(text % {"step": step.title}, step_url(application.case, step.key))


def warnings(application: Application) -> list[Missing]:
    """Return what weakens the application but never stops it (R9, R48)."""
    case = application.case
    actors = applicants(case)
    kinds = {row.actor.kind for row in actors}
    found: list[Any] = []
    if len(actors) < MIXED or len(kinds) < MIXED:
        text = _("Kriterium 1 vill se minst två aktörer av minst två slag. Ni kan skicka ändå.")
        found.append(Missing(text, step_url(case, "gruppen", "actors")))
    url = reverse("admin:edit_group" if case.is_written_by_city else "edit_group", args=[case.reference])
    for row in actors:
        if row.declined_at is not None:
            text = _("%(name)s har tackat nej men står kvar bland dem som söker. Ni kan skicka ändå.")
            found.append(Missing(text % {"name": row.actor.name}, url))
    if not application.joint_proposal:
        text = _("Kriterium 1 vill se ett gemensamt förslag. Ni kan skicka ändå.")
        found.append(Missing(text, step_url(case, "gruppen", "joint_proposal")))
    return found
