"""Who counts as established in the wider record, and how much each one's complaints weigh.

Established is whoever much of the founders' trust reaches along vouches (invitations, and good experiences that members
told). Trust is passed on as in SybilRank (Cao et al., 2012) and personalised PageRank: each member keeps 15% of what
reaches them and passes the rest on, a share for each vouch. Nothing is multiplied on the way, so all accounts behind a
few fooled vouches hold together no more than those vouches carry: at most `PASSED / (1 - PASSED)` times their shares,
however many accounts there are.

A complaint weighs as often as others bear its author out. One about somebody of whom other established members say good
things weighs little at once; one about somebody of whom nobody speaks yet weighs fully, until others do.
"""

from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from kunci.core.rows import Floats, Ints

PASSED = 0.85  # what a member passes on; PageRank's usual share
LEAST_VOUCHES = 5  # a vouch carries at most a fifth: who vouches for one only has not looked around
STEPS = 30  # after 30 steps less than 1% is still on its way
# Fully established is whoever holds a tenth of what a typical member among the trusted holds; chosen on the curve of
# forecast against harm in docs/proof.md.
FULLY = 10.0
SECONDED = 0.5  # others' weight at which their agreement counts half
DOUBT = 0.02  # complaints that the benefit of the doubt stands for: the first contradicted one uses it up
BENEFIT = 0.5  # the share of agreement that is presumed; complaints of whoever reaches it weigh fully


@dataclass(frozen=True)
class Record:
    """How much each member's word counts in the wider record, in [0, 1]: arrays of n_members."""

    praise: Floats
    complaint: Floats


def established(n_members: int, source: Ints, target: Ints, founders: Ints) -> Floats:
    """How established each member is, in [0, 1], by vouches `source` -> `target`; 0 for all without founders."""
    if not len(founders):
        return np.zeros(n_members)
    shares = 1.0 / np.maximum(np.bincount(source, minlength=n_members), LEAST_VOUCHES)
    kept = np.zeros(n_members)
    kept[founders] = (1.0 - PASSED) / len(founders)
    held = kept / (1.0 - PASSED)
    for _ in range(STEPS):
        arriving = np.bincount(target, weights=(held * shares)[source], minlength=n_members)
        held = kept + PASSED * arriving
    # The number of members that hold most of it: hardly moved by however many who hold next to nothing.
    several = held.sum() ** 2 / np.square(held).sum()
    return cast(Floats, np.minimum(1.0, FULLY * several * held / held.sum()))


def record(n_members: int, source: Ints, target: Ints, good: NDArray[np.bool_], weight: Floats) -> Record:
    """What each member's word counts: praise as they are established, complaints also as others bear them out.

    `source`, `target`, `good`: who said what of whom; `weight`: how established each is, arrays of n_members.
    """
    words = weight[source]
    praise = np.bincount(target, weights=words * good, minlength=n_members)[target] - words * good
    complaint = np.bincount(target, weights=words * ~good, minlength=n_members)[target] - words * ~good
    others = praise + complaint
    with np.errstate(invalid="ignore", divide="ignore"):
        agree = np.where(others > 0.0, complaint / others, 0.0)
    heard = others / (others + SECONDED) * ~good
    agreed = np.bincount(source, weights=heard * agree, minlength=n_members) + DOUBT * BENEFIT
    share = agreed / (np.bincount(source, weights=heard, minlength=n_members) + DOUBT)
    return Record(weight, weight * np.square(np.minimum(1.0, share / BENEFIT)))
