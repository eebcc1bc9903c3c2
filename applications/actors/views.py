"""The pages of actors that seem to be the same: the list, what a merge moves, merging and undoing."""

from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.actors import actions, duplicates
from applications.forms_base import SamverkanForm
from applications.http import attempt, render_staff
from applications.labels import LABELS
from applications.models import Actor, ActorMerge

SHOWN = 30  # merges told of
OFFERED = 200  # actors to choose among; a search narrows them


class PairForm(SamverkanForm):
    """Two actors of the register, chosen by hand."""

    gone = forms.ModelChoiceField(label=gettext_lazy("Aktör som ska bort"), queryset=Actor.objects.none())
    kept = forms.ModelChoiceField(label=gettext_lazy("Aktör som blir kvar"), queryset=Actor.objects.none())

    def __init__(self, *args: Any, asked: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actors = Actor.objects.filter(merged_into=None).order_by("name", "pk")
        found = actors.filter(Q(name__icontains=asked) | Q(organisation_number__startswith=asked))
        rows = list(found[: OFFERED + 1])
        self.more = len(rows) > OFFERED
        for name in ("gone", "kept"):
            field: Any = self.fields[name]
            field.queryset = actors
            field.choices = [("", _("Välj")), *((row.pk, called(row)) for row in rows[:OFFERED])]


def called(actor: Actor) -> str:
    """Return an actor so that two of the same name can be told apart."""
    return f"{actor.name} ({actor.organisation_number or actor.get_kind_display()})"


def actor_duplicates(request: HttpRequest) -> HttpResponse:
    """List actors that seem to be the same, let two be chosen by hand, and tell what has been merged."""
    actions.require(request.user)
    asked = request.GET.get("q", "").strip()[:100]
    form = PairForm(request.POST or None, asked=asked)
    missing: list[Any] = []
    if request.method == "POST" and form.is_valid():
        kept, gone = form.cleaned_data["kept"], form.cleaned_data["gone"]
        missing = list(duplicates.against(kept, gone))
        if not missing:
            return redirect("admin:merge_actors", kept.pk, gone.pk)
    merges = ActorMerge.objects.select_related("kept", "gone", "by", "undone_by")[:SHOWN]
    context = {
        "groups": duplicates.alike(duplicates.suspected(), user=request.user),
        "form": form,
        "merges": merges,
        "missing": missing,
        "asked": asked,
    }
    return render_staff(request, "registers/actor_duplicates.html", context)


def merge_actors(request: HttpRequest, kept_id: int, gone_id: int) -> HttpResponse:
    """Show what a merge moves, and merge."""
    actions.require(request.user)
    kept, gone = get_object_or_404(Actor, pk=kept_id), get_object_or_404(Actor, pk=gone_id)
    missing = list(duplicates.against(kept, gone))
    if request.method == "POST":
        missing = attempt(
            lambda: actions.merge_actors(kept.pk, gone.pk, by=request.user, at=timezone.now()),
            request=request,
            done=_("Aktörerna är sammanslagna."),
        )
        if not missing:
            return redirect("admin:actor_duplicates")
    context = {
        "kept": kept,
        "gone": gone,
        "moves": duplicates.moves(kept, gone, user=request.user),
        "stays": duplicates.cases_of(kept, user=request.user),
        "label": LABELS["merge_actors"],
        "missing": missing,
    }
    return render_staff(request, "registers/merge_actors.html", context)


def split_actors(request: HttpRequest, merge_id: int) -> HttpResponse:
    """Undo a merge."""
    actions.require(request.user, "split_actors")
    merge = get_object_or_404(ActorMerge.objects.select_related("kept", "gone"), pk=merge_id)
    missing: list[Any] = []
    if request.method == "POST":
        missing = attempt(
            lambda: actions.split_actors(merge.pk, by=request.user, at=timezone.now()),
            request=request,
            done=_("Sammanslagningen är ångrad."),
        )
        if not missing:
            return redirect("admin:actor_duplicates")
    moves = duplicates.goes_back(merge, user=request.user)
    context = {"merge": merge, "moves": moves, "label": LABELS["split_actors"], "missing": missing}
    return render_staff(request, "registers/split_actors.html", context)
