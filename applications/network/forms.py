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
            words = {"what": self.fields[name].label, "now": value or _("inte ifyllt än")}
            self.fields[name].label = _("%(what)s (nu: %(now)s)") % words

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


class LeaveForm(SamverkanForm):
    """Whether what the group has written goes too."""

    with_posts = forms.BooleanField(
        label=gettext_lazy("Ta också bort det gruppen har skrivit"),
        help_text=gettext_lazy("Annars står inläggen kvar utan gruppens namn, så att svaren går att förstå."),
        required=False,
    )


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
        for field in self.fields.values():
            field.hide_optional = True  # type: ignore[attr-defined] every filter is

    def asked(self) -> dict[str, Any]:
        """Return what was asked for, of what can be; what cannot is left out."""
        names = {"phase": "fas", "area_kind": "slag", "neighbourhood": "omrade"}
        values = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return {key: values[name] for key, name in names.items() if values.get(name)}


class PostForm(SamverkanForm):
    """A post: what it is about, and the text. Who speaks for several groups chooses one."""

    required_messages = {
        "group": gettext_lazy("Välj vilken grupp du skriver för"),
        "title": gettext_lazy("Skriv en rubrik"),
        "text": gettext_lazy("Skriv vad du vill fråga eller berätta"),
    }
    group = forms.ModelChoiceField(
        NetworkEntry.objects.none(), label=gettext_lazy("Vilken grupp skriver du för?")
    )
    title = forms.CharField(
        label=gettext_lazy("Rubrik"),
        help_text=gettext_lazy("Till exempel: Hur får man el till ljusslingor?"),
        max_length=150,
    )
    text = forms.CharField(
        label=gettext_lazy("Vad vill du fråga eller berätta?"),
        help_text=gettext_lazy("Skriv inte om enskilda personer."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(
        self, *args: Any, groups: list[NetworkEntry], is_answer: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if len(groups) > 1:
            field = self.fields["group"]
            field.queryset = NetworkEntry.objects.filter(pk__in=[group.pk for group in groups])  # type: ignore[attr-defined]
            field.choices = [("", _("Välj")), *((group.pk, group.case.title) for group in groups)]  # type: ignore[attr-defined]
        else:
            del self.fields["group"]
        if is_answer:
            del self.fields["title"]
            self.fields["text"].label = _("Ditt svar")
            self.fields["text"].widget.attrs["rows"] = 4
        self.only = groups[0] if len(groups) == 1 else None

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        found = {name: self.cleaned_data[name] for name in ("title", "text") if name in self.cleaned_data}
        return {**found, "group": self.cleaned_data.get("group") or self.only}


class ReportForm(SamverkanForm):
    """What is wrong with a post."""

    why = forms.CharField(
        label=gettext_lazy("Vad är det kontaktpersonen ska titta på?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    required_messages = {"why": gettext_lazy("Skriv vad som är fel med inlägget")}


class HideForm(SamverkanForm):
    """Why a post is hidden."""

    why = forms.CharField(
        label=gettext_lazy("Varför döljs inlägget?"),
        help_text=gettext_lazy("Den som skrev får läsa det i ett mejl."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    required_messages = {"why": gettext_lazy("Skriv varför inlägget döljs")}
