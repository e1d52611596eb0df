"""A mediated first step: how sure somebody is of the two they could bring together, and how long each step stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kunci.core.evidence import Evidence
from kunci.core.policy import FIRST_POLICY, Policy
from kunci.core.rungs import Rung
from kunci.core.standing import standing_of

# As long as an ask (exchange.py) for the one who is asked; then as long again for the two to try.
PROPOSAL_LASTS = timedelta(days=21)
TRYING_LASTS = timedelta(days=42)
# So long what each opened is open to the other; either can take it back on any of those days.
OPEN_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Sure:
    """How sure one is of two people: no more than of the lesser of them. `weaker`: which of the two that is, 0 or 1,
    None where both stand alike."""

    rung: Rung
    trust: float
    know: float
    weaker: int | None

    @property
    def order(self) -> tuple[int, float, float]:
        """The surer, the more."""
        return int(self.rung), self.trust, self.know


def sure_of(one: Sequence[Evidence], other: Sequence[Evidence], at: datetime, policy: Policy = FIRST_POLICY) -> Sure:
    """How sure somebody is of two people of whom this is their evidence."""
    both = [standing_of(rows, at, policy) for rows in (one, other)]
    orders = [(int(each.rung), each.trust, each.know) for each in both]
    place = orders.index(min(orders))
    least = both[place]
    return Sure(least.rung, least.trust, least.know, None if orders[0] == orders[1] else place)
