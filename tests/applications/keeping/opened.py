"""A page opened in a browser of the test, and sent again with something typed."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

SCRIPT = {"X-Autosave": "save", "Accept": "application/json"}
HIDDEN = re.compile(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"')


def open_form(client: Client, url: str) -> dict[str, str]:
    """Return the hidden fields of the page at `url`: its mark, its revision, its rows."""
    html = client.get(url).content.decode().split("<main", 1)[-1]
    return {name: value for name, value in HIDDEN.findall(html) if name != "csrfmiddlewaretoken"}


def by_script(client: Client, url: str, data: dict[str, str], **changes: Any) -> HttpResponse:
    """Send the form as static/js/autosave.js does; `data` counts the tries of its page."""
    data["keep_count"] = str(int(data.get("keep_count", "0")) + 1)
    return client.post(url, {**data, **changes}, headers=SCRIPT)
