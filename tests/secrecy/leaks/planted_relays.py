"""Leaks of what is passed on, planted like those in planted.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch
from uuid import UUID

from kunci.reveal import heard_wants, wants
from kunci.reveal.heard_wants import WholeHeard
from kunci.reveal.wants import WholeWant
from tests.secrecy.leaks.planted import leak, peek


@leak("stranger")
def an_author_sees_how_many_pass_it_on() -> Iterator[None]:
    """Encouraging. And a list of who trusts whom."""
    right = wants.want

    def leaking(viewer: UUID, now: Any, id: UUID) -> WholeWant | None:
        found = right(viewer, now, id)
        spread = peek("select count(*) from vault.want where relays = %s", id)
        return found and replace(found, want=replace(found.want, why=f"{found.want.why} ({spread} kali diteruskan)"))

    with patch.object(wants, "want", leaking):
        yield


@leak("stranger")
def a_relay_is_gone_with_what_it_passes_on() -> Iterator[None]:
    """Tidy: nobody looks for it any more. And it tells that there was a first, and when it ended."""
    right = heard_wants.heard_want

    def leaking(viewer: UUID, now: Any, id: UUID) -> WholeHeard | None:
        ended = (
            "select count(*) from vault.want r join vault.want f on f.id = r.relays "
            "where r.id = %s and f.closed_at is not null"
        )
        return None if peek(ended, id) else right(viewer, now, id)

    with patch.object(heard_wants, "heard_want", leaking):
        yield
