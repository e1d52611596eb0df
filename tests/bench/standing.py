"""`make bench-standing`: ten million events of three million ties, beside NumPy, Polars and DuckDB.

The others give three bare decayed sums (contact, good, bad). Ours are the ten of a standing, with contact spaced and
the best of each week; of these the bad news is a bare sum and has to come to the same. Standings and ends are ours
alone. The shortest of a few rounds counts, and what is compared is its ratio to the fastest of the three others. Events
come as a ledger has them, in order of time, and once more in order of ties. Exit 1 where a goal is not met.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import duckdb
import numpy as np
import polars as pl

from kunci.core.evidence import Kind
from kunci.core.policy import FIRST_POLICY
from kunci.core.rows import DAY, HEAD_START, REFERENCE, EvidenceBatch, Floats
from kunci.core.standing import standings, sums, untils

EVENTS, TIES, ROUNDS = 10_000_000, 3_000_000, 3
FIRST, LAST, TODAY = 19_000, 20_500, 20_600
SHARES = {
    Kind.MET: 0.4, Kind.CALL: 0.25, Kind.PROMISE_KEPT: 0.15, Kind.OUTCOME_GOOD: 0.1, Kind.HELP_RECEIVED: 0.05,
    Kind.PROMISE_BROKEN: 0.05,
}  # fmt: skip
SUMS = {
    "contact": FIRST_POLICY.contact_half_life,
    "trust": FIRST_POLICY.good_half_life,
    "distrust": FIRST_POLICY.bad_half_life,
}
OF_KIND = {worth.kind: worth for worth in FIRST_POLICY.worths}
WORTHS = {column: np.array([getattr(OF_KIND[kind], column) for kind in Kind]) for column in SUMS}
AT = TODAY * DAY
GOALS = {"decayed sums": 1.2, "standings": 3.0}
ENDS_GOAL = 3.0  # times the standings


@dataclass(frozen=True)
class Events:
    name: str
    batch: EvidenceBatch


def events() -> list[Events]:
    random = np.random.default_rng(20_260_103)
    tie = random.integers(0, TIES, EVENTS)
    day = np.sort(random.integers(FIRST, LAST, EVENTS))
    codes = np.array([list(Kind).index(kind) for kind in SHARES], dtype=np.int8)
    kind = codes[random.choice(len(codes), EVENTS, p=list(SHARES.values()))]
    by_tie = np.argsort(tie, kind="stable")
    found = []
    for name, order in (("in order of time", np.arange(EVENTS)), ("in order of ties", by_tie)):
        none, full = np.zeros(EVENTS), np.ones(EVENTS)
        batch = EvidenceBatch(tie[order], kind[order], day[order], none, none.astype(np.int8), full)
        found.append(Events(name, batch))
    return found


def by_numpy(batch: EvidenceBatch) -> list[Floats]:
    age = TODAY + HEAD_START / DAY - batch.day
    sums: list[Floats] = []
    for column, half in SUMS.items():
        worth = WORTHS[column][batch.kind] * np.exp2(-age / half)
        sums.append(np.bincount(batch.segment, weights=worth, minlength=TIES).astype(np.float64))
    return sums


def by_polars(batch: EvidenceBatch) -> list[Floats]:
    worth = {column: pl.Series(WORTHS[column]) for column in SUMS}
    kinds = pl.Series(batch.kind).cast(pl.UInt32)
    frame = pl.DataFrame({"tie": batch.segment, "age": TODAY + HEAD_START / DAY - batch.day})
    frame = frame.with_columns(**{column: of.gather(kinds) for column, of in worth.items()})
    found = (
        frame.lazy()
        .group_by("tie")
        .agg([(pl.col(column) * (-pl.col("age") / half * np.log(2.0)).exp()).sum() for column, half in SUMS.items()])
        .collect()
    )
    return _dense(found["tie"].to_numpy(), [found[column].to_numpy() for column in SUMS])


def by_duckdb(batch: EvidenceBatch) -> list[Floats]:
    with duckdb.connect() as database:
        told = {"tie": batch.segment, "day": batch.day, "kind": batch.kind}
        database.register("event", told)
        cases = {
            column: "case kind " + " ".join(f"when {i} then {worth}" for i, worth in enumerate(WORTHS[column])) + " end"
            for column in SUMS
        }
        age = f"({TODAY + HEAD_START / DAY} - day)"
        columns = ", ".join(f"sum(({cases[column]}) * pow(2, -{age} / {half}))" for column, half in SUMS.items())
        found = database.sql(f"select tie, {columns} from event group by tie").fetchnumpy()
    tie, *sums = found.values()
    return _dense(np.asarray(tie), [np.asarray(one) for one in sums])


def _dense(tie: Floats, sums: list[Floats]) -> list[Floats]:
    dense = [np.zeros(TIES) for _ in sums]
    for one, values in zip(dense, sums, strict=True):
        one[tie.astype(np.int64)] = values
    return dense


def measured(of: Events) -> dict[str, float]:
    """The shortest of the rounds, in seconds."""
    works: dict[str, Callable[[], object]] = {
        "NumPy": lambda: by_numpy(of.batch),
        "Polars": lambda: by_polars(of.batch),
        "DuckDB": lambda: by_duckdb(of.batch),
        "decayed sums": lambda: sums(of.batch, TIES, AT),
        "standings": lambda: standings(of.batch, TIES, AT),
        "ends of rungs": lambda: untils(of.batch, TIES, AT),
    }
    shortest = dict.fromkeys(works, np.inf)
    for _ in range(ROUNDS):
        for name, work in works.items():
            begin = time.perf_counter()
            work()
            shortest[name] = min(shortest[name], time.perf_counter() - begin)
    return shortest


def main() -> int:
    met = True
    for of in events():
        right = by_numpy(of.batch)
        for other in (by_polars, by_duckdb):
            if not all(np.allclose(one, same, rtol=1e-9) for one, same in zip(other(of.batch), right, strict=True)):
                raise AssertionError(f"{other.__name__} adds up to something else")
        bad = sums(of.batch, TIES, AT).distrust * np.exp2((REFERENCE / DAY - TODAY) / SUMS["distrust"])
        if not np.allclose(bad, right[list(SUMS).index("distrust")], rtol=1e-9):
            raise AssertionError("the sum of bad news comes to something else")
        took = measured(of)
        fastest = min(("NumPy", "Polars", "DuckDB"), key=lambda name: took[name])
        say(f"{of.name}: fastest of the others {fastest}")
        for name, seconds in took.items():
            say(f"  {name:14} {seconds:6.2f} s, {seconds / took[fastest]:5.2f} times")
        ends = took["ends of rungs"] / took["standings"]
        say(f"  ends of rungs are {ends:.2f} times the standings (goal {ENDS_GOAL})")
        met &= ends <= ENDS_GOAL
        for name, goal in GOALS.items():
            met &= took[name] / took[fastest] <= goal
            say(f"  {name}: {took[name] / took[fastest]:.2f} (goal {goal})")
    return 0 if met else 1


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
