"""Addresses of the network for the groups."""

from django.contrib.auth.decorators import login_required
from django.urls import path

from applications.network import views

urlpatterns = [
    path("arenden/<str:reference>/natverk/", login_required(views.join_network), name="join_network"),
    path("arenden/<str:reference>/natverk/lamna/", login_required(views.leave_network), name="leave_network"),
    path("natverk/grupper/", login_required(views.network_directory), name="network_directory"),
]
