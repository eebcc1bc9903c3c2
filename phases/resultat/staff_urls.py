"""Addresses in the staff workspace. `request_completion` and `complete` are shared by the phases."""

from django.urls import path

from phases.resultat import urls, views

urlpatterns = [
    *urls.urlpatterns,
    path("arenden/<str:reference>/resultatrapport/godkann/", views.approve_report, name="approve_report"),
    path("arenden/<str:reference>/avsluta/", views.close, name="close"),
]
