"""Those invited to a check-in answer by their link, without logging in; a new time asks anew; colleagues too (R36)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.calendars import invitation as kept
from applications.lifecycle import Refused
from applications.models import Case, OutgoingMail, User
from applications.states import Role, Status
from phases.utforande.check_ins import actions, guests
from phases.utforande.check_ins.answer_actions import Closed, answer_check_in
from phases.utforande.models import CheckIn, CheckInGuest
from samverkan.workday import workday
from tests import factories, personas
from tests.personas import NOW
from tests.phases import granted

pytestmark = pytest.mark.django_db
SOON = timezone.now() + timedelta(days=3)


@pytest.fixture
def case() -> Case:
    return granted.in_execution()


@pytest.fixture
def row(case: Case) -> CheckIn:
    return granted.booked(case, SOON)


def guest(row: CheckIn, user: User) -> CheckInGuest:
    return row.guests.get(user=user)


def link(row: CheckIn, user: User) -> str:
    return reverse("answer_check_in", args=[guest(row, user).token])


def said(answer: str = "yes", comment: str = "", number: int = 0) -> dict[str, Any]:
    return {"answer": answer, "comment": comment, "number": str(number)}


def html(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def officer() -> Client:
    client = Client()
    client.force_login(personas.karl())
    return client


def test_an_answer_needs_no_log_in_may_be_changed_and_is_told(case: Case, row: CheckIn) -> None:
    url = link(row, personas.birk())
    assert (
        f"http://localhost:8000{url}"
        in OutgoingMail.objects.get(template="book_check_in_group", to="birk@example.org").body
    )
    events = case.events.count()
    page = html(Client(), url)
    assert "Café Trådrullen" in page
    assert "Har kommit" not in page
    html(Client(), url)
    assert (case.events.count(), guest(row, personas.birk()).answer) == (events, "")  # a GET changes nothing

    assert Client().post(url, said("no", "Kan den 9:e")).status_code == 302
    event = case.events.first()
    assert (event.action, event.comment, event.role, event.user) == (
        "answer_check_in",
        "Kommer inte",
        Role.PUBLIC,
        personas.birk(),
    )
    assert "9:e" not in str(event.data) + event.comment
    mail = OutgoingMail.objects.get(template="answer_check_in_officer")
    assert mail.to == "karl@example.org"
    assert "Birk Åkerlind kommer inte den" in mail.subject
    assert "> Kan den 9:e" in mail.body
    Client().post(url, said("no", "Kan den 9:e"))  # the same again
    assert case.events.count() == events + 1
    Client().post(url, said("yes"))
    assert "Ditt svar har kommit fram: Kommer" in html(Client(), url)
    assert case.events.count() == events + 2
    assert "Välj om du kommer" in Client().post(url, said("")).content.decode()


def test_the_officer_sees_who_comes_and_the_group_not_what_they_write(case: Case, row: CheckIn) -> None:
    Client().post(link(row, personas.birk()), said("maybe", "Hör av mig"))
    page = html(officer(), reverse("admin:check_in", args=[case.reference, row.pk]))
    assert "Kommer kanske" in page
    assert "Hör av mig" in page
    assert "Har inte svarat" in page
    client = Client()
    client.force_login(personas.amina())
    page = html(client, reverse("check_in", args=[case.reference, row.pk]))
    assert "Kommer kanske" in page
    assert "Hör av mig" not in page
    assert link(row, personas.amina()) in page
    assert link(row, personas.birk()) not in page
    (shown,) = [row.check_in for row in workday(personas.karl(), now=timezone.now()).meetings]
    assert (shown.coming, shown.perhaps, shown.not_coming, shown.silent) == (0, 1, 0, 1)
    assert "kanske: 1, har inte svarat: 1" in html(officer(), reverse("admin:index"))
    assert "kanske: 1" in html(officer(), reverse("admin:check_ins"))
    case.memberships.filter(user=personas.birk()).update(left_at=timezone.now())
    (shown,) = [row.check_in for row in workday(personas.karl(), now=timezone.now()).meetings]
    assert (shown.perhaps, shown.silent) == (0, 1)
    assert "Hör av mig" not in html(officer(), reverse("admin:check_in", args=[case.reference, row.pk]))


def test_a_new_time_asks_anew_and_a_new_place_does_not(case: Case, row: CheckIn) -> None:
    answer_check_in(guest(row, personas.birk()), answer="yes", comment="", number=0, at=NOW)
    values = {"ends_at": row.ends_at, "by": personas.karl(), "at": NOW}
    actions.move_check_in(case.pk, row.pk, starts_at=SOON, place="Torget", **values)
    mail = OutgoingMail.objects.filter(template="move_check_in_group", to="birk@example.org").latest("pk")
    assert "Ditt svar: Kommer." in mail.body
    assert "PARTSTAT=ACCEPTED" in kept.files_of(mail)[0][1].replace("\r\n ", "")
    later = {**values, "ends_at": None}
    actions.move_check_in(case.pk, row.pk, starts_at=SOON + timedelta(days=1), place="Torget", **later)
    assert (guest(row, personas.birk()).answer, guest(row, personas.birk()).round) == ("", 1)
    mail = OutgoingMail.objects.filter(template="move_check_in_group", to="birk@example.org").latest("pk")
    assert "Tiden är ny, så vi frågar igen." in mail.body
    assert "PARTSTAT=NEEDS-ACTION" in kept.files_of(mail)[0][1].replace("\r\n ", "")
    with pytest.raises(Refused, match="Tiden har ändrats"):  # a page opened before
        answer_check_in(guest(row, personas.birk()), answer="yes", comment="", number=0, at=NOW)
    assert "Tiden har ändrats" in Client().post(link(row, personas.birk()), said()).content.decode()


def test_a_link_closes_with_the_meeting_its_guest_and_the_case(case: Case, row: CheckIn) -> None:
    url = link(row, personas.birk())
    html(Client(), reverse("answer_check_in", args=["1.påhittad"]), 404)
    case.memberships.filter(user=personas.birk()).update(left_at=timezone.now())
    html(Client(), url, 410)
    with pytest.raises(Closed):
        answer_check_in(guest(row, personas.birk()), answer="yes", comment="", number=0, at=NOW)
    other = link(row, personas.amina())
    factories.in_status(case, Status.WITHDRAWN)
    html(Client(), other, 410)
    factories.in_status(case, Status.EXECUTION)
    html(Client(), other)
    actions.cancel_check_in(case.pk, row.pk, why="Sjukdom", by=personas.karl(), at=NOW)
    assert "Skäl: Sjukdom" in html(Client(), other, 410)
    assert Client().post(other, said()).status_code == 410


def test_a_colleague_is_invited_told_of_changes_and_uninvited(case: Case, row: CheckIn) -> None:
    cecilia = personas.cecilia()
    values = {"starts_at": SOON, "ends_at": row.ends_at, "place": "Torget", "by": personas.karl(), "at": NOW}
    actions.move_check_in(case.pk, row.pk, colleagues=[cecilia], **values)

    def mails() -> list[str]:
        rows = OutgoingMail.objects.filter(to="cecilia@example.org").order_by("pk")
        return list(rows.values_list("template", flat=True))

    assert mails() == ["invite_colleague_contact"]
    body = OutgoingMail.objects.get(template="invite_colleague_contact").body
    assert link(row, cecilia) in body
    assert f"/admin/arenden/{case.reference}/avstamningar/{row.pk}/" in body
    Client().post(link(row, cecilia), said())
    actions.move_check_in(case.pk, row.pk, **{**values, "place": "Caféet"})  # left as they are
    assert mails()[-1] == "move_check_in_contact"
    assert list(guests.colleagues_of(row)) == [cecilia]
    page = html(officer(), reverse("admin:move_check_in", args=[case.reference, row.pk]))
    assert 'name="colleagues"' in page
    assert f"Mejl går till Amina Björkdal, Birk Åkerlind, {cecilia.name}" in page
    actions.move_check_in(case.pk, row.pk, colleagues=[], **values)
    gone = OutgoingMail.objects.get(template="uninvite_colleague_contact")
    assert kept.files_of(gone)[0][0] == "CANCEL"
    html(Client(), link(row, cecilia), 410)
    actions.move_check_in(case.pk, row.pk, colleagues=[cecilia], **values)  # comes back, and is asked
    assert guest(row, cecilia).answer == ""
    assert mails()[-1] == "invite_colleague_contact"
    actions.cancel_check_in(case.pk, row.pk, why="x", by=personas.karl(), at=NOW)
    assert mails()[-1] == "cancel_check_in_contact"


def test_of_a_restricted_case_nobody_who_may_not_see_it_is_invited(case: Case) -> None:
    personas.cecilia()
    assert guests.possible_colleagues(case).exists()
    assert personas.karl() not in guests.possible_colleagues(case)
    case.restricted = True
    assert not guests.possible_colleagues(case).exists()


def test_nobody_protected_is_named(case: Case, row: CheckIn) -> None:
    values = {"starts_at": SOON, "place": "Hemma hos Amina Björkdal", "by": personas.karl(), "at": NOW}
    actions.move_check_in(case.pk, row.pk, **values)
    User.objects.filter(pk=personas.amina().pk).update(protected_identity=True)
    assert "Björkdal" not in html(Client(), link(row, personas.birk()))
    assert "Inbjuden</dt><dd>Skyddade personuppgifter" in html(Client(), link(row, personas.amina()))
    Client().post(link(row, personas.amina()), said("yes", "Amina här", 1))
    client = Client()
    client.force_login(personas.birk())
    page = html(client, reverse("check_in", args=[case.reference, row.pk]))
    assert "Skyddade personuppgifter" in page
    assert "Amina" not in page
    assert "Björkdal" not in OutgoingMail.objects.get(template="answer_check_in_officer").subject
    assert "Amina Björkdal" in html(officer(), reverse("admin:check_in", args=[case.reference, row.pk]))


def test_the_answer_is_read_in_english(case: Case, row: CheckIn) -> None:
    page = html(Client(headers={"accept-language": "en"}), link(row, personas.birk()))
    assert "Are you coming to the check-in?" in page
    assert "Yes, I am coming" in page


def test_an_agenda_left_as_proposed_builds_itself_until_the_meeting(case: Case) -> None:
    day = timezone.localdate() + timedelta(days=2)
    form = {"starts_at_0": day.isoformat(), "starts_at_1": "10", "place": "Torget", "revision": "0"}
    url = reverse("admin:book_check_in", args=[case.reference])
    proposed = officer().get(url).context["form"].initial["agenda"]
    officer().post(url, {**form, "agenda": proposed.replace("\n", "\r\n")})
    row = CheckIn.objects.get(case=case)
    assert row.agenda == ""
    page = reverse("admin:check_in", args=[case.reference, row.pk])
    assert "Sittplatser" in html(officer(), page).split("Att ta upp")[1].split("</section>")[0]
    case.measures.filter(letter="B").update(status="done")
    assert "Sittplatser" not in html(officer(), page).split("Att ta upp")[1].split("</section>")[0]
