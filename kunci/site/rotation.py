"""`kunci rotate-keys`: a new master key, under which every sealed value's own key is wrapped anew.

What is sealed stays as it is, so that a row is small work; old and new master keys are in the key file side by side, so
that it can stop anywhere and goes on when it is run again. `--finish` forgets the old ones for good: after Kunci was
started anew, for a process from before would go on wrapping with what it read then.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction
from psycopg.sql import SQL, Composed, Identifier

from kunci.models.sealing import WRAPPED, Place, rewrap, wrapped_with
from kunci.site import keys
from kunci.site.config import StartError
from kunci.site.serve import Say

OWNER = "owner"
BATCH = 500
PROGRESS_SECONDS = 5.0
ID = 16  # bytes before it, where a row of ours has none (actions/passkeys.py)
Row = Sequence[Any]


@dataclass(frozen=True)
class Where:
    """A column of wrapped keys. `own`: what tells one row from the others; `also`: what else its place is made of;
    `first`: whether what is sealed comes after the key, in the same column."""

    table: str
    column: str
    own: tuple[str, ...]
    place: Callable[[Row], Place]
    also: tuple[str, ...] = ()
    first: bool = False


def _layer(row: Row) -> Place:
    _, holder, key, batch, position, at = row
    moment: datetime = at
    return Place("layer", key, f"{batch}/{position}/{moment.timestamp():.6f}", holder)


PLACES = (
    Where("vault.outbox", "sealed", ("id",), lambda row: Place("outbox", row[1], "sealed", None), ("message",), True),
    Where("vault.face", "wrapped_key", ("id",), lambda row: Place("face", row[0], "sealed", row[1]), ("holder",)),
    Where("vault.own_card", "wrapped_key", ("member",), lambda row: Place("own_card", row[0], "sealed", row[0])),
    Where("vault.request_card", "wrapped_key", ("request", "asker"),
          lambda row: Place("request_card", row[0], "sealed", row[1])),
    Where("vault.introduction", "wrapped_key", ("handover", "holder"),
          lambda row: Place("introduction", row[0], "sealed", row[1])),
    Where("vault.invitee", "wrapped_key", ("id", "inviter"),
          lambda row: Place("invitee", row[2], "sealed", row[1]), ("invitation",)),
    Where("vault.calendar", "wrapped_key", ("id", "member"),
          lambda row: Place("calendar", row[1], "address", row[1])),
    Where("vault.import", "report_key", ("id", "holder"), lambda row: Place("import", row[0], "report", row[1])),
    Where("vault.import_part", "wrapped_key", ("id", "holder"),
          lambda row: Place("import_part", row[2], str(row[3]), row[1]), ("import", "number")),
    Where("vault.layer", "wrapped_key", ("id", "holder"), _layer, ("key", "import", "position", "at")),
)  # fmt: skip


def rotate(folder: Path, aside: Say, using: str = OWNER) -> int:
    """Makes a new master key, or goes on with the one that is being brought in, and wraps everything with it; how many
    values that were. SealBroken where one does not open: nothing of it is changed, and the old key stays."""
    settings.KUNCI_KEYS = keys.with_new_master(folder)
    return _wrap_all(aside, using)


def finish(folder: Path, aside: Say, using: str = OWNER) -> int:
    """The same for what was wrapped with an old one since; then the old ones are forgotten."""
    settings.KUNCI_KEYS = settings.KUNCI_KEYS.anew()
    if len(settings.KUNCI_KEYS.master) == 1:
        raise StartError(
            "No master key is being changed: kunci rotate-keys begins it.",
            "Tidak ada kunci induk yang sedang diganti: mulai dengan kunci rotate-keys.",
        )
    done = _wrap_all(aside, using)
    if any(_left(where, using) for where in PLACES):
        raise StartError(
            "Some values are being written at this moment: run it again. The old master keys stay.",
            "Ada nilai yang sedang ditulis saat ini: jalankan lagi. Kunci induk yang lama tetap ada.",
        )
    settings.KUNCI_KEYS = keys.without_old_masters(folder)
    return done


def _wrap_all(aside: Say, using: str) -> int:
    done, heard = 0, time.monotonic()
    for step in (*(_column(where, using) for where in PLACES), _authenticators(using)):
        for number in step:
            done += number
            if time.monotonic() - heard >= PROGRESS_SECONDS:
                heard = time.monotonic()
                aside(f"Wrapped {done:,} values anew.")
    return done


def _column(where: Where, using: str) -> Iterator[int]:
    """A transaction for each batch. Who writes a row at the same time keeps what they write: it is looked for again."""
    own, column = [Identifier(name) for name in where.own], Identifier(where.column)
    names = SQL(", ").join([*own, *(Identifier(name) for name in where.also), column])
    find = SQL("select {} from {} where {} limit {} for update skip locked").format(
        names, _table(where), _old(where), BATCH
    )
    same = SQL(" and ").join([SQL("{} = %s").format(name) for name in own])
    change = SQL("update {} set {} = %s where {}").format(_table(where), column, same)
    while True:
        with transaction.atomic(using=using), connections[using].cursor() as cursor:
            cursor.execute(find, [_version()])
            rows = cursor.fetchall()
            changed = []
            for *row, stored in rows:
                whole = bytes(stored)
                fresh = rewrap(whole[:WRAPPED], where.place(row))
                changed.append([fresh + whole[len(fresh) :], *row[: len(where.own)]])
            cursor.executemany(change, changed)
        if not rows:
            return
        yield len(rows)


def _left(where: Where, using: str) -> bool:
    with connections[using].cursor() as cursor:
        cursor.execute(SQL("select exists (select from {} where {})").format(_table(where), _old(where)), [_version()])
        found: tuple[bool] = cursor.fetchone()
        return found[0]


def _old(where: Where) -> Composed:
    """What rows still have to be wrapped anew; it takes `_version()`."""
    column = Identifier(where.column)
    filled = SQL("length({}) > 0") if where.first else SQL("{} is not null")
    return SQL("{} and substring({} for 2) <> %s").format(filled.format(column), column)


def _table(where: Where) -> Identifier:
    return Identifier(*where.table.split("."))


def _version() -> bytes:
    return bytes(settings.KUNCI_KEYS.current.to_bytes(2, "big"))


def _authenticators(using: str) -> Iterator[int]:
    """Passkeys and recovery codes: allauth keeps what we seal for it as a text inside of JSON."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("select id, data from public.mfa_authenticator order by id for update")
        for id, data in cursor.fetchall():
            found = json.loads(data) if isinstance(data, str) else data
            seed = found.get("seed")
            if seed is None or not _is_old(whole := bytes.fromhex(seed)):
                continue
            place = Place("authenticator", UUID(bytes=whole[:ID]), "seed", None)
            fresh = rewrap(whole[ID : ID + WRAPPED], place)
            found["seed"] = (whole[:ID] + fresh + whole[ID + WRAPPED :]).hex()
            cursor.execute("update public.mfa_authenticator set data = %s where id = %s", [json.dumps(found), id])
            yield 1


def _is_old(whole: bytes) -> bool:
    return wrapped_with(whole[ID:]) != settings.KUNCI_KEYS.current
