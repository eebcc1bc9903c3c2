"""Phrases of decision points: filled in from the case, offered without JavaScript, edited by staff as versions."""

import pytest
from django.test import Client

from applications.decisions.content import points_for
from applications.models import Phrase
from applications.officer_report.guards import missing_in_report
from applications.phrases import TEXTS, Phrasebook, Sums, Use, unfilled, unknown
from applications.states import Outcome
from phases.initiering.report_source import DIALOGUE_REPORT
from tests import personas
from tests.applications.committee import cases
from tests.applications.decisions.pages import errors, posted

pytestmark = pytest.mark.django_db


def as_(make) -> Client:
    client = Client()
    client.force_login(make())
    return client


def test_every_placeholder_is_filled_from_the_case(django_assert_num_queries) -> None:
    case = cases.with_measures(A=80_000)
    measure = case.measures.get()
    book = Phrasebook(case, committee="tekniska nämnden", sums={measure.pk: Sums(80_000, 50_000)})
    text = "{Nämnden} i {området}: {mottagaren}, {gruppen}, {ärendet}, {insatsen}, {belopp}, {förvaltningen} {annat}"
    with django_assert_num_queries(2):  # the payee, the group
        filled = book.fill(text, amount=50_000, measure=measure)
    assert filled.replace("\xa0", " ") == (
        "Tekniska nämnden i Lingarnsgatan: Lingarnets Vänner, Lingarnets Vänner, Lingarnsgatan, A, Insats A, "
        "50 000 kronor, fastighets- och gatukontoret {annat}"
    )
    assert book.fill("{belopp}") == "{belopp}"
    assert (unfilled("{Belopp} och {annat}"), unknown("{belopp} och {annat}")) == (["{Belopp}"], ["{annat}"])


def test_drafts_open_with_the_first_phrase_of_the_city() -> None:
    """What staff write in the register is what the next draft says; nothing is written in the code."""
    Phrase.objects.filter(use=Use.REFER_BACK).update(text="{Nämnden} skickar tillbaka {ärendet}.")
    Phrase.objects.filter(use=Use.TABLE).update(is_current=False)
    Phrase.objects.create(
        number=90, use=Use.REFUSE_MEASURE, position=1, title="Nej", text="Nej till {insatsen}."
    )
    item = cases.on_agenda(cases.with_measures(A=80_000)).agenda_items.get()
    assert [point.text for point in points_for(item, Outcome.REFER_BACK)] == [
        "Tekniska nämnden skickar tillbaka Lingarnsgatan."
    ]
    assert [point.text for point in points_for(item, Outcome.TABLE)] == [""]
    assert [point.text for point in points_for(item, Outcome.REJECT)] == ["Nej till A, Insats A."]


def test_a_chosen_phrase_opens_a_new_point_of_the_registration() -> None:
    case = cases.on_agenda(cases.with_measures(A=80_000), to=cases.held())
    nils = as_(personas.nils)
    url = f"/admin/arenden/{case.reference}/registrera-beslut/"
    page = nils.get(url)
    measure = case.measures.get()
    key = f"{Phrase.objects.get(use=Use.REFUSE_MEASURE).pk}-{measure.pk}"
    assert f'<option value="{key}">Avslå stöd till insats A Insats A</option>' in page.text
    answer = nils.post(url, posted(page, summary="Mina ord", **{"points-add": "1", "points-phrase": key}))
    row = answer.context["page"].points.forms[1]
    assert row["text"].value() == "Tekniska nämnden avslår stöd till insats A, Insats A."
    assert (row["measure"].value(), row["outcome"].value()) == (str(measure.pk), "refused")
    assert (row["requested"].value(), row["granted"].value()) == ("80000", "")
    assert "Mina ord" in answer.text
    assert errors(answer) == {}
    empty = nils.post(url, posted(page, **{"points-add": "1", "points-phrase": "999999"}))
    assert empty.context["page"].points.forms[1]["text"].value() in (None, "")


def test_what_is_left_in_braces_is_neither_signed_nor_registered() -> None:
    text = "Tekniska nämnden beviljar {belopp}."
    case = cases.ready(points=[{"text": text, "requested": 5, "proposed": 5}])
    report = case.officer_reports.get()
    assert any("{belopp}" in item.text for item in missing_in_report(case, report, DIALOGUE_REPORT))
    case = cases.on_agenda(case, to=cases.held())
    nils = as_(personas.nils)
    url = f"/admin/arenden/{case.reference}/registrera-beslut/"
    answer = nils.post(url, posted(nils.get(url), paragraph="99"))
    assert errors(answer) == {"points-0-text": ["{belopp} är kvar. Skriv vad som ska stå där."]}


def test_changed_words_are_a_new_version() -> None:
    old = Phrase.objects.get(use=Use.SUPPORT)
    url = f"/admin/applications/phrase/{old.pk}/change/"
    data = {"use": old.use, "title": old.title, "text": "Nya ord.", "position": "5", "is_current": "on"}
    assert as_(personas.rut).post(url, data).status_code == 403
    maja = as_(personas.karl)
    wrong = maja.post(url, {**data, "text": "{summa}"})
    assert "{summa} går inte att fylla i" in wrong.text
    assert maja.post(url, data).status_code == 302
    new = Phrase.objects.get(number=old.number, is_current=True)
    assert (new.version, new.text, new.position) == (2, "Nya ord.", 5)
    assert maja.post(url, data).status_code == 403  # the old words are only read
    kept = Phrase.objects.get(pk=old.pk)
    assert (kept.is_current, kept.text) == (False, old.text)
    new_url = f"/admin/applications/phrase/{new.pk}/change/"
    assert maja.post(new_url, {**data, "position": "7"}).status_code == 302
    assert Phrase.objects.filter(number=old.number).count() == 2  # another order is no other wording
    added = {**data, "title": "Egen", "text": "{Nämnden} tackar {gruppen}."}
    assert maja.post("/admin/applications/phrase/add/", added).status_code == 302
    assert Phrase.objects.get(title="Egen").number == len(TEXTS) + 1


def test_a_chosen_phrase_opens_a_new_point_of_the_report() -> None:
    from applications.officer_report import actions
    from tests.applications.officer_report.test_views import posted as report_data

    case = cases.factories.in_status(cases.factories.case(), "review")
    cases.factories.case_actor(case, "Lingarnets Vänner")
    karl = personas.karl()
    report = actions.start_report(case.pk, DIALOGUE_REPORT, by=karl, at=cases.SIGNED)
    url = f"/admin/arenden/{case.reference}/tjansteskrivelse/"
    client = as_(personas.karl)
    phrase = Phrase.objects.get(use=Use.SUPPORT)
    data = report_data(report, [{"text": "Min punkt"}]) | {"points-add": "1", "points-phrase": str(phrase.pk)}
    page = client.post(url, data)
    rows = [form["text"].value() for form in page.context["points"].forms]
    assert rows == [
        "Min punkt",
        "Tekniska nämnden ger fastighets- och gatukontoret i uppdrag att stödja gruppen genom en kontaktperson.",
    ]
    assert "Bordlägga ärendet" not in page.text  # only a meeting tables
