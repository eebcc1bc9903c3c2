"""Forms of payments and conditions."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.fields import QuantityField
from applications.forms_base import DateField, KronorField, SamverkanForm
from applications.models import Case, CaseActor, Delivery, Grant, Measure, Payment
from applications.states import SupportKind
from applications.support.balance import given, in_kind_line
from applications.templatetags.samverkan import antal


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


class GrantChoice(forms.ModelChoiceField):
    """A grant in kind, told with its measure and what is left to give."""

    def label_from_instance(self, obj: Grant) -> str:
        """Return "A Planteringar: krukor till låns, kvar att lämna 12 st"."""
        line = in_kind_line(obj)
        about = {"name": line.name, "left": antal(max(line.left, Decimal())), "unit": line.thing.unit}
        text = _("%(name)s, kvar att lämna %(left)s %(unit)s") % about
        return f"{line.measure}: {text}" if line.measure else text


class DeliveryForm(SamverkanForm):
    """Hours that were worked and things that were lent, recorded as they happen (R32)."""

    kind = forms.ChoiceField(
        label=_("Vad är det?"),
        choices=Delivery.Kind,
        widget=forms.RadioSelect,
        initial=Delivery.Kind.DELIVERY,
    )
    grant = GrantChoice(label=_("Stöd"), queryset=Grant.objects.none(), empty_label=None)
    quantity = QuantityField(
        label=_("Antal"),
        max_digits=9,
        min_value=None,
        help_text=_("I samma enhet som beslutet, till exempel timmar"),
    )
    happened_on = DateField(label=_("Datum"))
    note_text = forms.CharField(label=_("Anteckning"), max_length=200, required=False)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choice_help = {  # type: ignore[attr-defined]
            Delivery.Kind.DELIVERY.value: _("Timmar som har utförts, saker som har lånats ut"),
            Delivery.Kind.RETURN.value: _("Saker som har kommit tillbaka"),
        }
        grants = given(case).exclude(kind=SupportKind.MONEY).order_by("measure__letter", "id")
        self.fields["grant"].queryset = grants  # type: ignore[attr-defined]


class ConditionDoneForm(SamverkanForm):
    """The day a condition was met."""

    done_on = DateField(label=_("Uppfyllt den"))
