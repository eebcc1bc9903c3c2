"""The staff workspace: Django's admin site, with daily work as its front page."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.city import actions as city
from samverkan import workday

# The registers by what they are about: model → what it is for.
REGISTERS: tuple[tuple[Any, dict[str, Any]], ...] = (
    (
        _("Det som kommer igen"),
        {
            "Actor": _("Föreningar, företag, fastighetsägare och andra, över alla ärenden"),
            "Committee": _("Den egna nämnden, och de som ärenden kan skickas vidare till"),
            "Meeting": _("Nämndens dagar, med dagar för arbetsutskott och underlag"),
            "Neighbourhood": _("Stadens delar, till ansökan och ärendelistan"),
            "Criterion": _("Kriteriernas text. En ändring gäller nya ärenden"),
            "Phrase": _("Beslutspunkternas fraser, för tjänsteskrivelser och beslut"),
            "LegalGround": _("Lagrum att välja bland när en handling beläggs med sekretess"),
            "User": _("Vem som får logga in, och med vilken roll"),
            "MailText": _("Ämne och text i varje mejl, på svenska och engelska"),
            "City": _("Namn, kontaktvägar, tidsfrister, gallring och logotyp"),
        },
    ),
    (
        _("Det som har hänt"),
        {
            "Record": _("Alla handlingar: in, ut och upprättade"),
            "Event": _("Vem som har gjort vad, i alla ärenden"),
            "OutgoingMail": _("Vad som skickats till vem, och det som inte kom fram"),
            "ReadEvent": _("Vem på staden som har öppnat vad"),
            "ListFile": _("Vem på staden som har hämtat en lista som fil"),
        },
    ),
)


class StaffSite(admin.AdminSite):
    """The city's workspace: the slices' staff pages beside ordinary registers (R46, D13, D20)."""

    site_header = _("samverkan")
    site_title = _("samverkan")
    index_title = _("Min arbetsdag")
    enable_nav_sidebar = False

    def get_urls(self) -> list[Any]:
        """Put the daily pages of all layers before Django's own, each behind the site's log-in."""
        from applications import staff_urls as applications_urls
        from applications.committee import staff_urls as committee_urls
        from phases import staff_urls as phases_urls
        from reports import staff_urls as reports_urls

        daily: list[URLPattern | URLResolver] = []
        for module in (applications_urls, committee_urls, phases_urls, reports_urls):
            daily += [self._wrapped(pattern) for pattern in module.urlpatterns]
        daily.append(path("register/", self.admin_view(self.registers), name="registers"))
        return [*daily, *super().get_urls()]

    def _wrapped(self, pattern: URLPattern) -> URLPattern:
        return path(str(pattern.pattern), self.admin_view(pattern.callback), name=pattern.name)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show Min arbetsdag: what waits, what is late, whom to meet."""
        day = workday.workday(request.user, now=timezone.now())
        return render(request, "staff/workday.html", {**self.each_context(request), "day": day})

    def registers(self, request: HttpRequest) -> HttpResponse:
        """List the registers that the person may open, with what each is for."""
        found = {row["object_name"]: row for app in self.get_app_list(request) for row in app["models"]}
        if city.may_change(request.user):
            found["MailText"] = {
                "name": _("Mejltexter"),
                "admin_url": reverse("admin:mail_texts"),
                "add_url": None,
            }
            found["City"] = {
                "name": _("Kommunens uppgifter"),
                "admin_url": reverse("admin:city"),
                "add_url": None,
            }
        groups = [
            {"name": name, "models": [found[key] | {"hint": hints[key]} for key in hints if key in found]}
            for name, hints in REGISTERS
        ]
        return super().index(request, {"groups": [group for group in groups if group["models"]]})

    # One door for everybody: allauth's, with its limits and checks. Django's own pages lead there.
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send people to the one log-in page, and back afterwards."""
        return redirect_to_login(request.GET.get("next", reverse("admin:index")), reverse("account_login"))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send people to the one log-out page."""
        return redirect("account_logout")

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Send people to the one page that changes passwords."""
        return redirect("account_change_password")

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add the side navigation to every page of the workspace."""
        context = super().each_context(request)
        if self.has_permission(request):
            context["nav"] = workday.navigation(request.user, request.path)
        return context

    def has_permission(self, request: HttpRequest) -> bool:
        """Everybody at the city may enter; what they may do there is asked page by page."""
        return request.user.is_active and request.user.is_authenticated and request.user.is_staff

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002 Django's signature
        """Hide the workspace from those who are logged in without a role at the city: 404, not a redirect."""
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            return inner(request, *args, **kwargs)

        return guarded
