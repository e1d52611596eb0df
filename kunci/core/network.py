"""My network as a picture: I in the middle, partners in rings by rung, next to whoever brought us together.

Places are fractions of a square, 0 to 1 from the left and from the top. The same people always lie in the same places.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kunci.core.rungs import Rung

MIDDLE = 0.5
RINGS: Mapping[Rung, float] = {Rung.UNHESITATING: 0.14, Rung.TRUSTED: 0.25, Rung.KNOWN: 0.36, Rung.STRANGER: 0.45}
# Neighbours in a ring are moved in and out a little, so that many find room.
_STEPS = (0.0, 0.028, -0.028)


@dataclass(frozen=True, slots=True)
class Spot:
    """Somebody to place, in the order that they are listed in; `through`: the id of whoever brought us together, if
    they are among those to place."""

    id: str
    rung: Rung
    through: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    id: str
    x: float
    y: float


def layout(spots: Sequence[Spot]) -> tuple[Place, ...]:
    """Where everybody lies, in the given order. Whoever came through somebody lies behind them, family by family."""
    around = _by_family(spots)
    turn = {spot.id: number for number, spot in enumerate(around)}
    places = []
    for spot in spots:
        number = turn[spot.id]
        angle = 2 * math.pi * number / len(spots) - math.pi / 2
        far = RINGS[spot.rung] + _STEPS[number % len(_STEPS)]
        places.append(Place(spot.id, MIDDLE + far * math.cos(angle), MIDDLE + far * math.sin(angle)))
    return tuple(places)


def _by_family(spots: Sequence[Spot]) -> list[Spot]:
    """Everybody once: each followed by those who came through them. Who came through each other in a circle, which
    names alone may say, comes last."""
    known = {spot.id for spot in spots}
    came: dict[str | None, list[Spot]] = {}
    for spot in spots:
        through = spot.through if spot.through in known and spot.through != spot.id else None
        came.setdefault(through, []).append(spot)
    order: list[Spot] = []
    left = list(reversed(came.get(None, [])))
    seen = {spot.id for spot in left}
    while left:
        spot = left.pop()
        order.append(spot)
        for child in reversed(came.get(spot.id, [])):
            if child.id not in seen:
                seen.add(child.id)
                left.append(child)
    return [*order, *(spot for spot in spots if spot.id not in seen)]
