"""The city's pages before decision 1: what they show, take, refuse and keep."""

import json
from datetime import date

import pytest
from django.urls import reverse

from applications.models import Case, Criterion, ReadEvent
from applications.states import ActorKind, Status
from applications.writing.snapshot import self_check
from phases.initiering import actions
from phases.initiering.card import Card
from phases.initiering.models import Assessment, ConflictDeclaration, Deviation, FirstMeeting, LegalCheck
from tests import factories, hostile, personas
from tests.personas import NOW
from tests.phases.initiering import review

pytestmark = pytest.mark.django_db

# page → the fields of its form, filled in well
FORMS = {
    "log_first_meeting": {
        "held_on": "2026-01-20",
        "place": "Varptorget",
        "participants": "Amina",
        "notes": "Vi talade.",
        "process_explained": "on",
        "criteria_explained": "on",
    },
    "assess_criteria": {"verdict": "partly", "motivation": "Barnens behov saknas."},
    "judge_remit": {"remit": "partly", "remit_reason": "Konsten hör till kulturnämnden."},
    "legal_check": {
        "business_benefits": "ja",
        "single_business": "Hela gatan gynnas.",
        "state_aid": "Under taket.",
        "register_checked_on": "2026-03-01",
        "register_sum": "0",
        "de_minimis_certificate": "on",
        "conclusion": "Tillåtet.",
    },
    "deviate": {"gate": "polygon", "reason": "Kartan saknas."},
}
REQUIRED = {
    "log_first_meeting": {
        "held_on": "Skriv vilken dag mötet hölls",
        "participants": "Skriv vilka som var med",
    },
    "assess_criteria": {
        "verdict": "Välj om kriteriet är uppfyllt",
        "motivation": "Skriv en motivering på minst en mening",
    },
    "judge_remit": {
        "remit": "Svara på frågan: Hör förslaget till nämndens ansvar?",
        "remit_reason": "Skriv vilken del som hör till någon annan, och varför",
    },
    "legal_check": {
        "business_benefits": "Svara på om ett företag gynnas",
        "single_business": "Skriv hur stödet förhåller sig till kommunallagen",
        "state_aid": "Skriv hur stödet förhåller sig till reglerna om statligt stöd",
        "register_checked_on": "Skriv vilken dag du kontrollerade registret",
        "register_sum": "Skriv hur mycket stöd som står i registret, 0 om inget",
        "de_minimis_certificate": "Begär in intyget, eller skriv varför det inte behövs",
        "conclusion": "Skriv slutsats",
    },
    "deviate": {"gate": "Välj vilket krav det gäller", "reason": "Skriv skälet"},
}
TEXTS = {
    "log_first_meeting": ("place", "participants", "notes"),
    "assess_criteria": ("motivation",),
    "judge_remit": ("remit_reason",),
    "legal_check": ("single_business", "state_aid", "conclusion"),
    "deviate": ("reason",),
}
NUMBERED = ("assess_criteria", "first_assessment")
CASES = [(page, name) for page, names in TEXTS.items() for name in names]


def url(case: Case, page: str, number: int = 5) -> str:
    """Return the address of a page of the case."""
    return reverse(f"admin:{page}", args=[case.reference, *([number] if page in NUMBERED else [])])


@pytest.fixture
def case(client):
    """A case under review by Karl, who is logged in and has declared no conflict."""
    case = review.in_review()
    actions.declare_no_conflict(case.pk, by=personas.karl(), at=NOW)
    client.force_login(personas.karl())
    return case


@pytest.mark.parametrize("page", FORMS)
def test_a_filled_form_is_saved_once_and_leads_on(client, case, page):
    before = case.events.count()
    response = client.post(url(case, page), FORMS[page])
    assert response.status_code == 302
    assert case.events.count() == before + 1
    assert case.events.order_by("-id").first().action == page
    assert client.get(response.url).status_code == 200


@pytest.mark.parametrize(
    ("page", "name"), [(page, name) for page, names in REQUIRED.items() for name in names]
)
def test_what_is_left_out_is_asked_for_and_the_rest_is_kept(client, case, page, name):
    sent = {key: value for key, value in FORMS[page].items() if key != name}
    response = client.post(url(case, page), sent)
    hostile.assert_refused(response, REQUIRED[page][name], *[v for k, v in sent.items() if k in TEXTS[page]])
    assert not case.events.filter(action=page).exists()


@pytest.mark.parametrize(("page", "name"), CASES)
@pytest.mark.parametrize("kind", hostile.ODD_BUT_FINE)
def test_odd_text_is_kept_as_it_is_and_never_becomes_markup(client, case, page, name, kind):
    response = client.post(url(case, page), FORMS[page] | {name: hostile.ODD_BUT_FINE[kind]})
    assert response.status_code == 302
    hostile.assert_escaped(client.get(response.url))
    hostile.assert_escaped(client.get(url(case, page)))
    hostile.assert_escaped(client.get(reverse("admin:case", args=[case.reference])))


@pytest.mark.parametrize(("page", "name"), CASES)
@pytest.mark.parametrize("text", [hostile.TOO_LONG, hostile.NULL], ids=["too long", "null byte"])
def test_text_that_cannot_be_kept_is_refused_at_its_field(client, case, page, name, text):
    response = client.post(url(case, page), FORMS[page] | {name: text})
    hostile.assert_refused(response, f'id="id_{name}_error"', f'href="#id_{name}"')
    assert not case.events.filter(action=page).exists()


@pytest.mark.parametrize(
    ("page", "name", "value"),
    [
        ("log_first_meeting", "held_on", "2026-02-30"),
        ("log_first_meeting", "held_on", "i morgon"),
        ("log_first_meeting", "held_on", "9999-01-01"),
        ("assess_criteria", "verdict", "perfect"),
        ("judge_remit", "remit", "kanske"),
        ("legal_check", "business_benefits", "1"),
        ("deviate", "gate", "check_in"),
        ("deviate", "gate", "jäv"),
    ],
)
def test_absurd_values_are_refused_at_their_field(client, case, page, name, value):
    response = client.post(url(case, page), FORMS[page] | {name: value})
    hostile.assert_refused(response, f'id="id_{name}_error"')
    assert not case.events.filter(action=page).exists()


@pytest.mark.parametrize(
    ("area", "text"),
    [
        ("", "Rita områdets gräns"),
        ("{", None),
        ('{"type":"Point","coordinates":[13,55]}', None),
        ('{"type":"Polygon","coordinates":[[[18,59],[18.001,59],[18.001,59.001],[18,59]]]}', None),
        (
            '{"type":"Polygon","coordinates":[[[13,55.6],[13.001,55.601],[13.001,55.6],[13,55.601],[13,55.6]]]}',
            None,
        ),
        (hostile.SCRIPT, None),
        (hostile.TOO_LONG, None),
    ],
    ids=["empty", "broken", "a point", "in Stockholm", "crosses itself", "script", "too long"],
)
def test_an_area_that_is_none_is_refused(client, case, area, text):
    response = client.post(url(case, "draw_area"), {"area": area})
    hostile.assert_refused(response, 'id="id_area_error"', *([text] if text else []))
    hostile.assert_escaped(response)
    assert Case.objects.get(pk=case.pk).area_polygon is None


def test_a_drawn_area_is_kept_and_shown(client, case):
    client.post(url(case, "draw_area"), {"area": json.dumps(factories.POLYGON)})
    assert Case.objects.get(pk=case.pk).area_polygon == factories.POLYGON
    html = client.get(url(case, "draw_area")).content.decode()
    assert "Området som det är ritat" in html
    assert "55.587000, 13.016100" in html
    assert "Ändra på kartan" in client.get(url(case, "case")).content.decode()


def test_saving_a_criterion_leads_to_the_next_and_the_last_back_to_the_card(client, case):
    first = client.post(url(case, "assess_criteria", 1), FORMS["assess_criteria"])
    assert first.url == url(case, "assess_criteria", 2)
    last = client.post(url(case, "assess_criteria", 6), FORMS["assess_criteria"])
    assert last.url == reverse("admin:case_assessment", args=[case.reference])


def test_the_assessment_has_its_own_tab_and_the_first_tab_sums_it_up(client, case):
    """Issue 4, part 3: the officer finds it by name, and the way on from both."""
    for number, verdict in ((1, "met"), (2, "partly")):
        review.verdict(case, number, verdict)
    tab, following = reverse("admin:case_assessment", args=[case.reference]), url(case, "assess_criteria", 3)
    first = client.get(url(case, "case")).content.decode()
    assert "2 av 6 bedömda, 1 uppfyllda." in first
    assert f'href="{tab}"' in first
    assert f'href="{following}"' in first
    assert "Det framgår." not in first
    html = client.get(tab).content.decode()
    assert f'<a href="{tab}" aria-current="page">Bedömning</a>' in html
    for text in ("2 av 6 bedömda", "Det framgår.", "Gårdsfest varje år sedan 2021.", "Vad kan hända nu?"):
        assert text in html
    assert f'<a class="s-btn" href="{following}">' in html
    assert ReadEvent.objects.filter(case=case, what="bedömningen").exists()
    client.force_login(personas.nils())
    assert following not in client.get(tab).content.decode()


def test_beside_the_first_criterion_stand_the_actors_and_their_kinds(client, case):
    """R9: at least two actors of at least two kinds with one proposal; fewer is a warning."""
    page, lacking = url(case, "assess_criteria", 1), "Kriteriet vill se minst två aktörer av minst två slag."
    html = client.get(page).content.decode()
    assert "1 aktör av 1 slag: förening" in html
    assert lacking in html
    factories.case_actor(case, "Tullen AB", ActorKind.PROPERTY_OWNER)
    assert "1 aktör av 1 slag: förening" in client.get(page).content.decode()  # as it was sent
    review.sent_application(case, version=2)
    review.verdict(case, 1)
    for address in (page, url(case, "case_assessment")):
        html = client.get(address).content.decode()
        assert "2 aktörer av 2 slag: fastighetsägare, förening" in html
        assert "Tullen AB, fastighetsägare" in html
        assert lacking not in html


def test_beside_the_last_criterion_stands_what_the_group_has_declared(client, case):
    """R14: declaration and description."""
    page = url(case, "assess_criteria", 6)
    assert (
        "Gruppen försäkrar att den arbetar efter demokratiska principer." in client.get(page).content.decode()
    )
    review.sent_application(case, version=2, democratic=False)
    assert (
        "Gruppen har inte försäkrat att den arbetar efter demokratiska principer."
        in client.get(page).content.decode()
    )


def test_actors_that_join_in_a_completion_call_for_a_new_verdict(case):
    actions.assess_criteria(case.pk, 1, verdict="partly", motivation="En.", by=personas.karl(), at=NOW)
    review.sent_application(case, version=2)
    assert not Card(case).row(1).is_changed
    factories.case_actor(case, "Tullen AB", ActorKind.PROPERTY_OWNER)
    review.sent_application(case, version=3)
    assert Card(case).row(1).is_changed


def reword(number: int, text: str) -> None:
    """Change the wording of a criterion, as the register does."""
    old = Criterion.objects.get(number=number, is_current=True)
    Criterion.objects.filter(pk=old.pk).update(is_current=False)
    Criterion.objects.create(number=number, version=old.version + 1, title=f"Nytt {number}", text=text)


def test_a_self_check_stands_beside_the_question_that_it_answered(client, case):
    """R8: the wording changes before the first verdict; case and verdict keep the one the group had before it."""
    answered = {"5": {"verdict": "met", "motivation": "Ja.", "version": 1}}
    review.sent_application(case, version=2, self_check=answered)
    old = Criterion.objects.get(number=5)
    reword(5, "Vad säger barnen?")
    reword(6, "Är alla med?")
    card = Card(case)
    assert (card.row(5).criterion, card.row(6).criterion.text) == (old, "Är alla med?")
    assert "Vad säger barnen?" not in client.get(url(case, "case_assessment")).content.decode()
    actions.assess_criteria(case.pk, 5, verdict="met", motivation="Ja.", by=personas.karl(), at=NOW)
    assert Assessment.objects.get().criterion == old
    assert [row["name"] for row in self_check(card.application)][4:] == [old.title, "Nytt 6"]


def test_a_self_check_answered_anew_says_what_it_answered(client, case):
    """The verdict was given by the old wording; the completion answers the new one."""
    review.verdict(case, 5)
    reword(5, "Vad säger barnen?")
    answered = {"5": {"verdict": "partly", "motivation": "Snart.", "version": 2}}
    review.sent_application(case, version=2, self_check=answered)
    html = client.get(url(case, "case_assessment")).content.decode()
    assert Card(case).row(5).criterion.version == 1
    assert "Gruppen svarade på frågan så som den då löd: ”Vad säger barnen?”" in html


def test_the_criterion_page_shows_what_the_verdict_rests_on(client, case):
    first = review.verdict(case, 5)
    Assessment.objects.filter(pk=first.pk).update(stage="first")
    html = client.get(url(case, "assess_criteria", 5)).content.decode()
    assert "Spara och gå till kriterium 6" in html
    assert "Boende. Enkät, 212 svar. Ljus." in html
    assert "Gruppens egen bedömning:" in html
    assert "0 av 6 bedömda" in html
    assert "Sparad" not in html  # a first judgement is not this one
    actions.assess_criteria(case.pk, 5, verdict="met", motivation="Ja.", by=personas.karl(), at=NOW)
    assert "Sparad" in client.get(url(case, "assess_criteria", 5)).content.decode()


@pytest.mark.parametrize("number", [0, 7, 99])
def test_a_tampered_number_of_a_criterion_is_not_found(client, case, number):
    assert client.get(url(case, "assess_criteria", number)).status_code == 404
    assert client.post(url(case, "assess_criteria", number), FORMS["assess_criteria"]).status_code == 404


def test_without_a_declaration_the_form_says_so_and_keeps_what_was_typed(client, case):
    ConflictDeclaration.objects.all().delete()
    assert "Försäkra först att du inte är jävig." in client.get(url(case, "assess_criteria")).content.decode()
    response = client.post(url(case, "assess_criteria"), FORMS["assess_criteria"])
    hostile.assert_refused(response, "Försäkra först att du inte är jävig.", "Barnens behov saknas.")
    assert not Assessment.objects.exists()


def test_the_declaration_is_one_press(client, case):
    ConflictDeclaration.objects.all().delete()
    page = client.get(url(case, "declare_no_conflict")).content.decode()
    assert "Är du jävig? Försäkra ingenting." in page
    assert client.post(url(case, "declare_no_conflict")).status_code == 302
    assert ConflictDeclaration.objects.get().officer == personas.karl()


@pytest.mark.parametrize(
    "way", ["https://example.com/", "//example.com", "/admin/..//example.com", "/arenden/"]
)
def test_a_way_back_never_leads_out_of_the_workspace(client, case, way):
    response = client.post(f"{url(case, 'declare_no_conflict')}?till={way}")
    assert response.url == reverse("admin:case", args=[case.reference])


def test_taking_up_says_who_gets_a_mail_and_a_second_press_says_it_is_done(client, case):
    submitted = factories.in_status(case, Status.SUBMITTED)
    page = client.get(url(submitted, "take_up")).content.decode()
    assert "Amina Björkdal, Birk Åkerlind" in page
    assert client.post(url(submitted, "take_up")).status_code == 302
    again = client.post(url(submitted, "take_up"), follow=True)
    assert "Det går inte nu. Ärendet har status ”Under granskning”." in again.content.decode()
    assert submitted.events.filter(action="take_up").count() == 2  # once in the fixture, once here


@pytest.mark.parametrize("page", [*FORMS, "draw_area", "declare_no_conflict", "take_up", "first_assessment"])
def test_others_at_the_city_are_told_who_may(client, case, page):
    client.force_login(personas.nils())
    response = client.get(url(case, page))
    assert response.status_code == 403
    assert "kontaktperson" in response.content.decode()
    assert client.post(url(case, page), FORMS.get(page, {})).status_code == 403


@pytest.mark.parametrize("page", [*FORMS, "draw_area", "declare_no_conflict", "take_up", "first_assessment"])
@pytest.mark.parametrize("who", ["amina", "olga"])
def test_the_workspace_does_not_exist_for_applicants(client, case, page, who):
    client.force_login(getattr(personas, who)())
    assert client.get(url(case, page)).status_code == 404
    assert client.post(url(case, page), FORMS.get(page, {})).status_code == 404


def test_a_restricted_case_is_hidden_from_other_officers(client, case):
    Case.objects.filter(pk=case.pk).update(restricted=True)
    client.force_login(personas.karin())
    assert client.get(url(case, "judge_remit")).status_code == 404


def test_a_sent_version_shows_every_answer_and_the_reading_is_logged(client, case):
    before = ReadEvent.objects.count()
    html = client.get(reverse("admin:application_version", args=[case.reference, 1])).content.decode()
    for text in ("Mellan Varptorget och Nystansgränd", "Gatan är mörk", "Öppna möten", "60\u00a0000"):
        assert text in html
    assert ReadEvent.objects.count() == before + 1


def test_an_unsent_version_is_nobodys_at_the_city(client, case):
    actions.request_completion(
        case.pk, asked_for={"underlag": "x"}, due_on=date(2026, 12, 1), by=personas.karl(), at=NOW
    )
    assert client.get(reverse("admin:application_version", args=[case.reference, 2])).status_code == 404


def test_the_number_of_queries_of_a_criterion_page_does_not_grow_with_its_history(
    client, case, django_assert_num_queries
):
    address = url(case, "assess_criteria", 1)
    client.get(address)
    for count in (1, 3):
        for _turn in range(count):
            actions.assess_criteria(case.pk, 1, verdict="met", motivation="Ja.", by=personas.karl(), at=NOW)
        with django_assert_num_queries(19):
            client.get(address)


def test_nothing_is_written_by_looking(client, case):
    def rows() -> list[int]:
        return [
            m.objects.count() for m in (Assessment, FirstMeeting, LegalCheck, Deviation, ConflictDeclaration)
        ]

    before = (rows(), case.events.count())
    for page in (*FORMS, "draw_area", "declare_no_conflict"):
        assert client.get(url(case, page)).status_code == 200
    assert (rows(), case.events.count()) == before


def test_a_judgement_that_cannot_be_made_yet_says_so_before_it_is_written(client):
    case = factories.case()
    client.force_login(personas.karl())
    html = client.get(url(case, "first_assessment")).content.decode()
    form = html.partition('<form method="post" novalidate>')[2].partition("</form>")[0]
    assert 'type="submit"' not in form
    assert 'aria-describedby="hinder-first_assessment"' in form
    note = html.partition('id="hinder-first_assessment"')[2].partition("</ul>")[0]
    assert [text in note for text in ("Försäkra först", "Anteckna första mötet", "Eller gör avsteg")] == [
        True
    ] * 3
