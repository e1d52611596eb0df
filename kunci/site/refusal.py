"""What the web server itself answers to a request that is too large: a sentence, before any of it is read."""

from __future__ import annotations

from waitress.channel import HTTPChannel
from waitress.task import ErrorTask

TOO_LARGE = 413
PAGE = """<!doctype html>
<html lang="id"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Kunci</title>
<h1>Berkas itu terlalu besar</h1>
<p>Paling besar 20 MB. Ekspor lagi tanpa foto, atau bagi menjadi beberapa berkas. Belum ada yang berubah.</p>
<section lang="en"><h2>That file is too large</h2>
<p>20 MB at most. Export it again without photos, or split it into several files. Nothing has changed.</p></section>
<p><a href="/kunci/ambil/">Kembali · Back</a></p>
</html>
"""


class Sentence(ErrorTask):  # type: ignore[misc]  # waitress has no types
    """Waitress's own words for all other errors: those are made by programs, not by people."""

    def execute(self) -> None:
        if self.request.error.code != TOO_LARGE:
            super().execute()
            return
        body = PAGE.encode()
        self.status = "413 Request Entity Too Large"
        self.response_headers += [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Channel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    error_task_class = Sentence
