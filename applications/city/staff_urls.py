"""Addresses of the municipality's own settings in the workspace."""

from django.urls import path

from applications.city import views

urlpatterns = [
    path("register/kommunen/", views.city, name="city"),
    path("register/kommunen/dagar/", views.city_days, name="city_days"),
    path("register/kommunen/logotyp/", views.city_logotype, name="city_logotype"),
    path("register/kommunen/logotyp/<int:logotype_id>/", views.city_logotype, name="try_logotype"),
]
