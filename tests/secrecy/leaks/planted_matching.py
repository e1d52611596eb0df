"""Leaks of which doors may answer what somebody looks for, planted like those in planted.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch
from uuid import UUID

from kunci.reveal import wants
from kunci.reveal.wants import WholeWant
from tests.secrecy.leaks.planted import leak, peek
from tests.secrecy.stage import everything_seen, execute


def _instead(*statements: str) -> None:
    with everything_seen():
        for one in statements:
            execute(one)


@leak("trusted")
def what_a_face_says_is_read_without_its_gate() -> Iterator[None]:
    """The page shows only doors that are open; that it looked at others as well shows in how many it looked at."""
    _instead(
        "drop policy see on vault.meaning",
        "create policy see on vault.meaning for select to kunci_reader using (true)",
    )
    yield


@leak("trusted")
def what_a_face_says_stays_open_when_the_face_is_shut() -> Iterator[None]:
    """It follows its face to a gate where somebody sees it, and no further."""
    _instead(
        "alter table vault.meaning drop constraint meaning_face_gate_fkey",
        """create function vault.follow_when_opened() returns trigger
        language plpgsql security definer set search_path = '' as $$ begin
            update vault.meaning m set gate = new.gate where m.face = new.id;
            return null;
        end $$""",
        """create trigger follow_when_opened after update on vault.face for each row
        when (new.gate <> vault.gate_of(new.holder, 0)) execute function vault.follow_when_opened()""",
    )
    yield


@leak("trusted")
def an_author_sees_how_many_keys_may_answer() -> Iterator[None]:
    """Kindly meant: it would spare them writing to nobody."""
    right = wants.want

    def leaking(viewer: UUID, now: Any, id: UUID) -> WholeWant | None:
        found = right(viewer, now, id)
        may_answer = (
            "select count(*) from vault.meaning m join vault.want w on w.id = %s "
            "where m.holder <> w.member and bit_count(m.places & vault.signature(w.marks)) > 1"
        )
        return found and replace(
            found, want=replace(found.want, why=f"{found.want.why} ({peek(may_answer, id)} mungkin cocok)")
        )

    with patch.object(wants, "want", leaking):
        yield


@leak("trusted")
def an_author_sees_whether_a_match_was_marked_as_none() -> Iterator[None]:
    right = wants.want

    def leaking(viewer: UUID, now: Any, id: UUID) -> WholeWant | None:
        found = right(viewer, now, id)
        marked = peek("select count(*) from vault.want_no_match where want = %s", id)
        return found and replace(found, want=replace(found.want, why=f"{found.want.why}{'.' * marked}"))

    with patch.object(wants, "want", leaking):
        yield
