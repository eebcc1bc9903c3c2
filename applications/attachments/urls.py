"""Addresses of files for the group."""

from django.contrib.auth.decorators import login_required
from django.urls import path

from applications.attachments import views

HERE = "arenden/<str:reference>/filer/"

PAGES = (
    ("lagg-till/", views.attach_file),
    ("ladda-upp/", views.upload_file),
    ("<int:pk>/ta-bort/", views.remove_file),
)
urlpatterns = [
    *(path(HERE + route, login_required(view), name=view.__name__) for route, view in PAGES),
    path("filer/<int:pk>/", login_required(views.attachment), name="attachment"),
]
