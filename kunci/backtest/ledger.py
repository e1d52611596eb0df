"""Dated ratings of some network, or dated contacts, from a file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kunci.core.rows import Floats, Ints

DAY = 86_400.0
RATING_COLUMNS = ("source", "target", "rating", "time")
CONTACT_COLUMNS = ("source", "target", "time")


class Unreadable(ValueError):
    """What is wrong with a file, in a sentence for the operator."""


@dataclass(frozen=True)
class Ledger:
    """Ratings in order of time; arrays of ratings. Members are numbered from 0 in the order of their first rating.

    rating: above 0 good, below 0 bad; day: since 1970, with a fraction.
    """

    source: Ints
    target: Ints
    rating: Floats
    day: Floats
    members: int

    @property
    def good(self) -> NDArray[np.bool_]:
        return self.rating > 0.0

    def __len__(self) -> int:
        return len(self.day)

    def up_to(self, end: int) -> Ledger:
        """The first `end` ratings, all members."""
        return Ledger(self.source[:end], self.target[:end], self.rating[:end], self.day[:end], self.members)

    def with_more(self, source: Ints, target: Ints, rating: Floats, day: Floats, members: int) -> tuple[Ledger, Ints]:
        """This ledger with others' ratings among its own, and where its own now stand; of one instant its own first."""
        days = np.concatenate([self.day, day])
        order = np.argsort(days, kind="stable")
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order))
        joined = Ledger(
            np.concatenate([self.source, source])[order],
            np.concatenate([self.target, target])[order],
            np.concatenate([self.rating, rating])[order],
            days[order],
            members,
        )
        return joined, place[: len(self)]


@dataclass(frozen=True)
class Contacts:
    """Who was in touch with whom and when, in order of time; arrays of contacts."""

    source: Ints
    target: Ints
    day: Floats
    members: int


def read_ratings(path: Path) -> Ledger:
    """A file with the columns source, target, rating, time (Unix seconds). Ratings of 0 say nothing and are left out.

    Raises Unreadable.
    """
    rows = [row for row in _rows(path, RATING_COLUMNS) if row[2] != 0.0]
    if len({row[3] for row in rows}) < 2:
        raise Unreadable(f"{path}: ratings of at least two different times are needed, and here there are not.")
    rows.sort(key=lambda row: row[3])
    source, target, members = _numbered(rows)
    values = np.array([row[2:] for row in rows])
    return Ledger(source, target, values[:, 0], values[:, 1] / DAY, members)


def read_contacts(path: Path) -> Contacts:
    """A file with the columns source, target, time (Unix seconds). Raises Unreadable."""
    rows = list(_rows(path, CONTACT_COLUMNS))
    if len({row[2] for row in rows}) < 2:
        raise Unreadable(f"{path}: contacts of at least two different times are needed, and here there are not.")
    rows.sort(key=lambda row: row[2])
    source, target, members = _numbered(rows)
    return Contacts(source, target, np.array([row[2] for row in rows]) / DAY, members)


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[list[float]]:
    """Members as a number each (by their name in the file), then the numbers of the other columns."""
    names: dict[str, int] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.reader(file)
            header = [name.strip().lower() for name in next(lines, [])]
            if any(column not in header for column in columns):
                raise Unreadable(f"{path}: the first line must name the columns {', '.join(columns)}.")
            places = [header.index(column) for column in columns]
            for line in lines:
                if line:
                    yield _row(path, lines.line_num, line, places, names)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Unreadable(f"{path} can't be read: {error}.") from error


def _row(path: Path, number: int, line: list[str], places: list[int], names: dict[str, int]) -> list[float]:
    try:
        cells = [line[place].strip() for place in places]
        values = [float(cell) for cell in cells[2:]]
    except (IndexError, ValueError):
        raise Unreadable(f"{path}, line {number}: {','.join(line)[:80]!r} is not a row of numbers.") from None
    if not all(np.isfinite(values)):
        raise Unreadable(f"{path}, line {number}: {','.join(line)[:80]!r} is not a row of numbers.")
    return [float(names.setdefault(cell, len(names))) for cell in cells[:2]] + values


def _numbered(rows: list[list[float]]) -> tuple[Ints, Ints, int]:
    """Members numbered in the order in which they first appear in time, which does not depend on the file's."""
    numbers: dict[float, int] = {}
    pairs = [[numbers.setdefault(row[0], len(numbers)), numbers.setdefault(row[1], len(numbers))] for row in rows]
    both = np.array(pairs, dtype=np.int64)
    return both[:, 0], both[:, 1], len(numbers)
