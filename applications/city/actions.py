"""Changing what the municipality says of itself: every change is a new row of the register, with who and when."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from applications.city import values
from applications.city.pictures import Picture
from applications.lifecycle import Missing, Refused
from applications.models import CityVersion, Logotype


def may_change(user: Any) -> bool:
    """Return whether the person may change the municipality's settings: administrators."""
    return bool(user.is_active and user.is_administrator)


def require(user: Any) -> None:
    """Raise PermissionDenied with who may, unless the person may change the municipality's settings."""
    if not may_change(user):
        raise PermissionDenied(_("Det här kan bara göras av administratören."))


def change_city(chosen: Mapping[str, Any], *, after: int, by: Any, at: datetime) -> CityVersion:
    """Keep what the municipality has set, as the version after `after`. Raises Refused when somebody came first."""
    now = _newest()
    return _keep(after, chosen=dict(chosen), logotype_id=now.logotype_id if now else None, by=by, at=at)


def upload_logotype(picture: Picture, *, by: Any, at: datetime) -> Logotype:
    """Keep a picture to look at; it is used first when somebody says so (`use_logotype`)."""
    require(by)
    return Logotype.objects.create(
        picture=picture.data, width=picture.width, height=picture.height, at=at, by=by
    )


def use_logotype(logotype: Logotype | None, *, by: Any, at: datetime) -> CityVersion:
    """Show the logotype in headers and new documents from now on; None: our own mark again."""
    now = _newest()
    chosen = now.chosen if now else {}
    return _keep(
        now.number if now else 0, chosen=chosen, logotype_id=getattr(logotype, "pk", None), by=by, at=at
    )


def _newest() -> CityVersion | None:
    return CityVersion.objects.order_by("-number").first()


def _keep(
    after: int, *, chosen: dict[str, Any], logotype_id: int | None, by: Any, at: datetime
) -> CityVersion:
    require(by)
    try:
        with transaction.atomic():
            version = CityVersion.objects.create(
                number=after + 1, chosen=chosen, logotype_id=logotype_id, by=by, by_name=str(by), at=at
            )
    except IntegrityError:
        raise Refused(
            [Missing(_("Någon annan har just ändrat uppgifterna. Läs dem och försök igen."))]
        ) from None
    finally:
        values.remembered.forget()
    transaction.on_commit(values.remembered.forget)
    return version
