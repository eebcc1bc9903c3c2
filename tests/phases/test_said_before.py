"""Who gets a mail is named before the click, and it is those who get it after: every step of the city (D15)."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import NoReverseMatch, reverse

from applications import actions as case_actions
from applications.committee import actions as committee
from applications.models import Case, Meeting, OutgoingMail, User
from applications.models.case import TRANSITIONS
from applications.notices import NOTICES
from applications.officer_report import actions as reports
from applications.permissions import RULES
from applications.states import Initiative, Role, Status
from phases.initiering import actions as initiering
from phases.initiering.report_source import DIALOGUE_REPORT
from phases.resultat import actions as resultat
from phases.unanswered_actions import go_on_without_answer
from phases.utforande import actions as utforande
from tests import factories, personas
from tests.personas import NOW
from tests.phases import granted
from tests.phases.initiering import review
from tests.phases.resultat import written

pytestmark = pytest.mark.django_db


def _sent() -> Case:
    case = factories.case(area_boundary=review.ANSWERS["area_boundary"])
    review.sent_application(case)
    return factories.in_status(case, Status.SUBMITTED)


def _unanswered() -> Case:
    case = review.in_review()
    ask = {"asked_for": {"underlag": "Barnen?"}, "due_on": NOW.date() + timedelta(days=10)}
    initiering.request_completion(case.pk, **ask, by=personas.karl(), at=NOW)
    return Case.objects.get(pk=case.pk)


def _to_sign_off() -> Case:
    case = review.prepare(review.in_review())
    review.write_report(case)
    return case


def _on_agenda() -> Case:
    case = review.ready()
    committee.put_on_agenda(case.pk, meeting=Meeting.objects.get(), by=personas.nils(), at=NOW)
    return Case.objects.get(pk=case.pk)


def _to_report() -> Case:
    case = granted.in_execution()
    granted.told(case)
    granted.all_done(case)
    granted.held(case)
    return Case.objects.get(pk=case.pk)


def _reported() -> Case:
    case = granted.in_reporting()
    written.write(case)
    resultat.submit_report(case.pk, by=personas.amina(), at=NOW)
    return Case.objects.get(pk=case.pk)


def _approved() -> Case:
    case = _reported()
    resultat.approve_report(case.pk, by=personas.karl(), at=NOW)
    return Case.objects.get(pk=case.pk)


def _ask(pk: int, **who: Any) -> None:
    initiering.request_completion(pk, asked_for={"underlag": "Barnen?"}, due_on=date(2026, 4, 20), **who)


# action → the case before it, who takes it, how
STEPS: dict[str, tuple[Callable[[], Case], Callable[[], User], Callable[..., Any]]] = {
    "strike_off": (
        factories.case,
        personas.karl,
        lambda pk, **who: case_actions.strike_off(pk, comment="Ingen svarar.", **who),
    ),
    "withdraw": (
        lambda: factories.case(initiative=Initiative.CITY),
        personas.karl,
        lambda pk, **who: case_actions.withdraw(pk, comment="Inställt.", **who),
    ),
    "take_up": (_sent, personas.karl, initiering.take_up),
    "request_completion": (review.in_review, personas.karl, _ask),
    "go_on_without_answer": (
        _unanswered,
        personas.karl,
        lambda pk, **who: go_on_without_answer(pk, comment="Ni är bortresta.", **who),
    ),
    "request_sign_off": (
        _to_sign_off,
        personas.karl,
        lambda pk, **who: reports.request_sign_off(pk, DIALOGUE_REPORT, **who),
    ),
    "return_report": (
        review.with_manager,
        personas.cecilia,
        lambda pk, **who: reports.return_report(pk, DIALOGUE_REPORT, comment="Kortare.", **who),
    ),
    "sign_off": (
        review.with_manager,
        personas.cecilia,
        lambda pk, **who: reports.sign_off(pk, DIALOGUE_REPORT, **who),
    ),
    "recall_report": (
        review.ready,
        personas.cecilia,
        lambda pk, **who: reports.recall_report(pk, DIALOGUE_REPORT, comment="Fel belopp.", **who),
    ),
    "put_on_agenda": (
        review.ready,
        personas.nils,
        lambda pk, **who: committee.put_on_agenda(pk, meeting=Meeting.objects.get(), **who),
    ),
    "take_off_agenda": (
        _on_agenda,
        personas.nils,
        lambda pk, **who: committee.take_off_agenda(pk, comment="Fler uppgifter.", **who),
    ),
    "open_reporting": (_to_report, personas.karl, utforande.open_reporting),
    "approve_report": (_reported, personas.karl, resultat.approve_report),
    "close": (_approved, personas.karl, lambda pk, **who: resultat.close(pk, comment="Allt klart.", **who)),
}


@pytest.mark.parametrize("action", STEPS)
def test_those_named_before_the_click_get_the_mail(client, action: str) -> None:
    begun, who, act = STEPS[action]
    for somebody in (personas.cecilia, personas.nils, personas.rut):
        somebody()
    case = begun()
    client.force_login(who())
    named = _named(client.get(reverse("admin:case", args=[case.reference])), action)
    page = client.get(reverse(f"admin:{action}", args=[case.reference])).content.decode()
    assert f"Mejl går till {', '.join(named)}" in page
    OutgoingMail.objects.all().delete()
    act(case.pk, by=who(), at=NOW + timedelta(days=20))
    got = OutgoingMail.objects.filter(event__action=action).values_list("user__name", flat=True)
    assert sorted(got) == sorted(named) != []


def _named(page: Any, action: str) -> list[str]:
    """Return who the step says will get a mail, as it stands on the page."""
    (step,) = (step for step in page.context["steps"] if step.action == action)
    html = page.content.decode()
    box = html.partition(f'<div class="s-step"><h3>{step.label.button}</h3>')[2].partition("</div>")[0]
    found = re.search(r"Mejl går till (.+)\.</span>", box)
    return found[1].split(", ") if found else []


def test_every_step_of_the_city_that_mails_is_tried() -> None:
    """What the group itself does is looked at in tests of its pages."""
    city = {Role.OFFICER, Role.MANAGER, Role.SECRETARY, Role.REGISTRAR}

    def is_step(action: str) -> bool:
        try:
            reverse(f"admin:{action}", args=["x"])
        except NoReverseMatch:
            return False
        return bool(NOTICES[action])

    mine = {name for name in TRANSITIONS if is_step(name) and {part[0] for part in RULES[name].parts} & city}
    assert mine - {"submit", "complete", "submit_proposal", "submit_report"} == set(STEPS)
