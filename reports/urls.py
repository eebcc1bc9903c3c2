"""Addresses of the documents."""

from django.urls import path

from reports import views

urlpatterns = [
    path("dokument/<int:pk>/", views.document, name="document"),
    path("arenden/<str:reference>/tjansteskrivelse/utkast/", views.report_preview, name="report_preview"),
]
