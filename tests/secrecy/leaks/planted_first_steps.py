"""Leaks of what the three in a first step keep from each other, planted like those in planted.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch
from uuid import UUID

from kunci.reveal import first_steps, wants
from kunci.reveal.first_steps import Step
from kunci.reveal.wants import WholeWant
from tests.secrecy.leaks.planted import leak, peek


@leak("stranger")
def a_mediator_sees_that_a_first_step_was_left() -> Iterator[None]:
    right = first_steps.step

    def leaking(viewer: UUID, now: Any, id: UUID) -> Step | None:
        found = right(viewer, now, id)
        return found and replace(found, over=found.over or bool(peek("select count(*) from vault.step_left")))

    with patch.object(first_steps, "step", leaking):
        yield


@leak("stranger")
def whoever_wished_for_it_sees_that_somebody_asked() -> Iterator[None]:
    """Encouraging. And it tells who knows whom, before anybody chose to speak."""
    right = wants.want

    def leaking(viewer: UUID, now: Any, id: UUID) -> WholeWant | None:
        found = right(viewer, now, id)
        asked = peek("select count(*) from vault.first_step where want = %s", id)
        return found and replace(found, want=replace(found.want, why=f"{found.want.why} ({asked} bertanya)"))

    with patch.object(wants, "want", leaking):
        yield


@leak("stranger")
def one_of_the_two_sees_that_the_other_has_agreed() -> Iterator[None]:
    """They'd agree the more gladly."""
    right = first_steps.step

    def leaking(viewer: UUID, now: Any, id: UUID) -> Step | None:
        found = right(viewer, now, id)
        agreed = peek("select count(*) from vault.step_agreed where step = %s and member <> %s", id, viewer)
        return found and replace(found, words=f"{found.words} ({agreed} setuju)")

    with patch.object(first_steps, "step", leaking):
        yield
