"""Leaks of what a mentor, a newcomer and those around them keep from each other, planted like those in planted.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from unittest.mock import patch
from uuid import UUID

from kunci.reveal import companions, deciding, mentors, partners
from kunci.reveal.companions import Companion
from kunci.reveal.mentors import Note, ShownRow, Whole
from tests.secrecy.leaks.planted import leak, peek


@leak("mentor")
def a_mentor_sees_which_door_a_draft_is_for() -> Iterator[None]:
    """How else could they judge the words?"""
    right = mentors.shown_draft

    def leaking(viewer: UUID, now: datetime, id: UUID) -> tuple[ShownRow, tuple[Note, ...]] | None:
        found = right(viewer, now, id)
        door = "select max(f.line) from vault.draft d join vault.face f on f.key = d.key where d.id = %s"
        return found and (replace(found[0], why=str(peek(door, id))), found[1])

    with patch.object(mentors, "shown_draft", leaking):
        yield


@leak("mentor")
def a_mentor_sees_when_it_will_be_over() -> Iterator[None]:
    """Which tells what the newcomer told of somebody else, before they may know."""
    right = mentors.mentorship

    def leaking(viewer: UUID, now: datetime, id: UUID) -> Whole | None:
        found = right(viewer, now, id)
        until: Any = peek("select max(until) from vault.mentorship where id = %s", id)
        return found and replace(found, row=replace(found.row, lasts=until))

    with patch.object(mentors, "mentorship", leaking):
        yield


@leak("holder")
def a_holder_sees_how_much_a_mentor_said() -> Iterator[None]:
    """An ask that was thought over is a better one."""
    right = companions.companion_of

    def leaking(row: Any, viewer: UUID) -> Companion | None:
        found = right(row, viewer)
        said = peek("select count(*) from vault.mentor_note where newcomer = %s", row.viewer_id)
        return found and replace(found, name=f"{found.name} ({said})")

    with patch.object(partners, "companion_of", leaking), patch.object(deciding, "companion_of", leaking):
        yield


@leak("holder")
def whoever_offered_to_accompany_sees_that_it_was_left() -> Iterator[None]:
    right = mentors.mentorship

    def leaking(viewer: UUID, now: datetime, id: UUID) -> Whole | None:
        found = right(viewer, now, id)
        left = peek("select count(*) from vault.mentorship_left where mentorship = %s", id)
        return found and replace(found, row=replace(found.row, over=found.row.over or bool(left)))

    with patch.object(mentors, "mentorship", leaking):
        yield


@leak("stranger")
def everybody_sees_by_whom_somebody_is_accompanied() -> Iterator[None]:
    """An honour for both."""
    right = companions.companion_of

    def leaking(row: Any, viewer: UUID) -> Companion | None:
        name = peek("select max(mentor_name) from vault.accompanied where newcomer = %s", row.viewer_id)
        return right(row, viewer) or (Companion(None, str(name), False) if name else None)

    with patch.object(partners, "companion_of", leaking):
        yield
