"""The box for a message."""

from django import forms
from django.utils.translation import gettext_lazy

from applications.forms_base import SamverkanForm


class MessageForm(SamverkanForm):
    """A message to the other side."""

    text = forms.CharField(
        label=gettext_lazy("Ditt meddelande"), widget=forms.Textarea(attrs={"rows": 4}), max_length=5000
    )
    required_messages = {"text": gettext_lazy("Skriv ett meddelande")}
