"""An application as questions and answers to read: on the review page, in a sent version, at the city."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from applications import snapshots
from applications.language import said
from applications.models import Application, Contribution
from applications.states import Verdict
from applications.templatetags.samverkan import datum, kronor
from applications.writing import snapshot
from applications.writing.steps import STEPS, Step


class Section(NamedTuple):
    """One step as rows of label, value and, where it may be changed, url (components/summary_list.html)."""

    number: int
    key: str
    title: Any
    rows: list[dict[str, Any]]
    asked_for: str


def sections(application: Application, *, change: Callable[[str, str], str] | None = None) -> list[Section]:
    """Return all eight steps; `change(key, field)` gives the address where an answer is changed."""
    found = []
    for number, step in enumerate(STEPS, start=1):
        rows = [
            {"label": label, "value": value, "field": field}
            for field, label, value in _rows(application, step)
        ]
        if change is not None and application.is_open(step.key):
            rows = [{**row, "url": change(step.key, row["field"])} for row in rows]
        found.append(Section(number, step.key, step.title, rows, application.asked_for.get(step.key, "")))
    return found


Row = tuple[str, str, Any]


def _rows(application: Application, step: Step) -> list[Row]:
    return READERS[step.key](application)


def _area(application: Application) -> list[Row]:
    return [
        ("title", _("Platsens eller förslagets namn"), application.title),
        ("area_kind", _("Sorts plats"), application.get_area_kind_display()),
        ("area_description", _("Beskrivning"), application.area_description),
        ("area_boundary", _("Gräns"), _boundary(application)),
        (
            "neighbourhood",
            _("Delområde"),
            application.neighbourhood.name if application.neighbourhood else _("Vet inte"),
        ),
        ("remit", _("Inom nämndens ansvar"), application.get_remit_display()),
        ("remit_reason", _("Varför"), application.remit_reason),
    ]


def _boundary(application: Application) -> Any:
    if application.area_polygon is None:
        return application.area_boundary
    context = {
        "area": application.area_polygon,
        "name": application.title,
        "words": application.area_boundary,
        "id": f"karta-{application.pk}",
    }
    return render_to_string("components/area.html", context)


def _group(application: Application) -> list[Row]:
    interval = application.review_interval_months
    rows = [
        ("actors", _("Aktörer som söker"), _actors(application)),
        ("joint_proposal", _("Gemensamt förslag"), application.joint_proposal),
        ("size", _("Hur länge"), application.get_size_display()),
    ]
    if application.ends_on:
        rows.append(("ends_on", _("Slutdatum"), datum(application.ends_on)))
    if interval:
        text = _("Var %(months)s månad") % {"months": snapshot.ordinal(interval)}
        rows.append(("review_interval_months", _("Uppföljning"), text))
    return rows


def _actors(application: Application) -> SafeString:
    """Return the actors of the group: as they were when the version was sent, or as they are now."""
    if application.snapshot:
        return _list(_actor(row) for row in application.snapshot["actors"])
    return _list(_actor(row) for row in snapshots.actor_rows(application.case, in_group=True))


def _actor(row: dict[str, Any]) -> SafeString:
    number = row["organisation_number"]
    unbroken = format_html(', <span class="s-nobr">{}</span>', number) if number else ""
    state = _("har bekräftat") if row["confirmed_on"] else _("har inte bekräftat än")
    return format_html("{}, {}{} ({})", row["name"], row["kind"].lower(), unbroken, state)


def _list(texts: Any) -> SafeString:
    items = [(text,) for text in texts]
    if not items:
        return SafeString("")
    return format_html('<ul class="s-list">{}</ul>', format_html_join("", "<li>{}</li>", items))


def _present(application: Application) -> list[Row]:
    return [
        ("actors_present", _("Finns i området"), application.actors_present),
        ("actors_interested", _("Vill redan samarbeta"), application.actors_interested),
    ]


def _challenges(application: Application) -> list[Row]:
    return [
        ("challenges", _("Utmaningar och möjligheter"), application.challenges),
        ("added_value", _("Mervärde"), application.added_value),
    ]


def _cooperation(application: Application) -> list[Row]:
    return [
        ("cooperation", _("Samarbeten och förtroende"), application.cooperation),
        ("democratic", _("Arbetar efter demokratiska principer"), _("Ja") if application.democratic else ""),
        ("democratic_description", _("Så gör vi"), application.democratic_description),
    ]


def _money(application: Application) -> list[Row]:
    rows = application.contributions.select_related("case_actor__actor")
    asked = "" if application.requested_amount is None else kronor(application.requested_amount)
    return [
        ("contributions-0-case_actor", _("Egna bidrag"), _list(_contribution(row) for row in rows)),
        ("requested_amount", _("Sökt belopp för dialog"), asked),
        ("requested_purpose", _("Ska användas till"), application.requested_purpose),
    ]


def _contribution(row: Contribution) -> str:
    parts = [
        row.case_actor.actor.name if row.case_actor else _("(ingen vald)"),
        kronor(row.amount) if row.amount is not None else "",
        row.description or row.get_kind_display(),
    ]
    return ", ".join(part for part in parts if part)


def _evidence(application: Application) -> list[Row]:
    rows = []
    for index, item in enumerate(application.evidence.all()):
        label = _("Underlag %(number)s") % {"number": index + 1}
        how = ", ".join(part for part in (item.method, item.collected) if part)
        text = "\n\n".join(part for part in (item.group, item.needs, how) if part)
        rows.append((f"evidence-{index}-group", label, text))
    return rows or [("evidence-0-group", _("Underlag"), "")]


def _self_check(application: Application) -> list[Row]:
    verdicts = dict(Verdict.choices)
    rows = [("programmes", _("Annat stöd"), application.programmes or _("Inget"))]
    for answer in snapshot.self_check(application):
        parts = [str(verdicts[answer["verdict"]]) if answer["verdict"] else "", answer["motivation"]]
        label = f"{answer['number']}. {said(answer['name'])}"
        rows.append((f"verdict_{answer['number']}_0", label, "\n\n".join(part for part in parts if part)))
    language = application.wanted_language or _("Svenska")
    rows.append(("wanted_language", _("Språk"), language))
    if application.translation_wanted:
        rows.append(("translation_wanted", _("Översättning"), _("Översättning av beslutet begärd")))
    return rows


READERS: dict[str, Callable[[Application], list[Row]]] = {
    "omradet": _area,
    "gruppen": _group,
    "aktorer": _present,
    "utmaningar": _challenges,
    "samarbeten": _cooperation,
    "bidrag": _money,
    "underlag": _evidence,
    "sjalvskattning": _self_check,
}
