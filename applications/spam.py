"""Protection of public forms without third parties: a box for programs, a minimum time, a limit per hour."""

import time
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SALT = "samverkan.spam"
HOUR = 60 * 60
DAY = 24 * HOUR


class SpamGuardForm(forms.Form):
    """Mixin, before SamverkanForm in the bases: refuses what programs send.

    `website` is hidden for people; `opened` carries when the page was shown, signed.
    """

    website = forms.CharField(label=gettext_lazy("Lämna den här rutan tom"), required=False)
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["opened"] = signing.dumps(time.time(), salt=SALT)
        self.fields["website"].hide_optional = True  # type: ignore[attr-defined]
        self.fields["website"].widget.attrs.update({"tabindex": "-1", "autocomplete": "off"})

    def clean_website(self) -> str:
        """Refuse what a program has filled in."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("Lämna den här rutan tom"), code="trap")
        return ""

    def clean(self) -> dict[str, Any] | None:
        """Refuse a form that came back faster than anybody writes, or that carries no time of ours."""
        cleaned = super().clean()
        age = self._age()
        if not 0 <= age <= DAY:
            self._stamp_again()
            self.add_error(None, _("Sidan var gammal. Läs igenom det du har skrivit och skicka igen."))
        elif age < settings.PUBLIC_FORM_MIN_SECONDS:
            self.add_error(None, _("Det gick väldigt fort. Vänta några sekunder och skicka igen."))
        return cleaned

    def _age(self) -> float:
        """Return for how many seconds the page was open; below zero when it carries no time of ours."""
        try:
            return time.time() - signing.loads(self.cleaned_data.get("opened", ""), salt=SALT)
        except (signing.BadSignature, TypeError):
            return -1

    def _stamp_again(self) -> None:
        self.data = self.data.copy()
        self.data[self.add_prefix("opened")] = self.initial["opened"]


def within_limit(request: HttpRequest, what: str, per_hour: int) -> bool:
    """Count one use of `what` by this address and say whether it is allowed; the address itself is not kept."""
    address = get_adapter().get_client_ip(request)  # behind a proxy, what the proxy says: as for the log-ins
    key = f"limit-{what}-{salted_hmac(SALT, address).hexdigest()}"
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key) <= per_hour
    except ValueError:  # it fell out of the cache in between: a new hour
        cache.set(key, 1, HOUR)
        return True
