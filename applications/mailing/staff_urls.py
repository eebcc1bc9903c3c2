"""Addresses of mails in the staff workspace."""

from django.urls import path

from applications.mailing import staff_views as views
from applications.mailing.texts import views as texts

urlpatterns = [
    path("register/mejltexter/", texts.mail_texts, name="mail_texts"),
    path("register/mejltexter/<slug:template>/<slug:code>/", texts.mail_text, name="mail_text"),
    path("mejl/<int:pk>/", views.mail_page, name="mail"),
    path("mejl/<int:pk>/utseende/", views.mail_html, name="mail_html"),
    path("mejl/<int:pk>/skicka-igen/", views.send_mail_again, name="send_mail_again"),
    path("mejl/<int:pk>/i-retur/", views.note_returned_mail, name="note_returned_mail"),
    path("mejl/<int:pk>/ordnat/", views.settle_mail, name="settle_mail"),
]
