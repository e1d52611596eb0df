"""The constants of the standing arithmetic, each with its reason. `docs/standing.md` tells the same in prose.

They suit partnerships, whose clock runs slower than a market's: chosen by hand so that the worked tables read sensibly
to somebody in business. The same arithmetic with a trading network's clock is measured on public data, `docs/proof.md`.
Changing them changes no shape and no stored row: standings are computed, never kept.
"""

from dataclasses import dataclass
from itertools import pairwise

from kunci.core.evidence import Kind, Often


@dataclass(frozen=True, slots=True)
class Worth:
    """What one row of a kind is worth, fresh. The unit of `contact` is one meeting, of the others one promise.

    A kind speaks for somebody (contact, trust, confidence) or against them (distrust, doubt), never both: that is what
    makes "adding good news never lowers a standing" true for any choice of numbers.
    """

    kind: Kind
    contact: float = 0.0  # towards know, and by the month towards loyalty
    trust: float = 0.0
    confidence: float = 0.0
    distrust: float = 0.0  # against trust and loyalty
    doubt: float = 0.0  # against confidence
    given: float = 0.0  # towards loyalty, as far as both sides give
    received: float = 0.0
    breaks: bool = False  # good news up to that day stops counting towards trust and confidence

    def __post_init__(self) -> None:
        good = (self.contact, self.trust, self.confidence, self.given, self.received)
        if min(*good, self.distrust, self.doubt) < 0:
            raise ValueError(f"{self.kind}: a worth cannot be negative")
        speaks_for = sum(good) > 0
        speaks_against = self.distrust + self.doubt > 0 or self.breaks
        if speaks_for and speaks_against:
            raise ValueError(f"{self.kind}: a row speaks for somebody or against them, not both")


WORTHS = (
    # Prior acquaintance is multiplied by the years and the frequency, see Policy.often. It says nothing about what
    # somebody delivers, so it gives no confidence and never carries `unhesitating` by itself.
    Worth(Kind.PRIOR, contact=1.0, trust=1.0),
    # Meeting makes known. It does not make trusted: that takes something done.
    Worth(Kind.MET, contact=1.0),
    Worth(Kind.ONE_TO_ONE, contact=1.0),
    Worth(Kind.VISIT, contact=1.0),
    Worth(Kind.CALL, contact=0.6),  # below the 0.67 that makes known: one call is not yet an acquaintance
    Worth(Kind.EVENT, contact=0.5),  # the same room, not necessarily the same table
    Worth(Kind.CHAT, contact=0.3),
    # A deal done together is also contact, though often a short one.
    Worth(Kind.PROMISE_KEPT, contact=0.6, trust=1.0, confidence=0.5),
    Worth(Kind.HELP_RECEIVED, contact=0.6, trust=1.0, received=1.0),
    Worth(Kind.HELP_GIVEN, contact=0.6, given=1.0),  # shows my side of the tie: no trust, but loyalty where both give
    Worth(Kind.OUTCOME_GOOD, contact=0.6, trust=2.0, confidence=2.0),  # a reputation was at stake, so twice a promise
    # Twice a promise kept: one broken undoes two.
    Worth(Kind.PROMISE_BROKEN, distrust=2.0, doubt=1.0),
    Worth(Kind.OUTCOME_UNFIT, doubt=0.5),  # nobody's fault, but the eye for what fits was off
    Worth(Kind.OUTCOME_BROKEN, distrust=4.0, doubt=4.0, breaks=True),  # starts the count again, and from further back
    Worth(Kind.VOUCH, trust=1.0),  # a promise's worth, but the strongest does not count: see Policy.vouches_most
    Worth(Kind.WARNING, distrust=1.0),  # as heavy as a vouch, and half a broken promise: somebody else saw it
    # Their word for somebody did not hold: half a promise broken, for they meant well, and their eye was off.
    Worth(Kind.WORD_FAILED, distrust=1.0, doubt=1.0),
    # Whoever brought the two together answered for it beside whoever handed over: half of what a good outcome says of
    # them. No contact, for they were not there. Where trust was broken it is a word for somebody that did not hold.
    Worth(Kind.MEDIATED_GOOD, trust=1.0, confidence=1.0),
    Worth(Kind.MEDIATED_BROKEN, distrust=1.0, doubt=1.0),
    Worth(Kind.WITHDRAWAL),
)


@dataclass(frozen=True, slots=True)
class Needs:
    """The least of each measure that a rung asks for."""

    know: float
    trust: float = 0.0
    confidence: float = 0.0
    loyalty: float = 0.0

    def __post_init__(self) -> None:
        if not all(0.0 <= need < 1.0 for need in self.measures()):
            raise ValueError("a need lies between 0 and 1")

    def measures(self) -> tuple[float, float, float, float]:
        return (self.know, self.trust, self.confidence, self.loyalty)


@dataclass(frozen=True, slots=True)
class Policy:
    """Every number of the arithmetic. Half-lives are in days."""

    worths: tuple[Worth, ...] = WORTHS

    # Out of sight, half out of mind after a quarter: one meeting carries `known` for seven weeks.
    contact_half_life: float = 90.0
    # What a contact adds grows with the time since the last: 1 - 2^(-days/3), a fifth on the next day, four fifths
    # after a week (spaced: as with learning, cramming does not last). So a hundred in one day are worth one.
    spacing_half_life: float = 3.0
    # What somebody did is remembered longer than that one met: a year halves it. Prior acquaintance likewise.
    good_half_life: float = 365.0
    # Bad news fades half as fast. It may never fade faster than good: a standing would then rise by waiting.
    bad_half_life: float = 730.0

    # Know and loyalty are good / (good + bad + caution): the cautions are what no evidence at all weighs.
    know_caution: float = 2.0  # two meetings fresh in mind make 0.5
    loyalty_caution: float = 6.0  # half a year of monthly contact makes 0.5
    # Trust and confidence are what one can count on nine times out of ten, above what no evidence gives: the 10% lower
    # bound of a Beta posterior. It starts from one good and one bad experience each, which says nothing either way.
    prior_good: float = 1.0
    prior_bad: float = 1.0

    # One voice may be mistaken or bought, so what several vouch for counts less the strongest of them, and several in
    # one week may have been asked for together, so they count as the best of them. And at most two promises' worth,
    # which is what makes trusted: others' words may bring somebody there, no further.
    vouches_most: float = 2.0

    # Promises that prior acquaintance stands for, at most, by how often one met, in the order of `Often`. Weekly and
    # monthly for two years carry `trusted` for some weeks; yearly never does, however long.
    often: tuple[float, float, float, float] = (4.0, 3.5, 1.5, 0.5)
    # years / (years + 1) of that: the first years say most, the twentieth little.
    prior_caution_years: float = 1.0

    known: Needs = Needs(know=0.25)  # one meeting (0.33) carries it, one call (0.23) does not
    trusted: Needs = Needs(know=0.25, trust=0.4)  # two promises kept (0.40) and nothing broken
    # Six promises kept, or three good outcomes; of the latter two, with what promises say, make confident. No single
    # kind of statement reaches all four, and loyalty takes months: time cannot be bought.
    unhesitating: Needs = Needs(know=0.4, trust=0.68, confidence=0.51, loyalty=0.5)

    def __post_init__(self) -> None:
        if sorted(worth.kind for worth in self.worths) != sorted(Kind):
            raise ValueError("a policy names the worth of every kind once")
        if min(self.contact_half_life, self.good_half_life) < 30:
            raise ValueError("half-lives under 30 days leave the range of the sums")
        if not self.contact_half_life <= self.good_half_life <= self.bad_half_life:
            raise ValueError("contact fades first, bad news last: otherwise waiting would raise a standing")
        if not 1.0 <= self.spacing_half_life <= self.contact_half_life:
            raise ValueError(
                "spacing is a day at least, and no slower than contact fades: else contact could lower know"
            )
        if min(self.know_caution, self.loyalty_caution, self.prior_caution_years, self.vouches_most) <= 0:
            raise ValueError("cautions are above zero")
        if min(self.prior_good, self.prior_bad) < 0.5 or min(self.often) < 0:
            raise ValueError("a prior is half an experience each way at least, frequencies are not below zero")
        if self.known.know <= 0:
            raise ValueError("without evidence nobody is known")
        for lower, higher in pairwise(self.ladder()):
            if any(below > above for below, above in zip(lower.measures(), higher.measures(), strict=True)):
                raise ValueError("a higher rung asks for no less than a lower one")

    def ladder(self) -> tuple[Needs, Needs, Needs]:
        """What rungs 1, 2 and 3 need."""
        return (self.known, self.trusted, self.unhesitating)


FIRST_POLICY = Policy()
OFTEN_ORDER = tuple(Often)
