"""Addresses of the registrar's work in the workspace."""

from django.urls import path

from applications.registry import files, views

RECORD = "arenden/<str:reference>/handlingar/<int:pk>/"

urlpatterns = [
    path("diarium/", views.enter_in_registry, name="enter_in_registry"),
    path("arenden/<str:reference>/register/", files.export_register, name="export_register"),
    path(f"{RECORD}sekretess/", views.change_secrecy, name="change_secrecy"),
    path(f"{RECORD}maskad-kopia/", views.order_masked_copy, name="order_masked_copy"),
]
