"""The people of the tests: plain functions, one person each, the same everywhere."""

from datetime import datetime
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress

from applications.models import User

PASSWORD = "sommar-gatan-2026"
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Europe/Stockholm"))


def person(email: str, name: str, **fields: object) -> User:
    """Return the person with this address, created with a verified e-mail when new."""
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, PASSWORD, name=name, **fields)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def amina() -> User:
    """Amina, the group's representative."""
    return person("amina@example.org", "Amina Björkdal", phone="070-174 06 05")


def birk() -> User:
    """Birk, a member of the group who writes but does not send."""
    return person("birk@example.org", "Birk Åkerlind")


def olga() -> User:
    """Olga, an applicant in another case: sees nothing of ours."""
    return person("olga@example.org", "Olga Utterström")


def karl() -> User:
    """Karl, the case's kontaktperson."""
    return person(
        "karl@example.org", "Karl Sjöhed", is_officer=True, title="Projektledare", phone="040-628 04 11"
    )


def karin() -> User:
    """Karin, another kontaktperson."""
    return person("karin@example.org", "Karin Ösund", is_officer=True, title="Projektledare")


def cecilia() -> User:
    """Cecilia, the manager who signs off."""
    return person("cecilia@example.org", "Cecilia Ängby", is_manager=True, title="Enhetschef")


def nils() -> User:
    """Nils, secretary of the committee."""
    return person("nils@example.org", "Nils Fagerdal", is_secretary=True, title="Nämndsekreterare")


def rut() -> User:
    """Rut, the registrar."""
    return person("rut@example.org", "Rut Lindmark", is_registrar=True, title="Registrator")


def adam() -> User:
    """Adam, the administrator."""
    return person("adam@example.org", "Adam Västerdal", is_administrator=True, title="Systemförvaltare")
