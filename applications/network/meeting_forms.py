"""Forms of the network's meetings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from applications.calendars.forms import MeetingTimesForm
from applications.forms_base import RevisionForm, SamverkanForm
from applications.models import NetworkMeeting


class StampedForm(RevisionForm, SamverkanForm):
    """A form that tells the action which page it was posted from."""

    def stamp(self) -> dict[str, Any]:
        """Return what the action compares under its lock."""
        return {"revision": self.cleaned_data["revision"], "page": self.page}


class MeetingForm(StampedForm, MeetingTimesForm):
    """What about, when, where, and who is invited: to book a meeting, or (without the last) to change one."""

    field_order = ["title"]
    required_messages = {
        "title": gettext_lazy("Skriv vad träffen handlar om"),
        "place": gettext_lazy("Skriv var ni ses"),
    }
    title = forms.CharField(
        label=gettext_lazy("Vad handlar träffen om?"),
        help_text=gettext_lazy("Till exempel: ljus och trygghet på kvällen."),
        max_length=120,
    )
    agenda = forms.CharField(
        label=gettext_lazy("Att ta upp"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("Vilka grupper bjuds in?"),
        help_text=gettext_lazy("Välj ingen för att bjuda in hela nätverket, också dem som går med senare."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, groups: list[tuple[int, str]] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if groups:
            self.fields["groups"].choices = groups  # type: ignore[attr-defined]
        else:
            del self.fields["groups"]

    def clean(self) -> dict[str, Any] | None:
        """Let a form without groups name none."""
        cleaned = super().clean()
        self.cleaned_data.setdefault("groups", [])
        return cleaned

    def planned(self) -> dict[str, Any]:
        """Return what the actions take."""
        return {
            name: self.cleaned_data[name] for name in ("title", "starts_at", "ends_at", "place", "agenda")
        }

    @staticmethod
    def initial_of(meeting: NetworkMeeting) -> dict[str, Any]:
        """Return what the form shows of a booked meeting."""
        return {"title": meeting.title, "agenda": meeting.agenda, **MeetingForm.times_of(meeting)}


class CancelForm(StampedForm):
    """Why a meeting is called off."""

    why = forms.CharField(
        label=gettext_lazy("Varför ställs träffen in?"),
        help_text=gettext_lazy("Grupperna får läsa det i mejlet."),
        max_length=250,
    )
    required_messages = {"why": gettext_lazy("Skriv varför träffen ställs in")}


class NotesForm(StampedForm):
    """What was said at a meeting."""

    notes = forms.CharField(
        label=gettext_lazy("Vad talade ni om?"),
        help_text=gettext_lazy("De inbjudna grupperna får läsa det. Skriv inte om enskilda personer."),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    required_messages = {"notes": gettext_lazy("Skriv vad ni talade om")}
