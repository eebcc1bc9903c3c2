"""Addresses for the public."""

from django.urls import path

from phases.initiering.contact import views

urlpatterns = [
    path("intresseanmalan/", views.express_interest, name="express_interest"),
    path("intresseanmalan/tack/", views.interest_receipt, name="interest_receipt"),
]
