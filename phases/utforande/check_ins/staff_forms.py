"""Forms of check-ins that only the officer meets: change, cancel, and book in a series."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from applications.forms_base import DateField, RevisionForm, SamverkanForm
from phases.utforande.check_ins.forms import CheckInForm
from phases.utforande.check_ins.series import MOST, Planned, Unit, days


class Scoped(SamverkanForm):
    """Mixin: whether a change of a check-in in a series goes for those that follow too."""

    def __init__(self, *args: Any, following: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if following:
            text = ngettext("Den här och den som följer", "Den här och de %(n)s som följer", following)
            self.fields["scope"] = forms.ChoiceField(
                label=_("Vilka gäller det?"),
                choices=[("one", _("Bara den här")), ("coming", text % {"n": following})],
                initial="one",
                widget=forms.RadioSelect,
            )

    @property
    def all_coming(self) -> bool:
        """Whether it goes for those that follow."""
        return self.cleaned_data.get("scope") == "coming"


class MoveForm(Scoped, CheckInForm):
    """Another time or place of a booked check-in."""


class CancelForm(RevisionForm, Scoped):
    """Why a meeting of any kind is cancelled."""

    why = forms.CharField(
        label=_("Varför ställs mötet in?"),
        help_text=_("Gruppen får läsa det i mejlet."),
        max_length=250,
    )


class SeriesForm(CheckInForm):
    """The first check-in of a series, and how often to meet after it (R48)."""

    every = forms.IntegerField(
        label=_("Hur ofta? Var …"), min_value=1, max_value=12, widget=forms.NumberInput
    )
    unit = forms.ChoiceField(label=_("Veckor eller månader"), choices=Unit, widget=forms.RadioSelect)
    until = DateField(label=_("Till och med"))
    field_order = ["starts_at", "ends_time", "every", "unit", "until", "place", "agenda", "colleagues"]
    required_messages = {
        "every": _("Skriv ett tal, till exempel 3"),
        "until": _("Skriv när serien slutar"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_at"].label = _("När ska ni ses första gången?")
        self.fields["agenda"].help_text = _(
            "Gäller första gången. Sedan bygger dagordningen sig själv, tills ni ses."
        )

    def clean(self) -> dict[str, Any] | None:
        """Refuse a series that ends before it begins, or is too long to be looked over."""
        cleaned = super().clean()
        if not self.errors and len(self.planned()) > MOST:
            self.add_error("until", _("Det blir fler än %(n)s. Välj ett tidigare slut") % {"n": MOST})
        elif not self.errors and len(self.planned()) == 1:
            self.add_error("until", _("Det blir bara en. Välj ett senare slut"))
        return cleaned

    def planned(self) -> list[Planned]:
        """Return the days."""
        data = self.cleaned_data
        first = timezone.localdate(data["starts_at"])
        return days(first, every=data["every"], unit=data["unit"], until=data["until"])
