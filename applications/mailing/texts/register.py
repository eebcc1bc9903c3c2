"""Which texts the municipality has changed, and the text of a mail as it is to be written now."""

import logging
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from applications.labels import LABELS
from applications.mailing.texts import language as small
from applications.mailing.texts.others import OTHERS
from applications.mailing.texts.pieces import shipped
from applications.notices import AUDIENCES, CONTACT, GROUP, NETWORK, NOTICES
from applications.remembered import Remembered

log = logging.getLogger(__name__)
Texts = dict[tuple[str, str], str]


def _read() -> Texts:
    from applications.models import MailText

    rows = MailText.objects.order_by("number").values_list("template", "language", "text")
    return {(template, language): text for template, language, text in rows}


remembered: Remembered[Texts] = Remembered(_read, {})


def editable() -> dict[str, tuple[str, str]]:
    """Return the mails whose text can be changed, which is all: template → (what has happened, who gets it)."""
    found = {}
    for action, audiences in NOTICES.items():
        for audience in audiences:
            found[f"{action}_{audience}"] = (str(LABELS[action].happened), str(AUDIENCES[audience]))
    return found | {template: (str(other.happened), str(other.who)) for template, other in OTHERS.items()}


def languages(template: str) -> list[str]:
    """Return the languages a mail is written in: people at the city read Swedish."""
    other = OTHERS.get(template)
    if (other and not other.staff) or template.endswith((f"_{GROUP}", f"_{CONTACT}", f"_{NETWORK}")):
        return [code for code, _name in settings.LANGUAGES]
    return [settings.LANGUAGE_CODE]


def text_now(template: str, language: str) -> str:
    """Return the text that holds: the municipality's own, else the shipped one."""
    return remembered.get().get((template, language)) or shipped(template, language).text


def rendered(template: str, values: dict[str, Any]) -> str:
    """Return a mail in the language that is active: the municipality's own text, else the shipped one.

    A text of its own that no longer fits what the mail knows leaves its place to the shipped one: a mail never
    stays away because of its words.
    """
    django = get_template(f"mail/{template}.txt").template  # type: ignore[attr-defined]
    language = (translation.get_language() or settings.LANGUAGE_CODE).partition("-")[0]
    own = remembered.get().get((template, language))
    if own:
        context = Context(values, autoescape=False)
        try:
            with context.render_context.push_state(django), context.bind_template(django):
                return small.render(own, shipped(template, language), context)
        except Exception:
            log.exception("mail text %s (%s) cannot be used; the shipped one is", template, language)
    return django.render(Context(values, autoescape=False))
