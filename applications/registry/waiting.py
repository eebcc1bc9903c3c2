"""What is not in the registry yet: cases without a number, and records that nobody has entered (D2)."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from applications import search
from applications.forms_base import SamverkanForm
from applications.models import Case, Record
from applications.states import Direction, Status

NUMBER, RECORDS = "nummer", "handlingar"
NEVER = (Status.STRUCK_OFF, Status.ARCHIVED)  # without a number they need none any more


def not_entered(user: Any) -> QuerySet[Case]:
    """Return the cases that `user` sees with something left to enter, the oldest first."""
    cases = Case.objects.visible_to(user).annotate(has_waiting=Exists(_waiting_records()))
    without_number = Q(registry_number="") & ~Q(status__in=NEVER)
    return cases.filter(without_number | Q(has_waiting=True)).order_by("opened_at", "id")


def _waiting_records() -> QuerySet[Record]:
    return Record.objects.filter(case=OuterRef("pk"), registered_at=None)


def with_records(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Return `cases`, each with `waiting_records`: those not entered, in order."""
    records = Record.objects.filter(registered_at=None).order_by("number")
    return cases.select_related("officer").prefetch_related(
        Prefetch("records", queryset=records, to_attr="waiting_records")
    )


class WaitingFilter(SamverkanForm):
    """What narrows the list. Values that mean nothing are left out of account."""

    q = forms.CharField(label=_("Sök"), required=False, max_length=200)
    saknas = forms.ChoiceField(
        label=_("Vad saknas"),
        required=False,
        choices=[("", _("Allt")), (NUMBER, _("Diarienummer")), (RECORDS, _("Handlingar att föra in"))],
    )
    riktning = forms.ChoiceField(
        label=_("Riktning"), required=False, choices=[("", _("Alla")), *Direction.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.hide_optional = True  # type: ignore[attr-defined] every filter is

    def apply(self, cases: QuerySet[Case]) -> QuerySet[Case]:
        """Return `cases` narrowed by what was filled in."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        if "q" in given:
            cases = search.matching(cases, given["q"])
        if given.get("saknas") == NUMBER:
            cases = cases.filter(registry_number="")
        if given.get("saknas") == RECORDS:
            cases = cases.filter(has_waiting=True)
        if "riktning" in given:
            cases = cases.filter(Exists(_waiting_records().filter(direction=given["riktning"])))
        return cases
