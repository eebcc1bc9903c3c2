"""Min arbetsdag: what waits, what is late, whom one meets, and the next committee (D13)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from applications.committee.agenda import next_in_time
from applications.models import AgendaItem, Case, OfficerReport
from applications.states import Status, Turn
from phases.initiering.actions import assess_criteria, declare_no_conflict
from samverkan.workday import workday
from tests import factories, personas
from tests.personas import NOW
from tests.phases import granted
from tests.phases.initiering import review

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
URL = "/admin/"


def waiting(title: str, due_on: date | None = None, **fields: object) -> Case:
    """Return a case of Karl's where it is the officer's turn."""
    case = factories.in_status(factories.case(title), Status.REVIEW)
    values = {"turn": Turn.OFFICER, "due_on": due_on, "due_reason": "Granska ansökan", **fields}
    Case.objects.filter(pk=case.pk).update(**values)
    return Case.objects.get(pk=case.pk)


def page_for(client, user) -> str:
    client.force_login(user)
    return " ".join(client.get(URL).content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def test_what_waits_is_told_apart_from_what_is_late() -> None:
    soon, late = waiting("Snart", TODAY + timedelta(days=3)), waiting("Sen", TODAY - timedelta(days=2))
    theirs = waiting("Gruppens", TODAY - timedelta(days=1), turn=Turn.GROUP)
    waiting("Karins", TODAY, officer=personas.karin())
    day = workday(personas.karl(), now=NOW)
    assert day.waiting == [soon]
    assert day.late == [late, theirs]
    assert day.others == [theirs]
    assert (day.waiting_count, day.late_count) == (2, 2)
    assert day.sentence == "Två ärenden väntar på dig och två saker är försenade."


def test_nothing_to_do_says_so() -> None:
    assert workday(personas.karl(), now=NOW).sentence == "Inga ärenden väntar på dig."


def test_a_case_that_nobody_has_taken_waits_for_every_officer() -> None:
    free = waiting("Ledig", officer=None)
    for user in (personas.karl(), personas.karin()):
        assert workday(user, now=NOW).waiting == [free]
    assert workday(personas.cecilia(), now=NOW).waiting == []


def test_a_late_row_says_how_late_and_whose_turn_it_is(client) -> None:
    today = timezone.localdate()
    waiting("Min", today - timedelta(days=1))
    waiting("Gruppens", today - timedelta(days=7), turn=Turn.GROUP)
    html = page_for(client, personas.karl())
    assert "1 dag sen" in html
    assert "7 dagar sen" in html
    assert "Din tur" in html
    assert "Väntar på gruppen" in html


def test_check_ins_of_the_week_and_those_without_notes() -> None:
    case = granted.in_execution()
    soon = granted.booked(case, NOW + timedelta(days=3))
    granted.booked(case, NOW + timedelta(days=20))
    before = granted.booked(case, NOW + timedelta(hours=1))
    day = workday(personas.karl(), now=NOW + timedelta(days=1))
    assert day.check_ins == [soon]
    assert day.unnoted == [before]
    assert "Du har en avstämning den närmaste veckan." in day.sentence
    assert workday(personas.karin(), now=NOW).check_ins == []


# --- the committee ---------------------------------------------------------------------------------------
def test_the_meeting_that_a_report_can_still_reach() -> None:
    near = factories.meeting(TODAY + timedelta(days=10))  # its reports were to be signed 28 days before
    far = factories.meeting(TODAY + timedelta(days=38))
    day = workday(personas.karl(), now=NOW)
    assert (day.meeting, day.reachable) == (near, far)
    assert next_in_time(TODAY) == far
    assert next_in_time(far.documents_ready_on) == far
    assert next_in_time(far.documents_ready_on + timedelta(days=1)) is None


def test_the_panel_of_the_committee_says_until_when(client) -> None:
    today = timezone.localdate()
    factories.meeting(today + timedelta(days=10))
    html = page_for(client, personas.karl())
    assert "Du har inget ärende på dagordningen." in html
    assert "signerade senast" not in html
    factories.meeting(today + timedelta(days=38))
    assert "Tiden för nya tjänsteskrivelser har gått ut." in page_for(client, personas.karl())


def test_officers_count_their_own_cases_and_others_all() -> None:
    meeting = factories.meeting(TODAY + timedelta(days=30))
    mine, hers = waiting("Min"), waiting("Karins", officer=personas.karin())
    for number, case in enumerate((mine, hers), start=1):
        report = OfficerReport.objects.create(
            case=case, kind="dialogue", author=case.officer, created_at=NOW, signed_off_at=NOW
        )
        AgendaItem.objects.create(meeting=meeting, case=case, report=report, number=number, added_at=NOW)
    assert workday(personas.karl(), now=NOW).on_agenda == 1
    assert workday(personas.nils(), now=NOW).on_agenda == 2
    assert workday(personas.cecilia(), now=NOW).on_agenda == 2


def test_the_registrar_sees_what_lacks_a_number() -> None:
    without, numbered = factories.case("Utan"), factories.case("Med")
    Case.objects.filter(pk=numbered.pk).update(registry_number="TN-2026-1")
    assert workday(personas.rut(), now=NOW).without_registry_number == [without]
    assert workday(personas.karl(), now=NOW).without_registry_number == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_however_much_waits(client, rows: int, django_assert_num_queries) -> None:
    today = timezone.localdate()
    factories.meeting(today + timedelta(days=40))
    for number in range(rows):
        waiting(f"Väntar {number}", today + timedelta(days=number))
        waiting(f"Sen {number}", today - timedelta(days=number + 1))
    client.force_login(personas.karl())
    client.get(URL)
    with django_assert_num_queries(17):
        client.get(URL)


def test_what_the_city_has_written_waits_for_a_colleague_who_judges_it(client) -> None:
    case = review.in_review()
    karin = personas.karin()
    assert workday(karin, now=NOW).to_assess == []
    review.written_by(case, personas.karl())
    assert workday(karin, now=NOW).to_assess == [case]
    assert workday(personas.karl(), now=NOW).to_assess == []
    assert workday(personas.cecilia(), now=NOW).to_assess == []
    client.force_login(karin)
    page = client.get(URL).content.decode()
    assert "Att bedöma åt en kollega" in page
    assert "kontaktperson Karl Sjöhed. 0 av 6 kriterier är bedömda." in page
    declare_no_conflict(case.pk, by=karin, at=NOW)
    for number in range(1, 7):
        (row,) = workday(karin, now=NOW).to_assess
        assert row.judged == number - 1
        assess_criteria(case.pk, number, verdict="met", motivation="Ja.", by=karin, at=NOW)
    assert workday(karin, now=NOW).to_assess == []


def test_what_one_wrote_oneself_never_comes_to_be_judged_after_a_hand_over() -> None:
    case = review.in_review()
    review.written_by(case, personas.karl())
    Case.objects.filter(pk=case.pk).update(officer=personas.karin())
    other = personas.person("kim@example.org", "Kim Berg", is_officer=True)
    assert workday(personas.karl(), now=NOW).to_assess == []
    assert workday(other, now=NOW).to_assess == [case]


def test_more_than_the_page_shows_is_counted_and_led_to(client) -> None:
    today = timezone.localdate()
    case = granted.in_execution()
    Case.objects.filter(pk=case.pk).update(turn=Turn.NOBODY)
    now = timezone.now()
    days = [*range(-25, 0), *(0.25 * hour for hour in range(1, 22))]
    for day in days:
        check_in = granted.booked(case, now + timedelta(days=40))
        type(check_in).objects.filter(pk=check_in.pk).update(starts_at=now + timedelta(days=day))
    for title in ("Gata", "Torg"):
        waiting(title, today - timedelta(days=1))
    for number in range(21):
        Case.objects.create(
            title=f"Sen {number}",
            reference=f"SAM-9-{number}",
            opened_at=now,
            status_since=now,
            status=Status.REVIEW,
            officer=personas.karl(),
            turn=Turn.GROUP,
            due_on=today - timedelta(days=1),
        )
    day = workday(personas.karl(), now=now)
    assert (len(day.late), len(day.unnoted), len(day.check_ins)) == (20, 20, 20)
    assert (day.late_cases_count, day.unnoted_count, day.late_count) == (23, 25, 48)
    assert day.check_ins_count == 21
    assert "48 saker är försenade" in day.sentence
    assert "21 avstämningar den närmaste veckan" in day.sentence
    page = page_for(client, personas.karl())
    assert '<a href="/admin/arenden/?vy=sena">Visa alla 23 försenade ärenden</a>' in page
    assert "Visa alla 25 möten utan anteckningar" in page
    assert "Visa alla 21 den närmaste veckan" in page
    listed = client.get("/admin/arenden/?vy=sena").context["page"]
    assert listed.paginator.count == 23


def test_who_stands_in_finds_the_absent_colleagues_cases(client) -> None:
    case = waiting("Karls", TODAY + timedelta(days=3), turn=Turn.GROUP)
    karl, karin = personas.karl(), personas.karin()
    meeting = factories.meeting(TODAY + timedelta(days=30))
    report = OfficerReport.objects.create(
        case=case, kind="dialogue", author=karl, created_at=NOW, signed_off_at=NOW
    )
    AgendaItem.objects.create(meeting=meeting, case=case, report=report, number=1, added_at=NOW)
    client.force_login(karin)
    for substitute, seen in ((None, []), (karin, [case])):
        karl.substitute = substitute
        karl.save()
        day = workday(karin, now=NOW)
        assert (day.others, day.others_count, day.on_agenda) == (seen, len(seen), len(seen))
        assert list(client.get("/admin/arenden/").context["page"].object_list) == seen
