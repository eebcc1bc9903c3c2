"""Reading uploads: what is above the limit is not kept, not even while the request lasts."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class CutAtLimit(FileUploadHandler):
    """Lets the other handlers see a file up to just past the limit: enough to say that it is too big."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Hand on `raw_data`, or nothing once the file is too big."""
        if self.seen > settings.ATTACHMENT_MAX_BYTES:
            return None
        self.seen += len(raw_data)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave it to the other handlers to make the file."""
