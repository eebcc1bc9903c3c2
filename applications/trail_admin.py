"""Registers to read: the trail, what was read, records, mails. Nothing here can be changed (D8)."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.http import attempt
from applications.labels import LABELS
from applications.mailing.actions import send_mail_again
from applications.models import Case, Event, OutgoingMail, ReadEvent, Record
from applications.models.mail import STATES
from applications.register_admin import StaffModelAdmin
from applications.states import Role


class ReadOnlyAdmin(StaffModelAdmin):
    """A register to read, of the cases that the person sees."""

    may_delete_unused = False
    list_select_related = ("case",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Leave out what belongs to restricted cases of others."""
        rows = super().get_queryset(request)
        return rows.exclude(case__in=Case.objects.exclude(pk__in=Case.objects.visible_to(request.user)))

    @admin.display(description=gettext_lazy("Ärende"))
    def case_link(self, row: Any) -> str:
        """Return a link to the case of the row."""
        if row.case_id is None:
            return ""
        return format_html('<a href="{}">{}</a>', reverse("admin:case", args=[row.case.reference]), row.case)


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """Everything that has happened, in plain words."""

    list_display = ("at", "happened", "case_link", "user_name", "role", "comment")
    list_filter = ("role", "at")
    search_fields = ("case__reference", "case__title", "user_name", "comment")

    @admin.display(description=gettext_lazy("Händelse"), ordering="action")
    def happened(self, event: Event) -> str:
        """Return the line of the history."""
        label = LABELS.get(event.action)
        return str(label.happened) if label else event.action


@admin.register(ReadEvent)
class ReadEventAdmin(ReadOnlyAdmin):
    """Who opened what."""

    view_roles = (Role.ADMINISTRATOR, Role.MANAGER, Role.REGISTRAR)
    list_display = ("at", "user", "what", "case_link")
    list_select_related = ("case", "user")
    search_fields = ("case__reference", "user__name", "what")


@admin.register(Record)
class RecordAdmin(ReadOnlyAdmin):
    """The register of records (D2)."""

    list_display = ("at", "case_link", "number", "designation", "direction", "counterpart", "secret")
    list_filter = ("direction", "is_file_note", "secret")
    search_fields = ("case__reference", "case__registry_number", "designation", "counterpart")
    ordering = ("-at", "-id")


class MailState(admin.SimpleListFilter):
    """Mails by whether they arrived (D15)."""

    title = gettext_lazy("läge")
    parameter_name = "lage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the states to choose among."""
        return list(STATES.items())

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        """Return the mails in the chosen state."""
        return queryset.in_state(self.value())


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ReadOnlyAdmin):
    """Every mail, whether it arrived, and a page for each (applications.mailing.staff_views)."""

    actions = ("send_again",)
    list_display = ("created_at", "to", "subject", "case_link", "state")
    list_filter = (MailState, "template")
    search_fields = ("to", "to_name", "subject", "case__reference")

    @admin.display(description=gettext_lazy("Läge"))
    def state(self, row: OutgoingMail) -> str:
        """Return in words whether the mail left."""
        return str(row.state)

    @admin.action(description=gettext_lazy("Skicka valda mejl igen"))
    def send_again(self, request: HttpRequest, rows: QuerySet) -> None:
        """Let those of the chosen mails that did not arrive be tried again now, each logged (after a long outage)."""
        count = 0
        for pk in rows.filter(sent_at=None).values_list("pk", flat=True):
            count += not attempt(partial(send_mail_again, pk, by=request.user, at=timezone.now()))
        messages.success(request, _("%(count)s mejl skickas igen.") % {"count": count})

    def has_send_again_permission(self, request: HttpRequest) -> bool:
        """Everybody at the city may: it is the same mail to the same person."""
        return self.has_view_permission(request)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the mail on its own page."""
        return redirect("admin:mail", object_id)
