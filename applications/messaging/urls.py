"""Addresses of messages for the group."""

from django.contrib.auth.decorators import login_required
from django.urls import path

from applications.messaging import views

urlpatterns = [
    path("arenden/<str:reference>/meddelanden/", login_required(views.write_message), name="write_message"),
]
