"""Going on without an answer to a request for completion: when, by whom, and what becomes of what was open (R15)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.attachments.sections import SECTIONS_OF
from applications.lifecycle import Refused, WrongState
from applications.models import Attachment, Case, DocumentOrder, Event, KeptText
from applications.states import CameBy, Direction, Status, Turn
from phases.samarbete.models import Compilation, Proposal
from phases.unanswered_actions import ASKED, WRITING, go_on_without_answer
from reports.contexts import parse
from tests.walk import walked

pytestmark = pytest.mark.django_db
BACK = {
    Status.COMPLETION: Status.REVIEW,
    Status.PROPOSAL_COMPLETION: Status.PROPOSAL_SUBMITTED,
    Status.REPORT_COMPLETION: Status.REPORT_SUBMITTED,
}


@pytest.fixture(autouse=True)
def _files_of_the_test(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def after(case: Case) -> Any:
    """Return a moment when the day has passed."""
    return timezone.now().replace(year=case.due_on.year + 1)


def waiting_file(case: Case, by: Any) -> Attachment:
    """Return a file that somebody has added to what is being written, and let them have typed something unsaved."""
    path = case.get_absolute_url() + WRITING[ASKED[case.status]][1]
    for place in (path, f"/admin{path}steg/x/", f"{case.get_absolute_url()}meddelanden/"):
        KeptText.objects.create(user=by, path=place, mark="m", answers=[["a", "b"]], kept_at=timezone.now())
    return Attachment.objects.create(
        case=case,
        section=SECTIONS_OF[case.status][-1],
        name="karta.pdf",
        file="a",
        content_type="application/pdf",
        size=1,
        sha256="a" * 64,
        uploaded_by=by,
        uploaded_at=timezone.now(),
    )


@pytest.mark.parametrize("status", BACK)
def test_when_the_day_has_passed_the_officer_goes_on_and_can_ask_again(status: Status) -> None:
    walk = walked(status)
    case, model = walk.case, ASKED[status]
    sent = model.objects.sent().filter(case=case).count()
    orders, file = DocumentOrder.objects.count(), waiting_file(case, walk.idris)
    Compilation.objects.filter(case=case).update(finished_on=None)
    event = go_on_without_answer(case.pk, comment="Ni är bortresta.", by=walk.maja, at=after(case))
    case = walk.case
    assert (case.status, case.turn) == (BACK[status], Turn.OFFICER)
    assert not model.objects.unsent().filter(case=case).exists()
    assert model.objects.sent().filter(case=case).count() == sent
    file.refresh_from_db()
    assert (file.sent_at, file.removed_at) == (None, event.at)
    assert [row.path for row in KeptText.objects.all()] == [f"{case.get_absolute_url()}meddelanden/"]
    assert DocumentOrder.objects.count() == orders  # only the group could read it
    if model is Proposal:
        day = timezone.localdate(Proposal.objects.get(case=case).sent_at)
        assert Compilation.objects.get(case=case).finished_on == day
    mails = case.mails.filter(event=event)
    assert {mail.user for mail in mails} == {walk.idris, *(m.user for m in case.memberships.all())}
    assert "> Ni är bortresta." in mails[0].body
    page = Client()
    page.force_login(walk.maja)
    assert page.get(reverse("admin:request_completion", args=[case.reference])).status_code == 200
    page.force_login(walk.idris)
    assert "gick vidare utan er komplettering" in page.get(case.get_absolute_url()).content.decode()
    with pytest.raises(WrongState):
        go_on_without_answer(case.pk, comment="Igen.", by=walk.maja, at=after(case))


def test_the_group_has_its_days_and_is_told_why() -> None:
    walk = walked(Status.COMPLETION)
    case = walk.case
    on_the_day = timezone.now().replace(year=case.due_on.year, month=case.due_on.month, day=case.due_on.day)
    with pytest.raises(Refused, match="till och med"):
        go_on_without_answer(case.pk, comment="Nu.", by=walk.maja, at=on_the_day)
    with pytest.raises(Refused, match="Skriv varför"):
        go_on_without_answer(case.pk, comment=" ", by=walk.maja, at=on_the_day + timedelta(days=1))
    for other in (walk.idris, walk.jonatan, walk.viveka):
        with pytest.raises(PermissionDenied):
            go_on_without_answer(case.pk, comment="Nu.", by=other, at=after(case))
    assert walk.case.status == Status.COMPLETION


def test_what_was_opened_to_the_officer_is_kept() -> None:
    """D19: an opened draft is received, and what is received is never cleared."""
    walk = walked(Status.COMPLETION)
    version = walk.case.application_versions.unsent().get()
    version.opened_at, version.opened_by = timezone.now(), walk.idris
    version.save(update_fields=["opened_at", "opened_by"])
    go_on_without_answer(walk.pk, comment="Ni är bortresta.", by=walk.maja, at=after(walk.case))
    order = DocumentOrder.objects.get(key=f"draft-application-{version.pk}-left")
    assert order.designation == "Utkast till komplettering, öppnat för kontaktpersonen"


@pytest.mark.parametrize("status", BACK)
def test_what_an_officer_wrote_for_the_group_is_kept_with_its_files(status: Status) -> None:
    walk = walked(status)
    Case.objects.filter(pk=walk.pk).update(came_by=CameBy.PHONE)
    case, model = walk.case, ASKED[status]
    version, file = model.objects.unsent().get(case=case), waiting_file(walk.case, walk.maja)
    Event.objects.create(case=case, action=WRITING[model][0], user=walk.maja, at=version.created_at)
    event = go_on_without_answer(case.pk, comment="Ni är bortresta.", by=walk.maja, at=after(case))
    file.refresh_from_db()
    assert (file.sent_at, file.removed_at) == (event.at, None)
    order = DocumentOrder.objects.get(key__endswith=f"-{version.pk}-left")
    assert order.designation == "Utkast till komplettering, skrivet åt gruppen"
    assert order.records.get().direction == Direction.INCOMING
    assert parse(order.kind, order.snapshot).draft


def test_the_city_sees_what_it_asked_for_until_the_answer_comes() -> None:
    walk = walked(Status.COMPLETION)
    case = walk.case
    ((_key, text),) = case.application_versions.unsent().get().asked_for.items()
    page = Client()
    page.force_login(walk.maja)
    html = page.get(reverse("admin:case", args=[case.reference])).content.decode()
    assert html.index("Det här har gruppen blivit ombedd att komplettera") < html.index(text)
    comment = case.events.get(action="request_completion").comment
    assert text in comment
    assert comment.endswith(".")
    assert "Svar senast" in comment


def test_the_answer_cannot_be_sent_untouched() -> None:
    walk = walked(Status.COMPLETION)
    page = Client()
    page.force_login(walk.idris)
    url = reverse("complete", args=[walk.case.reference])
    assert "Kontaktpersonen har bett om mer i" in page.post(url).content.decode()
    assert walk.case.status == Status.COMPLETION
    walk.write(*walk.case.application_versions.unsent().get().asked_for, step="complete")
    assert "Kontaktpersonen har bett om mer i" not in page.get(url).content.decode()
    assert page.post(url).status_code == 302
    assert walk.case.status == Status.REVIEW
