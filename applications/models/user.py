"""A person with an account: an applicant, or somebody at the city with one or more roles."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from applications.states import MailChoice, Role

STAFF_ROLES = (Role.OFFICER, Role.MANAGER, Role.SECRETARY, Role.REGISTRAR, Role.ADMINISTRATOR)


class UserManager(BaseUserManager["User"]):
    """Accounts key on the e-mail address, kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Create an account; without a password it cannot log in by password."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Create an administrator (for `manage.py createsuperuser`)."""
        return self.create_user(email, password, is_administrator=True, **fields)

    def with_role(self, role: Role) -> models.QuerySet:
        """Return active people at the city who hold `role`."""
        return self.filter(is_active=True, **{f"is_{role.value}": True})


class User(AbstractBaseUser):
    """An account. City roles are facts of the person; roles in a case are `Membership` rows."""

    email = models.EmailField(
        _("E-postadress"), unique=True, error_messages={"unique": _("Adressen används redan.")}
    )
    name = models.CharField(_("Namn"), max_length=150)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    title = models.CharField(_("Titel"), max_length=100, blank=True)
    is_active = models.BooleanField(_("Får logga in"), default=True)
    is_officer = models.BooleanField(_("Kontaktperson"), default=False)
    is_manager = models.BooleanField(_("Chef"), default=False)
    is_secretary = models.BooleanField(_("Nämndsekreterare"), default=False)
    is_registrar = models.BooleanField(_("Registrator"), default=False)
    is_administrator = models.BooleanField(_("Administratör"), default=False)
    substitute = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="stands_in_for",
        verbose_name=_("Ersättare"),
    )
    protected_identity = models.BooleanField(_("Skyddade personuppgifter"), default=False)
    # Names, addresses and numbers that a protected person has had here: still hidden in what others wrote (D22).
    hidden_words = models.JSONField(null=True, blank=True, editable=False)
    language = models.CharField(_("Språk"), max_length=5, default="sv")
    mail_choice = models.CharField(_("Mejl"), max_length=10, choices=MailChoice, default=MailChoice.AT_ONCE)
    joined_at = models.DateTimeField(_("Konto sedan"), null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("användare")
        verbose_name_plural = _("användare")
        ordering = ["name", "email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        """Return what everybody may read (D22); `applications.identity` says who may know more."""
        return str(_("Skyddade personuppgifter")) if self.protected_identity else self.name or self.email

    def get_full_name(self) -> str:
        """Return the name (Django's own pages ask for it)."""
        return self.name

    @property
    def roles(self) -> frozenset[Role]:
        """City roles of this person."""
        return frozenset(role for role in STAFF_ROLES if getattr(self, f"is_{role.value}"))

    @property
    def is_staff(self) -> bool:
        """True for everybody at the city: may enter the staff workspace."""
        return self.is_active and bool(self.roles)

    @property
    def is_superuser(self) -> bool:
        """Nobody is above the permission table."""
        return False

    def has_perm(self, perm: str, obj: object | None = None) -> bool:
        """Return False: permissions come from applications.permissions and the registers' own roles."""
        return False

    def has_perms(self, perm_list: object, obj: object | None = None) -> bool:
        """Return False, as has_perm."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        """Return whether the staff workspace may list the registers of an app at all."""
        return self.is_staff
