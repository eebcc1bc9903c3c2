"""Plain words for every built-in error of Django's form fields: what to do, not what went wrong.

`befriend(form)` replaces a message only where the field still carries Django's own.
"""

import copy
import unicodedata

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.forms.utils import pretty_name
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

TEXT_MAX = 20_000  # characters in a text area that sets no limit of its own
LINE_MAX = 500  # characters in a one-line field that sets none

KEPT_CONTROLS = "\n\t"
ODD_CHARACTER = gettext_lazy(
    "Texten innehåller ett tecken som inte går att spara. Ta bort det eller skriv om texten."
)
TOO_LONG = gettext_lazy("Texten är för lång. Korta ner den till högst %(limit_value)d tecken.")
TOO_SHORT = gettext_lazy("Texten är för kort. Skriv minst %(limit_value)d tecken.")


class CleanTextValidator:
    """Refuse characters that neither databases, PDFs nor XML can hold: controls, surrogates, non-characters."""

    code = "odd_character"

    def __call__(self, value: object) -> None:
        """Raise ValidationError when the text holds such a character."""
        for char in str(value):
            if char in KEPT_CONTROLS:
                continue
            if unicodedata.category(char) in {"Cc", "Cs"} or (ord(char) & 0xFFFE) == 0xFFFE:  # noqa: PLR2004
                raise ValidationError(ODD_CHARACTER, code=self.code)

    def __eq__(self, other: object) -> bool:
        """Two of them are the same, so migrations and field copies stay quiet."""
        return isinstance(other, CleanTextValidator)

    __hash__ = None  # type: ignore[assignment]


def friendly_email(value: str) -> None:
    """Raise ValidationError that says what an e-mail address lacks."""
    if value and "@" not in str(value):
        raise ValidationError(
            _("E-postadressen saknar @. Skriv till exempel namn@exempel.se"), code="invalid"
        )
    try:
        validators.validate_email(value)
    except ValidationError:
        raise ValidationError(
            _("E-postadressen går inte att använda. Skriv till exempel namn@exempel.se"), code="invalid"
        ) from None


def lower_first(label: str) -> str:
    """Return the label as it stands inside a sentence; names in capitals stay."""
    first, *rest = label.split(" ", 1)
    if len(first) > 1 and first[1:] != first[1:].lower():
        return label
    return " ".join([first[:1].lower() + first[1:], *rest])


def required_message(field: forms.Field, label: str) -> str:
    """Return what to do about an empty field: "Skriv ditt namn", "Välj sorts plats"."""
    if isinstance(field, forms.FileField):
        return _("Välj en fil")
    if isinstance(field.widget, forms.CheckboxInput):
        return _("Kryssa i rutan ”%(label)s”") % {"label": label}
    if label.endswith("?"):
        return _("Svara på frågan: %(label)s") % {"label": label}
    if isinstance(field, (forms.ChoiceField, forms.ModelChoiceField)):
        return _("Välj %(label)s") % {"label": lower_first(label)}
    return _("Skriv %(label)s") % {"label": lower_first(label)}


def _plain_messages(field: forms.Field) -> dict[str, object]:
    """Return our message per error code of this kind of field."""
    found: dict[str, object] = {"unique": _("Det finns redan. Skriv något annat.")}
    pick = _("Välj ett av svaren i listan")
    table: list[tuple[type | tuple[type, ...], dict[str, object]]] = [
        (forms.IntegerField, {"invalid": _("Skriv ett heltal med siffror, till exempel 12")}),
        (
            (forms.DecimalField, forms.FloatField),
            {"invalid": _("Skriv ett tal med siffror, till exempel 12,5")},
        ),
        (forms.DateField, {"invalid": _("Datumet finns inte. Skriv till exempel 2026-12-04")}),
        (forms.TimeField, {"invalid": _("Skriv klockslaget med timme och minut, till exempel 14.30")}),
        (forms.DateTimeField, {"invalid": _("Skriv datum och klockslag, till exempel 2026-12-04 14:30")}),
        (forms.URLField, {"invalid": _("Skriv en webbadress som börjar med https://")}),
        (forms.UUIDField, {"invalid": _("Länken är inte hel. Öppna den på nytt.")}),
        (forms.RegexField, {"invalid": _("Skriv på samma sätt som i exemplet")}),
        (forms.ChoiceField, {"invalid_choice": pick, "invalid_list": pick}),
        (forms.ModelChoiceField, {"invalid_choice": pick, "invalid_list": pick, "invalid_pk_value": pick}),
        (
            forms.FileField,
            {
                "invalid": _("Filen kom inte fram. Välj den igen."),
                "missing": _("Filen kom inte fram. Välj den igen."),
                "empty": _("Filen är tom. Välj en annan fil."),
                "max_length": _("Filens namn är för långt. Byt namn till högst %(max)d tecken."),
                "contradiction": _("Välj en ny fil eller kryssa för att ta bort den gamla, inte båda."),
                "invalid_image": _("Filen är ingen bild som går att visa. Välj en annan."),
            },
        ),
    ]
    for kinds, messages in table:
        if isinstance(field, kinds):
            found.update(messages)
    return found


def _django_default(field: forms.Field, code: str) -> object:
    """Return the message that the field's class chain gives for a code, when the chain is Django's own there."""
    for klass in type(field).__mro__:
        messages = klass.__dict__.get("default_error_messages", {})
        if code in messages:
            return messages[code] if klass.__module__.startswith("django.") else None
    return None


def _befriend_validators(field: forms.Field) -> None:
    texts = {
        validators.MaxLengthValidator: TOO_LONG,
        validators.MinLengthValidator: TOO_SHORT,
        validators.MinValueValidator: _("Skriv ett tal som är %(limit_value)s eller större"),
        validators.MaxValueValidator: _("Skriv ett tal som är %(limit_value)s eller mindre"),
        validators.ProhibitNullCharactersValidator: ODD_CHARACTER,
    }
    mended = []
    for validator in field.validators:
        if validator is validators.validate_email:
            mended.append(friendly_email)
            continue
        text = texts.get(type(validator))
        if text is not None and validator.message == type(validator).message:
            validator = copy.copy(validator)  # noqa: PLW2901 - shared between forms
            validator.message = text
        mended.append(validator)
    field.validators = mended


def _limit_text(field: forms.CharField) -> None:
    """Give every text field a limit and a look at its characters; the browser must not cut what is pasted."""
    if field.max_length is None:
        limit = TEXT_MAX if isinstance(field.widget, forms.Textarea) else LINE_MAX
        field.max_length = limit
        field.validators.append(validators.MaxLengthValidator(limit))
    if not any(isinstance(validator, CleanTextValidator) for validator in field.validators):
        field.validators = [
            *(v for v in field.validators if not isinstance(v, validators.ProhibitNullCharactersValidator)),
            CleanTextValidator(),
        ]
    field.widget.attrs.pop("maxlength", None)
    field.widget.attrs.pop("minlength", None)


def befriend_field(field: forms.Field, label: str, required: str = "") -> None:
    """Give one field our messages and limits; `required` overrides the message for an empty field."""
    if required:
        field.error_messages["required"] = required
    elif field.error_messages.get("required") is _django_default(field, "required"):
        field.error_messages["required"] = required_message(field, label)
    for code, text in _plain_messages(field).items():
        if code not in field.error_messages or field.error_messages[code] is _django_default(field, code):
            field.error_messages[code] = text
    if isinstance(field, forms.CharField) and not isinstance(field.widget, forms.PasswordInput):
        _limit_text(field)
    _befriend_validators(field)


def befriend(form: forms.BaseForm, required: dict[str, str] | None = None) -> None:
    """Give all fields of a form our messages and limits; `required` maps field names to their own message."""
    for name, field in form.fields.items():
        befriend_field(field, str(field.label or pretty_name(name)), (required or {}).get(name, ""))


def tidy(text: str) -> str:
    """Return typed text in one form: composed characters, line feeds only."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
