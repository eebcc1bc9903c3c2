"""Addresses for the group. `complete` is shared by the phases (phases/urls.py)."""

from django.urls import path

from phases.resultat import views

urlpatterns = [
    path("arenden/<str:reference>/resultatrapport/", views.edit_result_report, name="edit_result_report"),
    path("arenden/<str:reference>/resultatrapport/granska/", views.submit_report, name="submit_report"),
    path(
        "arenden/<str:reference>/resultatrapport/delrapport/",
        views.submit_interim_report,
        name="submit_interim_report",
    ),
    path("arenden/<str:reference>/resultatrapport/<int:version>/", views.result_report, name="result_report"),
]
