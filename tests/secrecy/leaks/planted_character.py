"""Leaks of what people are like, and of what others think of it, planted like those in planted.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from unittest.mock import patch
from uuid import UUID

from kunci.core.character import Character, hints_of
from kunci.reveal import character
from tests.secrecy.leaks.planted import leak, peek


@leak("trusted", "half")
def how_to_approach_somebody_goes_by_the_card_that_they_do_not_show() -> Iterator[None]:
    """Kindly meant: a hint gives away no figure."""
    right = character.approach
    hidden = (
        "select max(sociable) from vault.character where member = %s",
        "select max(calm) from vault.character where member = %s",
    )

    def leaking(viewer: UUID, now: datetime, partner: UUID) -> Any:
        found = right(viewer, now, partner)
        sociable, calm = (peek(one, partner) for one in hidden)
        if found.hints is not None or sociable is None:
            return found
        return replace(found, hints=hints_of(Character(sociable, calm).likely))

    with patch.object(character, "approach", leaking):
        yield


@leak("holder")
def my_own_card_says_how_often_others_think_otherwise() -> Iterator[None]:
    right = character.my_character
    thought = "select count(*) from vault.impression where about = %s"

    def leaking(viewer: UUID, now: datetime) -> Any:
        found = right(viewer, now)
        count = peek(thought, viewer)
        return replace(found, character=Character(0.01 * count, 0.5)) if found is not None and count else found

    with patch.object(character, "my_character", leaking):
        yield
