"""Measures the product against SQL written by hand, side by side on the same data.

Two comparisons of each operation, both paired and in shuffled order:

- `rules`: the statements that the product sends, through the views under row rules, against the same statements on
  the tables without (plain.py). This is what the row rules cost, and what the goal is about.
- `product`: the whole function with everything around its statements, against the operation written by hand
  (hand.py) in as few round trips as it takes.
"""

from __future__ import annotations

import gc
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter
from typing import Any
from uuid import UUID

import numpy as np
import psycopg
from django.db import connection, transaction

from kunci.models.viewer import member, signed
from tests.bench import operations_exchanges
from tests.bench.generate import Subject, World
from tests.bench.operations import Operation, Result, operations
from tests.bench.plain import plain
from tests.cluster import TestCluster

GOAL = 1.3
SIDES = ("rules", "plain", "product", "hand")
Statement = tuple[str, Any]


@dataclass
class Timings:
    """Milliseconds of one operation for one kind of viewer; the n-th of each side belong together."""

    operation: str
    viewers: str
    statements: int
    ms: dict[str, list[float]] = field(default_factory=lambda: {side: [] for side in SIDES})

    def ratio(self, side: str, other: str) -> float:
        return float(np.median(np.array(self.ms[side]) / np.array(self.ms[other])))

    def percentile(self, side: str, q: int) -> float:
        return float(np.percentile(self.ms[side], q))

    @property
    def rules_ratio(self) -> float:
        return self.ratio("rules", "plain")

    @property
    def product_ratio(self) -> float:
        return self.ratio("product", "hand")


class Bench:
    """The four sides of every operation on one filled database, to which Django's connection already goes."""

    def __init__(self, cluster: TestCluster, database: str, world: World) -> None:
        # Statements of the product come with their values in the text, as Django sends them; those by hand are
        # prepared after a few runs, as psycopg does by itself.
        self.app = psycopg.connect(cluster.dsn("app", database), cursor_factory=psycopg.ClientCursor)
        self.plain = psycopg.connect(cluster.dsn("owner", database), cursor_factory=psycopg.ClientCursor)
        self.hand = psycopg.connect(cluster.dsn("owner", database))
        self.world = world
        self.bare: Callable[[str, UUID, datetime], str] = plain  # how a statement reads on the plain tables
        self.operations = (*operations(self.hand.cursor()), *operations_exchanges.operations())
        self.app.execute("set search_path = door, public")
        for one in (self.app, self.plain, self.hand):
            one.commit()

    def close(self) -> None:
        for one in (self.app, self.plain, self.hand):
            one.close()

    def results(self, operation: Operation, who: Subject) -> tuple[Result, Result]:
        """What the product and what the hand-written SQL gives, for comparison; nothing is kept."""
        with undone():
            made = operation.product_left(operation.product(who, self.world.now), who, self.world.now)
        cursor = self.hand.cursor()
        by_hand = operation.hand_left(operation.by_hand(cursor, who, self.world.now), cursor, who, self.world.now)
        self.hand.rollback()
        return made, by_hand

    def statements(self, operation: Operation, who: Subject) -> list[Statement]:
        """What the product sends for this operation, in order, without what only frames the transaction."""
        sent: list[Statement] = []

        def note(execute: Callable[..., object], sql: str, params: Any, many: bool, context: Any) -> object:
            if not sql.startswith(("SAVEPOINT", "RELEASE", "select set_config")):
                sent.append((sql, params))
            return execute(sql, params, many, context)

        with undone(), connection.execute_wrapper(note):
            operation.product(who, self.world.now)
        return sent

    def same_rows(self, operation: Operation, who: Subject) -> Iterator[tuple[str, list[Any], list[Any]]]:
        """Each statement that reads, with its rows under row rules and on the plain tables."""
        for sql, (ruled, bare) in self._both(operation, who):
            with self._viewer(who):
                under_rules = self.app.execute(ruled.encode()).fetchall() if sql.startswith("SELECT") else []
            on_tables = self.plain.execute(bare.encode()).fetchall() if sql.startswith("SELECT") else []
            self.plain.rollback()
            yield sql, under_rules, on_tables

    def measure(self, rounds: dict[str, int], seed: int = 1) -> list[Timings]:
        """`rounds`: how often each of the "typical" and the "hub" viewers does each operation."""
        order = random.Random(seed)
        kinds = {"typical": self.world.typical, "hub": self.world.hubs}
        timings = {
            (operation.name, kind): Timings(
                operation.name, kind, max(len(self.statements(operation, who)) for who in people[:5])
            )
            for operation in self.operations
            for kind, people in kinds.items()
        }
        tasks = [
            (operation, kind, who)
            for operation in self.operations
            for kind, people in kinds.items()
            for who in people
            for _ in range(rounds[kind])
        ]
        order.shuffle(tasks)
        gc.disable()
        for operation, kind, who in tasks:
            sides = self._sides(operation, who)
            for run in sides.values():
                run()  # what is measured is the work, not who comes first to cold pages
            for side in order.sample(SIDES, len(SIDES)):
                timings[operation.name, kind].ms[side].append(sides[side]())
            gc.collect(0)
        gc.enable()
        return list(timings.values())

    def _sides(self, operation: Operation, who: Subject) -> dict[str, Callable[[], float]]:
        now = self.world.now
        both = [pair for _, pair in self._both(operation, who)]
        ruled, bare = [one.encode() for one, _ in both], [other.encode() for _, other in both]

        def rules() -> float:
            with self._viewer(who):
                return _run(self.app, ruled)

        def on_tables() -> float:
            took = _run(self.plain, bare)
            self.plain.rollback()
            return took

        def product() -> float:
            if not operation.writes:
                return _timed(lambda: operation.product(who, now))
            with undone():
                return _timed(lambda: operation.product(who, now))

        def by_hand() -> float:
            cursor = self.hand.cursor()
            if operation.writes:
                cursor.execute("select")  # the transaction is there, as it is for the product

            def run() -> None:
                if operation.writes:
                    with self.hand.transaction():
                        operation.by_hand(cursor, who, now)
                else:
                    operation.by_hand(cursor, who, now)
                    self.hand.commit()

            took = _timed(run)
            self.hand.rollback()
            return took

        return {"rules": rules, "plain": on_tables, "product": product, "hand": by_hand}

    def _both(self, operation: Operation, who: Subject) -> list[tuple[str, tuple[str, str]]]:
        texts = []
        mogrify = psycopg.ClientCursor(self.app).mogrify
        for sql, params in self.statements(operation, who):
            ruled = mogrify(sql.encode(), params) if params else sql
            texts.append((sql, (ruled, self.bare(ruled, who.id, self.world.now))))
        self.app.rollback()
        return texts

    @contextmanager
    def _viewer(self, who: Subject) -> Iterator[None]:
        self.app.execute("select set_config('kunci.viewer', %s, true)", [signed(member(who.id), self.world.now)])
        try:
            yield
        finally:
            self.app.rollback()


@contextmanager
def undone() -> Iterator[None]:
    """Whatever the product writes inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _run(connection: psycopg.Connection, statements: list[bytes]) -> float:
    cursor = connection.cursor()
    began = perf_counter()
    for statement in statements:
        cursor.execute(statement)
        if cursor.description is not None:
            cursor.fetchall()
    return (perf_counter() - began) * 1000


def _timed(run: Callable[[], object]) -> float:
    began = perf_counter()
    run()
    return (perf_counter() - began) * 1000


def unmet(timings: list[Timings]) -> list[str]:
    """Each missed goal, in a sentence."""
    return [
        f"{one.operation}, {one.viewers}: with row rules {one.rules_ratio:.2f} times plain SQL, and the goal is {GOAL}"
        for one in timings
        if one.rules_ratio > GOAL
    ]


def table(timings: list[Timings]) -> str:
    sides = "  ".join(f"{side:>15}" for side in SIDES)
    lines = [f"operation            viewers  statements  {sides}   rules  product"]
    lines.append(" " * 42 + "  ".join(f"{'p50/p99 ms':>15}" for _ in SIDES) + "   ratio    ratio")
    for one in timings:
        cells = (f"{one.percentile(side, 50):7.2f}/{one.percentile(side, 99):7.2f}" for side in SIDES)
        ratios = f"{one.rules_ratio:7.2f}  {one.product_ratio:7.2f}"
        lines.append(f"{one.operation:20} {one.viewers:8} {one.statements:10}  {'  '.join(cells)} {ratios}")
    return "\n".join(lines)


def as_json(timings: list[Timings]) -> list[dict[str, object]]:
    return [
        {
            "operation": one.operation,
            "viewers": one.viewers,
            "statements": one.statements,
            "pairs": len(one.ms["rules"]),
            "ms": {side: {"p50": one.percentile(side, 50), "p99": one.percentile(side, 99)} for side in SIDES},
            "rules_ratio": one.rules_ratio,
            "product_ratio": one.product_ratio,
        }
        for one in timings
    ]
