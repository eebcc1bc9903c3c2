"""The result report written, sent, completed, approved, and the case closed: rows, events, mails, every guard."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from applications.actions import withdraw
from applications.attachments.actions import attach
from applications.lifecycle import Refused, Stale, WrongState
from applications.models import Case, Condition, DocumentOrder, OutgoingMail, Payment, Record
from applications.states import Direction, Size, Status, Turn
from phases.resultat import actions, facts, guards
from phases.resultat.actions import Used
from phases.resultat.models import Indicator, ResultReport, UsedSupport
from phases.utforande.check_ins import actions as check_ins
from reports.contexts import parse
from samverkan.demo.story import Story
from tests import factories, personas
from tests.files import pdf
from tests.personas import NOW
from tests.phases import granted
from tests.phases.resultat.written import ANSWERS, used, write
from tests.walk import walked

pytestmark = pytest.mark.django_db

GROUP = {"amina@example.org", "birk@example.org"}


def mails(template: str) -> set[str]:
    return set(OutgoingMail.objects.filter(template__startswith=template).values_list("to", flat=True))


def missing(guard: Any, case: Case) -> list[str]:
    return [item.text for item in guard(case)]


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def enclose(case: Case, section: str, name: str = "a.pdf") -> None:
    attach(case.pk, [SimpleUploadedFile(name, pdf())], section=section, by=personas.birk(), at=NOW)


def submitted(**values: Any) -> Case:
    case = granted.in_reporting()
    write(case, **values)
    actions.submit_report(case.pk, by=personas.amina(), at=NOW)
    return fresh(case)


# --- writing -------------------------------------------------------------------------------------------
def test_a_report_is_saved_half_done_and_goes_on() -> None:
    case = granted.in_reporting()
    before = case.events.count()
    report = actions.save_report(
        case.pk, values={"outcome": "Bra."}, used={}, revision=0, by=personas.birk(), at=NOW
    )
    assert (report.version, report.revision, report.saved_by, report.is_interim) == (
        1,
        1,
        personas.birk(),
        False,
    )
    assert case.events.count() == before + 1
    assert case.events.order_by("-id").first().data == {"version": 1, "changed": ["outcome"]}
    assert not OutgoingMail.objects.filter(template__startswith="edit_").exists()
    actions.save_report(case.pk, values={"lessons": "Mer."}, revision=1, by=personas.amina(), at=NOW)
    report.refresh_from_db()
    assert (report.outcome, report.lessons, ResultReport.objects.count()) == ("Bra.", "Mer.", 1)


def test_an_unsent_report_is_the_group_s_own() -> None:
    case = granted.in_reporting()
    report = write(case)
    assert set(ResultReport.objects.visible_to(personas.amina())) == {report}
    assert not ResultReport.objects.visible_to(personas.karl()).exists()
    assert not ResultReport.objects.visible_to(personas.olga()).exists()


def test_two_people_at_the_same_time_lose_nothing() -> None:
    case = granted.in_reporting()
    actions.save_report(case.pk, values={"outcome": "Aminas"}, revision=0, by=personas.amina(), at=NOW)
    with pytest.raises(Stale) as stale:
        actions.save_report(case.pk, values={"outcome": "Birks"}, revision=0, by=personas.birk(), at=NOW)
    assert stale.value.fresh.outcome == "Aminas"
    assert ResultReport.objects.get().outcome == "Aminas"


def test_support_of_another_case_cannot_be_accounted_for() -> None:
    case, other = granted.in_reporting(), granted.in_execution("Varptorget")
    theirs = other.grants.first().pk
    with pytest.raises(Refused, match="finns inte i ärendet"):
        actions.save_report(case.pk, values={}, used={theirs: Used(amount=1)}, by=personas.birk(), at=NOW)
    assert not UsedSupport.objects.exists()
    assert not ResultReport.objects.exists()


def test_money_is_counted_in_kronor_and_the_rest_in_its_own_unit() -> None:
    case = granted.in_reporting()
    write(case)
    rows = {row.label + row.in_kind: row for row in facts.support(case, facts.unsent(case))}
    assert list(rows) == [
        "Dialoginsatser",
        "A Planteringar",
        "A Planteringar120 arbetstimmar",
        "B Sittplatser",
    ]
    hours = rows["A Planteringar120 arbetstimmar"]
    assert (hours.used.amount, hours.used.quantity) == (None, Decimal("118.50"))
    assert hours.in_kind_used == "118,5 arbetstimmar"
    sums = facts.money(case, list(rows.values()))
    assert (sums.granted, sums.used, sums.remainder, sums.repayment, sums.over) == (
        180_000,
        176_400,
        3_600,
        3_600,
        0,
    )


def test_a_sum_above_the_grant_warns_and_does_not_block() -> None:
    case = granted.in_reporting()
    write(case, (45_000, 82_100, 53_300))
    rows = facts.support(case, facts.unsent(case))
    warnings = facts.warnings(rows, facts.money(case, rows))
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in warnings] == [
        "Ni har använt 2 100 kronor mer än beviljat till A Planteringar.",
        "Tillsammans är det 400 kronor mer än beviljat. Det betalar ni själva.",
    ]
    assert missing(guards.missing_for_submit_report, case) == []


def test_what_was_paid_out_decides_what_is_paid_back() -> None:
    case = granted.in_reporting()
    write(case)
    payee = case.case_actors.get()
    for kind, amount in ((Payment.Kind.PAYMENT, 178_000), (Payment.Kind.REPAYMENT, 1_000)):
        Payment.objects.create(
            case=case, kind=kind, payee=payee, amount=amount, paid_on=NOW.date(), by=personas.karl(), at=NOW
        )
    sums = facts.money(case, facts.support(case, facts.unsent(case)))
    assert (sums.remainder, sums.repayment, sums.outstanding) == (3_600, 1_600, 600)


@pytest.mark.parametrize("status", [Status.EXECUTION, Status.REPORT_SUBMITTED, Status.REPORT_APPROVED])
def test_the_report_is_written_in_its_time(status: Status) -> None:
    case = factories.in_status(granted.in_execution(), status)
    with pytest.raises(Refused, match="inte öppen"):
        write(case)


@pytest.mark.parametrize("who", [personas.olga, personas.karl, personas.nils])
def test_only_the_group_writes(who) -> None:
    case = granted.in_reporting()
    with pytest.raises(PermissionDenied):
        actions.save_report(case.pk, values={"outcome": "x"}, by=who(), at=NOW)


# --- sending (R37-R45) -----------------------------------------------------------------------------------
def test_sending_freezes_registers_and_tells() -> None:
    case = granted.in_reporting()
    write(case)
    before = case.events.count()
    actions.submit_report(case.pk, by=personas.amina(), at=NOW)
    case = fresh(case)
    assert (case.status, case.turn) == (Status.REPORT_SUBMITTED, Turn.OFFICER)
    event = case.events.order_by("-id").first()
    assert (event.action, event.data) == ("submit_report", {"version": 1, "used": 176_400})
    assert case.events.count() == before + 1
    personas.rut()
    assert mails("submit_report") == GROUP | {"karl@example.org"}
    order = DocumentOrder.objects.get(kind="result_report")
    document = parse(order.kind, order.snapshot)
    assert (document.version, document.interim, document.approved_by, document.approved_on) == (
        1,
        False,
        "",
        None,
    )
    assert document.lead == "Båda insatserna är genomförda."
    assert [(row.label, row.granted, row.used, row.in_kind_used) for row in document.used] == [
        ("Dialoginsatser", 45_000, 45_000, ""),
        ("A Planteringar", 80_000, 78_100, "118,5 arbetstimmar"),
        ("B Sittplatser", 55_000, 53_300, ""),
    ]
    assert document.repayment == 3_600
    assert [row.status for row in document.measures] == ["Genomförd", "Genomförd"]
    assert [(row.before, row.after, row.unit) for row in document.indicators] == [(41, 58, "procent")]
    assert (document.signed_by[0].name, document.signed_by[0].signed_on) == ("Amina Björkdal", NOW.date())
    record = Record.objects.get(order=order)
    assert (record.direction, record.counterpart) == (Direction.INCOMING, "Amina Björkdal")


def test_the_registrar_is_told_of_what_came_in() -> None:
    personas.rut()
    submitted()
    assert mails("submit_report") == GROUP | {"karl@example.org", "rut@example.org"}


def test_a_sent_report_never_changes() -> None:
    submitted()
    with pytest.raises(DatabaseError), transaction.atomic():
        ResultReport.objects.update(outcome="Annat")
    with pytest.raises(DatabaseError), transaction.atomic():
        ResultReport.objects.all().delete()


def test_everything_missing_is_listed_with_its_place() -> None:
    case = granted.in_reporting()
    page = f"/arenden/{case.reference}/resultatrapport/"
    assert missing(guards.missing_for_submit_report, case) == ["Skriv resultatrapporten."]
    actions.save_report(case.pk, values={"outcome": " "}, by=personas.birk(), at=NOW)
    found = list(guards.missing_for_submit_report(case))
    assert [item.text for item in found] == [
        "Skriv från vilken dag rapporten gäller.",
        "Skriv till vilken dag rapporten gäller.",
        "Svara på fråga 1: Hur gick det?",
        "Svara på fråga 3: Vad har varit avgörande för områdets utveckling?",
        "Svara på fråga 4: Vilka dialoger har ni genomfört?",
        "Svara på fråga 5: Vilka har varit avgörande i samarbetet?",
        "Svara på fråga 6: Hur har samverkan och stadens stöd förändrat platsen?",
        "Svara på fråga 7: Vad har ni lärt er?",
        "Skriv hur mycket ni har använt till Dialoginsatser.",
        "Skriv hur mycket ni har använt till A Planteringar.",
        "Skriv hur mycket ni har använt till A Planteringar (120 arbetstimmar).",
        "Skriv hur mycket ni har använt till B Sittplatser.",
    ]
    assert {item.url.partition("#")[0] for item in found} == {page}
    assert found[2].url == f"{page}#id_outcome"
    with pytest.raises(Refused):
        actions.submit_report(case.pk, by=personas.amina(), at=NOW)
    assert fresh(case).status == Status.REPORTING


def test_a_period_does_not_end_before_it_begins() -> None:
    case = granted.in_reporting()
    write(case, period_to=date(2026, 1, 1))
    assert missing(guards.missing_for_submit_report, case) == ["Perioden slutar innan den börjar."]


def test_what_is_paid_back_is_not_said_before_every_sum_is_answered() -> None:
    case = granted.in_reporting()
    assert not facts.money(case, facts.support(case, None)).is_whole
    client = Client()
    client.force_login(personas.birk())
    url = reverse("edit_result_report", args=[case.reference])
    assert "Räknas ut när det står vad som är använt" in client.get(url).text
    write(case)
    assert facts.money(case, facts.support(case, facts.unsent(case))).is_whole
    assert "<strong>3\xa0600\xa0kronor</strong>" in client.get(url).text


def test_nothing_used_is_an_answer() -> None:
    case = granted.in_reporting()
    write(case, (0, 0, 0))
    assert missing(guards.missing_for_submit_report, case) == []
    sums = facts.money(case, facts.support(case, facts.unsent(case)))
    assert sums.repayment == 180_000


def test_an_association_encloses_its_two_accounts() -> None:
    case = granted.in_reporting()
    write(case, association_formed=True)
    assert missing(guards.missing_for_submit_report, case) == [
        "Ni har bildat en förening. Lägg till verksamhetsberättelsen.",
        "Ni har bildat en förening. Lägg till den ekonomiska berättelsen.",
    ]
    enclose(case, facts.ACTIVITY, "verksamhet.pdf")
    enclose(case, facts.FINANCIAL, "ekonomi.pdf")
    enclose(case, facts.OTHER, "bilder.pdf")
    assert not case.attachments.filter(sent_at__isnull=False).exists()
    actions.submit_report(case.pk, by=personas.amina(), at=NOW)
    assert not case.attachments.filter(sent_at=None).exists()
    assert DocumentOrder.objects.get(kind="result_report").snapshot["attachments"] == [
        "Verksamhetsberättelse (verksamhet.pdf)",
        "Ekonomisk berättelse (ekonomi.pdf)",
        "bilder.pdf",
    ]
    assert Record.objects.filter(case=case, attachment__isnull=False).count() == 3


@pytest.mark.parametrize("who", [personas.birk, personas.karl, personas.olga])
def test_only_the_representative_sends(who) -> None:
    case = granted.in_reporting()
    write(case)
    with pytest.raises(PermissionDenied, match="gruppens företrädare"):
        actions.submit_report(case.pk, by=who(), at=NOW)


def test_a_second_press_is_told_so() -> None:
    case = submitted()
    with pytest.raises(WrongState):
        actions.submit_report(case.pk, by=personas.amina(), at=NOW)
    assert case.events.filter(action="submit_report").count() == 1


def test_a_city_initiated_case_is_accounted_for_by_its_officer() -> None:
    case = granted.in_reporting(initiative="city")
    actions.save_report(case.pk, values=ANSWERS, used=used(case), by=personas.karl(), at=NOW)
    assert guards.form_page(case) == f"/admin/arenden/{case.reference}/resultatrapport/"
    actions.submit_report(case.pk, by=personas.karl(), at=NOW)
    assert fresh(case).status == Status.REPORT_SUBMITTED
    with pytest.raises(
        PermissionDenied, match="en som inte skrev"
    ):  # whoever wrote it never approves it (R46)
        actions.approve_report(case.pk, by=personas.karl(), at=NOW)
    actions.approve_report(case.pk, by=personas.karin(), at=NOW)
    assert fresh(case).status == Status.REPORT_APPROVED


# --- completion ------------------------------------------------------------------------------------------
def asked(case: Case, **sections: str) -> Case:
    actions.request_completion(
        case.pk, asked_for=sections, due_on=date(2026, 3, 20), by=personas.karl(), at=NOW
    )
    return fresh(case)


def test_a_completion_opens_only_what_was_asked_for() -> None:
    case = asked(submitted(), shift="Jämför med mervärdet.")
    assert (case.status, case.turn, case.due_on) == (Status.REPORT_COMPLETION, Turn.GROUP, date(2026, 3, 20))
    assert mails("request_completion") == GROUP
    body = OutgoingMail.objects.filter(template="request_completion_group").first().body
    assert "Hur har samverkan och stadens stöd förändrat platsen?\n> Jämför med mervärdet." in body
    report = facts.unsent(case)
    assert (report.version, report.open_sections, report.outcome) == (2, ["shift"], ANSWERS["outcome"])
    assert [row.amount for row in report.used.all()] == [45_000, 78_100, None, 53_300]
    assert report.indicators.get().after == 58
    with pytest.raises(Refused, match="inte öppen"):
        actions.save_report(case.pk, values={"outcome": "Nytt"}, by=personas.birk(), at=NOW)
    with pytest.raises(Refused, match="inte öppen"):
        actions.save_report(case.pk, values={}, used=used(case), by=personas.birk(), at=NOW)
    actions.save_report(case.pk, values={"shift": "Mer ljus."}, indicators=[], by=personas.birk(), at=NOW)
    factories.attach(case, "foton.pdf")
    before = case.events.count()
    actions.complete(case.pk, by=personas.amina(), at=NOW + timedelta(days=1))
    case = fresh(case)
    assert (case.status, facts.latest(case).shift, facts.latest(case).version) == (
        Status.REPORT_SUBMITTED,
        "Mer ljus.",
        2,
    )
    assert case.events.count() == before + 1
    assert mails("complete") == GROUP | {"karl@example.org"}
    first = ResultReport.objects.get(version=1)
    assert (first.shift, Indicator.objects.filter(report=first).count()) == (ANSWERS["shift"], 1)
    assert DocumentOrder.objects.filter(kind="result_report").count() == 2
    karl, url = Client(), reverse("admin:result_report_changes", args=[case.reference, 2])
    karl.force_login(personas.karl())
    page = karl.get(url)
    section, enclosures = page.context["sections"]
    assert (section.key, section.asked_for) == ("shift", "Jämför med mervärdet.")
    assert [(change.label, change.pieces[0].text) for change in enclosures.changes] == [
        ("Fler bilagor", "foton.pdf")
    ]
    assert [change.label for change in section.changes] == ["Svar", "Mätningar"]
    for place, args in (("case", ()), ("result_report", (2,)), ("approve_report", ())):
        assert url in karl.get(reverse(f"admin:{place}", args=[case.reference, *args])).content.decode()
    assert karl.get(reverse("admin:result_report_changes", args=[case.reference, 1])).status_code == 404


def test_a_request_names_what_is_missing() -> None:
    case = submitted()
    for sections in ({}, {"shift": "  "}, {"hemligt": "x"}):
        with pytest.raises(Refused):
            asked(case, **sections)
    assert not facts.unsent(case)
    with pytest.raises(PermissionDenied):
        actions.request_completion(
            case.pk, asked_for={"shift": "x"}, due_on=date(2026, 3, 20), by=personas.amina(), at=NOW
        )


# --- approving -------------------------------------------------------------------------------------------
def test_approval_makes_the_document_word_for_word() -> None:
    case = submitted(association_formed=False)
    case.registry_number = "TN-2026-99001"
    case.save(update_fields=["registry_number"])
    before = case.events.count()
    actions.approve_report(case.pk, by=personas.karl(), at=NOW + timedelta(days=9))
    case = fresh(case)
    assert (case.status, case.turn) == (Status.REPORT_APPROVED, Turn.OFFICER)
    assert case.events.count() == before + 1
    assert mails("approve_report") == GROUP
    body = OutgoingMail.objects.filter(template="approve_report_group").first().body
    assert "3 600 kronor ska betalas tillbaka" in body.replace("\N{NO-BREAK SPACE}", " ")
    approved, sent = DocumentOrder.objects.filter(kind="result_report")
    assert approved.replaces == sent
    changed = {key for key, value in approved.snapshot.items() if sent.snapshot[key] != value}
    assert changed == {"approved_by", "approved_on", "issued_on", "registry_number"}
    document = parse(approved.kind, approved.snapshot)
    assert (document.approved_by, document.approved_on) == ("Karl Sjöhed", date(2026, 3, 11))
    assert document.replaces is None


@pytest.mark.parametrize("who", [personas.amina, personas.karin, personas.cecilia])
def test_only_the_officer_approves(who) -> None:
    case = submitted()
    with pytest.raises(PermissionDenied, match="ärendets kontaktperson"):
        actions.approve_report(case.pk, by=who(), at=NOW)


def test_there_must_be_a_report_to_approve() -> None:
    case = factories.in_status(granted.in_execution(), Status.REPORT_SUBMITTED)
    with pytest.raises(Refused, match="inte skickat någon resultatrapport"):
        actions.approve_report(case.pk, by=personas.karl(), at=NOW)


# --- closing ---------------------------------------------------------------------------------------------
def approved(sums: tuple[int, ...] = (45_000, 80_000, 55_000)) -> Case:
    case = granted.in_reporting()
    write(case, sums)
    actions.submit_report(case.pk, by=personas.amina(), at=NOW)
    actions.approve_report(case.pk, by=personas.karl(), at=NOW)
    return fresh(case)


def test_closing_tells_the_group_and_the_registrar() -> None:
    personas.rut()
    case = approved()
    before = case.events.count()
    actions.close(case.pk, by=personas.karl(), at=NOW + timedelta(days=20))
    case = fresh(case)
    assert (case.status, case.turn, case.closed_at) == (
        Status.CLOSED,
        Turn.REGISTRAR,
        NOW + timedelta(days=20),
    )
    assert case.events.count() == before + 1
    assert mails("close") == GROUP | {"rut@example.org"}


def test_closing_with_money_to_pay_back_needs_a_reason() -> None:
    case = approved((45_000, 78_100, 53_300))
    left = [item.text.replace("\N{NO-BREAK SPACE}", " ") for item in guards.left_when_closing(case)]
    assert left == ["3 600 kronor är inte återbetalade."]
    with pytest.raises(Refused, match="skriv varför") as refusal:
        actions.close(case.pk, by=personas.karl(), at=NOW, comment=" ")
    assert refusal.value.missing[0].url == f"/admin/arenden/{case.reference}/betalningar/"
    assert fresh(case).status == Status.REPORT_APPROVED
    actions.close(case.pk, by=personas.karl(), at=NOW, comment="Föreningen är upplöst.")
    event = case.events.get(action="close")
    assert (event.comment, len(event.data["left"])) == ("Föreningen är upplöst.", 1)


def test_a_condition_that_is_not_met_needs_a_reason_too() -> None:
    story = Story("Lingarnsgatan", conditions=("Barnens behov undersöks i dialogen.",))
    case = walked(Status.REPORT_APPROVED, story).case
    left = [item.text for item in guards.left_when_closing(case)]
    assert "Villkoret är inte uppfyllt: Barnens behov undersöks i dialogen." in left
    Condition.objects.filter(decision__case=case).update(done_on=NOW.date())
    left = [item.text for item in guards.left_when_closing(case)]
    assert not [text for text in left if "Villkoret" in text]


def test_a_recorded_repayment_settles_it() -> None:
    case = approved((45_000, 78_100, 53_300))
    Payment.objects.create(
        case=case,
        kind=Payment.Kind.REPAYMENT,
        payee=case.case_actors.get(),
        amount=3_600,
        paid_on=NOW.date(),
        by=personas.karl(),
        at=NOW,
    )
    actions.close(case.pk, by=personas.karl(), at=NOW)
    assert fresh(case).status == Status.CLOSED


def test_a_booked_check_in_is_held_or_cancelled_first() -> None:
    case = approved()
    row = granted.booked(case)
    with pytest.raises(Refused, match="varken antecknad eller inställd") as refusal:
        actions.close(case.pk, by=personas.karl(), at=NOW, comment="x")
    assert refusal.value.missing[0].url == f"/admin/arenden/{case.reference}/avstamningar/{row.pk}/"
    check_ins.cancel_check_in(case.pk, row.pk, why="Klart", by=personas.karl(), at=NOW)
    actions.close(case.pk, by=personas.karl(), at=NOW)


def test_nothing_closes_without_an_approved_report() -> None:
    case = submitted()
    with pytest.raises(WrongState):
        actions.close(case.pk, by=personas.karl(), at=NOW)
    case = factories.in_status(granted.in_execution("Varptorget"), Status.REPORT_APPROVED)
    with pytest.raises(Refused, match="inte godkänd"):
        actions.close(case.pk, by=personas.karl(), at=NOW)


# --- a process that stopped (R37) ---------------------------------------------------------------------------
def test_a_withdrawn_process_ends_with_short_answers_and_its_money_back() -> None:
    case = granted.in_execution()
    withdraw(case.pk, by=personas.amina(), at=NOW, comment="Vi hinner inte.")
    case = fresh(case)
    assert case.status == Status.REPORTING
    assert facts.stopped_by(case).action == "withdraw"
    write(case, (20_000, 0, 0), outcome="Inget blev av.", association_formed=False)
    actions.submit_report(case.pk, by=personas.amina(), at=NOW)
    assert DocumentOrder.objects.get().snapshot["repayment"] == 160_000
    actions.approve_report(case.pk, by=personas.karl(), at=NOW)
    assert facts.stopped_by(fresh(case)).action == "withdraw"


def test_a_process_carried_through_did_not_stop() -> None:
    assert facts.stopped_by(granted.in_reporting()) is None
    assert facts.stopped_by(asked(submitted(), shift="Mer")) is None


# --- the interim report (R48) --------------------------------------------------------------------------------
def test_a_long_process_accounts_for_a_period_and_goes_on() -> None:
    personas.rut()
    case = granted.in_execution(size=Size.LONG_TERM)
    write(case)
    before = case.events.count()
    actions.submit_interim_report(case.pk, by=personas.amina(), at=NOW)
    case = fresh(case)
    assert case.status == Status.EXECUTION
    assert case.events.count() == before + 1
    assert mails("submit_interim_report") == GROUP | {"karl@example.org", "rut@example.org"}
    order = DocumentOrder.objects.get()
    document = parse(order.kind, order.snapshot)
    assert (order.designation, document.interim, document.repayment) == ("Delrapport", True, None)
    assert facts.latest(case) is None  # no result report
    # the final report is the next version, and an interim draft left behind becomes it
    write(case, outcome="Påbörjad som delrapport.")
    case = factories.in_status(case, Status.REPORTING)
    actions.submit_report(case.pk, by=personas.amina(), at=NOW)
    final = facts.latest(fresh(case))
    assert (final.version, final.is_interim, final.snapshot["interim"]) == (2, False, False)


def test_only_long_processes_have_interim_reports() -> None:
    case = granted.in_execution(size=Size.LIMITED)
    with pytest.raises(Refused, match="långsiktiga"):
        actions.submit_interim_report(case.pk, by=personas.amina(), at=NOW)
    case = granted.in_execution("Varptorget", size=Size.LONG_TERM)
    with pytest.raises(Refused, match="Skriv delrapporten"):
        actions.submit_interim_report(case.pk, by=personas.amina(), at=NOW)
    with pytest.raises(PermissionDenied):
        actions.submit_interim_report(case.pk, by=personas.karl(), at=NOW)
