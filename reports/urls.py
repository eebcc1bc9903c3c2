"""Addresses of the documents."""

from django.urls import path

from reports import views

urlpatterns = [
    path("dokument/<int:pk>/", views.document, name="document"),
    path("dokument/<int:pk>/word/", views.document_word, name="document_word"),
    path("arenden/<str:reference>/tjansteskrivelse/utkast/", views.report_preview, name="report_preview"),
]
