"""The documents of a case, for the pages of lower layers: `{% documents_of case as documents %}`."""

from collections.abc import Collection
from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Case, DocumentOrder

register = template.Library()


@register.simple_tag(takes_context=True)
def documents_of(
    context: RequestContext, case: Case, keys: Collection[str] | None = None
) -> list[dict[str, Any]]:
    """Return what components/documents.html takes: the case's documents the user may read, newest first.

    `keys`: only the orders with these keys. One query, however many documents. Without a file yet there is no
    url: the component says that it is made.
    """
    orders = DocumentOrder.objects.visible_to(context["request"].user).filter(case=case).defer("snapshot")
    if keys is not None:
        orders = orders.filter(key__in=keys)
    staff = context["request"].user.is_staff
    return [
        _row(order, staff=staff)
        for order in orders.select_related("issued", "issue_failure").order_by("-ordered_at", "-id")
    ]


def _row(order: DocumentOrder, *, staff: bool) -> dict[str, Any]:
    row = {
        "title": order.designation,
        "at": order.ordered_at,
        "url": "",
        "size": None,
        "note": "",
        "word": "",
    }
    if hasattr(order, "issued"):
        row |= {"url": reverse("document", args=[order.pk]), "size": order.issued.size}
        if staff and order.kind in order.IN_WORD:
            row["word"] = reverse("document_word", args=[order.pk])
    elif hasattr(order, "issue_failure"):
        row["note"] = _("Det gick inte att skapa dokumentet. Vi försöker igen")
    return row
