"""The proposal: written measure by measure, sent and frozen, completed section by section."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from applications.lifecycle import Refused, Stale, WrongState
from applications.models import (
    Attachment,
    Case,
    Event,
    Measure,
    OfficerReport,
    OutgoingMail,
    ProposedPoint,
    Record,
    User,
)
from applications.states import ActorKind, Initiative, MeasureStatus, ReportKind, Status
from phases.initiering.models import Deviation
from phases.samarbete import guards
from phases.samarbete.models import Communication, Compilation, DialogueActivity, Proposal, ProposedMeasure
from phases.samarbete.proposal import actions, measures
from tests import factories, personas
from tests.personas import NOW
from tests.phases.samarbete import ready

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


def submit(case: Case, by: User | None = None) -> Event:
    return actions.submit_proposal(case.pk, by=by or personas.amina(), at=LATER)


def letters(case: Case) -> list[str]:
    return [row.letter for row in measures.ordered(guards.unsent_proposal(case))]


# --- writing --------------------------------------------------------------------------------------------
def test_the_first_measure_begins_the_proposal() -> None:
    case = ready.collaboration()
    row = actions.add_measure(case.pk, title="Planteringar", by=personas.birk(), at=NOW)
    proposal = Proposal.objects.get(case=case)
    assert (proposal.version, proposal.created_by, row.letter) == (1, personas.birk(), "A")
    (event,) = Event.objects.filter(case=case, action="edit_proposal")
    assert (event.comment, event.role) == ("Insats A", "member")


def test_letters_close_ranks_before_anything_was_sent() -> None:
    case = ready.collaboration()
    rows = [ready.measure(case, title) for title in ("Planteringar", "Sittplatser", "Ljusslingor")]
    actions.remove_measure(case.pk, rows[1].pk, by=personas.amina(), at=NOW)
    assert [str(row) for row in measures.ordered(Proposal.objects.get())] == [
        "A Planteringar",
        "B Ljusslingor",
    ]
    event = Event.objects.filter(action="edit_proposal").latest("id")
    assert (event.comment, event.data) == ("Insats B borttagen", {"version": 1})


def test_there_are_letters_beyond_z() -> None:
    assert [measures.position(name) for name in ("A", "Z", "AA", "AB")] == [0, 25, 26, 27]


def test_there_is_an_end_to_measures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "MOST", 2)
    case = ready.collaboration()
    ready.measure(case)
    ready.measure(case)
    with pytest.raises(Refused, match="för många insatser"):
        ready.measure(case)


def test_two_on_the_same_measure_do_not_overwrite_each_other() -> None:
    case = ready.collaboration()
    row = ready.measure(case)
    actions.save_measure(case.pk, row.pk, title="Lyktor", revision=0, by=personas.birk(), at=NOW)
    with pytest.raises(Stale) as stale:
        actions.save_measure(case.pk, row.pk, title="Ljus", revision=0, by=personas.amina(), at=NOW)
    assert (stale.value.fresh.title, stale.value.fresh.saved_by) == ("Lyktor", personas.birk())


def test_actors_and_needs_of_other_cases_are_refused() -> None:
    case, other = ready.collaboration(), ready.collaboration()
    foreign_need = ready.need(other, ready.held(other))
    foreign_actor = factories.case_actor(other, "Annan")
    with pytest.raises(Refused, match="ärendets egna"):
        ready.measure(case, responsible=foreign_actor)
    with pytest.raises(Refused, match="ärendets egna"):
        ready.measure(case, needs=[foreign_need])
    assert not ProposedMeasure.objects.filter(proposal__case=case).exists()


def test_the_summary_is_saved_with_its_revision() -> None:
    case = ready.collaboration()
    actions.save_summary(case.pk, summary="Ljus och grönt.", by=personas.amina(), at=NOW)
    with pytest.raises(Stale):
        actions.save_summary(case.pk, summary="Annat", revision=0, by=personas.birk(), at=NOW)
    assert Proposal.objects.get().summary == "Ljus och grönt."


@pytest.mark.parametrize(
    "person", [personas.karl, personas.karin, personas.cecilia, personas.nils, personas.olga]
)
def test_only_the_group_writes(person: Callable[[], User]) -> None:
    case = ready.collaboration()
    row = ready.measure(case)
    events = Event.objects.count()
    who = {"by": person(), "at": NOW}
    for act in (
        lambda: actions.add_measure(case.pk, title="X", **who),
        lambda: actions.save_measure(case.pk, row.pk, title="X", **who),
        lambda: actions.remove_measure(case.pk, row.pk, **who),
        lambda: actions.save_summary(case.pk, summary="X", **who),
        lambda: actions.submit_proposal(case.pk, **who),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert Event.objects.count() == events


@pytest.mark.parametrize(
    "status", [status for status in Status.values if status not in {"collaboration", "proposal_completion"}]
)
def test_writing_is_for_the_collaboration(status: str) -> None:
    case = factories.in_status(factories.case(), status)
    with pytest.raises(WrongState):
        actions.add_measure(case.pk, title="X", by=personas.amina(), at=NOW)
    assert not Proposal.objects.exists()


# --- sending --------------------------------------------------------------------------------------------
def test_sending_freezes_registers_and_tells() -> None:
    case = ready.ready()
    OutgoingMail.objects.all().delete()
    event = submit(case)
    case.refresh_from_db()
    proposal = Proposal.objects.get(case=case)
    assert (case.status, case.turn) == (Status.PROPOSAL_SUBMITTED, "officer")
    assert str(case.due_on) == "2026-03-30"
    assert (proposal.sent_at, proposal.sent_by) == (LATER, personas.amina())
    assert proposal.snapshot["requested"] == 115_000
    assert [row["letter"] for row in proposal.snapshot["measures"]] == ["A", "B"]
    assert proposal.snapshot["measures"][1] == {
        "letter": "B",
        "title": "Ljusslingor",
        "description": "Ljus mellan portarna.",
        "areas": ["safety"],
        "responsible": "Brf Spinnrocken",
        "starts_on": "2027-03-01",
        "ends_on": "2027-09-30",
        "cost": 50_000,
        "requested_amount": 35_000,
        "requested_in_kind": "Lån av lift",
        "needs": [proposal.snapshot["needs"][0]["id"]],
    }
    assert proposal.snapshot["dialogues"][0]["participants"] == 64
    assert proposal.snapshot["compilation"] == {"text": "Många vill ha ljus.", "finished_on": "2026-03-02"}
    record = Record.objects.get(case=case)
    assert (record.direction, record.designation, record.counterpart, record.at) == (
        "incoming",
        "Förslag till insatser",
        "Amina Björkdal",
        LATER,
    )
    assert Event.objects.filter(case=case, action="submit_proposal").count() == 1
    assert (event.source, event.target) == ("collaboration", "proposal_submitted")


def test_exactly_the_right_people_get_mail_that_says_what_to_do() -> None:
    personas.rut()
    personas.cecilia()
    case = ready.ready()
    OutgoingMail.objects.all().delete()
    submit(case)
    mails = {mail.to: mail for mail in OutgoingMail.objects.all()}
    assert sorted(mails) == ["amina@example.org", "birk@example.org", "karl@example.org", "rut@example.org"]
    assert mails["karl@example.org"].subject == "Granska förslaget senast 30 mars: Lingarnsgatan"
    assert "115\u00a0000\u00a0kronor" in mails["amina@example.org"].body
    assert mails["rut@example.org"].subject.startswith("Registrera förslaget till insatser: ")


def test_the_measures_of_the_case_follow() -> None:
    case = ready.submitted()
    first, second = Measure.objects.filter(case=case)
    assert (first.letter, first.title, first.requested_amount, first.needs_text) == (
        "A",
        "Planteringar",
        80_000,
        "Mer ljus",
    )
    assert (second.ends_on, second.responsible.actor.name, second.decided) == (
        date(2027, 9, 30),
        "Brf Spinnrocken",
        "",
    )


def test_a_second_press_finds_it_sent() -> None:
    case = ready.ready()
    submit(case)
    mails = OutgoingMail.objects.count()
    with pytest.raises(WrongState):
        submit(case)
    assert Event.objects.filter(action="submit_proposal").count() == 1
    assert OutgoingMail.objects.count() == mails


def test_what_was_sent_is_not_changed_any_more() -> None:
    case = ready.submitted()
    proposal = Proposal.objects.get(case=case)
    row = proposal.measures.first()
    with pytest.raises(WrongState):
        actions.save_measure(case.pk, row.pk, title="Annat", by=personas.amina(), at=NOW)
    proposal.summary = row.title = "Annat"
    for change in (
        lambda: proposal.save(update_fields=["summary"]),
        lambda: row.save(update_fields=["title"]),
        row.delete,
        lambda: ProposedMeasure.objects.create(proposal=proposal, letter="Z", title="Smyg"),
    ):
        with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
            change()


def test_a_member_writes_but_does_not_send() -> None:
    case = ready.ready()
    with pytest.raises(PermissionDenied, match="gruppens företrädare"):
        submit(case, by=personas.birk())
    assert Proposal.objects.get().sent_at is None


def test_the_officer_sends_for_the_group_when_the_city_started() -> None:
    case = ready.ready(initiative=Initiative.CITY)
    assert submit(case, by=personas.karl()).role == "officer"


def test_attachments_of_the_proposal_are_sent_and_registered_with_it() -> None:
    case = ready.ready()
    fields = {
        "case": case,
        "content_type": "application/pdf",
        "size": 10,
        "sha256": "0" * 64,
        "uploaded_by": personas.amina(),
        "uploaded_at": NOW,
    }
    mine = Attachment.objects.create(section="proposal", name="karta.pdf", file="a", **fields)
    other = Attachment.objects.create(section="message", name="annat.pdf", file="b", **fields)
    gone = Attachment.objects.create(section="proposal", name="borta.pdf", file="c", removed_at=NOW, **fields)
    submit(case)
    for attachment in (mine, other, gone):
        attachment.refresh_from_db()
    assert [mine.sent_at, other.sent_at, gone.sent_at] == [LATER, None, None]
    assert list(Record.objects.filter(case=case).values_list("designation", flat=True)) == [
        "Förslag till insatser",
        "karta.pdf",
    ]
    assert Proposal.objects.get().snapshot["attachments"] == ["karta.pdf"]


# --- what hinders -----------------------------------------------------------------------------------------
def refusal(case: Case) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        submit(case)
    return [
        (item.text, item.url.removeprefix(f"/arenden/{case.reference}")) for item in refused.value.missing
    ]


def test_everything_missing_is_said_at_once_with_where_to_mend_it() -> None:
    case = ready.collaboration()
    case.memberships.update(in_responsible_group=False)
    assert refusal(case) == [
        ("Berätta för fler aktörer minst en gång.", "/information/"),
        ("Genomför minst en dialog.", "/dialoger/"),
        ("Gör klart sammanställningen av synpunkter.", "/sammanstallning/"),
        ("Beskriv minst en insats.", "/forslag/"),
        ("Ange vem som ingår i ansvarig grupp.", "/gruppen/"),
    ]


def test_more_actors_must_be_told() -> None:
    case = ready.ready()
    Communication.objects.all().delete()
    assert refusal(case) == [("Berätta för fler aktörer minst en gång.", "/information/")]


def test_a_dialogue_must_be_held_not_only_planned() -> None:
    case = ready.ready()
    DialogueActivity.objects.update(held_on=None)
    assert refusal(case) == [("Genomför minst en dialog.", "/dialoger/")]


def test_the_compilation_must_be_finished() -> None:
    case = ready.ready()
    Compilation.objects.update(finished_on=None)
    assert refusal(case) == [("Gör klart sammanställningen av synpunkter.", "/sammanstallning/")]


def test_every_measure_must_be_whole() -> None:
    case = ready.ready()
    row = ready.measure(
        case,
        "Bänkar",
        description="",
        areas=[],
        responsible=None,
        starts_on=None,
        ends_on=None,
        cost=None,
        requested_amount=None,
        requested_in_kind="",
    )
    lacks = (
        "beskriv insatsen, välj minst ett område, välj vem som ansvarar, skriv när den börjar, skriv när den slutar, "
        "skriv vad den kostar, skriv vilket stöd ni söker, välj vilka behov den svarar på"
    )
    assert refusal(case) == [(f"Insats C: {lacks}.", f"/forslag/insatser/{row.pk}/")]


def test_support_in_kind_alone_is_support_and_nought_is_a_sum() -> None:
    row = ProposedMeasure(title="X", requested_in_kind="40 arbetstimmar", cost=0)
    row.proposal = Proposal.objects.create(
        case=ready.collaboration(), version=1, created_at=NOW, created_by=personas.amina()
    )
    row.save()
    assert "skriv vilket stöd ni söker" not in measures.lacks(row, needs_exist=False)
    assert "skriv vad den kostar" not in measures.lacks(row, needs_exist=False)
    row.requested_in_kind, row.requested_amount = "", 0
    assert "skriv vilket stöd ni söker" not in measures.lacks(row, needs_exist=False)


def test_a_responsible_group_must_be_named() -> None:
    case = ready.ready()
    case.memberships.update(in_responsible_group=False)
    assert refusal(case) == [("Ange vem som ingår i ansvarig grupp.", "/gruppen/")]


def test_gates_on_facts_open_with_a_reason_and_no_others() -> None:
    """An officer's deviation (D23) opens communication and dialogue; nobody has to invent needs then."""
    case = ready.collaboration()
    ready.compiled(case)
    ready.measure(case)
    for gate in (Deviation.Gate.COMMUNICATION, Deviation.Gate.DIALOGUE):
        Deviation.objects.create(
            case=case, gate=gate, reason="Snöstorm", created_at=NOW, created_by=personas.karl()
        )
    submit(case)
    assert Case.objects.get(pk=case.pk).status == Status.PROPOSAL_SUBMITTED


def test_links_lead_into_the_workspace_when_the_officer_speaks_for_the_group() -> None:
    case = ready.collaboration(initiative=Initiative.CITY)
    first = next(iter(guards.missing_for_submit_proposal(case)))
    assert first.url == f"/admin/arenden/{case.reference}/information/"


# --- completion ---------------------------------------------------------------------------------------------
def test_asking_for_completion_opens_only_what_is_asked_for() -> None:
    case = ready.submitted()
    OutgoingMail.objects.all().delete()
    event = actions.request_completion(
        case.pk,
        asked_for={"measure-B": "Hur fästs slingorna?", "summary": " "},
        due_on=date(2026, 3, 20),
        by=personas.karl(),
        at=NOW + timedelta(days=1),
    )
    case.refresh_from_db()
    assert (case.status, case.turn, case.due_on) == (Status.PROPOSAL_COMPLETION, "group", date(2026, 3, 20))
    assert (event.source, event.target) == ("proposal_submitted", "proposal_completion")
    version = guards.unsent_proposal(case)
    assert (version.version, version.open_sections, version.asked_for) == (
        2,
        ["measure-B"],
        {"measure-B": "Hur fästs slingorna?"},
    )
    rows = measures.ordered(version)
    assert [(row.letter, row.title, row.needs.count()) for row in rows] == [
        ("A", "Planteringar", 1),
        ("B", "Ljusslingor", 1),
    ]
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == [
        "amina@example.org",
        "birk@example.org",
    ]
    assert "Hur fästs slingorna?" in OutgoingMail.objects.first().body
    with pytest.raises(Refused, match="inte öppen"):
        actions.save_measure(case.pk, rows[0].pk, title="X", by=personas.amina(), at=NOW)
    with pytest.raises(Refused, match="inte öppen"):
        actions.add_measure(case.pk, title="X", by=personas.amina(), at=NOW)
    with pytest.raises(Refused, match="inte öppen"):
        actions.save_summary(case.pk, summary="X", by=personas.amina(), at=NOW)
    actions.save_measure(case.pk, rows[1].pk, title="Lyktor", by=personas.birk(), at=NOW)


@pytest.mark.parametrize(
    ("asked_for", "due_on", "words"),
    [
        ({}, date(2026, 3, 20), "minst en del"),
        ({"measure-A": " "}, date(2026, 3, 20), "minst en del"),
        ({"measure-Z": "Hej"}, date(2026, 3, 20), "finns inte"),
        ({"measure-A": "Hej"}, date(2026, 3, 2), "kommer"),
        ({"measure-A": "Hej"}, None, "kommer"),
    ],
)
def test_a_request_for_nothing_or_by_yesterday_is_refused(
    asked_for: dict[str, str], due_on: date | None, words: str
) -> None:
    case = ready.submitted()
    with pytest.raises(Refused, match=words):
        actions.request_completion(case.pk, asked_for=asked_for, due_on=due_on, by=personas.karl(), at=LATER)
    assert Proposal.objects.filter(case=case).count() == 1


def test_a_completion_is_sent_as_a_new_version_and_the_measures_follow() -> None:
    begun = ready.collaboration()
    factories.attach(begun, "skiss.pdf")
    case = ready.in_completion(case=begun)
    row = measures.ordered(guards.unsent_proposal(case))[0]
    values = {name: getattr(row, name) for name in measures.FIELDS} | {"description": "Vattnas varje kväll."}
    factories.attach(case, "schema.pdf", at=LATER)
    actions.save_measure(case.pk, row.pk, needs=list(row.needs.all()), by=personas.birk(), at=LATER, **values)
    OutgoingMail.objects.all().delete()
    actions.complete(case.pk, by=personas.amina(), at=NOW + timedelta(days=2))
    case.refresh_from_db()
    assert case.status == Status.PROPOSAL_SUBMITTED
    first, second = Proposal.objects.filter(case=case).order_by("version")
    assert first.snapshot["measures"][0]["description"] == "Ljus mellan portarna."
    assert second.snapshot["measures"][0]["description"] == "Vattnas varje kväll."
    assert Measure.objects.get(case=case, letter="A").description == "Vattnas varje kväll."
    assert Event.objects.filter(case=case, action="complete").count() == 1
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == [
        "amina@example.org",
        "birk@example.org",
        "karl@example.org",
    ]
    newest = Record.objects.filter(case=case).order_by("-number")[:2]
    assert {row.designation for row in newest} == {"Komplettering av förslaget till insatser", "schema.pdf"}
    _shows_what_changed(case)


def _shows_what_changed(case: Case) -> None:
    """The city sees the measure that was completed, word by word, beside what was asked for; nothing else."""
    karl, url = Client(), reverse("admin:proposal_changes", args=[case.reference, 2])
    karl.force_login(personas.karl())
    page = karl.get(url)
    section, basis = page.context["sections"]
    assert (section.key, [change.label for change in section.changes]) == ("measure-A", ["Beskrivning"])
    assert section.asked_for
    assert (basis.key, [change.label for change in basis.changes]) == ("basis", ["Bilagor"])
    assert [(piece.kind, piece.text.strip()) for piece in basis.changes[0].pieces] == [
        ("same", "skiss.pdf"),
        ("added", "schema.pdf"),
    ]
    text = page.content.decode()
    assert all(part in text for part in ("<del>", "<ins>", "Läs hela förslaget"))
    for place in ("admin:case", "admin:proposal"):
        assert url in karl.get(reverse(place, args=[case.reference])).content.decode()
    assert karl.get(reverse("admin:proposal_changes", args=[case.reference, 1])).status_code == 404
    assert case.read_events.filter(what="ändringar i förslaget, version 2").exists()


def test_a_completion_keeps_every_letter_and_adds_the_next() -> None:
    case = ready.in_completion({"measure-A": "Slå ihop?", "more": "Beskriv festen."})
    row = measures.ordered(guards.unsent_proposal(case))[0]
    actions.remove_measure(case.pk, row.pk, by=personas.amina(), at=LATER)
    ready.measure(case, "Gatufest", Proposal.objects.unsent().get().measures.first().needs.all())
    assert letters(case) == ["B", "C"]
    actions.complete(case.pk, by=personas.amina(), at=NOW + timedelta(days=2))
    assert list(Measure.objects.filter(case=case).values_list("letter", flat=True)) == ["B", "C"]


def test_a_measure_that_the_city_has_signed_about_stays_as_not_to_be_done() -> None:
    case = ready.submitted()
    gone = Measure.objects.get(case=case, letter="A")
    fields = {"case": case, "kind": ReportKind.MEASURES, "author": personas.karl(), "created_at": NOW}
    signed = OfficerReport.objects.create(version=1, signed_off_at=NOW, recalled_at=NOW, **fields)
    with factories.unlocked("applications_proposedpoint"):
        ProposedPoint.objects.create(report=signed, number=1, text="Punkt", measure=gone)
    unsigned = OfficerReport.objects.create(version=2, **fields)
    ProposedPoint.objects.create(report=unsigned, number=1, text="Punkt", measure=gone)
    actions.request_completion(
        case.pk, asked_for={"measure-A": "Varför?"}, due_on=date(2026, 3, 20), by=personas.karl(), at=LATER
    )
    row = measures.ordered(guards.unsent_proposal(case))[0]
    actions.remove_measure(case.pk, row.pk, by=personas.amina(), at=LATER)
    actions.complete(case.pk, by=personas.amina(), at=LATER)
    gone.refresh_from_db()
    assert (gone.status, gone.deviation_reason) == (
        MeasureStatus.CANCELLED,
        "Gruppen tog bort insatsen i förslagets version 2.",
    )
    assert (signed.points.count(), unsigned.points.count()) == (1, 0)


def test_the_compilation_opens_again_only_when_asked_for() -> None:
    from phases.samarbete import actions as noting

    case = ready.in_completion()
    with pytest.raises(WrongState):
        noting.compile_viewpoints(case.pk, text="Ny", finished=True, by=personas.amina(), at=LATER)
    other = ready.in_completion({"compilation": "Barnen saknas."})
    with pytest.raises(Refused, match="Gör klart sammanställningen"):
        actions.complete(other.pk, by=personas.amina(), at=LATER)
    noting.compile_viewpoints(
        other.pk, text="Barnen vill leka.", finished=True, by=personas.amina(), at=LATER
    )
    actions.complete(other.pk, by=personas.amina(), at=LATER)
    newest = Proposal.objects.sent().filter(case=other).first()
    assert newest.snapshot["compilation"]["text"] == "Barnen vill leka."


def test_only_the_officer_asks_and_only_the_representative_answers() -> None:
    case = ready.submitted()
    for person in (personas.amina(), personas.karin(), personas.cecilia()):
        with pytest.raises(PermissionDenied):
            actions.request_completion(
                case.pk, asked_for={"measure-A": "Hej"}, due_on=date(2026, 3, 20), by=person, at=LATER
            )
    case = ready.in_completion()
    with pytest.raises(PermissionDenied):
        actions.complete(case.pk, by=personas.birk(), at=LATER)


def test_the_kinds_of_actors_of_this_phase_are_all_there() -> None:
    """R26, and a kind for what fits none."""
    wanted = {
        "property_owner",
        "company",
        "operation",
        "organisation",
        "residents_group",
        "association",
        "other",
    }
    assert set(ActorKind.values) == wanted
