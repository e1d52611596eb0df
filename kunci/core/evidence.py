"""Dated facts that one member notes about another, and which of them are in force.

Rows are only ever added. A mistake is put right by a later row that `voids` the wrong one:

- `Kind.WITHDRAWAL` takes a row back and says nothing else.
- Any other kind with `voids` set replaces the row: the old one counts nothing, the new one counts as itself.

A voided row never comes back: voiding a withdrawal does not revive what was withdrawn. State the fact anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What sort of fact a row states."""

    PRIOR = "prior"
    MET = "met"
    ONE_TO_ONE = "one_to_one"
    CALL = "call"
    CHAT = "chat"
    VISIT = "visit"
    EVENT = "event"
    PROMISE_KEPT = "promise_kept"
    PROMISE_BROKEN = "promise_broken"
    HELP_GIVEN = "help_given"
    HELP_RECEIVED = "help_received"
    OUTCOME_GOOD = "outcome_good"
    OUTCOME_UNFIT = "outcome_unfit"
    OUTCOME_BROKEN = "outcome_broken"
    VOUCH = "vouch"
    WARNING = "warning"
    WORD_FAILED = "word_failed"
    MEDIATED_GOOD = "mediated_good"
    MEDIATED_BROKEN = "mediated_broken"
    WITHDRAWAL = "withdrawal"


# What somebody else said, counted by whoever heard it: weighed by how far they were trusted when it was counted.
WORDS = frozenset({Kind.VOUCH, Kind.WARNING})
# Where trust was broken: the vouch of whoever spoke for that person failed with it.
BROKE = frozenset({Kind.PROMISE_BROKEN, Kind.OUTCOME_BROKEN})
ENCOUNTERS = frozenset({Kind.MET, Kind.ONE_TO_ONE, Kind.CALL, Kind.CHAT, Kind.VISIT, Kind.EVENT})


class Often(StrEnum):
    """How often two people met before either of them noted it here."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    YEARLY = "yearly"
    RARELY = "rarely"


# Days outside this range are typing mistakes; the arithmetic relies on the range to stay within a float's.
FIRST_DAY = date(1970, 1, 1)
LAST_DAY = date(2099, 12, 31)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One dated fact on a tie.

    `on` is the day it happened; for prior acquaintance the day it was stated, with `since` the day it began.
    `weight`, between 0 and 1, is what a vouch or a warning counts of what its kind is worth; 1 for everything else.
    Raises ValueError for a row that contradicts itself.
    """

    id: str
    kind: Kind
    on: date
    since: date | None = None
    often: Often | None = None
    voids: str | None = None
    weight: float = 1.0

    def __post_init__(self) -> None:
        if not FIRST_DAY <= self.on <= LAST_DAY:
            raise ValueError(f"evidence must be dated between {FIRST_DAY} and {LAST_DAY}")
        if self.kind is Kind.PRIOR and (self.since is None or self.often is None):
            raise ValueError("prior acquaintance needs since when and how often")
        if self.kind is not Kind.PRIOR and (self.since is not None or self.often is not None):
            raise ValueError("only prior acquaintance says since when and how often")
        if self.since is not None and self.since > self.on:
            raise ValueError("prior acquaintance cannot begin after the day it is stated")
        if self.kind is Kind.WITHDRAWAL and self.voids is None:
            raise ValueError("a withdrawal names the row it takes back")
        if not 0.0 <= self.weight <= 1.0:
            raise ValueError("a weight lies between 0 and 1")
        if self.weight != 1.0 and self.kind not in WORDS:
            raise ValueError("only a vouch or a warning is weighed")
        if self.voids == self.id:
            raise ValueError("a row cannot void itself")


def in_force(rows: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The rows of one tie that state something nobody has voided, by day and id.

    Voiding has no date: a correction says what was true all along, so it also holds for pictures of the past.
    """
    rows = tuple(rows)
    voided = {row.voids for row in rows}
    standing = [row for row in rows if row.kind is not Kind.WITHDRAWAL and row.id not in voided]
    return tuple(sorted(standing, key=lambda row: (row.on, row.id)))
