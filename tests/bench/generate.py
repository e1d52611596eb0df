"""A large network from a seed: members, passes, ties, keys with their faces, grants and evidence.

Written by the superuser with triggers and foreign-key checks off and indexes made afterwards, so that ids and
gates are the generator's own; the CHECKs of the tables still hold every row to what the application could write.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import md5
from uuid import UUID

import numpy as np
import psycopg
from numpy.typing import NDArray

from tests.bench import exchanges, plan, vocabulary
from tests.bench.rows import FAR, NOW, NULL, Ids, Ints, ago, copy, lines_of, picked, repeat

# How far directed relations have come: shut, known, trusted, unhesitating.
RUNG_SHARES = (0.28, 0.32, 0.26, 0.14)
LAPSED = 0.1
# Faces: told to a whole rung, to named people, to nobody.
TOLD_SHARES = (0.8, 0.1, 0.1)
HINT_RUNG_SHARES = (0.3, 0.6, 0.1)
FILLED = ("member", "pass", "grant", "tie", "evidence", "key", "face", *exchanges.FILLED)


@dataclass(frozen=True)
class Sizes:
    """`acquaintances` and `keys` are means per member; a hub knows `hub_holders` others (at most half of all)."""

    members: int = 100_000
    acquaintances: float = 18.6
    keys: int = 10
    hubs: int = 5
    hub_holders: int = 5_000
    typical: int = 100


@dataclass(frozen=True)
class Subject:
    """A member to measure: a key of theirs, partners on whom they have evidence that carries every rung, and steps of
    exchanges."""

    id: UUID
    key: UUID
    partners: tuple[UUID, ...]
    steps: exchanges.Marked


@dataclass(frozen=True)
class World:
    now: datetime
    typical: tuple[Subject, ...]
    hubs: tuple[Subject, ...]


def fill(superuser: str, sizes: Sizes, seed: int = 20260101) -> World:
    """Fills a freshly migrated database, given the superuser's connection string; statistics are up to date."""
    rng = np.random.default_rng(seed)
    people = Ids(rng, sizes.members)
    with psycopg.connect(superuser) as connection, connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        rebuild = _take_indexes_away(cursor)
        copy(cursor, "member", ("id", "name", "trade", "city", "joined_at"), _members(rng, people))
        viewer, holder = _pairs(rng, sizes)
        rung, ends = _rungs(rng, len(viewer))
        copy(
            cursor,
            "pass",
            ("viewer", "holder", "known_until", "trusted_until", "unhesitating_until"),
            _passes(people, viewer, holder, rung, ends),
        )
        ties = Ids(rng, len(viewer))
        copy(
            cursor,
            "tie",
            ("id", "member", "partner", "granted", "since"),
            lines_of(ties.text, people.of(holder), people.of(viewer), map(str, rung.tolist()), repeat(ago(900))),
        )
        keys = Ids(rng, sizes.members * sizes.keys)
        first_key = _keys(cursor, rng, people, keys, sizes)
        subjects = _subjects(rng, viewer, holder, sizes)
        net = plan.Network(people, keys, ties, viewer, holder, rung)
        steps = plan.plan(rng, net, subjects, sizes.hubs)
        _faces(cursor, rng, net, _by_holder(viewer, holder, sizes.members), steps.opened)
        _evidence(cursor, rng, people, ties, viewer, holder, subjects)
        marked = exchanges.fill(cursor, rng, net, steps, subjects, sizes.hubs)
        for statement in rebuild:
            cursor.execute(statement)
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("vacuum (analyze)")
    made = [
        Subject(UUID(people.text[who]), UUID(first_key[who]), tuple(UUID(people.text[one]) for one in partners), steps)
        for (who, partners), steps in zip(subjects.items(), marked, strict=True)
    ]
    return World(NOW, tuple(made[sizes.hubs :]), tuple(made[: sizes.hubs]))


def _take_indexes_away(cursor: psycopg.Cursor) -> list[str]:
    """Drops every index that no foreign key leans on; returns the statements that bring them back."""
    cursor.execute(
        "select c.conname, i.indexrelid::regclass::text, i.indrelid::regclass::text, pg_get_indexdef(i.indexrelid),"
        " pg_get_constraintdef(c.oid) from pg_index i"
        " left join pg_constraint c on c.conindid = i.indexrelid and c.contype in ('p', 'u')"
        " where i.indrelid = any (%s::regclass[])"
        " and not exists (select from pg_constraint f where f.contype = 'f' and f.conindid = i.indexrelid)",
        [[f'vault."{table}"' for table in FILLED]],
    )
    rebuild = []
    for constraint, index, table, definition, constraint_definition in cursor.fetchall():
        if constraint is None:
            cursor.execute(f"drop index {index}".encode())
            rebuild.append(definition)
        else:
            cursor.execute(f'alter table {table} drop constraint "{constraint}"'.encode())
            rebuild.append(f'alter table {table} add constraint "{constraint}" {constraint_definition}')
    return rebuild


def _members(rng: np.random.Generator, people: Ids) -> Iterator[str]:
    count = len(people.text)
    first, last = picked(rng, vocabulary.FIRST, count), picked(rng, vocabulary.LAST, count)
    names = (f"{one} {two}" for one, two in zip(first, last, strict=True))
    trades, cities = picked(rng, vocabulary.SECTORS, count), picked(rng, vocabulary.CITIES, count)
    return lines_of(people.text, names, trades, cities, repeat(ago(900)))


def _pairs(rng: np.random.Generator, sizes: Sizes) -> tuple[Ints, Ints]:
    """Both directions of who knows of whom, the hubs being the first members; a few are far better known."""
    n = sizes.members
    weight = rng.lognormal(0, 0.8, n)
    stubs = int(n * sizes.acquaintances / 2)
    a = rng.choice(n, stubs, p=weight / weight.sum())
    b = rng.integers(0, n, stubs)
    hub_degree = min(sizes.hub_holders, n // 2)
    hubs = [(np.full(hub_degree, hub), rng.choice(n, hub_degree, replace=False)) for hub in range(sizes.hubs)]
    a = np.concatenate([a, *(hub for hub, _ in hubs)])
    b = np.concatenate([b, *(others for _, others in hubs)])
    low, high = np.minimum(a, b), np.maximum(a, b)
    pair = np.unique((low * n + high)[low != high])
    low, high = pair // n, pair % n
    viewer, holder = np.concatenate([low, high]), np.concatenate([high, low])
    order = rng.permutation(len(viewer))
    return viewer[order], holder[order]


def _rungs(rng: np.random.Generator, count: int) -> tuple[Ints, NDArray[np.float64]]:
    """The highest rung granted, and in how many days the lowest ends (below zero where it has)."""
    days = rng.uniform(5, 400, count)
    return rng.choice(4, count, p=RUNG_SHARES), np.where(rng.random(count) < LAPSED, -days, days)


def _passes(people: Ids, viewer: Ints, holder: Ints, rung: Ints, days: NDArray[np.float64]) -> Iterator[str]:
    instants = {day: (NOW + timedelta(days=day)).isoformat() for day in range(-801, 401)}

    def end(of: int, least: int, in_days: float) -> str:
        """A higher rung ends earlier; a lapsed one has lapsed longer."""
        if of < least:
            return NULL
        scale = (1, 0.6, 0.3) if in_days > 0 else (1, 1.5, 2)
        return instants[int(np.floor(in_days * scale[least - 1]))]

    rungs, ends = rung.tolist(), days.tolist()
    columns = ([end(of, least, day) for of, day in zip(rungs, ends, strict=True)] for least in (1, 2, 3))
    return lines_of(people.of(viewer), people.of(holder), *columns)


def _by_holder(viewer: Ints, holder: Ints, members: int) -> list[Ints]:
    """Whom each member knows of."""
    order = np.argsort(holder, kind="stable")
    return np.split(viewer[order], np.cumsum(np.bincount(holder, minlength=members))[:-1])


def _keys(cursor: psycopg.Cursor, rng: np.random.Generator, people: Ids, keys: Ids, sizes: Sizes) -> list[str]:
    """Every member's keys, newest and oldest mixed over all; returns one key of each member."""
    holders = np.arange(len(keys.text)) // sizes.keys
    copy(
        cursor,
        "key",
        ("id", "holder", "created_at"),
        lines_of(keys.text, people.of(holders), _created(len(keys.text))),
    )
    return keys.text[:: sizes.keys]


def _created(count: int) -> Iterator[str]:
    """Distinct instants in no order of holders."""
    step = timedelta(days=700) / count
    stride = next(step_ for step_ in range(count // 3 + 1, count * 2) if np.gcd(step_, count) == 1)
    return ((NOW - step * (at * stride % count)).isoformat() for at in range(count))


def _gates(people: Ids) -> list[list[str]]:
    """vault.gate_of for every member and rung."""
    dashed = [str(UUID(id)) for id in people.text]
    return [[md5(f"{id}/{rung}".encode(), usedforsecurity=False).hexdigest() for rung in range(4)] for id in dashed]


def _faces(
    cursor: psycopg.Cursor,
    rng: np.random.Generator,
    net: plan.Network,
    known: list[Ints],
    opened: dict[int, list[tuple[int, float]]],
) -> None:
    """`opened`: whom which key was handed over to. Its name and how to reach it are theirs by name; the hint, which
    they had, stays as it was."""
    people, keys = net.people, net.keys
    count = len(keys.text)
    gates = _gates(people)
    grants: list[str] = []
    hint_rungs = (1 + rng.choice(3, count, p=HINT_RUNG_SHARES)).tolist()
    told = rng.choice(3, count, p=TOLD_SHARES).tolist()
    name_too = (rng.random(count) < 0.5).tolist()
    picks = rng.random((count, 3)).tolist()
    ids = {kind: Ids(rng, count).text for kind in ("hint", "name", "contact")}
    texts = {
        "hint": (
            picked(rng, vocabulary.ROLES, count),
            picked(rng, vocabulary.SECTORS, count),
            picked(rng, vocabulary.CITIES, count),
        ),
        "name": (
            picked(rng, vocabulary.FIRST, count),
            picked(rng, vocabulary.LAST, count),
            picked(rng, vocabulary.FIRMS, count),
        ),
    }
    sealed = rng.bytes(96).hex()

    def lines() -> Iterator[str]:
        for at, created in enumerate(_created(count)):
            holder = at // net.a_member
            me, key, gate = people.text[holder], keys.text[at], gates[holder]
            hint, name, contact = ids["hint"][at], ids["name"][at], ids["contact"][at]
            rung = hint_rungs[at]
            hint_gate = (gate[rung], hint, gate[0])[told[at]]
            name_gate, contact_gate = gate[3] if told[at] == 0 and name_too[at] else gate[0], gate[0]
            if at in opened:
                name_gate, contact_gate = name, contact
                grants.extend(plan.grants(net, at, (name, contact), opened[at]))
            if told[at] == 1:
                grants.append(f"{keys.text[at]}\t{hint}\t{me}\t{me}\t{NULL}\t{FAR}")
                others = {int(known[holder][int(one * len(known[holder]))]) for one in picks[at] if len(known[holder])}
                grants.extend(f"{key}\t{hint}\t{people.text[one]}\t{me}\t{rung}\t{FAR}" for one in sorted(others))
            role, sector, city = (column[at] for column in texts["hint"])
            line = f"{role}, {sector}, {city}"
            yield (
                f"{hint}\t{key}\t{me}\thint\t{rung}\t{hint_gate}\t{created}"
                f"\t{line}\t{role}\t{sector}\t{city}\t\t\t\t{NULL}\t{NULL}"
            )
            first, last, firm = (column[at] for column in texts["name"])
            yield (
                f"{name}\t{key}\t{me}\tname\t3\t{name_gate}\t{created}"
                f"\t\t\t\t\t{first} {last}\t{role}\t{firm}\t{NULL}\t{NULL}"
            )
            yield (
                f"{contact}\t{key}\t{me}\tcontact\t{NULL}\t{contact_gate}\t{created}"
                f"\t\t\t\t\t\t\t\t\\\\x{sealed}{contact}\t\\\\x0001{contact}{sealed[:88]}"
            )

    columns = ("id", "key", "holder", "kind", "rung", "gate", "created_at", "line", "role", "sector", "city")
    copy(cursor, "face", (*columns, "name", "title", "organisation", "sealed", "wrapped_key"), lines())
    copy(cursor, "grant", ("id", "gate", "viewer", "holder", "follows", "until"), grants)


def _subjects(rng: np.random.Generator, viewer: Ints, holder: Ints, sizes: Sizes) -> dict[int, tuple[int, ...]]:
    """The hubs, then members of about the median number of acquaintances; each with some of them."""
    degree = np.bincount(viewer, minlength=sizes.members)
    median = float(np.median(degree))
    ordinary = np.flatnonzero((degree >= median * 0.75) & (degree <= median * 1.25))
    ordinary = ordinary[ordinary >= sizes.hubs]
    chosen = rng.choice(ordinary, min(sizes.typical, len(ordinary)), replace=False)
    subjects = [*range(sizes.hubs), *chosen.tolist()]
    return {who: tuple(viewer[holder == who][:4].tolist()) for who in subjects}


def _evidence(
    cursor: psycopg.Cursor,
    rng: np.random.Generator,
    people: Ids,
    ties: Ids,
    viewer: Ints,
    holder: Ints,
    subjects: dict[int, tuple[int, ...]],
) -> None:
    """Years of meetings on the ties to be measured, and three rows on every twentieth of the others."""
    wanted = {(who, one) for who, partners in subjects.items() for one in partners}
    of_subjects = np.isin(holder, list(subjects))
    measured = [at for at in np.flatnonzero(of_subjects).tolist() if (int(holder[at]), int(viewer[at])) in wanted]
    rows: list[str] = []

    def add(at: int, kind: str, days: int, since: str = NULL, often: str = NULL) -> None:
        on = (NOW - timedelta(days=days)).date().isoformat()
        rows.append(
            "\t".join((ties.text[at], people.text[int(holder[at])], kind, on, since, often, "catatan", ago(days)))
        )

    for at in measured:
        add(at, "prior", 700, "2016-01-01", "weekly")
        for days in range(10, 690, 30):
            add(at, "one_to_one", days)
        for days in (20, 80, 140, 260, 400):
            add(at, "promise_kept", days)
            add(at, "help_given", days + 5)
            add(at, "help_received", days + 9)
    for at in rng.choice(len(viewer), len(viewer) // 20, replace=False).tolist():
        for days in (30, 90, 200):
            add(at, "met", days)
    ids = Ids(rng, len(rows))
    copy(
        cursor,
        "evidence",
        ("id", "tie", "member", "kind", "happened_on", "since", "often", "note", "created_at"),
        (f"{id}\t{row}" for id, row in zip(ids.text, rows, strict=True)),
    )
