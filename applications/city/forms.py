"""The form of the municipality's own settings, and the one of its logotype."""

from typing import Any

from crispy_forms.layout import HTML, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.city import contents, values
from applications.city.pictures import drawn_anew
from applications.fields import LineField, OrganisationNumberField, PhoneField
from applications.form_messages import befriend
from applications.forms_base import SamverkanForm

MOST_DAYS = 3650
NONE = "nej"  # no reminders at all


class DaysListField(LineField):
    """Days with commas between: "7, 1"; "nej" for none."""

    def to_python(self, value: Any) -> Any:
        """Return the days as whole numbers, None for an empty box; raises ValidationError for anything else."""
        if isinstance(value, list):
            return value
        if str(value or "").strip().lower() == NONE:
            return []
        words = [word.strip() for word in str(value or "").replace(";", ",").split(",") if word.strip()]
        if not all(word.isdecimal() and len(word) < 4 for word in words) or len(words) > 10:  # noqa: PLR2004
            raise ValidationError(_("Skriv dagar som hela tal med komma mellan, till exempel 7, 1."))
        return [int(word) for word in words] or None

    def prepare_value(self, value: Any) -> Any:
        """Return what stands in the box."""
        return ", ".join(map(str, value)) or NONE if isinstance(value, list) else value


class CityForm(SamverkanForm):
    """The settings of one page of the register. An emptied box takes back what the environment says."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, part: str, **kwargs: Any) -> None:
        self.now = values.current()
        self.groups = contents.of_part(part)
        found = [one for group in self.groups for one in group.settings]
        initial = {one.key: contents.holds(one.key, self.now.values) for one in found}
        super().__init__(*args, initial={**initial, "version": self.now.number}, **kwargs)
        for one in found:
            self.fields[one.key] = _field(one)
            self.fields[one.key].hide_optional = True  # type: ignore[attr-defined] an empty box is an answer
        befriend(self)

    def layout(self) -> Layout:
        """Return the settings group by group."""
        return Layout(
            "version",
            *(
                Fieldset(
                    str(group.title),
                    HTML(f'<p class="s-small s-muted">{group.effect}</p>'),
                    *(one.key for one in group.settings),
                )
                for group in self.groups
            ),
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a page older than the register, and days that cannot be."""
        cleaned = super().clean() or {}
        days, notice = (
            contents.default(key) if cleaned.get(key) is None else cleaned[key]
            for key in ("draft_days", "draft_notice_days")
        )
        if "draft_days" in self.fields and notice >= days:
            self.add_error(
                "draft_notice_days", _("Gruppen måste få veta det innan utkastet töms. Skriv färre dagar.")
            )
        if (cleaned.get("version") or 0) != self.now.number:
            self.data = self.data.copy()
            self.data["version"] = str(self.now.number)
            self.add_error(
                None,
                _(
                    "Någon annan har ändrat uppgifterna sedan du öppnade sidan. "
                    "Läs ändringarna längst ner innan du sparar dina."
                ),
            )
        return cleaned

    def chosen(self) -> dict[str, Any]:
        """Return what the register is to hold: only what differs from the environment."""
        found = {key: value for key, value in self.now.values.items() if key not in self.fields}
        for key in self.fields.keys() - {"version"}:
            value = self.cleaned_data[key]
            if value in ("", None) and not (key == "visiting_address" and value is not None):
                continue  # what the environment says
            if value != contents.default(key):
                found[key] = value
        return found


def _field(one: contents.Setting) -> forms.Field:
    said = {"label": one.label, "required": False, "help_text": one.help}
    if one.kind == "days":
        box = forms.NumberInput(attrs={"class": "s-input--s"})
        return forms.IntegerField(min_value=one.least, max_value=MOST_DAYS, widget=box, **said)
    if one.kind == "list":
        return DaysListField(**said)
    if one.kind == "email":
        return forms.EmailField(max_length=200, **said)
    if one.kind == "phone":
        return PhoneField(**said)
    if one.kind == "number":
        return OrganisationNumberField(**said)
    return forms.CharField(max_length=150, **said)


class LogotypeForm(SamverkanForm):
    """A picture to use as logotype: PNG or JPEG, drawn anew so that nothing but the picture comes along."""

    picture = forms.FileField(
        label=gettext_lazy("Bild"),
        help_text=gettext_lazy(
            "PNG eller JPEG, högst 2 MB. Bäst blir en liggande bild på vit eller genomskinlig botten."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg"}),
    )

    required_messages = {"picture": gettext_lazy("Välj en bild.")}

    def clean_picture(self) -> Any:
        """Return the picture drawn anew; refuses what is no PNG or JPEG."""
        return drawn_anew(self.cleaned_data["picture"])
