"""The parts of the table of routes that stand in files of their own."""

from __future__ import annotations

from tests.secrecy import (
    routes_calendars,
    routes_encounters,
    routes_mediating,
    routes_mentoring,
    routes_one_to_ones,
    routes_rhythm,
)

OTHERS = (
    routes_mediating, routes_mentoring, routes_rhythm, routes_calendars, routes_encounters, routes_one_to_ones,
)  # fmt: skip
