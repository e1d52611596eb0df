"""When a relation is to be brought to mind, and how often at most.

Who reminds too much is muted. So a partner comes up when their rung ends within the horizon that the member chose, but
not within two weeks of a contact; three times at most, two weeks each, and then not again before the two were in touch.
Nothing is stored for it: the same dates give the same answer, so a page, a mail and a test agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

AGAIN = timedelta(days=14)
TIMES = 3
WEEK = timedelta(days=7)
HORIZONS = (14, 30, 45, 90)  # days
USUAL_HORIZON = 45
# Whoever has keys set aside for somebody wants to see them now and then, however long the rung still holds.
SEEN_EVERY = timedelta(days=30)
PROMISE_AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Turn:
    """One of the times that something comes up: the `number`-th of three, from `since` until `until`."""

    number: int
    since: datetime
    until: datetime


def turn(begins: datetime, now: datetime, put_off: Sequence[datetime] = ()) -> Turn | None:
    """The time that it comes up now; None before it begins, while it is put off, and after three.

    Putting it off is an answer that it can wait: it stays away for two weeks, and counts as one of the three.
    """
    number = 1
    for at in sorted(at for at in put_off if begins <= at <= now):
        if at >= begins:  # else it was put off already
            number += (at - begins) // AGAIN + 1
            begins = at + AGAIN
    if now < begins:
        return None
    number += (now - begins) // AGAIN
    since = begins + (now - begins) // AGAIN * AGAIN
    return Turn(number, since, since + AGAIN) if number <= TIMES else None


def cooling_from(until: datetime, met: date | None, horizon: timedelta) -> datetime:
    """From when a partner whose rung ends at `until` and whom I last was in touch with on `met` comes up."""
    return _not_so_soon(until - horizon, met, AGAIN)


def aside_from(since: datetime, met: date | None) -> datetime:
    """The same of one for whom keys have been set aside since then."""
    return _not_so_soon(since, met, SEEN_EVERY)


def promise_from(due: date) -> datetime:
    """From when a promise comes up: a week before its day."""
    return _start(due) - PROMISE_AHEAD


def mailed(begins: datetime, week: datetime, put_off: Sequence[datetime] = ()) -> bool:
    """Whether the mail of the week that ends at `week` mentions it: in the first week of each of its times."""
    now = turn(begins, week, put_off)
    return now is not None and now.since > week - WEEK


def _not_so_soon(begins: datetime, met: date | None, rest: timedelta) -> datetime:
    return begins if met is None else max(begins, _start(met) + rest)


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
