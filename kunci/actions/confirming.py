"""Asking the other side to confirm an encounter, and answering that."""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, ProgrammingError

from kunci.actions.ties import add_row, tie_with
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
    if asked.filter(expires_at__gt=act.now).exists() or _confirmed(act, asked.values_list("id", flat=True)):
        raise Refused("asked_to_confirm")
    return Done(put(act, partner, row.id, Kind(row.kind), row.happened_on))


@verb("confirmation.give")
def confirm(act: Act, question: UUID, today: date, *, note_too: bool) -> Done:
    """Confirms an encounter that somebody noted; with `note_too` it becomes evidence on my own tie as well."""
    asked = Question.objects.filter(id=question).first()
    if asked is None:
        raise Refused("gone")
    _say_yes(act, asked)
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


def put(act: Act, partner: UUID, evidence: UUID, kind: Kind, on: date) -> UUID:
    """The question itself, and its id. Part of another verb."""
    made = Confirmation.objects.create(
        asker_id=act.member, partner_id=partner, evidence=evidence, kind=kind, happened_on=on,
        asked_at=act.now, expires_at=act.now + LASTS,
    )  # fmt: skip
    return made.id


def say_yes(act: Act, asker: UUID, kind: Kind, days: Set[date]) -> None:
    """Answers what a partner asks me about an encounter of these days, where both have shown by other means that it
    was so. Part of another verb."""
    for asked in Question.objects.filter(asker_id=asker, kind=kind, happened_on__in=days).order_by("id"):
        _say_yes(act, asked)


def _say_yes(act: Act, asked: Question) -> None:
    try:
        Confirmed.objects.create(
            confirmation=asked.id, asker_id=asked.asker_id, partner_id=act.member, at=act.now
        )  # fmt: skip
    except (IntegrityError, ProgrammingError) as error:  # withdrawn in this very moment: no key, or no row rule, holds
        raise Refused("gone") from error


def _confirmed(act: Act, questions: Iterable[UUID]) -> bool:
    return Confirmed.objects.filter(asker_id=act.member, confirmation__in=list(questions)).exists()
