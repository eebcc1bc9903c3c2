"""The lists of the registers ask the same number of questions however long they are."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from applications.mail import queue
from applications.models import Actor, Committee, Criterion, LegalGround, MailText, Neighbourhood, Phrase
from applications.notices import Recipient
from tests import factories, personas

pytestmark = pytest.mark.django_db


def mail(number: int) -> None:
    to = Recipient(f"p{number}@example.org", "Person", personas.person(f"p{number}@example.org", "Person"))
    queue("account_invited", to=to, at=timezone.now() + timedelta(minutes=number), context={})


def text(number: int) -> None:
    adam, template = personas.adam(), ("submit_group", "take_up_group", "close_group")[number - 1]
    values = {"number": 1, "text": "Ämne: Hej\nHej!", "at": timezone.now(), "by": adam, "by_name": adam.name}
    MailText.objects.create(template=template, language="sv", **values)


# list → (how to make a row, queries)
LISTS: dict[str, tuple[Callable[[int], object], int]] = {
    "applications/user": (lambda n: personas.person(f"ny{n}@example.org", f"Ny {n}", is_officer=True), 4),
    "applications/actor": (lambda n: Actor.objects.create(name=f"Aktör {n}", kind="association"), 4),
    "applications/criterion": (
        lambda n: Criterion.objects.create(number=n, version=9, title=f"K {n}", is_current=False),
        4,
    ),
    "applications/neighbourhood": (lambda n: Neighbourhood.objects.create(name=f"Del {n}"), 4),
    "applications/committee": (lambda n: Committee.objects.create(name=f"nämnd {n}"), 4),
    "applications/meeting": (
        lambda n: factories.meeting(timezone.localdate() + timedelta(days=30 + n)),
        7,
    ),
    "applications/phrase": (lambda n: Phrase.objects.create(number=900 + n, title=f"Fras {n}", text="x"), 4),
    "applications/legalground": (lambda n: LegalGround.objects.create(name=f"OSL {n}:1"), 4),
    "applications/outgoingmail": (mail, 5),
    "applications/event": (lambda n: factories.case(f"Gata {n}"), 5),
    "register/mejltexter": (text, 2),
}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_the_same_however_long_it_is(name: str, rows: int, django_assert_num_queries) -> None:
    make, queries = LISTS[name]
    client = Client()
    client.force_login(personas.adam())
    for number in range(rows):
        make(number + 1)
    url = f"/admin/{name}/"
    client.get(url)
    with django_assert_num_queries(queries):
        assert client.get(url).status_code == 200
