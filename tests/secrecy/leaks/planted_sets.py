"""Leaks of an exchange of sets, planted like those in planted.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch
from uuid import UUID

from kunci.actions import sets as actions
from kunci.actions.verb import Refused
from kunci.core.readiness import BestPlace
from kunci.reveal import partners, sets
from kunci.reveal.partners import Relation
from kunci.reveal.sets import SetRow, SetView
from tests.secrecy.leaks.planted import leak, peek


@leak("holder", "trusted")
def a_page_knows_that_the_other_has_opened() -> Iterator[None]:
    """Kindly meant: they are waiting for you."""
    right = sets.exchange

    def leaking(viewer: UUID, now: Any, id: UUID) -> SetView | None:
        found = right(viewer, now, id)
        opened = "select count(*) from vault.set_exchange where id = %s and member <> %s and opened_at is not null"
        if found is None or not peek(opened, id, viewer):
            return found
        return replace(found, partner=replace(found.partner, name=f"{found.partner.name} (menunggu)"))

    with patch.object(sets, "exchange", leaking):
        yield


@leak("holder", "trusted")
def a_list_leaves_out_an_exchange_in_which_the_other_has_chosen() -> Iterator[None]:
    right = sets.running

    def leaking(viewer: UUID, *rest: Any) -> tuple[SetRow, ...]:
        said = "select count(*) from vault.set_exchange where id = %s and member <> %s and said_at is not null"
        return tuple(row for row in right(viewer, *rest) if not peek(said, row.id, viewer))

    with patch.object(sets, "running", leaking):
        yield


@leak("holder", "trusted")
def a_step_back_is_refused_once_the_other_has_chosen() -> Iterator[None]:
    """So that nobody is disappointed."""
    right = actions._clerk

    def leaking(name: str, *said: Any) -> bool:
        if name == "step_back" and peek("select count(*) from vault.set_choice where id = %s", said[0]):
            raise Refused("set_agreed")
        return right(name, *said)

    with patch.object(actions, "_clerk", leaking):
        yield


@leak("trusted")
def the_best_place_counts_what_the_other_has_set_aside() -> Iterator[None]:
    right = partners.relation

    def leaking(viewer: UUID, now: Any, id: UUID) -> Relation | None:
        found = right(viewer, now, id)
        theirs = "select count(*) from vault.ready where holder = %s and partner = %s"
        return found and replace(found, best=BestPlace(found.best.keys + 3 * int(peek(theirs, id, viewer))))

    with patch.object(partners, "relation", leaking):
        yield


@leak("trusted", "holder")
def an_answer_to_opening_says_that_both_have() -> Iterator[None]:
    """One statement less to wait for, where there is nothing to follow."""
    right = actions._later

    def leaking(row: Any) -> None:
        if peek("select count(*) from vault.set_exchange where id = %s and shown_at is not null", row.id):
            right(row)

    with patch.object(actions, "_later", leaking):
        yield
