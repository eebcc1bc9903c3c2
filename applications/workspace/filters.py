"""The case list of the workspace: its views, filters, search and order, all of it in the address."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, QuerySet
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications import search
from applications.forms_base import SamverkanForm
from applications.models import AgendaItem, Case, Neighbourhood, User
from applications.models.case import BY_TURN, BY_TURN_BACK, IN_PROCESS_ORDER, UNDATED_FIRST, UNDATED_LAST
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


def own_or_instead(user: Any) -> Q:
    """Return which cases `user` is the officer of, or stands in for the officer of.

    Asked by key, so that the index of officers answers: SQLite takes officers among those of a question for many.
    """
    cases = Case.objects.filter(officer__in=_stands_for(user)).order_by()
    return Q(pk__in=cases.values("pk"))


def _stands_for(user: Any) -> QuerySet:
    """Return the keys of `user` and of those whom `user` stands in for now."""
    return User.objects.filter(Q(pk=user.pk) | Q(substitute=user)).values("pk")


def waiting_for(user: Any) -> Q:
    """Return which cases wait for `user`: an officer's own, a substitute's, those nobody has taken, others by role."""
    waiting = Q(pk__in=[])
    for role in user.roles & TURN_OF_ROLE.keys():
        turn = TURN_OF_ROLE[role]
        waiting |= Q(pk__in=_officers_turn(user)) if role == Role.OFFICER else Q(turn=turn)
    return waiting


def _officers_turn(user: Any) -> QuerySet:
    """Return the keys of the cases where it is the turn of an officer who may be `user`.

    Two questions put together, each answered by the index of officers: as one with "or" it would read every case
    that waits for any officer.
    """
    cases = Case.objects.filter(turn=Turn.OFFICER).order_by().values("pk")
    return cases.filter(officer__in=_stands_for(user)).union(cases.filter(officer=None), all=True)


def is_waiting_for(case: Case, user: Any) -> bool:
    """Return whether `case`, its officer fetched with it, is one that `waiting_for` finds."""
    role = next((role for role, turn in TURN_OF_ROLE.items() if turn == case.turn), None)
    if role not in user.roles:
        return False
    return (
        role != Role.OFFICER
        or case.officer is None
        or user.pk in (case.officer_id, case.officer.substitute_id)
    )


def late_for(user: Any, today: date) -> Q:
    """Return which late cases concern `user`: one's own, those one stands in for, and what waits for `user`."""
    late = Case.objects.filter(_due(LATE, today)).order_by().values("pk")
    own, waiting = late.filter(officer__in=_stands_for(user)), late.filter(waiting_for(user))
    return Q(pk__in=own.union(waiting, all=True))  # as one with "or" it would read every case


class View(NamedTuple):
    """A tab above the list: its key in the address, its name, and what it shows to `user`."""

    key: str
    label: Any
    condition: Callable[[Any], Q]


VIEWS = (
    View("mina", _("Mina pågående"), lambda user: own_or_instead(user) & ~Q(status__in=FINISHED)),
    View("vantar", _("Väntar på mig"), waiting_for),
    View("sena", _("Försenade"), lambda user: late_for(user, timezone.localdate())),
    View(
        "namnd",
        _("Till nämnden"),
        lambda _user: Q(pk__in=AgendaItem.objects.filter(closed_at=None).values("case")),
    ),
    View("lediga", _("Utan kontaktperson"), lambda _user: Q(officer=None) & ~Q(status__in=FINISHED)),
    View("pagaende", _("Alla pågående"), lambda _user: ~Q(status__in=FINISHED)),
    View("avslutade", _("Avslutade"), lambda _user: Q(status__in=FINISHED)),
    View("alla", _("Alla"), lambda _user: Q()),
)
ORDERS: dict[str, tuple[Any, ...]] = {
    "datum": (UNDATED_LAST.asc(), "-opened_at", "-id"),
    "nyast": ("-opened_at", "-id"),
    "arende": ("title", "id"),
    "fas": (IN_PROCESS_ORDER.asc(), "-opened_at", "-id"),
    "tur": (BY_TURN.asc(), UNDATED_LAST.asc(), "id"),
    # Each to its last key as an index has it, forwards or backwards. What is empty stands last in both.
    "-datum": (UNDATED_FIRST.desc(), "opened_at", "id"),
    "-arende": ("-title", "-id"),
    "-fas": (IN_PROCESS_ORDER.desc(), "opened_at", "id"),
    "-tur": (BY_TURN_BACK.asc(), UNDATED_LAST.asc(), "id"),
}


DEFAULT_ORDER = "datum"
NOBODY = "ingen"
LATE, WEEK, MONTH, UNDATED = "sena", "vecka", "manad", "utan"
DUE = (
    ("", _("Alla")),
    (LATE, _("Försenade")),
    (WEEK, _("Inom en vecka")),
    (MONTH, _("Inom 30 dagar")),
    (UNDATED, _("Utan datum")),
)
DAYS = {WEEK: 7, MONTH: 30}


class People(NamedTuple):
    """What the list can be narrowed to that stands in registers: key and name, read once for all its views."""

    officers: list[tuple[str, str]]
    to_assign: list[tuple[str, str]]
    neighbourhoods: list[tuple[str, str]]


def people() -> People:
    """Return the officers, those of them who can be given a case, and the neighbourhoods, by name. Two queries."""
    officers = list(User.objects.filter(is_officer=True))
    return People(
        [(str(officer.pk), str(officer)) for officer in officers],
        [(str(officer.pk), str(officer)) for officer in officers if officer.is_active],
        [(str(each.pk), str(each)) for each in Neighbourhood.objects.all()],
    )


def _choices(enum: Any, empty: Any) -> list[tuple[str, Any]]:
    return [("", empty), *enum.choices]


class CaseFilter(SamverkanForm):
    """What narrows the list. Values that mean nothing are left out of account, never an error page."""

    q = forms.CharField(label=_("Sök"), required=False, max_length=200)
    fas = forms.ChoiceField(label=_("Fas"), required=False, choices=_choices(Phase, _("Alla faser")))
    tur = forms.ChoiceField(label=_("Vems tur"), required=False, choices=_choices(Turn, _("Allas")))
    omrade = forms.ChoiceField(label=_("Delområde"), required=False)
    kontaktperson = forms.ChoiceField(label=_("Kontaktperson"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=_choices(Status, _("Alla")))
    frist = forms.ChoiceField(label=_("Datum"), required=False, choices=DUE)
    slag = forms.ChoiceField(label=_("Slag av område"), required=False, choices=_choices(AreaKind, _("Alla")))
    storlek = forms.ChoiceField(label=_("Storlek"), required=False, choices=_choices(Size, _("Alla")))
    initiativ = forms.ChoiceField(
        label=_("Initiativ"), required=False, choices=_choices(Initiative, _("Alla"))
    )
    ar = forms.IntegerField(label=_("År"), required=False, min_value=2000, max_value=2200)

    always_shown = ("q", "fas", "tur", "omrade", "kontaktperson")

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.hide_optional = True  # type: ignore[attr-defined] every filter is
        officers = [("", _("Alla")), (NOBODY, _("Ingen än")), *people.officers]
        self.fields["kontaktperson"].choices = officers  # type: ignore[attr-defined]
        self.fields["omrade"].choices = [("", _("Hela staden")), *people.neighbourhoods]  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in and means something, in the order of the fields."""
        return {
            name: self.cleaned_data[name]
            for name in self.fields
            if self.cleaned_data.get(name) not in (None, "")
        }

    def condition(self, *, today: date) -> Q:
        """Return which cases pass what was filled in. Asks no query."""
        given = self.given
        asked = search.condition(given["q"]) if "q" in given else Q()
        if "fas" in given:
            asked &= Q(status__in=PHASES[Phase(given["fas"])])
        if "ar" in given:
            asked &= Q(opened_at__year=given["ar"])
        if "frist" in given:
            asked &= _due(given["frist"], today)
        if "kontaktperson" in given:
            chosen = given["kontaktperson"]
            asked &= Q(officer=None) if chosen == NOBODY else Q(officer=chosen)
        columns = {
            "status": "status",
            "tur": "turn",
            "omrade": "neighbourhood",
            "slag": "area_kind",
            "storlek": "size",
            "initiativ": "initiative",
        }
        return asked & Q(**{column: given[name] for name, column in columns.items() if name in given})

    def in_words(self) -> list[tuple[Any, Any]]:
        """Return (label, value) of what was filled in, as the page says it."""
        words = []
        for name, value in self.given.items():
            choices = dict(getattr(self.fields[name], "choices", ()))
            words.append((self.fields[name].label, choices.get(value, value)))
        return words

    @property
    def more_is_used(self) -> bool:
        """Return whether a filter outside the first row is in use, so that the rest is shown opened."""
        return any(self.data.get(name) for name in self.fields if name not in self.always_shown)


def _due(chosen: str, today: date) -> Q:
    """Return which cases have a date that passes what was chosen of DUE; nobody's turn is never late."""
    if chosen == UNDATED:
        return Q(GreaterThanOrEqual(UNDATED_LAST, date.max))  # a range, so that its index also orders them
    if chosen == LATE:
        return Q(due_on__lt=today) & ~Q(turn=Turn.NOBODY)
    return Q(due_on__range=(today, today + timedelta(days=DAYS[chosen])))


class Asked(NamedTuple):
    """What an address of the list asks for, as far as it means something: its view, order and filters."""

    view: View
    order: str
    form: CaseFilter

    @property
    def query(self) -> str:
        """The address in its one canonical form: what means nothing and what is usual left out, always one order."""
        filters = urlencode(self.form.given)
        return f"{self.unfiltered}&{filters}" if filters else self.unfiltered

    @property
    def unfiltered(self) -> str:
        """The address of the same view in the same order, with no filter."""
        order = {} if self.order == DEFAULT_ORDER else {"ordning": self.order}
        return urlencode({"vy": self.view.key} | order)

    def condition(self, user: Any, *, today: date) -> Q:
        """Return which cases it asks for, of those that `user` may see. Asks no query."""
        return self.view.condition(user) & self.form.condition(today=today)

    def cases(self, user: Any) -> QuerySet:
        """Return the cases in their order, of those `user` may see, with officer and neighbourhood (D20)."""
        asked = self.condition(user, today=timezone.localdate())
        cases = Case.objects.visible_to(user).filter(asked).order_by(*ORDERS[self.order])
        cases = search.by_index(cases, self.form.given.get("q", ""))
        return cases.select_related("officer", "neighbourhood")


def asked(data: Mapping[str, Any], user: Any, known: People) -> Asked:
    """Return what `data`, the parameters of an address, asks for; `user` says what an empty address shows."""
    views = {view.key: view for view in VIEWS}
    view = views.get(data.get("vy", ""), views["mina" if user.is_officer else "vantar"])
    order = data.get("ordning", "")
    return Asked(view, order if order in ORDERS else DEFAULT_ORDER, CaseFilter(data, people=known))
