"""The operations of exchanges, as those of operations.py."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import psycopg

from kunci.actions import exchanges as acting
from kunci.actions.verb import Act
from kunci.models.models import Consent, Decision, Journal
from kunci.models.viewer import looking, member
from kunci.reveal import exchanges, handovers, notices, record
from kunci.reveal.exchanges import Exchanges
from kunci.reveal.handovers import FeltView, HandoverView, OutcomeView
from kunci.reveal.pages import Page
from kunci.reveal.record import Record
from tests.bench import hand_exchanges as hand
from tests.bench.generate import Subject
from tests.bench.hand import Row
from tests.bench.operations import Operation, Result, as_given


def _exchanges_rows(found: object, who: Subject, now: datetime) -> Result:
    assert isinstance(found, Exchanges)
    rows = (*found.asked, *found.received, *found.handovers, *found.offered, *found.offered_me)
    return [tuple(vars(row).values()) for row in rows]


def _decide(who: Subject, now: datetime) -> object:
    act = Act(who.id, now, uuid4())
    return acting.decide(act, who.steps.waiting, "yes", "id", "http://localhost", by_mail=False)


def _decide_left(done: object, who: Subject, now: datetime) -> Result:
    of = who.steps.waiting
    with looking(member(who.id), now):
        return [
            *Decision.objects.filter(request=of).order_by("decided_at").values_list("answer", "decided_at"),
            *Consent.objects.filter(request=of).values_list("language", "by_mail", "created_at", "expires_at"),
            *Journal.objects.filter(subject=of, verb="decide").values_list("detail", "at"),
        ]


def _decide_left_by_hand(done: object, cursor: psycopg.Cursor, who: Subject, now: datetime) -> Result:
    of = {"of": who.steps.waiting, "me": who.id}
    return [
        row
        for statement in (
            "select answer, decided_at from vault.decision where request = %(of)s and holder = %(me)s",
            "select language, by_mail, created_at, expires_at from vault.consent"
            " where request = %(of)s and holder = %(me)s",
            "select detail, at from vault.journal where subject = %(of)s and member = %(me)s and verb = 'decide'",
        )
        for row in cursor.execute(statement, of).fetchall()
    ]


def _outcome(view: OutcomeView | None) -> Row | None:
    return (view.verdict, view.came, view.amount, view.currency, view.thanks, view.told_at) if view else None


def _told(view: OutcomeView | None) -> Row | None:
    return (*(_outcome(view) or ()), view.note) if view else None


def _felt(view: FeltView | None) -> Row | None:
    return (view.verdict, view.came, view.words, view.told_at) if view else None


def _handover_rows(found: object, who: Subject, now: datetime) -> Result:
    assert isinstance(found, HandoverView)
    return [
        (found.id, found.key, found.request, found.role, found.other.id, found.other.name, found.hint_line, found.name),
        (
            *(found.title, found.organisation, found.details, found.card.lines, found.sentence, found.at),
            *(found.again_from, found.introduction),
        ),
        *(
            (one.number, one.until, _told(one.mine), _told(one.theirs), _felt(one.felt), one.moved, one.due, one.over)
            for one in found.rounds
        ),
    ]


def _record_rows(found: object, who: Subject, now: datetime) -> Result:
    assert isinstance(found, Record)
    rows: Result = [
        (
            *(one.id, one.contact, one.hint_line, one.other, one.at, _outcome(one.mine), _outcome(one.theirs)),
            *(one.felt and (one.felt.verdict, one.felt.words), one.kept_silent),
        )
        for one in (*found.given, *found.received)
    ]
    counts = (len(found.given), found.asked, found.asked_of_me, found.offered, found.thanks)
    return [*rows, counts, found.worth_given, found.worth_received]


def _notice_rows(found: object, who: Subject, now: datetime) -> Result:
    assert isinstance(found, Page)
    return [(one.id, one.kind, one.person, one.hint_line, one.holder, one.at, one.seen) for one in found.rows]


def operations() -> tuple[Operation, ...]:
    return (
        Operation(
            "exchanges of mine",
            lambda who, now: exchanges.exchanges(who.id, now),
            lambda cursor, who, now: hand.exchanges(cursor, who.id, now),
            _exchanges_rows,
            as_given,
        ),
        Operation(
            "decide on an ask",
            _decide,
            lambda cursor, who, now: hand.decide(cursor, who.id, now, who.steps.waiting),
            _decide_left,
            _decide_left_by_hand,
            writes=True,
        ),
        Operation(
            "a handover",
            lambda who, now: handovers.handover(who.id, now, who.steps.handover),
            lambda cursor, who, now: hand.handover(cursor, who.id, now, who.steps.handover),
            _handover_rows,
            as_given,
        ),
        Operation(
            "my record",
            lambda who, now: record.record(who.id, now),
            lambda cursor, who, now: hand.record(cursor, who.id, now),
            _record_rows,
            as_given,
        ),
        Operation(
            "my notices",
            lambda who, now: notices.notices(who.id, now),
            lambda cursor, who, now: hand.notices(cursor, who.id, now),
            _notice_rows,
            as_given,
        ),
    )
