"""Comma-separated files as people really have them: from bytes to rows, whatever program saved them last.

The header is found by the names in it, and tells the delimiter as well: guessing from frequencies goes wrong where most
cells are empty. A quote that is never closed costs its own row, not the rest of the file.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from kunci.core.addressbook import Limits, clean
from kunci.core.contentline import decode, normal_bytes

LOST_LETTER = "\ufffd"

_DELIMITERS = ",;\t"
_HEADER_WITHIN = 50  # lines: notes of the exporting program stand before it
_LONGEST_HEADER = 100_000  # characters
_LONGEST_ROW = 250_000  # characters, over all its lines
_LONGEST_LINE = 100_000  # below the csv module's own limit of one field
_MOST_READ_AGAIN = 4_000_000  # characters behind stray quotes, in all rows; then the rest is left unread
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_LOOKED_AT = 65_536  # characters


@dataclass(frozen=True, slots=True)
class Header:
    """`names` in lower case, by column; `end` is the character behind the header, `line` its line from 1."""

    names: tuple[str, ...]
    delimiter: str
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one record, as written. Of a broken one only the first line; without cells, the rest is unread."""

    line: int
    cells: list[str]
    broken: bool = False


def text_of(data: bytes) -> tuple[str, bool]:
    """The file's text with LF for every line break, and False where its letters had to be guessed or some were lost."""
    head = data[:200]
    # UTF-16 without a mark: every second byte of a header in Latin letters is NUL.
    if len(head) >= 20 and head[1::2].count(0) > 0.45 * len(head) and not head[::2].count(0):
        data = data.decode("utf-16-le", "replace").encode("utf-8", "replace")
    elif len(head) >= 20 and head[::2].count(0) > 0.45 * len(head) and not head[1::2].count(0):
        data = data.decode("utf-16-be", "replace").encode("utf-8", "replace")
    return decode(normal_bytes(data))


def is_text(text: str) -> bool:
    """Whether this was written to be read: pictures and archives are full of control characters."""
    looked_at = text[:_LOOKED_AT]
    return len(_CONTROL.findall(looked_at)) <= 10 + len(looked_at) // 50


def find_header(text: str, fits: Callable[[frozenset[str]], bool]) -> Header | None:
    """The first of the leading lines whose column names fit, read with any of the three delimiters."""
    place = 0
    for line in range(1, _HEADER_WITHIN + 1):
        end = _line_end(text, place)
        written = text[place : min(end, place + _LONGEST_HEADER)]
        for delimiter in _DELIMITERS:
            names = tuple(clean(name, 100).text.casefold() for name in _one_line(written, delimiter))
            if len(names) > 1 and fits(frozenset(names)):
                return Header(names, delimiter, end + 1, line)
        place = end + 1
        if place > len(text):
            break
    return None


def read_rows(text: str, header: Header, limits: Limits) -> list[Row] | None:
    """All rows that hold anything, or None when there are more than the limits allow; blank ones count half."""
    rows: list[Row] = []
    for number, row in enumerate(_records(text, header), 1):
        if row.broken or any(map(str.strip, row.cells)):
            rows.append(row)
        if len(rows) > limits.cards or number > 2 * limits.cards:
            return None
    return rows


class _Lines:
    """The lines from a place in the text on. Stops where one row grows too long."""

    def __init__(self, text: str, place: int, line: int) -> None:
        self.text = text
        self.place = place
        self.line = line
        self.taken = 0  # characters of the row that is being read
        self.too_long = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.place >= len(self.text) or self.too_long:
            raise StopIteration
        start, end = self.place, _line_end(self.text, self.place)
        self.place, self.line = end + 1, self.line + 1
        self.taken += end - start
        if self.taken > _LONGEST_ROW:
            self.too_long = True
            raise StopIteration
        return self.text[start : end + 1]

    def record(self, delimiter: str) -> list[str] | None:
        """The next record, or None where its quotes don't match or it has no end."""
        self.taken = 0
        try:
            # Strict, for text behind a closing quote tells that it was no closing one.
            cells = next(csv.reader(self, delimiter=delimiter, strict=True), None)
        except csv.Error:
            return None
        return None if self.too_long else cells


def _records(text: str, header: Header) -> Iterator[Row]:
    """Every record behind the header; a line that is passed over counts as a blank one."""
    width = len(header.names)
    lines = _Lines(text, header.end, header.line + 1)
    read_again = 0
    searching = False  # behind a broken record: for the next that is whole
    while lines.place < len(text):
        place, line = lines.place, lines.line
        cells = lines.record(header.delimiter)
        following = text[place : lines.place].split("\n")[1:] if lines.line - line > 1 else []
        if cells is None or (len(cells) != width and _swallowed(following, header)):
            end = _line_end(text, place)
            if not searching:
                yield Row(line, _first_line(text[place:end][:_LONGEST_LINE], header), broken=True)
            read_again += lines.place - end
            if read_again > _MOST_READ_AGAIN:
                yield Row(line + 1, [], broken=True)
                return
            lines = _Lines(text, end + 1, line + 1)
            searching = True
        elif searching and len(cells) != width:
            yield Row(line, [])
        else:
            searching = False
            yield Row(line, cells)


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end


def _swallowed(following: list[str], header: Header) -> bool:
    """Whether the further lines of a narrow record are no note with line breaks, but records behind a stray quote."""
    return any(len(_one_line(line[:_LONGEST_LINE], header.delimiter)) == len(header.names) for line in following)


def _first_line(written: str, header: Header) -> list[str]:
    """The cells of a line whose quotes don't match: without quotes, if it then has as many cells as the header."""
    plain = _one_line(written, header.delimiter, csv.QUOTE_NONE)
    if len(plain) == len(header.names):
        return [cell.strip('"') for cell in plain]
    return _one_line(written, header.delimiter)


def _one_line(written: str, delimiter: str, quoting: Literal[0, 3] = csv.QUOTE_MINIMAL) -> list[str]:
    return next(csv.reader([written], delimiter=delimiter, quoting=quoting), [])
