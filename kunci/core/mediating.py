"""What a mediator stakes, for how long, and what their word carries where a key is handed over.

Whoever brings two together answers for the asker towards the holder, for one key. That is a vouch: it is one of those
that a member has in force at a time, and it weighs what any word of theirs does (vouching.py).
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kunci.core.evidence import Evidence, Kind, in_force
from kunci.core.policy import FIRST_POLICY, Policy
from kunci.core.reasons import Shortfall
from kunci.core.rungs import Rung
from kunci.core.standing import Measure, standing_of
from kunci.core.vouching import weigh

# As long as an ask (exchange.py): whatever becomes of it, it is over by itself.
PROPOSAL_LASTS = timedelta(days=21)
# So long the hint is open to the asker, who then asks or leaves it.
OPEN_FOR = timedelta(days=21)
# An ask on the last of those days lasts so long again; the database says the same (sql/mediation.sql).
STANDS = OPEN_FOR + PROPOSAL_LASTS
# What one can take somebody's word for: that they do what they say, and do it well. How well the two know each other,
# and for how long, nobody can stand in for.
CARRIES = (Measure.TRUST, Measure.CONFIDENCE)


class Why(StrEnum):
    """What decided how far a mediator carries."""

    CARRIES = "carries"
    NOT_TRUSTED = "not_trusted"
    COUNTED = "counted"


@dataclass(frozen=True, slots=True)
class Carried:
    """`short`: where evidence and mediator together fall short of unhesitating; `carries`: what was short without them
    and is not any more."""

    why: Why
    carries: tuple[Measure, ...]
    short: tuple[Shortfall, ...]


def carried(
    on_asker: Sequence[Evidence],
    on_mediator: Sequence[Evidence],
    word: Set[str],
    at: datetime,
    policy: Policy = FIRST_POLICY,
) -> Carried:
    """How far a mediator carries an asker with a holder whose evidence on the two is this.

    No further than they stand themselves, times what their word weighs: whichever of the two is more, the asker's own
    or that, so nothing is added up. `word`: ids of the rows on the asker that are this mediator's own words. One in
    force has been counted, and the same voice counts nothing twice. What the holder was only told of the mediator
    carries nobody: else a few who speak for one another would stand in for what the holder never saw.
    """
    seen = [row for row in in_force(on_mediator) if row.kind is not Kind.VOUCH]
    own, theirs = standing_of(on_asker, at, policy), standing_of(seen, at, policy)
    needs = dict(zip(Measure, policy.ladder()[Rung.UNHESITATING - 1].measures(), strict=True))
    short = {one: Shortfall(one, own.measure(one), need) for one, need in needs.items() if own.measure(one) < need}
    weight = weigh(seen, at, policy).value
    if any(row.id in word for row in in_force(on_asker)):
        return Carried(Why.COUNTED, (), tuple(short.values()))
    if not weight:
        return Carried(Why.NOT_TRUSTED, (), tuple(short.values()))
    left, done = [], []
    for measure, gap in short.items():
        have = max(gap.have, weight * theirs.measure(measure)) if measure in CARRIES else gap.have
        if have < gap.need:
            left.append(Shortfall(measure, have, gap.need))
        else:
            done.append(measure)
    return Carried(Why.CARRIES, tuple(done), tuple(left))
