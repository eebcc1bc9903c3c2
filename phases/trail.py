"""What narrows the trail of a case: what kind of thing, who, words, days (D8)."""

from datetime import datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications import search
from applications.forms_base import DateField, SamverkanForm
from applications.labels import LABELS
from applications.models import Case
from applications.states import Role

STEPS, READINGS = "steg", "lasningar"
READERS_OF_READINGS = frozenset({Role.ADMINISTRATOR, Role.MANAGER, Role.REGISTRAR})
GROUP_ROLES = (Role.REPRESENTATIVE, Role.MEMBER)
GROUP, CITY = "gruppen", "staden"


class TrailFilter(SamverkanForm):
    """What narrows the trail. Values that mean nothing are left out of account."""

    visa = forms.ChoiceField(label=_("Visa"), required=False)
    vem = forms.ChoiceField(
        label=_("Vem"),
        required=False,
        choices=[("", _("Alla")), (GROUP, _("Gruppen")), (CITY, _("Staden"))],
    )
    q = forms.CharField(label=_("Sök"), required=False, max_length=100)
    fran = DateField(label=_("Från och med"), required=False)
    till = DateField(label=_("Till och med"), required=False)

    def __init__(self, *args: Any, case: Case, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        choices = [("", _("Allt som hänt")), (STEPS, _("Bara ärendets steg"))]
        if user.roles & READERS_OF_READINGS:
            choices.append((READINGS, _("Vem som läst")))
        self.fields["visa"].choices = choices  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.hide_optional = True  # type: ignore[attr-defined] every filter is
        self.is_valid()

    @property
    def shows_readings(self) -> bool:
        """Return whether the rows are of ReadEvent instead of Event."""
        return self.cleaned_data.get("visa") == READINGS

    def rows(self) -> QuerySet:
        """Return what the trail shows, the newest first."""
        given = self.cleaned_data
        rows: QuerySet = self.case.read_events.all() if self.shows_readings else self.case.events.all()
        if given.get("visa") == STEPS:
            rows = rows.exclude(source=F("target"))
        if given.get("vem") and not self.shows_readings:
            by_group = Q(role__in=GROUP_ROLES)
            rows = rows.filter(by_group) if given["vem"] == GROUP else rows.exclude(by_group)
        if given.get("q"):
            says = (self._says(spelling) for spelling in search.spellings(given["q"]))
            rows = rows.filter(reduce(or_, says))
        if given.get("fran"):
            rows = rows.filter(at__gte=_midnight(given["fran"]))
        if given.get("till"):
            rows = rows.filter(at__lt=_midnight(given["till"] + timedelta(days=1)))
        return rows.select_related("user").order_by("-at", "-id")

    def _says(self, words: str) -> Q:
        """Return where the row says the words; what protected people are called is not searched."""
        if self.shows_readings:
            return Q(what__icontains=words) | Q(user__name__icontains=words)
        sought = words.casefold()
        called = [action for action, label in LABELS.items() if sought in str(label.happened).casefold()]
        by_name = Q(user_name__icontains=words) & ~Q(user__protected_identity=True)
        return Q(action__in=called) | Q(comment__icontains=words) | by_name


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())
