"""A group that called, wrote on paper or came by, and the city's own case: opened, written for, assessed by another."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.accounts.protection_actions import set_protection
from applications.actions import assign_officer
from applications.drafts import actions as drafts
from applications.lifecycle import WrongState
from applications.models import Application, Case, CaseContact, DocumentOrder, Event, OutgoingMail
from applications.permissions import allowed
from applications.states import CameBy, Initiative, Role, Status, Turn
from applications.workspace import actions as workspace
from applications.workspace.actions import open_city_case
from applications.writing import actions as writing
from phases.initiering import actions as initiering
from reports.contexts import parse
from samverkan.workday import workday
from tests import factories, personas
from tests.applications.writing import samples
from tests.personas import NOW

pytestmark = pytest.mark.django_db
ASSESSES = (
    "first_assessment",
    "assess_criteria",
    "judge_remit",
    "legal_check",
    "deviate",
    "write_officer_report",
    "request_sign_off",
)
CONTACT = {"name": "Doris Alm", "phone": "070-174 06 21", "email": "Doris@example.org"}


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def called(**fields) -> Case:
    """Return a case that Karl opened after a call."""
    fields = {"came_by": CameBy.PHONE, **CONTACT, **fields}
    return open_city_case("Lingarnsgatan", by=personas.karl(), at=NOW, **fields)


def doris(case: Case):
    """Return Doris, who has followed the link in her mail; she came to the page of the case."""
    mail = OutgoingMail.objects.get(template="open_city_case_contact", case=case)
    user = personas.person("doris@example.org", "Doris Alm")
    link = re.search(r"https?://[^/]+(/arenden/\S+/delta/)", mail.body)
    assert link, mail.body
    page = as_(user).get(link[1], follow=True)
    assert (page.status_code, page.request["PATH_INFO"]) == (200, case.get_absolute_url())
    return user


def sent(case: Case) -> Case:
    """Let Karl write and send the application for the group."""
    karl = personas.karl()
    writing.start_draft(case.pk, by=karl, at=NOW)
    samples.fill(case, by=karl)
    writing.submit(case.pk, by=karl, at=NOW)
    return Case.objects.get(pk=case.pk)


def may_assess(case: Case, user) -> set[str]:
    fresh = Case.objects.select_related("officer").get(pk=case.pk)
    return {action for action in ASSESSES if allowed(action, user=user, case=fresh)}


# --- opened ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("origin", [*CameBy.values, "city"])
def test_how_it_began_says_whose_initiative_it_is_and_the_contact_stays(origin: str) -> None:
    data = {
        "origin": origin,
        "title": "Lingarnsgatan",
        "about": "De vill ha ljus.",
        "contact_name": "Doris Alm",
        "contact_phone": "070-174 06 21",
    }
    client = as_(personas.karl())
    page = client.post(reverse("admin:open_case"), data, follow=True).content.decode()
    case = Case.objects.get()
    by_city = origin == "city"
    assert (case.initiative, case.came_by) == (
        (Initiative.CITY, None) if by_city else (Initiative.ACTORS, origin)
    )
    assert case.officer == personas.karl()
    assert "Doris Alm" in page
    assert "070-174 06 21" in page
    assert ("Kom in per" in page) is not by_city
    kept = case.records.get()
    assert (kept.counterpart, kept.description) == ("" if by_city else "Doris Alm", "De vill ha ljus.")
    assert kept.designation.startswith("Stadens initiativ") is by_city
    assert not OutgoingMail.objects.filter(to__contains="doris").exists()


def test_a_name_alone_is_kept_and_nothing_is_asked_for_but_the_place() -> None:
    page = as_(personas.karl()).post(
        reverse("admin:open_case"), {"origin": "phone", "title": "Torget", "contact_name": "Doris"}
    )
    assert page.status_code == 302
    assert CaseContact.objects.get(case__title="Torget").name == "Doris"
    assert Event.objects.get(action="open_city_case").user_name == "Karl Sjöhed"
    bad = as_(personas.karl()).post(reverse("admin:open_case"), {"origin": "", "contact_phone": "ring"})
    assert set(bad.context["form"].errors) == {"origin", "title", "contact_phone"}


def test_the_page_names_who_gets_a_mail_and_nobody_else_does() -> None:
    """D15, and nobody is told to take over what the opener has."""
    personas.rut()
    page = as_(personas.karl()).get(reverse("admin:open_case")).content.decode()
    assert "Mejl går till Rut Lindmark, kontakten, om du skriver en e-postadress" in page
    called()
    assert set(OutgoingMail.objects.values_list("to", "template")) == {
        ("doris@example.org", "open_city_case_contact"),
        ("rut@example.org", "open_city_case_registrars"),
    }


@pytest.mark.parametrize("came_by", [CameBy.PAPER, None])
def test_the_contacts_mail_leads_to_the_case_and_says_what_is_true(came_by: str | None) -> None:
    case = called(came_by=came_by)
    mail = OutgoingMail.objects.get(template="open_city_case_contact")
    assert "intresseanmälan" not in (mail.subject + mail.body).lower()
    assert ("Ni har hört av er till oss" in mail.body) is (came_by is not None)
    assert ("vill utveckla platsen tillsammans med er" in mail.body) is (came_by is None)
    user = doris(case)
    assert case.memberships.get().role == Role.REPRESENTATIVE
    assert as_(user).get(case.get_absolute_url()).status_code == 200


def test_the_contact_is_mended_and_a_new_address_is_invited_in_the_place_of_the_old() -> None:
    case, karl = called(), personas.karl()
    url = reverse("admin:change_contact", args=[case.reference])
    assert url in as_(karl).get(reverse("admin:case", args=[case.reference])).content.decode()
    assert url not in as_(personas.karin()).get(reverse("admin:case", args=[case.reference])).content.decode()
    assert as_(personas.karin()).get(url).status_code == 403
    bad = as_(karl).post(url, {"name": "Doris Alm", "phone": "ring", "email": "doris"})
    assert set(bad.context["form"].errors) == {"phone", "email"}
    assert 'value="ring"' in bad.content.decode()
    data = {"name": "Doris Alm", "phone": "070-174 06 22", "email": "doris@example.org"}
    for _twice in range(2):
        assert as_(karl).post(url, data).status_code == 302
    event = case.events.get(action="change_contact")
    assert (event.comment, event.for_group) == ("telefon", False)
    assert not OutgoingMail.objects.filter(template="invite_member_contact").exists()
    as_(karl).post(url, {**data, "email": "Dora@example.org"})
    assert CaseContact.objects.get().lines == ["Doris Alm", "070-174 06 22", "dora@example.org"]
    assert OutgoingMail.objects.get(template="invite_member_contact").to == "dora@example.org"
    waiting = case.invitations.get(withdrawn_at=None)
    assert (waiting.email, waiting.role) == ("dora@example.org", Role.REPRESENTATIVE)


def test_a_contact_is_added_later_but_not_where_the_group_opened_the_case_itself() -> None:
    case, karl = called(came_by=None, name="", phone="", email=""), personas.karl()
    workspace.change_contact(case.pk, name="Doris", phone="", email="", by=karl, at=NOW)
    assert CaseContact.objects.get(case=case).created_by == karl
    own = factories.case()
    with pytest.raises(WrongState):
        workspace.change_contact(own.pk, name="Doris", phone="", email="", by=karl, at=NOW)
    back = as_(karl).get(reverse("admin:change_contact", args=[own.reference]))
    assert back.url == reverse("admin:case", args=[own.reference])


# --- written for the group ---------------------------------------------------------------------------------
def test_the_officer_writes_for_a_group_that_called_and_the_group_sees_and_corrects_it() -> None:
    case, karl, karin = called(), personas.karl(), personas.karin()
    on_case = reverse("admin:case", args=[case.reference])
    before = as_(karl).get(on_case).content.decode()
    assert "Ärendet är kvar hos dig. Nästa steg är att skriva ansökan åt gruppen." in before
    assert "gruppens tur" not in before
    initiering.log_first_meeting(case.pk, held_on=date(2026, 1, 20), participants="Doris", by=karl, at=NOW)
    assert Case.objects.get().turn == Turn.OFFICER
    begun = as_(karl).get(on_case).content.decode()
    assert "Den som har bjudits in och loggat in ser det du skriver" in begun
    assert "Andra ser inte det ni skriver" not in begun
    begin = reverse("admin:start_draft", args=[case.reference])
    assert "Det gör en annan kontaktperson." in as_(karl).get(begin).content.decode()
    assert as_(karin).get(begin).status_code == 403
    assert as_(karl).post(begin).url == reverse("admin:edit_application", args=[case.reference])
    assert Case.objects.get().turn == Turn.OFFICER
    step = reverse("admin:edit_application_step", args=[case.reference, "utmaningar"])
    data = {"challenges": "Mörkt", "added_value": "Ljus", "revision": "0"}
    assert as_(karl).post(step, data).status_code == 302
    user = doris(case)
    home = as_(user).get(case.get_absolute_url()).content.decode()
    assert "Karl Sjöhed skriver åt er i det här ärendet." in home
    assert reverse("take_over_writing", args=[case.reference]) in home
    steps = as_(user).get(reverse("edit_application", args=[case.reference])).content.decode()
    assert "Senast sparad" in steps
    assert "Gruppen och kontaktpersonen, som skriver med er." in steps
    writing.save_step(case.pk, "utmaningar", {"challenges": "Mörkt och tyst"}, by=user, at=NOW)
    assert Application.objects.get().challenges == "Mörkt och tyst"
    samples.fill(case, by=karl)
    sending = as_(karl).get(reverse("admin:submit", args=[case.reference])).content.decode()
    assert "En annan kontaktperson än den som skrev bedömer ansökan." in sending
    assert "Ni får en bekräftelse" not in sending
    writing.submit(case.pk, by=user, at=NOW)
    home = as_(user).get(case.get_absolute_url()).content.decode()
    assert "skriver åt er" not in home  # nothing is being written now
    assert reverse("take_over_writing", args=[case.reference]) not in home
    document = parse("application", DocumentOrder.objects.get().snapshot)
    assert document.initiative.startswith("Aktörer. Första kontakten: telefon.")
    assert Case.objects.get().initiative == Initiative.ACTORS


@pytest.mark.parametrize("name", ["Doris Alm", "Dora"])
def test_a_contact_who_is_protected_is_known_to_the_officer_alone(name: str) -> None:
    """D22: the number that the account does not hold too, on the case's pages and in its records."""
    case, karl = called(name=name, about="Ring 070 1740621."), personas.karl()
    user = doris(case)
    set_protection(user, on=True, by=user, at=NOW)
    urls = [reverse(f"admin:{page}", args=[case.reference]) for page in ("case", "case_documents")]
    own = "".join(as_(karl).get(url).content.decode() for url in urls)
    for word in (name, "070-174 06 21", "doris@example.org"):
        assert word in own
    for other in (personas.karin(), personas.rut()):
        pages = "".join(as_(other).get(url).content.decode() for url in urls)
        assert "<dt>Kontakt</dt><dd><p>Skyddade personuppgifter</p></dd>" in pages
        for word in (name, "Alm", "070-174", "1740621", "doris@"):
            assert word not in pages


def test_without_an_account_the_contact_stands_for_the_group_in_the_document() -> None:
    case = sent(called(email=""))
    speaker = parse("application", DocumentOrder.objects.get().snapshot).representative
    assert (speaker.name, speaker.title, speaker.phone) == ("Doris Alm", "Kontakt i gruppen", "070-174 06 21")
    assert case.records.last().counterpart == "Doris Alm"
    assert [row.designation for row in case.records.filter(is_file_note=True)] == [
        "Telefonsamtal, första kontakten"
    ]


@pytest.mark.parametrize("came_by", [CameBy.PHONE, None])
def test_whoever_wrote_assesses_nothing_and_every_other_officer_may(came_by: str | None) -> None:
    case, karl, karin = called(came_by=came_by), personas.karl(), personas.karin()
    assert may_assess(case, karl) == set(ASSESSES)  # nothing is written yet
    writing.start_draft(case.pk, by=karl, at=NOW)
    assert may_assess(case, karl) == set()
    samples.fill(case, by=karl)
    writing.submit(case.pk, by=karl, at=NOW)
    assign_officer(case.pk, officer=karin, by=karl, at=NOW)
    assert (may_assess(case, karl), may_assess(case, karin)) == (set(), set(ASSESSES))
    assert may_assess(case, personas.cecilia()) == set()
    with pytest.raises(PermissionDenied, match="en som inte skrev"):
        initiering.legal_check(case.pk, business_benefits=False, conclusion="Nej.", by=karl, at=NOW)
    with pytest.raises(PermissionDenied):
        initiering.judge_remit(case.pk, remit="yes", reason="", by=karl, at=NOW)


def test_who_completed_the_report_for_the_group_does_not_approve_it() -> None:
    case, karl, karin = called(), personas.karl(), personas.karin()
    for user, source in ((karl, Status.REPORT_COMPLETION), (karin, Status.COMPLETION)):
        Event.objects.create(case=case, action="complete", source=source, user=user, at=NOW)
    assert not allowed("approve_report", user=karl, case=case)
    assert allowed("approve_report", user=karin, case=case)
    assert (may_assess(case, karl), may_assess(case, karin)) == (set(ASSESSES), set())


def test_one_saved_step_is_enough_to_have_written() -> None:
    """A colleague who has the draft for a day and gives it back has written in it too."""
    case, karl, karin = called(), personas.karl(), personas.karin()
    writing.start_draft(case.pk, by=karl, at=NOW)
    assign_officer(case.pk, officer=karin, by=karl, at=NOW)
    for text in ("Mörkt", "Mörkt och tyst"):
        writing.save_step(case.pk, "utmaningar", {"challenges": text}, by=karin, at=NOW)
    assert case.events.filter(action="edit_application", user=karin).count() == 1  # one a sitting
    assert may_assess(case, karin) == set()


def test_the_writer_reads_on_the_case_page_that_another_one_assesses() -> None:
    case = sent(called())
    url = reverse("admin:case", args=[case.reference])
    words = "Du har skrivit åt gruppen. En annan kontaktperson bedömer därför ansökan."
    assert words in as_(personas.karl()).get(url).content.decode()
    assert words not in as_(personas.karin()).get(url).content.decode()


# --- nobody in the group has an account ------------------------------------------------------------------------
NO_MAIL = "Gruppen får inget mejl. Ring eller skicka brev."


def asked_to_complete(case: Case) -> str:
    """Let Karl take up a sent case and ask for more by hand; return what the pages said before and afterwards."""
    client, said = as_(personas.karl()), ""
    later = timezone.localdate() + timedelta(days=14)
    for action, data in (("take_up", {}), ("request_completion", {"utmaningar": "Mer.", "due_on": later})):
        url = reverse(f"admin:{action}", args=[case.reference])
        said += client.get(url).content.decode()
        answer = client.post(url, data, follow=True)
        assert answer.redirect_chain, answer.context["form"].errors
        said += "".join(str(message) for message in answer.context["messages"])
    return said


@pytest.mark.parametrize("came_by", [CameBy.PHONE, None])
def test_no_page_says_that_a_group_without_an_account_was_told_and_its_completion_is_the_officers(
    came_by: str | None,
) -> None:
    case, karl = sent(called(email="", came_by=came_by)), personas.karl()
    said = asked_to_complete(case)
    assert "Gruppen har fått" not in said
    assert f"Nu granskar du ansökan. {NO_MAIL}" in said
    assert f"Begäran om komplettering är sparad. {NO_MAIL}" in said
    assert said.count(NO_MAIL) >= 4  # before and after both
    assert not OutgoingMail.objects.filter(template__endswith="_group").exists()
    stored = Case.objects.select_related("officer").get()
    assert (stored.status, stored.turn) == (Status.COMPLETION, Turn.OFFICER)
    day = workday(karl, now=timezone.now())
    assert day.waiting_count == 1
    page = as_(karl).get(day.waiting_rows[0].url)
    assert (page.status_code, page.request["PATH_INFO"]) == (
        200,
        reverse("admin:edit_application", args=[case.reference]),
    )


def test_a_group_with_an_account_is_told_and_completes_itself() -> None:
    case = called()
    user = doris(case)
    said = asked_to_complete(sent(case))
    assert NO_MAIL not in said
    assert "Nu granskar du ansökan. Gruppen har fått veta det." in said
    assert "Gruppen har fått din begäran om komplettering." in said
    assert Case.objects.get().turn == Turn.GROUP
    Case.objects.update(turn=Turn.OFFICER)  # as when Doris logged in after it was asked for
    drafts.take_over_writing(case.pk, by=user, at=NOW)
    stored = Case.objects.get()
    assert (stored.turn, stored.due_reason) == (Turn.GROUP, "Komplettera ansökan")
    assert stored.due_on is not None


def test_a_meeting_with_a_group_without_an_account_says_that_nobody_is_invited_by_mail() -> None:
    case, client = called(email=""), as_(personas.karl())
    url = reverse("admin:book_check_in", args=[case.reference])
    assert NO_MAIL in client.get(url).content.decode()
    day = timezone.localdate() + timedelta(days=14)
    data = {"starts_at_0": day, "starts_at_1": "10", "place": "Torget", "agenda": "", "revision": "0"}
    page = client.post(url, data, follow=True)
    assert page.redirect_chain, page.context["form"].errors
    assert next(str(message) for message in page.context["messages"]) == f"Mötet är bokat. {NO_MAIL}"


# --- taken over ----------------------------------------------------------------------------------------------
def test_the_group_takes_over_and_its_draft_is_its_own_from_then_on() -> None:
    case, karl = called(), personas.karl()
    writing.start_draft(case.pk, by=karl, at=NOW)
    user = doris(case)
    url = reverse("take_over_writing", args=[case.reference])
    with pytest.raises(PermissionDenied):
        drafts.take_over_writing(case.pk, by=karl, at=NOW)
    assert "Mejl går till Karl Sjöhed." in as_(user).get(url).content.decode()
    page = as_(user).post(url, follow=True).content.decode()
    assert "Nu skriver ni själva." in page
    assert "skriver åt er i det här ärendet" not in page
    assert OutgoingMail.objects.get(template="take_over_writing_officer").to == karl.email
    stored = Case.objects.get()
    assert (stored.status, stored.turn) == (Status.DRAFT, Turn.GROUP)
    assert not Application.objects.visible_to(karl).exists()
    draft = reverse("admin:edit_application", args=[case.reference])
    assert as_(karl).get(draft).status_code == 403
    with pytest.raises(WrongState):
        drafts.take_over_writing(case.pk, by=user, at=NOW)
    assert as_(user).get(url).url == case.get_absolute_url()
    assert (
        "töms utkastet"
        not in as_(user).get(reverse("edit_application", args=[case.reference])).content.decode()
    )
    samples.fill(case, by=user)
    writing.submit(case.pk, by=user, at=NOW)
    assert (may_assess(case, karl), may_assess(case, personas.karin())) == (set(), set(ASSESSES))
    receipt = as_(user).get(reverse("submit_receipt", args=[case.reference])).content.decode()
    assert "Alla i gruppen har fått en bekräftelse" in receipt  # the group sent it, Karl wrote of it
    assert "En annan kontaktperson än den som skrev bedömer ansökan." in receipt


def test_taken_over_before_the_first_meeting_the_meeting_is_still_the_officers_to_hold() -> None:
    case = called()
    before = Case.objects.get()
    drafts.take_over_writing(case.pk, by=doris(case), at=NOW)
    after = Case.objects.get()
    assert before.turn == Turn.OFFICER
    assert (after.turn, after.due_on, after.due_reason) == (before.turn, before.due_on, before.due_reason)
