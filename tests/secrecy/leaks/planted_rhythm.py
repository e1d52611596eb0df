"""Leaks of what a member notes for themselves, planted like those in planted.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch
from uuid import UUID

from kunci.reveal import rhythm, today
from kunci.reveal.rhythm import Owed, Rhythm
from tests.cast import NOW
from tests.secrecy.leaks.planted import leak, peek


@leak("trusted", "holder")
def a_page_brings_up_whoever_noted_a_promise_with_me() -> Iterator[None]:
    """Kindly meant: somebody counts on me."""
    right = rhythm.rhythm

    def leaking(viewer: UUID, *rest: Any, **more: Any) -> Rhythm:
        found = right(viewer, *rest, **more)
        noted = "select string_agg(words, ', ') from vault.promise where partner = %s and ended is null"
        if not (words := peek(noted, viewer)):
            return found
        return replace(found, promises=(*found.promises, Owed(viewer, viewer, "", True, words, NOW.date(), NOW)))

    with patch.object(today, "rhythm", leaking):
        yield
