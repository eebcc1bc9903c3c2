"""The staff workspace: Django's admin site, with daily work as its front page."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samverkan import workday


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
        """List the registers that the person may open."""
        return super().index(request)

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
