"""A whole Kunci that answers a real browser, over rows that are really committed."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connections
from waitress.server import create_server
from waitress.wasyncore import close_all

from kunci.actions import accounts, mail
from kunci.site.mailfolder import Folder
from kunci.web import clock


@dataclass(frozen=True)
class Installation:
    """Where it answers (`http://127.0.0.1:port`), and the folder that its mails are written to."""

    address: str
    mail_folder: Path

    def first_link(self) -> str:
        """The single-use link that start-up prints for the first member."""
        account = accounts.first_account()
        if account is None:
            raise AssertionError("somebody is a member already")
        return self.address + accounts.sign_in_path(account)

    def deliver(self) -> list[str]:
        """Delivers what waits in the outbox; every mail delivered so far, oldest first, with its headers."""
        while mail.deliver_one(clock.now(), Folder(), "Kunci <kunci@localhost>", self.address):
            pass
        files = sorted(self.mail_folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        return [file.read_text() for file in files]


@contextmanager
def answering() -> Iterator[str]:
    """The pages, served as `kunci up` serves them, in a thread of their own; yields their address."""
    from kunci.site.wsgi import application

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    sockets: dict[int, object] = {}
    server = create_server(
        application, map=sockets, sockets=[listener], threads=4, ident=None, clear_untrusted_proxy_headers=True
    )
    thread = threading.Thread(target=server.run, name="pages")
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.trigger.pull_trigger(lambda: close_all(sockets))
        thread.join(10)
        server.task_dispatcher.shutdown()


def empty() -> None:
    """Takes every row out that pages and actions can write; only the owner may."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select string_agg(format('%I.%I', schemaname, tablename), ', ') from pg_tables where schemaname = 'vault'"
            " and tablename <> 'viewer_key' or tablename in ('account', 'django_session', 'sign_in_ask')"
        )
        (tables,) = cursor.fetchone()
        cursor.execute(f"truncate {tables} cascade")
