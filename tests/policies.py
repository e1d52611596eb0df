"""Other constants than the first ones, for tests of what happens when they change."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from kunci.core.policy import FIRST_POLICY, Needs, Policy


def scaled(needs: float, half_lives: float) -> Policy:
    """The first policy with every need and every half-life so many times as high."""
    lives = {one.name: getattr(FIRST_POLICY, one.name) for one in fields(Policy) if one.name.endswith("half_life")}
    changed: dict[str, Any] = {name: days * half_lives for name, days in lives.items()}
    for name, rung in zip(("known", "trusted", "unhesitating"), FIRST_POLICY.ladder(), strict=True):
        changed[name] = Needs(*(min(need * needs, 0.99) for need in rung.measures()))
    return replace(FIRST_POLICY, **changed)


STRICTER = scaled(1.2, 1.0)
MILDER = scaled(0.7, 1.0)
SHORTER = scaled(1.0, 0.6)
LONGER = scaled(1.0, 1.6)
OTHERS = (STRICTER, MILDER, SHORTER, LONGER)
