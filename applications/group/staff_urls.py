"""Addresses of the group in the workspace: the officer helps it where needed (D14)."""

from django.urls import path

from applications.group import views
from applications.group.urls import PAGES

HERE = "arenden/<str:reference>/gruppen/andra/"  # beside the tab that only shows it

urlpatterns = [
    *(path(HERE + route, view, name=view.__name__) for route, view in PAGES),
    path(f"{HERE}medlem/<int:member>/skydda/", views.protect_identity, name="protect_identity"),
]
