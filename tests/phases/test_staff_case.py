"""The staff case page: frame, tabs, panels, what can happen now; asked for by everybody at the city."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications import records
from applications.models import Case, Meeting, ReadEvent
from applications.states import Direction, Status
from applications.templatetags.samverkan import datum, datum_tid
from phases.case import acts
from phases.initiering import actions
from phases.utforande.check_ins.actions import book_check_in
from tests import factories, personas
from tests.personas import NOW
from tests.phases.initiering import review

pytestmark = pytest.mark.django_db
TABS = ("case", "case_assessment", "case_group", "case_documents", "case_messages", "case_events")


def url(case: Case, tab: str = "case") -> str:
    """Return the address of a tab."""
    return reverse(f"admin:{tab}", args=[case.reference])


def test_the_first_tab_says_whose_turn_it_is_and_what_is_to_be_prepared(client):
    case = review.in_review()
    client.force_login(personas.karl())
    html = client.get(url(case)).content.decode()
    for text in (
        "Din tur",
        "Fas 1 av 4:",
        "Under granskning",
        "0 av 6 bedömda",
        "Första mötet",
        "Rättslig kontroll",
    ):
        assert text in html
    assert "Skriv tjänsteskrivelsen först." in html  # why the report cannot be sent to the manager yet
    assert html.count("s-tag--tur") == 1


def test_who_may_not_act_sees_no_buttons(client):
    case = review.in_review()
    client.force_login(personas.nils())
    html = client.get(url(case)).content.decode()
    assert "Just nu finns inget för dig att göra här." in html
    assert reverse("admin:request_completion", args=[case.reference]) not in html
    assert reverse("admin:legal_check", args=[case.reference]) not in html


def test_before_the_application_the_officers_own_work_comes_first(client):
    case = factories.case()
    client.force_login(personas.karl())

    def steps() -> list[str]:
        page = client.get(url(case))
        shown = [str(step.label.button) for step in page.context["steps"]]
        assert page.content.decode().count(" s-btn--risk") == shown.count("Skriv av ärendet") == 1
        assert page.context["is_idle"] == (len(shown) == 1)
        return shown[:-1]

    assert steps() == ["Boka första mötet", "Anteckna första mötet"]
    actions.log_first_meeting(
        case.pk, held_on=date(2026, 1, 20), participants="Amina", by=personas.karl(), at=NOW
    )
    factories.in_status(case, Status.DRAFT)
    assert steps() == ["Gör en första bedömning"]
    assert "Försäkra först att du inte är jävig." in client.get(url(case)).content.decode()
    actions.declare_no_conflict(case.pk, by=personas.karl(), at=NOW)
    for number in range(1, 7):
        actions.first_assessment(
            case.pk, number, verdict="met", motivation="Vi såg det.", by=personas.karl(), at=NOW
        )
    Case.objects.filter(pk=case.pk).update(turn="group")
    assert steps() == []
    assert "Nu är det gruppens tur. Du behöver inte göra något." in client.get(url(case)).content.decode()


def test_a_booked_first_meeting_is_to_be_noted(client):
    case = factories.case()
    soon = timezone.now() + timedelta(days=3)
    book_check_in(case.pk, starts_at=soon, place="Caféet", by=personas.karl(), at=timezone.now())
    client.force_login(personas.karl())
    html = client.get(url(case)).content.decode()
    assert f"Mötet är bokat {datum_tid(soon)}." in html
    assert html.count("Anteckna första mötet") == 2  # as heading and as button


def test_a_new_kontaktperson_is_chosen_by_those_who_may(client):
    case = review.in_review()
    for who, may in ((personas.karl, True), (personas.cecilia, True), (personas.nils, False)):
        client.force_login(who())
        html = client.get(url(case)).content.decode()
        assert (reverse("admin:assign_officer", args=[case.reference]) in html) is may


def test_the_manager_gets_the_turn_and_the_button(client):
    case = review.with_manager()
    client.force_login(personas.cecilia())
    html = client.get(url(case)).content.decode()
    assert "Din tur" in html
    assert reverse("admin:sign_off", args=[case.reference]) in html


@pytest.mark.parametrize("status", Status.values)
def test_every_tab_opens_in_every_status(client, status):
    case = factories.in_status(review.in_review(), status)
    client.force_login(personas.karl())
    for tab in TABS:
        assert client.get(url(case, tab)).status_code == 200, (status, tab)
    labels = {act["label"] for act in acts(case, personas.karl())}
    assert "Skriv tjänsteanteckning" in labels
    assert ("Anteckna betalning" in labels) == (case.phase != "initiering")  # nothing is granted before


@pytest.mark.parametrize("who", ["karin", "cecilia", "nils", "rut", "adam"])
@pytest.mark.parametrize("tab", TABS)
def test_everybody_at_the_city_may_read(client, who, tab):
    case = review.in_review()
    client.force_login(getattr(personas, who)())
    assert client.get(url(case, tab)).status_code == 200


@pytest.mark.parametrize("who", ["amina", "olga"])
@pytest.mark.parametrize("tab", TABS)
def test_applicants_have_no_workspace(client, who, tab):
    case = review.in_review()
    client.force_login(getattr(personas, who)())
    assert client.get(url(case, tab)).status_code == 404


@pytest.mark.parametrize("tab", TABS)
def test_a_restricted_case_does_not_exist_for_others(client, tab):
    case = review.in_review()
    Case.objects.filter(pk=case.pk).update(restricted=True)
    client.force_login(personas.karin())
    assert client.get(url(case, tab)).status_code == 404


def test_opening_a_case_is_logged_and_nothing_else(client):
    case = review.in_review()
    client.force_login(personas.rut())
    before = case.events.count()
    client.get(url(case))
    assert ReadEvent.objects.filter(case=case, user=personas.rut()).count() == 1
    assert case.events.count() == before


def test_protected_people_are_named_to_their_officer_alone(client):
    case = review.in_review()
    amina = personas.amina()
    amina.protected_identity = True
    amina.save(update_fields=["protected_identity"])
    for viewer, sees in ((personas.karl, True), (personas.karin, False), (personas.rut, False)):
        client.force_login(viewer())
        html = client.get(url(case, "case_group")).content.decode()
        assert "Skyddade personuppgifter" in html
        for secret in (amina.name, amina.email, amina.phone):
            assert (secret in html) is sees, (viewer, secret)


def test_everything_that_happened_is_told_in_plain_words(client):
    case = review.ready()
    client.force_login(personas.karl())
    html = client.get(url(case, "case_events")).content.decode()
    for text in (
        "Granskningen började",
        "Kriterium bedömt",
        "Tjänsteskrivelsen signerad",
        "Cecilia Ängby, chef",
    ):
        assert text in html


def test_the_signed_report_is_in_the_register(client):
    case = review.ready()
    client.force_login(personas.karl())
    html = client.get(url(case, "case_documents")).content.decode()
    assert "1. Tjänsteskrivelse" in html
    assert reverse("document", args=[case.document_orders.get().pk]) in html


@pytest.mark.parametrize(
    ("tab", "queries"),
    [
        ("case", 57),
        ("case_assessment", 27),
        ("case_group", 16),
        ("case_documents", 13),
        ("case_messages", 17),
        ("case_events", 12),
    ],
)
def test_the_number_of_queries_does_not_grow_with_the_rows(client, tab, queries, django_assert_num_queries):
    case = review.in_review()
    client.force_login(personas.karl())
    client.get(url(case, tab))
    karl, amina = personas.karl(), personas.amina()
    for rows in (1, 3):
        for n in range(case.notes.count(), rows):
            if case.case_actors.count() < rows:
                factories.case_actor(case, f"Aktör {n}")
            case.notes.create(author=karl, text="Ring.", at=case.opened_at)
            case.messages.create(author=amina, text="Hej.", at=case.opened_at)
            review.verdict(case, number=5 - n)
            records.register(case, f"Samtal {n}", direction=Direction.INTERNAL, at=case.opened_at, by=karl)
            case.events.create(action="write_note", at=case.opened_at, comment="Ring.", user_name="Karl")
        for found in (case.case_actors, case.notes, case.messages, case.records, case.assessment_rows):
            assert found.count() == rows
        assert case.events.filter(action="write_note").count() == rows
        address = url(case, tab) + ("?q=Ring" if tab == "case_events" else "")
        client.get(address)  # what is new is read
        with django_assert_num_queries(queries):
            client.get(address)


def test_the_officer_sees_the_last_day_to_sign_for_the_next_meeting(client):
    case = review.in_review()
    Meeting.objects.all().delete()
    soon, reachable = (factories.meeting(timezone.localdate() + timedelta(days=days)) for days in (10, 60))
    client.force_login(personas.karl())
    html = client.get(url(case)).content.decode()
    assert f"Nämnden kan besluta {datum(reachable.date)} om tjänsteskrivelsen är signerad senast" in html
    assert datum(reachable.documents_ready_on) in html
    assert datum(soon.date) not in html
