"""Pages where a person chooses how often mails come: logged in, or by the link in a mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from applications.http import posted
from applications.mailing import choice
from applications.mailing.forms import MailChoiceForm
from applications.models import User
from applications.states import MailChoice

ONE_CLICK = "List-Unsubscribe"  # RFC 8058: what a mail program posts when its own button is pressed


@login_required
def account_mail(request: HttpRequest) -> HttpResponse:
    """Let a person who has logged in choose."""
    return _choose(request, request.user, crumb=True)


@csrf_exempt  # the link itself is the permission: mail programs post without cookies (RFC 8058)
@never_cache
def account_mail_link(request: HttpRequest, token: str) -> HttpResponse:
    """Let the holder of the link in a mail choose, without logging in. Only a POST changes anything."""
    user = choice.user_of(token)
    if user is None:
        raise Http404
    if ONE_CLICK in request.POST:
        choice.choose(user, MailChoice.IMPORTANT)
        return HttpResponse(_("Du får inte fler sådana mejl."), content_type="text/plain; charset=utf-8")
    return _choose(request, user, crumb=False)


def _choose(request: HttpRequest, user: User, *, crumb: bool) -> HttpResponse:
    form = MailChoiceForm(posted(request), initial={"choice": user.mail_choice})
    if request.method == "POST" and form.is_valid():
        choice.choose(user, form.cleaned_data["choice"])
        messages.success(request, _("Ditt val är sparat."))
        return redirect(request.path)
    context = {"form": form, "crumb": crumb, "nav_current": "account" if crumb else ""}
    return render(request, "account/mail.html", context)
