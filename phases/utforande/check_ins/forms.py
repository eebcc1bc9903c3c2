"""Forms of check-ins."""

from datetime import datetime
from typing import Any

from django import forms
from django.forms import formset_factory
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.calendars import forms as calendars
from applications.calendars.forms import MeetingTimesForm
from applications.forms_base import (
    DateField,
    DateTimeField,
    RevisionForm,
    SamverkanForm,
    SamverkanFormSet,
)
from applications.models import Case, User
from applications.snapshots import name_of
from phases.utforande.check_ins.actions import Agreed
from phases.utforande.check_ins.guests import colleagues_of, possible_colleagues
from phases.utforande.facts import agenda, first_agenda, purpose_of_next
from phases.utforande.models import CheckIn, CheckInGuest


class CheckInForm(RevisionForm, MeetingTimesForm):
    """When, where, what about: to book a check-in, or to change a booked one."""

    agenda = forms.CharField(
        label=gettext_lazy("Att ta upp"),
        help_text=gettext_lazy(
            "Förslaget är det som är försenat eller på väg. Låt det stå, så följer det med tills ni ses."
        ),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    colleagues = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Kollegor som du bjuder in"),
        help_text=gettext_lazy("De får en egen inbjudan i mejl och kan svara, precis som gruppen."),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, case: Case, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = kwargs.get("revision_of") or CheckIn(case=case, purpose=purpose_of_next(case))
        self.built = first_agenda() if row.is_first else agenda(case, at=at)
        if row.is_first:
            text = _("Förslaget är det som ni alltid går igenom första gången. Ändra det om du vill.")
            self.fields["agenda"].help_text = text
        if not self.initial.get("agenda"):
            self.initial["agenda"] = self.built
        self.fields["colleagues"].queryset = possible_colleagues(case)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return what the actions take."""
        return {
            name: self.cleaned_data[name]
            for name in ("starts_at", "ends_at", "place", "agenda", "colleagues")
        }

    def clean_agenda(self) -> str:
        """Keep no copy of the proposal: left as it is, it goes on building itself."""
        text = self.cleaned_data["agenda"]
        same = text.replace("\r\n", "\n").strip() == self.built.strip()
        return "" if same else text

    @staticmethod
    def initial_of(check_in: CheckIn) -> dict[str, Any]:
        """Return what the form shows of a booked check-in."""
        return {
            **CheckInForm.times_of(check_in),
            "agenda": check_in.agenda,
            "colleagues": list(colleagues_of(check_in)),
        }


class AnswerForm(calendars.AnswerForm):
    """Whether somebody who is invited comes, with a word to the kontaktperson."""

    field_order = ["answer", "comment"]
    comment = forms.CharField(
        label=gettext_lazy("Vill du säga något till kontaktpersonen?"),
        help_text=gettext_lazy(
            "Till exempel en tid som passar bättre. Skriv inget om hälsa eller annat privat."
        ),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @staticmethod
    def initial_of(guest: CheckInGuest) -> dict[str, Any]:
        """Return the answer so far."""
        return {"answer": guest.answer, "comment": guest.comment, "number": guest.round}


class HoldForm(RevisionForm, SamverkanForm):
    """What was said at a check-in, and when to meet next."""

    required_messages = {
        "participants": gettext_lazy("Skriv vilka som var med"),
        "notes": gettext_lazy("Skriv vad ni talade om"),
    }
    participants = forms.CharField(
        label=gettext_lazy("Vilka var med?"),
        help_text=gettext_lazy("En person på varje rad: namn, och efter ett komma vem personen företräder."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    notes = forms.CharField(
        label=gettext_lazy("Vad talade ni om?"),
        help_text=gettext_lazy("Gruppen får läsa anteckningarna. Skriv inte om enskildas förhållanden."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    next_starts_at = DateTimeField(label=gettext_lazy("När ses ni nästa gång?"), required=False)
    next_place = forms.CharField(
        label=gettext_lazy("Plats eller videolänk nästa gång"),
        help_text=gettext_lazy("Lämna tomt om det är samma plats."),
        required=False,
        max_length=250,
    )

    def __init__(self, *args: Any, next_is_booked: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if next_is_booked:
            del self.fields["next_starts_at"], self.fields["next_place"]

    def clean_next_starts_at(self) -> Any:
        """Refuse a next time that has been."""
        starts = self.cleaned_data["next_starts_at"]
        if starts is not None and starts <= timezone.now():
            raise forms.ValidationError(_("Välj en tid som inte har varit än"))
        return starts

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        names = ("participants", "notes", "next_starts_at", "next_place")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    @staticmethod
    def initial_of(case: Case, check_in: CheckIn) -> dict[str, Any]:
        """Return the notes so far; before there are any, the people of the group and the officer."""
        return {"participants": check_in.participants or usual_participants(case), "notes": check_in.notes}


def usual_participants(case: Case) -> str:
    """Return the group's members and the officer, one a line."""
    members = case.memberships.filter(left_at=None, user__protected_identity=False)
    lines = []
    for membership in members.select_related("user", "case_actor__actor"):
        part = membership.case_actor
        lines.append(f"{membership.user.name}, {part}" if part else membership.user.name)
    if case.officer is not None:
        lines.append(f"{name_of(case.officer)}, {_('kontaktperson')}")
    return "\n".join(lines)


class AgreedForm(SamverkanForm):
    """One agreed action: what, who, when."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**53)
    what = forms.CharField(label=gettext_lazy("Vad ska göras?"), max_length=250)
    who = forms.CharField(label=gettext_lazy("Vem gör det?"), max_length=150)
    due_on = DateField(label=gettext_lazy("När ska det vara klart?"), required=False)


class AgreedRows(SamverkanFormSet):
    """The agreed actions of a check-in."""

    row_name = gettext_lazy("Åtgärd")
    add_label = gettext_lazy("Lägg till en åtgärd")

    def agreed(self) -> list[Agreed]:
        """Return the rows that are filled in and not removed."""
        rows = (form.cleaned_data for form in self.forms if form.has_changed() or form.initial)
        return [
            Agreed(what=row["what"], who=row["who"], due_on=row["due_on"], pk=row["pk"])
            for row in rows
            if row.get("what") and not row.get("DELETE")
        ]


AgreedFormSet = formset_factory(
    AgreedForm, formset=AgreedRows, extra=2, can_delete=True, max_num=50, validate_max=True
)


def quiet(form: forms.BaseForm) -> None:
    """Show what was typed without complaints: the reader only asked for one more row."""
    form._errors = ErrorDict()  # noqa: SLF001 - Django has no public way to take errors back
    form.cleaned_data = {}


def agreed_rows(check_in: CheckIn, data: Any = None) -> AgreedRows:
    """Return the formset of a check-in's agreed actions, posted or as stored."""
    initial = [
        {"pk": action.pk, "what": action.what, "who": action.who, "due_on": action.due_on}
        for action in check_in.actions.all()
    ]
    if data is not None and AgreedFormSet.wants_another_row(data, "agreed"):
        return AgreedFormSet.with_another_row(data, "agreed", initial=initial)
    return AgreedFormSet(data, prefix="agreed", initial=initial)
