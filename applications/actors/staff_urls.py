"""Addresses of the register's duplicates in the workspace."""

from django.urls import path

from applications.actors import views

urlpatterns = [
    path("register/aktorer/", views.actor_duplicates, name="actor_duplicates"),
    path("register/aktorer/<int:kept_id>/<int:gone_id>/", views.merge_actors, name="merge_actors"),
    path("register/aktorer/angra/<int:merge_id>/", views.split_actors, name="split_actors"),
]
