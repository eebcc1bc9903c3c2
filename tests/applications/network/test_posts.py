"""Posts and answers in the network, for members only (R50)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from applications.accounts import protection_actions
from applications.lifecycle import Refused
from applications.mailing.choice import choose, link_for
from applications.mailing.digest import send_digests
from applications.models import (
    Case,
    NetworkEntry,
    NetworkEvent,
    NetworkPost,
    NetworkReport,
    OutgoingMail,
    User,
)
from applications.network import actions, post_actions
from applications.network.post_actions import answer_network_post, write_network_post
from applications.states import MailChoice, Status
from samverkan.workday import workday
from tests import personas
from tests.applications.network import groups
from tests.applications.network.groups import joined
from tests.personas import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
TEXT = {"title": "Hur får man el till ljusslingor?", "text": "Vem frågar vi?\n\nPå Ängsgatan är det mörkt."}


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def main(user: User, name: str, *args: Any, query: str = "") -> str:
    page = as_(user).get(reverse(name, args=args) + query)
    assert page.status_code == 200, page.status_code
    return page.content.decode().split("<main")[1].split("</main>")[0]


@pytest.fixture
def ours() -> NetworkEntry:
    return joined(groups.ours(), personas.amina(), name="Åsgatans vänner")


@pytest.fixture
def theirs() -> NetworkEntry:
    case, who = groups.another(1)
    return joined(case, who, name="De andra")


@pytest.fixture
def other() -> User:
    return personas.person("grupp1@example.org", "Företrädare 1")


@pytest.fixture
def post(ours: NetworkEntry, theirs: NetworkEntry) -> NetworkPost:
    return write_network_post(**TEXT, group=ours, by=personas.birk(), at=NOW)


def mails(template: str) -> set[str]:
    return set(OutgoingMail.objects.filter(template=template).values_list("to", flat=True))


# --- writing and answering ------------------------------------------------------------------------------
def test_a_question_reaches_the_others_and_the_answer_those_who_asked(post, theirs, other) -> None:
    assert mails("write_network_post_network") == {"amina@example.org", other.email}
    mail = OutgoingMail.objects.get(to=other.email, template="write_network_post_network")
    assert mail.subject == "Läs inlägget från Åsgatans vänner i nätverket: Hur får man el till ljusslingor?"
    assert "> Vem frågar vi?" in mail.body
    assert not [word for word in ("Birk", "Amina", "hemlig", "SAM-") if word in mail.body + mail.subject]
    client = as_(other)
    page = client.get(reverse("network_post", args=[post.pk]))
    assert "Mejl går till 2 personer i grupperna som har skrivit här" in page.content.decode()
    assert (
        client.post(reverse("network_post", args=[post.pk]), {"text": "Fråga er kontaktperson."}).status_code
        == 302
    )
    assert mails("answer_network_post_network") == {"amina@example.org", "birk@example.org"}
    html = main(personas.amina(), "network_post", post.pk)
    assert "Fråga er kontaktperson." in html
    assert "<strong>De andra</strong>" in html
    assert "Birk" not in html
    assert "1 svar" in main(personas.amina(), "network")


def test_the_kontaktperson_writes_for_the_city_and_gets_the_answers(post, ours) -> None:
    url = reverse("admin:network_post", args=[post.pk])
    assert as_(personas.karl()).post(url, {"text": "Ring gatukontoret."}).url == url
    html = main(personas.birk(), "network_post", post.pk)
    assert "Karl Sjöhed</strong>, kontaktperson" in html
    OutgoingMail.objects.all().delete()
    answer_network_post(post.pk, text="Tack!", group=ours, by=personas.amina(), at=NOW)
    assert mails("answer_network_post_network") == {"karl@example.org", "birk@example.org"}
    assert f"/admin/natverk/inlagg/{post.pk}/" in OutgoingMail.objects.get(to="karl@example.org").body


def test_mails_come_as_each_person_chose_and_can_be_turned_off(ours, theirs, other) -> None:
    """At once, in the digest under the network's own heading, or not at all; the link to choose is in every mail."""
    choose(other, MailChoice.DAILY)
    choose(personas.amina(), MailChoice.IMPORTANT)
    write_network_post(**TEXT, group=ours, by=personas.birk(), at=NOW)
    mail = OutgoingMail.objects.get(template="write_network_post_network")
    assert (mail.to, mail.held) == (other.email, True)
    assert link_for(other) in mail.body
    assert send_digests(at=NOW + timedelta(days=1)) == 1
    digest = OutgoingMail.objects.get(template="digest")
    assert "Nätverket\n- Läs inlägget från Åsgatans vänner i nätverket: Hur får man el" in digest.body
    assert "/natverk/\n" in digest.body


def test_an_english_reader_gets_the_mail_in_english(ours, theirs, other) -> None:
    NetworkEntry.objects.filter(pk=ours.pk).update(name="")
    ours.refresh_from_db()
    User.objects.filter(pk=other.pk).update(language="en")
    write_network_post(**TEXT, group=ours, by=personas.birk(), at=NOW)
    assert (
        "A group that does not show its name"
        in OutgoingMail.objects.get(template="write_network_post_network", to=other.email).subject
    )


# --- members only ---------------------------------------------------------------------------------------
def test_it_is_for_members_and_kontaktpersoner_only(post, ours) -> None:
    names = [("network", ()), ("write_network_post", ()), ("network_post", (post.pk,))]
    names += [(f"{action}_network_post", (post.pk,)) for action in ("change", "delete", "report")]
    for who in (personas.olga(), personas.nils(), personas.cecilia()):
        for name, args in names:
            assert as_(who).get(reverse(name, args=args)).status_code == 404, (who, name)
            assert as_(who).post(reverse(name, args=args), {"title": "x", "text": "x"}).status_code == 404
    with pytest.raises(PermissionDenied):
        write_network_post(**TEXT, group=ours, by=personas.olga(), at=NOW)
    with pytest.raises(PermissionDenied):
        write_network_post(**TEXT, by=personas.amina(), at=NOW)
    with pytest.raises(PermissionDenied):
        post_actions.hide_network_post(post.pk, why="x", by=personas.amina(), at=NOW)
    assert NetworkPost.objects.count() == 1


def test_who_has_left_neither_reads_nor_is_named(post, ours, other) -> None:
    answer_network_post(post.pk, text="Svar från oss.", group=ours, by=personas.amina(), at=NOW)
    actions.leave_network(ours.case_id, by=personas.amina(), at=NOW)
    html = main(other, "network_post", post.pk)
    assert html.count("En grupp som har lämnat nätverket") == 2
    assert "Svar från oss." in html
    assert "Åsgatans" not in html
    assert as_(personas.amina()).get(reverse("network")).status_code == 404
    ours.refresh_from_db()
    with pytest.raises(PermissionDenied):
        answer_network_post(post.pk, text="Hej", group=ours, by=personas.amina(), at=NOW)


def test_a_group_that_leaves_can_take_its_words_with_it(post, ours, theirs, other) -> None:
    answer_network_post(post.pk, text="Vi vet!", group=theirs, by=other, at=NOW)
    url = reverse("leave_network", args=[ours.case.reference])
    as_(personas.amina()).post(url, {"with_posts": "on"})
    html = main(other, "network_post", post.pk)
    assert "Inlägget är borttaget av den som skrev det." in html
    assert "Vi vet!" in html
    assert "Ängsgatan" not in html
    assert "Borttaget inlägg med svar" in main(other, "network")


# --- one's own ------------------------------------------------------------------------------------------
def test_the_group_changes_and_takes_away_what_it_wrote_with_a_trace(post, other) -> None:
    client = as_(personas.amina())  # of the same group as Birk, who wrote
    change = reverse("change_network_post", args=[post.pk])
    assert client.post(change, {"title": "Ny rubrik", "text": "Ny text."}).url == reverse(
        "network_post", args=[post.pk]
    )
    assert "ändrat" in main(other, "network_post", post.pk)
    assert client.post(reverse("delete_network_post", args=[post.pk])).url == reverse("network")
    assert as_(other).get(reverse("network_post", args=[post.pk])).status_code == 404
    assert "Ny rubrik" not in main(other, "network")
    rows = NetworkEvent.objects.order_by("pk").values_list("action", "user__name", "data")
    assert list(rows) == [
        ("write_network_post", "Birk Åkerlind", {}),
        ("change_network_post", "Amina Björkdal", TEXT),
        ("delete_network_post", "Amina Björkdal", {"title": "Ny rubrik", "text": "Ny text."}),
    ]
    with pytest.raises(Refused):
        answer_network_post(post.pk, text="Hej", by=personas.karl(), at=NOW)


def test_nobody_changes_what_others_wrote(post, other) -> None:
    for who in (other, personas.karl()):
        for action in ("change", "delete"):
            url = reverse(f"{action}_network_post", args=[post.pk])
            assert as_(who).post(url, {"title": "x", "text": "x"}).status_code == 403
    post.refresh_from_db()
    assert post.text == TEXT["text"]


def test_the_trace_is_never_changed_and_goes_only_with_its_post(post) -> None:
    event = NetworkEvent.objects.get()
    for change in (
        lambda: NetworkEvent.objects.update(comment="x"),
        lambda: NetworkEvent.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert post_actions.clear_old(at=NOW + timedelta(days=729)) == 0
    assert post_actions.clear_old(at=NOW + timedelta(days=731)) == 1
    assert not NetworkEvent.objects.filter(pk=event.pk).exists()
    assert not NetworkPost.objects.exists()


# --- what is wrong with a post --------------------------------------------------------------------------
def test_a_report_goes_to_the_kontaktperson_of_the_group_and_waits_on_the_working_day(
    post, theirs, other
) -> None:
    Case.objects.filter(pk=theirs.case_id).update(officer=personas.karin())
    url = reverse("report_network_post", args=[post.pk])
    assert as_(other).post(url, {"why": "Det är reklam."}).status_code == 302
    assert mails("report_network_post_officer") == {"karin@example.org"}
    assert "Det är reklam." in OutgoingMail.objects.get(template="report_network_post_officer").body
    assert workday(personas.karl(), now=NOW).network_reports == 1
    assert workday(personas.nils(), now=NOW).network_reports == 0
    assert (
        "Ett inlägg i nätverket är anmält."
        in as_(personas.karl()).get(reverse("admin:index")).content.decode()
    )
    assert "Det är reklam." in main(personas.karl(), "admin:network")
    assert "reklam" not in main(personas.amina(), "network_post", post.pk)
    theirs.refresh_from_db()
    with pytest.raises(Refused, match="redan anmält"):
        post_actions.report_network_post(post.pk, why="Igen", by=other, group=theirs, at=NOW)
    as_(personas.karl()).post(reverse("admin:settle_network_report", args=[post.pk]))
    assert not NetworkReport.objects.filter(settled_at=None).exists()
    assert workday(personas.karl(), now=NOW).network_reports == 0
    assert "Vem frågar vi?" in main(other, "network_post", post.pk)


def test_a_hidden_post_is_told_to_its_writer_and_gone_for_the_others(post, ours, theirs, other) -> None:
    answer = answer_network_post(post.pk, text="Dumt svar.", group=theirs, by=other, at=NOW)
    url = reverse("admin:hide_network_post", args=[answer.pk])
    page = as_(personas.karl()).post(url, {"why": ""})
    assert "Skriv varför inlägget döljs" in page.content.decode()
    as_(personas.karl()).post(url, {"why": "Det är elakt."})
    assert mails("hide_network_post_contact") == {other.email}
    assert "Det är elakt." in OutgoingMail.objects.get(template="hide_network_post_contact").body
    html = main(personas.amina(), "network_post", post.pk)
    assert "En kontaktperson har dolt inlägget." in html
    assert not [word for word in ("Dumt svar", "elakt") if word in html]
    assert "Det är elakt." in main(other, "network_post", post.pk)
    assert "0 svar" in main(personas.amina(), "network")
    assert "Inget inlägg har alla" in main(personas.amina(), "network", query="?q=dumt")
    as_(personas.karl()).post(reverse("admin:show_network_post", args=[answer.pk]))
    assert mails("show_network_post_contact") == {other.email}
    assert "Dumt svar." in main(personas.amina(), "network_post", post.pk)
    post_actions.hide_network_post(post.pk, why="Reklam", by=personas.karl(), at=NOW)
    assert as_(other).get(reverse("network_post", args=[post.pk])).status_code == 404
    assert "Ängsgatan" in main(personas.birk(), "network_post", post.pk)
    assert "Allt som har hänt i tråden" in main(personas.karl(), "admin:network_post", post.pk)


# --- protected people -----------------------------------------------------------------------------------
def test_nobody_protected_is_named_in_posts_mails_or_the_search(ours, theirs, other) -> None:
    """Written before or after the protection, on pages, in mails on their way and in what the search finds (D22)."""
    choose(other, MailChoice.DAILY)
    text = {"title": "Birk Åkerlind vet", "text": "Ring Birk Åkerlind eller skriv till birk@example.org."}
    first = write_network_post(**text, group=ours, by=personas.amina(), at=NOW)
    assert "vet" in main(other, "network", query="?q=åkerlind")
    protection_actions.set_protection(personas.birk(), on=True, by=personas.birk(), at=NOW)
    second = write_network_post(**text, group=theirs, by=other, at=NOW)
    assert send_digests(at=NOW + timedelta(days=1)) == 1
    pages = [
        main(who, "network_post", row.pk) for who in (other, personas.amina()) for row in (first, second)
    ]
    pages += [main(other, "network"), main(personas.karl(), "admin:network")]
    pages.append(main(personas.adam(), "admin:mail", OutgoingMail.objects.get(to=other.email, held=True).pk))
    pages += OutgoingMail.objects.filter(template="digest").values_list("body", flat=True)
    pages += OutgoingMail.objects.filter(to="amina@example.org").values_list("body", flat=True)
    for page in pages:
        assert not [word for word in ("Åkerlind", "birk@") if word in page]
    assert "Inget inlägg har alla" in main(other, "network", query="?q=åkerlind")


# --- finding --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("query", ["ängsgatan", "angsgatan", "ÄNGSGATA", "ljusslinga el", "kontaktperson"])
def test_the_search_forgives_dots_case_and_endings_and_reads_answers(query: str, post, theirs, other) -> None:
    answer_network_post(post.pk, text="Fråga er kontaktperson.", group=theirs, by=other, at=NOW)
    assert "Hur får man el" in main(other, "network", query=f"?q={query}")
    assert "Inget inlägg har alla" in main(other, "network", query="?q=spårvagn")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_ask_the_same_however_much_there_is(
    rows: int, post, ours, theirs, other, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        write_network_post(**TEXT, group=ours, by=personas.birk(), at=NOW)
        answer = answer_network_post(post.pk, text=f"Svar {number}", group=theirs, by=other, at=NOW)
        post_actions.report_network_post(answer.pk, why="Titta", group=ours, by=personas.birk(), at=NOW)
    for who, name, args, number in (
        (other, "network", (), 7),
        (personas.karl(), "admin:network", (), 9),
        (other, "network_post", (post.pk,), 9),
        (personas.karl(), "admin:network_post", (post.pk,), 13),
    ):
        client, url = as_(who), reverse(name, args=args)
        client.get(url)
        with django_assert_num_queries(number):
            client.get(url)


def test_many_threads_stand_on_several_pages_the_liveliest_first(post, ours, theirs, other) -> None:
    for number in range(21):
        write_network_post(title=f"Fråga {number}", text="x", group=ours, by=personas.birk(), at=NOW)
    answer_network_post(post.pk, text="Nu!", group=theirs, by=other, at=NOW + timedelta(days=1))
    html = main(other, "network")
    assert html.index("Hur får man el") < html.index("Fråga 20")
    assert "Visar 1–20 av 22" in html
    assert "Fråga 0<" in main(other, "network", query="?page=2")


def test_who_speaks_for_two_groups_chooses_one(post, other) -> None:
    case, _who = groups.another(2, Status.COLLABORATION)
    actions_case = Case.objects.get(pk=case.pk)
    actions_case.memberships.update(user=other)
    second = joined(actions_case, other, name="Den andra gruppen")
    client = as_(other)
    page = client.post(reverse("write_network_post"), TEXT)
    assert "Välj vilken grupp du skriver för" in page.content.decode()
    assert client.post(reverse("write_network_post"), {**TEXT, "group": second.pk}).status_code == 302
    assert NetworkPost.objects.latest("pk").group == second
    foreign = client.post(reverse("write_network_post"), {**TEXT, "group": post.group_id})
    assert foreign.status_code == 200
    assert "data-error-summary" in foreign.content.decode()
