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

import numpy as np

from kunci.core.lexicon import lexicon
from kunci.core.marking import marks
from kunci.core.stacked import DIMENSIONS, LESSER, Bools, Floats, Reading, Stack, Vector

__all__ = ["CLEAR", "DIMENSIONS", "VERSION", "Match", "Reading", "Stack", "Vector", "best", "marks", "wanting"]

VERSION = 2  # of marks and encoder: readings of another one are read anew

_BY_MARKS, _BY_PLACE = 0.6, 0.2
_OTHER_PLACE, _OTHER_ROLE, _OTHER_LEVEL = 0.15, 0.05, 0.03
_FLOOR, _FLOOR_WITHOUT_MEANING = 0.25, 0.1  # below it nobody would call it a match
CLEAR, _CLEAR_WITHOUT_MEANING = 0.45, 0.3  # from this score on a match is clear (docs/proof.md)
_WEIGHTS = {"role": 1.0, "sector": 1.0, "word": 1.0, "name": 1.0, "market": 0.8, "field": 0.3, "level": 0.3}
_INSIDE_OUT = 0.7  # where the door names only the province of the town that is looked for
_NEARBY = 0.4  # two towns of one province lie near each other; of one island, nobody would say so


@dataclass(frozen=True, slots=True)
class Match:
    """A door, by its place in what was asked about. `shared`: marks that both carry, the most telling first; `clear`:
    hardly ever wrong, of any other one had better say "perhaps"."""

    index: int
    score: float
    shared: tuple[str, ...]
    clear: bool = True


def best(want: Reading, doors: Sequence[Reading] | Stack, most: int = 10) -> list[Match]:
    """The doors worth showing, the best first; of equals the earlier one. For many wants, stack the doors once."""
    stack = doors if isinstance(doors, Stack) else Stack.of(doors)
    counts, near = worth(want.marks), nearness(want.marks)
    whole = np.float32(sum(counts.values()) or 1.0)
    score = _score(want, stack, stack.sum_of(counts) / whole, stack.most_of(near))
    return [
        Match(index, value, shared(want.marks, stack.marks_of(index)), clear)
        for index, value, clear in _top(score, stack, want, most)
    ]


def wanting(door: Reading, wants: Sequence[Reading] | Stack, most: int = 10) -> list[Match]:
    """The other way round: the wants that a door answers, with the score that `best` gives them."""
    stack = wants if isinstance(wants, Stack) else Stack.of(wants)
    named = {mark: _WEIGHTS.get(_kind(mark), 0.0) for mark in stack.numbers}
    near = {mark: _nearest(nearness(frozenset({mark})), door.marks) for mark in stack.numbers if _kind(mark) == "place"}
    share = stack.own_share(door.marks, named, lexicon().wider)
    score = _score(door, stack, share, stack.most_of(near))
    return [
        Match(index, value, shared(stack.marks_of(index), door.marks), clear)
        for index, value, clear in _top(score, stack, door, most)
    ]


def _nearest(near: Mapping[str, float], said: frozenset[str]) -> float:
    return max((near.get(mark, 0.0) for mark in said), default=0.0)


def _score(one: Reading, stack: Stack, share: Floats, nearest: Floats) -> Floats:
    """`share`: of what the want names, by weight, what the door names too; `nearest`: 0 where no place is near."""
    score: Floats = _BY_MARKS * share + _BY_PLACE * nearest
    score -= _OTHER_PLACE * (_both_name("place:", one, stack) & (nearest <= 0))
    for kind, by in (("role:", _OTHER_ROLE), ("level:", _OTHER_LEVEL)):
        score -= by * _another(kind, one, stack)
    return score + stack.nearness_of_meaning(one)


def _another(kind: str, one: Reading, stack: Stack) -> Bools:
    """Both name something of this kind, and nothing of it alike."""
    return _both_name(kind, one, stack) & ~stack.any_of(one.marks, kind)


def _both_name(kind: str, one: Reading, stack: Stack) -> Bools:
    found: Bools = stack.names(kind) & any(mark.startswith(kind) for mark in one.marks)
    return found


def _top(score: Floats, stack: Stack, one: Reading, most: int) -> list[tuple[int, float, bool]]:
    by_meaning = stack.meant & (one.vector is not None)
    floor = np.where(by_meaning, _FLOOR, _FLOOR_WITHOUT_MEANING)
    # Somebody who does something else is never a clear answer, however much of level and place is alike.
    clear = (score >= np.where(by_meaning, CLEAR, _CLEAR_WITHOUT_MEANING)) & ~_another("role:", one, stack)
    order = np.argsort(-score, kind="stable")[:most]
    return [(int(index), float(score[index]), bool(clear[index])) for index in order if score[index] >= floor[index]]


def _kind(mark: str) -> str:
    return mark.partition(":")[0]


def worth(wanted: frozenset[str]) -> Mapping[str, float]:
    """What each thing that a want names counts; places count for themselves."""
    broader = {wide for mark in wanted for wide in lexicon().wider.get(mark, ())}
    return {
        mark: _WEIGHTS[_kind(mark)] * (LESSER if mark in broader else 1.0) for mark in wanted if _kind(mark) in _WEIGHTS
    }


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
