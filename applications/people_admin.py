"""Registers of people and actors."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from applications import identity, search
from applications.accounts import actions as accounts
from applications.models import Actor, Case, User
from applications.register_admin import StaffModelAdmin
from applications.states import Role
from applications.templatetags.samverkan import datum

HIDDEN = _("Personen når du genom ärendets kontaktperson. Bara personen själv kan ta bort skyddet.")
ROLE_FLAGS = ("is_officer", "is_manager", "is_secretary", "is_registrar", "is_administrator")


class UserForm(forms.ModelForm):
    """A person: name, contact, roles at the city. Passwords are chosen by the person, by mail."""

    class Meta:
        model = User
        fields = [
            "name",
            "email",
            "title",
            "phone",
            "is_active",
            *ROLE_FLAGS,
            "substitute",
            "protected_identity",
        ]

    def clean_email(self) -> str:
        """Keep addresses in lower case: they are what people log in with."""
        return self.cleaned_data["email"].lower()

    def clean(self) -> dict[str, Any]:
        """Refuse to take the last administrator away: nobody could give the role back."""
        cleaned = super().clean() or {}
        stays = cleaned.get("is_administrator", self.instance.is_administrator) and cleaned.get(
            "is_active", self.instance.is_active
        )
        if self.instance.pk and not stays and not accounts.another_administrator(self.instance):
            wrong = "is_active" if cleaned.get("is_administrator") else "is_administrator"
            self.add_error(
                wrong,
                gettext("Personen är den enda administratören. Gör någon annan till administratör först."),
            )
        return cleaned


class RoleFilter(admin.SimpleListFilter):
    """People by their role at the city; those of the groups have none."""

    title = _("roll")
    parameter_name = "roll"
    NONE = "ingen"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the roles to choose among."""
        roles = (User._meta.get_field(flag) for flag in ROLE_FLAGS)  # noqa: SLF001 - Django's own interface
        return [*((field.name, field.verbose_name) for field in roles), (self.NONE, _("Ingen hos staden"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Return those who have the chosen role."""
        if self.value() == self.NONE:
            return queryset.filter(**dict.fromkeys(ROLE_FLAGS, False))
        return queryset.filter(**{self.value(): True}) if self.value() in ROLE_FLAGS else queryset


@admin.register(User)
class UserAdmin(StaffModelAdmin):
    """Who may log in, and with which roles at the city. Nobody is deleted: the trail names them (D8)."""

    form = UserForm
    view_roles = (Role.ADMINISTRATOR, Role.MANAGER)
    change_roles = (Role.ADMINISTRATOR,)
    may_delete_unused = False
    actions = ("reset_second_factor",)
    list_display = ("called", "address", "title", "does", "is_active", "last_seen")
    list_filter = (RoleFilter, "is_active")
    search_fields = ("name", "email")
    fieldsets = (
        (None, {"fields": ("name", "email", "title", "phone")}),
        (
            _("Roller hos staden"),
            {
                "fields": ROLE_FLAGS,
                "description": _(
                    "Den som inte har någon roll är med i en grupp och ser bara sina egna ärenden."
                ),
            },
        ),
        (_("Mer"), {"fields": ("substitute", "is_active", "protected_identity")}),
    )

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """Find nobody protected by name or address (D22)."""
        rows, duplicates = super().get_search_results(request, queryset, search_term)
        return (rows.filter(protected_identity=False) if search_term else rows), duplicates

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show roles and log-in of a protected person, not who it is (D22)."""
        if obj is None or identity.may_know(request.user, obj):
            return self.fieldsets
        return (
            (_("Skyddade personuppgifter"), {"fields": (*ROLE_FLAGS, "is_active"), "description": HIDDEN}),
        )

    @admin.display(description=_("Namn"), ordering="name")
    def called(self, user: User) -> str:
        """Return the name as everybody may read it."""
        return str(user)

    @admin.display(description=_("E-postadress"), ordering="email")
    def address(self, user: User) -> str:
        """Return the address as everybody may read it."""
        return identity.known(None, user).email

    @admin.display(description=_("Roller"))
    def does(self, user: User) -> str:
        """Return the person's roles at the city in words."""
        return ", ".join(str(Role(role).label) for role in Role if role in user.roles)

    @admin.display(description=_("Loggade in senast"), ordering="last_login")
    def last_seen(self, user: User) -> str:
        """Return when the person last logged in."""
        return datum(user.last_login) or gettext("aldrig")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: Any) -> None:
        """Give a new person no password, and a mail that leads to choosing one; say what is left to hand over."""
        if not change:
            obj.set_unusable_password()
            obj.joined_at = timezone.now()
        super().save_model(request, obj, form, change)
        if not change or "email" in form.changed_data:
            accounts.keep_address(obj)
        if not change:
            accounts.invite_to_log_in(obj, by=request.user, at=timezone.now())
        if not (obj.is_active and obj.is_officer) and (count := accounts.running_cases(obj)):
            text = ngettext(
                "%(name)s är kontaktperson i %(n)s ärende. Lämna över det under Ärenden.",
                "%(name)s är kontaktperson i %(n)s ärenden. Lämna över dem under Ärenden.",
                count,
            )
            messages.warning(request, text % {"name": obj, "n": count})

    @admin.action(
        permissions=["reset_second_factor"], description=_("Ta bort det andra steget för valda personer")
    )
    def reset_second_factor(self, request: HttpRequest, people: QuerySet) -> None:
        """Help those who have lost phone and recovery codes: they set up a new second factor when they log in."""
        names = accounts.reset_second_factor(people, at=timezone.now())
        for person in people:
            self.log_change(request, person, gettext("Tog bort det andra steget"))
        text = gettext("Det andra steget är borttaget för %(names)s. De får ett mejl om det.")
        messages.success(request, text % {"names": ", ".join(names)})

    def has_reset_second_factor_permission(self, request: HttpRequest) -> bool:
        """Return whether the person looks after accounts."""
        return self.has_add_permission(request)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only officers as substitutes."""
        if db_field.name == "substitute":
            kwargs["queryset"] = User.objects.filter(is_officer=True, is_active=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Actor)
class ActorAdmin(StaffModelAdmin):
    """Actors as they are known across cases."""

    change_roles = (Role.OFFICER, Role.REGISTRAR, Role.ADMINISTRATOR)
    list_display = ("name", "kind", "organisation_number")
    list_filter = ("kind",)
    search_fields = ("name", "organisation_number")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Leave out those that are part of another by now (applications.actors)."""
        return super().get_queryset(request).filter(merged_into=None)

    def save_model(self, request: HttpRequest, obj: Actor, form: Any, change: Any) -> None:
        """Let the cases of the actor be found by what it is called from now on."""
        super().save_model(request, obj, form, change)
        if change and {"name", "organisation_number"} & {*form.changed_data}:
            search.refresh_all(Case.objects.filter(case_actors__actor=obj).distinct())

    def get_form(self, request: HttpRequest, obj: Any = None, change: Any = False, **kwargs: Any) -> Any:  # noqa: FBT002
        """Check the number as everywhere else."""
        from applications.fields import OrganisationNumberField

        form = super().get_form(request, obj, change=change, **kwargs)
        if "organisation_number" in form.base_fields:
            form.base_fields["organisation_number"] = OrganisationNumberField(
                label=_("Organisationsnummer"), required=False, help_text=_("Boendegrupper har inget.")
            )
        return form
