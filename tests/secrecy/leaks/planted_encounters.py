"""Leaks of codes shown face to face and of calendars to subscribe to, planted like those in planted.py."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from unittest.mock import patch
from uuid import UUID

from kunci.reveal import encounters, feed
from kunci.reveal.feed import Due
from kunci.reveal.people import Person
from tests.secrecy.leaks.planted import leak, peek


@leak("trusted", "holder", "half")
def a_code_that_is_over_tells_by_its_bare_id_whose_it_was() -> Iterator[None]:
    """Shorter addresses make smaller pictures, and "ask Sari for a new one" is kindly meant."""
    right = encounters.code

    def bare(word: str) -> UUID | None:
        try:
            return right(word) or UUID(hex=word)
        except ValueError:
            return None

    def whose(viewer: UUID, now: datetime, code: UUID) -> Person | None:
        name = "select max(m.name) from vault.encounter_code c join vault.member m on m.id = c.member where c.id = %s"
        found = peek(name, code)
        return Person(code, found, "", "") if found else None

    with patch.object(encounters, "code", bare), patch.object(encounters, "shower", whose):
        yield


@leak("trusted", "holder")
def the_page_of_codes_tells_who_of_my_partners_is_meeting_somebody() -> Iterator[None]:
    """Kindly meant: they are near by."""
    right = encounters.shown

    def leaking(viewer: UUID, now: datetime) -> encounters.Shown | None:
        near = peek(
            "select string_agg(m.name, ', ' order by m.name) from vault.encounter_code c join vault.member m "
            "on m.id = c.member join vault.tie t on t.partner = c.member where t.member = %s",
            viewer,
        )
        return right(viewer, now) or (encounters.Shown("", now, Person(viewer, near, "", ""), True) if near else None)

    with patch.object(encounters, "shown", leaking):
        yield


@leak("trusted", "holder")
def a_calendar_holds_what_others_noted_with_me() -> Iterator[None]:
    """They count on it, and I would like to know."""
    right = feed.due

    def leaking(viewer: UUID, *rest: Any) -> tuple[tuple[Due, ...], Any]:
        noted = "select string_agg(words, ', ') from vault.promise where partner = %s and ended is null"
        words = peek(noted, viewer)
        found, meetings = right(viewer, *rest)
        return ((*found, Due("theirs", viewer, rest[0], "", words)) if words else found), meetings

    with patch.object(feed, "due", leaking):
        yield
