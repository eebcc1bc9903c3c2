"""Choosing files: several at once. What is in them is looked at by `intake`, one file at a time."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.attachments import kinds
from applications.attachments.intake import MEGABYTE
from applications.forms_base import SamverkanForm

FILES_MAX = 20


def files_help() -> str:
    """Return what may be chosen, in words."""
    return _(
        "%(kinds)s. Högst %(megabytes)s MB per fil, flera åt gången. Uppgifter om plats tas bort ur bilder."
    ) % {"kinds": kinds.WORDS, "megabytes": settings.ATTACHMENT_MAX_BYTES // MEGABYTE}


class FilesInput(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files. Value: list of uploaded files, unchecked (`actions.attach` checks them); empty when optional."""

    widget = FilesInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("accept", ",".join(kinds.ENDINGS))

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files; raises ValidationError when there are none or too many."""
        files = [item for item in (data if isinstance(data, (list, tuple)) else [data]) if item]
        if not files and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > FILES_MAX:
            text = _("Välj högst %(count)s filer åt gången") % {"count": FILES_MAX}
            raise ValidationError(text, code="too_many")
        return files

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Say no: a file is added, it never overwrites what somebody else saved."""
        return False


class AttachForm(SamverkanForm):
    """Files to attach to a case."""

    files = FilesField(label=gettext_lazy("Filer"))
    required_messages = {"files": gettext_lazy("Välj minst en fil")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"].help_text = files_help()
