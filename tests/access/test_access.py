"""Every address, as every persona, in every status, against the written table (table.txt).

And what must hold whatever the table says: outsiders find nothing, and a posted form by somebody who may not
changes nothing.
"""

from collections.abc import Iterator

import pytest
from django.core.handlers import exception
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLResolver
from django.utils.translation import get_language

from applications.committee.panel import steps as committee_steps
from applications.models import Case, User
from applications.permissions import RULES
from applications.states import Status
from phases.case import steps
from tests.access import links, probe, table
from tests.walk import walked

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

PUBLIC = {
    "logotype",  # of those that are in use
    "start",
    "about",
    "accessibility",
    "privacy",
    "contact",
    "robots",
    "favicon",
    "express_interest",
    "interest_receipt",
    "map_backdrop",
    "calendar_feed",  # whoever holds the address
    "answer_actor",  # whoever holds the link: tests/applications/group/test_confirmation_views.py
    "answer_check_in",  # the same: tests/phases/utforande/test_answers.py
    "answer_network_meeting",  # the same: tests/applications/network/test_meetings.py
}
OWN = ("account_", "mfa_", "usersessions_")  # how a person logs in: everybody's own, whatever the case
# Pages where the whole city reads what the group and its officer write, and where the group looks through together.
READ_BY_MORE = {
    "add_communication",
    "map_actors",
    "plan_dialogue",
    "record_needs",
    "compile_viewpoints",
    "ask_for_support",
    "write_message",
    "submit",
    "submit_proposal",
}
STAFF = ("maja", "jonatan", "viveka", "sixten", "tove", "admir")  # who works in the workspace


@pytest.fixture
def _bare_errors() -> Iterator[None]:
    """Answer what is refused with its number alone, except in English: thousands of answers, one and the same page.

    The page itself is asked for in tests/samverkan and looked at in the browser.
    """
    whole = exception.get_exception_response

    def answer(request: HttpRequest, resolver: URLResolver, code: int, error: Exception) -> HttpResponse:
        if get_language() == "en":
            return whole(request, resolver, code, error)
        return HttpResponse(status=code)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exception, "get_exception_response", answer)
        yield


def beside(status: Status) -> list[Status]:
    """Return the statuses just before and just after this one in the order of the process."""
    place = list(Status).index(status)
    return list(Status)[max(place - 1, 0) : place + 2]


def test_the_table_holds_every_address_and_every_persona() -> None:
    written = table.read()
    assert list(written) == probe.names()
    assert all(set(row) == set(probe.PERSONAS) for row in written.values())


def blocked_without_a_way(case: Case, browsers: dict[str, Client]) -> Iterator[str]:
    """Yield what blocks a step on the city's page of the case without leading anywhere, or where one may not go."""
    for user in User.objects.filter(email__in=[f"{name}@example.org" for name in STAFF]):
        client = browsers[user.email.partition("@")[0]]
        for step in [*committee_steps(case, user), *steps(case, user, namespace="admin:")]:
            for reason in step.missing:
                if not reason.url or client.get(reason.url).status_code not in (200, 302):
                    yield f"{step.action} as {user}: {reason.text} leads to {reason.url or 'nothing'}"


@pytest.mark.usefixtures("_bare_errors")
@pytest.mark.parametrize("status", Status)
def test_who_gets_what(status: Status) -> None:
    """An answer is asked on both sides of every status where it changes, and in every sixteenth besides.

    At an address that has nothing to do with a case, in one status. The same people post a form there: where it is
    refused, nothing is written to any table. What is taken is posted by the tests of each action, and here where the
    address shows no page.

    `python -m tests.access.table` asks everything. Whoever reads English finds no text that is only in Swedish.
    """
    walk = walked(status)
    case, rows, exceptions = walk.case, table.read(), table.read_posted()
    browsers = probe.clients(walk)
    wrong = []
    with probe.untranslated() as swedish:
        for place, name in enumerate(probe.names(), start=list(Status).index(status)):
            url = probe.address(name, case)
            for turn, (persona, client) in enumerate(browsers.items(), start=place):
                answer, exception = rows[name][persona], exceptions[name].get(persona)
                wanted = both(answer, exception, status)
                seldom = 16 if case.reference in url else len(Status)
                if turn % seldom and all(both(answer, exception, near) == wanted for near in beside(status)):
                    continue
                asked, posted = probe.asked(client, url), wanted[1]
                if posted != "taken" or wanted[0] != "page":
                    posted = probe.posted(client, url, asked)
                if (asked, posted) != wanted:
                    wrong.append(f"{name} as {persona}: {asked}, posted {posted}, not {wanted}")
    wrong += blocked_without_a_way(case, browsers)
    wrong += links.dead(case, {name: browsers[name] for name in STAFF}, rows, status)
    assert wrong == []
    assert not swedish, "\n".join(sorted(swedish))


def both(answer: str, exception: str | None, status: Status) -> tuple[str, str]:
    """Return the words of the table for what is asked for and for what is posted in a status."""
    return table.expected(answer, status), table.expected_posted(answer, exception, status)


def test_outsiders_find_nothing_of_a_case() -> None:
    """Olga, an applicant elsewhere, gets 404; nobody is sent to the log-in. No status makes a difference."""
    for name, row in table.read().items():
        if name in PUBLIC or name in {"after_login", "case_list", "admin:login"} or name.startswith(OWN):
            continue
        assert row["olga"] in {"hidden", "post"}, name
        assert row["nobody"] in {"back", "post"}, name


def test_nobody_without_the_rule_gets_the_page_of_an_action() -> None:
    """The table may not give a page to a role that applications.permissions does not name."""
    roles = {
        "idris": "representative",
        "ylva": "member",
        "viveka": "manager",
        "sixten": "secretary",
        "tove": "registrar",
    }
    for name, row in table.read().items():
        rule = RULES.get(name.removeprefix("admin:"))
        if rule is None or name.removeprefix("admin:") in READ_BY_MORE:
            continue
        named = {role.value for role, _test, _who in rule.parts}
        for persona, role in roles.items():
            if "page" in row[persona]:
                assert role in named or (role == "representative" and "member" in named), (name, persona)
