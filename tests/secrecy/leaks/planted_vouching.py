"""Leaks of what members tell each other about a third, planted like those in planted.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch
from uuid import UUID

from kunci.reveal import people, vouching
from kunci.reveal.people import Person
from kunci.reveal.vouching import Said, Telling
from tests.secrecy.leaks.planted import leak, peek


@leak("holder")
def a_speaker_sees_whether_their_word_was_counted() -> Iterator[None]:
    """As a tick beside it, which somebody would find friendly."""
    right = vouching.said

    def leaking(*args: Any, **kwargs: Any) -> tuple[Said, ...]:
        counted = "select count(*) from vault.evidence where vouch = %s and kind <> 'word_failed'"
        return tuple(
            replace(one, sentence=f"{one.sentence}{'.' * int(peek(counted, one.id))}") for one in right(*args, **kwargs)
        )

    with patch.object(vouching, "said", leaking):
        yield


@leak("holder")
def a_speaker_sees_whether_their_word_was_read() -> Iterator[None]:
    """So that they know whether taking it back still makes a mail."""
    right = vouching.said

    def leaking(*args: Any, **kwargs: Any) -> tuple[Said, ...]:
        read = "select count(*) from vault.notice where kind = 'vouched' and subject = %s and seen_at is not null"
        return tuple(replace(one, sentence=one.sentence + "." * peek(read, one.id)) for one in right(*args, **kwargs))

    with patch.object(vouching, "said", leaking):
        yield


@leak("holder")
def a_word_that_was_left_can_be_said_again() -> Iterator[None]:
    right = vouching.telling

    def leaking(viewer: UUID, now: Any, id: UUID, q: str = "") -> Telling | None:
        found = right(viewer, now, id, q)
        left = (
            "select count(*) from vault.vouch_left l join vault.vouch v on v.id = l.vouch "
            "where v.speaker = %s and v.about = %s and v.hearer = %s"
        )
        return found and replace(
            found,
            listeners=tuple(
                replace(one, said=one.said and not peek(left, viewer, id, one.person.id)) for one in found.listeners
            ),
        )

    with patch.object(vouching, "telling", leaking):
        yield


@leak("holder")
def the_form_names_only_those_who_know_whom_it_is_about() -> Iterator[None]:
    """Thrifty: what would move nothing need not be said. And it tells who knows whom."""
    right = vouching.telling

    def leaking(viewer: UUID, now: Any, id: UUID, q: str = "") -> Telling | None:
        found = right(viewer, now, id, q)
        knows = "select count(*) from vault.tie where member = %s and partner = %s"
        return found and replace(
            found, listeners=tuple(one for one in found.listeners if peek(knows, one.person.id, id))
        )

    with patch.object(vouching, "telling", leaking):
        yield


@leak("trusted", "half")
def who_is_spoken_of_sees_how_many_vouch_for_them() -> Iterator[None]:
    right = people.me

    def leaking(viewer: UUID, now: Any) -> Person | None:
        mine = right(viewer, now)
        about = "select count(*) from vault.vouch where about = %s and withdrawn_at is null"
        return mine and replace(mine, name=f"{mine.name} ({peek(about, viewer)})")

    with patch.object(people, "me", leaking):
        yield
