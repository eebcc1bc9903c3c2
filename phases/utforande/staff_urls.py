"""Addresses in the staff workspace."""

from django.urls import path

from phases.utforande import urls, views
from phases.utforande.check_ins import views as check_ins
from phases.utforande.check_ins.staff_series_views import book_series

urlpatterns = [
    *urls.urlpatterns,
    path("avstamningar/", check_ins.check_in_list, name="check_ins"),
    path("arenden/<str:reference>/avstamningar/boka/", check_ins.book_check_in, name="book_check_in"),
    path("arenden/<str:reference>/avstamningar/serie/", book_series, name="book_series"),
    path(
        "arenden/<str:reference>/avstamningar/<int:pk>/andra/", check_ins.move_check_in, name="move_check_in"
    ),
    path(
        "arenden/<str:reference>/avstamningar/<int:pk>/stall-in/",
        check_ins.cancel_check_in,
        name="cancel_check_in",
    ),
    path(
        "arenden/<str:reference>/avstamningar/<int:pk>/anteckna/",
        check_ins.hold_check_in,
        name="hold_check_in",
    ),
    path("arenden/<str:reference>/oppna-resultatrapport/", views.open_reporting, name="open_reporting"),
]
