"""The forms of the eight steps. A half-filled step can always be saved; what is missing is said at the end."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.city import values
from applications.form_messages import befriend_field
from applications.forms_base import (
    KronorField,
    PolygonField,
    RevisionForm,
    SamverkanModelForm,
)
from applications.language import said
from applications.models import Application, Criterion
from applications.states import Remit, Size, Verdict
from applications.writing.steps import BY_KEY, Saved

LONG = forms.Textarea(attrs={"rows": 6})
SHORT = forms.Textarea(attrs={"rows": 3})
INTERVALS = (
    (3, gettext_lazy("Var tredje månad")),
    (6, gettext_lazy("Var sjätte månad")),
    (12, gettext_lazy("En gång om året")),
)


class StepForm(RevisionForm, SamverkanModelForm):
    """A step: every answer may wait. Answers in `optional` may stay away for good, and say so."""

    key = ""
    optional: tuple[str, ...] = ()

    class Meta:
        model = Application
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, instance: Application, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, revision_of=Saved(instance, self.key), **kwargs)
        for name, field in self.fields.items():
            field.required = False
            field.hide_optional = name not in self.optional

    def values(self) -> dict[str, Any]:
        """Return the answers of the step, for the action."""
        return {
            name: self.cleaned_data[name] for name in BY_KEY[self.key].fields if name in self.cleaned_data
        }


def _choices(enum: Any, **words: Any) -> list[tuple[str, Any]]:
    """Return the options of an enum without the empty one, some of them in other words."""
    return [(value, words.get(value, label)) for value, label in enum.choices]


class AreaForm(StepForm):
    """Step 1: the area, its boundary and its place in the committee's remit (R1, R4, R19)."""

    key = "omradet"
    optional = ("area_polygon", "neighbourhood")
    area_polygon = PolygonField(
        label=gettext_lazy("Rita området på kartan"),
        help_text=gettext_lazy("Hoppa över kartan om ni vill. Då ritar kontaktpersonen området med er."),
    )

    class Meta(StepForm.Meta):
        fields = BY_KEY["omradet"].fields
        widgets = {
            "area_kind": forms.RadioSelect,
            "area_description": LONG,
            "area_boundary": SHORT,
            "remit": forms.RadioSelect,
            "remit_reason": SHORT,
        }
        labels = {
            "area_kind": gettext_lazy("Vilken sorts plats är det?"),
            "area_boundary": gettext_lazy("Beskriv gränsen med ord"),
        }
        help_texts = {
            "title": gettext_lazy("Skriv det namn som folk i området använder"),
            "area_description": gettext_lazy("Hur ser platsen ut, och vad används den till i dag?"),
            "area_boundary": gettext_lazy("Nämn gator, hus eller annat som går att känna igen på plats"),
            "remit_reason": gettext_lazy("En eller två meningar räcker"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        committee = values.municipality()["committee"]
        self.fields["area_kind"].choices = self.fields["area_kind"].choices[1:]
        remit = self.fields["remit"]
        remit.label = _("Ansvarar %(committee)s för platsen?") % {"committee": committee}
        remit.help_text = _("Det gäller till exempel gator, torg, parker och annan mark som staden sköter.")
        remit.choices = _choices(Remit)
        remit.choice_help = {
            Remit.NO: _("Ni kan skicka ändå. Nämnden skickar då ansökan vidare till rätt nämnd.")
        }
        self.fields["neighbourhood"].empty_label = _("Vet inte")


class GroupForm(StepForm):
    """Step 2: the joint proposal, its size and time; the actors stand on the case (R3, R9, R48)."""

    key = "gruppen"
    review_interval_months = forms.TypedChoiceField(
        label=gettext_lazy("Hur ofta vill ni följa upp?"),
        coerce=int,
        empty_value=None,
        choices=[("", gettext_lazy("Välj")), *INTERVALS],
        help_text=gettext_lazy("Svara om förslaget är långsiktigt"),
    )

    class Meta(StepForm.Meta):
        fields = BY_KEY["gruppen"].fields
        widgets = {"joint_proposal": LONG, "size": forms.RadioSelect}
        labels = {
            "joint_proposal": gettext_lazy("Vad är ert gemensamma förslag?"),
            "size": gettext_lazy("Hur länge gäller förslaget?"),
            "ends_on": gettext_lazy("Vilken dag tar det slut?"),
        }
        help_texts = {
            "joint_proposal": gettext_lazy("Det som alla aktörer i gruppen står bakom"),
            "ends_on": gettext_lazy("Svara om förslaget är tidsbegränsat. Skriv till exempel 2026-10-31"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        size = self.fields["size"]
        size.choices = _choices(Size)
        size.choice_help = {
            Size.LIMITED: _("Till exempel en sommargata, med ett slutdatum"),
            Size.LONG_TERM: _("Till exempel ett samarbete i flera år, med flera aktörer"),
        }

    def clean_ends_on(self) -> Any:
        """Refuse a last day that has been."""
        day = self.cleaned_data["ends_on"]
        if day and "ends_on" in self.changed_data and day < timezone.localdate():
            raise ValidationError(_("Slutdatumet har redan varit. Skriv ett datum som kommer"), code="past")
        return day


class PresentForm(StepForm):
    """Step 3: who is there, and who already wants to join (R20, R21)."""

    key = "aktorer"

    class Meta(StepForm.Meta):
        fields = BY_KEY["aktorer"].fields
        widgets = {"actors_present": LONG, "actors_interested": LONG}
        labels = {
            "actors_present": gettext_lazy("Vilka aktörer finns i området?"),
            "actors_interested": gettext_lazy("Vilka vill redan samarbeta?"),
        }
        help_texts = {
            "actors_present": gettext_lazy("Företag, verksamheter, föreningar och fastighetsägare"),
            "actors_interested": gettext_lazy("Både ni som söker och andra som ni har pratat med"),
        }


class ChallengesForm(StepForm):
    """Step 4: challenges, opportunities and added value (R12, R22, R23)."""

    key = "utmaningar"

    class Meta(StepForm.Meta):
        fields = BY_KEY["utmaningar"].fields
        widgets = {"challenges": LONG, "added_value": LONG}
        labels = {
            "challenges": gettext_lazy("Vilka utmaningar och möjligheter ser ni?"),
            "added_value": gettext_lazy("Vad når ni tillsammans som ni inte når var för sig?"),
        }
        help_texts = {
            "challenges": gettext_lazy(
                "Skriv från ert håll: hur är det i dag, och vad skulle kunna bli bättre?"
            ),
            "added_value": gettext_lazy("Det kallas mervärde, och är ett av de sex kriterierna"),
        }


class CooperationForm(StepForm):
    """Step 5: cooperation, trust and democratic principles (R10, R14)."""

    key = "samarbeten"

    class Meta(StepForm.Meta):
        fields = BY_KEY["samarbeten"].fields
        widgets = {"cooperation": LONG, "democratic_description": LONG}
        labels = {
            "cooperation": gettext_lazy("Hur samarbetar ni i dag?"),
            "democratic_description": gettext_lazy("Hur gör ni det?"),
        }
        help_texts = {
            "cooperation": gettext_lazy(
                "Vad har ni gjort ihop, och vilket förtroende har ni hos dem som bor och verkar här?"
            ),
            "democratic": gettext_lazy("Alla som berörs ska kunna vara med och påverka på lika villkor"),
            "democratic_description": gettext_lazy(
                "Till exempel öppna möten, en röst per hushåll, protokoll som alla kan läsa"
            ),
        }


class MoneyForm(StepForm):
    """Step 6: the sum asked for dialogue; the contributions are rows (R11, R18)."""

    key = "bidrag"
    requested_amount = KronorField(
        label=gettext_lazy("Hur mycket söker ni för dialog, kronor?"),
        help_text=gettext_lazy(
            "Pengar för att ta reda på vad de som bor, verkar och besöker platsen behöver. "
            "Skriv 0 om ni inte söker pengar."
        ),
    )

    class Meta(StepForm.Meta):
        fields = BY_KEY["bidrag"].fields
        widgets = {"requested_purpose": SHORT}
        labels = {"requested_purpose": gettext_lazy("Vad ska pengarna användas till?")}


class EvidenceStepForm(StepForm):
    """Step 7: only rows (R13)."""

    key = "underlag"


class SelfCheckForm(StepForm):
    """Step 8: other programmes, and the group's own view of the six criteria (R8, R53, D9)."""

    key = "sjalvskattning"
    optional = ("programmes", "wanted_language")

    class Meta(StepForm.Meta):
        fields = ("programmes", "wanted_language", "translation_wanted")
        widgets = {"programmes": SHORT}
        labels = {
            "programmes": gettext_lazy("Får eller söker ni annat stöd för platsen?"),
            "wanted_language": gettext_lazy("Vilket språk vill ni ha kontakt på?"),
            "translation_wanted": gettext_lazy("Vi vill ha beslutet översatt till det språket"),
        }
        help_texts = {
            "programmes": gettext_lazy(
                "Samverkansstödet ersätter inga andra stöd. Svaret stoppar inte ansökan."
            ),
            "wanted_language": gettext_lazy("Till exempel finska. Lämna tomt för svenska"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(Criterion.objects.filter(is_current=True).order_by("number"))
        for criterion in self.criteria:
            self._add_criterion(criterion)

    def _add_criterion(self, criterion: Criterion) -> None:
        answer = self.instance.self_check.get(str(criterion.number), {})
        verdict = forms.ChoiceField(
            label=_("%(number)s. %(title)s") % {"number": criterion.number, "title": said(criterion.title)},
            help_text=said(criterion.text),
            choices=Verdict.choices,
            widget=forms.RadioSelect,
            required=False,
            initial=answer.get("verdict", ""),
        )
        verdict.choices_class, verdict.hide_optional = "s-verdict", True
        motivation = forms.CharField(
            label=_("Varför?"),
            required=False,
            widget=SHORT,
            max_length=2000,
            initial=answer.get("motivation", ""),
        )
        for name, field in (("verdict", verdict), ("motivation", motivation)):
            befriend_field(field, str(field.label))
            self.fields[f"{name}_{criterion.number}"] = field

    def layout(self) -> Layout:
        """Put the programmes first, then the criteria, then the language."""
        pairs = [name for c in self.criteria for name in (f"verdict_{c.number}", f"motivation_{c.number}")]
        return Layout(
            "programmes",
            Fieldset(_("Så ser vi själva på de sex kriterierna"), *pairs),
            Fieldset(_("Språk"), "wanted_language", "translation_wanted"),
        )

    def values(self) -> dict[str, Any]:
        """Return the answers, the six verdicts gathered under `self_check` with the wording they answer."""
        check = {}
        for criterion in self.criteria:
            number = str(criterion.number)
            verdict = self.cleaned_data.get(f"verdict_{number}", "")
            motivation = self.cleaned_data.get(f"motivation_{number}", "")
            if verdict or motivation:
                check[number] = {
                    "verdict": verdict,
                    "motivation": motivation,
                    "version": criterion.version,
                }
        return {**super().values(), "self_check": check}


FORMS: dict[str, type[StepForm]] = {
    form.key: form
    for form in (
        AreaForm,
        GroupForm,
        PresentForm,
        ChallengesForm,
        CooperationForm,
        MoneyForm,
        EvidenceStepForm,
        SelfCheckForm,
    )
}
