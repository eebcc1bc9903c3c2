"""Who the page says will get a mail is who gets one, action by action (D15)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from applications import actions as case_actions
from applications.dispatch import actions as dispatch
from applications.drafts import actions as drafts
from applications.group import actions as group
from applications.lifecycle import locked, perform
from applications.mailing.actions import remind
from applications.messaging import actions as messaging
from applications.models import Case, Event, OutgoingMail
from applications.models.case import TRANSITIONS
from applications.notices import CHOSEN_ON_PAGE, NOTICES, OFFICER, OPTIONAL, preview
from applications.states import MailChoice, Role, Size
from applications.writing import actions as writing
from phases.resultat import actions as resultat
from phases.samarbete import actions as samarbete
from phases.samarbete.models import SupportRequest
from phases.utforande.check_ins import actions as check_ins
from tests import factories, personas
from tests.applications.committee import cases
from tests.applications.committee.cases import LATER, POSTED, POSTED_ON
from tests.applications.test_lifecycle import TARGETS, person_for
from tests.applications.writing import samples
from tests.personas import NOW
from tests.phases import granted
from tests.phases.resultat.test_actions import write

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from applications.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _everybody_is_there() -> None:
    """All roles of the city are held, one person holds two, and one of the group wants only what is important."""
    for person in (
        personas.karl,
        personas.karin,
        personas.cecilia,
        personas.nils,
        personas.rut,
        personas.adam,
    ):
        person()
    personas.person("tor@example.org", "Tor Två", is_manager=True, is_registrar=True)
    personas.birk().__class__.objects.filter(pk=personas.birk().pk).update(mail_choice=MailChoice.IMPORTANT)


def receivers_of(event: Event) -> list[str]:
    """Return whom the mails of an event went to, in the words of the page."""
    named, names = CHOSEN_ON_PAGE.get(event.action), []
    for mail in event.mails.all():
        audience = mail.template.removeprefix(f"{event.action}_")
        chosen = named is not None and named.audience == audience
        names.append(str(named.words) if chosen else mail.to_name)
    return sorted(names)


def check(case: Case, action: str, by: User, act: Callable[[], object]) -> list[str]:
    """Take `action` and compare; return the templates that were used."""
    said = sorted(preview(Case.objects.get(pk=case.pk), action, by=by))
    last = Event.objects.order_by("pk").last().pk
    act()
    event = Event.objects.get(pk__gt=last, action=action)
    assert receivers_of(event) == said, action
    return list(event.mails.values_list("template", flat=True))


@pytest.mark.parametrize("action", TRANSITIONS)
def test_every_step_of_the_process(action: str) -> None:
    case = factories.case()
    sources = sorted({source for source, name in TARGETS if name == action})
    for source in sources:
        factories.in_status(case, source)
        by = person_for(action, case)

        def act(by: User = by) -> None:
            with locked(case.pk) as held:
                perform(held, action, by=by, at=NOW)

        used = {name.removeprefix(f"{action}_") for name in check(case, action, by, act)}
        own = {OFFICER} if by == case.officer else set()  # people at the city get no receipt
        assert used - own == set(NOTICES.get(action, ())) - own


TAKEN: dict[str, Callable[[], list[str]]] = {}  # how an act that changes no status is really taken


def taken(function: Callable[[], list[str]]) -> Callable[[], list[str]]:
    """Register how the act with the function's name is taken and compared."""
    TAKEN[function.__name__] = function
    return function


@taken
def take_over_writing() -> list[str]:
    case, amina = factories.case(came_by="phone"), personas.amina()
    return check(
        case,
        "take_over_writing",
        amina,
        lambda: drafts.take_over_writing(case.pk, by=amina, at=NOW),
    )


@taken
def assign_officer() -> list[str]:
    case, karl, karin = factories.case(), personas.karl(), personas.karin()
    return check(
        case,
        "assign_officer",
        karl,
        lambda: case_actions.assign_officer(case.pk, officer=karin, by=karl, at=NOW),
    )


@taken
def invite_member() -> list[str]:
    case, amina = factories.case(), personas.amina()
    return check(
        case,
        "invite_member",
        amina,
        lambda: group.invite_member(case.pk, email="ny@example.org", name="Ny Person", by=amina, at=NOW),
    )


@taken
def hand_over_representative() -> list[str]:
    case, amina = factories.case(), personas.amina()
    member = case.memberships.get(role=Role.MEMBER).pk
    return check(
        case,
        "hand_over_representative",
        amina,
        lambda: group.hand_over_representative(case.pk, member, by=amina, at=NOW),
    )


@taken
def move_date() -> list[str]:
    case, used = factories.case(), []
    for by, day in ((personas.karl(), date(2026, 4, 1)), (personas.cecilia(), date(2026, 4, 2))):
        used += check(
            case,
            "move_date",
            by,
            lambda by=by, day=day: case_actions.move_date(case.pk, day, by=by, at=NOW, comment="Påsk"),
        )
    return used


@taken
def write_message() -> list[str]:
    case = factories.case()
    used = []
    for by in (personas.amina(), personas.karl()):
        used += check(
            case,
            "write_message",
            by,
            lambda by=by: messaging.write_message(case.pk, text="Hej", by=by, at=NOW),
        )
    return used


@taken
def send_decision() -> list[str]:
    decision, nils = cases.released(), personas.nils()
    dispatch.post_decision(decision.case_id, decision.pk, posted_on=POSTED_ON, by=nils, at=POSTED)
    return check(
        decision.case,
        "send_decision",
        nils,
        lambda: dispatch.send_decision(decision.case_id, decision.pk, by=nils, at=POSTED),
    )


@taken
def rectify_decision() -> list[str]:
    decision, nils = cases.released(), personas.nils()
    return check(
        decision.case,
        "rectify_decision",
        nils,
        lambda: dispatch.rectify_decision(
            decision.case_id, decision.pk, reason="Fel.", changes={"chair": "Ny"}, by=nils, at=LATER
        ),
    )


@taken
def ask_for_support() -> list[str]:
    case, birk = factories.in_status(factories.case(), "collaboration"), personas.birk()
    return check(
        case,
        "ask_for_support",
        birk,
        lambda: samarbete.ask_for_support(case.pk, about="dialogue", text="Bord?", by=birk, at=NOW),
    )


@taken
def answer_support() -> list[str]:
    ask_for_support()
    row, karl = SupportRequest.objects.get(), personas.karl()
    return check(
        row.case,
        "answer_support",
        karl,
        lambda: samarbete.answer_support(row.case_id, row.pk, answer="Ja.", by=karl, at=NOW),
    )


@taken
def submit_interim_report() -> list[str]:
    case, amina = granted.in_execution(size=Size.LONG_TERM), personas.amina()
    write(case)
    return check(
        case,
        "submit_interim_report",
        amina,
        lambda: resultat.submit_interim_report(case.pk, by=amina, at=NOW),
    )


@taken
def book_check_in() -> list[str]:
    case = granted.in_execution()
    return check(case, "book_check_in", personas.karl(), lambda: granted.booked(case))


def on_a_check_in(action: str, by: User, at: datetime, *, noted: bool = False, **values: object) -> list[str]:
    case = granted.in_execution()
    row = granted.held(case) if noted else granted.booked(case)
    function = getattr(check_ins, action)
    return check(case, action, by, lambda: function(case.pk, row.pk, by=by, at=at, **values))


@taken
def move_check_in() -> list[str]:
    values = {"starts_at": NOW + timedelta(days=9), "place": "Torget"}
    return on_a_check_in("move_check_in", personas.karl(), NOW, **values)


@taken
def cancel_check_in() -> list[str]:
    return on_a_check_in("cancel_check_in", personas.karl(), NOW, why="Snö")


@taken
def hold_check_in() -> list[str]:
    values = {"participants": "Amina", "notes": "Bra."}
    return on_a_check_in("hold_check_in", personas.karl(), NOW + timedelta(days=4), **values)


@taken
def confirm_check_in() -> list[str]:
    return on_a_check_in("confirm_check_in", personas.amina(), NOW + timedelta(days=4), noted=True)


@taken
def open_draft() -> list[str]:
    case = samples.draft()
    writing.save_step(case.pk, "utmaningar", {"challenges": "Mörkt"}, by=personas.birk(), at=NOW)
    amina = personas.amina()
    return check(case, "open_draft", amina, lambda: drafts.open_draft(case.pk, by=amina, at=NOW))


def on_colleagues(action: str, *, before: bool, after: bool) -> list[str]:
    """Return whom it is told that a colleague is invited, or no longer; the boxes of the page say who that is."""
    case, cecilia = granted.in_execution(), personas.cecilia()
    row = granted.booked(case)
    values = {
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "place": "x",
        "by": personas.karl(),
        "at": NOW,
    }
    for chosen in (before, after):
        check_ins.move_check_in(case.pk, row.pk, colleagues=[cecilia] if chosen else [], **values)
    mails = Event.objects.get(case=case, action=action).mails
    assert list(mails.values_list("to", flat=True)) == [cecilia.email]
    return sorted(mails.values_list("template", flat=True))


@taken
def invite_colleague() -> list[str]:
    return on_colleagues("invite_colleague", before=False, after=True)


@taken
def uninvite_colleague() -> list[str]:
    return on_colleagues("uninvite_colleague", before=True, after=False)


def told_by_page(url: str, words: str, by: User, action: str, data: dict[str, str]) -> list[str]:
    """Read `words` on a page whose receivers it finds out itself, post it; return whom the act was mailed to."""
    client = Client()
    client.force_login(by)
    assert words in client.get(url).content.decode()
    assert client.post(url, data).status_code == 302
    return sorted(Event.objects.get(action=action).mails.values_list("to", flat=True))


def test_the_page_of_a_question_to_an_actor_says_that_the_typed_address_gets_it() -> None:
    case = factories.case()
    part = factories.case_actor(case, "Lingarnets Vänner")
    to = told_by_page(
        reverse("ask_actor", args=[case.reference, part.pk]),
        "Mejl går till adressen som du skriver.",
        personas.amina(),
        "ask_actor",
        {"name": "Siri Lagerö", "email": "siri@example.org"},
    )
    assert to == ["siri@example.org"]


def test_the_page_of_the_protection_says_that_its_person_gets_a_mail() -> None:
    case = factories.case()
    to = told_by_page(
        reverse("admin:protect_identity", args=[case.reference, case.memberships.get(role=Role.MEMBER).pk]),
        "Mejl går till Birk Åkerlind",
        personas.karl(),
        "protect_identity",
        {},
    )
    assert to == ["birk@example.org"]


def test_the_own_page_of_the_protection_says_that_the_officer_gets_a_mail() -> None:
    factories.case()
    to = told_by_page(
        reverse("account_protection"),
        "Mejl går till kontaktpersonen i dina ärenden, utan ditt namn.",
        personas.birk(),
        "protect_identity",
        {"on": "1"},
    )
    assert to == ["karl@example.org"]


# Their own pages say who gets a mail (an actor's contact, the person who is protected), or the clock takes them.
ELSEWHERE = {
    "open_case",
    "open_city_case",
    "ask_actor",
    "answer_actor",
    "answer_check_in",
    "protect_identity",
    "lift_protection",
    "warn_draft",
    # in the network: applications/network/test_posts.py
    "write_network_post",
    "answer_network_post",
    "report_network_post",
    "hide_network_post",
    "show_network_post",
    "book_network_meeting",
    "move_network_meeting",
    "cancel_network_meeting",
    "note_network_meeting",
    "uninvite_network_guest",
}
NOTES = sorted(
    action
    for action, audiences in NOTICES.items()
    if audiences
    and action not in TRANSITIONS
    and action not in ELSEWHERE
    and not action.startswith("remind_")
)


@pytest.mark.parametrize("action", NOTES)
def test_every_act_that_changes_no_status(action: str) -> None:
    used = TAKEN[action]()
    # People at the city get no mail about what they did themselves: the officer's own acts reach the group only.
    assert {name.removeprefix(f"{action}_") for name in used} <= set(NOTICES[action])
    assert used


def test_who_wants_only_what_is_important_is_neither_named_nor_sent_the_rest() -> None:
    case = factories.in_status(factories.case(), "submitted")
    karl = personas.karl()
    assert "take_up_group" in OPTIONAL
    assert preview(case, "take_up", by=karl) == ["Amina Björkdal"]
    assert preview(case, "close", by=karl) == ["Amina Björkdal", "Birk Åkerlind", "Rut Lindmark", "Tor Två"]


def test_who_stands_in_two_audiences_gets_one_mail() -> None:
    case = factories.in_status(factories.case(), "withdrawn")
    tor = personas.person("tor@example.org", "Tor Två")
    case_actions.assign_officer(case.pk, officer=personas.karl(), by=personas.karl(), at=NOW)
    remind(
        case.pk,
        "remind_before",
        key="k",
        audiences=NOTICES["remind_before"],
        still=lambda _case: True,
        at=NOW,
    )
    to = list(OutgoingMail.objects.filter(template__startswith="remind").values_list("to", flat=True))
    assert to.count(tor.email) == 1
    assert len(to) == len(set(to)) == 7
