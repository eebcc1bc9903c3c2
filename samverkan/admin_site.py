"""The staff workspace: Django's admin site, with daily work as its front page."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class StaffSite(admin.AdminSite):
    """The city's workspace (R46, D13, D20)."""

    site_header = _("samverkan")
    site_title = _("samverkan")
    index_title = _("Min arbetsdag")
