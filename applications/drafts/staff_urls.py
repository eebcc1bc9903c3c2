"""Addresses in the workspace."""

from django.urls import path

from applications.drafts import views

urlpatterns = [
    path("arenden/<str:reference>/ansokan/utkast/", views.opened_draft, name="opened_draft"),
]
