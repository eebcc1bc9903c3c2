"""Addresses of messages in the workspace."""

from django.urls import path

from applications.messaging import views

urlpatterns = [path("arenden/<str:reference>/meddelanden/skriv/", views.write_message, name="write_message")]
