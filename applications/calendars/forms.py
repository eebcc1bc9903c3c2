"""When and where people meet, and who comes: the parts that every form of a meeting has."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.forms_base import DateTimeField, SamverkanForm, TimeField
from applications.states import Coming


class MeetingTimesForm(SamverkanForm):
    """Start, end the same day, and place; `ends_at` among the cleaned values is the end as a moment, or None."""

    starts_at = DateTimeField(label=gettext_lazy("När ska ni ses?"))
    ends_time = TimeField(label=gettext_lazy("Slutar klockan"), required=False)
    place = forms.CharField(
        label=gettext_lazy("Plats eller videolänk"),
        help_text=gettext_lazy("En adress, en lokal eller länken till mötet."),
        max_length=250,
    )

    def clean(self) -> dict[str, Any] | None:
        """Put the end on the day of the start, and refuse one that lies before it."""
        cleaned = super().clean()
        starts, ends = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_time")
        self.cleaned_data["ends_at"] = None
        if starts and ends:
            ends_at = timezone.make_aware(datetime.combine(timezone.localdate(starts), ends))
            self.cleaned_data["ends_at"] = ends_at
            if ends_at <= starts:
                self.add_error("ends_time", _("Välj en sluttid som är efter starten"))
        return cleaned

    def clean_starts_at(self) -> Any:
        """Refuse a time that has been."""
        starts = self.cleaned_data["starts_at"]
        if starts is not None and starts <= timezone.now():
            raise forms.ValidationError(_("Välj en tid som inte har varit än"))
        return starts

    @staticmethod
    def times_of(row: Any) -> dict[str, Any]:
        """Return what these fields show of a booked meeting."""
        ends = timezone.localtime(row.ends_at).time() if row.ends_at else None
        return {"starts_at": row.starts_at, "ends_time": ends, "place": row.place}


class AnswerForm(SamverkanForm):
    """Whether somebody who is invited comes. `number` ties the answer to the time that the page showed."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Kommer du?"),
        choices=[
            (Coming.YES, gettext_lazy("Ja, jag kommer")),
            (Coming.MAYBE, gettext_lazy("Kanske")),
            (Coming.NO, gettext_lazy("Nej, jag kan inte")),
        ],
        widget=forms.RadioSelect,
    )
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**53)
    required_messages = {"answer": gettext_lazy("Välj om du kommer")}
