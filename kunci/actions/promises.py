"""Promises between a partner and me: noted, and what became of them. What the other kept or broke is evidence."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from kunci.actions.ties import add_row, tie_with
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.core.evidence import Kind
from kunci.models.models import Evidence, Promise

WORDS_LENGTH = 200
FURTHEST = timedelta(days=366)
UNDO = timedelta(days=1)
BECOMES = {"kept": Kind.PROMISE_KEPT, "broken": Kind.PROMISE_BROKEN}


@verb("promise.make")
def make(act: Act, partner: UUID, words: str, due: date, today: date, *, mine: bool) -> Done:
    """Notes what I promised a partner, or (not `mine`) they promised me, until a day. They learn nothing of it."""
    said = words.strip()
    if not said:
        raise Refused("promise_missing")
    if len(said) > WORDS_LENGTH:
        raise Refused("too_long", most=WORDS_LENGTH)
    if not today <= due <= today + FURTHEST:
        raise Refused("by_when")
    tie = tie_with(partner)
    made = Promise.objects.create(
        member=act.member, partner_id=tie.partner_id, mine=mine, words=said, due=due, made_at=act.now
    )
    return Done(partner, {"promise": str(made.id)})


@verb("promise.end")
def end(act: Act, promise: UUID, how: str, today: date) -> Done:
    """It was kept, broken, or is dropped and was neither. Of the other's it becomes evidence on my tie."""
    row = Promise.objects.filter(id=promise).first()
    if row is None:
        raise Refused("gone")
    if how not in ("kept", "broken", "dropped"):
        raise Refused("answer")
    if row.ended is not None:
        raise Refused("promise_ended")
    detail: dict[str, object] = {}
    evidence = None
    if not row.mine and how in BECOMES:
        tie = tie_with(row.partner_id)
        detail = add_row(act, tie, Evidence(kind=BECOMES[how], happened_on=today, note=row.words)).detail
        evidence = UUID(str(detail["evidence"]))
    Promise.objects.filter(id=promise, ended=None).update(ended=how, ended_at=act.now, evidence=evidence)
    return Done(row.partner_id, {**detail, "promise": str(promise), "how": how})


@verb("promise.reopen")
def reopen(act: Act, promise: UUID, today: date) -> Done:
    """Takes that back within a day: it is open again, and the evidence that it became is withdrawn."""
    row = Promise.objects.filter(id=promise).first()
    if row is None:
        raise Refused("gone")
    if row.ended_at is None:
        return Done(row.partner_id)
    if row.ended_at <= act.now - UNDO:
        raise Refused("too_late_to_take_back")
    voided = Evidence.objects.filter(voids=row.evidence) if row.evidence else Evidence.objects.none()
    if row.evidence is not None and not voided.exists():
        add_row(act, tie_with(row.partner_id), Evidence(kind=Kind.WITHDRAWAL, happened_on=today, voids=row.evidence))
    Promise.objects.filter(id=promise).update(ended=None, ended_at=None, evidence=None)
    return Done(row.partner_id)
