"""Forms about the case as a whole."""

from django import forms
from django.utils.translation import gettext_lazy

from applications.forms_base import SamverkanForm


class WithdrawForm(SamverkanForm):
    """Why the group withdraws."""

    comment = forms.CharField(
        label=gettext_lazy("Varför återkallar ni?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        help_text=gettext_lazy("En mening räcker. Kontaktpersonen läser den."),
    )
    required_messages = {"comment": gettext_lazy("Skriv varför ni återkallar")}
