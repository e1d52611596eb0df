"""The operations of exchanges written by hand, as those of hand.py."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import psycopg

from kunci.core.exchange import CONSENT_LASTS, Windows
from kunci.models.models import Introduction
from kunci.reveal.cards import sent_card
from kunci.reveal.handovers import introduction_view
from kunci.reveal.sealed import Details, details
from tests.bench.hand import OPEN, Row

# The name of whoever is on the other side is looked up for each row by itself, as in hand.py.
ASKED = """
    select r.id, r.shown_hint, r.shown_name, m.name, r.holder, r.sentence, r.why, r.by_when, r.asked_at, r.expires_at,
        r.withdrawn_at is not null, r.expires_at <= %(now)s, r.offer
    from vault.request r, lateral (select name from vault.member where id = r.holder offset 0) m
    where r.asker = %(me)s order by r.asked_at desc, r.id
"""
RECEIVED = """
    select r.id, r.shown_hint, m.name, r.sentence, r.why, r.by_when, r.asked_at, r.expires_at,
        case when h.id is not null then 'yes' else coalesce(d.answer, '') end, h.id, coalesce(a.answer = 'yes', false),
        r.offer is not null, r.withdrawn_at is not null, r.expires_at <= %(now)s, r.offer
    from vault.request r
    cross join lateral (select name from vault.member where id = r.asker offset 0) m
    left join vault.handover h on h.holder = r.holder and h.request = r.id
    left join lateral (
        select answer from vault.decision where holder = %(me)s and request = r.id
        order by decided_at desc, answer limit 1) d on true
    left join lateral (
        select a.answer from vault.consent c
        join vault.consent_answer a on a.consent = c.id and a.holder = c.holder and a.tell_holder
        where c.holder = %(me)s and c.request = r.id order by a.answered_at desc, a.id limit 1) a on true
    where r.heard_by = %(me)s order by r.asked_at desc, r.id
"""
MINE = """
    select * from vault.handover where holder = %(me)s union all select * from vault.handover where asker = %(me)s
"""
# A name is read where the key is mine or one of the gates open to me: asked of a hash of them.
HANDED = f"""
    with opened as materialized ({OPEN})
    select h.id, h.holder = %(me)s, case when n.opened then n.name else '' end, r.shown_name, r.shown_hint, m.name,
        h.handed_at, h.tell_until, h.again_from, h.again_until,
        exists (select from vault.outcome o where o.teller = %(me)s and o.handover = h.id and o.round = 1),
        exists (select from vault.outcome o where o.teller = %(me)s and o.handover = h.id and o.round = 2)
    from ({MINE}) h
    cross join lateral (
        select name from vault.member where id = case when h.holder = %(me)s then h.asker else h.holder end offset 0) m
    cross join lateral (
        select shown_hint, shown_name from vault.request where holder = h.holder and id = h.request offset 0) r
    left join lateral (
        select name, holder = %(me)s or gate in (select gate from opened) as opened
        from vault.face where key = h.key and kind = 'name' offset 0) n on true
    order by h.handed_at desc, h.id
"""
OFFERED = """
    select o.id, o.key, o.shown_hint, m.name, o.partner, o.sentence, o.offered_at, o.expires_at,
        o.expires_at <= %(now)s, o.want
    from vault.offer o, lateral (select name from vault.member where id = o.partner offset 0) m
    where o.holder = %(me)s order by o.offered_at desc, o.id
"""
OFFERED_ME = """
    select o.id, o.key, o.shown_hint, m.name, o.holder, o.sentence, o.offered_at, o.expires_at,
        o.expires_at <= %(now)s, o.want
    from vault.offer o, lateral (select name from vault.member where id = o.holder offset 0) m
    where o.partner = %(me)s
        and not exists (select from vault.offer_left l where l.partner = %(me)s and l.offer = o.id)
    order by o.offered_at desc, o.id
"""
TO_DECIDE = """
    select r.withdrawn_at is null and r.expires_at > %(now)s
            and not exists (select from vault.handover h where h.holder = %(me)s and h.request = r.id)
            and exists (select from vault.key k where k.id = r.key and k.holder = %(me)s)
            and not exists (
                select from vault.request o
                join vault.consent c on c.holder = o.holder and c.request = o.id
                join vault.consent_answer a on a.consent = c.id and a.holder = c.holder and a.tell_holder
                where o.heard_by = %(me)s and o.key = r.key and a.answer = 'never'),
        (select count(*) from vault.consent where holder = %(me)s and created_at > %(yesterday)s), r.asker, r.key
    from vault.request r where r.heard_by = %(me)s and r.id = %(request)s
"""
DECIDE = """
    with away as (
        delete from vault.turned_away where holder = %(me)s and asker = %(asker)s and key = %(key)s),
    decided as (
        insert into vault.decision (id, request, holder, answer, decided_at)
        values (%(once)s, %(request)s, %(me)s, 'yes', %(now)s)),
    consent as (
        insert into vault.consent (id, request, holder, language, by_mail, created_at, expires_at)
        values (%(once)s, %(request)s, %(me)s, 'id', false, %(now)s, %(ends)s)
        on conflict (request, holder) do nothing)
    insert into vault.journal (id, member, verb, at, subject, detail, once)
    values (%(once)s, %(me)s, 'decide', %(now)s, %(request)s, %(detail)s, %(once)s)
    on conflict (member, once) do nothing
"""
HANDOVER = """
    select h.key, h.request, h.holder = %(me)s, m.id, m.name, r.shown_hint, r.shown_name, r.sentence, h.handed_at,
        h.tell_until, h.again_from, h.again_until, h.asker, c.sealed, c.wrapped_key, i.by_mail, i.sealed, i.wrapped_key
    from vault.handover h
    join vault.member m on m.id = case when h.holder = %(me)s then h.asker else h.holder end
    join vault.request r on r.holder = h.holder and r.id = h.request
    left join vault.request_card c on c.asker = h.asker and c.request = h.request
    left join vault.introduction i on h.holder = %(me)s and i.holder = h.holder and i.handover = h.id
    where h.id = %(handover)s and (h.holder = %(me)s or h.asker = %(me)s)
"""
FACES = f"""
    select kind, name, title, organisation, id, holder, sealed, wrapped_key from vault.face
    where key = %(key)s and (holder = %(me)s or gate in (select gate from ({OPEN}) opened))
"""
SHOWN = """
    (tell_until <= %(now)s or exists (select from vault.outcome mine
        where mine.teller = %(me)s and mine.handover = t.handover and mine.round = t.round))
"""
# Of each telling that shows, whether it is mine, and my note beside it.
TOLD = f"""
    select round, teller = %(me)s, verdict, came, amount, currency, thanks, told_at, '', (
        select e.note from vault.tie i join vault.evidence e on e.tie = i.id and e.member = i.member
        where i.member = t.teller and i.partner = t.other and t.teller = %(me)s
            and e.handover = t.handover and e.created_at = t.told_at limit 1)
    from vault.outcome t
    where handover = %(handover)s and (teller = %(me)s or other = %(me)s and {SHOWN})
    union all
    select round, null, verdict, came, null, '', '', told_at, words, null from vault.felt t
    where handover = %(handover)s and holder = %(me)s and {SHOWN}
"""
MOVED = """
    select detail from vault.journal where member = %(me)s and subject = %(handover)s and verb = 'tell' order by at, id
"""
RECORD = f"""
    with opened as materialized ({OPEN})
    select h.id, h.holder = %(me)s, case when n.opened then n.name else '' end, r.shown_name, r.shown_hint, m.name,
        h.handed_at, h.tell_until <= %(now)s, t.verdict, t.came, t.amount, t.currency, t.thanks, t.told_at,
        o.verdict, o.came, o.amount, o.currency, o.thanks, o.told_at, f.verdict, f.words
    from ({MINE}) h
    cross join lateral (
        select name from vault.member where id = case when h.holder = %(me)s then h.asker else h.holder end offset 0) m
    cross join lateral (
        select shown_hint, shown_name from vault.request where holder = h.holder and id = h.request offset 0) r
    left join lateral (
        select name, holder = %(me)s or gate in (select gate from opened) as opened
        from vault.face where key = h.key and kind = 'name' offset 0) n on true
    left join lateral (
        select * from vault.outcome where teller = %(me)s and handover = h.id order by round desc limit 1) t on true
    left join lateral (
        select * from vault.outcome t where teller = case when h.holder = %(me)s then h.asker else h.holder end
            and handover = h.id and {SHOWN} order by round desc limit 1) o on true
    left join lateral (
        select * from vault.felt t where handover = h.id and holder = %(me)s and {SHOWN} order by round desc limit 1
    ) f on true
    order by h.handed_at desc, h.id
"""
COUNTS = """
    select (select count(*) from vault.request where asker = %(me)s),
        (select count(*) from vault.request where heard_by = %(me)s),
        (select count(*) from vault.offer where holder = %(me)s)
"""
NOTICES = """
    select n.id, n.kind, m.name, s.hint, s.mine, n.created_at, n.seen_at is not null
    from vault.notice n
    cross join lateral (
        select r.asker as other, r.shown_hint as hint, true as mine from vault.request r
        where n.kind in ('asked', 'answered', 'reminder_decide') and r.heard_by = %(me)s and r.id = n.subject
        union all
        select o.holder, o.shown_hint, false from vault.offer o
        where n.kind = 'offered' and o.partner = %(me)s and o.id = n.subject
        union all
        select h.asker, r.shown_hint, true
        from vault.handover h join vault.request r on r.holder = h.holder and r.id = h.request
        where n.kind in ('handed', 'told', 'thanked', 'reminder_tell', 'reminder_again')
            and h.holder = %(me)s and h.id = n.subject
        union all
        select h.holder, r.shown_hint, false
        from vault.handover h join vault.request r on r.holder = h.holder and r.id = h.request
        where n.kind in ('handed', 'told', 'thanked', 'reminder_tell', 'reminder_again')
            and h.asker = %(me)s and h.id = n.subject) s
    cross join lateral (select name from vault.member where id = s.other offset 0) m
    where n.member = %(me)s order by n.created_at desc, n.id limit 51
"""


def exchanges(cursor: psycopg.Cursor, me: UUID, now: datetime) -> list[Row]:
    """Everything asked, received, handed over, offered by me and to me, a row each."""
    said = {"me": me, "now": now}
    asked = cursor.execute(ASKED, said).fetchall()
    received = cursor.execute(RECEIVED, said).fetchall()
    handed = cursor.execute(HANDED.encode(), said).fetchall()
    offers = cursor.execute(OFFERED, said).fetchall() + cursor.execute(OFFERED_ME, said).fetchall()
    taken = {row[-1]: row[0] for row in [*asked, *received] if row[-1] is not None}
    out: list[Row] = [row[:-1] for row in [*asked, *received]]
    for id, mine, name, shown_name, hint, other, at, *until, first, second in handed:
        due = Windows(*until).round(now)
        told = {1: first, 2: second}
        ends = until[2] if due == 2 else until[0]
        can_tell = due is not None and not told[due]
        contact = name or shown_name or hint
        role = "holder" if mine else "asker"
        out.append((id, role, contact, hint, other, at, ends, first, can_tell, due == 2))
    return [*out, *((*row, taken.get(row[0]), want) for *row, want in offers)]


def decide(cursor: psycopg.Cursor, me: UUID, now: datetime, request: UUID) -> object:
    """Says yes to an ask; I send the contact their link myself."""
    said = {"me": me, "now": now, "request": request, "once": uuid4(), "yesterday": now - timedelta(days=1)}
    row = cursor.execute(TO_DECIDE, said).fetchone()
    if row is None or not row[0] or row[1] >= 20:
        raise ValueError("nothing to say yes to")
    detail = json.dumps({"answer": "yes"})
    cursor.execute(DECIDE, {**said, "asker": row[2], "key": row[3], "ends": now + CONSENT_LASTS, "detail": detail})
    return request


def handover(cursor: psycopg.Cursor, me: UUID, now: datetime, id: UUID) -> list[Row]:
    """A handover of mine with the contact, the tellings that show, and what my own moved."""
    said = {"me": me, "now": now, "handover": id}
    row = cursor.execute(HANDOVER, said).fetchone()
    if row is None:
        raise ValueError("no such handover")
    key, request, mine, *rest = row
    other, name, hint, shown_name, sentence, at, first, again_from, again, asker, *letters = rest
    faces = {one[0]: one[1:] for one in cursor.execute(FACES.encode(), {**said, "key": key}).fetchall()}
    shown = cursor.execute(TOLD.encode(), said).fetchall()
    told = {(one[0], one[1]): one[2:] for one in shown}
    moved = {one.get("round"): one.get("moved") for (one,) in cursor.execute(MOVED, said).fetchall()}
    card = sent_card(request, asker, letters[0], letters[1]).lines if letters[0] else ()
    intro = letters[2] is not None and introduction_view(
        Introduction(handover=id, holder=me, by_mail=letters[2], sealed=letters[3], wrapped_key=letters[4])
    )
    named, contact = faces.get("name", ("",) * 7), faces.get("contact")
    reach = details(contact[3], contact[4], contact[5], contact[6]) if contact else Details()
    out: list[Row] = [
        (id, key, request, "holder" if mine else "asker", other, name, hint, named[0] or shown_name or hint),
        (named[1], named[2], reach, card, sentence, at, again_from, intro or None),
    ]
    windows = Windows(first, again_from, again)
    for number in (1, 2):
        if number == 2 and again_from > now:
            continue
        mine_told, theirs, felt = (told.get((number, who)) for who in (True, False, None))
        out.append(
            (
                number,
                windows.until(number),
                (*mine_told[:6], mine_told[7] or "") if mine_told else None,
                (*theirs[:6], "") if theirs else None,
                (*felt[:2], felt[6], felt[5]) if felt else None,
                moved.get(number),
                windows.round(now) == number and mine_told is None,
                windows.until(number) <= now,
            )
        )
    return out


def record(cursor: psycopg.Cursor, me: UUID, now: datetime) -> list[Row]:
    """My handovers with what each told last, those from me first; then how many of everything, and the worth."""
    said = {"me": me, "now": now}
    rows = cursor.execute(RECORD.encode(), said).fetchall()
    counts = cursor.execute(COUNTS, said).fetchone() or ()
    gave, got = [one for one in rows if one[1]], [one for one in rows if not one[1]]
    out: list[Row] = []
    for id, _, name, shown_name, hint, other, at, over, *said_of in [*gave, *got]:
        mine = tuple(said_of[:6]) if said_of[0] else None
        theirs = tuple(said_of[6:12]) if said_of[6] else None
        felt = tuple(said_of[12:]) if said_of[12] else None
        out.append((id, name or shown_name or hint, hint, other, at, mine, theirs, felt, over and mine is None))
    thanks = sum(bool(one[18]) for one in rows)
    return [*out, (len(gave), *counts, thanks), _worth(gave), _worth(got)]


def _worth(rows: list[Row]) -> Row:
    sums: dict[str, Decimal] = {}
    for row in rows:
        for amount, currency in ((row[10], row[11]), (row[16], row[17])):
            if isinstance(amount, Decimal):
                sums[str(currency)] = sums.get(str(currency), Decimal()) + amount
                break
    return tuple(sorted(sums.items()))


def notices(cursor: psycopg.Cursor, me: UUID, now: datetime) -> list[Row]:
    """The newest 50 notices: kind, who, what, whose key, when, seen."""
    return cursor.execute(NOTICES, {"me": me, "now": now}).fetchall()[:50]
