"""System checks of the house: every action has a rule, a label and, per audience it mails, a template."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004 Django's name
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from applications.labels import LABELS
from applications.models.case import TRANSITIONS
from applications.notices import AUDIENCES, NOTICES, OPTIONAL
from applications.permissions import RULES, WRITES_WHILE_RUNNING

# Done by nobody in particular or together with another action: they have no rule of their own.
WITHOUT_RULE = frozenset(
    {
        "open_case",
        "open_city_case",
        "claim_case",
        "accept_invitation",
        "answer_actor",
        "answer_check_in",
        "release_decision",
        "warn_draft",
        "clear_draft",
        "remind_before",
        "remind_after",
        "remind_check_in",
        "remind_network_meeting",
        "uninvite_network_guest",
    }
)


@register("samverkan")
def actions_are_complete(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Return an error per action that lacks something, so that nothing is silently left out."""
    found: list[CheckMessage] = [
        Error(f"{action} has no rule in applications.permissions.", id="samverkan.E001")
        for action in (LABELS.keys() | set(TRANSITIONS) | NOTICES.keys()) - RULES.keys() - WITHOUT_RULE
    ]
    found += [
        Error(f"{action} has no label in applications.labels.", id="samverkan.E002")
        for action in (RULES.keys() | NOTICES.keys()) - LABELS.keys()
    ]
    found += [
        Error(f"{action} is limited to running cases but has no rule.", id="samverkan.E003")
        for action in WRITES_WHILE_RUNNING - RULES.keys()
    ]
    for action, audiences in NOTICES.items():
        for audience in audiences:
            if audience not in AUDIENCES:
                found.append(Error(f"{action} mails an unknown audience {audience}.", id="samverkan.E004"))
            try:
                get_template(f"mail/{action}_{audience}.txt")
            except TemplateDoesNotExist:
                found.append(
                    Error(f"templates/mail/{action}_{audience}.txt is missing.", id="samverkan.E005")
                )
    written = {f"{action}_{audience}" for action, audiences in NOTICES.items() for audience in audiences}
    found += [
        Error(f"{template} can wait, but nothing writes it.", id="samverkan.E006")
        for template in sorted(OPTIONAL - written)
    ]
    return found


@register("samverkan", deploy=True)
def second_factor_is_on(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Return a warning when the workspace is open to whoever has a password."""
    if settings.STAFF_SECOND_FACTOR:
        return []
    text = "SAMVERKAN_STAFF_SECOND_FACTOR is off: a password alone opens the workspace."
    return [Warning(text, id="samverkan.W001")]
