"""Asks every address of a case as every persona, and says what came back in a word."""

import gettext
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from datetime import timedelta
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.translation import trans_real

from applications.language import said
from applications.models import (
    Actor,
    ActorMerge,
    Application,
    Attachment,
    Condition,
    Confirmation,
    Decision,
    DocumentOrder,
    KeptText,
    ListFile,
    Logotype,
    Measure,
    Meeting,
    NetworkMeeting,
    NetworkPost,
    ReadEvent,
    Referral,
    SavedView,
    User,
)
from applications.network import actions as network
from applications.network import meeting_actions as network_meetings
from applications.network import post_actions as network_posts
from phases.models import (
    AgreedAction,
    CheckIn,
    Communication,
    DialogueActivity,
    Need,
    Proposal,
    ProposedMeasure,
    ResultReport,
    SupportRequest,
)
from reports.models import DraftCopy
from samverkan.demo.walk import Walk
from tests import personas
from tests.access.table import POSTED
from tests.files import picture

# Who asks. The first eight meet in the case; Olga has a case of her own; nobody has not logged in.
PERSONAS = ("idris", "ylva", "maja", "jonatan", "viveka", "sixten", "tove", "admir", "olga", "nobody")
WORDS = {200: "page", 202: "soon", 302: "back", 403: "no", 404: "hidden", 405: "post"}


def _saved_view(case: Any) -> SavedView | None:
    """Return a view of the list that the case's kontaktperson has saved, and shares with nobody."""
    if case.officer is None:
        return None
    return SavedView.objects.get_or_create(owner=case.officer, name="Åsgatan", defaults={"query": "vy=alla"})[
        0
    ]


def _merge(case: Any) -> ActorMerge | None:
    """Return a merge of two actors that have nothing to do with the case."""
    if (found := ActorMerge.objects.first()) is not None:
        return found
    kept, gone = (Actor.objects.create(name="Åsgården", kind="association") for _n in range(2))
    Actor.objects.filter(pk=gone.pk).update(merged_into=kept)
    by = User.objects.get(email="admir@example.org")
    return ActorMerge.objects.create(kept=kept, gone=gone, at=case.opened_at, by=by)


def _logotype(case: Any) -> Logotype:
    """Return a logotype that is in use nowhere yet."""
    by = User.objects.get(email="admir@example.org")
    return Logotype.objects.first() or Logotype.objects.create(
        picture=picture("PNG", place=False), width=64, height=32, at=case.opened_at, by=by
    )


def _network_post(case: Any) -> NetworkPost | None:
    """Return the newest post of the case's group in the network."""
    return NetworkPost.objects.filter(group__case=case).last()


# Where an address needs more than the reference: the newest row of the case, or one that does not exist.
ROWS: dict[str, Any] = {
    "application_version": lambda case: Application.objects.filter(case=case, sent_at__isnull=False).first(),
    "application_changes": lambda case: Application.objects.filter(case=case, sent_at__isnull=False).first(),
    "proposal_version": lambda case: Proposal.objects.filter(case=case, sent_at__isnull=False).first(),
    "proposal_changes": lambda case: Proposal.objects.filter(case=case, sent_at__isnull=False).first(),
    "result_report_changes": lambda case: ResultReport.objects.filter(
        case=case, sent_at__isnull=False
    ).first(),
    "result_report": lambda case: ResultReport.objects.filter(case=case, sent_at__isnull=False).first(),
    "change_actor": lambda case: case.case_actors.filter(in_group=True).last(),
    "remove_actor": lambda case: case.case_actors.filter(in_group=True).last(),
    "confirm_actor": lambda case: case.case_actors.filter(in_group=True).last(),
    "ask_actor": lambda case: case.case_actors.filter(in_group=True).last(),
    "remind_actor": lambda case: Confirmation.objects.waiting().filter(case_actor__case=case).first(),
    "withdraw_question": lambda case: Confirmation.objects.waiting().filter(case_actor__case=case).first(),
    "protect_identity": lambda case: case.memberships.filter(role="member").last(),
    "withdraw_invitation": lambda case: case.invitations.last(),
    "remove_member": lambda case: case.memberships.filter(role="member").last(),
    "remove_file": lambda case: Attachment.objects.filter(case=case).last(),
    "attachment": lambda case: Attachment.objects.filter(case=case).last(),
    "mfa_edit_webauthn": lambda _case: None,
    "mfa_remove_webauthn": lambda _case: None,
    "account_end_log_in": lambda _case: None,
    "kept_text": lambda _case: KeptText.objects.last(),
    "change_secrecy": lambda case: case.records.first(),
    "order_masked_copy": lambda case: case.records.filter(order__kind="application").first(),
    "mail": lambda case: case.mails.last(),
    "mail_html": lambda case: case.mails.last(),
    "send_mail_again": lambda case: case.mails.last(),
    "note_returned_mail": lambda case: case.mails.last(),
    "settle_mail": lambda case: case.mails.last(),
    "document": lambda case: DocumentOrder.objects.filter(case=case).first(),
    "document_word": lambda case: DocumentOrder.objects.filter(case=case, kind="officer_report").first(),
    "meeting": lambda _case: Meeting.objects.last(),
    "packs": lambda _case: Meeting.objects.last(),
    "order_pack": lambda _case: Meeting.objects.last(),
    "draft_file": lambda case: DraftCopy.objects.filter(case=case).first(),
    "pack_file": lambda _case: Meeting.objects.last(),
    "decision": lambda case: Decision.objects.filter(case=case).first(),
    "post_decision": lambda case: Decision.objects.filter(case=case).first(),
    "send_decision": lambda case: Decision.objects.filter(case=case).first(),
    "set_legal_force": lambda case: Decision.objects.filter(case=case).first(),
    "rectify_decision": lambda case: Decision.objects.filter(case=case).first(),
    "upload_signed_extract": lambda case: Decision.objects.filter(case=case).first(),
    "enter_referral_number": lambda case: Referral.objects.filter(decision__case=case).first(),
    "meet_condition": lambda case: Condition.objects.filter(decision__case=case).first(),
    "change_communication": lambda case: Communication.objects.filter(case=case).first(),
    "remove_communication": lambda case: Communication.objects.filter(case=case).first(),
    "change_mapping": lambda case: case.case_actors.filter(in_group=False).first(),
    "remove_mapping": lambda case: case.case_actors.filter(in_group=False).first(),
    "change_dialogue": lambda case: DialogueActivity.objects.filter(case=case).first(),
    "hold_dialogue": lambda case: DialogueActivity.objects.filter(case=case).first(),
    "remove_dialogue": lambda case: DialogueActivity.objects.filter(case=case).first(),
    "change_need": lambda case: Need.objects.filter(case=case).first(),
    "remove_need": lambda case: Need.objects.filter(case=case).first(),
    "edit_measure": lambda case: ProposedMeasure.objects.filter(proposal__case=case).last(),
    "remove_measure": lambda case: ProposedMeasure.objects.filter(proposal__case=case).last(),
    "answer_support": lambda case: SupportRequest.objects.filter(case=case).first(),
    "record_progress": lambda case: Measure.objects.filter(case=case).first(),
    "check_in": lambda case: CheckIn.objects.filter(case=case).first(),
    "confirm_check_in": lambda case: CheckIn.objects.filter(case=case).first(),
    "move_check_in": lambda case: CheckIn.objects.filter(case=case).first(),
    "cancel_check_in": lambda case: CheckIn.objects.filter(case=case).first(),
    "hold_check_in": lambda case: CheckIn.objects.filter(case=case).first(),
    **dict.fromkeys(
        (
            "network_post",
            "change_network_post",
            "delete_network_post",
            "hide_network_post",
            "show_network_post",
            "settle_network_report",
        ),
        _network_post,
    ),
    **dict.fromkeys(
        ("network_meeting", "move_network_meeting", "cancel_network_meeting", "note_network_meeting"),
        lambda _case: NetworkMeeting.objects.last(),
    ),
    "report_network_post": lambda case: NetworkPost.objects.filter(parent__group__case=case).last(),
    "change_view": _saved_view,
    "remove_view": _saved_view,
    "merge_actors": lambda case: Actor.objects.first() or _merge(case).kept,
    "split_actors": _merge,
    "logotype": _logotype,
    "try_logotype": _logotype,
    "finish_agreed_action": lambda case: AgreedAction.objects.filter(check_in__case=case).first(),
}
# What an address takes in words.
TEXTS = {
    "kind": "agenda",
    "ending": "pdf",
    "token": "0.ingen",
    "uidb36": "0",
    "template": "submit_group",
    "code": "sv",
    "app_label": "applications",
    "content_type_id": "0",
    "object_id": "0",
}
REGISTER = "admin:applications_"
_WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')


def names() -> list[str]:
    """Return the names of all addresses of the product, in the order they are tried."""
    return [name for name in _addresses() if not name.endswith(":")]


@cache
def _addresses() -> dict[str, URLPattern]:
    """Return the pattern of every address by its name; of two with one name, the last."""
    return dict(_patterns(get_resolver()))


def _patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _patterns(pattern, inner)
        else:
            yield f"{namespace}{pattern.name or ''}", pattern


def takes(name: str) -> list[str]:
    """Return what the address with this name takes: the reference of a case, the number of a row."""
    pattern = _addresses()[name].pattern
    return list(pattern.converters or pattern.regex.groupindex)


def address(name: str, case: Any) -> str:
    """Return the address with this name for the case; rows that are missing get a number that no row has."""
    short = name.removeprefix("admin:")
    arguments: dict[str, Any] = {}
    for key in takes(name):
        if key == "reference":
            arguments[key] = case.reference
        elif key == "object_id" and name.startswith(REGISTER):
            arguments[key] = _newest(name)
        elif key == "number":
            arguments[key] = 1
        elif key == "key":
            arguments[key] = "0-0" if name.startswith("account_") else "omradet"
        elif key in TEXTS:
            arguments[key] = TEXTS[key]
        elif key in ("pack_id", "file_id"):
            arguments[key] = 999_999_999
        else:
            row = ROWS[short](case)
            arguments[key] = 999_999_999 if row is None else row.version if key == "version" else row.pk
    return reverse(name, kwargs=arguments)


def _newest(name: str) -> int:
    """Return the key of the newest row of a register."""
    model = apps.get_model("applications", name.removeprefix(REGISTER).split("_")[0])
    rows = model._default_manager.order_by("pk")
    if model is Actor:
        rows = rows.filter(
            merged_into=None, merged=None
        )  # not those of the merge above: they are not the case's
    return rows.values_list("pk", flat=True).last() or 999_999_999


def clients(walk: Walk) -> dict[str, Client]:
    """Return a browser for every persona, logged in. Ylva reads English, and so does nobody."""
    users: dict[str, User | None] = {name: getattr(walk, name, None) for name in PERSONAS}
    users["ylva"] = User.objects.filter(email="ylva@example.org").first()
    users["admir"] = User.objects.get(email="admir@example.org")
    users["olga"] = personas.olga()
    ReadEvent.objects.create(case=walk.case, user=walk.maja, what="case", at=timezone.now())
    ListFile.objects.create(ordered_by=walk.maja, ordered_at=timezone.now(), kind="csv", name="Alla", times=1)
    if users["ylva"] is not None:
        users["ylva"].language = "en"
        users["ylva"].save(update_fields=["language"])
    if network.may_be_in(walk.case):
        shown = {"name": "Lingarnets Vänner", "contact": "vanner@example.org", "shows_phase": True}
        group = network.join_network(walk.case.pk, by=walk.idris, at=timezone.now(), **shown)
        text = {"title": "Hur får man el till ljusslingor?", "text": "Vem frågar vi?"}
        post = network_posts.write_network_post(**text, group=group, by=walk.idris, at=timezone.now())
        soon = timezone.now() + timedelta(days=9)
        about = {"title": "Ljus på kvällen", "place": "Rådhuset"}
        network_meetings.book_network_meeting(**about, starts_at=soon, by=walk.maja, at=timezone.now())
        network_posts.answer_network_post(post.pk, text="Ring mig.", by=walk.maja, at=timezone.now())
    made = {}
    for name, user in users.items():
        reads = {"accept-language": "en"} if user is None else {}
        made[name] = Client(raise_request_exception=True, headers=reads)
        if user is not None:
            made[name].force_login(user)
    return made


def asked(client: Client, url: str) -> str:
    """Return the word for what the address answers."""
    code = client.get(url).status_code
    return WORDS.get(code, str(code))


def posted(client: Client, url: str, word: str) -> str:
    """Return the word for the answer to a form posted there, where `word` is the one for what is asked for.

    A page without a form (405) refuses nobody. Whatever writes to a table has taken the form, also if it says no;
    what was written is undone.
    """
    cookies = copy(client.cookies)
    with transaction.atomic(), written() as tables:
        response = client.post(url, {"comment": "x", "text": "x", "confirm": "on"})
        transaction.set_rollback(True)
    if client.cookies != cookies:
        client.cookies = cookies  # whoever logs out, comes back
    code, answer = response.status_code, WORDS.get(response.status_code, "taken")
    if tables:
        return f"{answer}, and yet taken" if code in {403, 404, 405} else "taken"
    if code in {403, 404}:
        return answer
    if code == 405:
        return POSTED[word]
    is_login = response.get("Location", "").startswith(resolve_url(settings.LOGIN_URL))
    return "back" if code == 302 and (is_login or word == "back") else "taken"


@contextmanager
def written() -> Iterator[set[str]]:
    """Yield the set of the tables that are written to; sessions and the counts of tries are nobody's rows."""
    tables: set[str] = set()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's
        if found := _WRITES.match(sql):
            tables.add(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield tables
    tables -= {"django_session", "samverkan_cache"}


class _Heard(gettext.NullTranslations):
    """Where a text goes that the English catalogue lacks: shown as it is, and noted."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: set[str] = set()

    def gettext(self, message: str) -> str:
        frame = sys._getframe()  # what was kept in Swedish may stay in Swedish
        while frame is not None and frame.f_code is not said.__code__:
            frame = frame.f_back
        if frame is None:
            self.texts.add(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.texts.add(msgid1)
        return super().ngettext(msgid1, msgid2, n)


@contextmanager
def untranslated() -> Iterator[set[str]]:
    """Yield the set of our texts that are asked for in English and have none. Packages' own are English already."""
    heard, english = _Heard(), trans_real.translation("en")
    theirs = trans_real.translation("sv")._catalog
    before, english._fallback = english._fallback, heard
    texts: set[str] = set()
    try:
        yield texts
    finally:
        english._fallback = before
        texts |= {text for text in heard.texts if text not in theirs}
