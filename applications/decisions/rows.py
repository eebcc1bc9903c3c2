"""The rows of a registration: points, each with its support in kind; conditions; referrals; jäv."""

from typing import Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME, formset_factory
from django.utils.translation import gettext_lazy as _

from applications.decisions.conflicts import LONGEST, ConflictContent
from applications.decisions.content import ConditionContent, InKind, PointContent, ReferralContent
from applications.fields import QuantityField
from applications.forms_base import DateField, KronorField, SamverkanForm, SamverkanFormSet
from applications.models import Case, Committee, Measure, Referral
from applications.states import PointOutcome, SupportKind

KINDS_IN_KIND = [(kind.value, kind.label) for kind in SupportKind if kind != SupportKind.MONEY]


def area(rows: int, **attrs: Any) -> forms.Textarea:
    """Return a text area of so many rows."""
    return forms.Textarea(attrs={"rows": rows, **attrs})


def words(label: Any, *, rows: int = 3, help_text: Any = "") -> forms.CharField:
    """Return an optional long text."""
    return forms.CharField(label=label, required=False, widget=area(rows), help_text=help_text)


class InKindForm(SamverkanForm):
    """One thing that is not money: 120 · arbetstimmar."""

    kind = forms.ChoiceField(label=_("Slag"), choices=KINDS_IN_KIND, initial=SupportKind.STAFF)
    quantity = QuantityField(label=_("Antal"), max_digits=9, min_value=None)
    unit = forms.CharField(label=_("Enhet"), max_length=60, help_text=_("Till exempel timmar eller styck"))
    description = forms.CharField(label=_("Vad"), max_length=200, required=False)

    def content(self) -> InKind:
        """Return the row in plain values."""
        data = self.cleaned_data
        return InKind(SupportKind(data["kind"]), data["quantity"], data["unit"], data["description"])


class PointForm(SamverkanForm):
    """A numbered point; its support in kind hangs below it as rows of their own (`in_kind`)."""

    text = forms.CharField(label=_("Beslutspunkt"), widget=area(3))
    measure = forms.ModelChoiceField(
        label=_("Insats"), queryset=Measure.objects.none(), required=False, empty_label=_("Ingen")
    )
    outcome = forms.ChoiceField(label=_("Utfall"), choices=PointOutcome, initial=PointOutcome.OTHER)
    requested = KronorField(label=_("Sökt, kronor"), required=False)
    proposed = KronorField(label=_("Föreslaget, kronor"), required=False)
    granted = KronorField(label=_("Beviljat, kronor"), required=False)
    motivation = forms.CharField(
        label=_("Motivering"),
        required=False,
        widget=area(2),
        help_text=_("Behövs när beloppet skiljer sig från det sökta"),
    )

    required_messages = {"text": _("Skriv beslutspunkten.")}

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("measure", "requested", "proposed", "granted"):
            self.fields[name].hide_optional = True
        measures = case.measures.all()
        if measures:
            self.fields["measure"].queryset = measures
        else:
            del self.fields["measure"]
        initial = [
            thing.as_json() | {"quantity": thing.quantity} for thing in self.initial.get("in_kind", ())
        ]
        prefix = f"{self.prefix}-in_kind"
        sent = self.is_bound and f"{prefix}-TOTAL_FORMS" in self.data  # a row just added has none below it
        self.in_kind = InKindFormSet(self.data if sent else None, prefix=prefix, initial=initial)

    def is_valid(self) -> bool:
        """Return whether the point and the rows below it can be read."""
        below = self.in_kind.is_valid() if self.in_kind.is_bound else True
        return super().is_valid() and below

    def has_changed(self) -> bool:
        """Return whether anything was written, in the rows below too."""
        return super().has_changed() or (self.in_kind.is_bound and self.in_kind.has_changed())

    def content(self) -> PointContent:
        """Return the point in plain values."""
        data = self.cleaned_data
        rows = kept(self.in_kind) if self.in_kind.is_bound else ()
        return PointContent(
            text=data["text"],
            outcome=PointOutcome(data["outcome"]),
            measure=data.get("measure"),
            requested=data["requested"],
            proposed=data["proposed"],
            granted=data["granted"],
            in_kind=tuple(row.content() for row in rows),
            motivation=data["motivation"],
        )


class ConditionForm(SamverkanForm):
    """A condition, with its day if it has one."""

    text = forms.CharField(label=_("Villkor"), widget=area(2))
    due_on = DateField(label=_("Senast"), required=False)

    required_messages = {"text": _("Skriv villkoret.")}

    def content(self) -> ConditionContent:
        """Return the row in plain values."""
        return ConditionContent(self.cleaned_data["text"], self.cleaned_data["due_on"])


class ConflictForm(SamverkanForm):
    """A member who did not take part because of a conflict of interest (jäv)."""

    name = forms.CharField(label=_("Ledamot"), max_length=LONGEST)
    role = forms.CharField(label=_("Parti eller uppdrag"), max_length=LONGEST, required=False)
    substitute = forms.CharField(
        label=_("Ersättare"),
        max_length=LONGEST,
        required=False,
        help_text=_("Den som tjänstgjorde i stället"),
    )

    required_messages = {"name": _("Skriv vem som inte deltog.")}

    def content(self) -> ConflictContent:
        """Return the row in plain values."""
        data = self.cleaned_data
        return ConflictContent(data["name"], data["role"], data["substitute"])


class ReferralForm(SamverkanForm):
    """A receiver of what is handed over (R17)."""

    to = forms.ModelChoiceField(label=_("Till nämnd"), queryset=Committee.objects.filter(is_active=True))
    scope = forms.ChoiceField(
        label=_("Hur mycket?"), choices=Referral.Scope, widget=forms.RadioSelect, initial=Referral.Scope.PART
    )
    measure = forms.ModelChoiceField(
        label=_("Insats"), queryset=Measure.objects.none(), required=False, empty_label=_("Ingen")
    )
    what = words(_("Vilken del?"), rows=2)
    reason = forms.CharField(label=_("Varför?"), widget=area(2))

    required_messages = {"to": _("Välj nämnden som tar över."), "reason": _("Skriv varför det överlämnas.")}

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measures = case.measures.all()
        if measures:
            self.fields["measure"].queryset = measures
        else:
            del self.fields["measure"]

    def content(self) -> ReferralContent:
        """Return the row in plain values."""
        data = self.cleaned_data
        return ReferralContent(data["to"], data["reason"], data["scope"], data.get("measure"), data["what"])


class InKindRows(SamverkanFormSet):
    """What is not money, of one point."""

    row_name = _("Stöd")
    add_label = _("Lägg till annat stöd")


class PointRows(SamverkanFormSet):
    """The numbered points."""

    row_name = _("Punkt")
    add_label = _("Lägg till punkt")


class ConditionRows(SamverkanFormSet):
    """The conditions."""

    row_name = _("Villkor")
    add_label = _("Lägg till villkor")


class ConflictRows(SamverkanFormSet):
    """The members who did not take part."""

    row_name = _("Jäv")
    add_label = _("Lägg till ledamot som är jävig")


class ReferralRows(SamverkanFormSet):
    """The receivers."""

    row_name = _("Mottagare")
    add_label = _("Lägg till mottagare")


InKindFormSet = formset_factory(
    InKindForm, formset=InKindRows, extra=0, max_num=20, validate_max=True, absolute_max=40, can_delete=True
)
PointFormSet = formset_factory(
    PointForm, formset=PointRows, extra=0, max_num=60, validate_max=True, absolute_max=80, can_delete=True
)
ConditionFormSet = formset_factory(
    ConditionForm,
    formset=ConditionRows,
    extra=0,
    max_num=30,
    validate_max=True,
    absolute_max=60,
    can_delete=True,
)
ConflictFormSet = formset_factory(
    ConflictForm,
    formset=ConflictRows,
    extra=0,
    max_num=30,
    validate_max=True,
    absolute_max=60,
    can_delete=True,
)
ReferralFormSet = formset_factory(
    ReferralForm,
    formset=ReferralRows,
    extra=0,
    max_num=30,
    validate_max=True,
    absolute_max=60,
    can_delete=True,
)


def kept(formset: Any) -> list[Any]:
    """Return the rows of a valid formset that say something and are not to go."""
    return [
        row
        for row in formset.forms
        if row.has_changed() and row.cleaned_data and not row.cleaned_data.get(DELETION_FIELD_NAME)
    ]
