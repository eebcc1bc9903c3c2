"""The case list of the workspace: its views, filters, search and order, all of it in the address."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications import search
from applications.forms_base import SamverkanForm
from applications.models import Case, Neighbourhood, User
from applications.states import (
    FINISHED,
    PHASES,
    AreaKind,
    Initiative,
    Phase,
    Role,
    Size,
    Status,
    Turn,
)

TURN_OF_ROLE = {
    Role.OFFICER: Turn.OFFICER,
    Role.MANAGER: Turn.MANAGER,
    Role.SECRETARY: Turn.SECRETARY,
    Role.REGISTRAR: Turn.REGISTRAR,
}


def waiting_for(user: Any) -> Q:
    """Return which cases wait for `user`: the officer's own and those nobody has taken, others by role."""
    waiting = Q(pk__in=[])
    for role in user.roles & TURN_OF_ROLE.keys():
        turn = Q(turn=TURN_OF_ROLE[role])
        waiting |= turn & (Q(officer=user) | Q(officer=None)) if role == Role.OFFICER else turn
    return waiting


class View(NamedTuple):
    """A tab above the list: its key in the address, its name, and what it shows to `user`."""

    key: str
    label: Any
    condition: Callable[[Any], Q]


VIEWS = (
    View("mina", _("Mina pågående"), lambda user: Q(officer=user) & ~Q(status__in=FINISHED)),
    View("vantar", _("Väntar på mig"), waiting_for),
    View(
        "namnd", _("Till nämnden"), lambda _user: Q(agenda_items__isnull=False, agenda_items__closed_at=None)
    ),
    View("pagaende", _("Alla pågående"), lambda _user: ~Q(status__in=FINISHED)),
    View("avslutade", _("Avslutade"), lambda _user: Q(status__in=FINISHED)),
    View("alla", _("Alla"), lambda _user: Q()),
)
ORDERS: dict[str, tuple[Any, ...]] = {
    "datum": (F("due_on").asc(nulls_last=True), "-opened_at", "-id"),
    "nyast": ("-opened_at", "-id"),
    "arende": ("title", "id"),
    "fas": ("status", "-opened_at", "-id"),
    "tur": ("turn", F("due_on").asc(nulls_last=True), "id"),
}


def _choices(enum: Any, empty: Any) -> list[tuple[str, Any]]:
    return [("", empty), *enum.choices]


class CaseFilter(SamverkanForm):
    """What narrows the list. Values that mean nothing are left out of account, never an error page."""

    q = forms.CharField(label=_("Sök"), required=False, max_length=200)
    fas = forms.ChoiceField(label=_("Fas"), required=False, choices=_choices(Phase, _("Alla faser")))
    status = forms.ChoiceField(label=_("Status"), required=False, choices=_choices(Status, _("Alla")))
    tur = forms.ChoiceField(label=_("Vems tur"), required=False, choices=_choices(Turn, _("Allas")))
    omrade = forms.ModelChoiceField(
        label=_("Delområde"),
        required=False,
        queryset=Neighbourhood.objects.all(),
        empty_label=_("Hela staden"),
    )
    kontaktperson = forms.ModelChoiceField(
        label=_("Kontaktperson"), required=False, queryset=User.objects.none(), empty_label=_("Alla")
    )
    slag = forms.ChoiceField(label=_("Slag av område"), required=False, choices=_choices(AreaKind, _("Alla")))
    storlek = forms.ChoiceField(label=_("Storlek"), required=False, choices=_choices(Size, _("Alla")))
    initiativ = forms.ChoiceField(
        label=_("Initiativ"), required=False, choices=_choices(Initiative, _("Alla"))
    )
    ar = forms.IntegerField(label=_("År"), required=False, min_value=2000, max_value=2200)
    sena = forms.BooleanField(label=_("Bara försenade"), required=False)

    always_shown = ("q", "fas", "tur", "omrade", "kontaktperson")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.hide_optional = True  # type: ignore[attr-defined] every filter is
        self.fields["kontaktperson"].queryset = User.objects.filter(is_officer=True)  # type: ignore[attr-defined]

    def apply(self, cases: QuerySet, *, today: date) -> QuerySet:
        """Return `cases` narrowed by what was filled in."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value not in (None, "", False)}
        if "q" in given:
            cases = search.matching(cases, given["q"])
        if "fas" in given:
            cases = cases.filter(status__in=PHASES[Phase(given["fas"])])
        if "ar" in given:
            cases = cases.filter(opened_at__year=given["ar"])
        if "sena" in given:
            cases = cases.filter(due_on__lt=today).exclude(turn=Turn.NOBODY)
        columns = {
            "status": "status",
            "tur": "turn",
            "omrade": "neighbourhood",
            "kontaktperson": "officer",
            "slag": "area_kind",
            "storlek": "size",
            "initiativ": "initiative",
        }
        return cases.filter(**{column: given[name] for name, column in columns.items() if name in given})

    @property
    def more_is_used(self) -> bool:
        """Return whether a filter outside the first row is in use, so that the rest is shown opened."""
        return any(self.data.get(name) for name in self.fields if name not in self.always_shown)


class Listed(NamedTuple):
    """What an address of the list asks for: its view, its order, its filters and the cases themselves."""

    view: View
    order: str
    form: CaseFilter
    cases: QuerySet


def asked_for(request: HttpRequest) -> Listed:
    """Return the cases that `request` asks for, of those its user may see, with officer and neighbourhood (D20)."""
    views = {view.key: view for view in VIEWS}
    default = "mina" if request.user.is_officer else "vantar"
    view = views.get(request.GET.get("vy", ""), views[default])
    order = request.GET.get("ordning", "")
    if order not in ORDERS:
        order = "datum"
    form = CaseFilter(request.GET)
    cases = Case.objects.visible_to(request.user).filter(view.condition(request.user))
    cases = form.apply(cases, today=timezone.localdate()).order_by(*ORDERS[order])
    return Listed(view, order, form, cases.select_related("officer", "neighbourhood"))
