"""Which relations are to be brought to mind now, what was promised, and who thanked me of late: mine alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Max

from kunci.core.evidence import ENCOUNTERS
from kunci.core.rhythm import AGAIN, PROMISE_AHEAD, TIMES, aside_from, cooling_from, mailed, promise_from, turn
from kunci.models.models import Evidence as EvidenceRow
from kunci.models.models import Promise
from kunci.models.viewer import looking, member
from kunci.reveal.partners import Partner
from kunci.reveal.partners import partners as partners_of
from kunci.reveal.people import called, name_of

THANKED = timedelta(days=14)
THANKS = 5
MOST = 50  # promises on a partner's page
UNDO = timedelta(days=1)
REMEMBERED = TIMES * AGAIN + timedelta(days=90)  # how far back it matters that somebody was put off

# All of it in one statement, each part a few rows; ties are looked up one by one, for each an index of its own rows.
_ALL = """
    with whom as materialized (
        select id, partner from tie
        where partner = any (%(cooling)s::uuid[]) or partner in (select partner from ready))
    select 'promise' as part, id, partner as who, (select name from member where id = partner) as name,
        words, '' as more, mine as flag, 0 as n, due as day, made_at as at
    from promise where ended is null and due <= %(ahead)s
    union all
    select 'thanks', id, author, (select name from member where id = author), text, words, false, 0, null, given_at
    from (select id, author, text, words, given_at from thanks_had where given_at > %(thanked)s
        order by given_at desc, id limit %(thanks)s) newest
    union all
    select 'aside', null, partner, '', '', '', false, count(key)::int, null, min(since) from ready group by partner
    union all
    select 'put_off', null, partner, '', '', '', false, 0, null, at from put_off where at > %(remembered)s
    union all
    select 'met', null, partner, '', '', '', false, 0, (
        select max(e.happened_on) from evidence e where e.tie = whom.id and e.kind = any (%(encounters)s)
            and not exists (select from evidence v where v.voids = e.id)), null
    from whom
"""


@dataclass(frozen=True)
class Owed:
    """A promise that is not settled. `mine`: I promised it."""

    id: UUID
    partner: UUID
    name: str
    mine: bool
    words: str
    due: date
    made_at: datetime


@dataclass(frozen=True)
class Noted:
    """A promise on a partner's page. `ended`: '', kept, broken or dropped; `can_reopen`: that can be taken back."""

    id: UUID
    name: str
    mine: bool
    words: str
    due: date
    ended: str
    ended_at: datetime | None
    can_reopen: bool


@dataclass(frozen=True)
class Greet:
    """A partner to be in touch with again. `why`: cooling (a rung ends) or aside (I set `keys` aside for them); `met`:
    when we last were; `last`: this is the last time that they come up before we are."""

    partner: Partner
    why: str
    met: date | None
    keys: int
    last: bool


@dataclass(frozen=True)
class Thanked:
    """Thanks for a door: from whom, what they looked for and what they wrote."""

    id: UUID
    name: str
    text: str
    words: str
    at: datetime


@dataclass(frozen=True)
class Met:
    """A partner, and the day on which we were last in touch; None where none is noted."""

    partner: Partner
    met: date | None


@dataclass(frozen=True)
class Rhythm:
    """`promises`: mine first, each by its day; `greet`: whose rung ends soonest first, then those with keys set
    aside."""

    promises: tuple[Owed, ...] = ()
    greet: tuple[Greet, ...] = ()
    thanks: tuple[Thanked, ...] = ()


@dataclass
class _Facts:
    promises: list[Owed] = field(default_factory=list)
    thanks: list[Thanked] = field(default_factory=list)
    aside: dict[UUID, tuple[int, datetime]] = field(default_factory=dict)
    put_off: defaultdict[UUID, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    met: dict[UUID, date | None] = field(default_factory=dict)


def rhythm(
    viewer: UUID, now: datetime, partners: Iterable[Partner], horizon: timedelta, mail: datetime | None = None
) -> Rhythm:
    """What is due now, of these partners of mine. `mail`: only what the mail of then says, each thing once in two
    weeks and three times at most."""
    known = {one.id: one for one in partners if not one.former}
    ending = {id: one.until for id, one in known.items() if one.until is not None and one.until <= now + horizon}
    with looking(member(viewer), now):
        facts = _facts(now, list(ending))
    return Rhythm(
        tuple(
            sorted(
                (one for one in facts.promises if mail is None or mailed(promise_from(one.due), mail)),
                key=lambda one: (not one.mine, one.due, one.id),
            )
        ),
        (*_cooling(known, ending, facts, horizon, now, mail), *_aside(known, ending, facts, now, mail)),
        tuple(facts.thanks),
    )


def met(viewer: UUID, now: datetime) -> tuple[Met, ...]:
    """My partners, whom I was last in touch with first; then those of whom nothing is noted, by name."""
    with looking(member(viewer), now):
        own = EvidenceRow.objects.filter(member_id=viewer)
        stands = own.filter(kind__in=ENCOUNTERS).exclude(id__in=own.exclude(voids=None).values("voids"))
        last = dict(stands.values_list("tie__partner").annotate(Max("happened_on")).order_by())
        rows = [Met(one, last.get(one.id)) for one in partners_of(viewer, now) if not one.former]
        return tuple(sorted(rows, key=lambda one: one.met or date.min, reverse=True))


def promises_with(viewer: UUID, now: datetime, partner: UUID) -> tuple[Noted, ...]:
    """Those between a partner and me: open ones by their day, then those that ended, the latest first."""
    with looking(member(viewer), now):
        found = Promise.objects.filter(partner_id=partner).annotate(name=name_of("partner"))
        rows = [_noted(row, now) for row in found.order_by("-made_at", "id")[:MOST]]
        open_still = sorted((row for row in rows if row.ended_at is None), key=lambda row: (row.due, row.id))
        ended = sorted(((row.ended_at, row) for row in rows if row.ended_at), key=lambda one: one[0])
        return (*open_still, *(row for _, row in reversed(ended)))


def _noted(row: Promise, now: datetime) -> Noted:
    fresh = row.ended_at is not None and row.ended_at > now - UNDO
    return Noted(
        row.id, called(getattr(row, "name", "")), row.mine, row.words, row.due, row.ended or "", row.ended_at, fresh
    )


def _cooling(
    known: Mapping[UUID, Partner],
    ending: Mapping[UUID, datetime],
    facts: _Facts,
    horizon: timedelta,
    now: datetime,
    mail: datetime | None,
) -> list[Greet]:
    found = []
    for id, until in sorted(ending.items(), key=lambda one: (one[1], one[0])):
        met = facts.met.get(id)
        begins = cooling_from(until, met, horizon)
        if _up(begins, now, facts.put_off[id], mail):
            found.append(_greet(known[id], "cooling", begins, facts, now))
    return found


def _aside(
    known: Mapping[UUID, Partner], ending: Mapping[UUID, datetime], facts: _Facts, now: datetime, mail: datetime | None
) -> list[Greet]:
    found = []
    for id, (_, since) in sorted(facts.aside.items(), key=lambda one: (one[1][1], one[0])):
        if id in ending or id not in known:
            continue
        begins = aside_from(since, facts.met.get(id))
        if _up(begins, now, facts.put_off[id], mail):
            found.append(_greet(known[id], "aside", begins, facts, now))
    return found


def _up(begins: datetime, now: datetime, put_off: list[datetime], mail: datetime | None) -> bool:
    return turn(begins, now, put_off) is not None if mail is None else mailed(begins, mail, put_off)


def _greet(partner: Partner, why: str, begins: datetime, facts: _Facts, now: datetime) -> Greet:
    it = turn(begins, now, facts.put_off[partner.id])
    keys, _ = facts.aside.get(partner.id, (0, now))
    return Greet(partner, why, facts.met.get(partner.id), keys, it is not None and it.number == TIMES)


def _facts(now: datetime, cooling: list[UUID]) -> _Facts:
    found = _Facts()
    for part, id, who, name, words, more, flag, n, day, at in _rows(now, cooling):
        if part == "promise":
            found.promises.append(Owed(id, who, called(name or ""), flag, words, day, at))
        elif part == "thanks":
            found.thanks.append(Thanked(id, called(name or ""), words, more, at))
        elif part == "aside":
            found.aside[who] = (n, at)
        elif part == "put_off":
            found.put_off[who].append(at)
        else:
            found.met[who] = day
    found.thanks.sort(key=lambda one: one.at, reverse=True)
    return found


def _rows(now: datetime, cooling: list[UUID]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            _ALL,
            {
                "cooling": cooling,
                "ahead": (now.astimezone(UTC) + PROMISE_AHEAD).date(),
                "thanked": now - THANKED,
                "thanks": THANKS,
                "remembered": now - REMEMBERED,
                "encounters": [str(one) for one in sorted(ENCOUNTERS)],
            },
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
