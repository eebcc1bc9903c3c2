"""Addresses of the network in the workspace; booking stands in the layer above, which knows what collides."""

from django.urls import path

from applications.network import meeting_views, post_views, views

urlpatterns = [
    path("arenden/<str:reference>/natverk/lamna/", views.leave_network, name="leave_network"),
    path("natverk/grupper/", views.network_directory, name="network_directory"),
    path("natverk/", post_views.network, name="network"),
    path("natverk/traffar/", meeting_views.network_meetings, name="network_meetings"),
    path("natverk/traffar/<int:meeting_id>/", meeting_views.network_meeting, name="network_meeting"),
    path(
        "natverk/traffar/<int:meeting_id>/stall-in/",
        meeting_views.cancel_network_meeting,
        name="cancel_network_meeting",
    ),
    path(
        "natverk/traffar/<int:meeting_id>/anteckna/",
        meeting_views.note_network_meeting,
        name="note_network_meeting",
    ),
    path("natverk/inlagg/nytt/", post_views.write_network_post, name="write_network_post"),
    path("natverk/inlagg/<int:post_id>/", post_views.network_post, name="network_post"),
    path("natverk/inlagg/<int:post_id>/andra/", post_views.change_network_post, name="change_network_post"),
    path("natverk/inlagg/<int:post_id>/ta-bort/", post_views.delete_network_post, name="delete_network_post"),
    path("natverk/inlagg/<int:post_id>/dolj/", post_views.hide_network_post, name="hide_network_post"),
    path("natverk/inlagg/<int:post_id>/visa/", post_views.show_network_post, name="show_network_post"),
    path(
        "natverk/inlagg/<int:post_id>/lat-sta/",
        post_views.settle_network_report,
        name="settle_network_report",
    ),
]
