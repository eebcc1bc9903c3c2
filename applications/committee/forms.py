"""Forms of the agenda."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.committee.agenda import coming_meetings
from applications.forms_base import SamverkanForm
from applications.models import Meeting
from applications.templatetags.samverkan import datum


class MeetingChoice(forms.ModelChoiceField):
    """A meeting to come, told by its committee and day."""

    def label_from_instance(self, obj: Meeting) -> str:
        """Return "Prövonämnden, tisdag 28 april 2026"."""
        name = obj.committee.name
        return f"{name[:1].upper()}{name[1:]}, {datum(obj.date, 'dag')}"


class AgendaForm(SamverkanForm):
    """Which meeting the case is put up on."""

    meeting = MeetingChoice(
        label=_("Sammanträde"), queryset=Meeting.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    required_messages = {"meeting": _("Välj ett sammanträde.")}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = coming_meetings(today)  # type: ignore[attr-defined]


class CommentForm(SamverkanForm):
    """A few words to the group, if any are needed."""

    comment = forms.CharField(
        label=_("Varför?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Gruppen och kontaktpersonen läser det i mejlet."),
    )
