"""Rows for COPY: ids, instants, words, a line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice

import numpy as np
import psycopg
from numpy.typing import NDArray

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NULL = "\\N"
FAR = "9999-01-01 00:00:00+00"
CHUNK = 20_000

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Ids:
    """Random ids as text, by their number."""

    def __init__(self, rng: np.random.Generator, count: int) -> None:
        raw = rng.integers(0, 256, (count, 16), dtype=np.uint8)
        raw[:, 6] = raw[:, 6] & 0x0F | 0x40
        raw[:, 8] = raw[:, 8] & 0x3F | 0x80
        text = raw.tobytes().hex()
        self.text = [text[at : at + 32] for at in range(0, len(text), 32)]

    def of(self, numbers: Ints) -> list[str]:
        return [self.text[number] for number in numbers.tolist()]


def copy(cursor: psycopg.Cursor, table: str, columns: Sequence[str], lines: Iterable[str]) -> None:
    lines = iter(lines)
    with cursor.copy(f'copy vault."{table}" ({", ".join(columns)}) from stdin'.encode()) as copy:
        while chunk := list(islice(lines, CHUNK)):
            copy.write("\n".join(chunk) + "\n")


def lines_of(*columns: Iterable[str]) -> Iterator[str]:
    return map("\t".join, zip(*columns, strict=False))


def repeat(value: str) -> Iterator[str]:
    while True:
        yield value


def ago(days: float) -> str:
    return (NOW - timedelta(days=days)).isoformat()


def picked(rng: np.random.Generator, words: Sequence[str], count: int) -> list[str]:
    return [words[at] for at in rng.integers(0, len(words), count).tolist()]


def days_of(span: timedelta) -> float:
    return span / timedelta(days=1)


def instants(days_ago: Floats) -> list[str]:
    """Each so many days before now."""
    at = np.datetime64(NOW.replace(tzinfo=None), "us") - (days_ago * 86_400_000_000).astype("timedelta64[us]")
    return [f"{one}+00" for one in np.datetime_as_string(at).tolist()]
