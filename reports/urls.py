"""Addresses of the documents."""

from django.urls import path

from reports import views
from reports.drafts import views as drafts

urlpatterns = [
    path("arenden/<str:reference>/ansokan/utskrift/", drafts.draft_copy, name="draft_copy"),
    path("arenden/<str:reference>/ansokan/utskrift/<int:pk>/", drafts.draft_file, name="draft_file"),
    path("dokument/<int:pk>/", views.document, name="document"),
    path("dokument/<int:pk>/word/", views.document_word, name="document_word"),
    path("arenden/<str:reference>/tjansteskrivelse/utkast/", views.report_preview, name="report_preview"),
]
