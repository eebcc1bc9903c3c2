"""Registers of the workspace: committees and their meetings, neighbourhoods; the others beside this file."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import (  # noqa: F401 they register themselves
    criterion_admin,
    deadlines,
    ground_admin,
    people_admin,
    phrase_admin,
    search,
    trail_admin,
)
from applications.models import Case, Committee, Meeting, Neighbourhood
from applications.register_admin import StaffModelAdmin
from applications.states import Role


@admin.register(Committee)
class CommitteeAdmin(StaffModelAdmin):
    """Committees that decide about support, and those that can take a case over (R17)."""

    change_roles = (Role.SECRETARY, Role.ADMINISTRATOR)
    list_display = ("name", "short", "decides", "is_active")
    search_fields = ("name", "short")


class MeetingForm(forms.ModelForm):
    """A meeting with the days around it, in an order that can be."""

    class Meta:
        model = Meeting
        fields = [
            "committee",
            "date",
            "starts_at",
            "place",
            "working_committee_on",
            "documents_ready_on",
            "notice_on",
            "minutes_approved_on",
        ]
        help_texts = {
            "working_committee_on": gettext_lazy("Lämna dagarna tomma så räknas de ut från sammanträdet."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "starts_at" in self.fields:  # not for those who may only look
            self.fields["starts_at"].required = True
            self.fields["starts_at"].error_messages["required"] = _("Skriv när sammanträdet börjar.")
        if "committee" in self.fields:
            self.fields["committee"].queryset = Committee.objects.filter(decides=True, is_active=True)

    def clean(self) -> dict[str, Any]:
        """Refuse days in an impossible order, and a new day for a meeting that has decided."""
        cleaned = super().clean() or {}
        day = cleaned.get("date")
        if day is None:
            return cleaned
        self._move_with(day, cleaned)
        for name in ("working_committee_on", "documents_ready_on", "notice_on"):
            if cleaned.get(name) and cleaned[name] > day:
                self.add_error(name, _("Dagen ligger efter sammanträdet. Skriv en tidigare dag."))
        approved = cleaned.get("minutes_approved_on")
        if approved and not day <= approved <= day + timedelta(days=60):
            self.add_error(
                "minutes_approved_on", _("Protokollet justeras efter sammanträdet, inom två veckor.")
            )
        if self.instance.pk and "date" in self.changed_data and self.instance.decisions.exists():
            raise ValidationError(
                {"date": _("Beslut är registrerade på sammanträdet. Rätta dagen i beslutens registrering.")}
            )
        return cleaned

    def _move_with(self, day: date, cleaned: dict[str, Any]) -> None:
        """Let the usual days follow when the meeting moves; a day that the city has set itself stays."""
        before = self.initial.get("date")
        if not self.instance.pk or before is None or before == day:
            return
        usual = deadlines.days_around(before, working_committee_on=self.initial.get("working_committee_on"))
        usual["working_committee_on"] = deadlines.days_around(before)["working_committee_on"]
        for name, usual_day in usual.items():
            if name not in self.changed_data and self.initial.get(name) == usual_day:
                cleaned[name] = None  # Meeting.save() counts it from the new day


@admin.register(Meeting)
class MeetingAdmin(StaffModelAdmin):
    """The calendar of the committees that decide (D13)."""

    form = MeetingForm
    change_roles = (Role.SECRETARY, Role.ADMINISTRATOR)
    list_display = (
        "date",
        "committee",
        "documents_ready_on",
        "working_committee_on",
        "notice_on",
        "minutes_approved_on",
    )
    list_filter = ("committee",)
    date_hierarchy = "date"
    ordering = ("-date",)
    list_select_related = ("committee",)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin with the committee, place and hour of the last meeting: they are usually the same."""
        last = Meeting.objects.filter(committee__decides=True).order_by("-date").first()
        if last is None:
            return {"committee": Committee.objects.filter(decides=True).values_list("pk", flat=True).first()}
        return {"committee": last.committee_id, "place": last.place, "starts_at": last.starts_at}


@admin.register(Neighbourhood)
class NeighbourhoodAdmin(StaffModelAdmin):
    """The parts of the city (R4)."""

    change_roles = (Role.OFFICER, Role.REGISTRAR, Role.ADMINISTRATOR)
    list_display = ("name",)
    search_fields = ("name",)

    def save_model(self, request: HttpRequest, obj: Neighbourhood, form: Any, change: Any) -> None:
        """Let the cases of the neighbourhood be found by its name from now on."""
        super().save_model(request, obj, form, change)
        if change and "name" in form.changed_data:
            search.refresh_all(Case.objects.filter(neighbourhood=obj))
