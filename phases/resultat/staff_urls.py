"""Addresses in the staff workspace. `request_completion` and `complete` are shared by the phases."""

from django.urls import path

from phases.resultat import urls, views
from phases.resultat.staff_changes import report_changes

urlpatterns = [
    *urls.urlpatterns,
    path("arenden/<str:reference>/resultatrapport/godkann/", views.approve_report, name="approve_report"),
    path(
        "arenden/<str:reference>/resultatrapport/<int:version>/andringar/",
        report_changes,
        name="result_report_changes",
    ),
    path("arenden/<str:reference>/avsluta/", views.close, name="close"),
]
