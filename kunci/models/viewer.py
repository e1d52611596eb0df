"""Who is looking, set in one place: one signed word per transaction, read by every row rule."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction


@dataclass(frozen=True)
class Principal:
    """A member, or the holder of a link: a contact (consent) or an invited person (invitation). `r` is nobody: the
    round that draws what is said of members, which sees no row."""

    kind: Literal["m", "c", "i", "r"]
    id: UUID


def member(id: UUID) -> Principal:
    return Principal("m", id)


def signed(principal: Principal, now: datetime) -> str:
    """The word that the database believes: `kind|id|instant|mac` (sql/base.sql checks it)."""
    body = f"{principal.kind}|{principal.id}|{now.isoformat()}"
    return f"{body}|{hmac.digest(settings.KUNCI_KEYS.viewer, body.encode(), 'sha256').hex()}"


@contextmanager
def looking(principal: Principal | None, now: datetime) -> Iterator[None]:
    """A transaction in which `principal` looks at the instant `now`; inside another, a savepoint.

    The setting is local to the transaction, but survives a savepoint that is released, so the one before is put
    back by hand; a rollback puts it back by itself. Looking again as the same principal costs nothing.
    """
    word = signed(principal, now) if principal else ""
    inside = connection.in_atomic_block
    before: str = getattr(connection, "kunci_viewer", "") if inside else ""
    if word == before and inside:
        yield
        return
    with transaction.atomic():
        _set(word)
        try:
            yield
        except BaseException:
            connection.kunci_viewer = before  # type: ignore[attr-defined]  # a note of ours on Django's object
            raise
        if inside:
            _set(before)
        connection.kunci_viewer = before  # type: ignore[attr-defined]  # a note of ours on Django's object


def _set(word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('kunci.viewer', %s, true)", [word])
    connection.kunci_viewer = word  # type: ignore[attr-defined]  # a note of ours on Django's object
