"""Addresses of what is kept."""

from django.urls import path

from applications.keeping import views

urlpatterns = [path("kvar/<int:pk>/", views.kept_text, name="kept_text")]
