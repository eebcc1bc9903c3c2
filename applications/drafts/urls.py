"""Addresses for the group."""

from django.contrib.auth.decorators import login_required
from django.urls import path

from applications.drafts import views

urlpatterns = [
    path("arenden/<str:reference>/ansokan/oppna/", login_required(views.open_draft), name="open_draft"),
    path(
        "arenden/<str:reference>/ta-over/",
        login_required(views.take_over_writing),
        name="take_over_writing",
    ),
]
