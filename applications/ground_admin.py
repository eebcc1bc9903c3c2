"""The register of legal grounds of secrecy: what the registrar chooses from. A record keeps the words it was given."""

from django.contrib import admin

from applications.models import LegalGround
from applications.register_admin import StaffModelAdmin
from applications.states import Role


@admin.register(LegalGround)
class LegalGroundAdmin(StaffModelAdmin):
    """Legal grounds of secrecy (D2)."""

    change_roles = (Role.REGISTRAR, Role.ADMINISTRATOR)
    list_display = ("name", "about", "position", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name", "about")
