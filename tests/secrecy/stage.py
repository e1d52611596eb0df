"""The ground that worlds stand on: a database of their own, and ids, clock and randomness that repeat.

The connection signs in as the superuser and acts as the application's role, so that one transaction holds both what
the pages do and what the referee looks up. Whatever a world does is rolled back.
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid5

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import connection, connections

from kunci.actions import accounts, addresses, codes, mail, sessions
from kunci.models.models import Account
from kunci.site import start
from kunci.web import clock, once
from tests.cast import NOW
from tests.cluster import TestCluster

DATABASE = "kunci_worlds"
# The same statements come thousands of times: planned once each, a look at all pages takes two thirds of the time.
PREPARED = {"server_side_binding": True, "prepare_threshold": 2}
# An id depends on who makes it, in which table, on the lane (what both worlds do, or what only one does) and on how
# many they made before: what others do in secret moves nobody's ids, nor does a row of theirs that an act of mine makes
# or does not make. Settings of a transaction go back with its savepoints.
IDS = """
create or replace function vault.counted_id(place text) returns uuid
language plpgsql volatile set search_path = '' as $$
declare
    lane text := coalesce(current_setting('worlds.lane', true), '');
    who text := coalesce(vault.claim(2), '');
    counter text := 'worlds.n' || md5(lane || '/' || who || '/' || place);
    n int := coalesce(nullif(current_setting(counter, true), ''), '0')::int + 1;
begin
    perform set_config(counter, n::text, true);
    return md5(lane || '/' || who || '/' || place || '/' || n)::uuid;
end $$;
create or replace function vault.new_id() returns uuid language sql volatile set search_path = '' as $$
    select vault.counted_id('')
$$;
create or replace function vault.set_id() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    new.id := vault.counted_id(tg_table_name);
    return new;
end $$;
"""


class Clockwork:
    """What pages and actions would draw from clock and randomness: `now`, and numbers that start over at `rewind`."""

    def __init__(self) -> None:
        self.now = NOW
        self.rewind("")

    def rewind(self, lane: str) -> None:
        self._lane = lane
        self._numbers = itertools.count(1)

    def id(self) -> UUID:
        return uuid5(UUID(int=0), f"{self._lane}/{next(self._numbers)}")

    def text(self, length: int, allowed_chars: str = "") -> str:
        return f"{self._lane}{next(self._numbers)}".rjust(length, "r")[-length:]


@contextmanager
def stage(cluster: TestCluster) -> Iterator[Clockwork]:
    """A fresh database under `connection`; afterwards everything is as before."""
    cluster.create_database(DATABASE)
    before = {alias: dict(connections[alias].settings_dict) for alias in ("default", "owner")}
    work = Clockwork()
    try:
        _connect("owner", cluster, "owner")
        start.migrate()
        _connect("default", cluster, "superuser", "-c search_path=door,public -c role=kunci_app")
        with connection.cursor() as cursor:
            cursor.execute("select current_user, current_setting('is_superuser')")
            if cursor.fetchone() != ("kunci_app", "off"):
                raise AssertionError("the worlds must run as the application's role")
        with everything_seen():
            execute(IDS)
        with _fixed(work):
            yield work
    finally:
        for alias, old in before.items():
            connections[alias].close()
            connections[alias].settings_dict.clear()
            connections[alias].settings_dict.update(old)


@contextmanager
def everything_seen() -> Iterator[None]:
    """Inside, the connection is the superuser: the referee's eyes."""
    execute("set role none")
    try:
        yield
    finally:
        execute("set role kunci_app")


def execute(sql: str, params: Sequence[Any] | Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


def _connect(alias: str, cluster: TestCluster, role: str, options: str = "") -> None:
    connections[alias].close()
    connections[alias].settings_dict.update(cluster.parts(role, DATABASE))
    if options:
        connections[alias].settings_dict["OPTIONS"] = {"options": options, **PREPARED}


@contextmanager
def _fixed(work: Clockwork) -> Iterator[None]:
    """Clock, ids, session and form tokens from `work`. Nothing else on a page is masked in any comparison."""
    seconds = SimpleNamespace(time=NOW.timestamp)
    fixed: list[tuple[str, Callable[..., object]]] = [
        ("django.middleware.csrf._get_new_csrf_string", lambda: "c" * 32),
        ("django.middleware.csrf._mask_cipher_secret", lambda secret: "m" * 64),
        ("django.contrib.sessions.backends.base.get_random_string", work.text),
    ]
    with ExitStack() as stack:
        # Thousands of pages are asked for that are not there.
        stack.enter_context(patch.object(logging.getLogger("django.request"), "level", logging.ERROR))
        for place, value in fixed:
            stack.enter_context(patch(place, value))
        stack.enter_context(patch("django.http.response.time", seconds))
        stack.enter_context(patch("django.contrib.sessions.middleware.time", seconds))
        stack.enter_context(patch.object(clock, "now", lambda: work.now))
        stack.enter_context(patch.object(once, "fresh", work.id))
        stack.enter_context(patch.object(mail, "uuid4", work.id))
        stack.enter_context(patch.object(codes, "uuid4", work.id))
        stack.enter_context(patch.object(sessions, "uuid4", work.id))
        stack.enter_context(patch.object(addresses, "uuid4", work.id))
        stack.enter_context(patch.object(accounts, "uuid4", work.id))
        stack.enter_context(patch("fido2.server.os", SimpleNamespace(urandom=lambda size: b"r" * size)))
        stack.enter_context(patch.object(RecoveryCodes, "generate_seed", lambda: "5eed"))
        stack.enter_context(patch.object(Account._meta.get_field("id"), "default", work.id))
        stack.enter_context(patch.object(accounts._tokens, "_now", lambda: NOW.replace(tzinfo=None)))
        yield
