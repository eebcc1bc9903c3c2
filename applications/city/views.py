"""The pages of the municipality's own settings, and its logotype for everybody."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from applications import deadlines
from applications.city import actions, contents, values
from applications.city.forms import CityForm, LogotypeForm
from applications.http import attempt, render_staff
from applications.lifecycle import Missing
from applications.mailing.texts.register import rendered
from applications.models import CityVersion, Logotype

SHOWN = 30  # changes told of below the form


@dataclass(frozen=True)
class Told:
    """One change of the register in words."""

    at: datetime
    by_name: str
    changes: list[contents.Change]
    logotype: str


def city(request: HttpRequest, part: str = "names") -> HttpResponse:
    """Change the municipality's settings: what a change leads to is shown before it is saved."""
    actions.require(request.user)
    form = CityForm(request.POST or None, part=part)
    missing: list[Any] = []
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen()
        context = preview(form.now.values, chosen)
        if not context["changes"]:
            missing = [Missing(_("Inget är ändrat. Skriv det som ska gälla i stället."))]
        elif "save" in request.POST:
            missing = attempt(
                lambda: actions.change_city(
                    chosen, after=form.now.number, by=request.user, at=timezone.now()
                ),
                request=request,
                done=_("Uppgifterna är sparade och gäller från och med nu."),
            )
            if not missing:
                return redirect(request.path)
    context |= {"form": form, "missing": missing, "history": history(), "part": part}
    return render_staff(request, "registers/city.html", {**context, "logotype_url": values.logotype_url()})


def city_days(request: HttpRequest) -> HttpResponse:
    """Change deadlines, reminders and retention in the same way."""
    return city(request, "days")


def preview(before: Any, after: Any) -> dict[str, Any]:
    """Return what a change leads to: setting by setting, and the signature of a mail and usual days as they become."""
    today = timezone.localdate()
    with values.trying(after):
        names = values.municipality()
        sample = rendered("signature", {"municipality": names}).strip()
        last = deadlines.add_working_days(today, values.days("review_working_days"))
        completion = deadlines.completion_due(timezone.now())
    return {
        "changes": contents.changes(before, after),
        "sample": {"signature": sample, "review": last, "completion": completion},
    }


def history() -> list[Told]:
    """Return the newest changes of the register in words, the newest first."""
    rows = list(CityVersion.objects.order_by("-number")[: SHOWN + 1])
    told = []
    for row, older in zip(rows, [*rows[1:], None], strict=False):
        if older is None and row.number > 1:
            break  # what it changed is not read
        logotype = ""
        if row.logotype_id != (older.logotype_id if older else None):
            logotype = _("Ny logotyp") if row.logotype_id else _("Logotypen borttagen")
        changed = contents.changes(older.chosen if older else {}, row.chosen)
        told.append(Told(row.at, row.by_name, changed, logotype))
    return told


def city_logotype(request: HttpRequest, logotype_id: int | None = None) -> HttpResponse:
    """Upload a logotype, look at it, use it; or take it away again."""
    actions.require(request.user)
    tried = get_object_or_404(Logotype, pk=logotype_id) if logotype_id else None
    form = LogotypeForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        if "use" in request.POST or "remove" in request.POST:
            actions.use_logotype(
                None if "remove" in request.POST else tried, by=request.user, at=timezone.now()
            )
            messages.success(request, _("Logotypen är sparad och gäller från och med nu."))
            return redirect("admin:city")
        if form.is_valid():
            picture = form.cleaned_data["picture"]
            new = actions.upload_logotype(picture, by=request.user, at=timezone.now())
            return redirect("admin:try_logotype", new.pk)
    context = {"form": form, "tried": tried, "logotype_url": values.logotype_url()}
    return render_staff(request, "registers/logotype.html", context)


@require_safe
def logotype(request: HttpRequest, logotype_id: int) -> HttpResponse:
    """Return the picture: to everybody once it has been in use, before that to those who may choose it."""
    row = Logotype.objects.filter(pk=logotype_id)
    if not (request.user.is_authenticated and actions.may_change(request.user)):
        row = row.filter(versions__isnull=False)
    found = row.values_list("picture", flat=True).first()
    if found is None:
        raise Http404
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(found), content_type="image/png", headers=headers)
