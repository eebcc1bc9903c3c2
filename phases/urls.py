"""Addresses of the phases for the groups, slice by slice."""

from importlib import import_module

from django.contrib.auth.decorators import login_required
from django.urls import include, path

from phases import ORDER, feed, group_pages
from phases.beginning import start_draft
from phases.shared import shared
from phases.utforande.check_ins.public_views import answer_check_in

urlpatterns = [
    path("kalender/<str:token>.ics", feed.calendar_feed, name="calendar_feed"),
    path("kommer-du/<str:token>/", answer_check_in, name="answer_check_in"),
    path("arenden/", group_pages.case_list, name="case_list"),
    path("arenden/<str:reference>/", group_pages.case_home, name="case"),
    path("arenden/<str:reference>/historik/", group_pages.case_history, name="case_history"),
    path("arenden/<str:reference>/ansokan/borja/", login_required(start_draft), name="start_draft"),
    path("arenden/<str:reference>/komplettera/", login_required(shared("complete")), name="complete"),
    *(path("", include(import_module(f"phases.{slice_}.urls"))) for slice_ in ORDER),
]
