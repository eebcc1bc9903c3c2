"""Addresses in the staff workspace."""

from django.urls import path

from phases.initiering import review_views as views
from phases.initiering.staff_changes import application_changes

urlpatterns = [
    path("arenden/<str:reference>/forsta-motet/", views.log_first_meeting, name="log_first_meeting"),
    path("arenden/<str:reference>/borja-granska/", views.take_up, name="take_up"),
    path("arenden/<str:reference>/jav/", views.declare_no_conflict, name="declare_no_conflict"),
    path(
        "arenden/<str:reference>/kriterier/<int:number>/forsta/",
        views.first_assessment,
        name="first_assessment",
    ),
    path("arenden/<str:reference>/kriterier/<int:number>/", views.assess_criteria, name="assess_criteria"),
    path("arenden/<str:reference>/namndens-ansvar/", views.judge_remit, name="judge_remit"),
    path("arenden/<str:reference>/rattslig-kontroll/", views.legal_check, name="legal_check"),
    path("arenden/<str:reference>/omrade/", views.draw_area, name="draw_area"),
    path("arenden/<str:reference>/avsteg/", views.deviate, name="deviate"),
    path(
        "arenden/<str:reference>/ansokan/<int:version>/",
        views.application_version,
        name="application_version",
    ),
    path(
        "arenden/<str:reference>/ansokan/<int:version>/andringar/",
        application_changes,
        name="application_changes",
    ),
]
