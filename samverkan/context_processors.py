"""What every template may know: the municipality's own names and contact data (settings, never constants)."""

from django.conf import settings
from django.http import HttpRequest


def municipality(request: HttpRequest) -> dict:
    """Return the municipality's settings, and whether the workspace is open without a second factor."""
    return {
        "municipality": settings.MUNICIPALITY,
        "second_factor_off": not settings.STAFF_SECOND_FACTOR,
    }
