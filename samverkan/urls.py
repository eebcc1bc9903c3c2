"""Addresses of the whole site: public pages here, the rest from the layers below."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("konto/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("", include("applications.urls")),
    path("", include("phases.urls")),
    path("", include("reports.urls")),
]
