"""Forms of the directory."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.forms_base import RevisionForm, SamverkanForm
from applications.models import Case, Neighbourhood, NetworkEntry
from applications.network.actions import BOXES, TEXTS
from applications.states import AreaKind, Phase


class EntryForm(RevisionForm, SamverkanForm):
    """What the group shows in the network. Nothing is chosen beforehand: what is left empty is not shown."""

    name = forms.CharField(
        label=gettext_lazy("Gruppens namn"),
        help_text=gettext_lazy("Står på era inlägg. Till exempel: Lingarnets Vänner."),
        required=False,
        max_length=120,
    )
    contact = forms.CharField(
        label=gettext_lazy("Så når andra er"),
        help_text=gettext_lazy(
            "En e-postadress eller ett telefonnummer som gruppen vill lämna ut. Fråga den som har det först."
        ),
        required=False,
        max_length=200,
    )
    about = forms.CharField(
        label=gettext_lazy("Kort om er"),
        help_text=gettext_lazy(
            "Vad ni gör och vad ni gärna delar med er av. Skriv inte om enskilda personer."
        ),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    shows_phase = forms.BooleanField(label=gettext_lazy("Vilken fas ni är i"), required=False)
    shows_area_kind = forms.BooleanField(label=gettext_lazy("Vilket slag av område det är"), required=False)
    shows_neighbourhood = forms.BooleanField(label=gettext_lazy("Vilket delområde ni är i"), required=False)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = {
            "shows_phase": case.phase.label,
            "shows_area_kind": case.get_area_kind_display(),
            "shows_neighbourhood": case.neighbourhood,
        }
        for name, value in now.items():
            text = (
                _("Nu: %(what)s. Följer ärendet.") % {"what": value}
                if value
                else _("Inte ifyllt i ärendet än.")
            )
            self.fields[name].help_text = text

    def layout(self) -> Layout:
        """Return what is written first, and then what the case knows."""
        return Layout(*TEXTS, Fieldset(_("Visa också det här ur ärendet"), *BOXES))

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        found = {name: self.cleaned_data[name] for name in (*TEXTS, *BOXES)}
        return {**found, "revision": self.cleaned_data["revision"], "page": self.page}

    @staticmethod
    def initial_of(entry: NetworkEntry | None) -> dict[str, Any]:
        """Return what the form shows of an entry."""
        return {name: getattr(entry, name) for name in (*TEXTS, *BOXES)} if entry is not None else {}


class DirectoryFilter(SamverkanForm):
    """Which groups to show. The names are those of the address."""

    fas = forms.ChoiceField(label=gettext_lazy("Fas"), required=False)
    slag = forms.ChoiceField(label=gettext_lazy("Slag av område"), required=False)
    omrade = forms.ModelChoiceField(
        Neighbourhood.objects.none(),
        label=gettext_lazy("Delområde"),
        required=False,
        empty_label=gettext_lazy("Alla"),
    )

    def __init__(self, *args: Any, neighbourhoods: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        phases = [
            (phase.value, phase.label) for phase in Phase if phase not in (Phase.INITIERING, Phase.ENDED)
        ]
        self.fields["fas"].choices = [("", _("Alla")), *phases]  # type: ignore[attr-defined]
        self.fields["slag"].choices = [("", _("Alla")), *AreaKind.choices]  # type: ignore[attr-defined]
        self.fields["omrade"].queryset = neighbourhoods  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """Return what was asked for, of what can be; what cannot is left out."""
        names = {"phase": "fas", "area_kind": "slag", "neighbourhood": "omrade"}
        values = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return {key: values[name] for key, name in names.items() if values.get(name)}
