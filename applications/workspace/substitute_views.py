"""Who stands in for a kontaktperson during absence."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.http import render_staff
from applications.models import User
from applications.workspace import substitute_actions
from applications.workspace.forms import SubstituteForm


def choose_substitute(request: HttpRequest) -> HttpResponse:
    """Let an officer choose the colleague who does their work, and which days, or nobody; logged and told."""
    if not request.user.is_officer:
        raise PermissionDenied(_("Det här kan bara göras av en kontaktperson."))
    person = User.objects.get(pk=request.user.pk)
    form = SubstituteForm(request.POST or None, officer=person)
    if request.method == "POST" and form.is_valid():
        chosen = substitute_actions.choose_substitute(person, **form.cleaned_data, at=timezone.now())
        name = substitute_actions.in_words(chosen, timezone.localdate()) if chosen else ""
        text = _("Ersätter dig: %(name)s.") % {"name": name} if chosen else _("Ingen ersätter dig.")
        messages.success(request, text)
        return redirect("admin:index")
    effects = [
        _("Ersättaren kan göra allt i dina ärenden, i sitt eget namn."),
        _("Ärendena och avstämningarna visas på ersättarens Min arbetsdag."),
        _("Mejlen om dina ärenden går till er båda."),
        _("Ärenden med begränsad åtkomst ser ersättaren inte. Lämna över dem i stället."),
        _("Det börjar och slutar av sig självt de dagar du väljer. Du kan ändra det när som helst."),
        _("Mejl går till den du väljer, och när det är slut."),
    ]
    return render_staff(request, "workspace/substitute.html", {"form": form, "effects": effects})
