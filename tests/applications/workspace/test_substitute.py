"""Who stands in for a kontaktperson: chosen by that person, sees the work, gets the mails, and acts."""

import pytest
from django.contrib.admin.models import LogEntry

from applications import notices
from applications.models import User
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
