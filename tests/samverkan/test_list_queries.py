"""Every list of the workspace asks the same number of questions with one row as with three.

Which lists there are comes from the table of access: a page that is about no single case, or that carries out no
action, stands here with its number, in TESTED with the test that counts, or in NO_LISTS.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications import records
from applications.mail import queue
from applications.models import (
    Actor,
    ActorMerge,
    Attachment,
    Case,
    Committee,
    Condition,
    Criterion,
    Decision,
    LegalGround,
    ListFile,
    MailText,
    MemberConflict,
    Neighbourhood,
    NetworkMeeting,
    Phrase,
    ReadEvent,
    Record,
    Rectification,
    Referral,
    SignedExtract,
    User,
)
from applications.network import meeting_actions
from applications.notices import Recipient
from applications.permissions import RULES
from applications.states import Direction, Status
from tests import factories, personas
from tests.access import probe, table
from tests.applications.committee import cases
from tests.applications.network import groups
from tests.test_krav import names_in

pytestmark = pytest.mark.django_db

Make = Callable[[int], object]


def protected_case(number: int) -> Case:
    """Return a case with a member whose identity is protected, and what he did in it (D22)."""
    case, who = groups.another(number)
    who.protected_identity = True
    who.save()
    case.events.create(action="write_message", at=personas.NOW, user=who, user_name=who.name)
    return case


def mail(number: int) -> None:
    case = protected_case(number)
    to = Recipient(f"p{number}@example.org", "Person", personas.person(f"p{number}@example.org", "Person"))
    at = timezone.now() + timedelta(minutes=number)
    queue("account_invited", to=to, at=at, context={}, case=case)


def text(number: int) -> None:
    adam, template = personas.adam(), ("submit_group", "take_up_group", "close_group")[number - 1]
    values = {"number": 1, "text": "Ämne: Hej\nHej!", "at": timezone.now(), "by": adam, "by_name": adam.name}
    MailText.objects.create(template=template, language="sv", **values)


def reading(number: int) -> None:
    case, who = protected_case(number), personas.person(f"las{number}@example.org", "Läsare", is_officer=True)
    ReadEvent.objects.create(case=case, user=who, what="ärendet", at=timezone.now())


def file_of_list(number: int) -> None:
    who = personas.person(f"fil{number}@example.org", f"Hämtare {number}", is_officer=True)
    ListFile.objects.create(ordered_by=who, ordered_at=timezone.now(), kind="csv", name="Alla", times=1)


def record(number: int) -> None:
    made = {"direction": Direction.INCOMING, "at": timezone.now(), "counterpart": "Ove"}
    kept = records.register(protected_case(number), f"Brev {number}", **made)
    ground = LegalGround.objects.create(name=f"OSL {number}:1")
    Record.objects.filter(pk=kept.pk).update(legal_ground=ground.name)


def merged(number: int) -> None:
    """Two actors that are one, and two that have been made one by somebody and taken apart by another."""
    for name in (f"Gården {number} AB", f"AB Gården {number}"):
        Actor.objects.create(name=name, kind="association")
    kept, gone = (Actor.objects.create(name=f"{name} {number}", kind="association") for name in "ÅÄ")
    by, other = (personas.person(f"{name}{number}@example.org", name, is_manager=True) for name in ("a", "b"))
    at = timezone.now()
    ActorMerge.objects.create(kept=kept, gone=gone, at=at, by=by, undone_at=at, undone_by=other)


def joined(number: int) -> None:
    groups.joined(*groups.another(number), **groups.ALL)


def network_meeting(number: int) -> None:
    joined(number)
    officer = personas.person(f"karl{number}@example.org", f"Karl {number}", is_officer=True)
    soon = timezone.now() + timedelta(days=number)
    meeting_actions.book_network_meeting(
        title="Ljus", place="Rådhuset", starts_at=soon, by=officer, at=timezone.now()
    )


def decision(number: int) -> Decision:
    return cases.registered(cases.on_agenda(cases.ready(title=f"Ärende {number}")), paragraph=100 + number)


def row_of_decision(number: int) -> None:
    """One more of everything that stands on the page of a decision."""
    by, at = personas.person(f"n{number}@example.org", f"Nils {number}", is_secretary=True), timezone.now()
    one = Decision.objects.first() or decision(1)
    Condition.objects.create(decision=one, text="Lyktorna tas ner.", closed_by=one)
    Referral.objects.create(
        decision=one, to=factories.other_committee(f"nämnd {number}"), scope="whole", reason="Deras fråga"
    )
    MemberConflict.objects.create(decision=one, name=f"Ledamot {number}")
    Rectification.objects.create(
        decision=one,
        version=number,
        reason="Fel",
        before={"paragraph": 1},
        after={"paragraph": 2},
        at=at,
        by=by,
    )
    scan = Attachment.objects.create(
        case=one.case, name="utdrag.pdf", file=f"f{number}", size=1, uploaded_by=by, uploaded_at=at
    )
    SignedExtract.objects.create(decision=one, version=number, attachment=scan, sha256="0", at=at, by=by)


def answer_to_network_meeting(number: int) -> None:
    """One more group that comes to the meeting; somebody of it is protected."""
    case, who = groups.another(number)
    group = groups.joined(case, who, **groups.ALL)
    if not NetworkMeeting.objects.exists():
        network_meeting(9)
    meeting, now = NetworkMeeting.objects.get(), timezone.now()
    meeting_actions.answer_network_meeting(meeting.pk, answer="yes", group=group, by=who, at=now)
    User.objects.filter(pk=who.pk).update(protected_identity=True)


def page_of_network_meeting() -> str:
    return reverse("admin:network_meeting", args=[NetworkMeeting.objects.get().pk])


def measure(number: int) -> None:
    case = Case.objects.first() or factories.in_status(factories.case(), Status.EXECUTION)
    cases.measures(case, **{"ABC"[number - 1]: 5})


def measures_of_case() -> str:
    return reverse("admin:measures", args=[Case.objects.get().reference])


def page_of_decision() -> str:
    one = Decision.objects.get()
    return reverse("admin:decision", args=[one.case.reference, one.pk])


def reading_of_case(number: int) -> None:
    case = Case.objects.first() or factories.case()
    who = personas.person(f"las{number}@example.org", f"Läsare {number}", is_officer=True)
    ReadEvent.objects.create(case=case, user=who, what="ärendet", at=timezone.now())


def readings_of_case() -> str:
    return reverse("admin:case_events", args=[Case.objects.get().reference])


ADAM, KARL, NILS, RUT = personas.adam, personas.karl, personas.nils, personas.rut
# (list, query) → (who, how to make a row, its address where that is not all, queries)
LISTS: dict[tuple[str, str], tuple[Callable[[], Any], Make, Callable[[], str] | None, int]] = {
    ("admin:applications_user_changelist", ""): (
        ADAM,
        lambda n: personas.person(f"ny{n}@example.org", f"Ny {n}", is_officer=True),
        None,
        4,
    ),
    ("admin:applications_actor_changelist", ""): (
        ADAM,
        lambda n: Actor.objects.create(name=f"Aktör {n}", kind="association"),
        None,
        4,
    ),
    ("admin:applications_criterion_changelist", ""): (
        ADAM,
        lambda n: Criterion.objects.create(number=n, version=9, title=f"K {n}", is_current=False),
        None,
        4,
    ),
    ("admin:applications_neighbourhood_changelist", ""): (
        ADAM,
        lambda n: Neighbourhood.objects.create(name=f"Del {n}"),
        None,
        4,
    ),
    ("admin:applications_committee_changelist", ""): (
        ADAM,
        lambda n: Committee.objects.create(name=f"nämnd {n}"),
        None,
        4,
    ),
    ("admin:applications_meeting_changelist", ""): (
        ADAM,
        lambda n: factories.meeting(timezone.localdate() + timedelta(days=30 + n)),
        None,
        7,
    ),
    ("admin:applications_phrase_changelist", ""): (
        ADAM,
        lambda n: Phrase.objects.create(number=900 + n, title=f"Fras {n}", text="x"),
        None,
        4,
    ),
    ("admin:applications_legalground_changelist", ""): (
        ADAM,
        lambda n: LegalGround.objects.create(name=f"OSL {n}:1"),
        None,
        4,
    ),
    ("admin:applications_outgoingmail_changelist", ""): (ADAM, mail, None, 8),
    ("admin:applications_event_changelist", ""): (ADAM, protected_case, None, 7),
    ("admin:applications_readevent_changelist", ""): (ADAM, reading, None, 7),
    ("admin:applications_listfile_changelist", ""): (ADAM, file_of_list, None, 4),
    ("admin:applications_record_changelist", ""): (RUT, record, None, 8),
    ("admin:mail_texts", ""): (ADAM, text, None, 2),
    ("admin:actor_duplicates", ""): (ADAM, merged, None, 6),
    ("admin:enter_in_registry", ""): (RUT, record, None, 6),
    ("admin:network_directory", ""): (KARL, joined, None, 8),
    ("admin:network_meetings", ""): (KARL, network_meeting, None, 7),
    ("admin:decisions", "?format=csv"): (NILS, decision, None, 4),
    ("admin:network_meeting", ""): (KARL, answer_to_network_meeting, page_of_network_meeting, 11),
    ("admin:measures", ""): (KARL, measure, measures_of_case, 15),
    ("admin:decision", ""): (NILS, row_of_decision, page_of_decision, 23),
    ("admin:case_events", "?visa=lasningar"): (ADAM, reading_of_case, readings_of_case, 12),
}
# The file of every register: its questions.
FILES = {
    "user": 6,
    "actor": 6,
    "criterion": 6,
    "neighbourhood": 6,
    "committee": 6,
    "meeting": 7,
    "phrase": 6,
    "legalground": 6,
    "outgoingmail": 13,
    "event": 13,
    "readevent": 13,
    "listfile": 6,
    "record": 13,
}
for _register, _queries in FILES.items():
    _list = f"{probe.REGISTER}{_register}_changelist"
    LISTS[_list, "?format=csv"] = (*LISTS[_list, ""][:3], _queries)
_CASE = "tests/phases/test_staff_case.py::test_the_number_of_queries_does_not_grow_with_the_rows"
_NETWORK = "tests/applications/network/test_posts.py::test_the_pages_ask_the_same_however_much_there_is"
_REPORT = "tests/applications/officer_report/test_views.py::test_the_number_of_queries_does_not_grow_with_the_points"
# Lists whose questions are counted with one row and with more where the rest of them is tested.
TESTED = {
    "admin:index": "tests/samverkan/test_workday.py::test_the_page_asks_the_same_however_much_waits",
    "admin:case_index": "tests/applications/workspace/test_case_index.py::test_the_number_of_queries_does_not_grow",
    "admin:export_cases": "tests/applications/workspace/test_case_index.py"
    "::test_the_file_asks_no_more_however_many_cases",
    "admin:list_files": "tests/applications/workspace/test_list_files.py"
    "::test_the_pages_of_files_ask_no_more_however_many",
    "admin:decisions": "tests/applications/decisions/test_views.py"
    "::test_the_list_takes_as_many_queries_for_many",
    "admin:meetings": "tests/applications/committee/test_views.py"
    "::test_the_meetings_take_as_many_queries_for_many",
    "admin:meeting": "tests/applications/committee/test_views.py"
    "::test_the_meeting_takes_as_many_queries_for_many",
    "admin:packs": "tests/reports/packs/test_packs.py"
    "::test_the_page_asks_the_same_of_the_database_however_many_packs",
    "admin:check_ins": "tests/phases/utforande/test_views.py"
    "::test_the_list_asks_the_same_number_of_questions",
    "admin:hand_overs": "tests/applications/workspace/test_bulk_assign.py"
    "::test_the_page_of_orders_asks_no_more_however_many",
    "admin:trace": "tests/phases/samarbete/test_views.py::test_queries",
    **dict.fromkeys(("admin:network", "admin:network_post"), _NETWORK),
    **dict.fromkeys(
        (
            "admin:case",
            "admin:case_assessment",
            "admin:case_group",
            "admin:case_documents",
            "admin:case_messages",
            "admin:case_events",
        ),
        _CASE,
    ),
}
# About one thing, or a form: what it lists belongs to that thing, and its tests stand beside it.
NO_LISTS = {
    "admin:save_view",
    "admin:change_view",
    "admin:remove_view",
    "admin:report_changes",
    "admin:quick_file_note",
    "admin:choose_substitute",
    "admin:open_case",
    "admin:city",
    "admin:city_days",
    "admin:city_logotype",
    "admin:try_logotype",
    "admin:export_register",
    "admin:submit_receipt",
    "admin:add_actor",
    "admin:change_actor",
    "admin:remove_actor",
    "admin:mail_text",
    "admin:mail",
    "admin:mail_html",
    "admin:book_network_meeting",
    "admin:write_network_post",
    "admin:application_version",
    "admin:change_communication",
    "admin:remove_communication",
    "admin:change_mapping",
    "admin:remove_mapping",
    "admin:change_dialogue",
    "admin:remove_dialogue",
    "admin:change_need",
    "admin:remove_need",
    "admin:proposal",
    "admin:proposal_version",
    "admin:check_in",
    "admin:book_series",
    "admin:result_report",
    "admin:registers",
    "admin:app_list",
    "admin:password_change_done",
    "admin:jsi18n",
}


def shown() -> set[str]:
    """Return the pages of the workspace that are about no single case, or that carry out no action."""
    found = set()
    for name, row in table.read().items():
        if not name.startswith("admin:") or not any("page" in answer for answer in row.values()):
            continue
        if probe.takes(name) and name.removeprefix("admin:") in RULES:
            continue
        if not name.endswith(("_add", "_history", "_delete", "_change")):
            found.add(name)
    return found


def test_every_list_is_counted() -> None:
    counted = {name for name, _query in LISTS}
    assert shown() == counted | set(TESTED) | NO_LISTS
    assert not counted & NO_LISTS
    for path, test in (each.split("::") for each in TESTED.values()):
        assert test in names_in(path), test


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "query"), LISTS)
def test_a_list_asks_the_same_however_long_it_is(
    name: str, query: str, rows: int, django_assert_num_queries: Any
) -> None:
    who, make, address, queries = LISTS[name, query]
    for number in range(rows):
        make(number + 1)
    client = Client()
    client.force_login(who())
    url = (address() if address else reverse(name)) + query
    client.get(url)
    with django_assert_num_queries(queries):
        assert client.get(url).status_code == 200
