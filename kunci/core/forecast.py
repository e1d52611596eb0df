"""Two numbers about one member in the eyes of another, kept apart on purpose.

The **gate's number** reads what this member saw and what people they trust freely told them; strangers count nothing.
It is a lower credible bound, so little evidence means little. The **forecast** advises and is never a gate: it also
uses the wider record of established members, capped, and is a probability, set right by how earlier ones came out.

In a sentence each: "your own dealings count most, then people you trust, of whom one voice alone moves nothing"; and
"established members add at most four experiences each way, strangers add nothing, old news fades".
"""

from dataclasses import dataclass

import numpy as np

from kunci.core.bounds import lower_bound
from kunci.core.rows import Floats


@dataclass(frozen=True, slots=True)
class Clock:
    """How fast news fades, half-lives in days, and what each source counts."""

    own_good: float
    own_bad: float
    told_good: float  # by people whom the member trusts
    told_bad: float
    record_good: float
    record_bad: float
    yardstick: float  # the member's own experience with everybody
    yardstick_caution: float  # experiences of a presumed share that stand beside it
    presumed: float
    prior: float  # experiences that the yardstick counts for
    own: float
    returned: float  # what they told of me, good; a bad word counts fully
    record: float
    record_most: float


# A network of traders who deal once and know each other little: news of two months is old. The half-lives are the
# starting point's (40 and 120 days) for the record, and longer where fewer tell.
TRADING = Clock(
    own_good=80.0, own_bad=300.0, told_good=80.0, told_bad=300.0, record_good=40.0, record_bad=120.0,
    yardstick=60.0, yardstick_caution=20.0, presumed=0.96, prior=1.0,
    own=2.0, returned=0.5, record=0.5, record_most=4.0,
)  # fmt: skip


@dataclass(frozen=True)
class Heard:
    """What reaches one member about another: sums of faded experiences, arrays of pairs.

    `mean_good`, `mean_all`: the member's own experiences with everybody. `told_good` is what trusted people praise, of
    each week the best voice, less the strongest of all, each weighed by the root of the trust in them. `returned_*`:
    what the other said of them.
    """

    mean_good: Floats
    mean_all: Floats
    own_good: Floats
    own_bad: Floats
    told_good: Floats
    told_bad: Floats
    returned_good: Floats
    returned_bad: Floats
    record_good: Floats
    record_bad: Floats


@dataclass(frozen=True)
class Posterior:
    """Good and bad experiences to go by, the prior among them: arrays of pairs."""

    good: Floats
    bad: Floats

    def mean(self) -> Floats:
        return self.good / (self.good + self.bad)

    def bound(self) -> Floats:
        """What one can count on nine times out of ten."""
        return lower_bound(self.good, self.bad)


def gate(heard: Heard, clock: Clock) -> Posterior:
    """What the member's own evidence carries; no word of a stranger is in it."""
    share = (heard.mean_good + clock.yardstick_caution * clock.presumed) / (heard.mean_all + clock.yardstick_caution)
    return Posterior(
        good=clock.prior * share + clock.own * heard.own_good + clock.returned * heard.returned_good + heard.told_good,
        bad=clock.prior * (1.0 - share) + clock.own * heard.own_bad + heard.returned_bad + heard.told_bad,
    )


def forecast(heard: Heard, clock: Clock) -> Posterior:
    """The gate's evidence and the wider record's; praise and complaints are capped apart: none dilutes the other.

    Its `mean` is to be set right by `calibration.py` before it is called a probability.
    """
    own = gate(heard, clock)
    return Posterior(
        good=own.good + np.minimum(clock.record_most, clock.record * heard.record_good),
        bad=own.bad + np.minimum(clock.record_most, clock.record * heard.record_bad),
    )


def weight_of_voice(experiences: float) -> float:
    """How much a voice counts, by the good experiences with whoever speaks: the root of the trust n / (n + 1)."""
    return float((experiences / (experiences + 1.0)) ** 0.5)
