"""Addresses of the phases in the staff workspace, slice by slice. Mounted by samverkan.admin_site."""

from importlib import import_module

from django.urls import path

from phases import ORDER, case

urlpatterns = [
    path("arenden/<str:reference>/", case.staff_case, name="case"),
    *(pattern for slice_ in ORDER for pattern in import_module(f"phases.{slice_}.staff_urls").urlpatterns),
]
