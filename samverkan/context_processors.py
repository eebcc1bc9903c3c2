"""What every template may know: the municipality's own names, contact data and logotype (never constants)."""

from django.conf import settings
from django.http import HttpRequest

from applications.city import values


def municipality(request: HttpRequest) -> dict:
    """Return the municipality's settings, and whether the workspace is open without a second factor."""
    return {
        "municipality": values.municipality(),
        "logotype": values.logotype_url(),
        "second_factor_off": not settings.STAFF_SECOND_FACTOR,
    }
