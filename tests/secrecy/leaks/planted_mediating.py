"""Leaks of what those in a mediation keep from each other, planted like those in planted.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch
from uuid import UUID

from kunci.reveal import mediations, wants
from kunci.reveal.mediations import MediationRow, ProposalRow
from kunci.reveal.wants import WholeWant
from tests.secrecy.leaks.planted import leak, peek


@leak("holder")
def a_mediator_sees_that_their_proposal_was_left() -> Iterator[None]:
    """Kindly meant: they could try another key."""
    right = mediations.mediation

    def leaking(viewer: UUID, now: Any, id: UUID) -> MediationRow | None:
        found = right(viewer, now, id)
        left = "select count(*) from vault.mediation_left where mediation = %s"
        return found and replace(found, over=found.over or bool(peek(left, id)))

    with patch.object(mediations, "mediation", leaking):
        yield


@leak("trusted")
def an_author_sees_how_many_speak_for_them() -> Iterator[None]:
    right = wants.want

    def leaking(viewer: UUID, now: Any, id: UUID) -> WholeWant | None:
        found = right(viewer, now, id)
        spoken = peek("select count(*) from vault.mediation where want = %s", id)
        return found and replace(found, want=replace(found.want, why=f"{found.want.why} ({spoken} penengah)"))

    with patch.object(wants, "want", leaking):
        yield


@leak("stranger")
def a_holder_sees_for_whom_it_is_before_they_may() -> Iterator[None]:
    """A name makes deciding easier."""
    right = mediations.proposal

    def leaking(viewer: UUID, now: Any, id: UUID) -> ProposalRow | None:
        found = right(viewer, now, id)
        name = "select a.name from vault.mediation m join vault.member a on a.id = m.asker where m.id = %s"
        return found and replace(found, asker=str(peek(name, id)))

    with patch.object(mediations, "proposal", leaking):
        yield


@leak("stranger")
def a_proposal_is_over_once_its_mediator_hears_nothing_more_of_the_want() -> Iterator[None]:
    """Tidy: it can lead to nothing. And it tells the holder who trusts whom no longer."""
    right = mediations.proposal

    def leaking(viewer: UUID, now: Any, id: UUID) -> ProposalRow | None:
        found = right(viewer, now, id)
        hears = (
            'select count(*) from vault.mediation m join vault."grant" g on g.gate = m.want and g.viewer = m.mediator '
            "where m.id = %s"
        )
        return found and replace(found, over=found.over or not peek(hears, id))

    with patch.object(mediations, "proposal", leaking):
        yield
