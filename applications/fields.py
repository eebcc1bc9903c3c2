"""Form fields of the house: sums, numbers, days and times, with friendly errors."""

import datetime
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy
from organisationsnummer import organisationsnummer

from applications.language import in_decimals, in_groups, writes_swedish

SHORT = "s-input--s"
SPACES = re.compile(r"\s+")


class SuggestInput(forms.TextInput):
    """A line to type in, with words to choose from below it: `options` returns (value, what it means)."""

    template_name = "samverkan/widgets/suggest.html"

    def __init__(
        self, options: Callable[[], Sequence[tuple[str, str]]], attrs: dict[str, Any] | None = None
    ) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.options = options

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return what the template draws: the box, and the list it points at."""
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"{name}-suggested"
        context["widget"]["options"] = self.options()
        return context


class LineField(forms.CharField):
    """A one-line text field that parses what was typed; subclasses fill in `parse`."""

    attrs: dict[str, str] = {"class": SHORT, "autocomplete": "off"}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs=dict(self.attrs)))
        super().__init__(**kwargs)


# --- sums and numbers -------------------------------------------------------------------------------
class KronorField(forms.IntegerField):
    """A sum in whole SEK, 0 to `maximum`; takes "75 000", "75000 kr", "75.000", "75,000" and "75000:-".

    Value: int, or None when left empty.
    """

    MAXIMUM = 100_000_000
    UNIT = re.compile(r"^sek|(kr\.?|kronor|krona|sek|:-)$", re.IGNORECASE)
    GROUPED = re.compile(r"[0-9]{1,3}((\.[0-9]{3})+|(,[0-9]{3})+)")
    default_error_messages = {
        "invalid": gettext_lazy("Skriv beloppet med siffror, till exempel 75000"),
        "negative": gettext_lazy("Skriv ett belopp som är 0 kronor eller mer"),
        "ore": gettext_lazy("Skriv hela kronor, utan ören"),
        "too_much": gettext_lazy("Beloppet är för stort. Skriv högst %(maximum)s kronor"),
    }

    def __init__(self, *, maximum: int = MAXIMUM, **kwargs: Any) -> None:
        self.maximum = maximum
        kwargs.pop("max_value", None)
        kwargs.pop("min_value", None)
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"class": SHORT, "inputmode": "numeric", "autocomplete": "off"})
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        """Return the sum; raises ValidationError."""
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        text = self.UNIT.sub("", SPACES.sub("", str(value)))
        if text.startswith(("-", "\N{MINUS SIGN}", "\N{EN DASH}")):
            raise ValidationError(self.error_messages["negative"], code="negative")
        if self.GROUPED.fullmatch(text):
            text = text.replace(".", "").replace(",", "")
        whole, _mark, part = text.partition(",")
        if part.strip("0") and part.isdecimal() and whole.isdecimal():
            raise ValidationError(self.error_messages["ore"], code="ore")
        if not re.fullmatch(r"[0-9]+", whole) or not re.fullmatch(r"0{0,2}", part):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        digits = whole.lstrip("0") or "0"
        if len(digits) > len(str(self.maximum)) or int(digits) > self.maximum:
            shown = {"maximum": in_groups(self.maximum)}
            raise ValidationError(self.error_messages["too_much"], code="too_much", params=shown)
        return int(digits)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored sum in groups of three; what was typed stays as it was typed."""
        if isinstance(value, int) and not isinstance(value, bool):
            return in_groups(value)
        return value


class QuantityField(forms.DecimalField):
    """A quantity of hours or things, with at most two decimals; takes "12,5", "12.5" and "1 200".

    "1,200" has three decimals to Swedes and is refused; readers of English mean one thousand two hundred.
    """

    GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+")
    default_error_messages = {"invalid": gettext_lazy("Skriv ett tal med siffror, till exempel 12,5")}

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": SHORT, "inputmode": "decimal", "autocomplete": "off"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**{"decimal_places": 2, "min_value": 0, **kwargs})

    def to_python(self, value: Any) -> Decimal | None:
        """Return the quantity or None; raises ValidationError."""
        if isinstance(value, str):
            value = SPACES.sub("", value)
            in_groups_of_three = not writes_swedish() and self.GROUPED.fullmatch(value)
            value = value.replace(",", "" if in_groups_of_three else ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored quantity without empty decimals, with the reader's decimal mark."""
        if isinstance(value, Decimal):
            return in_decimals(value)
        return value


class OrganisationNumberField(LineField):
    """An organisation number, NNNNNN-NNNN (Luhn, third digit at least 2). Refuses personal numbers (R51)."""

    default_error_messages = {
        "invalid": gettext_lazy("Skriv organisationsnumret med tio siffror, till exempel 212000-1124"),
        "personal": gettext_lazy(
            "Det här ser ut som ett personnummer. Vi tar inte emot personnummer, inte heller för enskild firma. "
            "Lämna rutan tom."
        ),
        "checksum": gettext_lazy("Organisationsnumret stämmer inte. Kontrollera siffrorna."),
    }

    def to_python(self, value: Any) -> str:
        """Return NNNNNN-NNNN or an empty string; raises ValidationError."""
        text = SPACES.sub("", super().to_python(value))
        if not text:
            return ""
        match = re.fullmatch(r"(16|18|19|20)?([0-9]{6})[-+\N{EN DASH}]?([0-9]{4})", text)
        if not match:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        century, first, last = match.groups()
        if int(first[2]) < 2 or century in {"18", "19", "20"}:  # noqa: PLR2004 - the law's digit
            raise ValidationError(self.error_messages["personal"], code="personal")
        if not organisationsnummer.valid(f"{first}-{last}"):
            raise ValidationError(self.error_messages["checksum"], code="checksum")
        return f"{first}-{last}"


class RegistryNumberField(LineField):
    """The number that the city's registry system gave the case, such as TN-2026-139 (never padded)."""

    default_error_messages = {
        "invalid": gettext_lazy("Skriv diarienumret som i diariet, till exempel %(example)s"),
    }

    def to_python(self, value: Any) -> str:
        """Return the number in capitals or an empty string; raises ValidationError."""
        text = SPACES.sub("", super().to_python(value)).upper()
        if text and not re.fullmatch(settings.REGISTRY_NUMBER_PATTERN, text):
            example = {"example": settings.REGISTRY_NUMBER_EXAMPLE}
            raise ValidationError(self.error_messages["invalid"], code="invalid", params=example)
        return text


class PhoneField(LineField):
    """A telephone number: digits, spaces, hyphens, perhaps a leading +. 6–15 digits."""

    attrs = {"class": SHORT, "type": "tel", "autocomplete": "tel"}
    default_error_messages = {
        "invalid": gettext_lazy("Skriv telefonnumret med siffror, till exempel 070-174 06 05"),
    }

    def to_python(self, value: Any) -> str:
        """Return the number with single spaces or an empty string; raises ValidationError."""
        text = SPACES.sub(" ", super().to_python(value))
        if not text:
            return ""
        digits = re.sub(r"[^0-9]", "", text)
        if not re.fullmatch(r"\+?[0-9 ()\-\N{EN DASH}/]+", text) or not 6 <= len(digits) <= 15:  # noqa: PLR2004 - E.164
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return text


# --- days and times ---------------------------------------------------------------------------------
class DateField(forms.DateField):
    """A day, typed as 2026-12-04; takes 20261204, 2026/12/04 and "4 december 2026" too. Years 1900–2100.

    The month may be in English, as the pages in English write it.
    """

    MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
    ENGLISH = {"may": "maj", "oct": "okt"}
    default_error_messages = {
        "invalid": gettext_lazy("Datumet finns inte. Skriv till exempel 2026-12-04"),
        "year": gettext_lazy("Skriv ett år mellan 1900 och 2100, till exempel 2026-12-04"),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget",
            forms.DateInput(
                format="%Y-%m-%d",
                attrs={"class": SHORT, "autocomplete": "off", "placeholder": gettext_lazy("ÅÅÅÅ-MM-DD")},
            ),
        )
        kwargs.setdefault("input_formats", ["%Y-%m-%d"])
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> datetime.date | None:
        """Return the day or None; raises ValidationError."""
        if isinstance(value, str):
            value = self._iso(value.strip().lower())
        day = super().to_python(value)
        if day is not None and not 1900 <= day.year <= 2100:  # noqa: PLR2004
            raise ValidationError(self.error_messages["year"], code="year")
        return day

    def _iso(self, text: str) -> str:
        if match := re.fullmatch(r"([0-9]{4})[-/. ]?([0-9]{1,2})[-/. ]?([0-9]{1,2})", text):
            return "-".join(match.groups())
        if match := re.fullmatch(r"([0-9]{1,2}) ?([a-zåäö]{3})[a-zåäö]*\.? ([0-9]{4})", text):
            day, month, year = match.groups()
            month = self.ENGLISH.get(month, month)
            if month in self.MONTHS:
                return f"{year}-{self.MONTHS.index(month) + 1}-{day}"
        return text


class TimeField(forms.TimeField):
    """A time of day, typed as 14.30; takes 14:30, 1430 and 14 too."""

    default_error_messages = {
        "invalid": gettext_lazy("Skriv klockslaget med timme och minut, till exempel 14.30"),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TimeInput(format="%H.%M", attrs={"class": SHORT, "autocomplete": "off"})
        )
        kwargs.setdefault("input_formats", ["%H:%M"])
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> datetime.time | None:
        """Return the time or None; raises ValidationError."""
        if isinstance(value, str):
            text = re.sub(r"^(kl\.?|klockan)\s*", "", value.strip().lower())
            match = re.fullmatch(r"([0-9]{1,2})(?:[.:]?([0-9]{2}))?", text)
            value = f"{match[1]}:{match[2] or '00'}" if match else text
        return super().to_python(value)


class DateTimeWidget(forms.MultiWidget):
    """Two boxes with their own labels: the day and the time of day."""

    template_name = "samverkan/widgets/date_time.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__([DateField().widget, TimeField().widget], attrs)

    def decompress(self, value: Any) -> list[Any]:
        """Return local day and time of an aware moment."""
        if not isinstance(value, datetime.datetime):
            return [None, None]
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return [local.date(), local.time().replace(second=0, microsecond=0)]


class DateTimeField(forms.MultiValueField):
    """A day and a time of day in two boxes. Value: aware datetime in the current time zone, or None."""

    widget = DateTimeWidget
    default_error_messages = {
        "incomplete": gettext_lazy("Skriv både datum och klockslag"),
        "no_such_time": gettext_lazy(
            "Klockslaget finns inte den dagen, för klockan ställs om. Välj ett annat."
        ),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("input_formats", None)
        super().__init__(fields=(DateField(), TimeField()), **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the moment; one empty box of two is an error that says so."""
        if isinstance(value, (list, tuple)):
            filled = [bool(str(part or "").strip()) for part in value]
            if any(filled) and not all(filled):
                raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        return super().clean(value)

    def compress(self, data_list: Sequence[Any]) -> datetime.datetime | None:
        """Put day and time together; raises ValidationError for an hour that the change of clocks skips."""
        if not data_list or data_list[0] is None or data_list[1] is None:
            return None
        naive = datetime.datetime.combine(data_list[0], data_list[1])
        moment = timezone.make_aware(naive)
        if timezone.localtime(moment.astimezone(datetime.UTC)).replace(tzinfo=None) != naive:
            raise ValidationError(self.error_messages["no_such_time"], code="no_such_time")
        return moment
