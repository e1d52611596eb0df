"""How much time two people have had together: a guide from what was noted, and never more exact than that.

Nobody notes hours. Each kind of encounter counts what such an encounter usually takes; a referral that comes back
year after year rests on many dozen hours. No gate, standing or match reads this.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kunci.core.evidence import Evidence, Kind, in_force

# Hours of one encounter.
USUALLY = {
    Kind.MET: 1.5,
    Kind.ONE_TO_ONE: 1.0,
    Kind.CALL: 0.25,
    Kind.CHAT: 0.1,
    Kind.VISIT: 2.0,
    Kind.EVENT: 2.0,
}


@dataclass(frozen=True, slots=True)
class Together:
    """`times` that the two were in touch, about so many `hours`; `since` when they know each other, as noted, and the
    day they were `last` in touch."""

    times: int
    hours: float
    since: date
    last: date


def together(rows: Iterable[Evidence]) -> Together | None:
    """None where no encounter is noted. What was taken back counts nothing."""
    standing = in_force(rows)
    met = [row for row in standing if row.kind in USUALLY]
    if not met:
        return None
    known = [row.since for row in standing if row.since is not None]
    days = [row.on for row in met]
    return Together(len(met), sum(USUALLY[row.kind] for row in met), min([*known, *days]), max(days))
