"""Addresses about a person's calendar. The feed itself stands in the layer above: it knows the check-ins."""

from django.urls import path

from applications.calendars import views

urlpatterns = [
    path("konto/kalender/", views.account_calendar, name="account_calendar"),
    path("konto/kalender/ta-bort/", views.account_calendar_end, name="account_calendar_end"),
]
