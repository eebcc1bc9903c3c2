"""The one door for files: each is looked at, scanned and freed from what nobody meant to send."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _

from applications.attachments import kinds, pictures, scanner
from applications.attachments.unfit import NotScanned, Unfit

EMPTY = _("%(name)s är tom. Välj en annan fil")
TOO_BIG = _("%(name)s är för stor. Välj en fil på högst %(megabytes)s MB")
FORMS = {kinds.PNG: "PNG", kinds.JPEG: "JPEG", kinds.WEBP: "WEBP"}
MEGABYTE = 1024 * 1024


class Checked(NamedTuple):
    """A file that may be kept: `content` is what is stored, `name` what people see, `sha256` in hex."""

    content: File
    name: str
    kind: kinds.Kind
    size: int
    sha256: str


def check(file: Any) -> Checked:
    """Return an uploaded file ready to be kept. Raises Unfit (NotScanned when only the scanner failed).

    Pictures lose what they tell of place and camera (see `pictures.cleaned`).
    """
    if not file.size:
        raise Unfit(EMPTY)
    if file.size > settings.ATTACHMENT_MAX_BYTES:
        raise Unfit(TOO_BIG, megabytes=settings.ATTACHMENT_MAX_BYTES // MEGABYTE)
    kind = kinds.detect(file)
    scanner.scan(file)
    content: File = file
    if kind in FORMS:
        content = ContentFile(pictures.cleaned(file.read(), FORMS[kind]))
    digest = hashlib.sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    content.seek(0)
    return Checked(content, kinds.safe_name(file.name, kind), kind, content.size, digest.hexdigest())


def check_all(files: Iterable[Any]) -> Iterator[Checked | str]:
    """Yield each file ready to be kept, or the sentence that says why it is not, in the order they came.

    A scanner that failed once is not asked again: nobody waits for it twenty times.
    """
    down: NotScanned | None = None
    for file in files:
        name = kinds.shown_name(file.name) or str(_("Filen"))
        try:
            if down is not None and settings.CLAMAV_SOCKET:
                raise down
            yield check(file)
        except NotScanned as failure:
            down = failure if failure.text is scanner.DOWN else None
            yield failure.about(name)
        except Unfit as refusal:
            yield refusal.about(name)
