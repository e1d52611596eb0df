"""How well `know` tells who will be in touch again: dated contacts, six cut dates, the two weeks after each."""

from __future__ import annotations

import numpy as np

from kunci.backtest.ledger import Contacts
from kunci.backtest.score import ranked
from kunci.core.evidence import Kind
from kunci.core.policy import FIRST_POLICY, Policy
from kunci.core.rows import DAY, EvidenceBatch, Floats
from kunci.core.standing import standings

CUTS = 6
AHEAD = 14.0  # days
WARM_UP = 0.3
# People who write to each other every few days, not partners who meet every few weeks: a month halves it.
MESSAGES = Policy(contact_half_life=30.0)


def contact(contacts: Contacts) -> dict[str, float]:
    """The mean AUC over the cut dates for each clock; nan where at no cut some are in touch again and some are not."""
    start, end = contacts.day[0], contacts.day[-1] - AHEAD
    cuts = np.linspace(start + WARM_UP * (end - start), end, CUTS + 1)[:-1]
    found = {"auc": MESSAGES, "auc_partnership": FIRST_POLICY}
    return {name: float(np.nanmean([_at(contacts, cut, policy) for cut in cuts])) for name, policy in found.items()}


def _at(contacts: Contacts, cut: float, policy: Policy) -> float:
    end = int(np.searchsorted(contacts.day, cut, side="right"))
    after = int(np.searchsorted(contacts.day, cut + AHEAD, side="right"))
    pair = contacts.source * contacts.members + contacts.target
    pairs, tie = np.unique(pair[:end], return_inverse=True)
    again = np.isin(pairs, pair[end:after])
    know = _know(contacts.day[:end], tie, len(pairs), cut, policy)
    return ranked(know, ~again, np.arange(len(pairs)), resamples=0)[0].value


def _know(day: Floats, tie: Floats, n_ties: int, cut: float, policy: Policy) -> Floats:
    rows = len(day)
    code = list(Kind).index(Kind.MET)
    batch = EvidenceBatch(
        segment=tie.astype(np.int64),
        kind=np.full(rows, code, dtype=np.int8),
        day=np.floor(day).astype(np.int64),
        years=np.zeros(rows),
        often=np.zeros(rows, dtype=np.int8),
        weight=np.ones(rows),
    )
    return standings(batch, n_ties, int(cut * DAY), policy).know
