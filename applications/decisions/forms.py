"""The page of a registration: one form and its rows (rows.py), made from content, yielding content."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from applications.decisions.content import FIELDS, DecisionContent, PointContent, stored
from applications.decisions.outcomes import HELP, outcomes_for
from applications.decisions.rows import (
    ConditionFormSet,
    ConflictFormSet,
    PointFormSet,
    ReferralFormSet,
    kept,
    words,
)
from applications.forms_base import DateField, RevisionForm, SamverkanForm, without_complaints
from applications.lifecycle import Missing
from applications.models import Case, Condition, Decision
from applications.states import MINUTES, DecisionKind, Outcome


class DecisionForm(RevisionForm, SamverkanForm):
    """What stands once in a registration; the fields are those of content.FIELDS."""

    outcome = forms.ChoiceField(label=_("Vad beslutade nämnden?"), choices=Outcome, widget=forms.RadioSelect)
    paragraph = forms.IntegerField(
        label=_("Paragraf"),
        help_text=_("Numret, som i protokollet"),
        min_value=1,
        max_value=99_999,
        widget=forms.TextInput(attrs={"class": "s-input--s", "inputmode": "numeric", "autocomplete": "off"}),
    )
    heading = forms.CharField(label=_("Rubrik"), max_length=200)
    summary = words(
        _("Sammanfattning"), help_text=_("Hämtad ur tjänsteskrivelsen. Ändra om nämnden gjorde det.")
    )
    motivation = words(_("Skäl för beslutet"), rows=4, help_text=_("Behövs vid avslag"))
    refer_back_for = words(
        _("Vad ber nämnden om?"), help_text=_("Behövs vid återremiss. Kontaktpersonen och gruppen läser det.")
    )
    in_force_at_once = forms.BooleanField(
        label=_("Beslutet får verkställas innan det har fått laga kraft"), required=False
    )
    immediate_approval = forms.BooleanField(label=_("Paragrafen justeras omedelbart"), required=False)
    changes = forms.ModelChoiceField(
        label=_("Ändrar ett tidigare beslut"),
        queryset=Decision.objects.none(),
        required=False,
        empty_label=_("Nej"),
        help_text=_(
            "Det som beslutas här gäller då i stället för det som det beslutet gav till samma insats."
        ),
    )
    keeps_conditions = forms.TypedChoiceField(
        label=_("Gäller villkoren i det beslutet fortfarande?"),
        choices=((True, _("Ja, de ska uppfyllas")), (False, _("Nej, de upphör"))),
        coerce=lambda value: value == "True",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("De som inte är uppfyllda. Gäller bara några, svara nej och skriv dem som villkor här."),
    )
    # the minutes
    members = words(_("Beslutande ledamöter"), rows=4, help_text=_("En på varje rad: namn, uppgift"))
    others_present = words(_("Övriga närvarande"), help_text=_("En på varje rad: namn, uppgift"))
    chair = forms.CharField(label=_("Ordförande"), max_length=150, required=False)
    secretary_name = forms.CharField(label=_("Sekreterare"), max_length=150, required=False)
    adjuster = forms.CharField(label=_("Justerare"), max_length=150, required=False)
    motions = words(_("Yrkanden"))
    procedure = words(_("Beslutsgång och votering"))
    reservations = words(_("Reservationer"))
    statements = words(_("Särskilda yttranden"))
    minutes_note = words(_("Protokollsanteckning"))
    sent_to = words(_("Beslutet skickas till"), help_text=_("En på varje rad"))
    documents = words(_("Beslutsunderlag"), help_text=_("Ett på varje rad"))
    # decisions outside a meeting (D5)
    route = forms.ChoiceField(
        label=_("Vem fattade beslutet?"), choices=Decision.Route, widget=forms.RadioSelect
    )
    delegate = forms.CharField(
        label=_("Delegat"), max_length=150, required=False, help_text=_("Den som beslutade på delegation")
    )
    delegate_title = forms.CharField(label=_("Delegatens titel"), max_length=150, required=False)
    route_ground = words(
        _("Grund"), help_text=_("Punkten i delegationsordningen, eller varför beslutet inte kunde vänta")
    )
    decided_on = DateField(label=_("Beslutets dag"), required=False)
    reported_on = DateField(label=_("Anmäls till nämnden"), required=False, help_text=_("Sammanträdets dag"))

    SECTIONS = {
        "minutes": MINUTES,
        "route": ("route", "delegate", "delegate_title", "route_ground", "decided_on", "reported_on"),
    }

    def __init__(self, *args: Any, case: Case, kind: DecisionKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome = self.fields["outcome"]
        outcome.choices = [(value.value, value.label) for value in outcomes_for(case, kind)]
        outcome.choice_help = {value.value: text for value, text in HELP.items()}
        self.fields["changes"].queryset = case.decisions.filter(released_at__isnull=False)
        if not self.fields["changes"].queryset.exists():
            del self.fields["changes"], self.fields["keeps_conditions"]
        elif not Condition.objects.open().filter(decision__case=case).exists():
            del self.fields["keeps_conditions"]

    def section(self, name: str) -> list[forms.BoundField]:
        """Return the fields of a folded section."""
        return [self[field] for field in self.SECTIONS[name]]

    def is_open(self, name: str) -> bool:
        """Return whether a folded section must show: something in it is wrong or out of the ordinary."""
        if any(self[field].errors for field in self.SECTIONS[name]):
            return True
        return name == "route" and self["route"].value() not in (None, "", Decision.Route.COMMITTEE)


class DecisionPage:
    """The registration's page: made from content (GET) or from what was posted; yields content when valid."""

    def __init__(
        self,
        case: Case,
        kind: DecisionKind,
        *,
        content: DecisionContent | None = None,
        data: QueryDict | None = None,
        decision: Decision | None = None,
    ) -> None:
        self.case = case
        shown = content or (
            stored(decision) if decision else None
        )  # when posted: what a stale page is held against
        initial = dict(shown.fields) if shown else {}
        self.form = DecisionForm(data, case=case, kind=kind, initial=initial, revision_of=decision)
        rows = {"form_kwargs": {"case": case}}
        self.points = PointFormSet(
            data,
            prefix="points",
            initial=[vars(point) for point in content.points] if content else None,
            **rows,
        )
        self.conditions = ConditionFormSet(
            data, prefix="conditions", initial=[vars(row) for row in content.conditions] if content else None
        )
        self.conflicts = ConflictFormSet(
            data, prefix="conflicts", initial=[vars(row) for row in content.conflicts] if content else None
        )
        self.referrals = ReferralFormSet(
            data,
            prefix="referrals",
            initial=[vars(row) for row in content.referrals] if content else None,
            **rows,
        )

    @property
    def forms(self) -> list[Any]:
        """Every form and formset in the order of the page, for its error summary."""
        in_kind = [point.in_kind for point in self.points.forms]
        return [self.form, self.points, *in_kind, self.referrals, self.conditions, self.conflicts]

    def is_valid(self) -> bool:
        """Check all of it, so that everything to mend shows at once."""
        answers = [form.is_valid() for form in (self.form, *self._formsets())]
        return all(answers)

    def content(self) -> DecisionContent:
        """Return the registration in plain values; only after `is_valid()`."""
        data = self.form.cleaned_data
        return DecisionContent(
            fields={name: data.get(name) for name in FIELDS},
            points=tuple(row.content() for row in kept(self.points)),
            conditions=tuple(row.content() for row in kept(self.conditions)),
            referrals=tuple(row.content() for row in kept(self.referrals)),
            conflicts=tuple(row.content() for row in kept(self.conflicts)),
        )

    def replace_points(self, points: Iterable[PointContent]) -> None:
        """Put other points on a posted page, everything else as it was typed."""
        self.points = PointFormSet(
            prefix="points", initial=[vars(point) for point in points], form_kwargs={"case": self.case}
        )

    def quiet(self) -> None:
        """Take back all complaints: a row was added, nothing was saved."""
        for form in self.forms:
            without_complaints(form)

    def place(self, missing: Iterable[Missing]) -> list[Missing]:
        """Put what the action missed at its field; return what has no field here.

        The action counts the content's rows; here empty and removed rows stand between them.
        """
        fields = {bound.auto_id: (form, bound.name) for form in self._single_forms() for bound in form}
        left = []
        for item in missing:
            target = self._renumbered(item.url.removeprefix("#"))
            form, name = fields.get(target) or fields.get(target.removesuffix("_0")) or (None, "")
            if form is None:
                left.append(Missing(item.text, f"#{target}" if item.url.startswith("#") else item.url))
            else:
                form.add_error(name, item.text)
        return left

    def _formsets(self) -> tuple[Any, ...]:
        return self.points, self.conditions, self.referrals, self.conflicts

    def _single_forms(self) -> Iterator[Any]:
        for form in self.forms:
            yield from getattr(form, "forms", [form])

    def _renumbered(self, target: str) -> str:
        for formset in self._formsets():
            start = f"id_{formset.prefix}-"
            if target.startswith(start):
                number, dash, field = target.removeprefix(start).partition("-")
                rows = kept(formset)
                if number.isdigit() and int(number) < len(rows):
                    return f"id_{rows[int(number)].prefix}{dash}{field}"
        return target


class ApprovalForm(SamverkanForm):
    """The day the minutes, or the § alone, were approved; outside a meeting, the day the decision was signed (D5)."""

    approved_on = DateField(label=_("Protokollet justerades"), help_text=_("Till exempel 2026-12-14"))

    def __init__(self, *args: Any, outside: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if outside:
            self.fields["approved_on"].label = _("Beslutet undertecknades")
