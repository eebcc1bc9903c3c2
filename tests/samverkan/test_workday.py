"""Min arbetsdag: what waits, what is late, whom one meets, and the next committee (D13)."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.committee.agenda import next_in_time
from applications.models import AgendaItem, Case, NetworkMeeting, OfficerReport, User
from applications.network.meeting_actions import book_network_meeting
from applications.states import Status, Turn
from applications.templatetags.samverkan import datum, sen
from applications.workspace.filters import is_waiting_for, waiting_for
from phases.initiering.actions import assess_criteria, declare_no_conflict, judge_remit, legal_check
from phases.utforande.models import CheckIn
from samverkan.workday import workday
from tests import factories, personas
from tests.personas import NOW
from tests.phases import granted
from tests.phases.initiering import review

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
URL = "/admin/"
# A row of the page: place of work, title, why, the case, its number, when.
ROW = re.compile(
    r'<li><div class="s-stack s-stack-s"><h3><a href="([^"]+)">([^<]+)</a></h3><p>([^<]+)</p>'
    r'.*?<a href="([^"]+)">([^<]+)</a>.*?<span class="s-tag[^"]*">([^<]+)</span>'
)


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
    assert [row.check_in for row in day.meetings] == [soon]
    assert day.unnoted == [before]
    assert "Du har en avstämning den närmaste veckan." in day.sentence
    assert workday(personas.karin(), now=NOW).meetings == []


def test_a_meeting_goes_on_then_is_to_be_noted_and_is_late_when_a_working_day_has_begun(client) -> None:
    """An hour on Monday the 2nd, and one on Friday the 6th, after which the next working day is the 9th."""
    case = granted.in_execution()
    monday, friday = (granted.booked(case, NOW + timedelta(hours=hours)) for hours in (1, 96))

    def stands(hours: float, row: CheckIn) -> str:
        day = workday(personas.karl(), now=NOW + timedelta(hours=hours))
        if row in day.unnoted:
            return "late"
        (shown,) = (each for each in day.meetings if each.check_in == row)
        return "to note" if shown.is_over else "goes on" if shown.goes_on else "to come"

    told = ["to come", "goes on", "goes on", "to note", "to note", "late"]
    assert [stands(hours, monday) for hours in (0, 1, 1.9, 2, 13, 24)] == told
    assert [stands(hours, friday) for hours in (95, 96, 97, 120, 144, 168)] == [
        *("to come", "goes on", "to note", "to note", "to note", "late")
    ]
    row = CheckIn.objects.get(pk=friday.pk)
    assert [sen(row.starts_at, today=TODAY + timedelta(days=days)) for days in (5, 7)] == [
        "1 dag sen",
        "3 dagar sen",
    ]
    now = timezone.now()
    CheckIn.objects.filter(pk=monday.pk).update(
        starts_at=now - timedelta(minutes=5), ends_at=now + timedelta(hours=1)
    )
    CheckIn.objects.filter(pk=friday.pk).update(starts_at=now - timedelta(seconds=9), ends_at=now)
    page = page_for(client, personas.karl())
    assert page.count('<span class="s-tag">Pågår nu</span>') == 1
    assert page.count('<span class="s-tag s-tag--tur">Att anteckna</span>') == 1
    assert f'href="/admin/arenden/{case.reference}/avstamningar/{friday.pk}/anteckna/"' in page
    assert "saknar anteckningar" not in page
    Case.objects.filter(pk=case.pk).update(status=Status.WITHDRAWN)  # nobody can note it now
    assert workday(personas.karl(), now=now + timedelta(days=9)).unnoted == []


def test_whom_one_meets_is_whole_on_the_page_and_in_the_list(client) -> None:
    """What one holds, in whose stead, what one is invited to, and what one has booked in the network (R36, R50)."""
    karl, karin, cecilia = personas.karl(), personas.karin(), personas.cecilia()
    case = granted.in_execution("Mötets gata")
    now = timezone.now()
    row = granted.booked(case, now + timedelta(days=3))
    past = granted.booked(case, now + timedelta(days=2))
    CheckIn.objects.filter(pk=past.pk).update(starts_at=now - timedelta(days=8), ends_at=None)
    booked = book_network_meeting(
        title="Ljus",
        starts_at=now + timedelta(days=4),
        place="Rådhuset",
        agenda="",
        groups=(),
        by=karin,
        at=now,
    )

    def seen(user: User) -> tuple[list[str], list[str], int]:
        """Return titles of the day, titles to come in the list of one's own, and how many one has to note."""
        client.force_login(user)
        context = client.get("/admin/avstamningar/").context
        assert len(context["unnoted"]) == workday(user, now=now).unnoted_count
        titles = [row.title for row in workday(user, now=now).meetings]
        return titles, [row.title for row in context["coming"]], len(context["unnoted"])

    assert seen(karl) == (["Mötets gata"], ["Mötets gata"], 1)
    assert seen(karin) == (["Ljus"], ["Ljus"], 0)
    assert seen(cecilia) == ([], [], 0)
    for each in (karin, cecilia):
        row.guests.create(user=each, is_colleague=True, invited_at=now)
        past.guests.create(user=each, is_colleague=True, invited_at=now)
    assert seen(karin) == (["Mötets gata", "Ljus"], ["Mötets gata", "Ljus"], 0)
    assert seen(cecilia) == (["Mötets gata"], ["Mötets gata"], 0)
    page = page_for(client, karin)
    assert "Karl Sjöhed har bjudit in dig" in page
    assert f'<a href="/admin/natverk/traffar/{booked.pk}/">Ljus</a>' in page
    assert "Du har två möten den närmaste veckan." in page
    assert "har bjudit in dig" in page_for(client, cecilia)
    row.guests.filter(user=karin).update(withdrawn_at=now)
    assert seen(karin)[0] == ["Ljus"]
    karl.substitute = karin
    karl.save()
    assert seen(karin) == (["Mötets gata", "Ljus"], ["Mötets gata", "Ljus"], 1)
    instead = page_for(client, karin).count("Du ersätter Karl Sjöhed")
    assert instead
    # the meeting of the network is Karl's, is over, and is noted
    network = NetworkMeeting.objects.filter(pk=booked.pk)
    network.update(officer=karl)
    assert seen(karin) == (["Mötets gata", "Ljus"], ["Mötets gata", "Ljus"], 1)
    assert page_for(client, karin).count("Du ersätter Karl Sjöhed") == instead + 1
    place = f'<a href="/admin/natverk/traffar/{booked.pk}/anteckna/">Ljus</a>'
    for days, reminded in ((1, True), (9, False)):
        network.update(starts_at=now - timedelta(days=days))
        titles, coming, _to_note = seen(karin)
        assert (("Ljus" in titles), coming) == (reminded, ["Mötets gata"])
        page = page_for(client, karin)
        assert (place in page) is reminded
        assert "Du har en avstämning den närmaste veckan." in page
        listed = client.get("/admin/avstamningar/").content.decode()
        assert place in listed.split('id="o-h"')[1].split('id="k-h"')[0]
    network.update(noted_at=now)
    assert "Ljus" not in client.get("/admin/avstamningar/").content.decode()


@pytest.mark.parametrize("turn", Turn)
def test_the_reader_is_told_of_their_own_turn_whatever_their_role(client, turn: Turn) -> None:
    case = waiting("Sen", timezone.localdate() - timedelta(days=2), turn=turn)
    karl, karin = personas.karl(), personas.karin()
    kim = personas.person("kim@example.org", "Kim", is_officer=True, is_secretary=True)
    karl.substitute = karin
    karl.save()
    users = (karl, karin, kim, personas.cecilia(), personas.nils(), personas.rut())
    for officer in (karl, None, kim):
        Case.objects.filter(pk=case.pk).update(officer=officer)
        row = Case.objects.select_related("officer").get(pk=case.pk)
        for user in users:
            waits = Case.objects.filter(waiting_for(user)).exists()
            assert is_waiting_for(row, user) == waits, (user, officer)
            if day := workday(user, now=timezone.now()).late_rows:
                assert [each.is_yours for each in day] == [waits]
    if turn == Turn.SECRETARY:
        page = page_for(client, personas.nils())
        assert "Din tur" in page
        assert "Väntar på nämndsekreteraren" not in page


def test_every_row_says_why_it_is_there_and_leads_to_the_work_and_to_the_case(client) -> None:
    """The latest first, cases and meetings together; each with its reason, how late it is, and two ways on."""
    today, now = timezone.localdate(), timezone.now()
    soon = waiting("Snart", today + timedelta(days=3), due_reason="Bedöm kriterierna")
    cases = {days: waiting(f"Sen {days}", today - timedelta(days=days)) for days in (40, 20)}
    silent = waiting("Utan skäl", today - timedelta(days=10), due_reason="", turn=Turn.GROUP)
    met = granted.in_execution("Mött", officer=personas.karl())
    Case.objects.filter(pk=met.pk).update(turn=Turn.NOBODY)
    row = granted.booked(met, now + timedelta(days=9))
    day = now - timedelta(days=30)
    CheckIn.objects.filter(pk=row.pk).update(starts_at=day, ends_at=None)
    whole = page_for(client, personas.karl())
    found = [
        ROW.findall(whole.split(f'aria-labelledby="{part}-h"')[1].split("</section>")[0]) for part in "vf"
    ]

    def place(case: Case) -> str:
        return f"/admin/arenden/{case.reference}/forsta-motet/"

    def told(case: Case, url: str, why: str, when: str) -> tuple[str, ...]:
        return (url, case.title, why, f"/admin/arenden/{case.reference}/", case.number, when)

    why = f"Avstämningen den {datum(day, 'kort')} saknar anteckningar.".replace(" ", " ")
    note = f"/admin/arenden/{met.reference}/avstamningar/{row.pk}/anteckna/"
    assert found == [
        [
            told(
                soon,
                place(soon),
                "Bedöm kriterierna",
                f"Senast {datum(soon.due_on, 'kort')}".replace(" ", " "),
            )
        ],
        [
            told(cases[40], place(cases[40]), "Granska ansökan", "40 dagar sen"),
            told(met, note, why, "30 dagar sen"),
            told(cases[20], place(cases[20]), "Granska ansökan", "20 dagar sen"),
            told(silent, f"/admin/arenden/{silent.reference}/", "Under granskning", "10 dagar sen"),
        ],
    ]
    assert client.get(note).status_code == client.get(place(soon)).status_code == 200


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
    now, karl = timezone.now(), personas.karl()
    for number in range(rows):
        waiting(f"Väntar {number}", today + timedelta(days=number))
        waiting(f"Sen {number}", today - timedelta(days=number + 1))
        case = granted.in_execution(f"Mött {number}")
        Case.objects.filter(pk=case.pk).update(turn=Turn.NOBODY)
        granted.booked(case, now + timedelta(days=number + 1))
        late = granted.booked(case, now + timedelta(days=9))
        CheckIn.objects.filter(pk=late.pk).update(starts_at=now - timedelta(days=9), ends_at=None)
        starts_at = now + timedelta(days=number + 1)
        book_network_meeting(
            title="Ljus", starts_at=starts_at, place="Torget", agenda="", groups=(), by=karl, at=now
        )
        over = book_network_meeting(title="Varit", starts_at=starts_at, place="Torget", by=karl, at=now)
        NetworkMeeting.objects.filter(pk=over.pk).update(starts_at=now - timedelta(days=number + 1))
    client.force_login(karl)
    day = client.get(URL).context["day"]
    assert (len(day.waiting_rows), len(day.late_rows), len(day.meetings)) == (rows, 2 * rows, 3 * rows)
    with django_assert_num_queries(19):
        client.get(URL)
    for whose in ("", "?vems=alla"):
        context = client.get(f"/admin/avstamningar/{whose}").context
        assert (len(context["coming"]), len(context["network_unnoted"])) == (2 * rows, rows)
        with django_assert_num_queries(8):
            client.get(f"/admin/avstamningar/{whose}")


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
    assert workday(karin, now=NOW).to_assess == [case]  # the legal check is left
    judge_remit(case.pk, remit="yes", reason="", by=karin, at=NOW)
    legal_check(case.pk, business_benefits=False, conclusion="Nej.", by=karin, at=NOW)
    assert workday(karin, now=NOW).to_assess == [case]  # the report is not the writer's either
    assert workday(karin, now=NOW).places[case.pk] == reverse(
        "admin:write_officer_report", args=[case.reference]
    )
    Case.objects.filter(pk=case.pk).update(officer=karin)
    other = personas.person("kim@example.org", "Kim Berg", is_officer=True)
    assert workday(other, now=NOW).to_assess == []


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
        starts_at = now + timedelta(days=day if day > 0 else day - 7)
        CheckIn.objects.filter(pk=check_in.pk).update(starts_at=starts_at, ends_at=None)
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
    assert (len(day.late), len(day.unnoted), len(day.meetings)) == (20, 20, 20)
    assert len(day.late_rows) == 20
    assert (day.late_cases_count, day.unnoted_count, day.late_count) == (23, 25, 48)
    assert day.meetings_count == 21
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
