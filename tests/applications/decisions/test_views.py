"""The pages of decisions: what is typed is saved or shown again with its error, whoever types whatever."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.decisions.content import stored
from applications.form_messages import TEXT_MAX
from applications.models import Case, Decision, DocumentOrder, Event, ListFile, OutgoingMail
from applications.states import Outcome, PointOutcome
from tests import factories, personas
from tests.applications.committee import cases
from tests.applications.decisions.pages import errors, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def nils(client: Client) -> Client:
    """Return the secretary's browser."""
    client.force_login(personas.nils())
    return client


def on_agenda(case: Case | None = None) -> Case:
    """Return a case on the agenda of a meeting that has been."""
    return cases.on_agenda(case or cases.ready(), to=cases.held())


def register_url(case: Case) -> str:
    """Return the address of the registration."""
    return reverse("admin:register_decision", args=[case.reference])


def register(client: Client, case: Case, **changes: object):
    """Open the registration and send it with changes."""
    page = client.get(register_url(case))
    return client.post(register_url(case), posted(page, **{"paragraph": "99", **changes}))


# --- registering ------------------------------------------------------------------------------------------
def test_the_page_opens_with_the_reports_proposal_and_saves_it(nils: Client) -> None:
    case = on_agenda()
    answer = register(nils, case)
    decision = Decision.objects.get()
    assert answer.status_code == 302
    assert answer.url == reverse("admin:decision", args=[case.reference, decision.pk])
    first, second = stored(decision).points
    assert (first.requested, first.proposed, first.granted) == (60_000, 45_000, 45_000)
    assert second.outcome == PointOutcome.OTHER
    assert decision.heading == "Samverkansstöd, Lingarnsgatan"
    page = nils.get(answer.url)
    assert "45\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kronor" in page.text


def test_a_registration_opens_again_and_is_changed(nils: Client) -> None:
    case = on_agenda()
    register(nils, case)
    register(nils, case, paragraph="100", **{"points-0-DELETE": None})
    assert Decision.objects.get().paragraph == 100
    assert Decision.objects.get().points.count() == 2


def test_errors_stand_at_their_fields_and_nothing_is_lost(nils: Client) -> None:
    case = on_agenda()
    answer = register(
        nils,
        case,
        paragraph="nittionio",
        **{"points-0-granted": "många", "points-1-text": "", "summary": "Mina ord om gatan"},
    )
    assert answer.status_code == 200
    assert errors(answer) == {
        "paragraph": ["Skriv ett heltal med siffror, till exempel 12"],
        "points-0-granted": ["Skriv beloppet med siffror, till exempel 75000"],
        "points-1-text": ["Skriv beslutspunkten."],
    }
    for kept in ("nittionio", "många", "Mina ord om gatan"):
        assert kept in answer.text
    assert 'href="#id_points-0-granted"' in answer.text
    assert "<title>Fel: " in answer.text
    assert not Decision.objects.exists()


def test_what_the_rules_miss_stands_at_the_fields_too(nils: Client) -> None:
    case = on_agenda()
    answer = register(nils, case, **{"points-0-motivation": "", "points-0-granted": "40 000"})
    assert set(errors(answer)) == {"points-0-motivation", "points-0-text", "points-0-granted"}
    answer = register(
        nils, case, outcome="refer_back", **{"points-0-outcome": "other", "points-0-granted": ""}
    )
    assert errors(answer) == {"refer_back_for": ["Skriv vad nämnden ber om."]}
    assert 'href="#id_refer_back_for"' in answer.text


def test_removed_and_empty_rows_do_not_move_an_error(nils: Client) -> None:
    """The rules count what is said; the page counts rows."""
    case = on_agenda()
    answer = register(
        nils,
        case,
        outcome="approve_changed",
        **{
            "points-TOTAL_FORMS": "4",
            "points-0-DELETE": "on",
            "points-2-outcome": "other",
            "points-3-text": "Nämnden beviljar 5 kronor.",
            "points-3-outcome": "granted_less",
            "points-3-granted": "6",
            "points-3-proposed": "45000",
            "points-3-motivation": "Budget.",
        },
    )
    assert errors(answer) == {"points-3-text": ["Punkten nämner ett annat belopp än det beviljade."]}


def test_a_row_is_added_without_complaints_and_with_everything_kept(nils: Client) -> None:
    case = on_agenda()
    page = nils.get(register_url(case))
    data = posted(page, paragraph="inte än", **{"points-add": "1", "points-0-text": "Min text"})
    answer = nils.post(register_url(case), data)
    assert errors(answer) == {}
    assert answer.text.count('id="points-') == 3
    assert "Min text" in answer.text
    assert "inte än" in answer.text
    again = nils.post(register_url(case), posted(answer, **{"points-2-in_kind-add": "1"}))
    assert 'name="points-2-in_kind-0-quantity"' in again.text
    assert errors(again) == {}
    for prefix in ("conditions", "referrals"):
        again = nils.post(register_url(case), posted(again, **{f"{prefix}-add": "1"}))
        assert f'id="{prefix}-0"' in again.text
    assert not Decision.objects.exists()


def test_support_in_kind_conditions_and_referrals_are_saved(nils: Client) -> None:
    case, kn = on_agenda(), factories.other_committee()
    answer = register(
        nils,
        case,
        **{
            "points-0-in_kind-TOTAL_FORMS": "2",
            "points-0-in_kind-0-kind": "staff",
            "points-0-in_kind-0-quantity": "120,5",
            "points-0-in_kind-0-unit": "timmar",
            "points-0-in_kind-1-kind": "staff",
            "conditions-TOTAL_FORMS": "1",
            "conditions-0-text": "Barnen tillfrågas.",
            "conditions-0-due_on": "2026-09-30",
            "referrals-TOTAL_FORMS": "1",
            "referrals-0-to": str(kn.pk),
            "referrals-0-scope": "part",
            "referrals-0-what": "Scenen",
            "referrals-0-reason": "Kultur.",
        },
    )
    assert answer.status_code == 302, errors(answer)
    decision = Decision.objects.get()
    assert decision.points.first().in_kind == [
        {"kind": "staff", "quantity": "120.5", "unit": "timmar", "description": ""}
    ]
    assert str(decision.conditions.get().due_on) == "2026-09-30"
    assert decision.referrals.get().what == "Scenen"


def test_errors_of_support_in_kind_stand_at_their_fields(nils: Client) -> None:
    case = on_agenda()
    rows = {
        "points-0-in_kind-TOTAL_FORMS": "1",
        "points-0-in_kind-0-kind": "staff",
        "points-0-in_kind-0-quantity": "-3",
        "points-0-in_kind-0-unit": "timmar",
    }
    answer = register(nils, case, **rows)
    assert list(errors(answer)) == ["points-0-in_kind-0-quantity"]
    answer = register(nils, case, **(rows | {"points-0-in_kind-0-quantity": "massor"}))
    assert errors(answer) == {"points-0-in_kind-0-quantity": ["Skriv ett tal med siffror, till exempel 12,5"]}


def test_points_are_fetched_for_another_outcome(nils: Client) -> None:
    case = on_agenda()
    page = nils.get(register_url(case))
    answer = nils.post(register_url(case), posted(page, outcome="reject", prepare="1", summary="Mina ord"))
    assert "avslår ansökan om samverkansstöd" in answer.text
    assert "Mina ord" in answer.text
    saved = nils.post(
        register_url(case), posted(answer, paragraph="99", motivation="Kriterierna är inte uppfyllda.")
    )
    assert saved.status_code == 302, errors(saved)
    decision = Decision.objects.get()
    assert decision.outcome == Outcome.REJECT
    assert decision.points.get().granted is None


def test_an_older_page_shows_both_and_saves_nothing(nils: Client) -> None:
    case = on_agenda()
    register(nils, case)
    old = posted(nils.get(register_url(case)))
    register(nils, case, heading="Rubrik från kollegan")
    answer = nils.post(register_url(case), old | {"heading": "Min rubrik"})
    assert answer.status_code == 200
    assert "Min rubrik" in answer.text
    assert "Rubrik från kollegan" in answer.text
    assert Decision.objects.get().heading == "Rubrik från kollegan"


def test_a_double_click_registers_once(nils: Client) -> None:
    case = on_agenda()
    data = posted(nils.get(register_url(case)), paragraph="99")
    events = Event.objects.count()
    nils.post(register_url(case), data)
    again = nils.post(register_url(case), data)
    assert again.status_code == 200
    assert Decision.objects.count() == 1
    assert Event.objects.count() == events + 1


HOSTILE = [
    "x" * 100_000,
    "🌳🚲 grönt",
    "\u202eمرحبا",
    "<script>alert(1)</script>",
    "noll\x00byte",
    "'; DROP TABLE applications_decision; --",
]


@pytest.mark.parametrize("text", HOSTILE, ids=["long", "emoji", "rtl", "script", "null", "sql"])
@pytest.mark.parametrize(
    "field", ["heading", "motivation", "conflicts-0-name", "points-1-text", "points-0-motivation"]
)
def test_whatever_is_typed_is_saved_or_refused_at_its_field(nils: Client, field: str, text: str) -> None:
    case = on_agenda()
    answer = register(
        nils, case, **{"conflicts-TOTAL_FORMS": "1", "conflicts-0-name": "Ödmark"} | {field: text}
    )
    if answer.status_code == 302:
        page = nils.get(answer.url)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert Decision.objects.get()
    else:
        assert list(errors(answer)) == [field]
        assert "<script>alert" not in answer.text
        assert not Decision.objects.exists()
    assert (answer.status_code == 302) == (len(text) < 100 and "\x00" not in text)


def test_a_long_text_is_kept_up_to_its_limit_and_above_it_refused_with_nothing_lost(nils: Client) -> None:
    case = on_agenda()
    names = ("summary", "motivation", "motions", "procedure", "reservations", "statements", "minutes_note")
    rows = ("points-1-text", "points-1-motivation")
    answer = register(nils, case, **dict.fromkeys((*names, *rows), "ä" * (TEXT_MAX + 1)))
    said = ["Texten är för lång. Korta ner den till högst 20000 tecken."]
    assert errors(answer) == dict.fromkeys((*names, *rows), said)
    assert answer.text.count("ä" * (TEXT_MAX + 1)) == len(names + rows)
    assert register(nils, case, **dict.fromkeys((*names, *rows), "å" * TEXT_MAX)).status_code == 302
    decision = Decision.objects.get()
    assert {getattr(decision, name) for name in names} == {"å" * TEXT_MAX}
    assert stored(decision).points[1].text == "å" * TEXT_MAX


@pytest.mark.parametrize(
    "changes",
    [
        {"outcome": "allt"},
        {"outcome": "approve_all"},
        {"points-TOTAL_FORMS": "99999"},
        {"points-TOTAL_FORMS": "abc"},
        {"points-TOTAL_FORMS": None},
        {"points-0-measure": "1"},
        {"points-0-outcome": "gratis"},
        {"points-0-granted": "9" * 400},
        {"paragraph": "9" * 400},
        {"paragraph": "0"},
        {"revision": "x"},
        {"route": "kungen"},
        {"referrals-TOTAL_FORMS": "1", "referrals-0-to": "999999", "referrals-0-reason": "x"},
        {"conditions-TOTAL_FORMS": "1", "conditions-0-text": "x", "conditions-0-due_on": "2026-02-31"},
    ],
    ids=lambda changes: next(iter(changes.items()))[0] + "=" + str(next(iter(changes.items()))[1])[:10],
)
def test_tampered_values_are_refused(nils: Client, changes: dict) -> None:
    case = on_agenda()
    answer = register(nils, case, **changes)
    if answer.status_code == 302:  # a field that this page does not have is not read
        assert changes == {"points-0-measure": "1"}
        assert Decision.objects.get().points.first().measure is None
        return
    assert answer.status_code == 200
    assert "data-error-summary" in answer.text
    assert not Decision.objects.exists()


def test_a_measure_of_another_case_is_no_choice(nils: Client) -> None:
    foreign = cases.measures(factories.case("Annat"), Z=1)[0]
    case = on_agenda(cases.with_measures(A=80))
    answer = register(nils, case, **{"points-0-measure": str(foreign.pk)})
    assert list(errors(answer)) == ["points-0-measure"]


def test_nothing_to_register_says_so(nils: Client) -> None:
    case = cases.ready()
    answer = nils.get(register_url(case))
    assert answer.status_code == 200
    assert reverse("admin:put_on_agenda", args=[case.reference]) in answer.text


# --- releasing --------------------------------------------------------------------------------------------
def test_releasing_tells_what_happens_before_the_click_and_does_it(nils: Client) -> None:
    case = on_agenda()
    register(nils, case)
    url = reverse("admin:release_decision", args=[case.reference])
    page = nils.get(url)
    for said in (
        "Ärendet går till fas 2, samarbete.",
        "Amina Björkdal, Birk Åkerlind, Karl Sjöhed",
        "Beviljat i allt",
    ):
        assert said in page.text
    assert DocumentOrder.objects.count() == 0
    answer = nils.post(url, {"approved_on": (timezone.localdate() - timedelta(days=3)).isoformat()})
    decision = Decision.objects.get()
    assert answer.url == reverse("admin:decision", args=[case.reference, decision.pk])
    assert Case.objects.get(pk=case.pk).status == "collaboration"
    mails = OutgoingMail.objects.count()
    again = nils.post(url, {"approved_on": timezone.localdate().isoformat()}, follow=True)
    assert "Det finns inget registrerat beslut att frisläppa." in again.text
    assert OutgoingMail.objects.count() == mails


@pytest.mark.parametrize("day", ["", "31 februari", "2099-01-01", "1999-01-01", "x" * 100_000, "\x00"])
def test_a_day_that_cannot_be_is_refused_at_its_field(nils: Client, day: str) -> None:
    case = on_agenda()
    register(nils, case)
    answer = nils.post(reverse("admin:release_decision", args=[case.reference]), {"approved_on": day})
    assert answer.status_code == 200
    assert "#id_approved_on" in answer.text
    assert Decision.objects.get().released_at is None


def test_a_decision_outside_a_meeting_is_signed_and_has_no_minutes(nils: Client) -> None:
    """D5: the page asks for the day of the signature, and begins with the day of the decision."""
    decision = cases.registered(
        route=Decision.Route.CHAIR,
        chair="Gunvor Åsberg",
        route_ground="Brådskar.",
        decided_on=date(2026, 4, 20),
        reported_on=date(2026, 4, 28),
    )
    url = reverse("admin:release_decision", args=[decision.case.reference])
    page = nils.get(url).text
    assert "Beslutet undertecknades" in page
    assert 'value="2026-04-20"' in page
    assert "rotokoll" not in page.partition("<main")[2]
    early = nils.post(url, {"approved_on": "2026-04-19"}).text
    assert "Beslutet undertecknas tidigast den dag det fattades." in early
    shown = nils.get(nils.post(url, {"approved_on": "2026-04-20"}).url).text
    assert "Undertecknat" in shown


def test_a_hindrance_is_shown_with_the_way_to_mend_it(nils: Client) -> None:
    case = on_agenda()
    page = nils.get(register_url(case))
    table = nils.post(register_url(case), posted(page, outcome="table", prepare="1"))
    nils.post(register_url(case), posted(table, paragraph="99"))
    page = nils.get(reverse("admin:release_decision", args=[case.reference]))
    assert "/admin/applications/meeting/add/" in page.text
    assert 'aria-disabled="true"' in page.text


def test_a_registration_is_thrown_away(nils: Client) -> None:
    case = on_agenda()
    register(nils, case)
    url = reverse("admin:discard_decision", args=[case.reference])
    assert nils.get(url).status_code == 200
    assert nils.post(url).url == reverse("admin:meeting", args=[cases.held().pk])
    assert not Decision.objects.exists()


# --- the list and the page ----------------------------------------------------------------------------------
def test_the_list_narrows_by_where_decisions_stand(nils: Client) -> None:
    cases.posted()
    cases.released(cases.on_agenda(cases.ready(title="Två")), paragraph=100)
    cases.registered(cases.on_agenda(cases.ready(title="Tre")), paragraph=101)
    url = reverse("admin:decisions")
    found = {
        state: [d.paragraph for d in nils.get(url, {"lage": state}).context["page"]]
        for state in ("", "registrerade", "frislappta", "anslagna", "expedierade", "laga-kraft", "påhittat")
    }
    assert found == {
        "": [101, 100, 99],
        "registrerade": [101],
        "frislappta": [100],
        "anslagna": [99],
        "expedierade": [],
        "laga-kraft": [],
        "påhittat": [101, 100, 99],
    }
    lines = nils.get(url, {"lage": "anslagna", "format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Nämnd;Beslut;Dag;")
    assert [line.split(";")[:3] for line in lines[1:]] == [["tekniska nämnden", "§ 99", "2026-04-28"]]
    assert ListFile.objects.get().query == "lage=anslagna&format=csv"


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_takes_as_many_queries_for_many(nils: Client, django_assert_num_queries, many: int) -> None:
    for number in range(many):
        cases.registered(cases.on_agenda(cases.ready(title=f"Ärende {number}")), paragraph=100 + number)
    nils.get(reverse("admin:decisions"))
    with django_assert_num_queries(5):
        nils.get(reverse("admin:decisions"))


@pytest.mark.parametrize("many", [1, 4])
def test_the_page_takes_as_many_queries_for_many_points(
    nils: Client, django_assert_num_queries, many: int
) -> None:
    case = on_agenda(cases.with_measures(**dict.fromkeys("ABCD"[:many], 5)))
    register(nils, case)
    url = reverse("admin:decision", args=[case.reference, Decision.objects.get().pk])
    with django_assert_num_queries(22):
        nils.get(url)


# --- who sees what ------------------------------------------------------------------------------------------------
STAFF = ("karl", "karin", "cecilia", "rut", "adam")


@pytest.mark.parametrize("persona", STAFF)
def test_colleagues_read_decisions_and_do_not_make_them(client: Client, persona: str) -> None:
    decision = cases.registered()
    client.force_login(getattr(personas, persona)())
    reference = decision.case.reference
    assert client.get(reverse("admin:decision", args=[reference, decision.pk])).status_code == 200
    assert client.get(reverse("admin:decisions")).status_code == 200
    for name in ("register_decision", "release_decision", "discard_decision"):
        url = reverse(f"admin:{name}", args=[reference])
        assert client.get(url).status_code == 403
        assert client.post(url).status_code == 403
    assert Decision.objects.get().released_at is None


@pytest.mark.parametrize("persona", ["amina", "birk", "olga"])
def test_applicants_see_nothing_of_it(client: Client, persona: str) -> None:
    decision = cases.released()
    client.force_login(getattr(personas, persona)())
    for url in (
        reverse("admin:decision", args=[decision.case.reference, decision.pk]),
        reverse("admin:decisions"),
    ):
        assert client.get(url).status_code == 404


def test_a_restricted_case_is_hidden_from_others(nils: Client) -> None:
    decision = cases.released()
    Case.objects.filter(pk=decision.case_id).update(restricted=True)
    assert nils.get(reverse("admin:decision", args=[decision.case.reference, decision.pk])).status_code == 404
    assert "§ 99" not in nils.get(reverse("admin:decisions")).text


def test_a_decision_belongs_to_its_case(nils: Client) -> None:
    decision, other = cases.released(), cases.on_agenda(cases.ready(title="Annat"))
    assert nils.get(reverse("admin:decision", args=[other.reference, decision.pk])).status_code == 404
    assert nils.get(reverse("admin:decision", args=[decision.case.reference, 999_999])).status_code == 404
