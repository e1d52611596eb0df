"""Exchanges of whole sets, from one of the two sides: what I did, and of the other what both may know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from kunci.core.readiness import Stage
from kunci.models import values
from kunci.models.models import (
    Asked,
    Face,
    Handover,
    OwnFace,
    Ready,
    Received,
    SetChoice,
    SetExchange,
    SetOwn,
    SetShown,
)
from kunci.models.viewer import looking, member
from kunci.reveal.people import Person, people, person


@dataclass(frozen=True)
class SetKey:
    """A key of a set. `name`: of mine only. `taken`: I have asked for it already, or it was handed to me."""

    key: UUID
    hint_line: str
    name: str = ""
    chosen: bool = False
    taken: bool = False


@dataclass(frozen=True)
class Begun:
    """An ask that came of an exchange: of a key of mine, or of the other's."""

    request: UUID
    hint_line: str


@dataclass(frozen=True)
class SetView:
    """An exchange. `mine`: what the other sees, or would; `theirs`: as far as it shows. `sentence`: with my yes.

    Once both have said yes, `asked` of me and `asks` of mine.
    """

    id: UUID
    partner: Person
    stage: Stage
    expires_at: datetime
    mine: tuple[SetKey, ...]
    theirs: tuple[SetKey, ...]
    sentence: str
    asked: tuple[Begun, ...]
    asks: tuple[Begun, ...]


@dataclass(frozen=True)
class SetRow:
    id: UUID
    partner: Person
    stage: Stage
    expires_at: datetime


def exchange(viewer: UUID, now: datetime, id: UUID) -> SetView | None:
    """One of mine; None where I have none of that id."""
    with looking(member(viewer), now):
        row = SetExchange.objects.filter(id=id).first()
        if row is None:
            return None
        stage = values.steps(row).stage(now)
        agreed = stage is Stage.AGREED
        own = [one for one in SetOwn.objects.filter(id=id).order_by("key") if one.request is not None or not agreed]
        shown = list(_annotated(viewer, now, SetShown.objects.filter(id=id).order_by("key")))
        begun = [one.request for one in (*own, *shown) if one.request is not None]
        return SetView(
            id=id,
            partner=people(viewer, now, [row.partner_id])[row.partner_id],
            stage=stage,
            expires_at=row.expires_at,
            mine=() if agreed or stage is Stage.OVER else _mine(row, stage, [one.key for one in own]),
            theirs=_theirs(shown) if stage in (Stage.SHOWN, Stage.SAID) else (),
            sentence=row.sentence,
            asked=_begun(Received.objects.filter(id__in=begun).values_list("id", "shown_hint")) if begun else (),
            asks=_begun(Asked.objects.filter(id__in=begun).values_list("id", "shown_hint")) if begun else (),
        )


def running(viewer: UUID, now: datetime) -> tuple[SetRow, ...]:
    """Mine that are not over, the newest first."""
    with looking(member(viewer), now):
        rows = SetExchange.objects.filter(ended_at=None, agreed_at=None, expires_at__gt=now)
        found = rows.select_related("partner").order_by("-told_at", "id")
        return tuple(SetRow(row.id, person(row.partner), values.steps(row).stage(now), row.expires_at) for row in found)


def _mine(row: SetExchange, stage: Stage, opened: list[UUID]) -> tuple[SetKey, ...]:
    """What the other will see if I open now; afterwards, what I opened."""
    keys = opened
    if stage is Stage.TOLD:
        keys = list(Ready.objects.filter(partner=row.partner_id).order_by("key").values_list("key", flat=True))
    faces = {(face.key, face.kind): face for face in OwnFace.objects.filter(key__in=keys, kind__in=("hint", "name"))}
    found = [
        SetKey(key, faces[key, "hint"].line, faces[key, "name"].name if (key, "name") in faces else "")
        for key in keys
        if (key, "hint") in faces
    ]
    return tuple(sorted(found, key=lambda one: (one.hint_line.casefold(), one.key)))


def _annotated(viewer: UUID, now: datetime, keys: QuerySet[SetShown]) -> QuerySet[SetShown]:
    """With whether I chose each, and whether I have it or asked for it already."""
    asked = Asked.objects.filter(key=OuterRef("key"), expires_at__gt=now, withdrawn_at=None)
    return keys.annotate(
        chosen=Exists(SetChoice.objects.filter(id=OuterRef("id"), key=OuterRef("key"))),
        taken=Exists(asked) | Exists(Handover.objects.filter(asker_id=viewer, key=OuterRef("key"))),
    )


def _theirs(shown: list[SetShown]) -> tuple[SetKey, ...]:
    rows = {row.key: row for row in shown}
    hints = Face.objects.filter(key__in=list(rows), kind="hint").values_list("key", "line")
    found = [
        SetKey(key, line, chosen=getattr(rows[key], "chosen", False), taken=getattr(rows[key], "taken", False))
        for key, line in hints
    ]
    return tuple(sorted(found, key=lambda one: (one.hint_line.casefold(), one.key)))


def _begun(rows: Iterable[tuple[UUID, str]]) -> tuple[Begun, ...]:
    found = [Begun(id, line) for id, line in rows]
    return tuple(sorted(found, key=lambda one: (one.hint_line.casefold(), one.request)))
