"""App configuration of the composition root."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    """Django's admin with our own site as the default one."""

    default_site = "samverkan.admin_site.StaffSite"


class SamverkanConfig(AppConfig):
    """The composition root: imports all, imported by none."""

    name = "samverkan"
    verbose_name = "samverkan"
