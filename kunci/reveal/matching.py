"""Which doors may answer a want, in the reader's own view: their own keys and contacts, and keys opened to them.

The gate comes first: SQL takes those that point nearest in meaning and those that name most of the same, among the rows
that this reader may see and no other; core/matching.py then ranks them. Whoever looks for something learns none of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kunci.core.matching import VERSION, Match, Reading, best, wanting
from kunci.models.meaning import as_reading
from kunci.models.models import Face
from kunci.models.viewer import looking, member
from kunci.reveal.people import Person, called, person

MOST = 10  # that are shown
NEAREST = 80  # that are looked at closely: by meaning, and as many by what they name

# Each looks once at what this reader may see, and closely at what is nearest. Ties go by id, for the order on the disk
# tells of others.
_FOR_WANT = """
    with want as materialized (
        select v, places, marks, author from heard_meaning where want = %(want)s and version = %(version)s limit 1),
    -- Mine and those opened to me at once: the gates that are open to me are my own as well.
    seen as materialized (
        select face, holder = %(me)s as mine, door.apart(v, (select v from want)) as far,
            bit_count(places & (select places from want)) as near
        from meaning
        where version = %(version)s and holder <> (select author from want)
            and key not in (select key from want_no_match where want = %(want)s)
            and key not in (select key from offered where want = %(want)s))
    select 'want' as part, null::uuid as id, door.as_bytes(v) as v, marks from want
    union all
    select case holder when %(me)s then 'mine' else 'opened' end, key, door.as_bytes(v), marks
    from meaning where face = any (array(
        select face from (
            select face from seen where mine and far is not null order by far, face limit %(nearest)s) a
        union
        select face from (
            select face from seen where mine and near > 0 order by near desc, face limit %(nearest)s) b
        union
        select face from (
            select face from seen where not mine and far is not null order by far, face limit %(nearest)s) c
        union
        select face from (
            select face from seen where not mine and near > 0 order by near desc, face limit %(nearest)s) d))
"""
_FOR_KEY = """
    with mine as materialized (
        select v, places, marks from own_meaning where key = %(key)s and version = %(version)s),
    heard as materialized (
        select want, (select min(door.apart(h.v, mine.v)) from mine) as far,
            (select max(bit_count(h.places & mine.places)) from mine) as near
        from heard_meaning h
        where version = %(version)s and exists (select from mine)
            and want not in (select want from want_aside)
            and author not in (select author from want_muted)
            and want not in (select want from want_no_match where key = %(key)s)
            and want not in (select want from offered where key = %(key)s and want is not null))
    select 'mine' as part, null::uuid as id, door.as_bytes(v) as v, marks, '' as text, null::uuid as who, '' as name
    from mine
    union all
    select 'heard', want, door.as_bytes(v), marks, text, author, (select name from member where id = author)
    from heard_meaning where want = any (array(
        select want from (select want from heard where far is not null order by far, want limit %(nearest)s) by_meaning
        union
        select want from (select want from heard where near > 0 order by near desc, want limit %(nearest)s) by_words))
"""


@dataclass(frozen=True)
class Fit:
    """A key or contact of mine that may answer a want. `shared`: what both name, and `clear`: whether it hardly can be
    wrong, as core/matching.py says it."""

    id: UUID
    hint_line: str
    name: str
    organisation: str
    is_key: bool
    shared: tuple[str, ...]
    clear: bool


@dataclass(frozen=True)
class OpenedFit:
    """A key that its holder opened to me, and that may answer what somebody else looks for."""

    id: UUID
    hint_line: str
    holder: Person
    shared: tuple[str, ...]
    clear: bool


@dataclass(frozen=True)
class Answers:
    """What may answer a want, the best first. `by_words`: nothing was compared by meaning."""

    mine: tuple[Fit, ...] = ()
    opened: tuple[OpenedFit, ...] = ()
    by_words: bool = True


@dataclass(frozen=True)
class WantFit:
    """What a partner looks for that a key of mine may answer."""

    id: UUID
    text: str
    author_id: UUID
    author: str
    shared: tuple[str, ...]


def keys_for_want(viewer: UUID, now: datetime, want: UUID) -> Answers:
    """For a want that I may hear of; for any other there is nothing, whatever it is.

    Of mine: what is in use, was not offered for it and does not fit badly by my own word. Of what others opened to me:
    all but what is held by whoever looks.
    """
    with looking(member(viewer), now):
        doors: dict[str, dict[UUID, list[Reading]]] = {"mine": {}, "opened": {}}
        sought = None
        for part, id, v, marks in _rows(_FOR_WANT, {"want": want, "me": viewer}):
            if part == "want":
                sought = as_reading(v, marks)
            else:
                doors[part].setdefault(id, []).append(as_reading(v, marks))
        if sought is None:
            return Answers()
        mine, opened = _ranked(sought, doors["mine"]), _ranked(sought, doors["opened"])
        faces = _faces([*mine, *opened])
        return Answers(
            tuple(_fit(faces[key], match) for key, match in mine.items() if key in faces),
            tuple(_opened(faces[key], match) for key, match in opened.items() if "hint" in faces.get(key, ())),
            sought.vector is None,
        )


def wants_for_key(viewer: UUID, now: datetime, key: UUID) -> tuple[WantFit, ...]:
    """Wants that a key or contact of mine clearly answers, but for those that I put aside, muted or offered it for."""
    with looking(member(viewer), now):
        rows = _rows(_FOR_KEY, {"key": key})
        mine = [as_reading(v, marks) for part, _, v, marks, *_ in rows if part == "mine"]
        heard = [row for row in rows if row[0] == "heard"]
        sought = [as_reading(v, marks) for _, _, v, marks, *_ in heard]
        found: dict[int, Match] = {}
        for one in _each_whole(mine):
            for match in wanting(one, sought, MOST):
                if match.index not in found or found[match.index].score < match.score:
                    found[match.index] = match
        best_first = sorted(found.values(), key=lambda match: (-match.score, match.index))[:MOST]
        return tuple(
            WantFit(id, text, who, called(name or ""), match.shared)
            for match in best_first
            if match.clear
            for _, id, _, _, text, who, name in [heard[match.index]]
        )


def _rows(sql: str, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """In an order that only parts and ids make."""
    with connection.cursor() as cursor:
        cursor.execute(sql, {**params, "version": VERSION, "nearest": NEAREST})
        return sorted(cursor.fetchall(), key=lambda row: (row[0], str(row[1]), row[3]))


def _ranked(sought: Reading, doors: Mapping[UUID, Sequence[Reading]]) -> dict[UUID, Match]:
    """The keys worth showing, the best first."""
    keys = list(doors)
    found = best(sought, [together(sought, doors[key]) for key in keys], MOST)
    return {keys[one.index]: one for one in found}


def together(sought: Reading, faces: Sequence[Reading]) -> Reading:
    """A key says what all its faces say; of their meanings the nearest counts."""
    marks = frozenset().union(*(face.marks for face in faces))
    near = [face.vector for face in faces if face.vector is not None]
    if sought.vector is None or not near:
        return Reading(None, marks)
    towards = sought.vector
    return Reading(max(near, key=lambda one: float(one @ towards)), marks)


def _each_whole(faces: Sequence[Reading]) -> list[Reading]:
    """The same key once for each way in which it may be meant."""
    marks = frozenset().union(*(face.marks for face in faces))
    meant = [Reading(face.vector, marks) for face in faces if face.vector is not None]
    return meant or [Reading(None, marks)]


def _faces(keys: Sequence[UUID]) -> dict[UUID, dict[str, Face]]:
    found: dict[UUID, dict[str, Face]] = {}
    rows = Face.objects.filter(key__in=keys, kind__in=("hint", "name")).select_related("holder")
    told = ("key", "kind", "line", "name", "organisation")
    for face in rows.only(*told, "holder__name", "holder__trade", "holder__city"):
        found.setdefault(face.key, {})[face.kind] = face
    return found


def _fit(faces: Mapping[str, Face], match: Match) -> Fit:
    name, hint = faces["name"], faces.get("hint")
    line = hint.line if hint else ""
    return Fit(name.key, line, name.name, name.organisation, hint is not None, match.shared, match.clear)


def _opened(faces: Mapping[str, Face], match: Match) -> OpenedFit:
    hint = faces["hint"]
    return OpenedFit(hint.key, hint.line, person(hint.holder), match.shared, match.clear)
