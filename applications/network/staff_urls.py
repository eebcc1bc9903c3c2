"""Addresses of the network in the workspace."""

from django.urls import path

from applications.network import views

urlpatterns = [
    path("arenden/<str:reference>/natverk/lamna/", views.leave_network, name="leave_network"),
    path("natverk/grupper/", views.network_directory, name="network_directory"),
]
