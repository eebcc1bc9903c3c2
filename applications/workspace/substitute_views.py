"""Who stands in for a kontaktperson during absence."""

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from applications.http import render_staff
from applications.models import User
from applications.workspace.forms import SubstituteForm


def choose_substitute(request: HttpRequest) -> HttpResponse:
    """Let an officer choose the colleague who does their work for now, or nobody; the choice is logged."""
    if not request.user.is_officer:
        raise PermissionDenied(_("Det här kan bara göras av en kontaktperson."))
    person = User.objects.get(pk=request.user.pk)
    form = SubstituteForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        person.save(update_fields=["substitute"])
        chosen = person.substitute
        text = _("%(name)s ersätter dig.") % {"name": chosen} if chosen else _("Ingen ersätter dig.")
        LogEntry.objects.log_actions(
            user_id=person.pk,
            queryset=[person],
            action_flag=CHANGE,
            change_message=_("Ersättare: %(name)s") % {"name": chosen or _("ingen")},
            single_object=True,
        )
        messages.success(request, text)
        return redirect("admin:index")
    effects = [
        _("Ersättaren kan göra allt i dina ärenden, i sitt eget namn."),
        _("Ärendena och avstämningarna visas på ersättarens Min arbetsdag."),
        _("Mejlen om dina ärenden går till er båda."),
        _("Ärenden med begränsad åtkomst ser ersättaren inte. Lämna över dem i stället."),
        _("Det gäller tills du väljer någon annan eller ingen."),
    ]
    return render_staff(request, "workspace/substitute.html", {"form": form, "effects": effects})
