"""Addresses for the public and the group."""

from django.contrib.auth.decorators import login_required
from django.urls import path

from phases.initiering.contact import views

urlpatterns = [
    path("intresseanmalan/", views.express_interest, name="express_interest"),
    path("intresseanmalan/tack/", views.interest_receipt, name="interest_receipt"),
    path("arenden/<str:reference>/ansokan/borja/", login_required(views.start_draft), name="start_draft"),
]
