"""What somebody's word for a third person, or against them, weighs with whoever hears it.

The word itself costs nothing to say, so it weighs what its speaker has earned with this one hearer, on the day on which
the hearer counts it. Afterwards the weight stays: a standing is a function of rows, and this one is a fact of that day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import sqrt

from kunci.core.evidence import Evidence, Kind, in_force
from kunci.core.policy import FIRST_POLICY, Policy
from kunci.core.rungs import Rung
from kunci.core.standing import standing_of

# A year: by then whoever vouches should have seen the person again, and can say so anew.
LASTS = timedelta(days=365)
# Whoever vouches for everybody vouches for nobody. Ten people is more than most could answer for at a time. Warnings
# are counted apart, or whoever has vouched for ten could not warn of one.
MOST = 10
# Half, until one exchange between the two went well: before that, trust rests on what can be talked up (acquaintance,
# promises of the speaker's own choosing), and a newcomer could bring their friends in by the dozen.
CEILING = 0.5


class Why(StrEnum):
    """What decided a weight."""

    TRUST = "trust"
    CEILING = "ceiling"
    NOT_TRUSTED = "not_trusted"


@dataclass(frozen=True, slots=True)
class Weight:
    """`value` in [0, 1] of what the kind of row is worth; 0 where it would not count at all."""

    value: float
    why: Why


def weigh(rows_on_speaker: Sequence[Evidence], at: datetime, policy: Policy = FIRST_POLICY) -> Weight:
    """What a word weighs with somebody whose evidence on its speaker is this.

    The square root of the trust measure: from `trusted` on it is well above a half, so that how far the speaker is
    trusted moves it a little, and whether they are decides. Below that rung it is 0.
    """
    standing = standing_of(rows_on_speaker, at, policy)
    if standing.rung < Rung.TRUSTED:
        return Weight(0.0, Why.NOT_TRUSTED)
    earned = sqrt(standing.trust)
    seen = any(row.kind is Kind.OUTCOME_GOOD for row in in_force(rows_on_speaker))
    return Weight(earned, Why.TRUST) if seen or earned <= CEILING else Weight(CEILING, Why.CEILING)
