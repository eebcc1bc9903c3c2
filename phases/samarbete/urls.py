"""Addresses for the group. All but the city's own answers stand in the staff workspace too (staff_urls)."""

from django.contrib.auth.decorators import login_required
from django.urls import URLPattern, path

from phases.samarbete import views
from phases.samarbete.proposal import views as proposal

CASE = "arenden/<str:reference>/"

# path below the case, view: mounted in both frames
BOTH = (
    ("information/", views.add_communication),
    ("information/<int:pk>/", views.change_communication),
    ("information/<int:pk>/ta-bort/", views.remove_communication),
    ("aktorer/", views.map_actors),
    ("aktorer/<int:pk>/", views.change_mapping),
    ("aktorer/<int:pk>/ta-bort/", views.remove_mapping),
    ("dialoger/", views.plan_dialogue),
    ("dialoger/<int:pk>/", views.change_dialogue),
    ("dialoger/<int:pk>/genomford/", views.hold_dialogue),
    ("dialoger/<int:pk>/ta-bort/", views.remove_dialogue),
    ("behov/", views.record_needs),
    ("behov/<int:pk>/", views.change_need),
    ("behov/<int:pk>/ta-bort/", views.remove_need),
    ("sammanstallning/", views.compile_viewpoints),
    ("stod/", views.ask_for_support),
    ("forslag/", proposal.edit_proposal),
    ("forslag/i-korthet/", proposal.edit_proposal_summary),
    ("forslag/insatser/ny/", proposal.add_measure),
    ("forslag/insatser/<int:pk>/", proposal.edit_measure),
    ("forslag/insatser/<int:pk>/ta-bort/", proposal.remove_measure),
    ("forslag/skicka/", proposal.submit_proposal),
    ("forslag/inskickat/", proposal.proposal),
    ("forslag/inskickat/<int:version>/", proposal.proposal_version),
    ("ni-sa-vi-gjorde/", proposal.trace),
)

urlpatterns: list[URLPattern] = [
    path(f"{CASE}{route}", login_required(view), name=view.__name__) for route, view in BOTH
]
