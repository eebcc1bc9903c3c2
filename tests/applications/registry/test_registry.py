"""The registrar's work: entering in the registry, secrecy, masked copies, the register as a file (D2)."""

from io import BytesIO

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse
from lxml import html
from openpyxl import load_workbook

from applications.attachments.sections import APPLICATION, FINANCIAL
from applications.decisions.conflicts import ConflictContent
from applications.lifecycle import Refused, note
from applications.models import (
    Attachment,
    Case,
    DocumentOrder,
    LegalGround,
    ListFile,
    OfficerReport,
    ReadEvent,
    Record,
    User,
)
from applications.records import register
from applications.registry import actions, masking
from applications.states import Direction, Status
from phases.initiering.report_source import DIALOGUE_REPORT
from phases.resultat.facts import enclosure_names
from reports.contexts import parse
from reports.pages import render_html
from tests import factories, personas
from tests.applications.committee import cases
from tests.personas import NOW
from tests.walk import walked

pytestmark = pytest.mark.django_db
GROUND = "21 kap. 3 § OSL"


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def received(case: Case, designation: str = "Brev om belysning", **fields: object) -> Record:
    return register(
        case, designation, direction=Direction.INCOMING, at=NOW, counterpart="Ove Lönnqvist", **fields
    )


def flag(record: Record, *, secret: bool = True) -> None:
    actions.change_secrecy(
        record.case_id,
        record.pk,
        by=personas.rut(),
        at=NOW,
        secret=secret,
        legal_ground=GROUND,
        reason="Hot har framförts.",
    )


def test_several_numbers_and_records_are_entered_in_one_go() -> None:
    cases = [factories.case("Ett"), factories.case("Två")]
    records = [received(case) for case in cases]
    late = received(cases[0], "Kom medan sidan var öppen")
    data = {"case": [case.pk for case in cases]}
    for number, (case, record) in enumerate(zip(cases, records, strict=True), start=1):
        data |= {
            f"a{case.pk}-number": f"tn-2026-{number}",
            f"a{case.pk}-entered": "on",
            f"a{case.pk}-records": str(record.pk),
        }
    assert client_of(personas.rut()).post("/admin/diarium/", data).status_code == 302
    assert [Case.objects.get(pk=case.pk).registry_number for case in cases] == ["TN-2026-1", "TN-2026-2"]
    assert set(Record.objects.filter(registered_at=None, pk__in=[late.pk, *(r.pk for r in records)])) == {
        late
    }
    event = cases[0].events.first()
    assert (event.action, event.data, event.for_group) == (
        "enter_in_registry",
        {"numbers": [records[0].number]},
        False,
    )


def test_one_wrong_row_loses_nothing_and_keeps_the_others_typed() -> None:
    first, second = factories.case("Ett"), factories.case("Två")
    data = {
        "case": [first.pk, second.pk],
        f"a{first.pk}-number": "139/2026",
        f"a{second.pk}-number": "TN-2026-7",
    }
    page = client_of(personas.rut()).post("/admin/diarium/", data).content.decode()
    assert "Skriv diarienumret som i diariet, till exempel TN-2026-139" in page
    assert 'value="139/2026"' in page
    assert 'value="TN-2026-7"' in page
    assert not Case.objects.exclude(registry_number="").exists()
    same = data | {f"a{first.pk}-number": "TN-2026-7"}
    page = client_of(personas.rut()).post("/admin/diarium/", same).content.decode()
    assert "ett annat ärende har redan det numret" in page
    assert Case.objects.filter(registry_number="TN-2026-7").count() == 1


def test_records_are_entered_under_a_number_only() -> None:
    record = received(factories.case())
    with pytest.raises(Refused, match="diarienummer först"):
        actions.enter_in_registry(record.case_id, by=personas.rut(), at=NOW, record_ids=[record.pk])


def test_the_list_is_the_registrars_narrows_and_asks_a_bounded_number_of_questions(
    django_assert_num_queries,
) -> None:
    numbered = factories.case("Numrerat", registry_number="TN-2026-3")
    factories.case("Onumrerat")
    Record.objects.filter(case__title="Onumrerat").update(registered_at=NOW)
    received(numbered)
    client = client_of(personas.rut())
    with django_assert_num_queries(6):
        page = client.get("/admin/diarium/").content.decode()
    assert ("Numrerat" in page, "Onumrerat" in page) == (True, True)
    assert "Onumrerat" not in client.get("/admin/diarium/?saknas=handlingar").content.decode()
    assert "Numrerat" not in client.get("/admin/diarium/?saknas=nummer").content.decode()
    assert "Onumrerat" not in client.get("/admin/diarium/?riktning=incoming&q=numrerat").content.decode()
    assert client.get("/admin/diarium/?saknas=x&riktning=y&page=z").status_code == 200
    for title in ("Tre", "Fyra"):
        received(factories.case(title))
    with django_assert_num_queries(6):
        client.get("/admin/diarium/")
    assert client_of(personas.karl()).get("/admin/diarium/").status_code == 403


def test_a_secret_record_says_its_ground_and_no_more_to_those_without_need() -> None:
    case = factories.case()
    record = received(case, "Hotbrev", description="Det står en adress i brevet.")
    flag(record)
    event = case.events.first()
    assert (event.action, event.comment, event.for_group) == (
        "change_secrecy",
        f"Handling {record.number}, {GROUND}: Hot har framförts.",
        False,
    )
    url = f"/admin/arenden/{case.reference}/dokument/"
    for who, reads in (
        (personas.rut(), True),
        (personas.karl(), True),
        (personas.karin(), False),
        (personas.adam(), False),
    ):
        client = client_of(who)
        page = client.get(url).content.decode()
        assert ("Hotbrev" in page, "Ove Lönnqvist" in page, "Sekretess, 21 kap. 3 § OSL" in page) == (
            reads,
            reads,
            True,
        )
        register_file = client.get(f"/admin/arenden/{case.reference}/register/").content.decode()
        assert ("Hotbrev" in register_file, GROUND in register_file) == (reads, True)
        registered = client.get("/admin/applications/record/").content.decode()
        assert ("Hotbrev" in registered, GROUND in registered) == (reads, True)
        assert (client.get(f"/admin/applications/record/{record.pk}/change/").status_code == 200) == reads
        assert (
            "Handling med sekretess" in client.get("/admin/applications/record/?q=Hotbrev").content.decode()
        ) is False
    flag(record, secret=False)
    assert "Hotbrev" in client_of(personas.karin()).get(url).content.decode()
    assert Record.objects.get(pk=record.pk).legal_ground == ""


def test_files_of_a_secret_record_are_hidden_from_those_without_need() -> None:
    case = factories.case()
    made = {"content_type": "text/plain", "size": 1, "sha256": "0", "uploaded_at": NOW, "sent_at": NOW}
    theirs = Attachment.objects.create(case=case, name="brev.txt", uploaded_by=personas.amina(), **made)
    ours = Attachment.objects.create(case=case, name="utredning.txt", uploaded_by=personas.karl(), **made)
    order = DocumentOrder.objects.create(
        case=case, kind="application", key="k", designation="Ansökan", snapshot={}, ordered_at=NOW
    )
    records = [
        register(case, "brev", direction=Direction.INCOMING, at=NOW, attachment=theirs),
        register(case, "utredning", direction=Direction.INTERNAL, at=NOW, attachment=ours),
        register(case, "dokument", direction=Direction.INTERNAL, at=NOW, order=order),
    ]
    everyone = [personas.rut(), personas.karl(), personas.karin(), personas.adam(), personas.amina()]

    def seen() -> list[tuple[int, int]]:
        return [
            (Attachment.objects.visible_to(who).count(), DocumentOrder.objects.visible_to(who).count())
            for who in everyone
        ]

    assert seen() == [(2, 1)] * 5
    for record in records:
        flag(record)
    assert seen() == [(2, 1), (2, 1), (0, 0), (0, 0), (1, 0)]


def test_secrecy_needs_a_ground_and_a_reason_and_the_right_person() -> None:
    case = factories.case()
    record = received(case)
    url = f"/admin/arenden/{case.reference}/handlingar/{record.pk}/sekretess/"
    page = (
        client_of(personas.rut()).post(url, {"secret": "on", "ground": "", "reason": "Hot"}).content.decode()
    )
    assert "Välj eller skriv vilket lagrum" in page
    page = (
        client_of(personas.rut()).post(url, {"secret": "on", "ground": GROUND, "reason": ""}).content.decode()
    )
    assert "Skriv varför." in page
    assert client_of(personas.karin()).post(url, {}).status_code == 403
    typed = {"secret": "on", "ground": "", "legal_ground": "40 kap. 5 § OSL", "reason": "Hot"}
    assert client_of(personas.karl()).post(url, typed).status_code == 302
    assert Record.objects.get(pk=record.pk).legal_ground == "40 kap. 5 § OSL"


def test_what_a_record_says_is_never_changed_nor_that_it_was_read() -> None:
    case = factories.case()
    record = received(case)
    reading = ReadEvent.objects.create(case=case, user=personas.karl(), what="ärendet", at=NOW)
    for sql, pk in (
        ("UPDATE applications_record SET designation = 'x' WHERE id = %s", record.pk),
        ("UPDATE applications_record SET at = NULL WHERE id = %s", record.pk),
        ("DELETE FROM applications_record WHERE id = %s", record.pk),
        ("UPDATE applications_readevent SET what = 'x' WHERE id = %s", reading.pk),
    ):
        with (
            pytest.raises(DatabaseError, match="written once"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql, [pk])
    flag(record)
    assert Record.objects.get(pk=record.pk).secret


def test_masking_finds_private_persons_and_leaves_the_city_alone() -> None:
    text = (
        "Amina Björkdal (amina@example.org, 070-174 06 05, +46 70 174 06 05) och Björkdals granne 811218-9876 "
        "ringde Karl på 040-628 04 11 och karl@example.org. Förening 432000-0039, SAM-2026-0007, 2026-03-30, "
        "120 000 kronor. Aminas ord: Aminagatan 070."
    )
    personas.karl()
    snapshot = {
        "text": text,
        "rows": [{"who": "Amina"}],
        "municipality": {"contact_phone": "040-34 10 00"},
        "n": 3,
    }
    masked = masking.mask(snapshot, ["Amina Björkdal"], words=["granne"])
    sign = "[maskad uppgift]"
    assert masked.snapshot == {
        "text": (
            f"{sign} ({sign}, {sign}, {sign}) och {sign} {sign} {sign} "
            "ringde Karl på 040-628 04 11 och karl@example.org. Förening 432000-0039, SAM-2026-0007, 2026-03-30, "
            f"120 000 kronor. {sign} ord: Aminagatan 070."
        ),
        "rows": [{"who": sign}],
        "municipality": {"contact_phone": "040-34 10 00"},
        "n": 3,
    }
    assert masked.counts == {"emails": 1, "phones": 2, "numbers": 1, "names": 4, "words": 1}
    assert snapshot["rows"] == [{"who": "Amina"}]
    only = masking.mask({"text": text}, ["Amina Björkdal"], hide=["emails"])
    assert only.counts == {"emails": 1}


def test_who_acted_in_office_is_not_masked_and_private_persons_are() -> None:
    """D2: elected members of the minutes stay, in running text too; the group's people beside them do not."""
    case = cases.on_agenda()
    group = case.memberships.get(user=personas.amina()).user.name  # Amina Björkdal
    decision = cases.released(
        case,
        members="Amina Ek, ledamot (S)\nPer Al, ledamot (M)",
        others_present=f"{group}, gruppens företrädare",
        chair="Amina Ek",
        adjuster="Per Al",
        motions=f"Amina Ek (S) yrkar bifall. Per Als yrkande är avslag. {group} svarar, och Amina tackar.",
        conflicts=[ConflictContent("Björkdal Ros", "C", "Per Al")],
    )
    snapshot = DocumentOrder.objects.get(key=f"minutes_extract:{decision.pk}:v1").snapshot
    names = masking.known_names(case, snapshot, "minutes_extract")
    assert group in names
    assert not {"Amina Ek", "Per Al", "Björkdal Ros"} & set(names)
    masked = masking.mask(snapshot, names, kind="minutes_extract").snapshot
    sign = "[maskad uppgift]"
    for part in ("members", "approvers", "signatures", "conflicts"):
        assert masked[part] == snapshot[part]
    assert masked["others_present"][0]["name"] == sign
    assert masked["motions"] == (
        f"Amina Ek (S) yrkar bifall. Per Als yrkande är avslag. {sign} svarar, och {sign} tackar."
    )
    word = masking.mask(snapshot, names, kind="minutes_extract", words=["Per Al"]).snapshot
    assert word["approvers"] == [sign]
    assert (
        masking.mask(snapshot, [*names, "Per Al"], kind="minutes_extract").snapshot["motions"].count(sign)
        == 3
    )


def test_the_registrar_orders_a_masked_copy_that_holds_nothing_of_the_persons() -> None:
    walk = walked(Status.SUBMITTED)
    case = walk.case
    order = case.document_orders.get(kind="application")
    record = order.records.get()
    client = client_of(personas.rut())
    url = f"/admin/arenden/{case.reference}/handlingar/{record.pk}/maskad-kopia/"
    assert walk.idris.name in client.get(url).content.decode()
    wanted = {"hide": list(masking.KINDS), "ground": GROUND, "words": "Lingarnsgatan"}
    assert "Skriv vilket lagrum" in client.post(url, wanted | {"ground": ""}).content.decode()
    assert "Inget i handlingen träffas" in client.post(url, {"ground": GROUND}).content.decode()
    assert client.post(url, wanted).status_code == 302
    copy = Record.objects.get(copy_of=record)
    assert copy.order.audience == DocumentOrder.Audience.STAFF
    html = render_html(copy.order.kind, copy.order.snapshot)
    for hidden in (*walk.idris.name.split(), walk.idris.email, walk.idris.phone, "Lingarnsgatan"):
        assert (hidden in render_html(order.kind, order.snapshot), hidden in html) == (True, False), hidden
    assert "[maskad uppgift]" in html
    assert "maskade med stöd av 21 kap. 3 § OSL" in html
    assert parse(copy.order.kind, copy.order.snapshot).reference == case.reference
    assert not DocumentOrder.objects.visible_to(walk.idris).filter(pk=copy.order_id).exists()
    assert client_of(personas.karl()).get(url).status_code == 403
    note = received(case)
    other = f"/admin/arenden/{case.reference}/handlingar/{note.pk}/maskad-kopia/"
    assert "Bara dokument som skapats här kan maskas" in client.post(other, wanted).content.decode()


def test_the_register_is_a_file_in_which_nothing_runs() -> None:
    case = factories.case(registry_number="TN-2026-9")
    record = received(case, "=HYPERLINK(1)", description="@SUM(A1)\x07")
    client = client_of(personas.karl())
    url = f"/admin/arenden/{case.reference}/register/"
    lines = client.get(url).content.decode("utf-8-sig").splitlines()
    cells = lines[-1].split(";")
    assert cells[:6] == [
        str(record.number),
        "2026-03-02 10:00",
        "'=HYPERLINK(1)",
        "Inkommen",
        "Ove Lönnqvist",
        "'@SUM(A1)",
    ]
    answer = client.get(f"{url}?format=xlsx")
    assert answer["Content-Disposition"].startswith(f'attachment; filename="{case.reference} register.xlsx"')
    sheet = load_workbook(BytesIO(answer.content)).active
    assert [cell.value for cell in sheet[sheet.max_row]][2] == "'=HYPERLINK(1)"
    assert case.read_events.filter(what="registret som XLSX").count() == 1


def test_what_waits_is_a_file_narrowed_as_the_list_and_logged() -> None:
    """D8, D20: a secret record says so to whoever does not read it."""
    case = factories.case("Numrerat", registry_number="TN-2026-3")
    record = received(case, "Brev från Östen")
    factories.case("Onumrerat")
    Record.objects.filter(case__title="Onumrerat").update(registered_at=NOW)
    client = client_of(personas.rut())
    page = client.get("/admin/diarium/?saknas=handlingar").content.decode()
    assert 'href="?saknas=handlingar&amp;format=csv"' in page
    lines = client.get("/admin/diarium/?format=csv").content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Referens;Ärende;Nr;")
    assert (
        f"{case.reference};Numrerat;{record.number};2026-03-02 10:00;Brev från Östen;Inkommen;"
        in lines[-2] + lines[-1]
    )
    assert any(line.endswith(";Onumrerat") for line in lines)
    answer = client.get("/admin/diarium/?saknas=handlingar&format=xlsx")
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert {row[1] for row in rows[1:]} == {"Numrerat"}
    log = ListFile.objects.first()
    assert (log.ordered_by, log.kind, log.query, log.total) == (
        personas.rut(),
        "xlsx",
        "saknas=handlingar&format=xlsx",
        len(rows) - 1,
    )
    assert client_of(personas.karl()).get("/admin/diarium/?format=csv").status_code == 403


def test_a_file_note_is_written_from_the_working_day() -> None:
    case = factories.case()
    client = client_of(personas.karl())
    assert "/admin/tjansteanteckning/" in client.get("/admin/").content.decode()
    assert case.reference in client.get("/admin/tjansteanteckning/").content.decode()
    typed = {
        "case": case.reference.lower(),
        "designation": "Samtal om belysning",
        "description": "Ljuset är trasigt.",
        "happened_on": "2026-03-02",
        "direction": "incoming",
    }
    wrong = client.post("/admin/tjansteanteckning/", typed | {"case": "SAM-1999-1"}).content.decode()
    assert "Det finns inget sådant ärende" in wrong
    assert "Ljuset är trasigt." in wrong
    assert client.post("/admin/tjansteanteckning/", typed).status_code == 302
    assert case.records.get(is_file_note=True).designation == "Samtal om belysning"


# --- what a secret file is called elsewhere, and the grounds ----------------------------------------------------------
def test_a_secret_file_is_not_named_in_the_card_the_trail_nor_any_document() -> None:
    """D2: the register masks it, and so does everything that is made of the files."""
    walk = walked(Status.REVIEW)
    case = walk.case
    made = {"content_type": "text/plain", "size": 1, "sha256": "0", "uploaded_at": NOW, "sent_at": NOW}
    for section in (APPLICATION, FINANCIAL):
        file = Attachment.objects.create(
            case=case, name=f"hotbrev-{section}.txt", section=section, uploaded_by=walk.idris, **made
        )
        record = register(case, file.name, direction=Direction.INCOMING, at=NOW, attachment=file)
        note(case, "attach_file", by=walk.idris, at=NOW, comment=file.name)
        flag(record)
    card_page = reverse("admin:case", args=[case.reference])
    for who, reads in ((personas.rut(), True), (personas.karin(), False), (personas.adam(), False)):
        html = client_of(who).get(card_page).text
        assert ("hotbrev" in html) == reads
        trail = client_of(who).get(reverse("admin:case_events", args=[case.reference])).text
        assert ("hotbrev" in trail, "fil med sekretess" in trail) == (reads, not reads)
    basis = DIALOGUE_REPORT.facts(case, OfficerReport(case=case)).basis
    masked = f"sekretess enligt {GROUND}"
    assert [row for row in basis if masked in row]
    assert [row for row in enclosure_names(case) if masked in row]
    assert "hotbrev" not in str([*basis, *enclosure_names(case)])


def test_the_registrar_keeps_the_grounds_that_are_offered() -> None:
    record = received(factories.case())
    rut = client_of(personas.rut())
    old = LegalGround.objects.get(name=GROUND)
    new = {"name": "25 kap. 1 § OSL", "about": "hälso- och sjukvård", "position": "5", "is_active": "on"}
    assert rut.post(reverse("admin:applications_legalground_add"), new).status_code == 302
    LegalGround.objects.filter(pk=old.pk).update(is_active=False)
    url = reverse("admin:change_secrecy", args=[record.case.reference, record.pk])
    page = rut.get(url).text
    assert "25 kap. 1 § OSL: hälso- och sjukvård" in page
    assert old.about not in page
    flag(record)  # the words stay with the record when the ground is no longer offered
    kept = rut.get(url).context["form"].initial
    assert (kept["ground"], kept["legal_ground"]) == ("", GROUND)
    note_page = client_of(personas.karl()).get(reverse("admin:write_file_note", args=[record.case.reference]))
    assert '<option value="25 kap. 1 § OSL">' in note_page.text


def test_a_number_that_is_known_is_folded() -> None:
    known, new = factories.case("Ett", registry_number="TN-2026-1"), factories.case("Två")
    received(known)
    page = html.fromstring(client_of(personas.rut()).get("/admin/diarium/").content)
    folded = {box.get("name"): bool(box.xpath("ancestor::details")) for box in page.xpath("//form//input")}
    assert (folded[f"a{known.pk}-number"], folded[f"a{new.pk}-number"]) == (True, False)
