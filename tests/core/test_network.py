"""The picture of a network: rings by rung, families together, and everybody somewhere."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from kunci.core.network import MIDDLE, RINGS, Spot, layout
from kunci.core.rungs import Rung

SPOTS = st.lists(st.tuples(st.sampled_from(tuple(Rung)), st.integers(-1, 30)), max_size=30).map(
    lambda said: [
        Spot(str(number), rung, None if through < 0 else str(through)) for number, (rung, through) in enumerate(said)
    ]
)


@given(SPOTS)
def test_everybody_has_a_place_of_their_own_inside_and_in_the_ring_of_their_rung(spots: list[Spot]) -> None:
    """Whoever came through whomever, in a circle or not."""
    places = layout(spots)
    assert [place.id for place in places] == [spot.id for spot in spots]
    for spot, place in zip(spots, places, strict=True):
        assert 0 < place.x < 1
        assert 0 < place.y < 1
        far = math.hypot(place.x - MIDDLE, place.y - MIDDLE)
        nearest = min(RINGS, key=lambda rung: abs(RINGS[rung] - far))
        assert nearest == spot.rung
    assert len({(round(place.x, 6), round(place.y, 6)) for place in places}) == len(places)


def test_who_came_through_somebody_lies_next_to_them() -> None:
    spots = [Spot(name, Rung.KNOWN) for name in "abc"] + [Spot("d", Rung.KNOWN, "a"), Spot("e", Rung.KNOWN, "d")]
    around = sorted(layout(spots), key=lambda place: math.atan2(place.x - MIDDLE, MIDDLE - place.y) % (2 * math.pi))
    assert [place.id for place in around] == ["a", "d", "e", "b", "c"]


def test_five_hundred_do_not_lie_upon_each_other() -> None:
    """On a picture of 640 px the middles of two dots are three or more apart."""
    places = layout([Spot(str(number), Rung(number % 4)) for number in range(500)])
    near = min(
        math.hypot(one.x - other.x, one.y - other.y) for at, one in enumerate(places) for other in places[at + 1 :]
    )
    assert near * 640 > 3
