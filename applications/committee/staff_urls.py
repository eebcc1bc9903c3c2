"""Addresses in the staff workspace: meetings, agenda, decisions and what follows from them."""

from django.urls import path

from applications.committee import views
from applications.decisions import list_views
from applications.decisions import views as decisions
from applications.dispatch import views as dispatch
from applications.support import views as support

urlpatterns = [
    path("namnden/", views.meetings, name="meetings"),
    path("namnden/<int:pk>/", views.meeting, name="meeting"),
    path("namnden/beslut/", list_views.decisions, name="decisions"),
    path("arenden/<str:reference>/satt-upp/", views.put_on_agenda, name="put_on_agenda"),
    path("arenden/<str:reference>/ta-bort-fran-sammantrade/", views.take_off_agenda, name="take_off_agenda"),
    path("arenden/<str:reference>/flytta-punkt/", views.move_agenda_item, name="move_agenda_item"),
    path("arenden/<str:reference>/registrera-beslut/", decisions.register_decision, name="register_decision"),
    path("arenden/<str:reference>/kasta-registrering/", decisions.discard_decision, name="discard_decision"),
    path("arenden/<str:reference>/frislapp-beslut/", decisions.release_decision, name="release_decision"),
    path("arenden/<str:reference>/beslut/<int:pk>/", decisions.decision, name="decision"),
    path("arenden/<str:reference>/beslut/<int:pk>/ansla/", dispatch.post_decision, name="post_decision"),
    path("arenden/<str:reference>/beslut/<int:pk>/expediera/", dispatch.send_decision, name="send_decision"),
    path(
        "arenden/<str:reference>/beslut/<int:pk>/laga-kraft/",
        dispatch.set_legal_force,
        name="set_legal_force",
    ),
    path(
        "arenden/<str:reference>/beslut/<int:pk>/ratta/", dispatch.rectify_decision, name="rectify_decision"
    ),
    path(
        "arenden/<str:reference>/beslut/<int:pk>/undertecknat/",
        dispatch.upload_signed_extract,
        name="upload_signed_extract",
    ),
    path(
        "arenden/<str:reference>/overlamnande/<int:pk>/",
        dispatch.enter_referral_number,
        name="enter_referral_number",
    ),
    path("arenden/<str:reference>/villkor/<int:pk>/", support.meet_condition, name="meet_condition"),
    path("arenden/<str:reference>/betalningar/", support.record_payment, name="record_payment"),
    path("arenden/<str:reference>/annat-stod/", support.record_delivery, name="record_delivery"),
]
