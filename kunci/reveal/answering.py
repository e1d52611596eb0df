"""What partners look for and a key of mine may answer, for a short list: the newest, each with the best of mine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kunci.core.matching import VERSION, Reading, best
from kunci.models.meaning import as_reading
from kunci.models.viewer import looking, member
from kunci.reveal.matching import together
from kunci.reveal.people import Person, called

LOOKED_AT = 20  # of the newest wants
NEAREST = 8  # keys for each, by meaning and by what they name

# As in matching.py, of a few wants at once. Ties go by id, for the order on the disk tells of others.
_NEWEST = """
    with heard as materialized (
        select id, author, text, by_when, created_at from heard_want
        where id not in (select want from want_aside) and author not in (select author from want_muted)
        order by created_at desc, id limit %(looked_at)s),
    meant as materialized (
        select distinct on (want) want, v, places, marks from heard_meaning
        where want = any (array(select id from heard)) and version = %(version)s order by want),
    mine as materialized (
        select face, key, v, places, marks from own_meaning where version = %(version)s),
    near as materialized (
        select m.want, k.key from meant m, lateral (
            select key from (
                select key from mine where door.apart(mine.v, m.v) is not null
                order by door.apart(mine.v, m.v), face limit %(nearest)s) by_meaning
            union
            select key from (
                select key from mine where bit_count(mine.places & m.places) > 0
                order by bit_count(mine.places & m.places) desc, face limit %(nearest)s) by_words) k
        where (m.want, k.key) not in (select want, key from want_no_match)
            and m.want not in (select want from offered where want is not null))
    select 'want' as part, h.id as want, null::uuid as key, door.as_bytes(m.v) as v, m.marks, h.text, h.author,
        p.name, h.by_when, h.created_at
    from heard h left join meant m on m.want = h.id left join member p on p.id = h.author
    union all
    select 'key', near.want, near.key, door.as_bytes(mine.v), mine.marks, coalesce(
            nullif((select f.line from own_face f where f.key = near.key and f.kind = 'hint'), ''),
            (select f.name from own_face f where f.key = near.key and f.kind = 'name')), null, null, null, null
    from near join mine on mine.key = near.key
"""


@dataclass(frozen=True)
class Answerable:
    """A door that a partner looks for; `key` and `line`: of mine, that clearly may answer it, if one does."""

    id: UUID
    author: Person
    text: str
    by_when: date | None
    created_at: datetime
    key: UUID | None = None
    line: str = ""


def answerable(viewer: UUID, now: datetime, most: int) -> tuple[Answerable, ...]:
    """Those of the newest that a key of mine may answer, then the others; without what I put aside or muted."""
    with looking(member(viewer), now), connection.cursor() as cursor:
        cursor.execute(_NEWEST, {"looked_at": LOOKED_AT, "nearest": NEAREST, "version": VERSION})
        rows = cursor.fetchall()
    doors: dict[UUID, dict[UUID, tuple[str, list[Reading]]]] = {}
    for part, want, key, v, marks, line, *_ in sorted(rows, key=lambda row: (str(row[2]), row[4] or [])):
        if part == "key":
            doors.setdefault(want, {}).setdefault(key, (line or "", []))[1].append(as_reading(v, marks))
    found = [_answerable(row, doors.get(row[1], {})) for row in rows if row[0] == "want"]
    newest = sorted(found, key=lambda one: (-one.created_at.timestamp(), one.id))
    return tuple(sorted(newest, key=lambda one: one.key is None)[:most])


def _answerable(row: tuple[Any, ...], doors: dict[UUID, tuple[str, list[Reading]]]) -> Answerable:
    _, want, _, v, marks, text, author, name, by_when, created_at = row
    key, line = None, ""
    if marks is not None and doors:
        sought, keys = as_reading(v, marks), list(doors)
        match = next(iter(best(sought, [together(sought, doors[one][1]) for one in keys], 1)), None)
        if match is not None and match.clear:
            key = keys[match.index]
            line = doors[key][0]
    return Answerable(want, Person(author, called(name or ""), "", "", not name), text, by_when, created_at, key, line)
