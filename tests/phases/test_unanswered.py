"""Going on without an answer to a request for completion: when, by whom, and what becomes of what was open (R15)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.lifecycle import Refused, WrongState
from applications.models import Case, DocumentOrder
from applications.states import Status, Turn
from phases.unanswered_actions import ASKED, go_on_without_answer
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


@pytest.mark.parametrize("status", BACK)
def test_when_the_day_has_passed_the_officer_goes_on_and_can_ask_again(status: Status) -> None:
    walk = walked(status)
    case, model = walk.case, ASKED[status]
    sent = model.objects.sent().filter(case=case).count()
    event = go_on_without_answer(case.pk, comment="Ni är bortresta.", by=walk.maja, at=after(case))
    case = walk.case
    assert (case.status, case.turn) == (BACK[status], Turn.OFFICER)
    assert not model.objects.unsent().filter(case=case).exists()
    assert model.objects.sent().filter(case=case).count() == sent
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
    order = DocumentOrder.objects.get(key=f"draft-{version.pk}-left")
    assert order.designation == "Utkast till komplettering, öppnat för kontaktpersonen"


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
