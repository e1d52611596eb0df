"""What an import does with each card: new, known already, an update, or somebody who looks like a known contact.

Decided from marks (core/addressbook.py) and names alone, card by card in the order of the file, the same for the dry
run and for the import itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from kunci.core.addressbook import Mark, Sameness, marks
from kunci.core.layers import Facts, written

_TELLING = 8  # a shorter UID is a counter: two programs have both a card 1


class Verdict(StrEnum):
    NEW = "new"
    SAME = "same"  # this very card was brought before
    UPDATE = "update"
    ALIKE = "alike"  # another name, but the same e-mail or phone: for the holder to decide


@dataclass(frozen=True, slots=True)
class Known:
    """A contact that a mark leads to."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """`key`: whom the card belongs to (SAME, UPDATE) or looks like (ALIKE), and `name` what they are called; `reason`:
    by what it was recognised. A new contact that an earlier card of the file made has the key '#' and its position."""

    verdict: Verdict
    key: str = ""
    name: str = ""
    reason: Sameness | None = None

    @property
    def known(self) -> bool:
        """Whether the contact was on the keyring before this file."""
        return self.key != "" and not self.key.startswith("#")


def digest(facts: Facts) -> str:
    """The same for two cards that say the same."""
    return sha256(json.dumps(written(facts), sort_keys=True).encode()).hexdigest()


def marks_of(facts: Facts) -> tuple[Mark, ...]:
    """Everything a contact can be recognised by; the digest of the whole card comes first."""
    return ((Sameness.CARD, digest(facts)), *marks(facts.uids, facts.emails, facts.phones))


def judge(name: str, card: Sequence[Mark], known: Mapping[Mark, Sequence[Known]]) -> Judgement:
    """What to do with a card that has these marks, strongest first.

    The same e-mail or phone under the same name is the same person; under another name it may be a colleague at a
    shared number, so it is only said.
    """
    for mark in card:
        for one in known.get(mark, ()):
            if mark[0] is Sameness.CARD:
                return Judgement(Verdict.SAME, one.key, one.name, mark[0])
            if (mark[0] is Sameness.UID and len(mark[1]) >= _TELLING) or _plain(one.name) == _plain(name):
                return Judgement(Verdict.UPDATE, one.key, one.name, mark[0])
    for mark in card:
        for one in known.get(mark, ()):
            return Judgement(Verdict.ALIKE, one.key, one.name, mark[0])
    return Judgement(Verdict.NEW)


class Sorter:
    """Judges the cards of one file in their order; each is known to those after it.

    `together` are positions that the holder said belong to the contact they look like.
    """

    def __init__(self, together: Iterable[int] = ()) -> None:
        self._known: dict[Mark, dict[str, Known]] = {}
        self._together = frozenset(together)

    def learn(self, known: Mapping[Mark, Iterable[Known]]) -> None:
        """Whom of the keyring some marks lead to."""
        for mark, found in known.items():
            for one in found:
                self._known.setdefault(mark, {})[one.key] = one

    def take(self, position: int, facts: Facts) -> Judgement:
        card = marks_of(facts)
        found = judge(facts.name, card, {mark: [*self._known[mark].values()] for mark in card if mark in self._known})
        if found.verdict is Verdict.ALIKE and position in self._together:
            found = Judgement(Verdict.UPDATE, found.key, found.name, found.reason)
        if found.verdict is not Verdict.SAME:
            key = found.key if found.verdict is Verdict.UPDATE else f"#{position}"
            for mark in card:
                self._known.setdefault(mark, {}).setdefault(key, Known(key, facts.name))
        return found


class Undone(StrEnum):
    """What becomes of a contact when an import that said something of it is undone."""

    TAKEN_BACK = "taken_back"  # what the import said is forgotten, the rest stays
    GONE = "gone"  # nothing else was known, and nobody worked with it
    KEPT = "kept"  # nothing else was known, but the holder has worked with it since


def undoing(*, others: bool, worked_with: bool) -> Undone:
    """`others`: other imports said something of the contact too; `worked_with`: it has a hint, a note or an edit."""
    if others:
        return Undone.TAKEN_BACK
    return Undone.KEPT if worked_with else Undone.GONE


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
