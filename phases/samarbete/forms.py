"""Forms of samarbete, filled in by group or officer. Questions are put so that both can answer them."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.forms_base import RevisionForm, SamverkanForm, SamverkanModelForm
from applications.group.forms import ActorForm, initial_of
from applications.models import Actor, Case, CaseActor
from phases.samarbete.models import Communication, Compilation, DialogueActivity, Need, SupportRequest

NOT_YET = _("Datumet har inte varit än. Skriv dagen då det hände")
NO_NAMES = _("Skriv inga namn på enskilda personer.")
PEOPLE_MAX = 100_000  # participants at one activity


class Values:
    """Hands what was filled in to an action, without what only the page needs."""

    cleaned_data: dict[str, Any]

    @property
    def values(self) -> dict[str, Any]:
        """Return the cleaned answers by the action's argument names."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}

    @property
    def revision(self) -> int | None:
        """Return the revision that the page was opened at."""
        return self.cleaned_data.get("revision")


def passed(day: date) -> date:
    """Return a day that has been; raises ValidationError for one to come."""
    if day > timezone.localdate():
        raise ValidationError(NOT_YET)
    return day


class CommunicationForm(Values, RevisionForm, SamverkanModelForm):
    """How the process was told to more actors (R24)."""

    class Meta:
        model = Communication
        fields = ("happened_on", "channel", "audience", "note")
        labels = {
            "happened_on": _("När?"),
            "channel": _("På vilket sätt?"),
            "audience": _("Till vilka?"),
            "note": _("Något mer att berätta?"),
        }
        help_texts = {
            "happened_on": _("Skriv till exempel 2026-05-16"),
            "channel": _("Till exempel affischer, mejl eller ett möte"),
            "audience": _("Till exempel alla portar på gatan, eller butikerna vid torget"),
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    required_messages = {
        "happened_on": _("Skriv vilken dag det var"),
        "channel": _("Skriv på vilket sätt"),
        "audience": _("Skriv till vilka"),
    }

    def clean_happened_on(self) -> date:
        """Refuse a day to come."""
        return passed(self.cleaned_data["happened_on"])


class MappedActorForm(Values, ActorForm):
    """An actor of the area, with its wish for support (R25, R26).

    `row`: its part in the case, if known; `rename`: whether its name, kind and number may change.
    """

    is_payee = None
    support_wanted = forms.BooleanField(label=_("Aktören vill ha stöd"), required=False)
    note = forms.CharField(
        label=_("Något mer att veta?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, row: CaseActor | None = None, rename: bool = True, **kwargs: Any) -> None:
        own = {"support_wanted": row.support_wanted, "note": row.note} if row else {}
        super().__init__(*args, initial={**initial_of(row), **own} if row else {}, **kwargs)
        if not rename:
            for name in ("name", "kind", "organisation_number"):
                del self.fields[name]

    def clean_organisation_number(self) -> str:
        """Refuse a new number that another actor bears."""
        number = self.cleaned_data["organisation_number"]
        if self.initial and number and number != self.initial["organisation_number"]:
            known = Actor.objects.filter(organisation_number=number).first()
            if known is not None:
                raise ValidationError(_("Numret hör till %s. Lägg till den aktören i stället") % known.name)
        return number


class DialoguePlanForm(Values, RevisionForm, SamverkanModelForm):
    """A dialogue activity as it is planned (R27)."""

    class Meta:
        model = DialogueActivity
        fields = ("title", "method", "target_group", "planned_on")
        labels = {
            "title": _("Vad heter aktiviteten?"),
            "method": _("Hur går den till?"),
            "target_group": _("Vilka ska den nå?"),
            "planned_on": _("När är den planerad?"),
        }
        help_texts = {
            "title": _("Till exempel Gatuvandring"),
            "method": _("Till exempel promenad med frågekort, verkstad eller enkät"),
            "target_group": _("Till exempel boende på gatan, barn i förskolan eller caféets gäster"),
            "planned_on": _("Skriv till exempel 2026-06-13"),
        }

    required_messages = {
        "title": _("Skriv vad aktiviteten heter"),
        "method": _("Skriv hur den går till"),
        "target_group": _("Skriv vilka den ska nå"),
        "planned_on": _("Skriv vilken dag den är planerad"),
    }


class DialogueHeldForm(Values, RevisionForm, SamverkanModelForm):
    """What came of a dialogue activity (R27)."""

    participants = forms.IntegerField(
        label=_("Hur många deltog?"),
        min_value=0,
        max_value=PEOPLE_MAX,
        help_text=_("Ungefär räcker"),
        widget=forms.TextInput(attrs={"class": "s-input--s", "inputmode": "numeric", "autocomplete": "off"}),
    )
    field_order = ("held_on", "participants", "summary")

    class Meta:
        model = DialogueActivity
        fields = ("held_on", "participants", "summary")
        labels = {"held_on": _("När genomfördes den?"), "summary": _("Vad kom fram?")}
        help_texts = {"held_on": _("Skriv till exempel 2026-06-13"), "summary": NO_NAMES}
        widgets = {"summary": forms.Textarea(attrs={"rows": 6})}

    required_messages = {
        "held_on": _("Skriv vilken dag den genomfördes"),
        "participants": _("Skriv hur många som deltog"),
        "summary": _("Skriv vad som kom fram"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("held_on", "summary"):
            self.fields[name].required = True

    def clean_held_on(self) -> date:
        """Refuse a day to come."""
        return passed(self.cleaned_data["held_on"])


class NeedForm(Values, RevisionForm, SamverkanModelForm):
    """A need of one group, with the activity where it came up (R28)."""

    class Meta:
        model = Need
        fields = ("activity", "group", "text")
        labels = {
            "activity": _("Var kom behovet fram?"),
            "group": _("Vems behov är det?"),
            "text": _("Vad behövs?"),
        }
        help_texts = {"text": _("Till exempel mer ljus mellan portarna")}
        widgets = {"group": forms.RadioSelect, "activity": forms.RadioSelect}

    required_messages = {
        "activity": _("Välj vilken dialog behovet kom fram i"),
        "group": _("Välj vems behov det är"),
        "text": _("Skriv vad som behövs"),
    }

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activity"].queryset = DialogueActivity.objects.filter(case=case)
        self.fields["activity"].empty_label = None
        self.fields["group"].choices = [choice for choice in self.fields["group"].choices if choice[0]]

    @property
    def values(self) -> dict[str, Any]:
        """Return the answers; the activity by its id."""
        return {**super().values, "activity": self.cleaned_data["activity"].pk}


class CompilationForm(Values, RevisionForm, SamverkanModelForm):
    """The compilation of viewpoints: text, and whether it is finished (R30)."""

    finished = forms.BooleanField(label=_("Sammanställningen är klar"), required=False)

    class Meta:
        model = Compilation
        fields = ("text",)
        labels = {"text": _("Vad tycker de som bor, arbetar och rör sig här?")}
        help_texts = {"text": NO_NAMES}
        widgets = {"text": forms.Textarea(attrs={"rows": 14})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].hide_optional = True
        self.initial["finished"] = self.instance.finished_on is not None

    def clean(self) -> dict[str, Any] | None:
        """Ask for words before the compilation can be called finished."""
        cleaned = super().clean()
        empty = "text" not in self.errors and not self.cleaned_data.get("text", "").strip()
        if self.cleaned_data.get("finished") and empty:
            self.add_error("text", _("Skriv sammanställningen innan den markeras som klar"))
        return cleaned


class SupportForm(Values, SamverkanModelForm):
    """What the group wants help with (R25, R29, R52)."""

    class Meta:
        model = SupportRequest
        fields = ("about", "text")
        labels = {"text": _("Vad behöver ni?")}
        widgets = {"about": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 4})}

    required_messages = {"about": _("Välj vad det gäller"), "text": _("Skriv vad ni behöver")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [choice for choice in self.fields["about"].choices if choice[0]]


class AnswerForm(Values, SamverkanForm):
    """The officer's answer to a wish for support."""

    answer = forms.CharField(label=_("Ditt svar"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5}))

    required_messages = {"answer": _("Skriv ditt svar")}
