"""Who asks whom for which key in the made-up network, and what becomes of it.

It stands before the faces are made, for what is handed over opens two of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kunci.core.exchange import OPEN_FOR
from tests.bench.rows import FAR, NULL, Floats, Ids, Ints, days_of, instants

# Of the pairs of whom one has let the other in so many ask; of those with somebody ordinary who is measured all, twice.
ASKING = 0.1
HEARD, WITHDRAWN = 0.92, 0.04
DECISIONS, DECISION_SHARES = ("yes", "not_now", "never", ""), (0.55, 0.15, 0.05, 0.25)
ANSWERS, ANSWER_SHARES = ("yes", "no", "later", "never", ""), (0.75, 0.08, 0.05, 0.02, 0.1)
YES = 0

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Plan:
    """Asks, by number: `pair` among all pairs, the key, how many days ago, and what became of each.

    `asking`, `waiting`, `agreed`, `handed`: of each subject in turn the numbers of an ask of theirs that runs, one that
    they have to decide, one whose contact agreed, and a handover of theirs of which it can be told anew.
    """

    asker: Ints
    holder: Ints
    key: Ints
    days: Floats
    heard: Bools
    withdrawn: Bools
    decision: Ints
    answer: Ints
    over: Bools
    asking: Ints
    waiting: Ints
    agreed: Ints
    handed: Ints

    @property
    def opened(self) -> dict[int, list[tuple[int, float]]]:
        """By key to whom it was handed over, and how many days ago."""
        found: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
        for at in np.flatnonzero(self.over).tolist():
            found[int(self.key[at])].append((int(self.asker[at]), float(self.days[at]) - 6))
        return found


class Network:
    """Who knows of whom, with the ids."""

    def __init__(self, people: Ids, keys: Ids, ties: Ids, viewer: Ints, holder: Ints, rung: Ints) -> None:
        self.people, self.keys, self.ties = people, keys, ties
        self.viewer, self.holder, self.rung = viewer, holder, rung
        self.a_member = len(keys.text) // len(people.text)
        self._order = np.argsort(holder * len(people.text) + viewer)
        self._codes = (holder * len(people.text) + viewer)[self._order]

    def pairs_of(self, subjects: Iterable[int], share: float, rng: np.random.Generator, hubs: int) -> Ints:
        """A share of all pairs that let somebody in, and all of those with somebody ordinary who is measured, twice."""
        live = np.flatnonzero(self.rung >= 1)
        ordinary = [one for one in subjects if one >= hubs]
        theirs = live[np.isin(self.viewer[live], ordinary) | np.isin(self.holder[live], ordinary)]
        return np.concatenate([live[rng.random(len(live)) < share], theirs, theirs])

    def ties_of(self, member: Ints, partner: Ints) -> list[str]:
        at = np.searchsorted(self._codes, member * len(self.people.text) + partner)
        return self.ties.of(self._order[at])


def plan(rng: np.random.Generator, net: Network, subjects: dict[int, tuple[int, ...]], hubs: int) -> Plan:
    pairs = net.pairs_of(subjects, ASKING, rng, hubs)
    asker, holder = net.viewer[pairs], net.holder[pairs]
    key = holder * net.a_member + rng.integers(0, net.a_member, len(pairs))
    mine = np.array(list(subjects))
    first, second, third, fourth = (
        np.array([others[at % len(others)] for others in subjects.values()]) for at in range(4)
    )
    # Of each subject: theirs that runs, one to decide, one agreed, one handed over. They come first.
    asker = np.concatenate([mine, second, third, fourth, asker])
    holder = np.concatenate([first, mine, mine, mine, holder])
    base = mine * net.a_member
    key = np.concatenate([first * net.a_member + 5, base + 1, base + 2, base + 3, key])
    # Nobody asks twice for one key, so that nothing depends on which of two came first; and for a key to be decided on
    # nobody else does, whose contact may have said never.
    _, once = np.unique(asker * len(net.keys.text) + key, return_index=True)
    once, n = np.sort(once), len(mine)
    once = once[(once < 4 * n) | ~np.isin(key[once], base + 1)]
    if not np.array_equal(once[: 4 * n], np.arange(4 * n)):
        raise AssertionError("two subjects ask for one key")
    asker, holder, key = asker[once], holder[once], key[once]
    count = len(asker)
    days = rng.uniform(0.5, 720, count)
    heard = rng.random(count) < HEARD
    withdrawn = rng.random(count) < WITHDRAWN
    decision = np.where((days > 2) & heard, rng.choice(4, count, p=DECISION_SHARES), 3)
    answer = np.where((days > 4) & (decision == YES), rng.choice(5, count, p=ANSWER_SHARES), 4)
    over = (days > 6) & (answer == YES) & ~withdrawn & (rng.random(count) < 0.95)
    for number, (ago, decided, answered, handed) in enumerate(
        [(4, 3, 4, False), (3, 3, 4, False), (7, YES, YES, False), (200, YES, YES, True)]
    ):
        these = slice(number * n, (number + 1) * n)
        days[these], decision[these], answer[these], over[these] = ago + rng.random(n), decided, answered, handed
        heard[these], withdrawn[these] = True, False
    marked = (np.arange(number * n, (number + 1) * n) for number in range(4))
    return Plan(asker, holder, key, days, heard, withdrawn, decision, answer, over, *marked)


def grants(net: Network, key: int, faces: Iterable[str], opened: list[tuple[int, float]]) -> Iterable[str]:
    """The rows of vault.grant by which faces are open to their holder and to whom the key was handed over."""
    me = net.people.text[key // net.a_member]
    ends = instants(np.array([ago for _, ago in opened]) - days_of(OPEN_FOR))
    for face in faces:
        yield f"{net.keys.text[key]}\t{face}\t{me}\t{me}\t{NULL}\t{FAR}"
        for (asker, _), until in zip(opened, ends, strict=True):
            yield f"{net.keys.text[key]}\t{face}\t{net.people.text[asker]}\t{me}\t{NULL}\t{until}"
