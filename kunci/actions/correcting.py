"""Putting one's own notes right: the earlier row stays, struck, and a later one says what was true all along."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from kunci.actions.ties import BY_HAND, add_row, check_day, tie_with
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.core.evidence import Kind, Often
from kunci.models.models import Confirmation
from kunci.models.models import Evidence as Row


@verb("evidence.correct")
def correct(
    act: Act, partner: UUID, evidence: UUID, kind: Kind | None, on: date, today: date, note: str,
    often: Often | None = None,
) -> Done:  # fmt: skip
    """Puts an earlier note right by a new one: what it really was, or (`kind` None) that it did not happen.

    The earlier row counts nothing from now on, in pictures of the past neither. Prior acquaintance is put right by
    prior acquaintance, `on` being since when; it keeps the day on which it was first stated, for to correct is not
    to state anew.
    """
    tie = tie_with(partner)
    row = Row.objects.filter(id=evidence, tie=tie).first()
    if row is None or row.kind == Kind.WITHDRAWAL or Row.objects.filter(tie=tie, voids=row.id).exists():
        raise Refused("gone")
    if row.handover is not None or Kind(row.kind) not in BY_HAND | {Kind.PRIOR}:
        raise Refused("not_to_correct")
    check_day(today if kind is None else on, today, note)
    right = _right(row, kind, on, today, often)
    right.voids, right.note = row.id, note
    Confirmation.objects.filter(evidence=row.id).delete()
    return add_row(act, tie, right)


def _right(row: Row, kind: Kind | None, on: date, today: date, often: Often | None) -> Row:
    if kind is None:
        return Row(kind=Kind.WITHDRAWAL, happened_on=today)
    if kind is Kind.PRIOR and row.kind == Kind.PRIOR and often is not None:
        return Row(kind=kind, happened_on=max(row.happened_on, on), since=on, often=often)
    if kind not in BY_HAND or row.kind == Kind.PRIOR:
        raise Refused("kind")
    return Row(kind=kind, happened_on=on)
