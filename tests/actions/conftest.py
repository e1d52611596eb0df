"""What the tests of actions share: the cast, a postbox, and a database in which writes are really committed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from kunci.actions import mail
from tests import cast as casting
from tests.cast import ADDRESS, Cast

Deliver = Callable[[], list[EmailMessage]]


class Postbox(BaseEmailBackend):
    """Keeps what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[EmailMessage] = []

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.sent.extend(email_messages)
        return len(email_messages)


@pytest.fixture
def cast(db: None) -> Cast:
    return casting.make()


@pytest.fixture
def deliver(cast: Cast) -> Deliver:
    """Delivers all that waits in the outbox, and hands out what went this time."""

    def run() -> list[EmailMessage]:
        postbox = Postbox()
        while mail.deliver_one(cast.now, postbox, "Kunci <kunci@kunci.test>", ADDRESS):
            pass
        return postbox.sent

    return run


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    """The cast in a database where every transaction is real, for tests with threads; emptied afterwards.

    The application's role may not empty tables, so the owner does.
    """
    with django_db_blocker.unblock():
        try:
            yield casting.make()
        finally:
            _empty()


def _empty() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select string_agg(format('%I.%I', schemaname, tablename), ', ') from pg_tables "
            "where schemaname = 'vault' and tablename <> 'viewer_key'"
        )
        (tables,) = cursor.fetchone()
        cursor.execute(f"truncate {tables}, account, django_session, sign_in_ask, procrastinate_jobs cascade")
    connections.close_all()
