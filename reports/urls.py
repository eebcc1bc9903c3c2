"""Addresses of this layer."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
