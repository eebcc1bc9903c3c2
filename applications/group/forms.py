"""Forms about the group."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.forms_base import OrganisationNumberField, PhoneField, SamverkanForm
from applications.group.people import called
from applications.models import Case, CaseActor, Membership
from applications.states import ActorKind, Role


class ActorForm(SamverkanForm):
    """An actor of the group: name, exactly one kind, perhaps a number, and who to reach (R3, R51)."""

    name = forms.CharField(label=gettext_lazy("Vad heter aktören?"), max_length=200)
    kind = forms.ChoiceField(
        label=gettext_lazy("Vilket slag av aktör?"), choices=ActorKind.choices, widget=forms.RadioSelect
    )
    organisation_number = OrganisationNumberField(
        label=gettext_lazy("Organisationsnummer"),
        required=False,
        help_text=gettext_lazy(
            "Föreningar och företag har ett. Boendegrupper, privata fastighetsägare och enskilda firmor "
            "lämnar rutan tom: vi tar inte emot personnummer."
        ),
    )
    contact_name = forms.CharField(
        label=gettext_lazy("Vem kan vi kontakta hos aktören?"), max_length=150, required=False
    )
    contact_email = forms.EmailField(label=gettext_lazy("E-postadress"), max_length=254, required=False)
    contact_phone = PhoneField(label=gettext_lazy("Telefon"), required=False)
    is_payee = forms.BooleanField(
        label=gettext_lazy("Tar emot pengarna om ni får stöd"),
        required=False,
        help_text=gettext_lazy("En aktör med organisationsnummer. Ni kan välja senare."),
    )

    required_messages = {
        "name": gettext_lazy("Skriv vad aktören heter"),
        "kind": gettext_lazy("Välj vilket slag av aktör det är"),
    }

    def clean(self) -> dict[str, Any] | None:
        """A payee needs a number (R51); a residents' group has none (R3)."""
        cleaned = super().clean()
        has_number = self.cleaned_data.get("organisation_number") or "organisation_number" in self.errors
        if self.cleaned_data.get("kind") == ActorKind.RESIDENTS_GROUP and self.cleaned_data.get(
            "organisation_number"
        ):
            text = _("En boendegrupp har inget organisationsnummer. Välj Förening om ni har bildat en")
            self.add_error("organisation_number", ValidationError(text, code="none"))
        if self.cleaned_data.get("is_payee") and not has_number:
            text = _("Skriv organisationsnumret. Den som tar emot pengar behöver ett")
            self.add_error("organisation_number", ValidationError(text, code="payee"))
        return cleaned


def initial_of(part: CaseActor) -> dict[str, Any]:
    """Return an actor's part in a case as the form shows it."""
    return {
        "name": part.actor.name,
        "kind": part.actor.kind,
        "organisation_number": part.actor.organisation_number,
        "contact_name": part.contact_name,
        "contact_email": part.contact_email,
        "contact_phone": part.contact_phone,
        "is_payee": part.is_payee,
    }


class InviteForm(SamverkanForm):
    """Whom to invite, and for which actor."""

    required_messages = {"name": gettext_lazy("Skriv vad personen heter")}

    name = forms.CharField(label=gettext_lazy("Vad heter personen?"), max_length=150)
    email = forms.EmailField(
        label=gettext_lazy("E-postadress"),
        max_length=254,
        help_text=gettext_lazy("Personen loggar in med den här adressen"),
    )
    case_actor = forms.ModelChoiceField(
        CaseActor.objects.none(),
        label=gettext_lazy("Vilken aktör företräder personen?"),
        required=False,
        empty_label=gettext_lazy("Ingen särskild"),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Vad ska personen kunna göra?"),
        widget=forms.RadioSelect,
        choices=[
            (Role.MEMBER, gettext_lazy("Läsa och skriva, som medlem")),
            (Role.REPRESENTATIVE, gettext_lazy("Skriva och skicka, som gruppens företrädare")),
        ],
        initial=Role.MEMBER,
    )

    def __init__(self, *args: Any, case: Case, may_choose_role: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case_actor"].queryset = case.case_actors.filter(in_group=True).select_related("actor")
        if not may_choose_role:
            del self.fields["role"]


class MemberChoice(forms.ModelChoiceField):
    """A choice among members, called as `viewer` may call them (D22)."""

    viewer: Any = None

    def label_from_instance(self, member: Any) -> str:
        """Return the words for a member."""
        return called(self.viewer, member, member.case)


class MembersChoice(MemberChoice, forms.ModelMultipleChoiceField):
    """Several of them."""


class HandOverForm(SamverkanForm):
    """Who speaks for the group from now on."""

    required_messages = {"member": gettext_lazy("Välj vem som blir gruppens företrädare")}

    member = MemberChoice(
        Membership.objects.none(),
        label=gettext_lazy("Vem blir gruppens företrädare?"),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    comment = forms.CharField(
        label=gettext_lazy("Varför byter ni?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, case: Case, viewer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = case.memberships.filter(left_at=None, role=Role.MEMBER)
        _offer(self.fields["member"], members, viewer)


class ResponsibleForm(SamverkanForm):
    """Who is the responsible group (R35)."""

    members = MembersChoice(
        Membership.objects.none(),
        label=gettext_lazy("Vilka ingår i den ansvariga gruppen?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("De ser till att det som beslutas blir gjort, och är med på avstämningar."),
    )
    required_messages = {"members": gettext_lazy("Välj minst en person")}

    def __init__(self, *args: Any, case: Case, viewer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = _offer(self.fields["members"], case.memberships.filter(left_at=None), viewer)
        self.initial["members"] = [member.pk for member in members if member.in_responsible_group]


def _offer(field: Any, members: Any, viewer: Any) -> Any:
    field.queryset = members.select_related("user", "case__officer", "case_actor__actor")
    field.viewer = viewer
    return field.queryset
