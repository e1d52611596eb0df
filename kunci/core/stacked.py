"""Readings stacked into arrays, so that one can be held against thousands.

Marks get numbers that hold for one stack alone. A table of marks is (n, most marks of a reading); 0 is no mark.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Vector = NDArray[np.float32]  # of length 1, DIMENSIONS of them
Bools = NDArray[np.bool_]
Numbers = NDArray[np.int32]

DIMENSIONS = 512
LESSER = 0.4  # of what the thing itself counts: a doctor, where a heart specialist is looked for


@dataclass(frozen=True, eq=False)
class Reading:
    """What a text says: where it points in meaning, None without an encoder, and what it names ("word:steel")."""

    vector: Vector | None
    marks: frozenset[str]


@dataclass(frozen=True, eq=False)
class Stack:
    """vectors: (n, DIMENSIONS), zeros where there is none; meant: which have one; numbers: of each mark, from 1."""

    vectors: Floats
    meant: Bools
    marks: Numbers
    numbers: Mapping[str, int]

    @classmethod
    def of(cls, readings: Sequence[Reading]) -> Stack:
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

    def own_share(
        self, said: frozenset[str], worth: Mapping[str, float], broader: Mapping[str, Sequence[str]]
    ) -> Floats:
        """Of each reading: how much of what it names is said too.

        worth: what a mark counts; broader: of a mark, those that count LESSER of it where the reading has both.
        """
        counts = self._valued(worth)[self.marks]
        rows = np.arange(len(self.marks))
        lesser = np.zeros((len(rows), len(self.numbers) + 1), dtype=np.bool_)
        wider = [[self.numbers.get(mark, 0) for mark in broader.get(one, ())] for one in self._by_number]
        wide = _filled(list(map(len, wider)), chain.from_iterable(wider))
        lesser[rows[:, None, None], wide[self.marks]] = True
        counts = np.where(lesser[rows[:, None], self.marks], LESSER * counts, counts)
        there = self._valued(dict.fromkeys(said, 1.0))[self.marks]
        whole = counts.sum(axis=1)
        found: Floats = np.divide((there * counts).sum(axis=1), whole, out=np.zeros_like(whole), where=whole > 0)
        return found

    def marks_of(self, index: int) -> frozenset[str]:
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


def _numbered(listed: Sequence[frozenset[str]]) -> tuple[Numbers, dict[str, int]]:
    """A row of numbers for each, in its own order; and what they stand for."""
    numbers: defaultdict[str, int] = defaultdict(count(1).__next__)
    table = _filled(list(map(len, listed)), map(numbers.__getitem__, chain.from_iterable(listed)))
    return table, dict(numbers)


def _filled(lengths: Sequence[int], flat: Iterable[int]) -> Numbers:
    """Rows of these lengths, filled up with 0."""
    ends = np.array(lengths, dtype=np.int64)
    table = np.zeros((len(ends), int(ends.max(initial=0))), dtype=np.int32)
    table[np.arange(table.shape[1]) < ends[:, None]] = np.fromiter(flat, dtype=np.int32, count=int(ends.sum()))
    return table
