"""Addresses of this layer for the groups, slice by slice."""

from django.contrib.auth.decorators import login_required
from django.urls import path

from applications import map_views, views
from applications.attachments import urls as attachments
from applications.calendars import urls as calendars
from applications.city import views as city
from applications.drafts import urls as drafts
from applications.group import urls as group
from applications.keeping import urls as keeping
from applications.mailing import urls as mailing
from applications.messaging import urls as messaging
from applications.network import urls as network
from applications.writing import urls as writing

urlpatterns = [
    *writing.urlpatterns,
    *drafts.urlpatterns,
    *group.urlpatterns,
    *attachments.urlpatterns,
    *mailing.urlpatterns,
    *calendars.urlpatterns,
    *messaging.urlpatterns,
    *network.urlpatterns,
    *keeping.urlpatterns,
    path("logotyp/<int:logotype_id>.png", city.logotype, name="logotype"),
    path("karta/underlag.geojson", map_views.map_backdrop, name="map_backdrop"),
    path("arenden/<str:reference>/aterkalla/", login_required(views.withdraw), name="withdraw"),
]
