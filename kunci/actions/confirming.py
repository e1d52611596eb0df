"""Asking the other side to confirm an encounter, and answering that; and putting one's own notes right."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from kunci.actions.ties import BY_HAND, add_row, check_day, tie_with
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.core.evidence import ENCOUNTERS, Kind
from kunci.models.models import Confirmation, Confirmed, PutAside, Question
from kunci.models.models import Evidence as Row

LASTS = timedelta(days=14)


@verb("confirmation.ask")
def ask(act: Act, partner: UUID, evidence: UUID) -> Done:
    """Asks a partner to confirm an encounter that I noted; they learn its kind and day, and nothing else."""
    tie = tie_with(partner)
    row = Row.objects.filter(id=evidence, tie=tie).first()
    if row is None:
        raise Refused("gone")
    if row.kind not in ENCOUNTERS or Row.objects.filter(tie=tie, voids=row.id).exists():
        raise Refused("not_to_confirm")
    asked = Confirmation.objects.filter(evidence=row.id, partner_id=partner)
    if asked.filter(expires_at__gt=act.now).exists():
        raise Refused("asked_to_confirm")
    made = Confirmation.objects.create(
        asker_id=act.member, partner_id=partner, evidence=row.id, kind=row.kind, happened_on=row.happened_on,
        asked_at=act.now, expires_at=act.now + LASTS,
    )  # fmt: skip
    return Done(made.id)


@verb("confirmation.give")
def confirm(act: Act, question: UUID, today: date, *, note_too: bool) -> Done:
    """Confirms an encounter that somebody noted; with `note_too` it becomes evidence on my own tie as well."""
    asked = Question.objects.filter(id=question).first()
    if asked is None:
        raise Refused("gone")
    Confirmed.objects.create(
        confirmation=asked.id, asker_id=asked.asker_id, partner_id=act.member, at=act.now
    )  # fmt: skip
    if note_too:
        row = Row(kind=asked.kind, happened_on=min(asked.happened_on, today), note="")
        add_row(act, tie_with(asked.asker_id), row)
    return Done(asked.asker_id)


@verb("confirmation.put_aside")
def put_aside(act: Act, question: UUID) -> Done:
    """Does not show a question any more. To whoever asked it looks as if it had never been seen."""
    asked = Question.objects.filter(id=question).first()
    if asked is None:
        raise Refused("gone")
    PutAside.objects.create(partner_id=act.member, confirmation=asked.id, at=act.now)
    return Done(asked.asker_id)


@verb("evidence.correct")
def correct(act: Act, partner: UUID, evidence: UUID, kind: Kind | None, on: date, today: date, said: str) -> Done:
    """Puts an earlier note right by a new one: what it really was, or (`kind` None) that it did not happen.

    The earlier row stays, struck; it counts nothing from now on, in pictures of the past neither.
    """
    tie = tie_with(partner)
    row = Row.objects.filter(id=evidence, tie=tie).first()
    if row is None or row.kind == Kind.WITHDRAWAL or Row.objects.filter(tie=tie, voids=evidence).exists():
        raise Refused("gone")
    if Kind(row.kind) not in BY_HAND | {Kind.PRIOR}:
        raise Refused("not_to_correct")
    if kind is not None and kind not in BY_HAND:
        raise Refused("kind")
    check_day(on, today, said)
    Confirmation.objects.filter(evidence=row.id).delete()
    if kind is None:
        return add_row(act, tie, Row(kind=Kind.WITHDRAWAL, happened_on=today, voids=row.id, note=said))
    return add_row(act, tie, Row(kind=kind, happened_on=on, note=said, voids=row.id))
