"""Addresses for the group."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
