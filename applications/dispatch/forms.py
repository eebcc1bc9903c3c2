"""Forms of what follows a released decision."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from applications.decisions.conflicts import LONGEST, as_lines, from_lines
from applications.dispatch.guards import CONFLICTS, DATES, DELEGATE, STEPS, WORDS, standing
from applications.forms_base import (
    DateField,
    RegistryNumberField,
    RevisionForm,
    SamverkanForm,
    SamverkanModelForm,
)
from applications.models import Decision


class PostingForm(SamverkanForm):
    """The day of the notice on the board."""

    posted_on = DateField(
        label=_("Anslaget den"), help_text=_("Dagen då anslaget sattes upp, till exempel 2026-12-15")
    )


class LegalForceForm(SamverkanForm):
    """The day from which the decision stands."""

    legal_force_on = DateField(
        label=_("Laga kraft den"), help_text=_("Tidigast dagen efter sista dagen att överklaga")
    )


class SignedExtractForm(SamverkanForm):
    """The signed extract as a PDF; why it replaces another one, when it does."""

    file = forms.FileField(
        label=_("Undertecknat utdrag"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf"}),
        help_text=_("PDF, som den undertecknades eller skannades"),
    )
    reason = forms.CharField(
        label=_("Varför byts utdraget ut?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Det gamla finns kvar bredvid, med skälet."),
    )

    required_messages = {"file": _("Välj det undertecknade utdraget."), "reason": _("Skriv varför.")}

    def __init__(self, *args: Any, replaces: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not replaces:
            del self.fields["reason"]


class ReferralNumberForm(SamverkanForm):
    """The number that the receiver gave."""

    number = RegistryNumberField(label=_("Mottagarens diarienummer"), help_text=_("Till exempel KN-2026-812"))


class RectifyForm(RevisionForm, SamverkanModelForm):
    """Numbers, dates and words of a registration, and why they are mended (D3). Points: one box each."""

    reason = forms.CharField(
        label=_("Vad blev fel?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Står i den nya versionen och i mejlet till gruppen."),
    )

    required_messages = {"reason": _("Skriv vad som blev fel.")}

    class Meta:
        model = Decision
        fields = ["paragraph", *DELEGATE, *DATES, "immediate_approval", *WORDS]
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in WORDS}
        help_texts = {
            "sent_on": _("Dagen då underrättelsen gick iväg."),
            "legal_force_on": _("Lämna tomt om beslutet inte har fått laga kraft."),
            "refer_back_for": _("Bara stavfel går att rätta. Andra ord kräver ett nytt beslut."),
        }

    LINES = ("heading", "chair", "secretary_name", "adjuster")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decision = self.instance
        for name in self.LINES:
            self.fields[name].widget = forms.TextInput()
        for name in self._out_of_place():
            del self.fields[name]
        self.fields[CONFLICTS] = forms.CharField(
            label=_("Jäv"),
            initial=standing(decision, CONFLICTS),
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("En ledamot på varje rad: namn, parti eller uppdrag, ersättare"),
        )
        for point in decision.points.all():
            self.fields[f"point_{point.pk}"] = forms.CharField(
                label=_("Punkt %(number)s") % {"number": point.number},
                initial=point.text,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("Bara stavfel går att rätta. Andra ord eller tal kräver ett nytt beslut."),
            )
        self.befriend()
        self.order_fields(["reason"])

    def _out_of_place(self) -> list[str]:
        """Return the fields that this decision has nothing in: days not reached, who decided outside a meeting."""
        decision = self.instance
        names = [name for name in STEPS if getattr(decision, name) is None]
        if decision.route == Decision.Route.COMMITTEE:
            names += ["reported_on", "route_ground"]
        if decision.route != Decision.Route.DELEGATED:
            names += DELEGATE
        return names if decision.refer_back_for else [*names, "refer_back_for"]

    def validate_unique(self) -> None:
        """Leave the § to the action, which asks under its lock."""

    def validate_constraints(self) -> None:
        """Leave the database's rules to the action, which says them in words."""

    def _post_clean(self) -> None:
        """Keep the instance as stored: the action writes, under its lock."""

    def clean_conflicts(self) -> str:
        """Return the members in the way they are kept; refuse a part that is too long to keep."""
        rows = from_lines(self.cleaned_data[CONFLICTS])
        if any(len(part) > LONGEST for row in rows for part in vars(row).values()):
            raise ValidationError(_("Korta ner raden. Varje del får ha högst 150 tecken."))
        return as_lines(rows)

    def changes(self) -> dict[str, Any]:
        """Return the columns as typed."""
        names = (*self.Meta.fields, CONFLICTS)
        return {name: self.cleaned_data[name] for name in names if name in self.fields}

    def points(self) -> dict[int, str]:
        """Return the words of the points by primary key."""
        return {
            int(name.removeprefix("point_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("point_")
        }
