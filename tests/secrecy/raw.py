"""Raw SQL as the application's role sees it: what attackers would have who can run any SQL as `kunci_app`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from kunci.models.viewer import Principal, signed
from tests.cast import NOW

Row = tuple[Any, ...]
Params = Sequence[object] | Mapping[str, object]


@dataclass(frozen=True)
class Refusal:
    """All that an error says to whoever made it."""

    state: str
    words: str


class Hand:
    """One connection, one transaction. `everything()` is the referee: the superuser, whom no row rule binds."""

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        self.connection = connection

    def look(self, principal: Principal | None, now: datetime = NOW) -> None:
        """From here on in this transaction, `principal` looks at the instant `now`."""
        self.say(signed(principal, now) if principal else "")

    def as_member(self, id: UUID, now: datetime = NOW) -> None:
        self.look(Principal("m", id), now)

    def say(self, word: str) -> None:
        """Sets the viewer to any word at all."""
        self.rows("select set_config('kunci.viewer', %s, true)", [word])

    def rows(self, query: str, params: Params | None = None) -> list[Row]:
        cursor = self.connection.execute(query.encode(), params)
        return cursor.fetchall() if cursor.description is not None else []

    def one(self, query: str, params: Params | None = None) -> Any:
        """The only value of the only row."""
        [(value,)] = self.rows(query, params)
        return value

    def changed(self, query: str, params: Params | None = None) -> int:
        """How many rows a write touched."""
        return self.connection.execute(query.encode(), params).rowcount

    def refusal(self, query: str, params: Params | None = None) -> Refusal | None:
        """How a statement is refused, or None where it goes through; either way it is taken back."""
        try:
            with self.connection.transaction(force_rollback=True):
                self.rows(query, params)
        except psycopg.Error as error:
            diagnosis = error.diag
            words = (
                diagnosis.message_primary,
                diagnosis.message_detail,
                diagnosis.message_hint,
                diagnosis.context,
                diagnosis.table_name,
                diagnosis.constraint_name,
            )
            return Refusal(error.sqlstate or "", "\n".join(word or "" for word in words))
        return None

    @contextmanager
    def everything(self) -> Iterator[None]:
        """Inside, no row rule binds. Only on a connection that began as the superuser."""
        self.rows("set local role none")
        yield
        self.rows("set local role kunci_app")
