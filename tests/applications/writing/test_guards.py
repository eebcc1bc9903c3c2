"""What an application lacks before it can be sent, one answer at a time."""

from typing import Any

import pytest

from applications.models import Application, Case
from applications.states import ActorKind
from applications.writing import guards
from tests import factories
from tests.applications.writing import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    """Return a case whose application lacks nothing."""
    case = samples.draft()
    samples.fill(case)
    return case


def lacking(case: Case) -> list[tuple[str, str]]:
    """Return (text, address after the steps) of what hinders `submit`."""
    start = f"/arenden/{case.reference}/ansokan/steg/"
    return [(item.text, item.url.removeprefix(start)) for item in guards.missing_for_submit(case)]


def test_a_whole_application_lacks_nothing(case: Case) -> None:
    assert lacking(case) == []


@pytest.mark.parametrize(
    ("field", "empty", "text", "link"),
    [
        ("title", "", "Skriv vad platsen eller förslaget heter", "omradet/#id_title"),
        ("area_kind", "", "Välj vilken sorts plats det är", "omradet/#id_area_kind"),
        ("area_description", "", "Beskriv området", "omradet/#id_area_description"),
        ("area_boundary", "", "Beskriv områdets gränser med ord", "omradet/#id_area_boundary"),
        ("remit", "", "Svara på om platsen hör till nämndens ansvar", "omradet/#id_remit"),
        (
            "remit_reason",
            "",
            "Skriv varför platsen hör eller inte hör till nämndens ansvar",
            "omradet/#id_remit_reason",
        ),
        ("size", "", "Välj hur länge förslaget gäller", "gruppen/#id_size"),
        ("ends_on", None, "Skriv vilken dag förslaget tar slut", "gruppen/#id_ends_on"),
        ("actors_present", "", "Skriv vilka aktörer som finns i området", "aktorer/#id_actors_present"),
        (
            "actors_interested",
            "",
            "Skriv vilka aktörer som redan vill vara med",
            "aktorer/#id_actors_interested",
        ),
        ("challenges", "", "Skriv vilka utmaningar och möjligheter ni ser", "utmaningar/#id_challenges"),
        (
            "added_value",
            "",
            "Skriv vad ni når tillsammans som ni inte når var för sig",
            "utmaningar/#id_added_value",
        ),
        ("cooperation", "", "Skriv hur ni samarbetar i dag", "samarbeten/#id_cooperation"),
        (
            "democratic",
            False,
            "Kryssa i att ni arbetar efter demokratiska principer",
            "samarbeten/#id_democratic",
        ),
        (
            "democratic_description",
            "",
            "Skriv hur ni arbetar demokratiskt",
            "samarbeten/#id_democratic_description",
        ),
        (
            "requested_amount",
            None,
            "Skriv hur mycket ni söker för dialog, eller 0",
            "bidrag/#id_requested_amount",
        ),
        ("requested_purpose", "", "Skriv vad pengarna ska användas till", "bidrag/#id_requested_purpose"),
        ("self_check", {}, "Välj hur ni uppfyller kriterium 1", "sjalvskattning/#id_verdict_1_0"),
    ],
)
def test_each_answer_is_asked_for(case: Case, field: str, empty: Any, text: str, link: str) -> None:
    Application.objects.update(**{field: empty})
    assert lacking(case)[0] == (text, link)
    assert len(lacking(case)) == (6 if field == "self_check" else 1)


def test_a_long_term_process_says_how_often_it_is_followed_up(case: Case) -> None:
    Application.objects.update(size="long_term", ends_on=None)
    assert [text for text, _link in lacking(case)] == ["Skriv hur ofta ni vill följa upp förslaget"]
    Application.objects.update(review_interval_months=12)
    assert lacking(case) == []


def test_nothing_asked_for_needs_no_purpose(case: Case) -> None:
    Application.objects.update(requested_amount=0, requested_purpose="")
    assert lacking(case) == []


def test_a_translation_names_its_language(case: Case) -> None:
    Application.objects.update(translation_wanted=True)
    assert lacking(case) == [
        ("Skriv vilket språk ni vill ha beslutet översatt till", "sjalvskattning/#id_wanted_language")
    ]
    Application.objects.update(wanted_language="finska")
    assert lacking(case) == []


def test_programmes_polygon_and_neighbourhood_never_block(case: Case) -> None:
    Application.objects.update(programmes="", area_polygon=None, neighbourhood=None, joint_proposal="")
    assert lacking(case) == []


def test_somebody_must_apply(case: Case) -> None:
    case.case_actors.update(in_group=False)
    texts = [text for text, link in lacking(case) if link.startswith("gruppen/")]
    assert texts == ["Lägg till minst en aktör som söker"]


def test_an_operation_alone_cannot_apply(case: Case) -> None:
    case.case_actors.update(in_group=False)
    factories.case_actor(case, "Förskolan", ActorKind.OPERATION)
    texts = [text for text, link in lacking(case) if link.startswith("gruppen/")]
    assert texts == ["Lägg till minst en fastighetsägare, förening, boendegrupp eller ett företag"]


@pytest.mark.parametrize(
    ("change", "text", "link"),
    [
        ({"case_actor": None}, "Bidrag 1: välj vem som bidrar", "bidrag/#id_contributions-0-case_actor"),
        ({"kind": ""}, "Bidrag 1: välj vad ni bidrar med", "bidrag/#id_contributions-0-kind"),
        (
            {"description": ""},
            "Bidrag 1: skriv ett belopp eller beskriv bidraget",
            "bidrag/#id_contributions-0-amount",
        ),
    ],
)
def test_a_half_contribution_is_asked_for(case: Case, change: dict, text: str, link: str) -> None:
    Application.objects.get().contributions.update(**change)
    assert lacking(case) == [(text, link)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("group", "Underlag 1: skriv vilka ni har frågat"),
        ("needs", "Underlag 1: skriv vilka behov som kom fram"),
        ("method", "Underlag 1: skriv hur ni tog reda på det"),
    ],
)
def test_half_evidence_is_asked_for(case: Case, name: str, text: str) -> None:
    Application.objects.get().evidence.update(**{name: ""})
    assert lacking(case) == [(text, f"underlag/#id_evidence-0-{name}")]


def test_at_least_one_row_of_each(case: Case) -> None:
    application = Application.objects.get()
    application.contributions.all().delete()
    application.evidence.all().delete()
    assert [text for text, _link in lacking(case)] == [
        "Skriv minst ett bidrag från någon av er",
        "Skriv minst ett underlag",
    ]


def test_a_draft_without_application_says_what_to_do() -> None:
    case = factories.in_status(factories.case(), "draft")
    assert [item.text for item in guards.missing_for_submit(case)] == ["Börja skriva ansökan först."]


def test_a_single_actor_is_a_warning_and_no_hindrance(case: Case) -> None:
    assert guards.warnings(Application.objects.get()) == []
    case.case_actors.last().delete()
    Application.objects.update(joint_proposal="")
    assert lacking(case) == []
    assert [item.text for item in guards.warnings(Application.objects.get())] == [
        "Kriterium 1 vill se minst två aktörer av minst två slag. Ni kan skicka ändå.",
        "Kriterium 1 vill se ett gemensamt förslag. Ni kan skicka ändå.",
    ]


def test_two_actors_of_one_kind_are_a_warning(case: Case) -> None:
    for part in case.case_actors.all():
        part.actor.kind = ActorKind.COMPANY
        part.actor.save()
    assert len(guards.warnings(Application.objects.get())) == 1
