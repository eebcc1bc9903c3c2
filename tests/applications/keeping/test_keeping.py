"""A text that could not be saved: kept for its writer, shown to nobody else, gone when it is saved or old."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import signing
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.keeping import pages, store
from applications.models import Application, Case, Event, KeptText, Message
from applications.states import Status
from applications.writing import actions
from tests import factories, personas
from tests.applications.keeping.opened import HIDDEN, SCRIPT, by_script, open_form
from tests.applications.writing import samples
from tests.personas import NOW, PASSWORD
from tests.walk import walked

pytestmark = pytest.mark.django_db
TYPED = "Gatan är mörk och bilarna kör fort."


@pytest.fixture
def case() -> Case:
    return samples.draft()


@pytest.fixture
def url(case: Case) -> str:
    return reverse("edit_application_step", args=[case.reference, "utmaningar"])


def as_(who: Any, **more: Any) -> Client:
    client = Client(**more)
    client.force_login(who())
    return client


def log_in(client: Client, email: str, to: str) -> HttpResponse:
    form = {"login": email, "password": PASSWORD, "next": to}
    return client.post(reverse("account_login"), form, follow=True)


def test_what_was_refused_is_let_go_when_the_page_that_said_so_is_saved(case: Case) -> None:
    url = reverse("edit_application_step", args=[case.reference, "omradet"])
    client = as_(personas.amina)
    refused = client.post(url, {**open_form(client, url), "title": TYPED, "area_polygon": "inga siffror"})
    assert KeptText.objects.exists()
    page = {name: value for name, value in HIDDEN.findall(refused.content.decode()) if name == "keep"}
    again = {**open_form(client, url), **page, "title": TYPED, "area_polygon": ""}
    assert client.post(url, again).status_code == 302
    assert not KeptText.objects.exists()
    assert "Det här är inte sparat än." not in client.get(url).content.decode()


# --- the log-in has expired ----------------------------------------------------------------------------
def test_a_step_posted_after_the_log_in_expired_waits_for_its_writer(url: str) -> None:
    client = as_(personas.amina)
    page = open_form(client, url)
    client.logout()
    sent = client.post(url, {**page, "challenges": TYPED}, follow=True)
    assert sent.redirect_chain == [(f"{reverse('account_login')}?next={url}", 302)]
    assert "Det du skrev är sparat. Logga in, så visas det igen." in sent.content.decode()
    assert Application.objects.get().challenges == ""
    back = log_in(client, "amina@example.org", url)
    html = back.content.decode()
    assert back.redirect_chain[-1][0] == url
    assert TYPED in html
    assert "Det här är inte sparat än." in html
    assert client.post(url, {**open_form(client, url), "challenges": TYPED}).status_code == 302
    assert Application.objects.get().challenges == TYPED
    assert not KeptText.objects.exists()


def test_another_member_who_logs_in_sees_nothing_of_it(url: str) -> None:
    client = as_(personas.amina)
    page = open_form(client, url)
    client.logout()
    client.post(url, {**page, "challenges": TYPED})
    assert TYPED not in log_in(client, personas.birk().email, url).content.decode()
    kept = KeptText.objects.get()
    assert client.get(reverse("kept_text", args=[kept.pk])).status_code == 404
    assert client.post(reverse("kept_text", args=[kept.pk])).status_code == 404
    assert KeptText.objects.get().user == personas.amina()


def test_a_page_of_somebody_else_is_not_saved_in_the_name_of_who_is_logged_in(url: str) -> None:
    client = as_(personas.amina)
    page = open_form(client, url)
    client.force_login(personas.birk())
    sent = client.post(url, {**page, "challenges": TYPED}, follow=True)
    assert "Du är inloggad som Birk Åkerlind, men någon annan öppnade sidan." in sent.content.decode()
    assert TYPED not in sent.content.decode()
    assert (Application.objects.get().challenges, Application.objects.get().saved_by) == ("", None)
    assert KeptText.objects.get().user == personas.amina()


def test_the_script_hears_that_the_log_in_expired(url: str) -> None:
    client = as_(personas.amina)
    page = open_form(client, url)
    client.logout()
    answer = by_script(client, url, page, challenges=TYPED)
    assert (answer.status_code, answer.json()["state"]) == (401, "login")
    assert answer.json()["url"] == f"{reverse('account_login')}?next={url}"
    assert KeptText.objects.get().data()["challenges"] == TYPED


@pytest.mark.parametrize("forged", ["", "x", "signed by nobody", "another page", "old"])
def test_only_a_page_that_we_gave_out_is_kept(url: str, forged: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client = as_(personas.amina)
    mark = open_form(client, url)["keep"]
    if forged == "another page":
        mark = open_form(client, url.replace("utmaningar", "aktorer"))["keep"]
    elif forged == "old":
        real = signing.time.time
        monkeypatch.setattr(signing.time, "time", lambda: real() + pages.MAX_AGE.total_seconds() + 1)
    else:
        mark = forged and signing.dumps([personas.amina().pk, url, "0", 0], key=forged, salt=pages.SALT)
    client.logout()
    answer = client.post(url, {"keep": mark, "challenges": TYPED})
    assert answer.url == f"{reverse('account_login')}?next={url}"
    assert not KeptText.objects.exists()


def test_an_empty_or_enormous_page_is_not_kept(url: str) -> None:
    client = as_(personas.amina)
    page = open_form(client, url)
    client.logout()
    for text in ("", " \n", "x" * (store.MOST + 1)):
        assert client.post(url, {**page, "challenges": text}).status_code == 302
    assert not KeptText.objects.exists()


# --- the check against forgery fails -------------------------------------------------------------------
def test_a_page_older_than_the_log_in_keeps_its_text(url: str) -> None:
    client = as_(personas.amina, enforce_csrf_checks=True)
    page = open_form(client, url)
    sent = client.post(url, {**page, "challenges": TYPED, "csrfmiddlewaretoken": "old"}, follow=True)
    html = sent.content.decode()
    assert sent.redirect_chain == [(url, 302)]
    assert "Det du skrev finns kvar här. Spara det igen." in html
    assert TYPED in html
    answer = client.post(url, {**page, "challenges": TYPED}, headers=SCRIPT)
    assert (answer.status_code, answer.json()["state"]) == (403, "reload")


@pytest.mark.parametrize(("site", "shown"), [("same-origin", True), ("cross-site", False), ("", False)])
def test_another_form_shows_its_long_texts_to_copy(case: Case, site: str, *, shown: bool) -> None:
    client = as_(personas.amina, enforce_csrf_checks=True)
    url = reverse("invite_member", args=[case.reference])
    secret = "ett lösenord som är ovanligt långt och bra"
    data = {"text": TYPED * 2, "name": "Siri", "password": secret}
    answer = client.post(url, data, headers={"Sec-Fetch-Site": site})
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "Sidan har legat för länge" in html
    assert (TYPED in html) is shown
    assert secret not in html


# --- the case has moved on ---------------------------------------------------------------------------------
def test_a_step_that_was_sent_meanwhile_shows_the_text_to_copy(case: Case, url: str) -> None:
    client = as_(personas.birk)
    page = open_form(client, url)
    samples.fill(case)
    actions.submit(case.pk, by=personas.amina(), at=NOW)
    events = Event.objects.count()
    sent = client.post(url, {**page, "challenges": TYPED, "added_value": "Ljus"}, follow=True)
    kept = KeptText.objects.get()
    assert sent.redirect_chain == [(reverse("kept_text", args=[kept.pk]), 302)]
    html = sent.content.decode()
    assert "Det går inte nu. Ärendet har status ”Inskickad”. Det du skrev är inte sparat" in html
    assert TYPED in html
    assert "Korta svar: Ljus" in html
    assert Event.objects.count() == events
    assert client.post(reverse("kept_text", args=[kept.pk]), {"leave": "1"}).url == reverse("after_login")
    assert not KeptText.objects.exists()


def test_who_left_the_group_keeps_the_text(case: Case, url: str) -> None:
    client = as_(personas.birk)
    page = open_form(client, url)
    case.memberships.filter(user=personas.birk()).update(left_at=NOW)
    sent = client.post(url, {**page, "challenges": TYPED}, follow=True)
    assert "Sidan finns inte längre, eller så får du inte längre se den." in sent.content.decode()
    assert TYPED in sent.content.decode()


def test_when_the_view_breaks_the_text_is_kept(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("out of order")

    client = as_(personas.amina, raise_request_exception=False)
    page = open_form(client, url)
    with monkeypatch.context() as patch:
        patch.setattr(actions, "save_step", broken)
        assert client.post(url, {**page, "challenges": TYPED}).status_code == 500
    assert TYPED in client.get(url).content.decode()


# --- errors, and letting go ------------------------------------------------------------------------------------
def test_a_page_with_an_error_is_there_when_its_writer_comes_back(case: Case, url: str) -> None:
    client, url = as_(personas.amina), url.replace("utmaningar", "gruppen")
    data = {"joint_proposal": TYPED, "ends_on": "i sommar"}
    assert client.post(url, {**open_form(client, url), **data}).status_code == 200
    html = client.get(url).content.decode()
    assert TYPED in html
    assert "<title>Fel: " in html
    assert Application.objects.get().joint_proposal == ""
    kept = KeptText.objects.get()
    assert client.post(reverse("kept_text", args=[kept.pk])).url == url
    assert TYPED not in client.get(url).content.decode()


def test_saving_another_page_of_the_same_step_leaves_what_it_never_showed(case: Case, url: str) -> None:
    phone, computer = as_(personas.amina), as_(personas.amina)
    url = url.replace("utmaningar", "gruppen")
    old, mobile = open_form(computer, url), open_form(phone, url)
    phone.post(url, {**mobile, "joint_proposal": TYPED, "ends_on": "i sommar"})
    assert computer.post(url, {**old, "size": "limited"}).status_code == 302
    assert KeptText.objects.get().data()["joint_proposal"] == TYPED
    html = computer.get(url).content.decode()
    assert TYPED in html
    assert "ändrade det här klockan" in html


def test_a_mere_visit_writes_nothing(case: Case, url: str) -> None:
    client = as_(personas.amina)
    client.post(url.replace("utmaningar", "gruppen"), {})
    for _visit in range(2):
        client.get(url)
    assert (KeptText.objects.count(), Application.objects.get().revision) == (0, 1)


def test_a_text_nobody_comes_back_for_goes(url: str) -> None:
    client = as_(personas.amina)
    page = open_form(client, url)
    client.logout()
    client.post(url, {**page, "challenges": TYPED})
    late = KeptText.objects.get().kept_at + timedelta(days=settings.KEPT_DAYS)
    assert store.clear(at=late - timedelta(seconds=1)) == 0
    assert list(store.of(personas.amina(), at=late)) == []
    assert store.clear(at=late) == 1


# --- other long forms ------------------------------------------------------------------------------------
def test_a_message_is_kept_wherever_its_box_stands(case: Case) -> None:
    client = as_(personas.amina)
    url = reverse("write_message", args=[case.reference])
    page = open_form(client, case.get_absolute_url())
    client.logout()
    client.post(url, {**page, "text": TYPED})
    client.force_login(personas.amina())
    for address in (url, case.get_absolute_url()):
        assert TYPED in client.get(address).content.decode(), address
    assert client.post(url, {**open_form(client, url), "text": TYPED}).status_code == 302
    assert (Message.objects.get().text, KeptText.objects.count()) == (TYPED, 0)


@pytest.mark.parametrize(
    ("status", "name", "field"),
    [
        (Status.COLLABORATION, "add_communication", "note"),
        (Status.COLLABORATION, "plan_dialogue", "title"),
        (Status.COLLABORATION, "compile_viewpoints", "text"),
        (Status.COLLABORATION, "add_measure", "description"),
        (Status.COLLABORATION, "edit_proposal_summary", "summary"),
        (Status.EXECUTION, "communicate_result", "note"),
        (Status.REPORTING, "edit_result_report", "outcome"),
        (Status.SUBMITTED, "withdraw", "comment"),
    ],
)
def test_every_long_form_of_the_group_survives_the_log_in(status: Status, name: str, field: str) -> None:
    walk = walked(status)
    client = Client()
    client.force_login(walk.idris)
    url = reverse(name, args=[walk.case.reference])
    page = open_form(client, url)
    client.logout()
    assert client.post(url, {**page, field: TYPED}).status_code == 302
    client.force_login(walk.idris)
    assert TYPED in client.get(url).content.decode()


@pytest.mark.parametrize("name", ["write_file_note", "write_note"])
def test_the_notes_of_the_city_survive_the_log_in(name: str) -> None:
    case = factories.case()
    client, url = as_(personas.karl), reverse(f"admin:{name}", args=[case.reference])
    page = open_form(client, url)
    client.logout()
    field = "text" if name == "write_note" else "description"
    client.post(url, {**page, field: TYPED})
    client.force_login(personas.karl())
    assert TYPED in client.get(url).content.decode()
    assert KeptText.objects.get().kept_at <= timezone.now()
