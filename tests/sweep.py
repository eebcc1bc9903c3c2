"""Every page of the product with its forms, for the sweeps: bad input (test_bad_input) and the browser (e2e).

The pages come from the list of addresses, so a new one cannot be forgotten: the table of access says in which status
somebody gets it, and what is shown only at a certain moment stands in `SHOWN_AT`. `test_bad_input` refuses an address
that is opened nowhere.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html

from applications.attachments.actions import attach
from applications.group import actions as group
from applications.models import Committee, User
from applications.officer_report import actions as reports
from applications.states import ActorKind, Initiative, Size, Status
from phases.initiering.contact.views import SENT
from phases.samarbete import actions as samarbete
from phases.samarbete.report_source import MEASURES_REPORT
from samverkan.demo import paper
from samverkan.demo.story import Story
from samverkan.demo.walk import (
    PATHS,
    TO_COLLABORATION,
    TO_COMMITTEE,
    TO_EXECUTION,
    TO_PROPOSAL,
    TO_REPORTING,
    TO_REVIEW,
    Step,
    Walk,
)
from tests import factories, personas
from tests.access import probe, table
from tests.walk import FIRST_DAY

# Who opens a page: the first of these who gets it.
WHO = ("nobody", "idris", "ylva", "maja", "jonatan", "viveka", "sixten", "tove", "admir", "olga")
ACCOUNTS = ("account_",)  # the addresses of accounts
# The statuses in which, together, nearly every page of the product is shown to somebody.
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
)


class Place(NamedTuple):
    """A page of the product: the name of its address, the address, who opens it."""

    name: str
    url: str
    who: str

    def __str__(self) -> str:
        return f"{self.name} as {self.who}"


# --- moments between the statuses -----------------------------------------------------------------------------
def _group_forms(walk: Walk) -> None:
    """Files lie in the case, two are invited who have not answered, one actor has not confirmed."""
    at = walk.at("start_draft", 20)
    for by in (walk.idris, walk.maja):
        attach(walk.pk, [paper.pdf("Enkät.pdf")], by=by, at=at)
    for email, name in (("sigrid@example.org", "Sigrid Ekdahl"), ("olga@example.org", "Olga Utterström")):
        group.invite_member(walk.pk, email=email, name=name, by=walk.idris, at=at)
    group.add_actor(walk.pk, name="Gatans vänner", kind=ActorKind.RESIDENTS, by=walk.idris, at=at)


def _in_dialogue(walk: Walk) -> None:
    """The samarbetsfas with all its rows, one activity still to come, and support that was asked for."""
    at = walk.at("compile", 11)
    walk.communicate()
    walk.dialogue()
    samarbete.plan_dialogue(
        walk.pk,
        title="Gårdsmöte",
        method="Möte",
        target_group="Boende",
        planned_on=walk.day("compile"),
        by=walk.idris,
        at=at,
    )
    if not walk.is_city:
        samarbete.ask_for_support(
            walk.pk, about="dialogue", text="Kan ni låna ut bord?", by=walk.idris, at=at
        )
    walk.propose()


def _report_begun(walk: Walk) -> None:
    reports.start_report(walk.pk, MEASURES_REPORT, by=walk.maja, at=walk.at("sign_off_2", 8))


CITY = {"initiative": Initiative.CITY}
# moment → (what is different in the story, the steps there)
MOMENTS: dict[str, tuple[dict[str, Any], tuple[Step, ...]]] = {
    "the group forms": ({}, (*PATHS[Status.DRAFT], _group_forms)),
    "completed": ({}, (*PATHS[Status.COMPLETION], Walk.complete)),
    "with the manager": ({}, (*TO_REVIEW, Walk.assess, Walk.report)),
    "registered": ({}, (*TO_COMMITTEE, Walk.register)),
    "granted with a condition": ({"conditions": ("Barnen tillfrågas.",)}, TO_COLLABORATION),
    "in dialogue": ({}, (*TO_COLLABORATION, _in_dialogue)),
    "report on measures begun": ({}, (*TO_PROPOSAL, _report_begun)),
    "an interim report is due": ({"size": Size.LONG_TERM}, TO_EXECUTION),
    "city, first contact": (CITY, PATHS[Status.CONTACT]),
    "city, draft": (CITY, PATHS[Status.DRAFT]),
    "city, completion": (CITY, PATHS[Status.COMPLETION]),
    "city, in dialogue": (CITY, (*TO_COLLABORATION, _in_dialogue)),
    "city, execution": (CITY, TO_EXECUTION),
    "city, interim": (CITY | {"size": Size.LONG_TERM}, TO_EXECUTION),
    "city, reporting": (CITY, TO_REPORTING),
}
# What no status shows by itself, and the moment that does.
SHOWN_AT = {
    name: moment
    for moment, names in {
        "contact": "interest_receipt",
        "the group forms": "withdraw_invitation remove_file accept_invitation admin:withdraw_invitation "
        "admin:remove_file",
        "completed": "admin:application_changes",
        "registered": "admin:release_decision",
        "granted with a condition": "admin:meet_condition",
        "in dialogue": "edit_measure remove_measure admin:answer_support",
        "report on measures begun": "admin:report_measures",
        "an interim report is due": "submit_interim_report",
        "city, first contact": "admin:start_draft",
        "city, draft": "admin:edit_application admin:submit admin:edit_application_step admin:withdraw",
        "city, completion": "admin:complete",
        "city, in dialogue": "admin:edit_proposal admin:edit_proposal_summary admin:add_measure admin:edit_measure "
        "admin:remove_measure admin:submit_proposal",
        "city, execution": "admin:communicate_result",
        "city, interim": "admin:submit_interim_report",
        "city, reporting": "admin:edit_result_report admin:submit_report",
    }.items()
    for name in names.split()
}
# What never answers with a page: files, steps on the way to another page, what only takes a posted form.
NO_PAGE = {
    "favicon",
    "after_login",
    "attachment",
    "document",
    "report_preview",
    "admin:login",
    "admin:logout",
    "admin:password_change",
    "upload_file",
    "admin:upload_file",
    "admin:write_message",
    "admin:move_agenda_item",
    "finish_agreed_action",
    "admin:finish_agreed_action",
    "confirm_check_in",
    "admin:confirm_check_in",
    "admin:clean_pasted",
    "admin:order_pack",
    "admin:pack_file",
}
TIMES: tuple[str, ...] = (*STATUSES, *MOMENTS)


def at(time: str) -> Walk:
    """Return the walk of a new case that has come to this status or moment."""
    different, steps = MOMENTS.get(time) or ({}, PATHS[Status(time)])
    walk = Walk(Story("Lingarnsgatan", **different), first_day=FIRST_DAY)
    for step in steps:
        step(walk)
    return walk


# --- pages ----------------------------------------------------------------------------------------------------
def opens(client: Client, url: str) -> bool:
    """Return whether the address answers with a page of ours."""
    answer = client.get(url)
    return answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html")


def _receive_interest(client: Client) -> None:
    session = client.session
    session[SENT] = ["SAM-2026-0001", "idris@example.org"]
    session.save()


def pages(time: str, walk: Walk, browsers: dict[str, Client]) -> Iterator[Place]:
    """Yield the pages that are looked at now: those that nobody gets at an earlier time of `TIMES`."""
    _receive_interest(browsers["nobody"])
    for name, row in table.read().items():
        if name in SHOWN_AT:
            first, people = SHOWN_AT[name], WHO
        else:
            first, people = next(
                (
                    (when, [who])
                    for when in STATUSES
                    for who in WHO
                    if table.expected(row[who], when) == "page"
                ),
                ("", []),
            )
        if first == time:
            url = probe.address(name, walk.case)
            who = next((who for who in people if opens(browsers[who], url)), None)
            if who:
                yield Place(name, url, who)


def register_pages(browsers: dict[str, Client]) -> Iterator[Place]:
    """Yield the stock pages of every register; what can be deleted is a row that nothing refers to."""
    unused = {
        "committee": Committee.objects.create(name="Servicenämnden"),
        "meeting": factories.meeting(date(2031, 1, 14)),
        "neighbourhood": factories.neighbourhood("Slottsstaden"),
        "actor": group.known_or_new("Cykelköket", ActorKind.ASSOCIATION, ""),
    }
    for model in admin.site._registry:
        name = model._meta.model_name
        row = unused.get(name) or model._base_manager.last()
        for kind, arguments in (
            ("changelist", []),
            ("add", []),
            ("change", [row.pk]),
            ("history", [row.pk]),
            ("delete", [row.pk]),
        ):
            address = f"admin:applications_{name}_{kind}"
            url = reverse(address, args=arguments)
            who = next(
                (who for who in ("admir", "sixten", "tove", "maja") if opens(browsers[who], url)), None
            )
            if who:
                yield Place(address, url, who)
    yield Place("admin:app_list", reverse("admin:app_list", args=["applications"]), "admir")


def account_pages(browsers: dict[str, Client]) -> Iterator[Place]:
    """Yield the pages of accounts, for one with a session, one without, one who has not chosen a password."""
    sigrid = User.objects.create_user(
        "sigrid@example.org", None, name="Sigrid Ekdahl", joined_at=personas.NOW
    )
    address = EmailAddress.objects.create(user=sigrid, email=sigrid.email, verified=False, primary=True)
    browsers["sigrid"] = Client()
    browsers["sigrid"].force_login(sigrid)
    arguments = {
        "account_confirm_email": [EmailConfirmationHMAC(address).key],
        "account_reset_password_from_key": [
            user_pk_to_url_str(sigrid),
            default_token_generator.make_token(sigrid),
        ],
    }
    for name in probe.every_name():
        if not name.startswith(ACCOUNTS):
            continue
        url = reverse(name, args=arguments.get(name))
        for who in ("nobody", "idris", "sigrid"):
            answer = browsers[who].get(url)
            if name == "account_reset_password_from_key":
                url = answer.url  # the key has moved into the session
                answer = browsers[who].get(url)
            if answer.status_code == 200:
                yield Place(name, url, who)
                break


# --- forms ----------------------------------------------------------------------------------------------------
BUTTONS = {"submit", "button", "reset", "image"}
CHOICES = {"radio", "checkbox"}


class Control(NamedTuple):
    """A control of a form as it stands in the page."""

    name: str
    kind: str
    value: str
    chosen: bool


class Form(NamedTuple):
    """A form of a page: where it is posted, its controls, its buttons by name and value."""

    action: str
    controls: list[Control]
    buttons: list[tuple[str, str]]


def document(page: str) -> Any:
    """Return the main part of a page, or None."""
    return html.document_fromstring(page).get_element_by_id("innehall", None)


def forms(page: str, url: str) -> list[Form]:
    """Return the forms in the main part of a page that are posted."""
    main = document(page)
    if main is None:
        return []
    return [
        Form(form.get("action") or url, list(controls(form)), list(buttons(form)))
        for form in main.iter("form")
        if (form.get("method") or "").lower() == "post"
    ]


def controls(form: Any) -> Iterator[Control]:
    """Yield what a browser would send of a form, but for its buttons."""
    for control in form.iter("input", "textarea", "select"):
        name, kind = control.get("name"), control.get("type") or control.tag
        if not name or name == "csrfmiddlewaretoken" or kind in BUTTONS:
            continue
        if control.tag == "textarea":
            value = (control.text or "").removeprefix("\n")
        elif control.tag == "select":
            value = next(
                (option.get("value", "") for option in control.iter("option") if "selected" in option.attrib),
                "",
            )
        else:
            value = control.get("value") or ""
        yield Control(name, kind, value, "checked" in control.attrib)


def buttons(form: Any) -> Iterator[tuple[str, str]]:
    """Yield (name, value) of the buttons that send the form; ("", "") for one without a name."""
    for button in form.iter("button", "input"):
        kind = button.get("type") or ("submit" if button.tag == "button" else "text")
        if kind == "submit":
            yield button.get("name") or "", button.get("value") or ""


def opened(form: Form) -> dict[str, Any]:
    """Return the form as it stands when the page is opened."""
    data: dict[str, Any] = {}
    for control in form.controls:
        if control.kind == "file" or (control.kind in CHOICES and not control.chosen):
            continue
        data[control.name] = control.value
    return data


def emptied(form: Form) -> dict[str, Any]:
    """Return the form when everything that a person sees is emptied."""
    hidden = {control.name: control.value for control in form.controls if control.kind == "hidden"}
    texts = {
        control.name: "" for control in form.controls if control.kind not in {"hidden", "file", *CHOICES}
    }
    return texts | hidden


def filled(form: Form, text: str) -> dict[str, Any]:
    """Return the form with `text` wherever one types and the first of its own choices elsewhere; a bad file."""
    data: dict[str, Any] = {}
    for control in form.controls:
        if control.kind == "file":
            data[control.name] = SimpleUploadedFile("bild.exe", b"MZ\x00 ett program")
        elif control.kind in {"hidden", "select", *CHOICES}:
            data.setdefault(control.name, control.value)
        else:
            data[control.name] = text
    return data


def tampered(form: Form, value: str) -> dict[str, Any]:
    """Return the form with what nobody can choose in every choice and every hidden field."""
    return {
        control.name: value if control.kind in {"hidden", "select", *CHOICES} else "Gatan"
        for control in form.controls
        if control.kind != "file"
    }
