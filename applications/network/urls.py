"""Addresses of the network for the groups."""

from django.contrib.auth.decorators import login_required
from django.urls import path

from applications.network import meeting_views, post_views, public_views, views

urlpatterns = [
    path("arenden/<str:reference>/natverk/", login_required(views.join_network), name="join_network"),
    path("arenden/<str:reference>/natverk/lamna/", login_required(views.leave_network), name="leave_network"),
    path("natverk/grupper/", login_required(views.network_directory), name="network_directory"),
    path("natverk/", login_required(post_views.network), name="network"),
    path(
        "natverk/kommer-du/<str:token>/",
        public_views.answer_network_meeting,
        name="answer_network_meeting",
    ),
    path("natverk/traffar/", login_required(meeting_views.network_meetings), name="network_meetings"),
    path(
        "natverk/traffar/<int:meeting_id>/",
        login_required(meeting_views.network_meeting),
        name="network_meeting",
    ),
    path("natverk/inlagg/nytt/", login_required(post_views.write_network_post), name="write_network_post"),
    path("natverk/inlagg/<int:post_id>/", login_required(post_views.network_post), name="network_post"),
    path(
        "natverk/inlagg/<int:post_id>/andra/",
        login_required(post_views.change_network_post),
        name="change_network_post",
    ),
    path(
        "natverk/inlagg/<int:post_id>/ta-bort/",
        login_required(post_views.delete_network_post),
        name="delete_network_post",
    ),
    path(
        "natverk/inlagg/<int:post_id>/anmal/",
        login_required(post_views.report_network_post),
        name="report_network_post",
    ),
]
