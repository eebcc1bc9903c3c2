"""Forms of the officer's report: its words, its proposed points, the measures of decision 1."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Row
from django import forms
from django.forms import formset_factory
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.forms_base import (
    DateField,
    KronorField,
    RevisionForm,
    SamverkanForm,
    SamverkanFormSet,
    SamverkanModelForm,
)
from applications.models import CaseActor, Measure, Meeting, OfficerReport
from applications.officer_report.source import ReportSource
from applications.states import ReportKind


def _area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _structured(rows: int = 4) -> forms.Textarea:
    """A text with headings, lists and bold (applications.prose); the script finds it and where a paste is cleaned."""
    return forms.Textarea(attrs={"rows": rows, "data-structured": reverse_lazy("admin:clean_pasted")})


def planned_meetings(on: date) -> Any:
    """Return the meetings that a report may aim at: of committees that decide, from `on`."""
    meetings = Meeting.objects.filter(committee__decides=True, committee__is_active=True, date__gte=on)
    return meetings.select_related("committee").order_by("date")


class MeetingChoice(forms.ModelChoiceField):
    """A meeting, named so that one sees when the report must be signed."""

    def label_from_instance(self, obj: Meeting) -> str:
        """Return committee, day, and the last day for documents."""
        name = f"{str(obj.committee)[:1].upper()}{str(obj.committee)[1:]} {obj.date:%Y-%m-%d}"
        if obj.documents_ready_on is None:
            return name
        return _("%(name)s, underlag senast %(day)s") % {
            "name": name,
            "day": f"{obj.documents_ready_on:%Y-%m-%d}",
        }


class ReportForm(RevisionForm, SamverkanModelForm):
    """The officer's words. Everything may be saved half done; the guards say what is missing."""

    recommendation = forms.ChoiceField(
        label=gettext_lazy("Vad föreslår du?"), choices=(), required=False, widget=forms.RadioSelect
    )
    meeting = MeetingChoice(
        label=gettext_lazy("Vilket sammanträde ska nämnden besluta på?"),
        queryset=Meeting.objects.none(),
        required=False,
        empty_label=gettext_lazy("Inte bestämt än"),
    )

    class Meta:
        model = OfficerReport
        fields = [
            "heading",
            "recommendation",
            "meeting",
            "summary",
            "background",
            "changes",
            "assessment",
            "economy",
            "children",
            "gender_equality",
            "equality",
            "dialogue",
        ]
        widgets = {
            "summary": _area(5),
            "background": _structured(8),
            "changes": _structured(5),
            "assessment": _structured(5),
            "economy": _structured(5),
            "children": _structured(3),
            "gender_equality": _structured(3),
            "equality": _structured(3),
            "dialogue": _structured(5),
        }
        help_texts = {
            "summary": gettext_lazy("Kort. Texten kopieras till föredragningslistan och protokollet."),
            "background": gettext_lazy(
                "Vad gruppen vill och varför. Hämtat ur ansökan, ändra så att det går att läsa fristående."
            ),
            "changes": gettext_lazy("Det som har hänt och ändrats sedan nämnden beslutade senast."),
            "assessment": gettext_lazy(
                "Din samlade bedömning. Bedömningen av varje kriterium följer med från kriteriekortet."
            ),
            "economy": gettext_lazy(
                "Vad som söks och föreslås, vad gruppen bidrar med, vad det kostar staden."
            ),
            "children": gettext_lazy("Byt ut orden inom klamrar: hur barn berörs, och vad de själva säger."),
            "gender_equality": gettext_lazy(
                "Byt ut orden inom klamrar: kvinnor och män, flickor och pojkar."
            ),
            "equality": gettext_lazy("Byt ut orden inom klamrar: vilka grupper som berörs, och hur."),
            "dialogue": gettext_lazy("Om dialog har förts och hur, eller varför inte."),
        }

    def __init__(self, *args: Any, source: ReportSource, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source
        labels = dict(OfficerReport.RECOMMENDATIONS)
        self.fields["recommendation"].choices = [
            (value.value, labels[value.value]) for value in source.recommendations
        ]
        meetings = planned_meetings(today)
        if self.instance.meeting_id:
            meetings = meetings | Meeting.objects.filter(pk=self.instance.meeting_id).select_related(
                "committee"
            )
        self.fields["meeting"].queryset = meetings  # type: ignore[attr-defined]
        if source.kind == ReportKind.DIALOGUE:
            del self.fields["changes"]
        for field in self.fields.values():
            field.hide_optional = (
                True  # a draft may lack anything; what sign-off needs is listed beside the form
            )


class ObjectChoice(forms.TypedChoiceField):
    """One of a few objects that the view has at hand, so that many rows ask the database once. Value: it, or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(empty_value=None, **kwargs)

    def offer(self, objects: Sequence[Any], empty: str = "") -> None:
        """Set what there is to choose from; `empty` is the choice of nothing."""
        self.known = {str(item.pk): item for item in objects}
        self.choices = [("", empty), *((pk, str(item)) for pk, item in self.known.items())]
        self.coerce = self._find

    def _find(self, value: Any) -> Any:
        """Return the object behind a choice; ValueError is what Django expects of a coercion that fails."""
        try:
            return self.known[str(getattr(value, "pk", value))]
        except KeyError:
            raise ValueError(value) from None

    def prepare_value(self, value: Any) -> Any:
        """Show an object as its choice."""
        return getattr(value, "pk", value)


class PointForm(SamverkanForm):
    """One proposed decision point: an active sentence, and what it gives."""

    text = forms.CharField(
        label=gettext_lazy("Beslutspunkt"),
        widget=_area(2),
        max_length=2000,
        help_text=gettext_lazy("En mening i presens, utan ”att”: Nämnden beviljar …"),
    )
    measure = ObjectChoice(label=gettext_lazy("Insats"), required=False)
    requested = KronorField(label=gettext_lazy("Sökt, kronor"), required=False)
    proposed = KronorField(label=gettext_lazy("Föreslaget, kronor"), required=False)
    in_kind = forms.CharField(
        label=gettext_lazy("Annat stöd än pengar"),
        required=False,
        widget=_area(2),
        max_length=1000,
        help_text=gettext_lazy("En sak per rad, med antal. Till exempel 120 arbetstimmar."),
    )
    motivation = forms.CharField(
        label=gettext_lazy("Motivering till annat belopp"),
        required=False,
        widget=_area(2),
        max_length=2000,
        help_text=gettext_lazy("Behövs när beloppet skiljer sig från det sökta."),
    )
    required_messages = {"text": gettext_lazy("Skriv beslutspunkten")}

    def __init__(self, *args: Any, measures: Sequence[Measure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if measures:
            self.fields["measure"].offer(measures, empty=_("Ingen särskild insats"))  # type: ignore[attr-defined]
        else:
            del self.fields["measure"]
            del self.fields["in_kind"]


class PointRows(SamverkanFormSet):
    """The proposed points in order."""

    row_name = gettext_lazy("Punkt")
    add_label = gettext_lazy("Lägg till en punkt")

    @property
    def helper(self) -> FormHelper:
        """Put the two amounts side by side."""
        helper = super().helper
        form = self.forms[0] if self.forms else self.empty_form
        names = [name for name in ("text", "measure") if name in form.fields]
        after = [name for name in ("in_kind", "motivation") if name in form.fields]
        helper.layout = Layout(*names, Row("requested", "proposed"), *after)
        return helper

    def points(self) -> list[dict[str, Any]]:
        """Return the points to save: filled rows that are not removed."""
        names = ("text", "measure", "requested", "proposed", "in_kind", "motivation")
        rows = [
            form.cleaned_data
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        return [{name: row[name] for name in names if name in row} for row in rows if row.get("text")]


PointFormSet = formset_factory(
    PointForm, formset=PointRows, extra=0, can_delete=True, max_num=60, validate_max=True, absolute_max=80
)


class MeasureForm(SamverkanForm):
    """One measure that decision 1 grants together with everything else (R18)."""

    pk = ObjectChoice(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=gettext_lazy("Insats"), max_length=200)
    description = forms.CharField(label=gettext_lazy("Beskrivning"), required=False, widget=_area(3))
    responsible = ObjectChoice(label=gettext_lazy("Ansvarig aktör"))
    starts_on = DateField(label=gettext_lazy("Börjar"))
    ends_on = DateField(label=gettext_lazy("Slutar"))
    cost = KronorField(label=gettext_lazy("Hela kostnaden, kronor"), required=False)
    requested_amount = KronorField(label=gettext_lazy("Sökt belopp, kronor"), required=False)
    requested_in_kind = forms.CharField(
        label=gettext_lazy("Annat stöd som söks"), required=False, max_length=300
    )
    needs_text = forms.CharField(
        label=gettext_lazy("Behov som insatsen svarar på"), required=False, widget=_area(2)
    )

    def __init__(
        self, *args: Any, measures: Sequence[Measure], actors: Sequence[CaseActor], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pk"].offer(measures)  # type: ignore[attr-defined]
        self.fields["responsible"].offer(actors, empty=_("Välj aktör"))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        """Refuse an end before the start, and a measure that asks for nothing."""
        cleaned = super().clean()
        values = self.cleaned_data
        starts, ends = values.get("starts_on"), values.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("Slutet kan inte ligga före början"))
        asks = values.get("requested_amount") or values.get("requested_in_kind")
        if values.get("title") and not asks and "requested_amount" not in self.errors:
            self.add_error("requested_amount", _("Skriv vad gruppen söker: ett belopp eller annat stöd"))
        return cleaned


class MeasureRows(SamverkanFormSet):
    """The measures in order."""

    row_name = gettext_lazy("Insats")
    add_label = gettext_lazy("Lägg till en insats")

    def measures(self) -> list[dict[str, Any]]:
        """Return rows for `actions.enter_measures`."""
        found = []
        for form in self.forms:
            row = dict(form.cleaned_data)
            if not row.get("title") or row.pop("DELETE", False):
                continue
            known = row.pop("pk", None)
            found.append({"pk": known.pk if known else None, **row})
        return found


MeasureFormSet = formset_factory(
    MeasureForm, formset=MeasureRows, extra=0, can_delete=True, max_num=60, validate_max=True, absolute_max=80
)


class CommentForm(SamverkanForm):
    """Words that go with giving back, taking back or signing a report."""

    comment = forms.CharField(label=gettext_lazy("Kommentar"), widget=_area(4), max_length=4000)

    def __init__(self, *args: Any, label: str, required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comment"].label = label
        self.fields["comment"].required = required
