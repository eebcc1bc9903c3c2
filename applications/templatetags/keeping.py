"""`{% keep %}`: lets a form keep what is typed in it. Built in: no `{% load %}` needed."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils import timezone

from applications.keeping import pages

register = template.Library()


@register.inclusion_tag("applications/keeping/keep.html", takes_context=True)
def keep(context: Context, path: str = "") -> dict[str, Any]:
    """Put the mark of the page inside its form, and say when the form shows a text that is not saved.

    `path`: where the form is posted, when that is not the address of the page itself.
    """
    request = context["request"]
    if not request.user.is_authenticated:
        return {}
    token = pages.token(request.user, path or request.path, at=timezone.now())
    return {"token": token, "kept": getattr(request, "kept", None), "PAGE": pages.PAGE, "COUNT": pages.COUNT}
