"""Addresses of the group."""

from django.contrib.auth.decorators import login_required
from django.urls import path

from applications.group import confirmation_views, public_views, views

HERE = "arenden/<str:reference>/gruppen/"

PAGES = (
    ("", views.edit_group),
    ("aktor/", views.add_actor),
    ("aktor/<int:part>/", views.change_actor),
    ("aktor/<int:part>/ta-bort/", views.remove_actor),
    ("aktor/<int:part>/bekrafta/", confirmation_views.confirm_actor),
    ("aktor/<int:part>/fraga/", confirmation_views.ask_actor),
    ("fraga/<int:question>/paminn/", confirmation_views.remind_actor),
    ("fraga/<int:question>/aterta/", confirmation_views.withdraw_question),
    ("bjud-in/", views.invite_member),
    ("inbjudan/<int:invitation>/aterta/", views.withdraw_invitation),
    ("foretradare/", views.hand_over_representative),
    ("medlem/<int:member>/ta-bort/", views.remove_member),
)

urlpatterns = [
    path("bekrafta/<str:token>/", public_views.answer_actor, name="answer_actor"),
    *(path(HERE + route, login_required(view), name=view.__name__) for route, view in PAGES),
    path(f"{HERE}lamna/", login_required(views.leave_group), name="leave_group"),
    path("arenden/<str:reference>/delta/", login_required(views.accept_invitation), name="accept_invitation"),
]
