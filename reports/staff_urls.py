"""Addresses of this layer in the staff workspace."""

from django.urls import path

from reports.packs import views

urlpatterns = [
    path("namnden/<int:pk>/samlingar/", views.packs, name="packs"),
    path("namnden/<int:pk>/samlingar/<slug:kind>/", views.order_pack, name="order_pack"),
    path("namnden/<int:pk>/samlingar/<int:pack_id>/<slug:ending>/", views.pack_file, name="pack_file"),
]
