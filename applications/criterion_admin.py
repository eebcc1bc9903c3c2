"""The register of criteria: a changed wording is a new version, so that an old case keeps its own (R8)."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from applications.models import Criterion
from applications.register_admin import StaffModelAdmin, earlier_wordings
from applications.states import Role


@admin.register(Criterion)
class CriterionAdmin(StaffModelAdmin):
    """The six criteria: their words may change, their number never."""

    change_roles = (Role.ADMINISTRATOR,)
    may_delete_unused = False
    list_display = ("number", "title", "version", "is_current")
    list_filter = ("is_current",)
    fields = ("title", "text", "earlier")
    readonly_fields = ("earlier",)

    @admin.display(description=gettext_lazy("Tidigare lydelser"))
    def earlier(self, criterion: Criterion) -> str:
        """Return how the text read before: old cases are judged by it."""
        return earlier_wordings(criterion)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There are exactly six."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Criterion | None = None) -> bool:
        """Only the wording in use may be changed, by an administrator."""
        may = bool(self._roles(request) & set(self.change_roles))
        return may and (obj is None or obj.is_current)

    def save_model(self, request: HttpRequest, obj: Criterion, form: Any, change: Any) -> None:
        """Keep the old wording and write the new one as the next version."""
        with transaction.atomic():
            old = Criterion.objects.select_for_update().get(pk=obj.pk)
            old.is_current = False
            old.save(update_fields=["is_current"])
            obj.pk, obj.version, obj.is_current = None, old.version + 1, True
            obj._state.adding = True  # noqa: SLF001 - Django's own way to write a copy
            obj.save()
