"""Readings stacked into arrays, so that one can be held against thousands.

Marks get numbers that hold for one stack alone. A table of marks is (n, most marks of a reading); 0 is no mark.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Vector = NDArray[np.float32]  # of length 1, DIMENSIONS of them
Bools = NDArray[np.bool_]
Numbers = NDArray[np.int32]
Worth = Callable[[frozenset[str]], Mapping[str, float]]

DIMENSIONS = 512


@dataclass(frozen=True, eq=False)
class Reading:
    """What a text says: where it points in meaning, None without an encoder, and what it names ("word:steel")."""

    vector: Vector | None
    marks: frozenset[str]


@dataclass(frozen=True, eq=False)
class Doors:
    """vectors: (n, DIMENSIONS), zeros where there is none; meant: which have one; numbers: of each mark, from 1."""

    vectors: Floats
    meant: Bools
    marks: Numbers
    numbers: Mapping[str, int]

    @classmethod
    def of(cls, readings: Sequence[Reading]) -> Doors:
        nothing = np.zeros(DIMENSIONS, dtype=np.float32)
        rows = [nothing if reading.vector is None else reading.vector for reading in readings]
        table, numbers = _numbered([reading.marks for reading in readings])
        return cls(
            vectors=np.concatenate([*rows, nothing], dtype=np.float32).reshape(-1, DIMENSIONS)[:-1],
            meant=np.array([reading.vector is not None for reading in readings], dtype=np.bool_),
            marks=table,
            numbers=numbers,
        )

    def nearness_of_meaning(self, one: Reading) -> Floats:
        """The cosine with each; 0 where one of the two has no vector."""
        if one.vector is None or not len(self.vectors):
            return np.zeros(len(self.meant), dtype=np.float32)
        # Not `@`: threads that wait for a busy processor would take thirty times as long as this takes alone.
        found: Floats = np.einsum("ij,j->i", self.vectors, one.vector)
        return found

    def sum_of(self, values: Mapping[str, float]) -> Floats:
        found: Floats = self._valued(values)[self.marks].sum(axis=1)
        return found

    def most_of(self, values: Mapping[str, float]) -> Floats:
        found: Floats = self._valued(values)[self.marks].max(axis=1, initial=0)
        return found

    def any_of(self, marks: frozenset[str], kind: str) -> Bools:
        """Which name one of these marks of this kind."""
        found: Bools = self.most_of({mark: 1.0 for mark in marks if mark.startswith(kind)}) > 0
        return found

    def names(self, kind: str) -> Bools:
        """Which name anything of this kind."""
        if kind not in self._kinds:
            self._kinds[kind] = self.any_of(frozenset(self.numbers), kind)
        return self._kinds[kind]

    def readings_marks(self, index: int) -> frozenset[str]:
        return frozenset(self._by_number[number] for number in self.marks[index] if number)

    def _valued(self, values: Mapping[str, float]) -> Floats:
        """A value for each number; 0 where none is said."""
        table = np.zeros(len(self.numbers) + 1, dtype=np.float32)
        for mark, value in values.items():
            number = self.numbers.get(mark)
            if number is not None:
                table[number] = value
        return table

    @cached_property
    def _kinds(self) -> dict[str, Bools]:
        return {}

    @cached_property
    def _by_number(self) -> list[str]:
        return ["", *self.numbers]


@dataclass(frozen=True, eq=False)
class Wants:
    """Wants, so that one door can be held against all of them: of each, what the things and places it names count."""

    stack: Doors
    counts: Floats  # of each mark in the stack's table, its share of what that want names
    places: Numbers
    nears: Floats
    has_place: Bools
    numbers: Mapping[str, int]  # of `places`

    @classmethod
    def of(cls, readings: Sequence[Reading], worth: Worth, nearness: Worth) -> Wants:
        stack = Doors.of(readings)
        things = [worth(reading.marks) for reading in readings]
        near = [nearness(reading.marks) for reading in readings]
        places, numbers = _numbered(near)
        counts = np.zeros(stack.marks.shape, dtype=np.float32)
        nears = np.zeros(places.shape, dtype=np.float32)
        for row, (of_want, around) in enumerate(zip(things, near, strict=True)):
            named = [stack._by_number[number] for number in stack.marks[row] if number]
            counts[row, : len(named)] = [of_want.get(mark, 0.0) for mark in named]
            nears[row, : len(around)] = list(around.values())
        whole = counts.sum(axis=1, keepdims=True)
        return cls(
            stack=stack,
            counts=np.divide(counts, whole, out=np.zeros_like(counts), where=whole > 0),
            places=places,
            nears=nears,
            has_place=np.array([bool(around) for around in near], dtype=np.bool_),
            numbers=numbers,
        )

    def share(self, said: frozenset[str]) -> Floats:
        """Of what each want names, how much of it is said."""
        there = self.stack._valued(dict.fromkeys(said, 1.0))
        found: Floats = (there[self.stack.marks] * self.counts).sum(axis=1)
        return found

    def nearest(self, said: frozenset[str]) -> Floats:
        there = np.zeros(len(self.numbers) + 1, dtype=np.float32)
        there[[self.numbers[mark] for mark in said if mark in self.numbers]] = 1
        found: Floats = (there[self.places] * self.nears).max(axis=1, initial=0)
        return found


def _numbered(listed: Sequence[frozenset[str] | Mapping[str, float]]) -> tuple[Numbers, dict[str, int]]:
    """A row of numbers for each, in its own order; and what they stand for."""
    numbers: defaultdict[str, int] = defaultdict(count(1).__next__)
    lengths = np.array([len(one) for one in listed], dtype=np.int64)
    flat = np.fromiter(map(numbers.__getitem__, chain.from_iterable(listed)), dtype=np.int32, count=int(lengths.sum()))
    table = np.zeros((len(listed), int(lengths.max(initial=0))), dtype=np.int32)
    table[np.arange(table.shape[1]) < lengths[:, None]] = flat
    return table, dict(numbers)
