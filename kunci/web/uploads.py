"""How much of an upload is taken in before anybody looks at it."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from kunci.core.calendarfile import Limits

MOST = Limits().bytes  # of a calendar, the largest of what comes in whole; of a smaller kind its action says the rest
FORM_BYTES = 100_000  # of the form around the file


class Bounded(FileUploadHandler):
    """Passes over a body that is beyond the limit, without keeping it, and notes that on the request.

    The first in the row of handlers: what it lets through, the next one keeps.
    """

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        self.too_big = content_length > MOST + FORM_BYTES
        if self.request is not None:
            self.request.upload_too_big = self.too_big  # type: ignore[attr-defined]  # a note of ours on the request

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.too_big:
            raise StopUpload(connection_reset=False)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
