"""Notes on partners in an archive: what they are, and which of them come back.

A note comes back where it belongs: onto the tie of the same member with the same partner. It is told from one that is
there already by what it says, for its id is another's: a row that comes back is a new row.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kunci.core.evidence import BROKE, WORDS, Kind, Often


@dataclass(frozen=True, slots=True)
class Noted:
    """A row in force when the archive was made. `partner`, `vouch` and `word_of` are ids of the Kunci where that was,
    `id` and `because` of rows of the archive; '' where there is none. `weight` is that of a word about a third."""

    id: str
    partner: str
    kind: Kind
    on: date
    since: date | None = None
    often: Often | None = None
    note: str = ""
    weight: float | None = None
    vouch: str = ""
    word_of: str = ""
    because: str = ""

    @property
    def says(self) -> tuple[object, ...]:
        """The same for two rows that say the same."""
        return (
            self.partner, self.kind, self.on, self.since, self.often, self.note, self.weight, self.word_of
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Notes:
    """What an archive says of partners. `of` and `email`: whose it is; `unread`: rows that are none; `said`, `heard`:
    how many words about others its maker told, and was told."""

    of: str = ""
    email: str = ""
    rows: tuple[Noted, ...] = ()
    unread: int = 0
    said: int = 0
    heard: int = 0

    def belong_to(self, member: str, email: str) -> bool:
        """Whether they are this member's own: the same account, or one with the same address, opened anew."""
        return self.of == member or (email != "" and self.email.casefold() == email.casefold())


class Fate(StrEnum):
    NEW = "notes_new"
    SAME = "notes_same"  # it is there already, or was and is void
    ELSEWHERE = "notes_elsewhere"  # about somebody who is no partner here
    # on the word of somebody who is no partner here or has spoken already, or on a row that stays behind
    RESTS = "notes_rests"
    AHEAD = "notes_unread"  # dated after today


@dataclass(frozen=True, slots=True)
class Judged:
    """`there`: the id of the row that says the same, where there is one."""

    row: Noted
    fate: Fate
    there: str = ""


def judge(rows: Iterable[Noted], partners: Set[str], there: Mapping[str, Noted], today: date) -> tuple[Judged, ...]:
    """What becomes of each. What rests on another row comes after it. `there`: by id the rows on one's own ties, void
    ones among them: what somebody took back does not come back by a file."""
    known: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for id, row in sorted(there.items()):
        known[row.says].append(id)
    # Nobody speaks twice: of one speaker about one partner a single word counts.
    spoken = {(row.partner, row.word_of) for row in there.values() if row.kind in WORDS}
    found: dict[str, Judged] = {}
    for row in sorted(rows, key=lambda one: one.kind is Kind.WORD_FAILED):
        one = _judged(row, partners, known, found, today)
        if one.fate is Fate.NEW and row.kind in WORDS:
            if (row.partner, row.word_of) in spoken:
                one = Judged(row, Fate.RESTS)
            spoken.add((row.partner, row.word_of))
        found[row.id] = one
    return tuple(found.values())


def _judged(
    row: Noted,
    partners: Set[str],
    known: Mapping[tuple[object, ...], list[str]],
    found: Mapping[str, Judged],
    today: date,
) -> Judged:
    if row.on > today:
        return Judged(row, Fate.AHEAD)
    if row.partner not in partners:
        return Judged(row, Fate.ELSEWHERE)
    if same := known.get(row.says):
        return Judged(row, Fate.SAME, same.pop(0))  # one for one: who met twice on a day met twice
    if row.kind in WORDS and row.word_of not in partners:
        return Judged(row, Fate.RESTS)
    if row.kind is Kind.WORD_FAILED:
        below = found.get(row.because)
        if below is None or below.fate not in (Fate.NEW, Fate.SAME) or below.row.kind not in BROKE:
            return Judged(row, Fate.RESTS)
        if row.word_of != row.partner:
            return Judged(row, Fate.RESTS)
    return Judged(row, Fate.NEW)


def counted(judged: Sequence[Judged]) -> Counter[str]:
    return Counter(one.fate.value for one in judged)
