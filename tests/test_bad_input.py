"""Every form of the product against what people and machines send by mistake or on purpose.

Each form is fetched as the person who may fill it in, filled with one kind of bad input in every field, and posted
inside a savepoint. Whatever comes: no error of ours, nothing typed becomes markup, and a refusal says so in the
summary with everything that was typed still there.
"""

import html as html_module
import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from lxml import html

from applications.states import Status
from tests import hostile
from tests.access import probe, table
from tests.walk import walked

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

# The statuses in which, together, every form of the product is open to somebody; a form is tried in the first.
STATUSES = (
    Status.CONTACT,
    Status.DRAFT,
    Status.SUBMITTED,
    Status.REVIEW,
    Status.COMPLETION,
    Status.READY,
    Status.COMMITTEE,
    Status.COLLABORATION,
    Status.PROPOSAL_SUBMITTED,
    Status.EXECUTION,
    Status.REPORTING,
    Status.REPORT_SUBMITTED,
    Status.REPORT_APPROVED,
    Status.CLOSED,
    Status.HANDED_OVER,
)
# Pages that are shown before their button can be pressed, and say why it cannot; their forms are tried here.
LATER = {
    "admin:put_on_agenda": Status.READY,
    "admin:take_off_agenda": Status.COMMITTEE,
    "admin:approve_report": Status.REPORT_SUBMITTED,
    "admin:first_assessment": Status.SUBMITTED,  # after the first meeting
    "admin:assess_criteria": Status.REVIEW,
    "admin:judge_remit": Status.REVIEW,  # after the declaration of no conflict
    "admin:legal_check": Status.REVIEW,
    "admin:go_on_without_answer": Status.COMPLETION,
    "admin:hand_over_representative": Status.COLLABORATION,
    "hand_over_representative": Status.COLLABORATION,
}
# Open only for a moment on the way, between two statuses: tried in the tests of their own pages.
ELSEWHERE = {
    "admin:return_report",  # applications/officer_report/test_views.py
    "admin:sign_off",
    "admin:post_decision",  # applications/dispatch/test_views.py
    "admin:send_decision",
    "admin:open_reporting",  # phases/utforande/test_views.py
    "submit_report",  # phases/resultat/test_views.py
    "submit_interim_report",
    "admin:merge_actors",  # of one actor with itself here; applications/actors/test_merge.py
}
# Whoever may only look at a register cannot send its form: it is tried by those who add. Nobody adds a criterion.
LOOKED_AT = {"admin:applications_criterion_change": ("admir",)}
# Registers that nobody adds to: their pages are only read.
READ_ONLY = {
    f"admin:applications_{name}_change"
    for name in ("event", "readevent", "listfile", "record", "outgoingmail")
}
WHO = ("idris", "maja", "jonatan", "viveka", "sixten", "tove", "admir", "nobody")
MARKUP = f"{hostile.ODD_BUT_FINE['emoji']} {hostile.ODD_BUT_FINE['right to left']} {hostile.SCRIPT}"
BAD: dict[str, str] = {
    "nothing": "",
    "spaces": "   ",
    "too long": hostile.TOO_LONG,
    "markup": MARKUP,
    "null": hostile.NULL,
    "negative": "-5",
    "absurd": "99999999999999999999",
    "no date": "2026-13-45",
    "early": "0001-01-01",
}
TAMPERED = {"choice": "999999999", "word": "x' OR 1=1 --"}


class Field(NamedTuple):
    """A control of a form as it stands in the page."""

    name: str
    kind: str
    value: str
    visible: bool


class Form(NamedTuple):
    """A form of a page: where it posts, its controls, and whether it has a button that can be pressed."""

    action: str
    fields: list[Field]
    open: bool


def forms(page: str, url: str) -> Iterator[Form]:
    """Yield the forms in the main part of the page that are posted."""
    main = html.document_fromstring(page).get_element_by_id("innehall", None)
    if main is None:
        return
    for form in main.iter("form"):
        if (form.get("method") or "").lower() == "post":
            buttons = [each for each in form.iter("button", "input") if each.get("type") == "submit"]
            yield Form(form.get("action") or url, list(controls(form)), bool(buttons))


def controls(form: Any) -> Iterator[Field]:
    """Yield the controls that a browser would send."""
    for control in form.iter("input", "textarea", "select"):
        name, kind = control.get("name"), control.get("type") or control.tag
        if not name or name == "csrfmiddlewaretoken":
            continue
        value = control.text_content() if control.tag == "textarea" else control.get("value") or ""
        yield Field(name, kind, value, kind != "hidden")


def filled(form: Form, bad: str) -> dict[str, Any]:
    """Return the form with `bad` in every field that takes text, one of its own choices elsewhere."""
    data: dict[str, Any] = {"csrfmiddlewaretoken": "sent by every browser"}
    for field in form.fields:
        if field.kind == "file":
            data[field.name] = SimpleUploadedFile("bild.exe", b"MZ\x00 ett program")
        elif field.kind in {"hidden", "radio", "checkbox"}:
            data.setdefault(field.name, field.value)
        elif field.kind == "select":
            data[field.name] = ""
        else:
            data[field.name] = bad
    return data


def tampered(form: Form, value: str) -> dict[str, Any]:
    """Return the form with what nobody can choose in every choice and every hidden field."""
    return {"csrfmiddlewaretoken": "sent by every browser"} | {
        field.name: value if field.kind in {"hidden", "radio", "checkbox", "select"} else "Gatan"
        for field in form.fields
        if field.kind != "file"
    }


@cache
def tried_in(status: Status) -> list[tuple[str, str]]:
    """Return (address, who) for the pages that are tried in this status: the first in which somebody gets them."""
    found = []
    rows = table.read()
    for name, row in rows.items():
        statuses = (LATER[name],) if name in LATER else STATUSES
        adding = row if name in LOOKED_AT else rows.get(re.sub(r"_change$", "_add", name), row)
        first = next(
            (
                (each, who)
                for each in statuses
                for who in LOOKED_AT.get(name, WHO)
                if "page" == table.expected(row[who], each) == table.expected(adding[who], each)
            ),
            None,
        )
        if first and first[0] == status:
            found.append((name, first[1]))
    return found


def check(response: Any, form: Form, data: dict[str, Any], what: str) -> Iterator[str]:
    """Yield what is wrong with the answer."""
    if response.status_code not in {200, 302, 400, 403, 404, 405, 429}:
        yield f"{what}: {response.status_code}"
        return
    if not response.get("Content-Type", "").startswith("text/html"):
        return
    text = response.content.decode().replace("\x00", "")  # a browser shows none
    if "<script>alert" in text or "<b>fet</b>" in text:
        yield f"{what}: typed markup became markup"
    if response.status_code != 200:
        return
    if "data-error-summary" not in text and "data-stamp" not in text:
        yield f"{what}: shown again without a summary"
        return
    for field in form.fields:
        typed = data.get(field.name)
        if field.visible and field.kind in {"text", "textarea", "email", "tel"} and isinstance(typed, str):
            kept = typed.strip().replace("\x00", "")
            if kept and html_module.escape(kept) not in text and kept not in html_module.unescape(text):
                yield f"{what}: {field.name} was lost"


@pytest.mark.parametrize("status", [status for status in STATUSES if tried_in(status)])
def test_no_form_breaks_or_loses_what_was_typed(status: Status, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.PUBLIC_FORM_MIN_SECONDS = 0
    walk = walked(status)
    browsers: dict[str, Client] = probe.clients(walk)
    wrong: list[str] = []
    for name, who in tried_in(status):
        url = probe.address(name, walk.case)
        page = browsers[who].get(url)
        if not page.get("Content-Type", "").startswith("text/html"):
            continue
        for number, form in enumerate(forms(page.content.decode(), url)):
            if not form.open and (name in ELSEWHERE or name.endswith("_changelist")):
                continue
            if not form.open:
                wrong.append(f"{name}[{number}] as {who}: cannot be pressed here, name its status in LATER")
                continue
            inputs = {kind: filled(form, bad) for kind, bad in BAD.items()}
            inputs |= {kind: tampered(form, value) for kind, value in TAMPERED.items()}
            for kind, data in inputs.items():
                what = f"{name}[{number}] as {who}, {kind}"
                cookies = deepcopy(browsers[who].cookies)  # whoever logs out, comes back
                with transaction.atomic():
                    try:
                        response = browsers[who].post(form.action, data)
                    except Exception as error:  # noqa: BLE001 whatever it is, it is ours
                        wrong.append(f"{what}: {type(error).__name__}: {error}"[:300])
                    else:
                        wrong += check(response, form, data, what)
                    transaction.set_rollback(True)
                browsers[who].cookies = cookies
    assert not wrong, "\n".join(wrong)


def test_every_form_is_tried() -> None:
    """Every page that somebody gets in any status is tried in one."""
    tried = {name for status in STATUSES for name, _who in tried_in(status)}
    shown = {name for name, row in table.read().items() if any("page" in row[who] for who in WHO)}
    assert {name for name in shown - tried if name not in READ_ONLY} == set()
