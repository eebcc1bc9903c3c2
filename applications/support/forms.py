"""Forms of payments and conditions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.forms_base import DateField, KronorField, SamverkanForm
from applications.models import Case, CaseActor, Measure, Payment


class PayeeChoice(forms.ModelChoiceField):
    """An actor of the case, told with its number."""

    def label_from_instance(self, obj: CaseActor) -> str:
        """Return "Lingarnets Vänner, 432000-0039"."""
        return f"{obj.actor.name}, {obj.actor.organisation_number or _('inget organisationsnummer')}"


class PaymentForm(SamverkanForm):
    """Money that moved elsewhere, recorded here (D12)."""

    kind = forms.ChoiceField(
        label=_("Vad är det?"), choices=Payment.Kind, widget=forms.RadioSelect, initial=Payment.Kind.PAYMENT
    )
    payee = PayeeChoice(
        label=_("Mottagare eller avsändare"), queryset=CaseActor.objects.none(), empty_label=None
    )
    measure = forms.ModelChoiceField(
        label=_("Insats"), queryset=Measure.objects.none(), required=False, empty_label=_("Dialog och övrigt")
    )
    amount = KronorField(label=_("Belopp, kronor"))
    paid_on = DateField(label=_("Datum"))
    note_text = forms.CharField(label=_("Anteckning"), max_length=200, required=False)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actors = case.case_actors.select_related("actor").filter(in_group=True).order_by("-is_payee", "id")
        self.fields["payee"].queryset = actors  # type: ignore[attr-defined]
        measures = case.measures.all()
        if measures:
            self.fields["measure"].queryset = measures  # type: ignore[attr-defined]
            self.fields["measure"].hide_optional = True  # type: ignore[attr-defined]
        else:
            del self.fields["measure"]


class ConditionDoneForm(SamverkanForm):
    """The day a condition was met."""

    done_on = DateField(label=_("Uppfyllt den"))
