"""Addresses in the staff workspace: the list of cases and the short forms on a case."""

from django.urls import path

from applications import views as case_views
from applications.actors import staff_urls as actors
from applications.attachments import staff_urls as attachments
from applications.city import staff_urls as city
from applications.drafts import staff_urls as drafts
from applications.group import staff_urls as group
from applications.mailing import staff_urls as mailing
from applications.messaging import staff_urls as messaging
from applications.network import staff_urls as network
from applications.officer_report import views as report_views
from applications.registry import staff_urls as registry
from applications.workspace import bulk_views, file_views, list_views, substitute_views, views
from applications.writing import staff_urls as writing

urlpatterns = [
    path("arenden/", list_views.case_index, name="case_index"),
    path("arenden/lista/", file_views.export_cases, name="export_cases"),
    path("arenden/lista/filer/", file_views.list_files, name="list_files"),
    path("arenden/lista/filer/<int:file_id>/", file_views.list_file, name="list_file"),
    path("arenden/vyer/ny/", list_views.save_view, name="save_view"),
    path("arenden/vyer/<int:view_id>/", list_views.change_view, name="change_view"),
    path("arenden/vyer/<int:view_id>/ta-bort/", list_views.remove_view, name="remove_view"),
    path("arenden/kontaktperson/", bulk_views.assign_officers, name="assign_officers"),
    path("arenden/kontaktperson/byten/", bulk_views.hand_overs, name="hand_overs"),
    path(
        "arenden/<str:reference>/tjansteskrivelse/andringar/",
        report_views.report_changes,
        name="report_changes",
    ),
    path("stada-text/", report_views.clean_pasted, name="clean_pasted"),
    path("tjansteanteckning/", views.quick_file_note, name="quick_file_note"),
    path("ersattare/", substitute_views.choose_substitute, name="choose_substitute"),
    path("arenden/nytt/", views.open_case, name="open_case"),
    path("arenden/<str:reference>/kontaktperson/", views.assign_officer, name="assign_officer"),
    path("arenden/<str:reference>/diarienummer/", views.enter_registry_number, name="enter_registry_number"),
    path("arenden/<str:reference>/datum/", views.move_date, name="move_date"),
    path("arenden/<str:reference>/avskriv/", views.strike_off, name="strike_off"),
    path("arenden/<str:reference>/arkivera/", views.archive, name="archive"),
    path("arenden/<str:reference>/tjansteanteckning/", views.write_file_note, name="write_file_note"),
    path("arenden/<str:reference>/kontakt/", views.change_contact, name="change_contact"),
    path("arenden/<str:reference>/anteckning/", views.write_note, name="write_note"),
    *actors.urlpatterns,
    *city.urlpatterns,
    *registry.urlpatterns,
    *writing.urlpatterns,
    *drafts.urlpatterns,
    *group.urlpatterns,
    *attachments.urlpatterns,
    *mailing.urlpatterns,
    *messaging.urlpatterns,
    *network.urlpatterns,
    path("arenden/<str:reference>/aterkalla/", case_views.withdraw, name="withdraw"),
]
