"""Addresses about mails."""

from django.urls import path

from applications.mailing import views

urlpatterns = [
    path("konto/mejl/", views.account_mail, name="account_mail"),
    path("mejl/<str:token>/", views.account_mail_link, name="account_mail_link"),
]
