"""What a change of the arithmetic's constants does to passes: many ties at once, by the rule of every single write.

`core/passes.py: after_evidence` says it for one tie: what is live and granted lasts as long as the evidence carries it.
Nothing here opens a rung, and what is shut already is left as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kunci.core.evidence import Evidence
from kunci.core.gates import Pass
from kunci.core.passes import after_evidence
from kunci.core.policy import FIRST_POLICY, Policy
from kunci.core.rows import EvidenceBatch
from kunci.core.rungs import LADDER, Rung
from kunci.core.standing import instant_of, second_of, untils


@dataclass(frozen=True, slots=True)
class Carried:
    """A tie as it stands: the pass, how far the holder has let the viewer come, and all evidence of the holder."""

    held: Pass
    granted: Rung
    rows: Sequence[Evidence]


@dataclass(frozen=True, slots=True)
class Moved:
    """A pass before and after, and the rung that its holder granted."""

    held: Pass
    granted: Rung
    after: Pass


@dataclass(frozen=True, slots=True)
class Tally:
    """How much was looked at, and what became of it. A pass counts once, by the worst that happens to it.

    closed: a rung that was live is shut; shortened: none is, and one ends earlier; lengthened: all else that moves.
    """

    members: int = 0
    ties: int = 0
    closed: int = 0
    shortened: int = 0
    lengthened: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.members + other.members,
            self.ties + other.ties,
            self.closed + other.closed,
            self.shortened + other.shortened,
            self.lengthened + other.lengthened,
        )

    @property
    def moved(self) -> int:
        return self.closed + self.shortened + self.lengthened


@dataclass(frozen=True, slots=True)
class _Ends:
    """Until when evidence carries each rung."""

    ends: tuple[datetime | None, ...]

    def until(self, rung: Rung) -> datetime | None:
        return self.ends[rung - 1]


def moved(ties: Sequence[Carried], now: datetime, policy: Policy = FIRST_POLICY) -> tuple[Moved, ...]:
    """Of these ties the passes of which something that is live ends at another instant under `policy`, in order."""
    live = [tie for tie in ties if tie.held.rung(now) > Rung.STRANGER]
    if not live:
        return ()
    ends = untils(EvidenceBatch.of([tie.rows for tie in live]), len(live), second_of(now), policy)
    found = []
    for tie, (known, trusted, unhesitating) in zip(live, ends.tolist(), strict=True):
        carried = _Ends((instant_of(known), instant_of(trusted), instant_of(unhesitating)))
        after = after_evidence(tie.held, tie.granted, carried, now)
        if _ahead(after, now) != _ahead(tie.held, now):
            found.append(Moved(tie.held, tie.granted, after))
    return tuple(found)


def tally(moved: Sequence[Moved], now: datetime) -> Tally:
    """What became of these, without how much was looked at."""
    kinds = [_kind(one, now) for one in moved]
    return Tally(closed=kinds.count("closed"), shortened=kinds.count("shortened"), lengthened=kinds.count("lengthened"))


def _kind(moved: Moved, now: datetime) -> str:
    if moved.after.rung(now) < moved.held.rung(now):
        return "closed"
    pairs = zip(_ahead(moved.held, now), _ahead(moved.after, now), strict=True)
    earlier = any(before is not None and after is not None and after < before for before, after in pairs)
    return "shortened" if earlier else "lengthened"


def _ahead(held: Pass, now: datetime) -> tuple[datetime | None, ...]:
    """The ends that are still ahead: a rung that is over is shut, whenever that was."""
    return tuple(held.until(rung) if held.live(rung, now) else None for rung in LADDER)
