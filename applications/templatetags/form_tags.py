"""Template tags and filters of forms: the summary of what is wrong, and how each field is drawn. Built in."""

from collections.abc import Iterable

from django import forms, template
from django.forms.formsets import BaseFormSet
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from applications.language import said

register = template.Library()

FORM_NAMES = ("form", "formset")
FORM_LISTS = ("forms", "formsets")


def _forms_of(context: Context) -> list[forms.BaseForm | BaseFormSet]:
    """Return every form and formset of the page, in order: `form`, `formset`, `forms`, `formsets`.

    On a page of a register: its form, then its rows (`adminform`, `inline_admin_formsets`).
    """
    found: list[forms.BaseForm | BaseFormSet] = []
    candidates: list[object] = [context.get(name) for name in FORM_NAMES]
    candidates.append(getattr(context.get("adminform"), "form", None))
    candidates.extend(inline.formset for inline in context.get("inline_admin_formsets") or ())
    for name in FORM_LISTS:
        group = context.get(name)
        if isinstance(group, dict):
            candidates.extend(group.values())
        elif isinstance(group, Iterable) and not isinstance(group, (str, BaseFormSet)):
            candidates.extend(group)
    for candidate in candidates:
        if isinstance(candidate, (forms.BaseForm, BaseFormSet)) and all(candidate is not f for f in found):
            found.append(candidate)
    return found


def _entry(text: object, target: str = "", url: str = "") -> dict[str, object]:
    return {"text": text, "target": target, "url": url}


def _summary(entries: list[dict[str, object]]) -> dict[str, object]:
    """Return what components/errors.html needs; another way past the same thing is not counted."""
    return {"entries": entries, "number": sum(not entry.get("instead") for entry in entries)}


def _reason(item: object) -> dict[str, object]:
    if isinstance(item, (tuple, list)):
        entry = _entry(said(item[0]), url=str(item[1] or "") if len(item) > 1 else "")
        return {**entry, "instead": getattr(item, "instead", False)}
    return _entry(said(getattr(item, "text", item)), url=str(getattr(item, "url", "") or ""))


@register.filter
def hinder(reasons: Iterable[object] | None) -> list[dict[str, object]]:
    """Return what stops an action as text and url: takes (text, url) pairs, texts, and objects with both."""
    return [_reason(reason) for reason in reasons or ()]


def _field_target(field: forms.BoundField) -> str:
    """Return the id that the summary's link leads to: a group's first box, else the field itself."""
    if field.is_hidden:
        return ""
    return f"{field.auto_id}_0" if field.use_fieldset else str(field.auto_id)


def form_error_entries(form: forms.BaseForm | BaseFormSet) -> list[dict[str, object]]:
    """Return one entry (text, target) per error of a form or formset, those of the whole form first."""
    if not form.is_bound:
        return []
    if isinstance(form, BaseFormSet):
        entries = [_entry(error) for error in form.non_form_errors()]
        for row in form.forms:
            if form.can_delete and row.errors and form._should_delete_form(row):  # noqa: SLF001
                continue
            number = row.prefix.rsplit("-", 1)[-1] if row.prefix else ""
            name = getattr(form, "row_name", "") or _("Rad")
            label = f"{name} {int(number) + 1}: " if number.isdigit() else ""
            entries.extend({**entry, "text": f"{label}{entry['text']}"} for entry in form_error_entries(row))
        return entries
    entries = [_entry(error) for error in form.non_field_errors()]
    for field in form:
        entries.extend(_entry(error, _field_target(field)) for error in field.errors)
    return entries


def page_error_entries(context: Context) -> list[dict[str, object]]:
    """Return all that is wrong on the page: what an action found missing, then the errors of its forms.

    `missing` in the context is a list of (text, url) pairs, of plain texts, or of objects with
    `.text` and `.url`, as an action's `Refused` carries them.
    """
    entries = [_reason(item) for item in context.get("missing") or ()]
    for form in _forms_of(context):
        entries.extend(form_error_entries(form))
    return entries


@register.inclusion_tag("components/errors.html", takes_context=True)
def page_errors(context: Context) -> dict[str, object]:
    """Put the linked error summary of the page; base.html does it first in `<main>`.

    Covers `form`, `formset`, `forms`, `formsets` and `missing` of the context (see `page_error_entries`).
    The forms are marked, so that the crispy pack does not repeat their summary.
    """
    entries = page_error_entries(context)
    for form in _forms_of(context):
        form.in_page_summary = True  # type: ignore[union-attr]
    return _summary(entries)


@register.inclusion_tag("components/errors.html")
def form_errors(form: forms.BaseForm | BaseFormSet) -> dict[str, object]:
    """Put the error summary of one form that the page's own summary does not cover."""
    covered = getattr(form, "in_page_summary", False)
    return _summary([] if covered else form_error_entries(form))


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """Return "Fel: " when something on the page has to be mended; stands first in `<title>`."""
    return _("Fel: ") if context.get("has_errors") or page_error_entries(context) else ""


@register.filter
def widget_kind(field: forms.BoundField) -> str:
    """Return how a field is drawn: "checkbox", "group" (radios, check boxes), "parts", "file" or "input"."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect):  # CheckboxSelectMultiple is one too
        return "group"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, (forms.MultiWidget, forms.SelectDateWidget)):
        return "parts"
    return "file" if isinstance(widget, forms.FileInput) else "input"


@register.simple_tag
def styled(field: forms.BoundField) -> SafeString:
    """Return the field's input with the class of the house added to the widget's own."""
    widget = field.field.widget
    widgets = getattr(widget, "widgets", None) or [getattr(widget, "widget", widget)]
    for part in widgets:
        own = str(part.attrs.get("class", "")).split()
        if "s-input" not in own:
            part.attrs["class"] = " ".join([*own, "s-input"])
    return field.as_widget()


@register.filter
def choice_rows(field: forms.BoundField) -> list[dict[str, object]]:
    """Return the options of a group: `tag`, `id`, `label`, `help`.

    The help of an option comes from the field's own `choice_help`, a dict of value → text.
    """
    helps = getattr(field.field, "choice_help", {})
    rows = []
    for option in field:
        text = helps.get(str(option.data["value"]), "")
        if text:
            option.data["attrs"]["aria-describedby"] = f"{option.id_for_label}_help"
        rows.append(
            {"tag": option.tag(), "id": option.id_for_label, "label": option.choice_label, "help": text}
        )
    return rows


@register.filter
def attribut(value: object, name: str) -> object:
    """Return `value[name]` or `value.name`, for names that a template only knows as a variable."""
    if isinstance(value, dict):
        return value.get(name, "")
    return getattr(value, name, "")
