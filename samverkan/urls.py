"""Addresses of the whole site: public pages here, the rest from the layers below."""

from django.contrib import admin
from django.urls import include, path

from samverkan import views

urlpatterns = [
    path("", views.start, name="start"),
    path("om/", views.about, name="about"),
    path("tillganglighet/", views.accessibility, name="accessibility"),
    path("personuppgifter/", views.privacy, name="privacy"),
    path("kontakt/", views.contact, name="contact"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("konto/vidare/", views.after_login, name="after_login"),
    path("konto/", include("applications.accounts.urls")),
    path("admin/", admin.site.urls),
    path("", include("applications.urls")),
    path("", include("phases.urls")),
    path("", include("reports.urls")),
]

handler400 = "samverkan.views.bad_request"
handler500 = "samverkan.views.server_error"
