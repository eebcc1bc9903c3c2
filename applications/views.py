"""Pages about the case as a whole, for the group and for the officer who acts for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django_fsm import can_proceed

from applications import actions
from applications.forms import WithdrawForm
from applications.http import attempt, case_url, find_case_to, in_workspace, posted, render_frame
from applications.labels import LABELS
from applications.lifecycle import Missing, WrongState
from applications.models import Case
from applications.notices import preview
from applications.pages import action_page
from applications.states import Phase
from applications.workspace.forms import WithdrawForGroupForm
from applications.workspace.words import WITHDRAWN, WITHDRAWN_UNTOLD, label_for


def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what it means to withdraw, and do it (D26)."""
    case = find_case_to("withdraw", request, reference)
    if not can_proceed(case.withdraw):
        raise WrongState(case, "withdraw")
    if in_workspace(request):
        return _withdraw_for_group(request, case)
    form = WithdrawForm(posted(request))
    missing: list[Missing] = []
    if request.method == "POST" and form.is_valid():
        comment = form.cleaned_data["comment"]
        missing = attempt(
            lambda: actions.withdraw(case.pk, by=request.user, at=timezone.now(), comment=comment),
            request=request,
            done=_("Ni har återkallat."),
        )
        if not missing:
            return redirect(case_url(request, case))
    context = {
        "case": case,
        "form": form,
        "missing": missing,
        "label": LABELS["withdraw"],
        "blocked": [] if missing else list(actions.missing_for_withdraw(case)),
        "recipients": preview(case, "withdraw", by=request.user),
        "ends": case.phase == Phase.INITIERING,
    }
    return render_frame(request, "applications/withdraw.html", context)


def _withdraw_for_group(request: HttpRequest, case: Case) -> HttpResponse:
    """Withdraw for a group whose case the city opened (R46)."""
    return action_page(
        request,
        case,
        "withdraw",
        form=WithdrawForGroupForm(request.POST or None),
        call=lambda comment: actions.withdraw(case.pk, by=request.user, at=timezone.now(), comment=comment),
        blocked=actions.missing_for_withdraw(case),
        done=str(WITHDRAWN),
        untold=str(WITHDRAWN_UNTOLD),
        label=label_for("withdraw", case),
    )
