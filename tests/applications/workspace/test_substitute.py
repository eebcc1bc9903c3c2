"""Who stands in for a kontaktperson: chosen by that person, sees the work, gets the mails, and acts."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from applications import notices
from applications.models import Case, OutgoingMail, User
from applications.permissions import allowed
from applications.workspace.substitute_actions import follow_absences
from tests import factories, personas
from tests.applications.workspace.test_saved_views import at

pytestmark = pytest.mark.django_db
URL = "/admin/ersattare/"


def test_the_officer_chooses_and_the_substitute_sees_the_work_and_gets_the_mails() -> None:
    case = factories.case("Åsgatan")
    karl, karin = personas.karl(), personas.karin()
    assert "Åsgatan" not in at(karin).get("/admin/").content.decode()
    page = at(karl).get(URL).content.decode()
    assert "Mejlen om dina ärenden går till er båda." in page
    assert at(karl).post(URL, {"substitute": karin.pk}).status_code == 302
    page = at(karin).get("/admin/").content.decode()
    assert "Åsgatan" in page
    assert "Du ersätter Karl Sjöhed." in page
    assert "Karin Ösund ersätter dig" in at(karl).get("/admin/").content.decode()
    case.refresh_from_db()
    names = ["Amina Björkdal", "Birk Åkerlind", "Karl Sjöhed", "Karin Ösund"]
    assert notices.preview(case, "withdraw", by=personas.amina()) == names
    case.officer = User.objects.get(pk=karl.pk)  # given the case: that is news for Karl alone
    assert notices.preview(case, "assign_officer", by=personas.cecilia(), chosen=True) == names[:3]
    User.objects.filter(pk=karin.pk).update(is_active=False)
    case.refresh_from_db()
    assert notices.preview(case, "withdraw", by=personas.amina()) == names[:3]
    assert at(karl).post(URL, {"substitute": ""}).status_code == 302
    assert User.objects.get(pk=karl.pk).substitute is None
    assert [entry.get_change_message() for entry in LogEntry.objects.all()] == [
        "Ersättare: ingen",
        "Ersättare: Karin Ösund",
    ]


def test_only_officers_have_substitutes_and_nobody_is_their_own() -> None:
    for user, status in ((personas.nils(), 403), (personas.cecilia(), 403), (personas.amina(), 404)):
        assert at(user).get(URL).status_code == status
    for wrong in (personas.karl(), personas.nils(), personas.amina()):
        response = at(personas.karl()).post(URL, {"substitute": wrong.pk})
        assert response.status_code == 200
        assert b"data-error-summary" in response.content
    assert personas.karl().substitute is None


def test_the_days_begin_and_end_by_themselves_and_are_told() -> None:
    case = factories.case("Åsgatan")
    karl, karin = personas.karl(), personas.karin()
    first, last = timezone.localdate() + timedelta(days=3), timezone.localdate() + timedelta(days=5)
    days = {"starts_on": first.isoformat(), "ends_on": last.isoformat()}
    assert at(karl).post(URL, {"substitute": karin.pk, **days}).status_code == 302
    assert User.objects.get(pk=karl.pk).substitute is None
    assert not allowed("book_check_in", user=karin, case=Case.objects.get(pk=case.pk))
    told = OutgoingMail.objects.get(template="account_stand_in")
    assert told.to == karin.email
    assert last.isoformat() in at(karl).get(URL).content.decode()
    moment = timezone.now()
    assert follow_absences(at=moment) == 0
    assert follow_absences(at=moment + timedelta(days=3)) == 1
    assert follow_absences(at=moment + timedelta(days=3)) == 0
    assert User.objects.get(pk=karl.pk).substitute == karin
    assert allowed("book_check_in", user=karin, case=Case.objects.get(pk=case.pk))
    assert follow_absences(at=moment + timedelta(days=5)) == 0  # the last day too
    assert follow_absences(at=moment + timedelta(days=6)) == 1
    assert User.objects.get(pk=karl.pk).substitute is None
    assert OutgoingMail.objects.get(template="account_stand_in_over").to == karin.email
    assert LogEntry.objects.count() == 2


def test_another_choice_ends_the_one_before_and_days_make_sense() -> None:
    karl, karin = personas.karl(), personas.karin()
    other = personas.person("vera@example.org", "Vera", is_officer=True)
    today = timezone.localdate()
    at(karl).post(URL, {"substitute": karin.pk})
    at(karl).post(URL, {"substitute": other.pk, "ends_on": today.isoformat()})
    assert User.objects.get(pk=karl.pk).substitute == other
    assert karl.absences.filter(ended_at=None).count() == 1
    assert OutgoingMail.objects.get(template="account_stand_in_over").to == karin.email
    yesterday = (today - timedelta(days=1)).isoformat()
    for wrong in (
        {"ends_on": yesterday},
        {"starts_on": (today + timedelta(days=2)).isoformat(), "ends_on": today.isoformat()},
    ):
        assert b"data-error-summary" in at(karl).post(URL, {"substitute": karin.pk, **wrong}).content
