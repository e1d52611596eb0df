"""What is measured: each operation as the product does it and as it is written by hand, with results to compare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import psycopg

from kunci.actions import ties
from kunci.actions.verb import Act
from kunci.core.evidence import Kind
from kunci.core.rungs import Rung
from kunci.models.models import Evidence
from kunci.models.models import Pass as PassRow
from kunci.models.viewer import looking, member
from kunci.reveal import doors, keyring
from kunci.reveal.pages import Page
from tests.bench import hand
from tests.bench.generate import Subject
from tests.bench.hand import Row

WORDS = "kepala surabaya"
Result = list[Row]


@dataclass(frozen=True)
class Operation:
    """`product` and `by_hand` do the work. For a write, `product_left` and `hand_left` say what it left behind."""

    name: str
    product: Callable[[Subject, datetime], object]
    by_hand: Callable[[psycopg.Cursor, Subject, datetime], object]
    product_left: Callable[[object, Subject, datetime], Result]
    hand_left: Callable[[object, psycopg.Cursor, Subject, datetime], Result]
    writes: bool = False


def _doors(words: str) -> Callable[[Subject, datetime], object]:
    return lambda who, now: doors.doors(who.id, now, q=words)


def _doors_by_hand(words: str) -> Callable[[psycopg.Cursor, Subject, datetime], object]:
    return lambda cursor, who, now: hand.doors(cursor, who.id, now, words)


def _door_rows(page: object, who: Subject, now: datetime) -> Result:
    assert isinstance(page, Page)
    return [
        (row.id, row.hint_line, row.name, row.organisation, row.holder, row.holder_id, row.asked) for row in page.rows
    ]


def as_given(found: object, cursor: psycopg.Cursor, who: Subject, now: datetime) -> Result:
    assert isinstance(found, list)
    return found


def _own_key(who: Subject, now: datetime) -> object:
    return keyring.own_key(who.id, now, who.key)


def _own_key_by_hand(cursor: psycopg.Cursor, who: Subject, now: datetime) -> object:
    return hand.own_key(cursor, who.id, now, who.key)


def _own_key_rows(found: object, who: Subject, now: datetime) -> Result:
    assert isinstance(found, keyring.OwnKey)
    rows: Result = [
        (face.id, str(face.kind), face.rung, tuple((one.id, one.name, one.trade, one.city) for one in face.readers))
        for face in found.faces
    ]
    hint = (found.hint_line, found.role, found.sector, found.seniority, found.city)
    return [*rows, (*hint, found.name, found.title, found.organisation, found.note), (found.details,)]


def told_hints(cursor: psycopg.Cursor, who: Subject) -> list[UUID]:
    """What a page that grants `trusted` would open: every hint of mine up to that rung."""
    keys = [key for (key,) in cursor.execute("select id from vault.key where holder = %s", [who.id]).fetchall()]
    found = cursor.execute(
        "select id from vault.face where key = any (%s) and rung <= 2 order by id", [keys]
    ).fetchall()
    return [face for (face,) in found]


class Grant:
    """Granting `trusted` with every tick; what it would open is read once per subject, as the page before did."""

    def __init__(self, cursor: psycopg.Cursor) -> None:
        self.cursor = cursor
        self.faces: dict[UUID, list[UUID]] = {}

    def ticked(self, who: Subject) -> list[UUID]:
        if who.id not in self.faces:
            self.faces[who.id] = told_hints(self.cursor, who)
        return self.faces[who.id]

    def product(self, who: Subject, now: datetime) -> object:
        act = Act(who.id, now, uuid4())
        return ties.grant(act, who.partners[0], Rung.TRUSTED, frozenset(self.ticked(who)), None, now.date(), "")

    def by_hand(self, cursor: psycopg.Cursor, who: Subject, now: datetime) -> object:
        return hand.grant(cursor, who.id, now, who.partners[0], Rung.TRUSTED, self.ticked(who))

    def product_left(self, done: object, who: Subject, now: datetime) -> Result:
        page = doors.doors(who.partners[0], now, holder=who.id, size=10_000)
        with looking(member(who.id), now):
            return [*_pass_rows(who), *sorted((row.id,) for row in page.rows)]

    def hand_left(self, done: object, cursor: psycopg.Cursor, who: Subject, now: datetime) -> Result:
        opened = cursor.execute(
            f"select key from vault.face where kind = 'hint' and holder = %(holder)s"
            f" and gate = any (array({hand.OPEN})) order by key".encode(),
            {"me": who.partners[0], "now": now, "holder": who.id},
        )
        keys = opened.fetchall()
        return [*_hand_pass_rows(cursor, who), *keys]


def _log(who: Subject, now: datetime) -> object:
    return ties.add_evidence(Act(who.id, now, uuid4()), who.partners[0], Kind.MET, now.date(), now.date(), "")


def _log_by_hand(cursor: psycopg.Cursor, who: Subject, now: datetime) -> object:
    return hand.log_encounter(cursor, who.id, now, who.partners[0])


def _log_left(done: object, who: Subject, now: datetime) -> Result:
    with looking(member(who.id), now):
        met = Evidence.objects.filter(tie__partner_id=who.partners[0], kind="met", happened_on=now.date()).count()
        return [*_pass_rows(who), (met,)]


def _log_left_by_hand(done: object, cursor: psycopg.Cursor, who: Subject, now: datetime) -> Result:
    cursor.execute(
        "select count(*) from vault.evidence e join vault.tie t on t.id = e.tie and t.member = e.member"
        " where t.member = %s and t.partner = %s and e.kind = 'met' and e.happened_on = %s",
        [who.id, who.partners[0], now.date()],
    )
    met = cursor.fetchall()
    return [*_hand_pass_rows(cursor, who), *met]


def _pass_rows(who: Subject) -> Result:
    columns = ("known_until", "trusted_until", "unhesitating_until")
    return list(PassRow.objects.filter(viewer_id=who.partners[0]).values_list(*columns))


def _hand_pass_rows(cursor: psycopg.Cursor, who: Subject) -> Result:
    return cursor.execute(
        "select known_until, trusted_until, unhesitating_until from vault.pass where holder = %s and viewer = %s",
        [who.id, who.partners[0]],
    ).fetchall()


def operations(cursor: psycopg.Cursor) -> tuple[Operation, ...]:
    """Those of keys and partners; `cursor` is for what has to be known beforehand."""
    grant = Grant(cursor)
    return (
        Operation("keys opened to me", _doors(""), _doors_by_hand(""), _door_rows, as_given),
        Operation("search in them", _doors(WORDS), _doors_by_hand(WORDS), _door_rows, as_given),
        Operation("audience of a key", _own_key, _own_key_by_hand, _own_key_rows, as_given),
        Operation("grant a rung", grant.product, grant.by_hand, grant.product_left, grant.hand_left, writes=True),
        Operation("log an encounter", _log, _log_by_hand, _log_left, _log_left_by_hand, writes=True),
    )
