"""Addresses in the staff workspace."""

from django.urls import URLPattern, path

from phases.samarbete import views
from phases.samarbete.proposal.staff_changes import proposal_changes
from phases.samarbete.urls import BOTH, CASE

urlpatterns: list[URLPattern] = [
    *(path(f"{CASE}{route}", view, name=view.__name__) for route, view in BOTH),
    path(f"{CASE}forslag/inskickat/<int:version>/andringar/", proposal_changes, name="proposal_changes"),
    path(f"{CASE}stod/<int:pk>/svar/", views.answer_support, name="answer_support"),
]
