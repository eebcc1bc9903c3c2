"""The links and buttons of the pages of a case in the workspace, and where they lead whoever sees them."""

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import Resolver404, resolve

from applications.states import Status
from tests.access import probe, table

FIRST = "admin:case"
TABS = (
    "admin:case_assessment",
    "admin:application_version",
    "admin:case_group",
    "admin:case_documents",
    "admin:case_messages",
    "admin:case_events",
)
LEADS_NOWHERE = {"no", "hidden"}


class _Links(HTMLParser):
    """Gathers the addresses of a page's own links and forms: those of its main part."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = self.inside or tag == "main"
        address = dict(attrs).get({"a": "href", "form": "action"}.get(tag, "")) or ""
        if self.inside and address.startswith("/"):
            self.found.append(address.split("#")[0].split("?")[0])

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "main"


def dead(
    case: Any, browsers: Mapping[str, Client], written: Mapping[str, Mapping[str, str]], status: Status
) -> Iterator[str]:
    """Yield what leads to a 403 or 404 on the tabs of a case, for everybody of `browsers`.

    The first tab is read by everybody in every status, each of the others by each in every sixth. Where an address
    leads is asked of the written table (which is tried elsewhere), or of the product for a row it does not tell of.
    """
    turn = list(Status).index(status)
    for number, (persona, client) in enumerate(browsers.items()):
        seen: set[str] = set()
        for tab in (FIRST, TABS[(turn + number) % len(TABS)]):
            for address in _links(client, probe.address(tab, case)):
                word, name = _leads_to(address, persona, client, case, written, status, seen)
                if word in LEADS_NOWHERE:
                    yield f"{tab} as {persona}: {name or address} is {word}"


def _links(client: Client, address: str) -> list[str]:
    parser = _Links()
    parser.feed(client.get(address).content.decode())
    return list(dict.fromkeys(parser.found))


def _leads_to(
    address: str,
    persona: str,
    client: Client,
    case: Any,
    written: Mapping[str, Mapping[str, str]],
    status: Status,
    seen: set[str],
) -> tuple[str, str]:
    """Return the word of what an address answers, and its name. One row of each kind is asked for."""
    try:
        name = resolve(address).view_name
    except Resolver404:
        return "hidden", ""
    if name in seen:
        return "", name
    seen.add(name)
    if address == probe.address(name, case):
        return table.expected(written[name][persona], status), name
    code = client.get(address).status_code
    return probe.WORDS.get(code, str(code)), name
