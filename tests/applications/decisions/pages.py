"""Reading a page's forms back as the browser would send them."""

from typing import Any

from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.http import HttpResponse


def posted(response: HttpResponse, **changes: Any) -> dict[str, Any]:
    """Return what the browser sends when the page's forms are submitted as shown, with changes by field name.

    A change to None leaves the field out. Names with dashes: `**{"points-0-granted": "5"}`.
    """
    data: dict[str, Any] = {}
    for form in response.context["forms"]:
        data |= _data(form)
    data |= changes
    return {name: value for name, value in data.items() if value is not None}


def _data(form: BaseForm | BaseFormSet) -> dict[str, Any]:
    if isinstance(form, BaseFormSet):
        data = _data(form.management_form)
        for row in form.forms:
            data |= _data(row)
        return data
    data = {}
    for field in form:
        value = (
            field.field.widget.format_value(field.value())
            if hasattr(field.field.widget, "format_value")
            else field.value()
        )
        if isinstance(value, list):
            value = value[0] if value else ""
        if (
            field.field.widget.input_type == "checkbox"
            if hasattr(field.field.widget, "input_type")
            else False
        ):
            if field.value():
                data[field.html_name] = "on"
            continue
        data[field.html_name] = "" if value is None else value
    return data


def errors(response: HttpResponse) -> dict[str, list[str]]:
    """Return field name → errors of every form on the page."""
    found: dict[str, list[str]] = {}
    for form in response.context["forms"]:
        rows = form.forms if isinstance(form, BaseFormSet) else [form]
        for row in rows:
            for name, texts in row.errors.items():
                found[row.add_prefix(name)] = list(texts)
    return found
