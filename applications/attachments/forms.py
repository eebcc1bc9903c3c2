"""Choosing files: several at once, each checked by its content."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.attachments import kinds
from applications.forms_base import SamverkanForm

FILES_MAX = 20


class FilesInput(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files. Value: list of uploaded files, all of a known kind and size. Each error names its file."""

    widget = FilesInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        endings = [ending for kind in kinds.KINDS for ending in kind.endings]
        self.widget.attrs.setdefault("accept", ",".join(endings))

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files; raises ValidationError with one message per file that cannot be taken in."""
        files = [item for item in (data if isinstance(data, (list, tuple)) else [data]) if item]
        if not files:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > FILES_MAX:
            text = _("Välj högst %(count)s filer åt gången") % {"count": FILES_MAX}
            raise ValidationError(text, code="too_many")
        errors = [error for error in (self._error(file) for file in files) if error]
        if errors:
            raise ValidationError(errors)
        return files

    def _error(self, file: Any) -> ValidationError | None:
        name = {"name": file.name}
        megabytes = settings.ATTACHMENT_MAX_BYTES // (1024 * 1024)
        if not file.size:
            return ValidationError(_("%(name)s är tom. Välj en annan fil") % name, code="empty")
        if file.size > settings.ATTACHMENT_MAX_BYTES:
            text = _("%(name)s är för stor. Välj en fil på högst %(megabytes)s MB")
            return ValidationError(text % {**name, "megabytes": megabytes}, code="too_big")
        if kinds.detect(file) is None:
            text = _("%(name)s går inte att ta emot. Välj %(kinds)s")
            return ValidationError(text % {**name, "kinds": kinds.WORDS}, code="kind")
        return None


class AttachForm(SamverkanForm):
    """Files to attach to a case."""

    files = FilesField(label=gettext_lazy("Filer"))
    required_messages = {"files": gettext_lazy("Välj minst en fil")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        megabytes = settings.ATTACHMENT_MAX_BYTES // (1024 * 1024)
        self.fields["files"].help_text = _("%(kinds)s. Högst %(megabytes)s MB per fil, flera åt gången.") % {
            "kinds": kinds.WORDS,
            "megabytes": megabytes,
        }
