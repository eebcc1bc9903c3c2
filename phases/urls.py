"""Addresses of the phases for the groups, slice by slice."""

from importlib import import_module

from django.urls import include, path

from phases import ORDER, case

urlpatterns = [
    path("arenden/", case.case_list, name="case_list"),
    path("arenden/<str:reference>/", case.case_home, name="case"),
    *(path("", include(import_module(f"phases.{slice_}.urls"))) for slice_ in ORDER),
]
