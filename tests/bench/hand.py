"""The operations of the product written by hand: SQL straight on the tables, no row rules, few round trips.

Each does what its namesake in the product does and gives back the same values in the same order.
"""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID, uuid4

import psycopg

from kunci.core.evidence import Evidence, Kind, Often
from kunci.core.gates import Pass
from kunci.core.passes import after_evidence, grant_rung
from kunci.core.rungs import Rung
from kunci.core.standing import standing_of
from kunci.reveal.sealed import details
from tests.bench.plain import GATES

OPEN = GATES.format(me="%(me)s", now="%(now)s")
NO_END = "9999-01-01 00:00:00+00"
DOORS = f"""
    with opened as materialized ({OPEN}),
    page as (
        select f.id, f.key, f.holder, f.created_at, f.line from vault.face f
        where f.gate = any (array(select gate from opened)) and f.kind = 'hint' and f.holder <> %(me)s
        order by f.created_at desc, f.id limit 51)
    {{rows}}
"""
SEARCH = f"""
    with opened as materialized ({OPEN}),
    visible as materialized (
        select f.id, f.key, f.holder, f.kind, f.created_at, f.line,
            f.words @@ to_tsquery('simple', %(words)s) as found
        from vault.face f where f.gate = any (array(select gate from opened)) and f.holder <> %(me)s),
    page as (
        select id, key, holder, created_at, line from visible
        where kind = 'hint' and key in (select key from visible where found)
        order by created_at desc, id limit 51)
    {{rows}}
"""
# Whether a name may be read is asked of a hash of the gates; as a join the planner walks them for every row.
ROWS = """
    select p.key, p.line, case when n.opened then n.name else '' end,
        case when n.opened then n.organisation else '' end, m.name, p.holder, r.id
    from page p
    join vault.member m on m.id = p.holder
    left join lateral (
        select name, organisation, gate in (select gate from opened) as opened
        from vault.face where key = p.key and kind = 'name' offset 0) n on true
    left join vault.request r on r.asker = %(me)s and r.key = p.key and r.expires_at > %(now)s
        and r.withdrawn_at is null
    order by p.created_at desc, p.id
"""
OWN_KEY = """
    select f.id, f.kind, coalesce(f.rung, 0), f.line, f.role, f.sector, f.seniority, f.city, f.name, f.title,
        f.organisation, k.note, f.holder, f.sealed, f.wrapped_key
    from vault.key k join vault.face f on f.key = k.id and f.holder = k.holder
    where k.id = %(key)s and k.holder = %(me)s
"""
# Each reader's name is looked up by itself: left to a join, the planner reads every member there is.
READERS = """
    with faces as materialized (
        select f.id, f.rung, f.gate from vault.face f where f.key = %(key)s and f.holder = %(me)s),
    readers as materialized (
        select f.id as face, p.viewer
        from faces f
        join vault.pass p on p.holder = %(me)s and f.rung is not null and f.gate = vault.gate_of(%(me)s, f.rung)
            and %(now)s < case f.rung
                when 1 then p.known_until when 2 then p.trusted_until else p.unhesitating_until end
        union all
        select f.id, g.viewer
        from faces f
        join vault."grant" g on g.gate = f.id and g.holder = %(me)s and g.viewer <> %(me)s and g.until > %(now)s
        left join vault.pass p on p.viewer = g.viewer and p.holder = %(me)s
        where f.gate = f.id and (g.follows is null or %(now)s < case g.follows
            when 1 then p.known_until when 2 then p.trusted_until else p.unhesitating_until end))
    select r.face, r.viewer, m.name, m.trade, m.city
    from readers r, lateral (select name, trade, city from vault.member where id = r.viewer offset 0) m
"""
RELATION = """
    select t.id, t.granted, p.known_until, p.trusted_until, p.unhesitating_until
    from vault.tie t join vault.pass p on p.holder = t.member and p.viewer = t.partner
    where t.member = %(me)s and t.partner = %(partner)s for update of t
"""
EVIDENCE = """
    select id, kind, happened_on, since, often, voids from vault.evidence where member = %(me)s and tie = %(tie)s
"""
ENTER = """
    insert into vault.evidence (id, tie, member, kind, happened_on, note, created_at)
    values (%(once)s, %(tie)s, %(me)s, %(kind)s, %(on)s, '', %(now)s) returning id
"""
MOVE = """
    update vault.pass set known_until = %(known)s, trusted_until = %(trusted)s, unhesitating_until = %(unhesitating)s
    where holder = %(me)s and viewer = %(partner)s
"""
GRANTED = "update vault.tie set granted = %(level)s where id = %(tie)s and member = %(me)s"
OPEN_FACES = """
    with shut as (
        select f.id, f.rung, f.holder, f.gate from vault.face f
        where f.id = any (%(faces)s) and f.holder = %(me)s and f.gate <> vault.gate_of(f.holder, f.rung)
        for update),
    moved as (
        update vault.face f set gate = f.id
        where f.id = any (array(select id from shut where gate <> id)) and f.holder = %(me)s)
    insert into vault."grant" (id, gate, viewer, holder, follows, until)
    select s.id, s.id, v.viewer, s.holder, v.follows, %(no_end)s
    from shut s, lateral (values (%(me)s::uuid, null), (%(partner)s::uuid, s.rung)) v (viewer, follows)
    on conflict (gate, viewer) do update set follows = excluded.follows, until = excluded.until
"""
JOURNAL = """
    insert into vault.journal (id, member, verb, at, subject, detail, once)
    values (%(once)s, %(me)s, %(verb)s, %(now)s, %(partner)s, %(detail)s, %(once)s)
    on conflict (member, once) do nothing
"""

Row = tuple[object, ...]


def doors(cursor: psycopg.Cursor, me: UUID, now: datetime, words: str = "") -> list[Row]:
    """The newest 50 keys opened to me: key, hint, name, organisation, holder, holder's id, my open request."""
    cursor.execute(
        (SEARCH if words else DOORS).format(rows=ROWS).encode(),
        {"me": me, "now": now, "words": " & ".join(f"{word}:*" for word in words.split())},
    )
    return cursor.fetchall()[:50]


def own_key(cursor: psycopg.Cursor, me: UUID, now: datetime, key: UUID) -> list[Row]:
    """My key's faces in order, each with its readers by name, and the note and contact details in the last row."""
    asked = {"me": me, "now": now, "key": key}
    faces = {row[1]: row for row in cursor.execute(OWN_KEY, asked).fetchall()}
    readers: dict[object, list[Row]] = {}
    for face, *reader in cursor.execute(READERS, asked).fetchall():
        readers.setdefault(face, []).append(tuple(reader))
    contact = faces["contact"]
    out: list[Row] = [
        (
            *faces[kind][:3],
            tuple(sorted(readers.get(faces[kind][0], []), key=lambda one: (str(one[1]).casefold(), one[0]))),
        )
        for kind in ("hint", "name", "contact")
    ]
    out.append((*faces["hint"][3:8], *faces["name"][8:11], contact[11]))
    out.append((details(contact[0], contact[12], contact[13], contact[14]),))
    return out


def log_encounter(cursor: psycopg.Cursor, me: UUID, now: datetime, partner: UUID) -> object:
    """Notes that I met a partner today, and lets the pass follow; the id of the evidence."""
    tie, granted, held, rows = _relation(cursor, me, partner)
    before = standing_of(rows, now)
    said = {"me": me, "now": now, "partner": partner, "tie": tie, "once": uuid4()}
    entered = cursor.execute(ENTER, {**said, "kind": Kind.MET, "on": now.date()}).fetchone()
    after = standing_of([*rows, Evidence(str(entered), Kind.MET, now.date())], now)
    _move(cursor, said, after_evidence(held, Rung(granted), after, now))
    moved = {"before": int(before.rung), "after": int(after.rung)}
    cursor.execute(JOURNAL, {**said, "verb": "evidence.add", "detail": json.dumps(moved)})
    return entered


def grant(cursor: psycopg.Cursor, me: UUID, now: datetime, partner: UUID, rung: Rung, faces: list[UUID]) -> Rung:
    """Lets a partner onto a rung and opens these faces to them; the rung on which they stand then."""
    tie, _, held, rows = _relation(cursor, me, partner)
    granted = grant_rung(held, rung, standing_of(rows, now), False, now)
    if not granted.verdict.allowed:
        raise ValueError("the evidence does not carry the rung")
    said = {"me": me, "now": now, "partner": partner, "tie": tie, "once": uuid4()}
    _move(cursor, said, granted.after)
    cursor.execute(GRANTED, {**said, "level": int(max(rung, granted.after.rung(now)))})
    cursor.execute(OPEN_FACES, {**said, "faces": faces, "no_end": NO_END})
    cursor.execute(JOURNAL, {**said, "verb": "rung.grant", "detail": json.dumps({"rung": int(rung)})})
    return granted.after.rung(now)


def _relation(cursor: psycopg.Cursor, me: UUID, partner: UUID) -> tuple[UUID, int, Pass, list[Evidence]]:
    row = cursor.execute(RELATION, {"me": me, "partner": partner}).fetchone()
    if row is None:
        raise ValueError("no such tie")
    tie, granted, *ends = row
    rows = [
        Evidence(str(id), Kind(kind), on, since, Often(often) if often else None, str(voids) if voids else None)
        for id, kind, on, since, often, voids in cursor.execute(EVIDENCE, {"me": me, "tie": tie}).fetchall()
    ]
    return tie, granted, Pass(str(me), str(partner), *ends), rows


def _move(cursor: psycopg.Cursor, said: dict[str, object], held: Pass) -> None:
    ends = {"known": held.known_until, "trusted": held.trusted_until, "unhesitating": held.unhesitating_until}
    cursor.execute(MOVE, {**said, **ends})
