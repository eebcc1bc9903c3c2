"""What every template may know: the municipality's own names and contact data (settings, never constants)."""

from django.conf import settings
from django.http import HttpRequest


def municipality(request: HttpRequest) -> dict:
    """Return the municipality's settings for templates as `municipality`."""
    return {"municipality": settings.MUNICIPALITY}
