"""Addresses in the staff workspace: meetings, agenda, decisions."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
