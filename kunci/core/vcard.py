"""vCard files of every dialect (2.1, 3.0, 4.0 as phones and programs write them) into cards.

A small reader of our own: the known library loses a whole file to one damaged photo (docs/decisions.md).
`read_vcards` never raises on what it is given, and takes time linear in the file.
"""

import re

from kunci.core.addressbook import Card, Limits, ProblemCode, Reading, refusal
from kunci.core.cardbuilder import CardBuilder, Log
from kunci.core.contentline import ContentLine, content_lines, normal_bytes

_BEGIN = re.compile(rb"^[ \t]*BEGIN[ \t]*:[ \t]*VCARD", re.IGNORECASE | re.MULTILINE)
_DEFAULT_LIMITS = Limits()


def read_vcards(data: bytes, limits: Limits = _DEFAULT_LIMITS) -> Reading:
    """All cards of a file, with what could not be read. Nothing is raised; a refused file has `Reading.refused` set."""
    if len(data) > limits.bytes:
        return refusal(ProblemCode.TOO_BIG)
    data = normal_bytes(data)
    count = 0
    for _ in _BEGIN.finditer(data):
        count += 1
        if count > limits.cards:
            return refusal(ProblemCode.TOO_MANY)
    if not count:
        return refusal(ProblemCode.NOT_A_VCARD)
    file = _File(limits)
    for line in content_lines(data, limits.lines):
        file.take(line)
    return file.reading()


class _File:
    """Finds where cards begin and end. Cards inside cards are counted, never recursed into."""

    def __init__(self, limits: Limits) -> None:
        self.log = Log(limits)
        self.cards: list[Card] = []
        self.position = 0
        self.card: CardBuilder | None = None
        self.agent_next = False
        self.depth = 0  # of cards inside the open one
        self.unended = 0  # cards in a row that never ended
        self.last_line = 0

    def take(self, line: ContentLine) -> None:
        self.last_line = line.line
        value = line.raw[:40].strip().upper()
        if line.name == "BEGIN" and value == b"VCARD":
            self.begin(line)
        elif line.name == "END" and value == b"VCARD":
            self.end()
        elif self.card is not None and self.depth == 0:
            self.card.take(line)
        # An assistant's card stands inside the person's: 'AGENT:' and then a whole card, which is somebody else.
        self.agent_next = line.name == "AGENT" and not value
        if line.name == "AGENT" and value.startswith(b"BEGIN:VCARD") and b"\\" not in line.raw:
            self.deeper(line)

    def begin(self, line: ContentLine) -> None:
        if self.card is None:
            self.open(line)
        elif self.depth or self.agent_next:
            self.deeper(line)
        elif not self.card.empty:
            self.unended += 1
            if self.unended <= self.log.limits.depth:
                self.close(ended=False)
            elif self.unended == self.log.limits.depth + 1:
                self.log.problem(self.position, line.line, ProblemCode.NESTED_TOO_DEEP)
            self.open(line)

    def deeper(self, line: ContentLine) -> None:
        if self.card is not None:
            self.depth += 1
            if self.depth == self.log.limits.depth + 1:
                self.log.problem(self.position, line.line, ProblemCode.NESTED_TOO_DEEP)

    def end(self) -> None:
        if self.depth:
            self.depth -= 1
            return
        self.close(ended=True)
        self.unended = 0

    def open(self, line: ContentLine) -> None:
        self.position += 1
        self.card = CardBuilder(self.log, self.position, line.line)

    def close(self, *, ended: bool) -> None:
        """Keeps the open card; one at the end of a long row of cards that never ended is no card but a nest."""
        if self.card is None:
            return
        if not ended:
            self.log.problem(self.position, self.last_line, ProblemCode.TRUNCATED, self.card.single.get("FN", ""))
        card = self.card.finished() if self.unended <= self.log.limits.depth else None
        if card is not None:
            self.cards.append(card)
        self.card = None

    def reading(self) -> Reading:
        self.close(ended=False)
        return Reading(tuple(self.cards), tuple(self.log.problems), tuple(sorted(self.log.skipped.items())))
