"""How well a door answers what somebody looks for: by meaning where there is an encoder, and by marks both carry.

A text is read once into a `Reading` and matched many times. Nothing here knows how often a word stands in other texts:
the order of two doors depends on these two and on the want, never on what else there is.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]  # of length 1, DIMENSIONS of them

VERSION = 1  # of marks and encoder: readings of another one are read anew
DIMENSIONS = 512
_SMALL = 3  # words as short as this mean little by themselves
_LEAST_MARKS = 0.25  # of what the want names, a door has to name so much to be shown


@dataclass(frozen=True, eq=False)
class Reading:
    """What a text says: where it points in meaning, None without an encoder, and what it names ("word:baja")."""

    vector: Vector | None
    marks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Match:
    """A door, by its place in what was asked about. `shared`: marks that both carry, the most telling first."""

    index: int
    score: float
    shared: tuple[str, ...]


def marks(text: str) -> frozenset[str]:
    """What a text names, in words that both languages share."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in spread if not unicodedata.combining(sign))
    return frozenset(f"word:{word}" for word in re.findall(r"\w+", bare) if len(word) > _SMALL)


def best(want: Reading, doors: Sequence[Reading], most: int = 10) -> list[Match]:
    """The doors worth showing, the best first; of equals the earlier one."""
    found = []
    for index, door in enumerate(doors):
        shared = want.marks & door.marks
        score = len(shared) / max(len(want.marks), 1)
        if score >= _LEAST_MARKS:
            found.append(Match(index, score, tuple(sorted(shared))))
    return sorted(found, key=lambda one: (-one.score, one.index))[:most]
