"""Mitt ärende in every status, come there by the real actions: true words, and nothing that cannot be done."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.decisions.content import ConditionContent
from applications.dispatch import actions as dispatch
from applications.labels import LABELS
from applications.messaging import actions as messaging
from applications.models import Case, Meeting
from applications.states import ENDED_EARLY, FINISHED, Outcome, Status, Turn
from phases import plain
from phases.initiering import actions as initiering
from phases.utforande import actions as utforande
from samverkan.demo.walk import Walk
from tests import factories, personas
from tests.applications.committee import cases
from tests.personas import NOW
from tests.walk import walked

pytestmark = pytest.mark.django_db
S = Status

# What stands over the page, whose turn, the first button, and what comes next, for every status.
OFFICERS, COMMITTEES, CITYS, OURS = (
    "Just nu är det kontaktpersonens tur",
    "Just nu är det nämndens tur",
    "Just nu är det stadens tur",
    "Nu är det er tur",
)
PAGES: dict[Status, tuple[str, str, str, list[str]]] = {
    S.CONTACT: (
        OFFICERS,
        "Kontaktpersonen bokar ett första möte",
        "",
        ["Ni träffar", "Ni skriver", "Kontaktpersonen g"],
    ),
    S.DRAFT: (OURS, "Skriv klart och skicka ansökan", "Skriv ansökan", ["Kontaktpersonen g", "Nämnden b"]),
    S.SUBMITTED: (
        OFFICERS,
        "Ansökan har kommit in",
        "",
        ["Kontaktpersonen g", "Nämnden b", "Ni berättar för"],
    ),
    S.REVIEW: (OFFICERS, "Kontaktpersonen granskar ansökan", "", ["Nämnden b", "Ni berättar för"]),
    S.COMPLETION: (OURS, "Komplettera ansökan", "Komplettera ansökan", ["Kontaktpersonen g", "Nämnden b"]),
    S.READY: (COMMITTEES, "Ansökan är klar för nämnden", "", ["Nämnden b", "Ni berättar för"]),
    S.COMMITTEE: (COMMITTEES, "Nämnden beslutar", "", ["Nämnden b", "Ni berättar för"]),
    S.COLLABORATION: (
        OURS,
        "För dialog och skicka ert förslag",
        "Berätta för fler i området",
        ["Kontaktpersonen g", "Nämnden b"],
    ),
    S.PROPOSAL_SUBMITTED: (OFFICERS, "Kontaktpersonen granskar förslaget", "", ["Nämnden b", "Ni genomför"]),
    S.PROPOSAL_COMPLETION: (
        OURS,
        "Komplettera förslaget",
        "Komplettera förslaget",
        ["Kontaktpersonen g", "Nämnden b"],
    ),
    S.PROPOSAL_READY: (COMMITTEES, "Förslaget är klart för nämnden", "", ["Nämnden b", "Ni genomför"]),
    S.PROPOSAL_COMMITTEE: (COMMITTEES, "Nämnden beslutar om förslaget", "", ["Nämnden b", "Ni genomför"]),
    S.EXECUTION: (
        OURS,
        "Genomför insatserna",
        "Berätta om beslutet",
        ["Ni berättar hur", "Kontaktpersonen l"],
    ),
    S.REPORTING: (
        OURS,
        "Skriv och skicka resultatrapporten",
        "Skriv resultatrapporten",
        ["Kontaktpersonen l"],
    ),
    S.REPORT_SUBMITTED: (OFFICERS, "Kontaktpersonen läser resultatrapporten", "", ["Kontaktpersonen l"]),
    S.REPORT_COMPLETION: (
        OURS,
        "Komplettera resultatrapporten",
        "Komplettera resultatrapporten",
        ["Kontaktpersonen l"],
    ),
    S.REPORT_APPROVED: (OFFICERS, "Resultatrapporten är godkänd", "", ["Kontaktpersonen a"]),
    S.CLOSED: ("Klart", "Ärendet är avslutat", "", []),
    S.ARCHIVED: ("Klart", "Ärendet är arkiverat", "", []),
    S.REJECTED: ("Avslutat", "Tekniska nämnden har sagt nej till ert förslag.", "", []),
    S.HANDED_OVER: ("Avslutat", "Tekniska nämnden har överlämnat ärendet till kulturnämnden.", "", []),
    S.WITHDRAWN: ("Avslutat", "Ni har återkallat", "", []),
    S.STRUCK_OFF: ("Avslutat", "Ärendet är avskrivet", "", []),
}


NOTHING_TO_DO = (S.SUBMITTED, S.REVIEW, S.READY, S.COMMITTEE)
# Where every link of the page is followed, and how much the page asks.
FOLLOWED = (S.DRAFT, S.COLLABORATION, S.EXECUTION, S.REPORTING, S.CLOSED)
QUERIES = {S.DRAFT: 26, S.REVIEW: 24, S.COLLABORATION: 29, S.EXECUTION: 30, S.CLOSED: 21}
# The six steps of the road, and what stands below the first.
ROADS = {
    S.CONTACT: (["now", "", "", "", "", ""], "Sedan 12 januari"),
    S.COLLABORATION: (["done", "done", "now", "", "", ""], "Januari–maj 2026"),
    S.EXECUTION: (["done", "done", "done", "done", "now", ""], "Januari–maj 2026"),
    S.CLOSED: (["done"] * 6, "Januari–maj 2026"),
    S.REJECTED: (["done", "done", "", "", "", ""], "Januari–maj 2026"),
    S.WITHDRAWN: ([""] * 6, "Avslutades här"),
}


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def open_as(user: Any, case: Case) -> Any:
    client = Client()
    client.force_login(user)
    page = client.get(case.get_absolute_url())
    assert page.status_code == 200
    return page


def turn_of(walk: Walk) -> dict:
    return open_as(walk.idris, walk.case).context["turn"]


def test_every_status_is_told_of() -> None:
    assert list(PAGES) == list(Status)


@pytest.mark.parametrize("status", Status)
def test_every_status_says_whose_turn_what_to_do_and_what_comes(
    status: Status, django_assert_num_queries: Any
) -> None:
    walk = walked(status)
    page = open_as(walk.idris, walk.case)
    who, heading, link, ahead = PAGES[status]
    turn = page.context["turn"]
    assert (turn["who"], turn["heading"], turn["link"]) == (who, heading, link)
    assert turn["yours"] == (who == OURS)
    assert turn["text"]
    assert [
        item.title[: len(start)] for item, start in zip(page.context["ahead"], ahead, strict=True)
    ] == ahead
    html = page.content.decode()
    assert heading in html
    over = status in FINISHED
    assert (page.context["tasks"] == []) == (over or status in NOTHING_TO_DO)
    assert page.context["may_write"] == (not over)
    assert bool(page.context["others"]) == (status not in (S.STRUCK_OFF, S.WITHDRAWN))
    if status in ROADS:
        states, note = ROADS[status]
        assert [step["state"] for step in page.context["road"]] == states
        assert page.context["road"][0]["note"].startswith(note)
    assert bool(page.context["stopped"]) == (status in ENDED_EARLY)
    if status in FOLLOWED:
        for url in links(html, walk.case):
            assert page.client.get(url).status_code in (200, 202), url
    url = walk.case.get_absolute_url()
    if status in QUERIES:
        with django_assert_num_queries(QUERIES[status]):
            page.client.get(url)


def links(html: str, case: Case) -> set[str]:
    """Return where the page leads to in the case."""
    main = html.split("<main")[1].split("</main>", maxsplit=1)[0]
    found = {part.split('"')[0] for part in main.split('href="')[1:]}
    return {url for url in found if url.startswith(case.get_absolute_url()) and "#" not in url}


# --- whose turn, beside the status ----------------------------------------------------------------------
def test_until_an_officer_is_chosen_the_city_is_waited_for() -> None:
    case = factories.case()
    Case.objects.filter(pk=case.pk).update(officer=None)
    page = open_as(personas.amina(), case)
    assert page.context["turn"]["heading"] == "Staden utser en kontaktperson"
    assert "Till dess når ni oss här" in page.content.decode()


def test_after_the_first_meeting_it_is_the_groups_turn() -> None:
    case = factories.case()
    initiering.log_first_meeting(case.pk, held_on=NOW.date(), participants="Alla", by=personas.karl(), at=NOW)
    case.refresh_from_db()
    assert (case.turn, case.due_on, case.due_reason) == (Turn.GROUP, None, "Börja skriva ansökan")
    page = open_as(personas.amina(), case)
    assert page.context["turn"]["link"] == "Börja skriva ansökan"
    assert next(item.title for item in page.context["ahead"]) == "Ni skriver och skickar ansökan"


def test_while_the_manager_reads_the_page_says_so() -> None:
    walk = walked(S.REVIEW)
    walk.assess()
    walk.report()
    turn = turn_of(walk)
    assert (turn["who"], turn["heading"]) == (CITYS, "Chefen läser underlaget till nämnden")


def test_after_a_referral_back_the_page_says_what_the_committee_wants() -> None:
    walk = walked(S.COMMITTEE)
    walk.decide(Outcome.REFER_BACK)
    turn = turn_of(walk)
    assert turn["heading"] == "Tekniska nämnden vill ha mer underlag innan den beslutar."
    assert "Under Nämndens beslut" in turn["text"]


def test_a_tabled_case_waits_for_the_next_meeting() -> None:
    walk = walked(S.COMMITTEE)
    later = Meeting.objects.create(
        committee=walk.meeting("decide").committee, date=walk.day("decide") + timedelta(days=28)
    )
    walk.decide(Outcome.TABLE)
    page = open_as(walk.idris, walk.case)
    assert page.context["turn"]["heading"] == "Nämnden beslutar"
    assert page.context["turn"]["due_on"] == later.date


def test_a_stop_after_support_asks_for_a_final_account() -> None:
    walk = walked(S.PROPOSAL_COMMITTEE)
    walk.decide_2(Outcome.REJECT)
    turn = turn_of(walk)
    assert (turn["yours"], turn["heading"]) == (True, "Skriv och skicka slutredovisningen")


def test_a_reason_stands_with_the_end() -> None:
    assert "Skälet: Gruppen har inte hört av sig" in turn_of(walked(S.STRUCK_OFF))["text"]


def test_a_refusal_says_until_when_it_can_be_appealed() -> None:
    walk = walked(S.REJECTED)
    decision = walk.case.decisions.get()
    assert "Tiden att överklaga gick ut" in turn_of(walk)["text"]
    dispatch.rectify_decision(
        walk.case.pk,
        decision.pk,
        reason="Fel dag.",
        changes={"posted_on": timezone.localdate()}
        | ({"legal_force_on": None} if decision.legal_force_on else {}),
        by=walk.sixten,
        at=timezone.now(),
    )
    assert "Ett överklagande ska ha kommit in senast" in turn_of(walk)["text"]


def test_a_date_that_has_passed_is_said_and_leads_to_the_messages() -> None:
    walk = walked(S.COMPLETION, first_day=date(2026, 1, 12))
    ours = turn_of(walk)
    assert "Datumet har passerat." in ours["text"]
    assert (ours["link2"], ours["url2"]) == (
        "Hinner ni inte? Skriv till kontaktpersonen",
        reverse("write_message", args=[walk.case.reference]),
    )
    theirs = turn_of(walked(S.SUBMITTED, first_day=date(2026, 1, 12)))
    assert "Det har dröjt längre än tänkt." in theirs["text"]
    assert theirs["link2"] == "Skriv till kontaktpersonen"


def test_a_new_last_day_of_a_measure_moves_the_date_of_the_case() -> None:
    walk = walked(S.EXECUTION)
    measure = walk.case.measures.order_by("-ends_on").first()
    later = walk.case.due_on + timedelta(days=40)
    utforande.record_progress(
        walk.pk,
        measure=measure.pk,
        status="delayed",
        reason="Leveransen dröjer",
        new_ends_on=later,
        by=walk.idris,
        at=walk.at("progress"),
    )
    assert (walk.case.due_on, walk.case.turn) == (later, Turn.GROUP)


# --- the committee's days ---------------------------------------------------------------------------------
def meetings(*after: int) -> list[Meeting]:
    """Return meetings so many days from today."""
    today = timezone.localdate()
    return [factories.meeting(today + timedelta(days=days)) for days in after]


def test_the_group_learns_the_last_safe_day_for_the_next_meeting() -> None:
    soon, reachable = meetings(30, 90)
    walk = walked(S.DRAFT)
    page = open_as(walk.idris, walk.case)
    assert "Skickar ni senast" in page.context["turn"]["text"]
    decides = next(item for item in page.context["ahead"] if item.title.startswith("Nämnden beslutar"))
    assert decides.hint.startswith("Tidigast ")
    assert str(reachable.date.day) in decides.hint
    assert page.context["road"][1]["note"].startswith(f"Tidigast {reachable.date.day} ")
    assert soon.date < reachable.date


def test_what_is_being_prepared_can_reach_an_earlier_meeting() -> None:
    meetings(10, 40, 90)
    walk = walked(S.REVIEW)
    page = open_as(walk.idris, walk.case)
    wanted = timezone.localdate() + timedelta(days=40)
    assert page.context["road"][1]["note"].startswith(f"Tidigast {wanted.day} ")


def test_without_meetings_no_day_is_promised() -> None:
    walk = walked(S.DRAFT)
    page = open_as(walk.idris, walk.case)
    assert page.context["turn"]["text"] == "0 av 8 steg är klara"
    assert page.context["road"][1]["note"] == ""


def test_the_day_on_the_agenda_stands_on_the_road() -> None:
    walk = walked(S.COMMITTEE)
    page = open_as(walk.idris, walk.case)
    assert page.context["road"][1]["note"].startswith("28 april")
    assert page.context["ahead"][0].hint.startswith("Tisdag 28 april 2026. ")


# --- the rest of the page -----------------------------------------------------------------------------
def test_decisions_are_read_on_the_page_when_they_are_released() -> None:
    walk = walked(S.COLLABORATION)
    html = open_as(walk.idris, walk.case).content.decode()
    assert "Tekniska nämnden har beviljat er" in html
    assert "Läs beslutet" in html


def test_a_document_that_was_replaced_is_shown_in_its_last_version() -> None:
    walk = walked(S.CLOSED)
    page = open_as(walk.idris, walk.case)
    titles = [row["title"] for row in [*page.context["documents"], *page.context["more_documents"]]]
    assert sum(title.startswith("Avstämningsanteckning") for title in titles) == 2
    assert "Resultatrapport" in titles
    assert len(page.context["documents"]) == 6


def test_a_member_is_told_that_the_representative_sends() -> None:
    walk = walked(S.DRAFT)
    ylva = walk.case.memberships.get(role="member").user
    page = open_as(ylva, walk.case)
    sending = page.context["tasks"][-1]
    assert sending["status"] == "Att göra"
    assert page.client.get(sending["url"]).status_code == 200


def test_a_protected_member_is_named_nowhere_on_the_page() -> None:
    """The name stands in the history, a condition, an invitation, a message and an actor before the protection."""
    birk = personas.birk()
    case = cases.posted(conditions=[ConditionContent(f"{birk.name} tillfrågas.")]).case
    case.invitations.create(
        name=birk.name, email="annan@example.org", invited_at=NOW, invited_by=personas.amina()
    )
    messaging.write_message(case.pk, text=f"Hälsa {birk.name}.", by=personas.karl(), at=NOW)
    factories.case_actor(case, birk.name, "residents_group")
    html = open_as(personas.amina(), case).content.decode()
    assert html.count(birk.name) >= 6
    birk.protected_identity = True
    birk.save()
    page = open_as(personas.amina(), case)
    assert "Skyddade personuppgifter" in [person["name"] for person in page.context["group"]]
    assert birk.name not in page.content.decode()
    assert birk.email not in page.content.decode()


def test_the_history_is_in_plain_words() -> None:
    """No term of the trade where there is a plain word; every word of phases.plain is of a real action."""
    walk = walked(S.COLLABORATION)
    page = open_as(walk.idris, walk.case)
    assert "Beslutet skickades till er" in [row["title"] for row in page.context["events"]]
    assert set(plain.PLAIN) <= set(LABELS)


def test_a_no_ends_the_road() -> None:
    ends = {
        status: open_as((w := walked(status)).idris, w.case).context["road"]
        for status in (S.REJECTED, S.CLOSED)
    }
    assert [step.get("ended", False) for step in ends[S.REJECTED]] == [
        False,
        True,
        False,
        False,
        False,
        False,
    ]
    assert not any(step.get("ended") for step in ends[S.CLOSED])
