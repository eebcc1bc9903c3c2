"""The pages of utförande: who gets in, what is saved, what is kept when it is not, what is said before a click."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.models import Case, Event, ReadEvent, User
from applications.states import DecisionKind, Status
from phases.utforande.check_ins import actions
from phases.utforande.check_ins.actions import Agreed
from phases.utforande.models import AgreedAction, CheckIn, MeasureProgress, ResultCommunication
from tests import factories, personas
from tests.hostile import NULL, ODD_BUT_FINE, SCRIPT, TOO_LONG, assert_escaped, assert_refused
from tests.phases import granted

pytestmark = pytest.mark.django_db

TOLD = {"happened_on": "2026-03-01", "channel": "Öppet hus", "audience": "Alla hushåll", "note": ""}
PROGRESS = {"status": "ongoing", "new_ends_on": "", "reason": "", "note": "Tio kärl.", "revision": "0"}
TOMORROW = timezone.localdate() + timedelta(days=1)
BOOKED = {
    "starts_at_0": TOMORROW.isoformat(),
    "starts_at_1": "15.00",
    "ends_time": "16",
    "place": "Café Trådrullen",
    "agenda": "- Planteringar",
    "revision": "0",
}
NOTES = {
    "participants": "Amina Björkdal, Lingarnets Vänner",
    "notes": "Allt går bra.",
    "next_starts_at_0": "",
    "next_starts_at_1": "",
    "next_place": "",
    "revision": "0",
    "agreed-TOTAL_FORMS": "2",
    "agreed-INITIAL_FORMS": "0",
    "agreed-0-what": "Boka el",
    "agreed-0-who": "Spolverket",
    "agreed-0-due_on": "",
    "agreed-0-pk": "",
    "agreed-1-what": "",
    "agreed-1-who": "",
    "agreed-1-due_on": "",
    "agreed-1-pk": "",
}


def as_person(person: Callable[[], User]) -> Client:
    client = Client()
    client.force_login(person())
    return client


def at(name: str, case: Case, *args: Any) -> str:
    return reverse(name, args=[case.reference, *args])


@pytest.fixture
def case() -> Case:
    return granted.in_execution()


@pytest.fixture
def group() -> Client:
    return as_person(personas.birk)


@pytest.fixture
def officer() -> Client:
    return as_person(personas.karl)


def begun(case: Case) -> CheckIn:
    """Return a check-in that began an hour ago, so that it can be noted now."""
    starts = timezone.now() - timedelta(hours=1)
    return actions.book_check_in(
        case.pk, starts_at=starts, place="Caféet", by=personas.karl(), at=starts - timedelta(days=1)
    )


# --- who gets in ---------------------------------------------------------------------------------------
GROUP_PAGES = ["communicate_result", "measures", "record_progress", "check_in"]
STAFF_PAGES = ["book_check_in", "move_check_in", "cancel_check_in", "hold_check_in", "open_reporting"]


def args_of(case: Case, name: str) -> list[int]:
    if name == "record_progress":
        return [case.measures.get(letter="A").pk]
    return [begun(case).pk] if "check_in" in name and name != "book_check_in" else []


@pytest.mark.parametrize("name", GROUP_PAGES)
def test_the_group_s_pages_are_hidden_from_others(case: Case, name: str) -> None:
    url = at(name, case, *args_of(case, name))
    assert as_person(personas.birk).get(url).status_code == 200
    assert as_person(personas.olga).get(url).status_code == 404
    assert Client().get(url).status_code == 302


@pytest.mark.parametrize("name", STAFF_PAGES)
def test_the_city_s_pages_say_who_may(case: Case, name: str) -> None:
    url = at(f"admin:{name}", case, *args_of(case, name))
    assert as_person(personas.karl).get(url).status_code == 200
    assert as_person(personas.amina).get(url).status_code == 404
    answer = as_person(personas.karin).get(url)
    assert answer.status_code == 403
    assert "ärendets kontaktperson" in answer.content.decode()


@pytest.mark.parametrize("name", ["measures", "record_progress", "check_in"])
def test_the_officer_sees_the_shared_pages_in_the_workspace(case: Case, officer: Client, name: str) -> None:
    answer = officer.get(at(f"admin:{name}", case, *args_of(case, name)))
    assert answer.status_code == 200
    assert "s-app" in answer.content.decode()


def test_a_check_in_of_another_case_is_not_found(case: Case, officer: Client, group: Client) -> None:
    theirs = begun(granted.in_execution("Varptorget"))
    for name in ("check_in", "hold_check_in", "move_check_in", "cancel_check_in"):
        assert officer.get(at(f"admin:{name}", case, theirs.pk)).status_code == 404
    assert group.post(at("confirm_check_in", case, theirs.pk)).status_code == 404
    assert group.get(at("record_progress", case, case.measures.get(letter="C").pk)).status_code == 404


# --- the result told -----------------------------------------------------------------------------------
def test_the_group_notes_how_it_told(case: Case, group: Client) -> None:
    answer = group.post(at("communicate_result", case), TOLD, follow=True)
    assert "Ni har antecknat att ni berättat om beslutet" in answer.content.decode()
    assert ResultCommunication.objects.get().channel == "Öppet hus"


def test_the_same_thing_twice_is_said_and_kept_on_the_page(case: Case, group: Client) -> None:
    group.post(at("communicate_result", case), TOLD)
    assert_refused(group.post(at("communicate_result", case), TOLD), "Alla hushåll", "redan antecknat")
    assert ResultCommunication.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("happened_on", ""),
        ("happened_on", "31 februari 2026"),
        ("happened_on", "2999-01-01"),
        ("channel", ""),
        ("channel", TOO_LONG),
        ("audience", NULL),
        ("note", TOO_LONG),
    ],
)
def test_a_refused_telling_keeps_what_was_typed(case: Case, group: Client, field: str, value: str) -> None:
    answer = group.post(at("communicate_result", case), {**TOLD, "note": "Många kom.", field: value})
    assert_refused(answer)
    assert field in answer.context["form"].errors
    assert not ResultCommunication.objects.exists()


@pytest.mark.parametrize("text", ODD_BUT_FINE.values(), ids=ODD_BUT_FINE)
def test_odd_text_is_kept_as_it_is(case: Case, group: Client, text: str) -> None:
    group.post(at("communicate_result", case), {**TOLD, "channel": text, "note": text})
    assert ResultCommunication.objects.get().note == text
    assert_escaped(group.get(at("communicate_result", case)))


# --- progress --------------------------------------------------------------------------------------------
def test_progress_is_saved_and_shown(case: Case, group: Client, officer: Client) -> None:
    measure = case.measures.get(letter="A")
    answer = group.post(at("record_progress", case, measure.pk), PROGRESS, follow=True)
    html = answer.content.decode()
    assert "Läget för insats A är sparat." in html
    assert "Tio kärl." in html
    assert "Pågår" in officer.get(at("admin:record_progress", case, measure.pk)).content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"status": "delayed"}, "reason"),
        ({"status": "cancelled", "reason": "   "}, "reason"),
        ({"new_ends_on": "2026-05-01"}, "reason"),
        ({"new_ends_on": "2026-01-01", "reason": "Vi hann"}, "new_ends_on"),
        ({"new_ends_on": "i maj"}, "new_ends_on"),
        ({"status": "klar"}, "status"),
        ({"status": ""}, "status"),
        ({"reason": TOO_LONG}, "reason"),
        ({"note": NULL}, "note"),
    ],
)
def test_refused_progress_says_so_at_its_field(case: Case, group: Client, changes: dict, field: str) -> None:
    url = at("record_progress", case, case.measures.get(letter="A").pk)
    answer = group.post(url, {**PROGRESS, **changes})
    assert_refused(answer)
    assert list(answer.context["form"].errors) == [field]
    assert not MeasureProgress.objects.exists()


def test_a_stale_page_shows_both_and_the_second_press_saves(
    case: Case, group: Client, officer: Client
) -> None:
    measure = case.measures.get(letter="A")
    officer.post(
        at("admin:record_progress", case, measure.pk), {**PROGRESS, "status": "done", "note": "Klart."}
    )
    stale = group.post(at("record_progress", case, measure.pk), PROGRESS)
    assert_refused(stale, "Karl Sjöhed", "Tio kärl.")
    assert MeasureProgress.objects.count() == 1
    again = {**PROGRESS, "revision": stale.context["form"]["revision"].value()}
    assert group.post(at("record_progress", case, measure.pk), again).status_code == 302
    assert MeasureProgress.objects.count() == 2


@pytest.mark.parametrize("revision", ["-1", "x", "99999999999999999999", "1.5"])
def test_a_tampered_revision_is_no_error_of_ours(case: Case, group: Client, revision: str) -> None:
    url = at("record_progress", case, case.measures.get(letter="A").pk)
    assert_refused(group.post(url, {**PROGRESS, "revision": revision}))


# --- check-ins --------------------------------------------------------------------------------------------
def test_the_page_says_who_is_invited_before_the_click(case: Case, officer: Client) -> None:
    html = officer.get(at("admin:book_check_in", case)).content.decode()
    assert "Mejl går till Amina Björkdal, Birk Åkerlind" in html
    assert "- A Planteringar: " in html


def test_a_check_in_is_booked_moved_and_cancelled(case: Case, officer: Client) -> None:
    assert officer.post(at("admin:book_check_in", case), BOOKED).status_code == 302
    row = CheckIn.objects.get()
    local = timezone.localtime(row.starts_at)
    assert (local.date(), local.hour, timezone.localtime(row.ends_at).hour) == (TOMORROW, 15, 16)
    html = officer.get(at("admin:move_check_in", case, row.pk)).content.decode()
    assert 'value="15.00"' in html
    assert 'value="16.00"' in html
    moved = {**BOOKED, "starts_at_1": "17.30", "ends_time": ""}
    assert officer.post(at("admin:move_check_in", case, row.pk), moved).status_code == 302
    row.refresh_from_db()
    assert (timezone.localtime(row.starts_at).hour, row.ends_at, row.revision) == (17, None, 1)
    stale = officer.post(at("admin:cancel_check_in", case, row.pk), {"why": "Sjukdom", "revision": "0"})
    assert_refused(stale, "Sjukdom")
    done = officer.post(at("admin:cancel_check_in", case, row.pk), {"why": "Sjukdom", "revision": "1"})
    assert done.status_code == 302
    assert "Inställd: Sjukdom" in officer.get(at("admin:check_in", case, row.pk)).content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_at_0": "", "starts_at_1": ""}, "starts_at"),
        ({"starts_at_1": ""}, "starts_at"),
        ({"starts_at_0": "2020-01-01"}, "starts_at"),
        ({"starts_at_1": "25.00"}, "starts_at"),
        ({"ends_time": "14.00"}, "ends_time"),
        ({"place": ""}, "place"),
        ({"place": TOO_LONG}, "place"),
        ({"agenda": NULL}, "agenda"),
    ],
)
def test_a_refused_booking_says_so_at_its_field(
    case: Case, officer: Client, changes: dict, field: str
) -> None:
    answer = officer.post(at("admin:book_check_in", case), {**BOOKED, **changes})
    assert_refused(answer)
    assert list(answer.context["form"].errors) == [field]
    assert not CheckIn.objects.exists()


def test_a_double_click_books_once(case: Case, officer: Client) -> None:
    officer.post(at("admin:book_check_in", case), BOOKED)
    assert_refused(officer.post(at("admin:book_check_in", case), BOOKED), "redan en avstämning bokad då")
    assert (CheckIn.objects.count(), Event.objects.filter(action="book_check_in").count()) == (1, 1)


def test_notes_are_written_read_and_confirmed(case: Case, officer: Client, group: Client) -> None:
    row = begun(case)
    page = officer.get(at("admin:hold_check_in", case, row.pk)).content.decode()
    assert "Amina Björkdal" in page
    assert officer.post(at("admin:hold_check_in", case, row.pk), NOTES).status_code == 302
    assert AgreedAction.objects.get().what == "Boka el"
    html = group.get(at("check_in", case, row.pk)).content.decode()
    for text in ("Allt går bra.", "Boka el", "Er tur att bekräfta", "Mejl går till Karl Sjöhed"):
        assert text in html
    answer = group.post(at("confirm_check_in", case, row.pk), {"revision": "1"}, follow=True)
    assert "Ni har bekräftat anteckningarna." in answer.content.decode()
    again = group.post(at("confirm_check_in", case, row.pk), {"revision": "2"}, follow=True)
    assert again.status_code == 200
    assert Event.objects.filter(action="confirm_check_in").count() == 1


@pytest.mark.parametrize("revision", ["", "0", "x", "²", "9" * 40])
def test_a_stale_or_tampered_confirmation_changes_nothing(case: Case, group: Client, revision: str) -> None:
    row = begun(case)
    actions.hold_check_in(case.pk, row.pk, participants="x", notes="y", by=personas.karl(), at=timezone.now())
    answer = group.post(at("confirm_check_in", case, row.pk), {"revision": revision}, follow=True)
    assert answer.status_code == 200
    assert CheckIn.objects.get().confirmed_at is None


def test_a_get_confirms_nothing(case: Case, group: Client) -> None:
    row = begun(case)
    assert group.get(at("confirm_check_in", case, row.pk)).status_code == 302
    assert group.get(at("finish_agreed_action", case, 1)).status_code == 405


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"participants": ""}, "Skriv vilka som var med"),
        ({"notes": ""}, "Skriv vad ni talade om"),
        ({"notes": TOO_LONG}, "för lång"),
        ({"participants": NULL}, "går att spara"),
        ({"agreed-0-who": ""}, "Åtgärd 1: "),
        ({"agreed-0-due_on": "snart"}, "Datumet finns inte"),
        ({"agreed-0-what": TOO_LONG}, "för lång"),
        ({"agreed-TOTAL_FORMS": "x"}, "kom inte fram hel"),
        ({"next_starts_at_0": "2020-01-01", "next_starts_at_1": "10"}, "inte har varit än"),
    ],
)
def test_refused_notes_keep_what_was_typed(case: Case, officer: Client, changes: dict, words: str) -> None:
    row = begun(case)
    answer = officer.post(at("admin:hold_check_in", case, row.pk), {**NOTES, "next_place": "Kvar", **changes})
    assert_refused(answer, words, "Kvar")
    row.refresh_from_db()
    assert row.held_at is None


def test_one_more_row_is_no_complaint(case: Case, officer: Client) -> None:
    row = begun(case)
    posted = {**NOTES, "participants": "", "notes": "Halvvägs", "agreed-add": "1"}
    answer = officer.post(at("admin:hold_check_in", case, row.pk), posted)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "data-error-summary" not in html
    assert "Halvvägs" in html
    assert 'name="agreed-2-what"' in html


def test_markup_in_notes_stays_text(case: Case, officer: Client, group: Client) -> None:
    row = begun(case)
    posted = {
        **NOTES,
        "participants": SCRIPT,
        "notes": SCRIPT,
        "agreed-0-what": SCRIPT,
        "agreed-0-who": SCRIPT,
    }
    officer.post(at("admin:hold_check_in", case, row.pk), posted)
    assert_escaped(group.get(at("check_in", case, row.pk)))
    assert_escaped(group.get(at("case", case)))
    assert_escaped(officer.get(at("admin:case", case)))


def test_what_was_agreed_is_ticked_off_where_it_stands(case: Case, group: Client) -> None:
    row = begun(case)
    actions.hold_check_in(
        case.pk,
        row.pk,
        participants="x",
        notes="y",
        agreed=[Agreed("Boka el", "Spolverket")],
        by=personas.karl(),
        at=timezone.now(),
    )
    url = at("finish_agreed_action", case, AgreedAction.objects.get().pk)
    answer = group.post(url, {"tillbaka": str(row.pk)}, follow=True)
    assert "Åtgärden är markerad som klar." in answer.content.decode()
    again = group.post(url, follow=True)
    assert "redan markerat som klart" in again.content.decode()


def test_reading_a_check_in_is_logged_for_the_city_only(case: Case, officer: Client, group: Client) -> None:
    row = begun(case)
    group.get(at("check_in", case, row.pk))
    assert not ReadEvent.objects.exists()
    officer.get(at("admin:check_in", case, row.pk))
    assert ReadEvent.objects.get().user == personas.karl()


def test_the_pages_say_what_was_granted_to_each_measure(case: Case, group: Client) -> None:
    """A further decision adds to the money; what is not money keeps its own unit."""
    before = group.get(at("measures", case)).context["standings"][0]
    further = granted.decision(case, DecisionKind.FURTHER, 77)
    granted.money(further, 5000, before.measure)
    granted.in_kind(further, 12, "bänkar", before.measure)
    granted.release(further)
    after = group.get(at("measures", case)).context["standings"][0]
    assert before.granted == "80\xa0000\xa0kronor, 120 arbetstimmar"
    assert after.granted == "85\xa0000\xa0kronor, 120 arbetstimmar, 12 bänkar"
    assert f"Beviljat: {after.granted}" in group.get(at("record_progress", case, before.measure.pk)).text


# --- the city's list --------------------------------------------------------------------------------------
def test_the_list_holds_own_check_ins_and_all_on_demand(case: Case) -> None:
    begun(case)
    url = reverse("admin:check_ins")
    assert "Lingarnsgatan" in as_person(personas.karl).get(url).content.decode()
    assert "Lingarnsgatan" not in as_person(personas.karin).get(url).content.decode()
    assert "Lingarnsgatan" in as_person(personas.karin).get(f"{url}?vems=alla").content.decode()
    Case.objects.update(restricted=True)
    assert "Lingarnsgatan" not in as_person(personas.karin).get(f"{url}?vems=alla").content.decode()
    assert as_person(personas.amina).get(url).status_code == 404


@pytest.mark.parametrize("cases", [1, 3])
def test_the_list_asks_the_same_number_of_questions(django_assert_num_queries, cases: int) -> None:
    for number in range(cases):
        case = granted.in_execution(f"Gata {number}")
        begun(case)
        granted.booked(case)
        granted.held(case, timezone.now() - timedelta(days=number + 2))
    karl = as_person(personas.karl)
    karl.get(reverse("admin:check_ins"))
    with django_assert_num_queries(8):
        karl.get(reverse("admin:check_ins"))


# --- opening the reporting ---------------------------------------------------------------------------------
def test_what_is_missing_stands_first_and_the_button_waits(case: Case, officer: Client) -> None:
    answer = officer.get(at("admin:open_reporting", case))
    html = answer.content.decode()
    assert_refused(answer, "Håll minst en avstämning", "avsteg med skäl")
    assert 'aria-disabled="true"' in html
    assert_refused(officer.post(at("admin:open_reporting", case)), "Håll minst en avstämning")


def test_a_second_press_leads_back_with_a_message(officer: Client) -> None:
    case = granted.in_reporting()
    answer = officer.post(at("admin:open_reporting", case), follow=True)
    assert answer.redirect_chain[-1][0] == at("admin:case", case)
    assert "Resultatrapport skrivs" in answer.content.decode()


# --- what the case's own pages show -----------------------------------------------------------------------
def test_the_group_s_tasks_follow_the_facts(case: Case, group: Client) -> None:
    def tasks() -> list[tuple[str, str]]:
        page = group.get(at("case", case))
        return [(task["title"], task["status"]) for task in page.context["tasks"]]

    assert tasks() == [
        ("Berätta om beslutet", "Er tur"),
        ("Genomför insatserna och berätta hur det går", "Er tur"),
    ]
    granted.told(case)
    granted.all_done(case)
    row = begun(case)
    actions.hold_check_in(
        case.pk,
        row.pk,
        participants="x",
        notes="y",
        agreed=[Agreed("Boka el", "Spolverket")],
        next_starts_at=timezone.now() + timedelta(days=9),
        by=personas.karl(),
        at=timezone.now(),
    )
    titles = tasks()
    assert [status for _title, status in titles] == ["Klart", "Klart", "Er tur", "Att göra", "Att göra"]
    assert titles[2][0].startswith("Bekräfta anteckningarna från avstämningen")
    assert [title for title, _status in titles[3:]] == ["Boka el", "Kom på nästa avstämning"]


def test_the_city_s_panels_stand_from_decision_2_on(case: Case, officer: Client) -> None:
    html = officer.get(at("admin:case", case)).content.decode()
    for text in ("A Planteringar", "Boka avstämning", "Beslutet berättat", "Fortsatt beslut"):
        assert text in html
    case = factories.in_status(case, Status.COLLABORATION)
    html = officer.get(at("admin:case", case)).content.decode()
    assert "Boka avstämning" not in html
