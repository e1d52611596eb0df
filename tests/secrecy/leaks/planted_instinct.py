"""Leaks of what somebody thinks of others, planted like those in planted.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from unittest.mock import patch
from uuid import UUID

from kunci.reveal import handovers
from tests.secrecy.leaks.planted import leak, peek


@leak("trusted", "half")
def who_was_handed_a_key_sees_how_sure_its_holder_was() -> Iterator[None]:
    """Kindly meant: to be trusted is a compliment."""
    right = handovers.handover
    sure = (
        "select max(g.chance) from vault.guess g join vault.handover h on h.request = g.subject "
        "and h.holder = g.member where h.id = %s"
    )

    def leaking(viewer: UUID, now: datetime, id: UUID) -> Any:
        found = right(viewer, now, id)
        chance = peek(sure, id) if found else None
        return replace(found, hint_line=f"{found.hint_line} ({chance})") if found and chance else found

    with patch.object(handovers, "handover", leaking):
        yield
