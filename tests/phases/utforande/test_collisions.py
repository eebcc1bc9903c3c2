"""What collides with a time is asked about before it is booked, and who gets a mail is said too (D15, R36)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.models import Case, OutgoingMail
from applications.templatetags.samverkan import datum, klockslag
from phases.utforande.check_ins import actions
from phases.utforande.check_ins.series import coming_after, moved_times
from phases.utforande.check_ins.staff_calendar import collisions
from tests import personas
from tests.personas import NOW
from tests.phases import granted
from tests.phases.utforande.test_calendar import ahead, on_agenda

if TYPE_CHECKING:
    from applications.models import User
    from phases.utforande.models import CheckIn

pytestmark = pytest.mark.django_db


def others(case: Case, row: CheckIn, viewer: User) -> list[str]:
    return collisions(row, Case.objects.select_related("officer").get(pk=case.pk), viewer=viewer)


def test_what_collides_is_said_and_stops_nothing() -> None:
    case, other = granted.in_execution(), granted.in_execution("Varptorget")
    granted.booked(other, ahead(10, 12))
    on_agenda(other)  # at 13 the same day
    karl = personas.karl()
    for hour, expected in (
        (9, []),
        (11, []),  # ends when the other begins
        (12, ["avstämning klockan 12.00, Varptorget"]),
        (13, ["sammanträde klockan 13.00, tekniska nämnden"]),
        (14, []),
    ):
        row = granted.booked(case, ahead(10, hour))
        assert others(case, row, karl) == expected
        actions.cancel_check_in(case.pk, row.pk, why="x", by=karl, at=NOW)
    long = actions.book_check_in(
        case.pk, starts_at=ahead(10, 9), ends_at=ahead(10, 16), place="x", by=karl, at=NOW
    )
    assert len(others(case, long, karl)) == 2
    Case.objects.filter(pk=other.pk).update(restricted=True)
    assert others(case, long, personas.karin())[0] == "ett annat möte klockan 12.00"


def test_what_takes_the_officer_s_time_is_all_that_they_attend() -> None:
    """Their own, what a colleague has invited them to, what they stand in for; not what they have said no to."""
    case, other = granted.in_execution(), granted.in_execution("Varptorget")
    karl, karin = personas.karl(), personas.karin()
    Case.objects.filter(pk=other.pk).update(officer=karin)
    hers = actions.book_check_in(other.pk, starts_at=ahead(10, 12), place="x", by=karin, at=NOW)
    mine = granted.booked(case, ahead(10, 12))
    assert others(case, mine, karl) == []
    actions.move_check_in(
        other.pk, hers.pk, starts_at=hers.starts_at, place="x", colleagues=[karl], by=karin, at=NOW
    )
    assert others(case, mine, karl) == ["avstämning klockan 12.00, Varptorget"]
    hers.guests.filter(user=karl).update(answer="no")
    assert others(case, mine, karl) == []
    karin.substitute = karl  # then it is his to hold
    karin.save()
    assert others(case, mine, karl) == ["avstämning klockan 12.00, Varptorget"]
    karin.substitute = None
    karin.save()
    karl.substitute = karin  # the other way: she holds his, and has her own
    karl.save()
    assert others(case, mine, karl) == []
    assert others(case, mine, karin) == ["avstämning klockan 12.00, Varptorget"]


def key_in(page: Any) -> str:
    """Return what a page that asks about a collision sends along."""
    return page.context["clash"].key


def test_a_collision_is_shown_and_asked_about_before_anything_is_booked_or_moved() -> None:
    case, other = granted.in_execution(), granted.in_execution("Varptorget")
    granted.booked(other, ahead())
    mails = OutgoingMail.objects.count()
    client = Client()
    client.force_login(personas.karl())
    values = {
        "starts_at_0": ahead().date().isoformat(),
        "starts_at_1": "10.30",
        "place": "Caféet",
        "revision": "0",
    }
    url = reverse("admin:book_check_in", args=[case.reference])
    page = client.post(url, values)
    html = page.content.decode()
    for words in ("Tiden krockar", "avstämning klockan 10.00, Varptorget", 'value="Caféet"', ">Boka ändå<"):
        assert words in html
    assert page.context["clash"].found[0].startswith(datum(ahead(), "dag kort"))
    # another time asks again: the answer goes for the time that was shown
    again = client.post(url, {**values, "starts_at_1": "10.15", "clash": key_in(page)})
    assert ">Boka ändå<" in again.content.decode()
    longer = client.post(url, {**values, "ends_time": "12", "clash": key_in(page)})
    assert ">Boka ändå<" in longer.content.decode()
    assert (case.checkin_rows.count(), OutgoingMail.objects.count()) == (0, mails)
    assert client.post(url, {**values, "clash": key_in(page)}).status_code == 302
    row = case.checkin_rows.get()
    mails = OutgoingMail.objects.count()

    url = reverse("admin:move_check_in", args=[case.reference, row.pk])
    page = client.post(url, {**values, "starts_at_1": "10.15"})
    assert "avstämning klockan 10.00, Varptorget" in page.content.decode()
    assert ">Ändra ändå<" in page.content.decode()
    row.refresh_from_db()
    assert (row.revision, OutgoingMail.objects.count()) == (0, mails)
    moved = {**values, "starts_at_1": "10.15", "clash": key_in(page)}
    assert client.post(url, moved).status_code == 302
    # where only the place is new there is nothing to ask, nor at a free time
    assert client.post(url, {**moved, "place": "Torget", "clash": "", "revision": "1"}).status_code == 302
    free = {**values, "starts_at_1": "15", "revision": "2"}
    assert client.post(url, free).status_code == 302
    # what the action refuses is not asked about first
    granted.booked(other, ahead().replace(hour=15))
    refused = client.post(reverse("admin:book_check_in", args=[case.reference]), {**free, "revision": "0"})
    assert "redan en avstämning bokad då" in refused.content.decode()
    assert refused.context["clash"] is None


def test_a_series_that_moves_does_not_collide_with_itself() -> None:
    case, other = granted.in_execution(), granted.in_execution("Varptorget")
    karl = personas.karl()
    later = [ahead(7)]
    row = actions.book_check_in(case.pk, starts_at=ahead(), place="x", later=later, by=karl, at=NOW)
    follows = moved_times([row, *coming_after(row)], ahead(7), None)[1][0]
    granted.booked(other, follows)
    client = Client()
    client.force_login(karl)
    url = reverse("admin:move_check_in", args=[case.reference, row.pk])
    values = {"starts_at_0": ahead(7).date().isoformat(), "starts_at_1": "10.30", "place": "x"}
    page = client.post(url, {**values, "scope": "coming", "revision": "0"})
    assert page.context["clash"].found == [
        f"{datum(follows, 'dag kort')}: avstämning klockan {klockslag(follows)}, Varptorget"
    ]
    done = client.post(url, {**values, "scope": "coming", "revision": "0", "clash": key_in(page)})
    assert done.status_code == 302


def test_the_next_time_is_asked_about_before_the_notes_are_sent() -> None:
    case, other = granted.in_execution(), granted.in_execution("Varptorget")
    karl = personas.karl()
    began = timezone.now() - timedelta(hours=1)
    row = actions.book_check_in(case.pk, starts_at=began, place="x", by=karl, at=began - timedelta(days=1))
    granted.booked(other, ahead())
    client = Client()
    client.force_login(karl)
    url = reverse("admin:hold_check_in", args=[case.reference, row.pk])
    values = {"participants": "Amina", "notes": "Bra.", "revision": "0"}
    values |= {"next_starts_at_0": ahead().date().isoformat(), "next_starts_at_1": "10.30"}
    values |= {"agreed-TOTAL_FORMS": "0", "agreed-INITIAL_FORMS": "0"}
    page = client.post(url, values)
    html = page.content.decode()
    for words in ("avstämning klockan 10.00, Varptorget", ">Bra.</textarea>", ">Spara och boka ändå<"):
        assert words in html.replace("\nBra.", "Bra.")
    row.refresh_from_db()
    assert row.held_at is None
    assert not OutgoingMail.objects.filter(template="hold_check_in_group").exists()
    assert client.post(url, {**values, "clash": key_in(page)}).status_code == 302
    assert case.checkin_rows.count() == 2


def test_ticked_colleagues_are_told_of_before_the_click_and_named_where_it_asks() -> None:
    """D15: those named are those who get a mail, when a meeting is booked and when it moves."""
    case, other = granted.in_execution(), granted.in_execution("Varptorget")
    granted.booked(other, ahead())
    karl, cecilia, karin = personas.karl(), personas.cecilia(), personas.karin()
    client = Client()
    client.force_login(karl)
    url = reverse("admin:book_check_in", args=[case.reference])
    for page in (url, reverse("admin:book_series", args=[case.reference])):
        html = client.get(page).content.decode()
        assert "Mejl går till Amina Björkdal, Birk Åkerlind och de kollegor du kryssar för" in html
    values = {
        "starts_at_0": ahead().date().isoformat(),
        "starts_at_1": "10.30",
        "place": "x",
        "revision": "0",
        "colleagues": [cecilia.pk],
    }
    page = client.post(url, values)
    # other ticks ask again: the names are those who get it
    named = client.post(url, {**values, "colleagues": [karin.pk], "clash": key_in(page)})
    assert "Mejl går till Amina Björkdal, Birk Åkerlind, Karin Ösund<" in named.content.decode()
    assert "Mejl går till Amina Björkdal, Birk Åkerlind, Cecilia Ängby<" in page.content.decode()
    assert got(client, url, {**values, "clash": key_in(page)}) == page.context["recipients"]

    row = case.checkin_rows.get()
    url = reverse("admin:move_check_in", args=[case.reference, row.pk])
    assert "Cecilia Ängby och de kollegor du kryssar för" in client.get(url).content.decode()
    values |= {"starts_at_1": "10.15", "colleagues": [karin.pk]}
    page = client.post(url, values)
    assert set(page.context["recipients"]) >= {"Cecilia Ängby", "Karin Ösund"}  # one asked, one let go
    assert got(client, url, {**values, "clash": key_in(page)}) == page.context["recipients"]


def got(client: Client, url: str, values: dict[str, Any]) -> list[str]:
    """Return who gets a mail when this is posted, as the page names them."""
    last = OutgoingMail.objects.latest("pk").pk
    assert client.post(url, values).status_code == 302
    return list(OutgoingMail.objects.filter(pk__gt=last).order_by("pk").values_list("to_name", flat=True))
