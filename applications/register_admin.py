"""What every register of the workspace shares: who may open it, who may change it, and that used rows stay."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from applications import search
from applications.form_messages import befriend_field
from applications.forms_base import house_formfield
from applications.register_files import RegisterFile
from applications.states import Role

EVERYBODY = (Role.OFFICER, Role.MANAGER, Role.SECRETARY, Role.REGISTRAR, Role.ADMINISTRATOR)


class StaffModelAdmin(RegisterFile, admin.ModelAdmin):
    """An ordinary register. `view_roles` may open it, `change_roles` may add and change; used rows are never deleted.

    A role that may change may open. Without `change_roles` the register is read-only.
    """

    view_roles: tuple[Role, ...] = EVERYBODY
    change_roles: tuple[Role, ...] = ()
    may_delete_unused = True
    actions = None  # no bulk deletion
    list_per_page = 50
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Return whether the register stands in the list of registers."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return whether the person may open the register."""
        return bool(self._roles(request) & {*self.view_roles, *self.change_roles})

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return whether the person may add rows."""
        return bool(self._roles(request) & set(self.change_roles))

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return whether the person may change rows."""
        return self.has_add_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return whether the person may delete the row: only one that nothing refers to."""
        if not self.may_delete_unused or not self.has_add_permission(request):
            return False
        return obj is not None and not is_used(obj)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> Any:
        """Find å where Å is written too, on every database."""
        first, *others = search.spellings(search_term)
        rows, duplicates = super().get_search_results(request, queryset, first)
        for spelling in others:
            rows |= super().get_search_results(request, queryset, spelling)[0]
        return rows, duplicates

    @staticmethod
    def _roles(request: HttpRequest) -> frozenset[Role]:
        return getattr(request.user, "roles", frozenset())

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Give dates and times the Swedish way of the house, and every field its plain messages."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(wrapped := getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget = wrapped.widget  # rows are added and changed in their own register
        if db_field.get_internal_type() in ("DateField", "TimeField", "DateTimeField"):
            words = {name: kwargs[name] for name in ("label", "help_text") if name in kwargs}
            field = house_formfield(db_field, **words)
        if field is not None:
            befriend_field(field, str(field.label or db_field.verbose_name))
        return field


def earlier_wordings(row: Any) -> str:
    """Return the older versions of a text that has versions, the newest first, for the page of its row."""
    if row is None or row.pk is None:
        return ""
    older = type(row)._default_manager.filter(number=row.number, version__lt=row.version)  # noqa: SLF001
    texts = older.order_by("-version").values_list("version", "text")
    return format_html_join("", "<p>Version {}: {}</p>", texts) or _("Inga, texten är den första.")


def is_used(obj: Model) -> bool:
    """Return whether any row of another table refers to `obj`."""
    for relation in obj._meta.related_objects:  # noqa: SLF001 - Django's own interface for this
        related = relation.related_model._base_manager  # noqa: SLF001
        if related.filter(**{relation.field.name: obj.pk}).exists():
            return True
    return False
