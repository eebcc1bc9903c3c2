"""Addresses of files in the workspace."""

from django.urls import path

from applications.attachments.urls import HERE, PAGES

urlpatterns = [path(HERE + route, view, name=view.__name__) for route, view in PAGES]
