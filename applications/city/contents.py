"""What stands in the register of the municipality's own settings: in which order, in which words."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from applications.triggers import READ_LOG_LEAST_DAYS


class Setting(NamedTuple):
    """One setting: its key, what it is called, a word of help, and which kind of value it has."""

    key: str
    label: Any
    help: Any = ""
    kind: str = "text"  # text · email · phone · number (organisation) · days · list (of days)
    least: int = 0


class Group(NamedTuple):
    """Settings that belong together, and what a change of them leads to."""

    title: Any
    effect: Any
    settings: tuple[Setting, ...]
    part: str = "names"  # the page it stands on: names · days


NAMES = (
    Setting("name", _("Kommunens namn"), _("Som det står i text, till exempel Provköpings kommun")),
    Setting("department", _("Förvaltningens namn"), _("Med liten bokstav, som mitt i en mening")),
    Setting("department_short", _("Förvaltningens förkortning")),
    Setting("committee", _("Nämndens namn"), _("Med liten bokstav, som mitt i en mening")),
    Setting("committee_short", _("Nämndens förkortning")),
    Setting("court", _("Domstolen som prövar överklaganden")),
)
CONTACT = (
    Setting("contact_email", _("E-postadress"), kind="email"),
    Setting("contact_phone", _("Telefonnummer"), kind="phone"),
    Setting("address", _("Postadress")),
    Setting("visiting_address", _("Besöksadress"), _("Lämna tomt om ni inte tar emot besök")),
    Setting("organisation_number", _("Organisationsnummer"), kind="number"),
)
DEADLINES = (
    Setting("take_up_working_days", _("Börja med det som kommit in"), _("Arbetsdagar"), "days", 1),
    Setting("review_working_days", _("Granska"), _("Arbetsdagar från att något kommit in"), "days", 1),
    Setting(
        "completion_days",
        _("Komplettera"),
        _("Kalenderdagar, om inget annat datum skrivs. Är dagen ledig gäller arbetsdagen efter"),
        "days",
        1,
    ),
    Setting(
        "working_committee_before_committee_days",
        _("Arbetsutskottet"),
        _("Kalenderdagar före nämndens sammanträde. Är dagen ledig gäller arbetsdagen före"),
        "days",
    ),
    Setting(
        "sign_off_before_working_committee_days",
        _("Tjänsteskrivelsen signerad"),
        _("Kalenderdagar före arbetsutskottet. Är dagen ledig gäller arbetsdagen före"),
        "days",
    ),
    Setting(
        "notice_before_committee_days",
        _("Kallelsen skickad"),
        _("Kalenderdagar före sammanträdet. Är dagen ledig gäller arbetsdagen före"),
        "days",
    ),
    Setting(
        "minutes_after_committee_days",
        _("Protokollet justerat"),
        _("Kalenderdagar efter sammanträdet. Är dagen ledig gäller arbetsdagen efter"),
        "days",
    ),
    Setting(
        "report_days",
        _("Resultatrapporten"),
        _("Kalenderdagar från att redovisningen öppnas. Är dagen ledig gäller arbetsdagen efter"),
        "days",
        1,
    ),
    Setting("confirmation_days", _("Aktörens länk gäller"), _("Dagar"), "days", 1),
    Setting("confirmation_reminder_days", _("Aktören påminns"), _("Dagar utan svar"), "days", 1),
    Setting(
        "remind_days_before",
        _("Påminnelse före ett datum"),
        _("Dagar med komma mellan: 7, 1. Skriv nej för ingen"),
        "list",
    ),
    Setting(
        "remind_days_after",
        _("Påminnelse efter ett datum"),
        _("Dagar med komma mellan: 1, 7. Skriv nej för ingen"),
        "list",
    ),
)
RETENTION = (
    Setting("draft_days", _("Utkast som ingen rört töms"), _("Dagar efter senaste ändringen"), "days", 2),
    Setting("draft_notice_days", _("Gruppen får veta det"), _("Dagar innan utkastet töms"), "days", 1),
    Setting("kept_days", _("Text som inte gick att spara finns kvar"), _("Dagar"), "days", 1),
    Setting("unsent_file_days", _("Filer till meddelanden som aldrig skickas"), _("Dagar"), "days", 1),
    Setting("list_file_days", _("Långa listor som är gjorda till filer"), _("Dagar"), "days", 1),
    Setting("hand_over_days", _("Uppgift om att många ärenden har lämnats över"), _("Dagar"), "days", 1),
    Setting(
        "network_days",
        _("En tråd eller träff i nätverket gallras när inget har hänt på"),
        _("Dagar"),
        "days",
        1,
    ),
    Setting(
        "read_log_days",
        _("Noteringar om vem på staden som läst"),
        _("Dagar, minst 180"),
        "days",
        READ_LOG_LEAST_DAYS,
    ),
)


def groups() -> list[Group]:
    """Return all settings, in the order of the page; names once more for each further language."""
    from_now = _(
        "Gäller sidor, mejl och handlingar från och med nu. Det som redan är fryst eller köat står kvar."
    )
    found = [Group(_("Namn"), from_now, NAMES)]
    for language, _name in settings.LANGUAGES:
        if language != settings.LANGUAGE_CODE:
            in_it = tuple(
                Setting(f"{one.key}:{language}", one.label, _("Tomt: det svenska namnet")) for one in NAMES
            )
            called = get_language_info(language)["name_translated"].lower()
            found.append(Group(str(_("Namn på %(language)s")) % {"language": called}, from_now, in_it))
    return [
        *found,
        Group(_("Kontakt"), from_now, CONTACT),
        Group(
            _("Tidsfrister"),
            _("Gäller datum som räknas ut från och med nu. Datum som redan står i ett ärende ligger kvar."),
            DEADLINES,
            "days",
        ),
        Group(
            _("Gallring"), _("Gäller nästa gång klockan gallrar, alltså inom en minut."), RETENTION, "days"
        ),
    ]


def all_settings() -> dict[str, tuple[Group, Setting]]:
    """Return every setting by its key, with its group."""
    return {one.key: (group, one) for group in groups() for one in group.settings}


def of_part(part: str) -> list[Group]:
    """Return the groups of one page."""
    return [group for group in groups() if group.part == part]


def default(key: str) -> Any:
    """Return what the environment says of a setting."""
    name, _colon, language = key.partition(":")
    if language:
        return settings.MUNICIPALITY_IN.get(language, {}).get(name, "")
    if key in settings.MUNICIPALITY:
        return settings.MUNICIPALITY[key]
    if key in settings.DEADLINES:
        return settings.DEADLINES[key]
    others = {
        "draft_days": settings.DRAFTS["days"],
        "draft_notice_days": settings.DRAFTS["notice_days"],
        "kept_days": settings.KEPT_DAYS,
        "network_days": settings.NETWORK_DAYS,
        "unsent_file_days": settings.UNSENT_FILE_DAYS,
        "list_file_days": settings.LIST_FILE_DAYS,
        "hand_over_days": settings.HAND_OVER_DAYS,
        "read_log_days": settings.READ_LOG_DAYS,
        "remind_days_before": settings.REMIND_DAYS_BEFORE,
        "remind_days_after": settings.REMIND_DAYS_AFTER,
    }
    return others[key]


def holds(key: str, chosen: Mapping[str, Any]) -> Any:
    """Return what holds of a setting when the register says `chosen`."""
    return chosen.get(key, default(key))


def in_words(value: Any) -> str:
    """Return a value as it is shown."""
    if isinstance(value, list):
        return ", ".join(map(str, value)) or str(_("ingen"))
    return str(value) if value != "" else str(_("(tomt)"))


class Change(NamedTuple):
    """One setting that differs: where it stands, what it is called, what held before and what holds after."""

    group: Group
    label: str
    before: str
    after: str


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return what differs between two contents of the register, in the order of the page."""
    return [
        Change(group, str(one.label), in_words(holds(key, before)), in_words(holds(key, after)))
        for key, (group, one) in all_settings().items()
        if holds(key, before) != holds(key, after)
    ]
