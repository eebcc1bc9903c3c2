"""The officer's report: written, signed, frozen, taken back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from applications.lifecycle import Refused, Stale, WrongState
from applications.models import Case, DocumentOrder, OfficerReport, OutgoingMail
from applications.officer_report import actions
from applications.states import Outcome, ReportKind, Status, Turn
from phases.home import timeline
from phases.initiering import actions as initiering
from phases.initiering.guards import missing_while_with_manager
from phases.initiering.models import LegalCheck
from phases.initiering.report_source import DIALOGUE_REPORT
from reports.contexts import parse
from tests import factories, personas
from tests.personas import NOW
from tests.phases.initiering import review

pytestmark = pytest.mark.django_db


def mails(case: Case, action: str) -> list[tuple[str, str]]:
    """Return (template, receiver) of the mails that the last `action` sent."""
    event = case.events.filter(action=action).order_by("-id").first()
    return sorted(OutgoingMail.objects.filter(event=event).values_list("template", "to"))


def fails(call) -> list[str]:
    """Return what a refused call misses."""
    with pytest.raises(Refused) as refusal:
        call()
    return [item.text for item in refusal.value.missing]


def test_a_new_report_carries_over_what_the_case_knows():
    case = review.prepare(review.in_review())
    report = actions.start_report(case.pk, DIALOGUE_REPORT, by=personas.karl(), at=NOW)
    assert report.kind == ReportKind.DIALOGUE
    assert report.version == 1
    assert report.heading == "Ansökan om samverkansstöd, Lingarnsgatan"
    assert report.recommendation == Outcome.APPROVE
    assert "Alla sex kriterier är uppfyllda." in report.summary
    assert "60\u00a0000\u00a0kronor" in report.summary
    assert "Gatan är mörk" in report.background
    assert "- Lingarnets Vänner: 60\u00a0000 kronor, Planteringar" in report.economy
    assert "- Boende. Enkät, 212 svar. Ljus." in report.dialogue
    assert "20 januari 2026" in report.dialogue
    points = list(report.points.values_list("number", "requested", "proposed"))
    assert points == [(1, 60_000, 60_000), (2, None, None)]


def test_starting_twice_opens_one_report_and_logs_once():
    case = review.in_review()
    first = actions.start_report(case.pk, DIALOGUE_REPORT, by=personas.karl(), at=NOW)
    second = actions.start_report(case.pk, DIALOGUE_REPORT, by=personas.karl(), at=NOW)
    assert first == second
    assert case.events.filter(action="write_officer_report").count() == 1


def test_a_report_is_not_started_before_the_review():
    case = factories.case()
    with pytest.raises(WrongState):
        actions.start_report(case.pk, DIALOGUE_REPORT, by=personas.karl(), at=NOW)


@pytest.mark.parametrize("who", ["amina", "birk", "karin", "cecilia", "nils", "rut", "adam"])
def test_only_the_assigned_officer_writes(who):
    case = review.in_review()
    with pytest.raises(PermissionDenied):
        actions.start_report(case.pk, DIALOGUE_REPORT, by=getattr(personas, who)(), at=NOW)
    assert not OfficerReport.objects.exists()


def test_saving_over_somebody_elses_words_is_refused():
    case = review.in_review()
    report = actions.start_report(case.pk, DIALOGUE_REPORT, by=personas.karl(), at=NOW)
    actions.save_report(
        case.pk, DIALOGUE_REPORT, {"summary": "Ny"}, revision=report.revision, by=personas.karl(), at=NOW
    )
    with pytest.raises(Stale):
        actions.save_report(
            case.pk,
            DIALOGUE_REPORT,
            {"summary": "Gammal"},
            revision=report.revision,
            by=personas.karl(),
            at=NOW,
        )
    assert OfficerReport.objects.get().summary == "Ny"


def test_request_sign_off_gives_the_turn_to_the_manager_and_mails_them():
    case = review.with_manager()
    assert case.status == Status.REVIEW
    assert case.turn == Turn.MANAGER
    assert case.due_on == factories.meeting().documents_ready_on
    assert case.events.filter(action="request_sign_off").count() == 1
    assert mails(case, "request_sign_off") == [("request_sign_off_managers", "cecilia@example.org")]


def test_request_sign_off_says_everything_that_is_missing():
    case = review.in_review()
    OfficerReport.objects.create(case=case, kind="dialogue", author=personas.karl(), created_at=NOW)
    missing = fails(lambda: actions.request_sign_off(case.pk, DIALOGUE_REPORT, by=personas.karl(), at=NOW))
    assert missing == [
        "Anteckna första mötet.",
        "Eller gör avsteg med skäl: Första möte",
        "Karl Sjöhed behöver försäkra att inte vara jävig.",
        "Bedöm om förslaget hör till nämndens ansvar.",
        *(f"Bedöm kriterium {number}." for number in range(1, 7)),
        "Gör den rättsliga kontrollen.",
        "Rita området på kartan.",
        "Eller gör avsteg med skäl: Område på karta",
        "Skriv en rubrik på tjänsteskrivelsen.",
        "Skriv en sammanfattning.",
        "Beskriv ärendet.",
        "Skriv vad förslaget betyder för ekonomin.",
        "Skriv vilka konsekvenser förslaget har för barn.",
        "Skriv vilka konsekvenser förslaget har för jämställdheten.",
        "Skriv vilka konsekvenser förslaget har för jämlikheten.",
        "Skriv om dialog har förts och hur, eller varför inte.",
        "Välj vad du föreslår.",
        "Skriv minst en beslutspunkt.",
        "Välj sammanträdet som nämnden ska besluta på.",
    ]
    assert not case.events.filter(action="request_sign_off").exists()


def test_the_consequences_begin_with_a_draft_that_is_not_signed_as_it_stands() -> None:
    """What the committee must learn of children, equality and economy is written, never an empty heading."""
    case = review.prepare(review.in_review())
    report = actions.start_report(case.pk, DIALOGUE_REPORT, by=personas.karl(), at=NOW)
    assert all("{" in getattr(report, name) for name in review.CONSEQUENCES)
    review.write_report(case, children=report.children, equality=" ", economy="")
    missing = fails(lambda: actions.request_sign_off(case.pk, DIALOGUE_REPORT, by=personas.karl(), at=NOW))
    assert missing[:2] == [
        "Skriv vad förslaget betyder för ekonomin.",
        "Skriv vilka konsekvenser förslaget har för jämlikheten.",
    ]
    assert missing[2].startswith("Konsekvenser för barn har kvar {hur och hur ofta}.")
    assert len(missing) == 5


def test_every_missing_thing_has_a_page_that_opens(client):
    case = review.in_review()
    OfficerReport.objects.create(case=case, kind="dialogue", author=personas.karl(), created_at=NOW)
    client.force_login(personas.karl())
    with pytest.raises(Refused) as refusal:
        actions.request_sign_off(case.pk, DIALOGUE_REPORT, by=personas.karl(), at=NOW)
    for item in refusal.value.missing:
        assert client.get(item.url).status_code == 200, item


@pytest.mark.parametrize(
    ("content", "points", "text"),
    [
        ({"summary": "  "}, None, "Skriv en sammanfattning."),
        ({"meeting": None}, None, "Välj sammanträdet som nämnden ska besluta på."),
        ({"recommendation": ""}, None, "Välj vad du föreslår."),
        ({}, [], "Skriv minst en beslutspunkt."),
        (
            {},
            [{"text": "Nämnden beviljar stöd.", "requested": 60_000, "proposed": 45_000}],
            "Motivera varför beloppet i punkt 1 skiljer sig från det sökta.",
        ),
        (
            {},
            [{"text": "Nämnden beviljar 60 000 kronor.", "requested": 45_000, "proposed": 45_000}],
            "Punkt 1 nämner ett annat belopp än det föreslagna.",
        ),
        (
            {},
            [{"text": "Nämnden tackar gruppen."}],
            "Du föreslår att bevilja. Skriv vad en av punkterna ger, i kronor eller annat stöd.",
        ),
        (
            {"recommendation": Outcome.REJECT},
            [{"text": "Nämnden avslår ansökan.", "proposed": 10, "requested": 10}],
            "Du föreslår avslag, men en punkt har ett belopp. Ta bort det.",
        ),
        (
            {"recommendation": Outcome.APPROVE_ALL},
            [{"text": "Nämnden beviljar allt.", "proposed": 10, "requested": 10}],
            "Skriv in insatserna som ska beviljas.",
        ),
    ],
)
def test_what_the_report_itself_must_have(content, points, text):
    case = review.prepare(review.in_review())
    review.write_report(case)
    actions.save_report(case.pk, DIALOGUE_REPORT, content, points=points, by=personas.karl(), at=NOW)
    assert fails(lambda: actions.request_sign_off(case.pk, DIALOGUE_REPORT, by=personas.karl(), at=NOW)) == [
        text
    ]


@pytest.mark.parametrize("recommendation", [Outcome.APPROVE, Outcome.APPROVE_ALL])
def test_granting_is_proposed_only_when_all_six_are_met(recommendation):
    case = review.prepare(review.in_review())
    initiering.assess_criteria(case.pk, 4, verdict="partly", motivation="Oklart.", by=personas.karl(), at=NOW)
    review.write_report(case, recommendation=recommendation)
    missing = fails(lambda: actions.request_sign_off(case.pk, DIALOGUE_REPORT, by=personas.karl(), at=NOW))
    assert missing[0].startswith("Du kan föreslå bevilja först när alla sex kriterier är uppfyllda.")


def test_a_refusal_may_be_proposed_whatever_the_verdicts():
    case = review.prepare(review.in_review(), verdict="not_met")
    review.write_report(case)
    points = [
        {
            "text": "Tekniska nämnden avslår ansökan.",
            "requested": 60_000,
            "motivation": "Kriterierna är inte uppfyllda.",
        }
    ]
    content = {"recommendation": Outcome.REJECT}
    actions.save_report(case.pk, DIALOGUE_REPORT, content, points=points, by=personas.karl(), at=NOW)
    actions.request_sign_off(case.pk, DIALOGUE_REPORT, by=personas.karl(), at=NOW)


def test_outside_the_remit_only_handing_over_is_proposed():
    case = review.prepare(review.in_review())
    initiering.judge_remit(case.pk, remit="no", reason="Kulturnämnden.", by=personas.karl(), at=NOW)
    review.write_report(case)
    missing = fails(lambda: actions.request_sign_off(case.pk, DIALOGUE_REPORT, by=personas.karl(), at=NOW))
    assert missing == ["Förslaget ligger utanför nämndens ansvar. Då föreslår du att överlämna det."]


def test_while_the_manager_reads_nothing_that_the_report_rests_on_changes():
    case = review.with_manager()
    karl = personas.karl()
    for call in (
        lambda: actions.save_report(case.pk, DIALOGUE_REPORT, {"summary": "x"}, by=karl, at=NOW),
        lambda: initiering.assess_criteria(case.pk, 1, verdict="met", motivation="x", by=karl, at=NOW),
        lambda: initiering.legal_check(case.pk, business_benefits=False, conclusion="x", by=karl, at=NOW),
        lambda: initiering.judge_remit(case.pk, remit="yes", reason="", by=karl, at=NOW),
        lambda: initiering.draw_area(case.pk, factories.POLYGON, by=karl, at=NOW),
    ):
        assert fails(call) == [
            "Tjänsteskrivelsen ligger hos chefen. Be chefen lämna tillbaka den om du vill ändra."
        ]
    (missing,) = missing_while_with_manager(case)
    assert missing.url == reverse("report_preview", args=[case.reference])


def test_return_report_needs_words_and_gives_the_turn_back():
    case = review.with_manager()
    cecilia = personas.cecilia()
    assert fails(
        lambda: actions.return_report(case.pk, DIALOGUE_REPORT, comment=" ", by=cecilia, at=NOW)
    ) == ["Skriv vad som behöver ändras."]
    actions.return_report(case.pk, DIALOGUE_REPORT, comment="Räkna om.", by=cecilia, at=NOW)
    case.refresh_from_db()
    report = OfficerReport.objects.get()
    assert case.turn == Turn.OFFICER
    assert (report.is_with_manager, report.manager_comment) == (False, "Räkna om.")
    assert case.events.filter(action="return_report").count() == 1
    assert mails(case, "return_report") == [("return_report_officer", "karl@example.org")]
    body = OutgoingMail.objects.get(template="return_report_officer").body
    assert "Räkna om." in body
    actions.save_report(case.pk, DIALOGUE_REPORT, {"summary": "Omräknad."}, by=personas.karl(), at=NOW)
    actions.request_sign_off(case.pk, DIALOGUE_REPORT, by=personas.karl(), at=NOW)


def test_sign_off_freezes_the_report_and_makes_the_case_ready():
    case = review.ready()
    report = OfficerReport.objects.get()
    assert case.status == Status.READY
    assert case.turn == Turn.SECRETARY
    assert (report.signed_off_by, report.signed_off_at) == (personas.cecilia(), NOW)
    assert case.events.filter(action="sign_off").count() == 1
    assert mails(case, "sign_off") == [
        ("sign_off_officer", "karl@example.org"),
        ("sign_off_secretaries", "nils@example.org"),
    ]


def test_the_signed_report_is_ordered_as_a_document_that_can_be_made():
    review.ready()
    report = OfficerReport.objects.get()
    order = DocumentOrder.objects.get(key=f"officer_report:{report.pk}")
    assert order.snapshot == report.snapshot
    document = parse("officer_report", order.snapshot)
    assert not document.draft
    assert document.decision_number == 1
    assert document.signed_by == "Cecilia Ängby"
    assert document.proposed_points[0].startswith("Tekniska nämnden beviljar Lingarnets Vänner")
    assert [(row.number, row.verdict) for row in document.criteria] == [(n, "met") for n in range(1, 7)]
    assert [(row.requested, row.proposed, row.motivation) for row in document.amounts] == [
        (60_000, 45_000, "Trycksaker görs av staden.")
    ]
    assert document.basis == ("Tjänsteskrivelse, 2 mars 2026", "Ansökan om samverkansstöd, 2 mars 2026")
    assert [(row.body, row.on) for row in document.planning] == [
        ("Tekniska nämndens arbetsutskott", date(2026, 4, 14)),
        ("Tekniska nämnden", date(2026, 4, 28)),
    ]
    assert document.legal_check == "Mottagaren är en förening."


def test_nobody_signs_what_they_wrote():
    case = review.in_review()
    karl = personas.karl()
    karl.is_manager = True
    karl.save(update_fields=["is_manager"])
    review.prepare(case)
    review.write_report(case)
    actions.request_sign_off(case.pk, DIALOGUE_REPORT, by=karl, at=NOW)
    assert fails(lambda: actions.sign_off(case.pk, DIALOGUE_REPORT, by=karl, at=NOW)) == [
        "Du har själv skrivit i tjänsteskrivelsen. En annan chef behöver signera den."
    ]


@pytest.mark.parametrize("who", ["amina", "birk", "karl", "karin", "nils", "rut", "adam"])
@pytest.mark.parametrize("action", ["sign_off", "return_report"])
def test_only_a_manager_signs_or_returns(who, action):
    case = review.with_manager()
    extra = {"comment": "x"} if action == "return_report" else {}
    with pytest.raises(PermissionDenied):
        getattr(actions, action)(case.pk, DIALOGUE_REPORT, **extra, by=getattr(personas, who)(), at=NOW)
    assert Case.objects.get(pk=case.pk).status == Status.REVIEW


def test_signing_before_anything_was_sent_says_so():
    case = review.prepare(review.in_review())
    review.write_report(case)
    assert fails(lambda: actions.sign_off(case.pk, DIALOGUE_REPORT, by=personas.cecilia(), at=NOW)) == [
        "Kontaktpersonen har inte skickat någon tjänsteskrivelse till dig än."
    ]


def test_the_facts_are_looked_at_again_when_it_is_signed():
    case = review.with_manager()
    LegalCheck.objects.all().delete()
    assert fails(lambda: actions.sign_off(case.pk, DIALOGUE_REPORT, by=personas.cecilia(), at=NOW)) == [
        "Gör den rättsliga kontrollen."
    ]


def test_what_the_manager_says_when_signing_goes_to_the_officer_and_not_into_the_document():
    case = review.with_manager()
    said = {"comment": "Säg det muntligt också."}
    actions.sign_off(case.pk, DIALOGUE_REPORT, **said, by=personas.cecilia(), at=NOW)
    assert case.events.get(action="sign_off").comment == said["comment"]
    mail = case.mails.get(template="sign_off_officer")
    assert "> Säg det muntligt också." in mail.body
    assert said["comment"] not in str(OfficerReport.objects.get().snapshot)
    shown = timeline(case, personas.amina())
    assert any("signerad" in row["title"] for row in shown)
    assert said["comment"] not in str(shown)


def test_a_second_press_changes_nothing():
    case = review.ready()
    with pytest.raises(WrongState):
        actions.sign_off(case.pk, DIALOGUE_REPORT, by=personas.cecilia(), at=NOW)
    assert case.events.filter(action="sign_off").count() == 1


def test_recall_opens_a_new_version_and_the_new_document_names_the_old():
    case = review.ready()
    actions.recall_report(case.pk, DIALOGUE_REPORT, comment="Fel belopp.", by=personas.karl(), at=NOW)
    case.refresh_from_db()
    assert case.status == Status.REVIEW
    assert mails(case, "recall_report") == [("recall_report_secretaries", "nils@example.org")]
    signed, new = OfficerReport.objects.order_by("version")
    assert signed.recalled_at == NOW
    assert (new.version, new.is_signed, new.summary) == (2, False, signed.summary)
    assert list(new.points.values_list("text")) == list(signed.points.values_list("text"))
    later = NOW + timedelta(days=1)
    actions.request_sign_off(case.pk, DIALOGUE_REPORT, by=personas.karl(), at=later)
    actions.sign_off(case.pk, DIALOGUE_REPORT, by=personas.cecilia(), at=later)
    order = DocumentOrder.objects.get(key=f"officer_report:{new.pk}")
    assert order.replaces.key == f"officer_report:{signed.pk}"
    assert order.snapshot["replaces"] == {
        "designation": "Tjänsteskrivelse",
        "issued_on": "2026-03-02",
        "reason": "Fel belopp.",
    }
    parse("officer_report", order.snapshot)


def test_recall_by_a_manager_leaves_the_report_with_the_officer():
    case = review.ready()
    actions.recall_report(case.pk, DIALOGUE_REPORT, comment="Vänta.", by=personas.cecilia(), at=NOW)
    assert OfficerReport.objects.get(version=2).author == personas.karl()
    assert mails(case, "recall_report") == [
        ("recall_report_officer", "karl@example.org"),
        ("recall_report_secretaries", "nils@example.org"),
    ]


def test_recall_needs_a_reason_and_a_report_that_is_not_on_an_agenda():
    case = review.ready()
    assert fails(
        lambda: actions.recall_report(case.pk, DIALOGUE_REPORT, comment="", by=personas.karl(), at=NOW)
    ) == ["Skriv varför tjänsteskrivelsen tas tillbaka."]
    case.agenda_items.create(
        meeting=factories.meeting(), report=OfficerReport.objects.get(), number=1, added_at=NOW
    )
    assert fails(
        lambda: actions.recall_report(case.pk, DIALOGUE_REPORT, comment="x", by=personas.karl(), at=NOW)
    ) == ["Ärendet är uppsatt på ett sammanträde. Nämndsekreteraren kan ta bort det därifrån."]


def test_granting_everything_enters_the_measures_with_a_point_each():
    case = review.prepare(review.in_review())
    review.write_report(case, recommendation=Outcome.APPROVE_ALL)
    part = case.case_actors.first()
    row = {
        "title": "Planteringar",
        "responsible": part,
        "starts_on": date(2026, 6, 1),
        "ends_on": date(2026, 9, 30),
        "requested_amount": 80_000,
    }
    karl = personas.karl()
    first, second = actions.enter_measures(
        case.pk, DIALOGUE_REPORT, [row, row | {"title": "Bänkar"}], by=karl, at=NOW
    )
    assert (first.letter, second.letter) == ("A", "B")
    points = list(OfficerReport.objects.get().points.values_list("number", "measure__letter", "requested"))
    assert points == [(1, None, 60_000), (2, None, None), (3, "A", 80_000), (4, "B", 80_000)]
    actions.enter_measures(
        case.pk, DIALOGUE_REPORT, [row | {"pk": second.pk, "title": "Soffor"}], by=karl, at=NOW
    )
    assert list(case.measures.values_list("letter", "title")) == [("B", "Soffor")]
    assert OfficerReport.objects.get().points.filter(measure__isnull=False).count() == 1
    actions.request_sign_off(case.pk, DIALOGUE_REPORT, by=karl, at=NOW)
    actions.sign_off(case.pk, DIALOGUE_REPORT, by=personas.cecilia(), at=NOW)
    document = parse("officer_report", OfficerReport.objects.get().snapshot)
    assert [(row.letter, row.title, row.proposed) for row in document.measures] == [("B", "Soffor", 80_000)]


def test_letters_go_on_after_z():
    assert [actions.letter_of(number) for number in (0, 25, 26, 27)] == ["A", "Z", "AA", "AB"]
