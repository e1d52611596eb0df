"""Leaks of an exchange, planted like those in planted.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch
from uuid import UUID

from kunci.reveal import exchanges, handovers, record
from kunci.reveal.exchanges import AskedRow, OfferRow
from kunci.reveal.handovers import HandoverView
from kunci.reveal.people import Person
from kunci.reveal.record import Record
from tests.secrecy.leaks.planted import leak, peek


@leak("trusted", "half")
def an_asker_sees_where_their_ask_went() -> Iterator[None]:
    right = exchanges._asked

    def leaking(row: Any, *rest: Any) -> AskedRow:
        shown = right(row, *rest)
        went = "select count(*) from vault.request where id = %s and heard_by is null"
        return replace(shown, over=shown.over or bool(peek(went, row.id)))

    with patch.object(exchanges, "_asked", leaking):
        yield


@leak("trusted", "half")
def a_declined_ask_is_over_sooner() -> Iterator[None]:
    right = exchanges._asked

    def leaking(row: Any, *rest: Any) -> AskedRow:
        shown = right(row, *rest)
        declined = "select count(*) from vault.decision where request = %s and answer <> 'yes'"
        return replace(shown, over=shown.over or bool(peek(declined, row.id)))

    with patch.object(exchanges, "_asked", leaking):
        yield


@leak("holder")
def an_offer_that_was_left_looks_over() -> Iterator[None]:
    right = exchanges.offer_row

    def leaking(row: Any, other: Person, *rest: Any) -> OfferRow:
        shown = right(row, other, *rest)
        left = "select count(*) from vault.offer_left where offer = %s"
        return replace(shown, over=shown.over or bool(peek(left, row.id)))

    with patch.object(exchanges, "offer_row", leaking):
        yield


@leak("trusted", "holder")
def a_page_knows_that_the_other_has_told() -> Iterator[None]:
    """Not what: only that it is no use waiting any longer."""
    right = handovers.handover

    def leaking(viewer: UUID, now: Any, id: UUID) -> HandoverView | None:
        found = right(viewer, now, id)
        told = "select count(*) from vault.outcome where handover = %s and teller <> %s and round = 1"
        if found is None or not peek(told, id, viewer):
            return found
        return replace(found, rounds=tuple(replace(one, over=True) for one in found.rounds))

    with patch.object(handovers, "handover", leaking):
        yield


@leak("trusted")
def a_record_counts_what_others_set_aside_for_me() -> Iterator[None]:
    right = record.record

    def leaking(viewer: UUID, now: Any) -> Record:
        found = right(viewer, now)
        return replace(found, offered=found.offered + int(peek(_READY, viewer)))

    with patch.object(record, "record", leaking):
        yield


_READY = "select count(*) from vault.ready where partner = %s"
