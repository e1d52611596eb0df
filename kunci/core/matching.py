"""How well a door answers what somebody looks for: by meaning where there is an encoder, and by marks both carry.

A text is read once into a `Reading` and matched many times. Nothing here knows how often a word stands in other texts:
what two are worth to each other depends on these two alone, never on what else there is.

    score = how near the meanings are (cosine)
          + _BY_MARKS x the share of what the want names that the door names too, each thing by its weight
          + _BY_PLACE x how near the places are (1 the same or inside, 0.6 around one city, 0.45 in one province ...)
          - _OTHER_PLACE, _OTHER_ROLE, _OTHER_LEVEL where both name one and they have nothing to do with each other

What a door does not say counts neither for nor against it. Without an encoder the marks alone speak.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kunci.core.lexicon import lexicon
from kunci.core.marking import marks
from kunci.core.stacked import DIMENSIONS, Bools, Doors, Floats, Reading, Vector, Wants

__all__ = ["DIMENSIONS", "VERSION", "Doors", "Match", "Reading", "Vector", "Wants", "best", "marks", "wanting"]

VERSION = 2  # of marks and encoder: readings of another one are read anew

_BY_MARKS, _BY_PLACE = 0.6, 0.2
_OTHER_PLACE, _OTHER_ROLE, _OTHER_LEVEL = 0.15, 0.05, 0.03
_FLOOR, _FLOOR_WITHOUT_MEANING = 0.25, 0.1  # below it nobody would call it a match
_WEIGHTS = {"role": 1.0, "sector": 1.0, "word": 1.0, "name": 1.0, "market": 0.8, "field": 0.3, "level": 0.3}
_BROADER = 0.4  # of what the thing itself counts: a doctor, where a heart specialist is looked for
_INSIDE_OUT = 0.7  # where the door names only the province of the town that is looked for
_NEARBY = 0.4  # two towns of one province lie near each other; of one island, nobody would say so


@dataclass(frozen=True, slots=True)
class Match:
    """A door, by its place in what was asked about. `shared`: marks that both carry, the most telling first."""

    index: int
    score: float
    shared: tuple[str, ...]


def best(want: Reading, doors: Sequence[Reading] | Doors, most: int = 10) -> list[Match]:
    """The doors worth showing, the best first; of equals the earlier one."""
    stacked = doors if isinstance(doors, Doors) else Doors.of(doors)
    things, near = worth(want.marks), nearness(want.marks)
    whole = sum(things.values()) or 1.0
    score = _score(
        share=stacked.sum_of(things) / np.float32(whole),
        nearest=stacked.most_of(near),
        other_place=stacked.names("place:") & bool(near),
        other_role=stacked.names("role:") & ~stacked.any_of(want.marks, "role:") & _names(want.marks, "role:"),
        other_level=stacked.names("level:") & ~stacked.any_of(want.marks, "level:") & _names(want.marks, "level:"),
    )
    return [
        Match(index, value, shared(want.marks, stacked.readings_marks(index)))
        for index, value in _top(score, stacked.nearness_of_meaning(want), stacked.meant, want, most)
    ]


def wanting(door: Reading, wants: Sequence[Reading] | Wants, most: int = 10) -> list[Match]:
    """The other way round: whose want a door answers, with the same score as `best` gives."""
    stacked = wants if isinstance(wants, Wants) else Wants.of(wants, worth, nearness)
    all_wants = stacked.stack
    score = _score(
        share=stacked.share(door.marks),
        nearest=stacked.nearest(door.marks),
        other_place=stacked.has_place & _names(door.marks, "place:"),
        other_role=all_wants.names("role:") & ~all_wants.any_of(door.marks, "role:") & _names(door.marks, "role:"),
        other_level=all_wants.names("level:") & ~all_wants.any_of(door.marks, "level:") & _names(door.marks, "level:"),
    )
    return [
        Match(index, value, shared(all_wants.readings_marks(index), door.marks))
        for index, value in _top(score, all_wants.nearness_of_meaning(door), all_wants.meant, door, most)
    ]


def _score(share: Floats, nearest: Floats, other_place: Bools, other_role: Bools, other_level: Bools) -> Floats:
    """`nearest`: 0 where nothing is near; `other_…`: both name one, and for role and level not the same."""
    score: Floats = _BY_MARKS * share + _BY_PLACE * nearest
    score -= _OTHER_PLACE * (other_place & (nearest <= 0))
    score -= _OTHER_ROLE * other_role + _OTHER_LEVEL * other_level
    return score


def _top(score: Floats, meaning: Floats, meant: Bools, one: Reading, most: int) -> list[tuple[int, float]]:
    both = meant if one.vector is not None else np.zeros_like(meant)
    whole = score + meaning
    order = np.argsort(-whole, kind="stable")[:most]
    floor = np.where(both, _FLOOR, _FLOOR_WITHOUT_MEANING)
    return [(int(index), float(whole[index])) for index in order if whole[index] >= floor[index]]


def _names(wanted: frozenset[str], kind: str) -> bool:
    return any(mark.startswith(kind) for mark in wanted)


def _kind(mark: str) -> str:
    return mark.partition(":")[0]


@lru_cache(maxsize=4_096)
def worth(wanted: frozenset[str]) -> Mapping[str, float]:
    """What each thing that a want names counts; places count for themselves."""
    broader = {wide for mark in wanted for wide in lexicon().wider.get(mark, ())}
    return {
        mark: _WEIGHTS[_kind(mark)] * (_BROADER if mark in broader else 1.0)
        for mark in wanted
        if _kind(mark) in _WEIGHTS
    }


@lru_cache(maxsize=4_096)
def nearness(wanted: frozenset[str]) -> Mapping[str, float]:
    """By what a door says of its place, how near it is to where the want looks. Empty: the want names no place."""
    book = lexicon()
    near: dict[str, float] = {}

    def at_least(mark: str, value: float) -> None:
        near[mark] = max(near.get(mark, 0.0), value)

    for mark in wanted:
        if _kind(mark) == "place":
            at_least(mark, 1.0)
            at_least(_region(mark), 1.0)
            for wide in book.wider.get(mark, ()):
                how = book.near[wide]
                at_least(_region(wide), how)
                at_least(wide, max(how, _INSIDE_OUT) if how >= _NEARBY else how)
    return near


def _region(place: str) -> str:
    return place.replace("place:", "region:", 1)


def shared(wanted: frozenset[str], said: frozenset[str]) -> tuple[str, ...]:
    """What a want and a door both name: the things by weight, of equals in the order of the alphabet, and before the
    lesser ones the place that is nearest. A door in Ubud is in Bali, where the want looks: `place:bali`."""
    counts, near = worth(wanted), nearness(wanted)
    things = sorted((mark for mark in wanted & said if mark in counts), key=lambda mark: (-counts[mark], mark))
    places = (mark for mark in said if near.get(mark, 0.0) >= _NEARBY)
    here = sorted(places, key=lambda mark: (-near[mark], mark))[:1]
    whole = [mark for mark in things if counts[mark] >= 1]
    return (*whole, *(mark.replace("region:", "place:") for mark in here), *things[len(whole) :])
