"""Leaks of one-to-ones, planted like those in planted.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.core.exceptions import PermissionDenied

from kunci.reveal import one_to_ones
from kunci.reveal.one_to_ones import Meeting, Prepared
from tests.secrecy.leaks.planted import leak, peek


@leak("holder", "trusted")
def whoever_suggests_sees_that_it_was_put_aside() -> Iterator[None]:
    right = one_to_ones.one_to_ones
    aside = "select count(*) from vault.one_to_one_side where meeting = %s and member <> %s and aside_at is not null"

    def leaking(viewer: UUID, now: datetime) -> tuple[Meeting, ...]:
        found = right(viewer, now)
        return tuple(replace(one, state="over") if peek(aside, one.id, viewer) else one for one in found)

    with patch.object(one_to_ones, "one_to_ones", leaking):
        yield


@leak("holder", "trusted")
def what_the_other_prepares_stands_on_the_page() -> Iterator[None]:
    """Kindly meant: so both come prepared."""
    right = one_to_ones.prepared
    theirs = "select string_agg(notes, ' ') from vault.one_to_one_side where meeting = %s and member <> %s"

    def leaking(viewer: UUID, now: datetime, id: UUID) -> Prepared | None:
        found = right(viewer, now, id)
        said = peek(theirs, id, viewer) if found else None
        return replace(found, meeting=replace(found.meeting, place=said)) if found and said else found

    with patch.object(one_to_ones, "prepared", leaking):
        yield


@leak("trusted", "holder", "half")
def one_of_two_others_is_forbidden_and_not_absent() -> Iterator[None]:
    right = one_to_ones.prepared

    def leaking(viewer: UUID, now: datetime, id: UUID) -> Any:
        found = right(viewer, now, id)
        if found is None and peek("select count(*) from vault.one_to_one where id = %s", id):
            raise PermissionDenied
        return found

    with patch.object(one_to_ones, "prepared", leaking):
        yield
