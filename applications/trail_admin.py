"""Registers to read: the trail, what was read, records, mails. Nothing here can be changed (D8)."""

from functools import partial, wraps
from http import HTTPStatus
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Case as Case_
from django.db.models import Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import identity
from applications.http import attempt, log_reading
from applications.labels import LABELS
from applications.mailing.actions import send_mail_again
from applications.mailing.reading import hidden, load_masking
from applications.models import Case, Event, ListFile, OutgoingMail, ReadEvent, Record
from applications.models.mail import STATES
from applications.register_admin import StaffModelAdmin
from applications.states import Role, Status


class TrailList(ChangeList):
    """A page of a register: what its columns need is looked up at once."""

    def get_results(self, request: HttpRequest) -> None:
        """Find the rows of the page."""
        super().get_results(request)
        self.result_list = list(self.result_list)
        self.model_admin.prepare_rows(self.result_list)


def hiding(field: str, description: Any) -> Any:
    """Return a column that shows a text of the row without names of protected people (D22)."""

    @admin.display(description=description, ordering=field)
    def column(_admin: Any, row: Any) -> str:
        return identity.text_for(None, str(getattr(row, field) or ""), row.case)

    return column


class ReadOnlyAdmin(StaffModelAdmin):
    """A register to read, of the cases that the person sees."""

    may_delete_unused = False
    list_select_related = ("case",)

    person = "user"  # whose row it is: a protected person's is found by no name

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Leave out what belongs to restricted cases of others."""
        rows = super().get_queryset(request)
        return rows.exclude(case__in=Case.objects.exclude(pk__in=Case.objects.visible_to(request.user)))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Return the list that looks up the protected people of its rows at once."""
        return TrailList

    def prepare_rows(self, rows: list[Any]) -> None:
        """Look up the protected people of all cases of `rows` at once (D22)."""
        identity.load_protected(row.case for row in rows)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> Any:
        """Find nothing by the name, address or number of a protected person (D22)."""
        rows, duplicates = super().get_search_results(request, queryset, search_term)
        if not search_term:
            return rows, duplicates
        people = identity.searched_for(search_term)
        hidden = Q(**{f"{self.person}__in": people}) | Q(case__memberships__user__in=people)
        return rows.exclude(pk__in=self.model.objects.filter(hidden).values("pk")), duplicates

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show one row, and note that it was read in its case (D8)."""
        page = super().change_view(request, object_id, *args, **kwargs)
        row = self.get_object(request, object_id)
        if request.method == "GET" and page.status_code == HTTPStatus.OK and row and row.case:
            log_reading(request, row.case, self.reading(row), at=timezone.now())
        return page

    def reading(self, row: Any) -> str:
        """Return what is noted when a row is read."""
        return str(self.opts.verbose_name)

    @admin.display(description=gettext_lazy("Ärende"))
    def case_link(self, row: Any) -> str:
        """Return a link to the case of the row."""
        if row.case_id is None:
            return ""
        return format_html('<a href="{}">{}</a>', reverse("admin:case", args=[row.case.reference]), row.case)


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """Everything that has happened, in plain words."""

    list_display = ("at", "happened", "case_link", "who", "role", "what")
    list_select_related = ("case", "user")
    list_filter = ("role", "at")
    fields = ("at", "happened", "case_link", "who", "role", "what", "from_status", "to_status", "details")
    readonly_fields = fields
    what = hiding("comment", gettext_lazy("Kommentar"))
    details = hiding("data", gettext_lazy("Uppgifter"))
    search_fields = ("case__reference", "case__title", "user_name", "comment")

    def reading(self, row: Event) -> str:
        """Return which event was read."""
        return _("händelsen %(what)s") % {"what": self.happened(row)}

    @admin.display(description=gettext_lazy("Händelse"), ordering="action")
    def happened(self, event: Event) -> str:
        """Return the line of the history."""
        label = LABELS.get(event.action)
        return str(label.happened) if label else event.action

    @admin.display(description=gettext_lazy("Från status"))
    def from_status(self, event: Event) -> str:
        """Return where the case stood before, in words."""
        return dict(Status.choices).get(event.source, event.source)

    @admin.display(description=gettext_lazy("Till status"))
    def to_status(self, event: Event) -> str:
        """Return where the case stood after, in words."""
        return dict(Status.choices).get(event.target, event.target)

    @admin.display(description=gettext_lazy("Vem"), ordering="user_name")
    def who(self, event: Event) -> str:
        """Return who did it, as everybody may read it."""
        return identity.who(None, event, event.case)


@admin.register(ReadEvent)
class ReadEventAdmin(ReadOnlyAdmin):
    """Who opened what."""

    view_roles = (Role.ADMINISTRATOR, Role.MANAGER, Role.REGISTRAR)
    list_display = ("at", "user", "read", "case_link")
    fields = ("at", "user", "read", "case_link")
    readonly_fields = fields
    list_select_related = ("case", "user")
    list_filter = ("at",)
    search_fields = ("case__reference", "user__name", "what")
    read = hiding("what", gettext_lazy("Vad"))


@admin.register(ListFile)
class ListFileAdmin(StaffModelAdmin):
    """Who took a list out of the system as a file, and what it showed."""

    may_delete_unused = False
    view_roles = (Role.ADMINISTRATOR, Role.MANAGER, Role.REGISTRAR)
    list_display = ("ordered_at", "ordered_by", "name", "kind", "total", "times", "fetched_at")
    list_select_related = ("ordered_by",)
    list_filter = ("kind",)
    search_fields = ("ordered_by__name", "name")
    fields = (
        "ordered_at",
        "ordered_by",
        "name",
        "query",
        "kind",
        "total",
        "finished_at",
        "times",
        "fetched_at",
    )
    readonly_fields = fields


def unless_secret(shown: Any) -> Any:
    """Return a column of records that says nothing of those that the reader has no need of (D2)."""

    @wraps(shown)
    def column(self: Any, row: Record) -> str:
        return shown(self, row) if getattr(row, "readable", True) else _("omfattas av sekretess")

    return column


@admin.register(Record)
class RecordAdmin(ReadOnlyAdmin):
    """The register of records (D2)."""

    person = "by"
    list_display = ("at", "case_link", "number", "named", "direction", "with_whom", "secret", "legal_ground")
    fields = ("at", "case_link", "number", "named", "direction", "with_whom", "about", "is_file_note")
    fields += ("secret", "legal_ground")
    readonly_fields = fields
    named = unless_secret(hiding("designation", gettext_lazy("Beteckning")))
    with_whom = unless_secret(hiding("counterpart", gettext_lazy("Avsändare eller mottagare")))
    about = unless_secret(hiding("description", gettext_lazy("Kort vad det gäller")))
    list_filter = ("direction", "is_file_note", "secret")
    search_fields = ("case__reference", "case__registry_number", "designation", "counterpart")
    ordering = ("-at", "-id")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Remember who reads: a secret record says no more than that to those who have no need of it (D2)."""
        rows = super().get_queryset(request)
        user = request.user
        if user.is_registrar or user.is_secretary or user.is_manager:
            return rows.annotate(readable=Value(True))
        own = Q(case__officer=user) | Q(case__officer__substitute=user) if user.is_officer else Q(pk__in=[])
        return rows.annotate(readable=Case_(When(own | Q(secret=False), then=True), default=False))

    def get_search_results(self, request: HttpRequest, rows: QuerySet, term: str) -> tuple[QuerySet, bool]:
        """Let nobody search for words in what they may not read."""
        found, doubled = super().get_search_results(request, rows, term)
        return (found.filter(readable=True) if term else found), doubled

    def reading(self, row: Record) -> str:
        """Return which record was read."""
        return _("handling %(number)s, %(named)s") % {"number": row.number, "named": row.designation}

    def has_view_permission(self, request: HttpRequest, row: Any = None) -> bool:
        """Only those who may read a secret record open it."""
        return super().has_view_permission(request, row) and (row is None or row.may_be_read_by(request.user))


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
    list_display = ("created_at", "address", "about", "case_link", "state")
    list_select_related = ("case", "user")
    list_filter = (MailState, "template")
    search_fields = ("to", "to_name", "subject", "case__reference")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Leave out what tells of restricted cases of others, a daily mail with news of one included."""
        return super().get_queryset(request).visible_to(request.user)

    def prepare_rows(self, rows: list[OutgoingMail]) -> None:
        """Look up the protected people at once, those of the network too."""
        super().prepare_rows(rows)
        load_masking(rows)

    @admin.display(description=gettext_lazy("Till"), ordering="to")
    def address(self, row: OutgoingMail) -> str:
        """Return the address, unless it belongs to a protected person."""
        return hidden(row, row.to)

    @admin.display(description=gettext_lazy("Ämne"), ordering="subject")
    def about(self, row: OutgoingMail) -> str:
        """Return the subject."""
        return hidden(row, row.subject)

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
