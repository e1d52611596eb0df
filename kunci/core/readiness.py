"""When two who set keys aside for each other are told, and how far an exchange of their sets has come.

A flag says since when somebody has had a key set aside for a partner, without a break. Both are told at a weekly
moment, after both flags have stood for the whole week before it: so it tells neither who came second nor when.
kunci/models/sql/sets.sql says the same once more, for it is there that two flags are compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum

SEVERAL = 3  # so many keys for one partner are a set that one would hand over without a second thought
MOST_CHOSEN = 5  # of the other's set
WEEK = timedelta(days=7)
LASTS = timedelta(days=14)  # from being told, and anew from when both sets show
PAUSE = timedelta(days=30)  # after one that is over, before the same two are told again
WIB = timezone(timedelta(hours=7))
HOUR = 9  # on Mondays, in Jakarta


class Stage(StrEnum):
    """How far an exchange has come in the eyes of one of the two; the other's hidden steps move it nowhere."""

    TOLD = "told"  # both have keys set aside; I have not opened
    OPENED = "opened"  # I have
    SHOWN = "shown"  # both have: each sees the other's hints
    SAID = "said"  # I have chosen and said yes
    AGREED = "agreed"  # both have
    OVER = "over"  # withdrawn, at its end, or ended by what happened meanwhile: all alike


@dataclass(frozen=True, slots=True)
class BestPlace:
    """Whether I am well placed to ask a partner for theirs, and the number of keys that this rests on."""

    keys: int

    @property
    def holds(self) -> bool:
        return self.keys >= SEVERAL


@dataclass(frozen=True, slots=True)
class Steps:
    """One side's row of an exchange: when each step was taken, None for not yet."""

    expires_at: datetime
    opened_at: datetime | None = None
    shown_at: datetime | None = None
    said_at: datetime | None = None
    agreed_at: datetime | None = None
    ended_at: datetime | None = None

    def stage(self, now: datetime) -> Stage:
        if self.agreed_at is not None:
            return Stage.AGREED
        if self.ended_at is not None or self.expires_at <= now:
            return Stage.OVER
        if self.said_at is not None:
            return Stage.SAID
        if self.shown_at is not None:
            return Stage.SHOWN
        return Stage.OPENED if self.opened_at is not None else Stage.TOLD


def moment_before(now: datetime) -> datetime:
    """The last weekly moment: Monday, 09:00 in Jakarta. At that very instant it has come."""
    there = now.astimezone(WIB)
    monday = (there - timedelta(days=there.weekday())).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return monday if monday <= there else monday - WEEK


def both_told(mine: datetime | None, theirs: datetime | None, over_at: datetime | None, now: datetime) -> bool:
    """Whether two are told now that both are ready. `mine`, `theirs`: since when each flag stands, None for not at all;
    `over_at`: when the last exchange of the two was over or will be, None where there was none.
    """
    moment = moment_before(now)
    return (
        mine is not None
        and theirs is not None
        and mine <= moment - WEEK
        and theirs <= moment - WEEK
        and (over_at is None or over_at + PAUSE <= moment)
    )
