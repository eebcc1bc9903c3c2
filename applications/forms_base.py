"""What every form of the house shares: rendering, messages, limits, rows, and the check for stale pages.

A form is `class XForm(SamverkanForm)` or `class XForm(SamverkanModelForm)`; a page renders it with
`{% crispy form %}` inside its own `<form method="post" novalidate>`; base.html puts the error summary.
Fields of the house are in `applications.fields` and can be imported from here too.
"""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import ModelFormMetaclass
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import fields as house
from applications.area_fields import PolygonField
from applications.fields import (
    DateField,
    DateTimeField,
    KronorField,
    OrganisationNumberField,
    PhoneField,
    RegistryNumberField,
    TimeField,
)
from applications.form_messages import befriend, tidy
from applications.keeping import pages
from applications.keeping.pages import same_page

__all__ = [
    "DateField",
    "DateTimeField",
    "KronorField",
    "OrganisationNumberField",
    "PhoneField",
    "PolygonField",
    "RegistryNumberField",
    "RevisionForm",
    "SamverkanForm",
    "SamverkanFormSet",
    "SamverkanInlineFormSet",
    "SamverkanModelForm",
    "SamverkanModelFormSet",
    "TimeField",
]


class FormMixin:
    """Messages, limits and rendering, for forms of both kinds.

    A subclass may set `required_messages` (field name → what to do when it is empty) and override
    `layout()` to group fields with crispy's Fieldset, Row and Div.
    """

    required_messages: dict[str, Any] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.befriend()

    def befriend(self) -> None:
        """Give every field our messages and limits; for a form to call again when it has added fields."""
        befriend(self, self.required_messages)  # type: ignore[arg-type]

    def _widget_data_value(self, widget: forms.Widget, html_name: str) -> Any:
        value = super()._widget_data_value(widget, html_name)  # type: ignore[misc]
        if isinstance(value, str) and not isinstance(widget, forms.PasswordInput):
            return tidy(value)
        return value

    def layout(self) -> Layout | None:
        """Return a crispy layout, or None for all fields one below the other."""
        return None

    @property
    def helper(self) -> FormHelper:
        """Return how crispy renders the form: without its own form tag, hidden fields always included."""
        helper = FormHelper(self)
        helper.form_tag = False
        helper.include_media = False
        helper.render_hidden_fields = True
        layout = self.layout()
        if layout is not None:
            helper.layout = layout
        return helper


class SamverkanForm(FormMixin, forms.Form):
    """A form of the house that is not bound to a model."""


def house_formfield(db_field: models.Field, **kwargs: Any) -> forms.Field | None:
    """Return the house's form field for a model field: dates and times the Swedish way."""
    kinds: dict[type, type[forms.Field]] = {
        models.DateTimeField: house.DateTimeField,
        models.DateField: house.DateField,
        models.TimeField: house.TimeField,
    }
    for model_kind, form_kind in kinds.items():
        if isinstance(db_field, model_kind) and "form_class" not in kwargs and "widget" not in kwargs:
            return db_field.formfield(form_class=form_kind, **kwargs)
    return db_field.formfield(**kwargs)


class _HouseMetaclass(ModelFormMetaclass):
    """Lets every model form use `house_formfield` without saying so in its Meta."""

    def __new__(mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> type:
        meta = attrs.get("Meta")
        if meta is not None and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = staticmethod(house_formfield)
        return super().__new__(mcs, name, bases, attrs)


class SamverkanModelForm(FormMixin, forms.ModelForm, metaclass=_HouseMetaclass):
    """A model form of the house. What a model says itself about a value that exists already, stands."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain = models.Field.default_error_messages["unique"]
        for db_field in self._meta.model._meta.fields:  # noqa: SLF001 - Django's documented Model._meta
            own = db_field.error_messages.get("unique")
            if db_field.name in self.fields and own is not plain:
                self.fields[db_field.name].error_messages["unique"] = own


def with_one_more(data: QueryDict, prefix: str, values: Mapping[str, str] | None = None) -> QueryDict:
    """Return posted data in which the formset of that prefix has one more row: empty, or with `values` by field."""
    grown = data.copy()
    total = grown.get(f"{prefix}-TOTAL_FORMS", "0")
    rows = int(total) if total.isdecimal() and len(total) < 4 else 0  # noqa: PLR2004
    grown[f"{prefix}-TOTAL_FORMS"] = str(rows + 1)
    for name, value in (values or {}).items():
        grown[f"{prefix}-{rows}-{name}"] = value
    return grown


def without_complaints(form: Any) -> None:
    """Take back every error of a posted form or formset: it is only shown again, nothing is saved."""
    if not hasattr(form, "forms"):
        form._errors = ErrorDict()  # noqa: SLF001 - Django has no public way to take errors back
        form.cleaned_data = {}
        return
    form._errors = []  # noqa: SLF001
    form._non_form_errors = form.error_class(error_class="nonform")  # noqa: SLF001
    for row in form.forms:
        without_complaints(row)


# --- rows -------------------------------------------------------------------------------------------
class FormSetMixin:
    """Formsets without JavaScript: rows as fieldsets ("Aktör 1"), a box to remove one, a button for one more.

    `row_name` stands in the legend; `add_label` gives a submit button named `<prefix>-add`.
    """

    row_name: Any = gettext_lazy("Rad")
    add_label: Any = ""
    offered: Sequence[
        Any
    ] = ()  # what a new row can open with (templates/components/add_row.html): key, title
    default_error_messages = {
        "missing_management_form": gettext_lazy("Sidan kom inte fram hel. Ladda om den och försök igen."),
        "too_many_forms": gettext_lazy("Det är för många rader. Ta bort så att högst %(num)d är kvar."),
        "too_few_forms": gettext_lazy("Det är för få rader. Fyll i minst %(num)d."),
    }

    def add_fields(self, form: forms.BaseForm, index: int | None) -> None:
        """Add the box that removes a row, with our words."""
        super().add_fields(form, index)  # type: ignore[misc]
        befriend(form, getattr(form, "required_messages", None))
        if DELETION_FIELD_NAME in form.fields:
            form.fields[DELETION_FIELD_NAME].label = _("Ta bort den här raden")

    @property
    def helper(self) -> FormHelper:
        """Return how crispy renders the formset."""
        helper = FormHelper()
        helper.form_tag = False
        helper.include_media = False
        return helper

    def clean(self) -> None:
        """Refuse a page whose number of rows was tampered with: rows would be lost in silence."""
        super().clean()  # type: ignore[misc]
        if self.total_form_count() < self.initial_form_count():  # type: ignore[attr-defined]
            raise ValidationError(self.default_error_messages["missing_management_form"], code="missing_rows")

    @classmethod
    def wants_another_row(cls, data: QueryDict, prefix: str | None = None) -> bool:
        """Say whether the button for one more row was pressed."""
        return f"{prefix or cls.get_default_prefix()}-add" in data  # type: ignore[attr-defined]

    @classmethod
    def with_another_row(
        cls,
        data: QueryDict,
        prefix: str | None = None,
        values: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> "FormSetMixin":
        """Return the posted formset with one more row (empty, or with `values`), uncomplaining; nothing is saved."""
        name = prefix or cls.get_default_prefix()  # type: ignore[attr-defined]
        grown = with_one_more(data, name, values)
        formset = cls(grown, prefix=name, **kwargs)  # type: ignore[call-arg]
        without_complaints(formset)
        return formset


class SamverkanFormSet(FormSetMixin, forms.BaseFormSet):
    """Rows of plain forms: `formset_factory(RowForm, formset=…)`."""


class SamverkanModelFormSet(FormSetMixin, forms.BaseModelFormSet):
    """Rows of a model: `modelformset_factory(Model, form=RowForm, formset=…)`."""


class SamverkanInlineFormSet(FormSetMixin, forms.BaseInlineFormSet):
    """Rows that belong to one object: `inlineformset_factory(Parent, Model, form=RowForm, formset=…)`."""


# --- stale pages ------------------------------------------------------------------------------------
class RevisionForm(FormMixin):
    """Mixin, first in the bases: a page opened before somebody else saved does not overwrite what they wrote.

    Needs an object with an integer `revision`: the model form's instance, or `revision_of=` for a plain form.
    The page carries the revision it was opened at. When it is older than the stored one the form does not
    validate: it says who saved and when (`last_change()`), shows the stored text beside each differing
    field, keeps what was typed, and carries the new revision, so that saving again is a decision.

    The action still has to compare `form.cleaned_data["revision"]` under its lock; a view that catches
    that refusal calls `form.refuse_stale(fresh_object)` and shows the page again.
    """

    data: QueryDict
    initial: dict[str, Any]

    def __init__(self, *args: Any, revision_of: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.revision_of = revision_of if revision_of is not None else getattr(self, "instance", None)
        self.stored_revision: int = getattr(self.revision_of, "revision", 0) or 0
        self.fields["revision"] = forms.IntegerField(
            widget=forms.HiddenInput,
            required=False,
            min_value=0,
            max_value=2**31 - 1,
            error_messages={"invalid": _("Sidan kom inte fram hel. Ladda om den och försök igen.")},
        )
        self.initial["revision"] = self.stored_revision

    @property
    def page(self) -> str:
        """The stamp of the page that the form was posted from, for the action to compare and keep ("": none)."""
        found = pages.read(self.data)
        return found.stamp if found else ""

    def last_change(self) -> tuple[str, datetime.datetime | None]:
        """Return who saved last and when, from the object's `saved_by` and `saved_at`."""
        who = getattr(self.revision_of, "saved_by", None)
        return (str(who) if who else "", getattr(self.revision_of, "saved_at", None))

    def stale_message(self) -> str:
        """Return the words of the conflict."""
        who, when = self.last_change()
        name = who or _("Någon annan")
        if when is None:
            return _(
                "%(name)s har ändrat det här sedan du öppnade sidan. Läs det som är sparat innan du sparar ditt."
            ) % {"name": name}
        local = timezone.localtime(when)
        clock = f"{local.hour}.{local.minute:02}"
        if local.date() != timezone.localdate():
            clock += f" {local.day}/{local.month}"
        return _("%(name)s ändrade det här klockan %(time)s. Läs det som är sparat innan du sparar ditt.") % {
            "name": name,
            "time": clock,
        }

    def clean(self) -> dict[str, Any] | None:
        """Refuse when the page is older than the stored object."""
        cleaned = super().clean()  # type: ignore[misc]
        posted = self.cleaned_data.get("revision")  # type: ignore[attr-defined]
        if same_page(getattr(self.revision_of, "saved_from", ""), self.page):
            return cleaned
        if (posted if posted is not None else self.stored_revision) != self.stored_revision:
            self.refuse_stale()
        return cleaned

    def refuse_stale(self, fresh: Any = None) -> None:
        """Mark the form as stale against the stored object (`fresh` when it changed after the form was built)."""
        if fresh is not None:
            self.revision_of = fresh
            self.stored_revision = fresh.revision
        for name in self.fields:
            bound = self[name]  # type: ignore[index]
            if name == "revision" or bound.is_hidden:
                continue
            stored = getattr(fresh, name, bound.initial) if fresh is not None else bound.initial
            if self.fields[name].has_changed(stored, bound.data):
                self.fields[name].stored_text = self._shown(name, stored)  # type: ignore[attr-defined]
        self.data = self.data.copy()
        self.data[self.add_prefix("revision")] = str(self.stored_revision)  # type: ignore[attr-defined]
        self.add_error(None, ValidationError(self.stale_message(), code="stale"))  # type: ignore[attr-defined]

    def _shown(self, name: str, stored: Any) -> str:
        """Return a stored value as the reader knows it."""
        field = self.fields[name]
        if stored in (None, "", []):
            return _("(tomt)")
        if isinstance(field, forms.BooleanField):
            return _("Ja") if stored else _("Nej")
        choices = dict(getattr(field, "choices", ()) or ())
        many = stored if isinstance(stored, (list, tuple)) else [stored]
        if choices:
            texts = {str(value): str(label) for value, label in choices.items()}
            return ", ".join(texts.get(str(getattr(value, "pk", value)), str(value)) for value in many)
        return str(field.prepare_value(stored))
