"""Addresses of the application in the workspace: the officer writes it when the city started the case (R46)."""

from django.urls import path

from applications.writing import views

HERE = "arenden/<str:reference>/ansokan/"

urlpatterns = [
    path(HERE, views.edit_application, name="edit_application"),
    path(f"{HERE}granska/", views.submit, name="submit"),
    path(f"{HERE}kvitto/", views.submit_receipt, name="submit_receipt"),
    path(f"{HERE}steg/<slug:key>/", views.edit_application_step, name="edit_application_step"),
]
