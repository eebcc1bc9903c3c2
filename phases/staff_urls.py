"""Addresses of the phases in the staff workspace, slice by slice. Mounted by samverkan.admin_site.

Actions that several phases share have one address; `shared` sends them on to the phase of the case.
"""

from importlib import import_module

from django.urls import path

from phases import ORDER, case, case_tabs, network_pages, unanswered
from phases.beginning import start_draft
from phases.shared import shared

CASE = "arenden/<str:reference>/"
REPORT = f"{CASE}tjansteskrivelse/"

urlpatterns = [
    path("natverk/traffar/boka/", network_pages.book_network_meeting, name="book_network_meeting"),
    path(
        "natverk/traffar/<int:meeting_id>/andra/",
        network_pages.move_network_meeting,
        name="move_network_meeting",
    ),
    path(CASE, case.staff_case, name="case"),
    path(f"{CASE}bedomning/", case.case_assessment, name="case_assessment"),
    path(f"{CASE}gruppen/", case_tabs.case_group, name="case_group"),
    path(f"{CASE}dokument/", case_tabs.case_documents, name="case_documents"),
    path(f"{CASE}meddelanden/", case_tabs.case_messages, name="case_messages"),
    path(f"{CASE}handelser/", case_tabs.case_events, name="case_events"),
    path(f"{CASE}ansokan/borja/", start_draft, name="start_draft"),
    path(f"{CASE}komplettering/", shared("request_completion"), name="request_completion"),
    path(f"{CASE}komplettera/", shared("complete"), name="complete"),
    path(f"{CASE}utan-svar/", unanswered.page, name="go_on_without_answer"),
    path(REPORT, shared("write_officer_report"), name="write_officer_report"),
    path(
        f"{REPORT}insatser/", shared("write_officer_report", page="report_measures"), name="report_measures"
    ),
    path(f"{REPORT}till-chefen/", shared("request_sign_off"), name="request_sign_off"),
    path(f"{REPORT}lamna-tillbaka/", shared("return_report"), name="return_report"),
    path(f"{REPORT}signera/", shared("sign_off"), name="sign_off"),
    path(f"{REPORT}ta-tillbaka/", shared("recall_report"), name="recall_report"),
    *(pattern for slice_ in ORDER for pattern in import_module(f"phases.{slice_}.staff_urls").urlpatterns),
]
