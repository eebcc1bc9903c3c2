"""The box for a message."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from applications.attachments.forms import FilesField, files_help
from applications.forms_base import SamverkanForm


class MessageForm(SamverkanForm):
    """A message to the other side, with files."""

    text = forms.CharField(
        label=gettext_lazy("Ditt meddelande"), widget=forms.Textarea(attrs={"rows": 4}), max_length=5000
    )
    files = FilesField(label=gettext_lazy("Bifoga filer"), required=False)
    required_messages = {"text": gettext_lazy("Skriv ett meddelande")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"].help_text = files_help()
