"""What a viewer may call a person, and what of a text they may read (D22)."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from applications import identity
from applications.models import Case, Invitation, User
from tests import factories, personas
from tests.personas import NOW

pytestmark = pytest.mark.django_db
HIDDEN = "Skyddade personuppgifter"


@pytest.fixture
def case() -> Case:
    """Return a case whose representative, Amina, is protected."""
    made = factories.case()
    User.objects.filter(pk=personas.amina().pk).update(protected_identity=True)
    return Case.objects.select_related("officer").get(pk=made.pk)


def test_printed_as_text_a_protected_person_has_no_name(case: Case) -> None:
    assert str(personas.amina()) == HIDDEN
    assert str(personas.birk()) == "Birk Åkerlind"


@pytest.mark.parametrize(
    ("viewer", "name"),
    [
        (personas.amina, "Amina Björkdal"),
        (personas.karl, "Amina Björkdal"),
        (personas.birk, HIDDEN),
        (personas.karin, HIDDEN),
        (personas.cecilia, HIDDEN),
        (personas.nils, HIDDEN),
        (personas.rut, HIDDEN),
        (personas.adam, HIDDEN),
        (personas.olga, HIDDEN),
        (AnonymousUser, HIDDEN),
        (lambda: None, HIDDEN),
    ],
)
def test_only_the_person_and_the_cases_officer_know_the_name(case: Case, viewer: Any, name: str) -> None:
    assert identity.name_for(viewer(), personas.amina(), case) == name
    assert identity.known(viewer(), personas.amina(), case).hidden is (name == HIDDEN)
    text = identity.text_for(viewer(), "Amina Björkdal ringde.", case)
    assert text == ("En person i gruppen ringde." if name == HIDDEN else "Amina Björkdal ringde.")


def test_the_officers_substitute_reaches_the_person_too(case: Case) -> None:
    User.objects.filter(pk=personas.karl().pk).update(substitute=personas.karin())
    case = Case.objects.select_related("officer").get(pk=case.pk)
    assert identity.known(personas.karin(), personas.amina(), case).phone == "070-174 06 05"


def test_the_officer_of_another_case_does_not(case: Case) -> None:
    other = factories.case("Annan gata")
    Case.objects.filter(pk=other.pk).update(officer=personas.karin())
    assert identity.name_for(personas.karin(), personas.amina(), case) == HIDDEN
    assert identity.name_for(personas.karl(), personas.amina()) == HIDDEN


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ring amina  björkdal!", "Ring en person i gruppen!"),
        ("Hej. Amina Björkdals gata", "Hej. En person i gruppens gata"),
        ("amina@example.org, 0701740605", "(skyddad uppgift), (skyddad uppgift)"),
        ("+46 70 174 06 05 eller +46 (0)70-1740605", "(skyddad uppgift) eller (skyddad uppgift)"),
        ("Aminas mejl är AMINA@EXAMPLE.ORG.", "En person i gruppens mejl är (skyddad uppgift)."),
        ("Birk Åkerlind, 070-174 06 15", "Birk Åkerlind, 070-174 06 15"),
        (
            "Intyg_Amina-Björkdal_2026.pdf, AminaBjörkdal.pdf",
            "Intyg_en person i gruppen_2026.pdf, en person i gruppen.pdf",
        ),
        ("Laminatgolv och xamina@example.org", "Laminatgolv och xamina@example.org"),
        ("", ""),
    ],
)
def test_texts_lose_name_address_and_number_and_nothing_else(case: Case, text: str, shown: str) -> None:
    """The first name alone is what the case was opened by: the name on the invitation to her address."""
    Invitation.objects.create(case=case, email="amina@example.org", name="Amina", invited_at=NOW)
    assert identity.text_for(personas.birk(), text, case) == shown


def test_a_mail_names_nobody_but_its_receiver(case: Case) -> None:
    text = "Amina Björkdal har skrivit."
    assert identity.text_in_mail(personas.amina(), text, case) == text
    for to in (personas.birk(), personas.karl(), None):
        assert identity.text_in_mail(to, text, case) == "En person i gruppen har skrivit."


def test_who_has_left_the_group_stays_hidden(case: Case) -> None:
    case.memberships.filter(user=personas.amina()).update(left_at=NOW)
    assert identity.text_for(personas.birk(), "Amina Björkdal", case) == "En person i gruppen"


def test_many_cases_are_looked_up_at_once(case: Case, django_assert_num_queries: Any) -> None:
    cases = [case, factories.case("Annan gata"), Case.objects.get(pk=case.pk)]
    User.objects.filter(protected_identity=True).update(protected_identity=False)
    with django_assert_num_queries(1):
        identity.load_protected(cases)
        assert [identity.text_for(None, "Amina Björkdal", one) for one in cases] == ["Amina Björkdal"] * 3


FORM = '<textarea name="a">{text}</textarea><input type="text" value="{text}"><input type="hidden" value="{text}">'


@pytest.mark.parametrize("typed", [True, False])
def test_in_a_form_only_what_the_reader_typed_tells_who(case: Case, *, typed: bool) -> None:
    told = FORM.format(text="Ring Amina Björkdal &amp; co")
    hidden = told.replace("Amina Björkdal", "en person i gruppen", 2)
    assert identity.in_page(personas.birk(), told, case, typed=typed) == (told if typed else hidden)
    for knows in (personas.amina(), personas.karl()):
        assert identity.in_page(knows, told, case, typed=typed) == told
