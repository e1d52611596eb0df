"""Exchange whole sets: told at the weekly moment that both are ready, two open, choose, and hand over to each other."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import connection
from django.db.models import QuerySet
from procrastinate.contrib.django import app

from kunci.actions import notices
from kunci.actions.exchanges import check_sentence, mail_contact
from kunci.actions.verb import Act, Done, Refused, step, verb
from kunci.core.exchange import ASK_LASTS, CONSENT_LASTS
from kunci.core.exchange import PAUSE as ASK_PAUSE
from kunci.core.readiness import MOST_CHOSEN, Stage
from kunci.models import values
from kunci.models.models import (
    Account,
    Asked,
    Consent,
    Handover,
    Received,
    SetExchange,
    SetOwn,
    SetShown,
)

ROUND = "sets.round"  # the names of the jobs
FOLLOW = "sets.follow"
_STEP = UUID("0c0b9f3e-1f0e-4d4e-8b57-6f0a2f1c7d35")


@verb("sets.open")
def open_set(act: Act, exchange: UUID) -> Done:
    """Opens my set to the other, as it is now: its hints show once they have opened theirs, which I learn no sooner."""
    row = _running(exchange, act.now)
    if not _clerk("open_set", exchange):
        _running(exchange, act.now)  # it may have ended meanwhile
        raise Refused("set_empty")
    _later(row)
    return Done(exchange)


@verb("sets.choose")
def choose(
    act: Act, exchange: UUID, keys: Collection[UUID], sentence: str, ask_in: str, *, by_mail: bool = True
) -> Done:
    """Chooses of the other's set and says yes: to whichever of mine they choose as well.

    `sentence`: why, for the other and the contacts; `ask_in` and `by_mail`: how my own contacts are asked. Said again
    before the other has said yes, it is the new choice; once both have, two handovers begin.
    """
    row = _running(exchange, act.now)
    check_sentence(sentence)
    if not keys:
        raise Refused("nothing_chosen")
    if len(keys) > MOST_CHOSEN:
        raise Refused("set_many", most=MOST_CHOSEN)
    if Handover.objects.filter(key__in=list(keys), asker_id=act.member).exists():
        raise Refused("handed_already")
    if asked_for(act.now, keys):
        raise Refused("asked_already")
    language = Account.objects.get(id=act.member).language
    ends = (act.now + ASK_LASTS, act.now + ASK_LASTS + ASK_PAUSE, act.now + CONSENT_LASTS)
    if not _clerk("choose_set", exchange, sorted(keys), sentence.strip(), language, ask_in, by_mail, *ends):
        _running(exchange, act.now)
        raise Refused("gone")
    _later(row)
    return Done(exchange)


@verb("sets.back")
def step_back(act: Act, exchange: UUID) -> Done:
    """Takes my last step back, as long as the other has noticed nothing of it: what I chose, or that I opened."""
    _running(exchange, act.now)
    if not _clerk("step_back", exchange):
        raise Refused("set_step_over")
    return Done(exchange)


@verb("sets.leave")
def leave(act: Act, exchange: UUID) -> Done:
    """Withdraws, until both have said yes. Both sets close; the other reads that it was ended, as by time."""
    row = SetExchange.objects.filter(id=exchange).first()
    if row is None:
        raise Refused("gone")
    if row.ended_at is not None or (row.agreed_at is None and row.expires_at <= act.now):
        return Done(exchange)
    if not _clerk("leave_set", exchange):
        raise Refused("set_agreed")
    return Done(exchange)


def asked_for(now: datetime, keys: Collection[UUID]) -> set[UUID]:
    """Those of these keys for which an ask of mine runs."""
    rows = Asked.objects.filter(key__in=list(keys), expires_at__gt=now, withdrawn_at=None)
    return set(rows.values_list("key", flat=True))


def make_round(member: UUID, now: datetime, address: str) -> None:
    """For one member: both of each pair for which the moment has come are told, in one transaction; and what follows
    from earlier steps, if its own job did not get to it. Done again it says nothing anew."""
    with step(_act(member, now)):
        if not Account.objects.filter(id=member, is_active=True).exists():
            return  # closed meanwhile
        with connection.cursor() as cursor:
            cursor.execute("select exchange, other from clerk.tell_sets()")
            made = cursor.fetchall()
        for exchange, other in made:
            for reader in (member, other):
                notices.notify(now, "sets", reader, exchange, address)
        for row in SetExchange.objects.filter(ended_at=None).order_by("told_at", "id"):
            _follow(row, now, address)


def follow(member: UUID, exchange: UUID, now: datetime, address: str) -> None:
    """What follows from the last step of an exchange, for each of the two as themselves. Done again it does nothing."""
    other: UUID | None = None
    with step(_act(member, now)):
        row = SetExchange.objects.filter(id=exchange).first()
        if row is not None:
            other = row.partner_id
            _follow(row, now, address)
    if other is not None:
        with step(_act(other, now)):
            row = SetExchange.objects.filter(id=exchange).first()
            if row is not None:
                _follow(row, now, address)


def _follow(row: SetExchange, now: datetime, address: str) -> None:
    """Whoever opened first hears that both have; and once both have said yes, each one's contacts are asked, and the
    other hears what was asked of them."""
    mine = SetExchange.objects.filter(id=row.id)
    if row.shown_at is not None and row.heard_at is None:
        mine.update(heard_at=now)
        if row.opened_at is not None and row.opened_at < row.shown_at:
            notices.notify(now, "sets", row.member, row.id, address)
    if row.agreed_at is not None and row.asked_at is None:
        mine.update(asked_at=now)
        act = _act(row.member, now)
        for request in _requests(SetOwn.objects.filter(id=row.id)):
            consent = Consent.objects.filter(request=request).first()
            received = Received.objects.filter(id=request).first()
            if consent is not None and consent.by_mail and received is not None:
                mail_contact(act, received, consent, address)
        for request in _requests(SetShown.objects.filter(id=row.id)):
            notices.notify(now, "asked", row.partner_id, request, address)


def _requests(keys: QuerySet[SetOwn] | QuerySet[SetShown]) -> list[UUID]:
    rows = keys.exclude(request=None).order_by("key").values_list("request", flat=True)
    return [one for one in rows if one is not None]


def _running(exchange: UUID, now: datetime) -> SetExchange:
    """My row of an exchange that is not over, as it is now."""
    row = SetExchange.objects.filter(id=exchange).first()
    if row is None:
        raise Refused("gone")
    stage = values.steps(row).stage(now)
    if stage is Stage.AGREED:
        raise Refused("set_agreed")
    if stage is Stage.OVER:
        raise Refused("set_over")
    return row


def _clerk(name: str, *said: Any) -> bool:
    """Whether a function of the clerk did what was asked."""
    with connection.cursor() as cursor:
        cursor.execute(f"select clerk.{name}({', '.join(['%s'] * len(said))})", list(said))
        (done,) = cursor.fetchone()
    return bool(done)


def _later(row: SetExchange) -> None:
    """What follows is a job, whether anything does: what I wait for must not tell what the other did."""
    app.configure_task(FOLLOW, queue="sets", allow_unknown=True).defer(member=str(row.member), exchange=str(row.id))


def _act(member: UUID, now: datetime) -> Act:
    return Act(member, now, uuid5(_STEP, str(member)))
