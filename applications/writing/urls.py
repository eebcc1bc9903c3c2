"""Addresses of the application for the group. `start_draft` stands with first contact, which knows more."""

from django.contrib.auth.decorators import login_required
from django.urls import path

from applications.writing import views

HERE = "arenden/<str:reference>/ansokan/"

urlpatterns = [
    path(HERE, login_required(views.edit_application), name="edit_application"),
    path(f"{HERE}granska/", login_required(views.submit), name="submit"),
    path(f"{HERE}kvitto/", login_required(views.submit_receipt), name="submit_receipt"),
    path(
        f"{HERE}version/<int:version>/", login_required(views.application_version), name="application_version"
    ),
    path(
        f"{HERE}steg/<slug:key>/", login_required(views.edit_application_step), name="edit_application_step"
    ),
]
