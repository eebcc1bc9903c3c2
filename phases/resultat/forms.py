"""Forms of the result report: the seven questions with the support used, figures before and after, closing."""

from decimal import Decimal
from typing import Any

from django import forms
from django.forms import formset_factory
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.attachments.forms import FilesField
from applications.attachments.sections import ACTIVITY, FINANCIAL
from applications.fields import QuantityField
from applications.forms_base import (
    KronorField,
    RevisionForm,
    SamverkanForm,
    SamverkanFormSet,
    SamverkanModelForm,
)
from applications.templatetags.samverkan import kronor
from phases.resultat.actions import Used
from phases.resultat.facts import Support
from phases.resultat.models import Indicator, ResultReport
from phases.resultat.sections import ANSWERS, BY_KEY, FIELDS, SECTION_OF, SECTIONS

FILES = {"activity_report": ACTIVITY, "financial_report": FINANCIAL}
MOST = Decimal(1_000_000)
HIGHEST = 10_000_000


class ReportForm(RevisionForm, SamverkanModelForm):
    """The report being written. Everything may be left empty until it is sent; only open sections are shown."""

    activity_report = FilesField(
        label=gettext_lazy("Verksamhetsberättelse"),
        help_text=gettext_lazy("Behövs om ni har bildat en förening."),
        required=False,
    )
    financial_report = FilesField(
        label=gettext_lazy("Ekonomisk berättelse"),
        help_text=gettext_lazy("Behövs om ni har bildat en förening."),
        required=False,
    )

    class Meta:
        model = ResultReport
        fields = list(FIELDS)
        labels = {
            "outcome": gettext_lazy("Ert svar på fråga 1"),
            "resources_note": gettext_lazy("Något mer om pengarna och resurserna?"),
            "decisive": gettext_lazy("Ert svar på fråga 3"),
            "dialogue": gettext_lazy("Ert svar på fråga 4"),
            "partners": gettext_lazy("Ert svar på fråga 5"),
            "shift": gettext_lazy("Ert svar på fråga 6"),
            "lessons": gettext_lazy("Ert svar på fråga 7"),
        }
        help_texts = {
            "outcome": gettext_lazy("Vad blev det av det ni ville göra? En mening räcker när den är sann."),
            "decisive": gettext_lazy("Vad betydde mest för platsen?"),
            "dialogue": gettext_lazy(
                "Vad kom fram när ni pratade med boende, fastighetsägare, näringsliv och föreningsliv?"
            ),
            "partners": gettext_lazy("Vilka behövdes för att det skulle gå, och vad gjorde de?"),
            "shift": gettext_lazy("Vad är annorlunda nu? Jämför gärna med mervärdet i er ansökan."),
            "lessons": gettext_lazy("Vad skulle ni göra likadant nästa gång, och vad skulle ni ändra?"),
            "period_from": gettext_lazy("Skriv till exempel 2026-05-01"),
        }
        widgets = {
            "resources_note": forms.Textarea(attrs={"rows": 3}),
            **{section.fields[0]: forms.Textarea(attrs={"rows": 5}) for section in ANSWERS},
        }

    def __init__(self, *args: Any, support: list[Support], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for section in (*ANSWERS, BY_KEY["period"]):
            for name in section.fields:
                self.fields[name].hide_optional = True  # may wait, but is needed when the report is sent
        self.support = [row for row in support if self.instance.is_open("used")]
        for row in self.support:
            self._add_support(row)
        for name in list(FIELDS):
            if not self.instance.is_open(SECTION_OF[name]):
                del self.fields[name]
        for name, section in FILES.items():
            self.fields[name].widget.attrs["data-section"] = section
            if not self.instance.is_open("enclosures"):
                del self.fields[name]

    def _add_support(self, row: Support) -> None:
        """Add the two boxes of one grant: how much was used, and a comment."""
        name = f"used_{row.grant.pk}"
        if row.is_money:
            label = _("Använt till %(label)s, kronor") % {"label": row.label}
            field: forms.Field = KronorField(
                label=label,
                required=False,
                help_text=_("Beviljat: %(amount)s") % {"amount": kronor(row.grant.amount)},
            )
            value = row.used.amount if row.used else None
        else:
            label = _("Använt till %(label)s: %(unit)s") % {
                "label": row.label,
                "unit": row.grant.unit or row.in_kind,
            }
            field = QuantityField(
                label=label,
                required=False,
                max_value=MOST,
                help_text=_("Beviljat: %(amount)s. Lämnat enligt staden: %(given)s")
                % {"amount": row.in_kind, "given": row.delivered}
                if row.delivered
                else _("Beviljat: %(amount)s") % {"amount": row.in_kind},
            )
            value = row.used.quantity.normalize() if row.used and row.used.quantity is not None else None
        field.hide_optional = True  # type: ignore[attr-defined]
        self.fields[name] = field
        self.initial[name] = value
        comment = _("Kommentar till %(label)s") % {"label": row.label if row.is_money else row.in_kind}
        self.fields[f"note_{row.grant.pk}"] = forms.CharField(label=comment, required=False, max_length=300)
        self.initial[f"note_{row.grant.pk}"] = row.used.note if row.used else ""

    def clean(self) -> dict[str, Any] | None:
        """Refuse a period that ends before it begins."""
        cleaned = super().clean()
        begins, ends = self.cleaned_data.get("period_from"), self.cleaned_data.get("period_to")
        if begins and ends and ends < begins:
            self.add_error("period_to", _("Välj ett slut som är efter början"))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the open fields of the model as typed."""
        return {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}

    def used(self) -> dict[int, Used]:
        """Return what was used, by id of the grant."""
        found = {}
        for row in self.support:
            value = self.cleaned_data[f"used_{row.grant.pk}"]
            sums = {"amount": value} if row.is_money else {"quantity": value}
            found[row.grant.pk] = Used(note=self.cleaned_data[f"note_{row.grant.pk}"], **sums)
        return found

    def enclosed(self) -> list[tuple[str, str, list[Any]]]:
        """Return the boxes in which files were chosen: name, section that they belong to, files."""
        return [(name, section, self.cleaned_data.get(name) or []) for name, section in FILES.items()]

    def parts(self) -> list[dict[str, Any]]:
        """Return the sections in order with their boxes, for the page."""
        return [
            {
                "section": section,
                "is_open": self.instance.is_open(section.key),
                "asked_for": self.instance.asked_for.get(section.key, ""),
                "fields": [self[name] for name in section.fields if name in self.fields],
                "used": [
                    {"row": row, "value": self[f"used_{row.grant.pk}"], "note": self[f"note_{row.grant.pk}"]}
                    for row in self.support
                ]
                if section.key == "used"
                else [],
                "files": [self[name] for name in FILES if name in self.fields]
                if section.key == "enclosures"
                else [],
            }
            for section in SECTIONS
        ]


class IndicatorForm(SamverkanModelForm):
    """A figure before and after."""

    class Meta:
        model = Indicator
        fields = ["name", "unit", "before_label", "before", "after_label", "after", "source"]
        help_texts = {
            "name": gettext_lazy("Till exempel: känner sig trygga efter mörkrets inbrott"),
            "before_label": gettext_lazy("Till exempel: december 2025"),
            "source": gettext_lazy("Till exempel: enkät till boende, 212 svar"),
        }

    before = forms.IntegerField(
        label=gettext_lazy("Före"),
        min_value=0,
        max_value=HIGHEST,
        widget=forms.TextInput(attrs={"class": "s-input--s", "inputmode": "numeric"}),
    )
    after = forms.IntegerField(
        label=gettext_lazy("Efter"),
        min_value=0,
        max_value=HIGHEST,
        widget=forms.TextInput(attrs={"class": "s-input--s", "inputmode": "numeric"}),
    )

    def clean(self) -> dict[str, Any] | None:
        """Refuse more than a hundred per cent."""
        cleaned = super().clean()
        if self.cleaned_data.get("unit") == Indicator.Unit.PERCENT:
            for name in ("before", "after"):
                if (self.cleaned_data.get(name) or 0) > 100:  # noqa: PLR2004 per cent
                    self.add_error(name, _("Skriv en andel mellan 0 och 100 procent"))
        return cleaned


class IndicatorRows(SamverkanFormSet):
    """The figures of a report."""

    row_name = gettext_lazy("Mätning")
    add_label = gettext_lazy("Lägg till en mätning")

    def figures(self) -> list[dict[str, Any]]:
        """Return the rows that are filled in and not removed, as the action takes them."""
        names = IndicatorForm.Meta.fields
        return [
            {name: form.cleaned_data[name] for name in names}
            for form in self.forms
            if form.cleaned_data.get("name") and not form.cleaned_data.get("DELETE")
        ]


IndicatorFormSet = formset_factory(
    IndicatorForm, formset=IndicatorRows, extra=0, can_delete=True, max_num=10, validate_max=True
)


def indicator_rows(report: ResultReport, data: Any = None) -> IndicatorRows | None:
    """Return the formset of a report's figures, posted or stored; None when their section is closed."""
    if not report.is_open("shift"):
        return None
    names = IndicatorForm.Meta.fields
    stored = [model_to_dict(figure, names) for figure in report.indicators.all()] if report.pk else []
    if data is not None and IndicatorFormSet.wants_another_row(data, "figures"):
        return IndicatorFormSet.with_another_row(data, "figures", initial=stored)
    return IndicatorFormSet(data, prefix="figures", initial=stored)


class CloseForm(SamverkanForm):
    """Why the case is closed although something is left."""

    comment = forms.CharField(
        label=gettext_lazy("Varför avslutas ärendet ändå?"),
        help_text=gettext_lazy("Skälet loggas och syns för gruppen."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
