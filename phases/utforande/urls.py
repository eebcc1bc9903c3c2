"""Addresses for the group."""

from django.urls import path

from phases.utforande import views
from phases.utforande.check_ins import views as check_ins

urlpatterns = [
    path("arenden/<str:reference>/beslutet-berattat/", views.communicate_result, name="communicate_result"),
    path("arenden/<str:reference>/insatser/", views.measures, name="measures"),
    path("arenden/<str:reference>/insatser/<int:pk>/", views.record_progress, name="record_progress"),
    path("arenden/<str:reference>/avstamningar/<int:pk>/", check_ins.check_in, name="check_in"),
    path(
        "arenden/<str:reference>/avstamningar/<int:pk>/bekrafta/",
        check_ins.confirm_check_in,
        name="confirm_check_in",
    ),
    path(
        "arenden/<str:reference>/atgarder/<int:pk>/klar/",
        check_ins.finish_agreed_action,
        name="finish_agreed_action",
    ),
]
