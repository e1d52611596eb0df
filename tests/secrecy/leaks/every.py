"""All leaks, whichever file they are planted in."""

from __future__ import annotations

from tests.secrecy.leaks import (  # noqa: F401  # each adds its leaks
    planted_calendars,
    planted_character,
    planted_encounters,
    planted_exchange,
    planted_first_steps,
    planted_instinct,
    planted_matching,
    planted_mediating,
    planted_mentoring,
    planted_one_to_ones,
    planted_passes,
    planted_relays,
    planted_repute,
    planted_rhythm,
    planted_sets,
    planted_vouching,
    planted_wants,
)
from tests.secrecy.leaks.planted import LEAKS, Leak

__all__ = ["LEAKS", "Leak"]
