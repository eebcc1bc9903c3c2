"""The committee's pages, its registers, and what the case's pages show of its work."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.committee import panel
from applications.committee.agenda import open_item
from applications.deadlines import days_around
from applications.decisions.content import ConditionContent
from applications.models import Case, Committee, Meeting, Neighbourhood
from applications.register_admin import is_used
from applications.states import Outcome
from tests import factories, personas
from tests.applications.committee import cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def nils(client: Client) -> Client:
    """Return the secretary's browser."""
    client.force_login(personas.nils())
    return client


def coming(days: int = 30) -> Meeting:
    """Return a meeting to come."""
    return cases.meeting(timezone.localdate() + timedelta(days=days))


# --- meetings ---------------------------------------------------------------------------------------------
def test_the_meetings_stand_in_order_with_what_waits(nils: Client) -> None:
    later, sooner, past = coming(60), coming(30), cases.held()
    cases.ready(title="Klart ärende")
    page = nils.get(reverse("admin:meetings"))
    assert [day.meeting for day in page.context["days"] if not day.is_working_committee] == [sooner, later]
    assert past in page.context["past"]
    assert "Klart ärende" in page.text
    assert "Diarienummer saknas." in page.text


def test_decisions_that_something_is_left_to_do_with_are_counted(nils: Client) -> None:
    cases.posted()
    cases.registered(cases.on_agenda(cases.ready(title="Två")), paragraph=100)
    cases.registered(cases.on_agenda(cases.ready(title="Tre")), paragraph=101)
    states = nils.get(reverse("admin:meetings")).context["states"]
    assert [(key, count) for key, _name, count in states] == [("registrerade", 2), ("anslagna", 1)]


def test_a_case_is_put_up_from_the_meeting_it_was_found_on(nils: Client) -> None:
    case, coming_ = cases.ready(), coming()
    url = f"{reverse('admin:put_on_agenda', args=[case.reference])}?sammantrade={coming_.pk}"
    assert url in nils.get(reverse("admin:meeting", args=[coming_.pk])).text
    page = nils.get(url)
    assert "Amina Björkdal, Birk Åkerlind, Karl Sjöhed" in page.text
    assert page.context["form"]["meeting"].value() == str(coming_.pk)
    answer = nils.post(url, {"meeting": coming_.pk})
    assert answer.url == reverse("admin:meeting", args=[coming_.pk])
    assert open_item(case).meeting == coming_


@pytest.mark.parametrize("value", ["", "999999", "abc", "9" * 400, "\x00"])
def test_a_meeting_that_is_no_choice_is_refused_at_its_field(nils: Client, value: str) -> None:
    case = cases.ready()
    coming()
    answer = nils.post(reverse("admin:put_on_agenda", args=[case.reference]), {"meeting": value})
    assert answer.status_code == 200
    assert answer.context["form"].errors["meeting"]
    assert (
        nils.get(reverse("admin:put_on_agenda", args=[case.reference]), {"sammantrade": value}).status_code
        == 200
    )
    assert open_item(case) is None


def test_a_double_click_puts_up_once_and_says_why(nils: Client) -> None:
    case, coming_ = cases.ready(), coming()
    url = reverse("admin:put_on_agenda", args=[case.reference])
    nils.post(url, {"meeting": coming_.pk})
    again = nils.post(url, {"meeting": coming_.pk}, follow=True)
    assert "Det går inte nu" in again.text
    assert case.agenda_items.count() == 1


def test_the_meeting_shows_readiness_and_decision_side_by_side(nils: Client) -> None:
    held = cases.held()
    cases.on_agenda(cases.ready(title="Utan beslut"), to=held)
    decided = cases.on_agenda(cases.ready(title="Med beslut"), to=held)
    Case.objects.filter(pk=decided.pk).update(registry_number="TN-2026-139", area_polygon=factories.POLYGON)
    from applications.decisions.actions import register_decision

    register_decision(decided.pk, cases.content(decided), by=personas.nils(), at=timezone.now())
    page = nils.get(reverse("admin:meeting", args=[held.pk]))
    rows = {row["case"].title: row for row in page.context["rows"]}
    assert (rows["Utan beslut"]["done"], rows["Utan beslut"]["decision"]) == (1, None)
    assert rows["Med beslut"]["done"] == 3
    assert (page.context["decided"], page.context["left"]) == (1, 1)
    assert reverse("admin:register_decision", args=[rows["Utan beslut"]["case"].reference]) in page.text
    assert "Inte registrerat" in page.text
    assert "inte frisläppt" in page.text


@pytest.mark.parametrize("many", [1, 3])
def test_the_meeting_takes_as_many_queries_for_many(
    nils: Client, django_assert_num_queries, many: int
) -> None:
    for number in range(many):
        cases.on_agenda(cases.ready(title=f"Ärende {number}"), to=cases.held())
    url = reverse("admin:meeting", args=[cases.held().pk])
    nils.get(url)
    with django_assert_num_queries(6):
        nils.get(url)


@pytest.mark.parametrize("many", [1, 3])
def test_the_meetings_take_as_many_queries_for_many(
    nils: Client, django_assert_num_queries, many: int
) -> None:
    for number in range(many):
        coming(30 + number)
        cases.ready(title=f"Ärende {number}")
    nils.get(reverse("admin:meetings"))
    with django_assert_num_queries(10):
        nils.get(reverse("admin:meetings"))


def test_items_are_moved_and_taken_off(nils: Client) -> None:
    first = cases.on_agenda(cases.ready(title="Ett"), to=coming())
    second = cases.on_agenda(cases.ready(title="Två"), to=coming())
    nils.post(reverse("admin:move_agenda_item", args=[second.reference]), {"earlier": "1"})
    assert [item.case.title for item in coming().items.all()] == ["Två", "Ett"]
    assert nils.get(reverse("admin:move_agenda_item", args=[second.reference])).status_code == 405
    url = reverse("admin:take_off_agenda", args=[first.reference])
    assert "Mejl går till" in nils.get(url).text
    assert nils.post(url, {"comment": "Sent underlag"}).url == reverse("admin:meeting", args=[coming().pk])
    assert open_item(first) is None
    assert "Ett" not in [
        row["case"].title for row in nils.get(reverse("admin:meeting", args=[coming().pk])).context["rows"]
    ]


@pytest.mark.parametrize(
    "text", ["x" * 100_000, "\x00", "🌳 \u202eمرحبا <script>"], ids=["long", "null", "odd"]
)
def test_a_comment_of_any_kind(nils: Client, text: str) -> None:
    case = cases.on_agenda(to=coming())
    answer = nils.post(reverse("admin:take_off_agenda", args=[case.reference]), {"comment": text})
    assert (answer.status_code == 302) == (len(text) < 100 and "\x00" not in text)
    assert (open_item(case) is None) == (answer.status_code == 302)


@pytest.mark.parametrize("persona", ["karl", "cecilia", "rut", "adam"])
def test_colleagues_read_the_agenda_and_do_not_change_it(client: Client, persona: str) -> None:
    case = cases.on_agenda(to=coming())
    client.force_login(getattr(personas, persona)())
    page = client.get(reverse("admin:meeting", args=[coming().pk]))
    assert page.status_code == 200
    assert "Lingarnsgatan" in page.text
    assert reverse("admin:take_off_agenda", args=[case.reference]) not in page.text
    for name in ("put_on_agenda", "take_off_agenda"):
        assert client.get(reverse(f"admin:{name}", args=[case.reference])).status_code == 403
    assert client.post(reverse("admin:move_agenda_item", args=[case.reference])).status_code == 403


@pytest.mark.parametrize("persona", ["amina", "olga"])
def test_applicants_do_not_enter(client: Client, persona: str) -> None:
    client.force_login(getattr(personas, persona)())
    assert client.get(reverse("admin:meetings")).status_code == 404
    assert client.get(reverse("admin:meeting", args=[cases.held().pk])).status_code == 404


def test_a_restricted_case_is_not_listed_for_others(nils: Client) -> None:
    case = cases.on_agenda(cases.ready(title="Hemligt"), to=coming())
    cases.ready(title="Också hemligt")
    Case.objects.update(restricted=True)
    for url in (reverse("admin:meeting", args=[coming().pk]), reverse("admin:meetings")):
        page = nils.get(url)
        assert "emligt" not in page.text
        assert case.reference not in page.text


# --- registers ------------------------------------------------------------------------------------------------
def test_the_secretary_keeps_the_calendar(nils: Client) -> None:
    committee = factories.committee()
    url = reverse("admin:applications_meeting_add")
    day = timezone.localdate() + timedelta(days=40)
    data = {"committee": committee.pk, "date": day.isoformat(), "starts_at": "13.00", "place": "Stadshuset"}
    assert "Lämna dagarna tomma" in nils.get(url).text
    answer = nils.post(url, data)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    made = Meeting.objects.get()
    assert {name: getattr(made, name) for name in days_around(day)} == days_around(day)
    again = nils.post(url, data)
    assert again.status_code == 200
    assert Meeting.objects.count() == 1
    # the next one opens with the usual committee, place and hour
    assert nils.get(url).context["adminform"].form.initial["place"] == "Stadshuset"


def test_the_usual_days_move_with_the_meeting_and_a_day_set_by_hand_stays(nils: Client) -> None:
    made = cases.meeting(date(2026, 4, 28))
    url = reverse("admin:applications_meeting_change", args=[made.pk])
    data = posted_admin(nils.get(url)) | {"notice_on": "2026-04-20"}
    assert nils.post(url, data).status_code == 302
    assert nils.post(url, posted_admin(nils.get(url)) | {"date": "2026-05-26"}).status_code == 302
    made.refresh_from_db()
    assert days_around(date(2026, 5, 26)) | {"notice_on": date(2026, 4, 20)} == {
        name: getattr(made, name) for name in days_around(made.date)
    }


def posted_admin(page: Any) -> dict[str, str]:
    """Return the register's form as the browser would send it back."""
    fields = page.context["adminform"].form
    values = {field.html_name: field.field.widget.format_value(field.value()) for field in fields}
    return {name: value[0] if isinstance(value, list) else value or "" for name, value in values.items()}


def test_the_calendar_holds_the_working_committee_and_every_day(nils: Client) -> None:
    soon = cases.meeting(timezone.localdate() + timedelta(days=30))
    page = nils.get(reverse("admin:meetings"))
    assert [(day.on, day.is_working_committee) for day in page.context["days"]] == [
        (soon.working_committee_on, True),
        (soon.date, False),
    ]
    for words in ("Arbetsutskottet", "Kallelsen skickas", "Protokollet justeras", "signerade senast"):
        assert words in page.text
    assert reverse("admin:applications_meeting_change", args=[soon.pk]) in page.text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_at": ""}, "starts_at"),
        ({"date": "2026-02-31"}, "date"),
        ({"date": "9" * 400}, "date"),
        ({"notice_on": "2099-01-01"}, "notice_on"),
        ({"minutes_approved_on": "2020-01-01"}, "minutes_approved_on"),
        ({"committee": "999999"}, "committee"),
        ({"place": "x" * 100_000}, "place"),
        ({"place": "\x00"}, "place"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused_at_its_field(nils: Client, changes: dict, field: str) -> None:
    day = (timezone.localdate() + timedelta(days=40)).isoformat()
    data = {"committee": factories.committee().pk, "date": day, "starts_at": "13.00", "place": "Stadshuset"}
    answer = nils.post(reverse("admin:applications_meeting_add"), data | changes)
    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == [field]
    assert not Meeting.objects.exists()


def test_the_day_of_a_meeting_that_has_decided_stays(nils: Client) -> None:
    decision = cases.registered()
    url = reverse("admin:applications_meeting_change", args=[decision.meeting_id])
    data = {
        "committee": decision.committee_id,
        "date": "2026-04-29",
        "starts_at": "13.00",
        "place": "Stadshuset",
    }
    answer = nils.post(url, data)
    assert list(answer.context["adminform"].form.errors) == ["date"]


@pytest.mark.parametrize("model", ["committee", "meeting", "neighbourhood"])
@pytest.mark.parametrize("persona", ["karl", "cecilia", "nils", "rut", "adam"])
def test_the_registers_ask_for_roles(client: Client, model: str, persona: str) -> None:
    client.force_login(getattr(personas, persona)())
    may = {
        "committee": {"nils", "adam"},
        "meeting": {"nils", "adam"},
        "neighbourhood": {"karl", "rut", "adam"},
    }
    assert client.get(reverse(f"admin:applications_{model}_changelist")).status_code == 200
    add = client.get(reverse(f"admin:applications_{model}_add"))
    assert add.status_code == (200 if persona in may[model] else 403)


@pytest.mark.parametrize("model", ["committee", "meeting", "neighbourhood"])
def test_the_registers_are_hidden_from_applicants(client: Client, model: str) -> None:
    client.force_login(personas.amina())
    assert client.get(reverse(f"admin:applications_{model}_changelist")).status_code == 404


def test_a_row_that_is_used_is_not_deleted(nils: Client) -> None:
    used, unused = cases.held(), coming()
    cases.on_agenda(to=used)
    assert is_used(used)
    assert not is_used(unused)
    assert (
        nils.post(reverse("admin:applications_meeting_delete", args=[used.pk]), {"post": "yes"}).status_code
        == 403
    )
    assert (
        nils.post(reverse("admin:applications_meeting_delete", args=[unused.pk]), {"post": "yes"}).status_code
        == 302
    )
    assert Meeting.objects.filter(pk=used.pk).exists()
    assert not Meeting.objects.filter(pk=unused.pk).exists()


def test_no_register_deletes_in_bulk(rf) -> None:
    request = rf.get("/")
    request.user = personas.adam()
    for model in (Committee, Meeting, Neighbourhood):
        assert not admin.site._registry[model].get_actions(request)


# --- what the case's pages show ---------------------------------------------------------------------------------
def test_the_case_tells_the_city_where_it_stands(nils: Client) -> None:
    case = cases.on_agenda(to=cases.held())
    page = nils.get(reverse("admin:case", args=[case.reference]))
    assert "Uppsatt: Tekniska nämnden" in page.text
    assert reverse("admin:register_decision", args=[case.reference]) in page.text
    decision = cases.released(cases.on_agenda(cases.ready(title="Annat")))
    page = nils.get(reverse("admin:case", args=[decision.case.reference]))
    assert reverse("admin:decision", args=[decision.case.reference, decision.pk]) in page.text
    assert "45\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kronor" in page.text


def test_conditions_with_days_become_tasks_until_they_are_met() -> None:
    rows = [
        ConditionContent("Utan dag."),
        ConditionContent("I maj.", date(2026, 5, 1)),
        ConditionContent("I april.", date(2026, 4, 1)),
    ]
    case = cases.released(conditions=rows).case
    assert [row.text for row in panel.open_conditions(case)] == ["I april.", "I maj.", "Utan dag."]
    case.decisions.get().conditions.filter(text="I maj.").update(done_on=date(2026, 5, 1))
    assert [row.text for row in panel.open_conditions(case)] == ["I april.", "Utan dag."]
    waiting = cases.registered(
        cases.on_agenda(cases.ready(title="Annat")), paragraph=100, conditions=rows
    ).case
    assert panel.open_conditions(waiting) == []


def test_the_group_sees_released_decisions_only() -> None:
    """D3: a registered decision is nobody's outside the city. There is one here that could leak."""
    case = cases.on_agenda()
    decision = cases.registered(
        case, heading="Hemlig rubrik", conditions=[ConditionContent("Hemligt villkor")]
    )
    assert panel.decisions_for_group(case) == []
    from applications.decisions.actions import release_decision

    release_decision(case.pk, approved_on=cases.APPROVED_ON, by=personas.nils(), at=cases.RELEASED)
    [row] = panel.decisions_for_group(case)
    assert row.decision == decision
    assert row.points == [point.text for point in decision.points.all()]
    assert row.can_be_appealed


def group_page(case: Case) -> str:
    """Return what the group reads of the decisions."""
    context = {
        "case": case,
        "decisions": panel.decisions_for_group(case),
        "municipality": {"court": "Rätten", "name": "Staden"},
    }
    return render_to_string("committee/group_decisions.html", context)


def test_the_group_reads_how_to_appeal_and_until_when() -> None:
    old = group_page(cases.posted().case)
    assert "Tiden att överklaga gick ut 27 maj 2026." in old or "alltså senast den 27 maj 2026" in old
    decision = cases.released(cases.on_agenda(cases.ready(title="Annat")), paragraph=100)
    decision.case.decisions.update(last_appeal_on=timezone.localdate())
    text = group_page(decision.case)
    assert "13 kap. kommunallagen" in text
    assert "Skicka ditt överklagande till Rätten" in text


def test_the_group_reads_what_the_committee_asks_for() -> None:
    decision = cases.released(outcome=Outcome.REFER_BACK)
    text = group_page(decision.case)
    assert "Tekniska nämnden vill ha mer underlag innan den beslutar." in text
    assert "Nämnden vill veta vad barnen tycker." in text
