"""The frozen content of a sent application: what becomes its PDF (docs/dokument.md, kind `application`)."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from applications import snapshots
from applications.attachments.naming import open_names
from applications.attachments.sections import APPLICATION
from applications.city import values
from applications.criteria import answered_version
from applications.group.standings import standings
from applications.language import writes_swedish
from applications.models import Application, Case, CaseContact, Criterion

Json = dict[str, Any]


def build(case: Case, application: Application, *, by: Any, at: datetime, draft: bool = False) -> Json:
    """Return the snapshot of `application` as `by` sends it at `at`; `draft`: as it stands, marked so."""
    return {
        **snapshots.header(case, application.title or case.title, timezone.localdate(at), draft=draft),
        "version": application.version,
        "submitted_at": timezone.localtime(at).isoformat(timespec="seconds"),
        "submitted_by": snapshots.name_of(by),
        **_process(case, application),
        **_people(case, application, at),
        **_answers(application),
        "contributions": [
            _contribution(row) for row in application.contributions.select_related("case_actor__actor")
        ],
        "evidence": [
            {"group": row.group, "need": row.needs, "method": row.method, "collected": row.collected}
            for row in application.evidence.all()
        ],
        "self_check": self_check(application),
        "attachments": open_names(case.attachments.filter(section=APPLICATION, removed_at=None)),
    }


def _process(case: Case, application: Application) -> Json:
    months = application.review_interval_months
    return {
        "initiative": _initiative(case),
        "size": application.get_size_display(),
        "ends_on": application.ends_on.isoformat() if application.ends_on else None,
        "review_interval": _("Var %(months)s månad") % {"months": ordinal(months)} if months else "",
        "remit": application.get_remit_display(),
        "remit_reason": application.remit_reason,
    }


def _initiative(case: Case) -> str:
    """Return whose initiative it is (R2), and how a group made contact that an officer writes for (R46)."""
    if case.is_city_initiated:
        return values.municipality()["name"]
    if case.came_by is None:
        return _("Aktörer")
    how = str(case.get_came_by_display()).lower()
    return _("Aktörer. Första kontakten: %(how)s. Kontaktpersonen har skrivit åt gruppen.") % {"how": how}


def ordinal(number: int) -> str:
    """Return "6:e", "1:a", "12:e", how Swedes count months; else "6th", "1st", "12th"."""
    if not writes_swedish():
        teens = number % 100 in (11, 12, 13)
        return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
    first = number % 10 in (1, 2) and number % 100 not in (11, 12)
    return f"{number}:{'a' if first else 'e'}"


def _people(case: Case, application: Application, at: datetime) -> Json:
    officer = snapshots.person(case.officer) if case.officer_id else None
    representative = snapshots.representative(case)
    speaker = snapshots.person(representative, _("Gruppens företrädare"))
    if representative is None:  # whom an officer writes for may have no account (R46)
        contact = CaseContact.objects.filter(case=case).exclude(name="").first()
        speaker = snapshots.person(case.officer, _("Kontaktperson, för gruppen"))
        if contact is not None:
            title = _("Kontakt i gruppen")
            speaker = {"name": contact.name, "title": title, "email": contact.email, "phone": contact.phone}
    return {
        "officer": officer,
        "representative": speaker,
        "actors": [
            snapshots.actor_row(standing.part) | {"answer": standing.in_words()}
            for standing in standings(case, at=at, application=application)
        ],
    }


def _answers(application: Application) -> Json:
    return {
        "area_type": application.get_area_kind_display(),
        "neighbourhoods": [application.neighbourhood.name] if application.neighbourhood_id else [],
        "area_description": application.area_description,
        "boundary": application.area_boundary,
        "polygon": application.area_polygon,
        "actors_present": application.actors_present,
        "actors_interested": application.actors_interested,
        "challenges": application.challenges,
        "added_value": application.added_value,
        "joint_proposal": application.joint_proposal,
        "cooperation": application.cooperation,
        "democracy_declared": application.democratic,
        "democracy": application.democratic_description,
        "existing_programmes": application.programmes,
        "dialogue_requested": application.requested_amount,
        "dialogue_purpose": application.requested_purpose,
        "preferred_language": application.wanted_language,
        "translation_requested": application.translation_wanted,
    }


def _contribution(row: Any) -> Json:
    return {
        "actor": row.case_actor.actor.name if row.case_actor else _("(ingen vald)"),
        "kind": row.get_kind_display(),
        "amount": row.amount,
        "description": row.description,
    }


def self_check(application: Application) -> list[Json]:
    """Return the group's own view of the six criteria, by number, in the wording that it answered (R8)."""
    answers = application.self_check
    wordings = {row.number: row for row in Criterion.objects.filter(is_current=True)}
    if any(answered_version(answers, number) not in (None, row.version) for number, row in wordings.items()):
        wordings |= {
            row.number: row
            for row in Criterion.objects.all()
            if row.version == answered_version(answers, row.number)
        }
    return [
        {
            "number": number,
            "name": criterion.title,
            "verdict": answers.get(str(number), {}).get("verdict") or None,
            "motivation": answers.get(str(number), {}).get("motivation", ""),
        }
        for number, criterion in sorted(wordings.items())
    ]
