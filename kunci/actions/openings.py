"""Remembers what was opened to whom: after a verb has moved gates, what is written follows what they say now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kunci.actions.placing import Opening, opening
from kunci.actions.verb import Act
from kunci.core.gates import NO_END, RungGate
from kunci.core.passes import closed_by_time
from kunci.core.rungs import Rung
from kunci.models import values
from kunci.models.models import Opening as Row
from kunci.models.models import OwnFace
from kunci.models.models import Pass as PassRow

What = tuple[UUID, str, UUID]  # a key, one of its faces, who reads it


@dataclass(frozen=True)
class _By:
    """By which rung somebody reads a face (0: by name), and the end that this opening has of its own."""

    rung: int
    until: datetime | None


def remember(act: Act, keys: Iterable[UUID], fallen: Set[UUID] = frozenset()) -> None:
    """Ends what is no longer read of these keys, and begins what is read since now. Part of another verb.

    `fallen`: whom the evidence has just ceased to carry; what ends for them now has lapsed.
    """
    keys = list(keys)
    if not keys:
        return
    faces = list(OwnFace.objects.filter(key__in=keys).order_by("key", "id"))
    state = opening(act.member, [face.id for face in faces], act.now)
    reading = {(face.key, face.kind, UUID(viewer)): by for face in faces for viewer, by in _through(face, state)}
    rows = list(Row.objects.filter(key__in=keys, ended_at=None).order_by("key", "id"))
    # What reached its own end is over, also where the same person was let in anew.
    over = [row for row in rows if _what(row) not in reading or (row.until is not None and row.until <= act.now)]
    _end(act.now, over, fallen)
    ended = {row.id for row in over}
    going_on = [row for row in rows if row.id not in ended]
    known = {_what(row) for row in going_on}
    _move(going_on, reading)
    Row.objects.bulk_create(
        Row(holder_id=act.member, key=key, kind=kind, viewer_id=viewer, rung=by.rung, until=by.until, at=act.now)
        for (key, kind, viewer), by in sorted(reading.items(), key=lambda one: tuple(map(str, one[0])))
        if (key, kind, viewer) not in known
    )


def opened_to(*partners: UUID) -> list[UUID]:
    """The keys of mine of which something stands open to any of these, as far as is remembered."""
    rows = Row.objects.filter(viewer_id__in=partners, ended_at=None).order_by("key")
    return list(rows.values_list("key", flat=True).distinct())


def _what(row: Row) -> What:
    return row.key, row.kind, row.viewer_id


def _through(face: OwnFace, state: Opening) -> list[tuple[str, _By]]:
    """Who reads a face now, and by what."""
    core = values.as_face(face)
    if isinstance(core.gate, RungGate):
        rung = core.gate.rung
        return [] if rung is Rung.STRANGER else [(viewer, _By(int(rung), None)) for viewer in state.on_rung(rung)]
    grants = [grant for grant in state.grants if grant.gate == core.gate and grant.live(state.passes, state.now)]
    return [
        (grant.viewer, _By(int(grant.follows or 0), grant.until if grant.until < NO_END else None)) for grant in grants
    ]


def _move(rows: list[Row], reading: Mapping[What, _By]) -> None:
    """Whoever reads on, but by another rung or until another end than before, stops when that one does."""
    moved = []
    for row in rows:
        by = reading[_what(row)]
        if by != _By(row.rung, row.until):
            row.rung, row.until = by.rung, by.until
            moved.append(row)
    Row.objects.bulk_update(moved, ["rung", "until"], batch_size=500)


def _end(now: datetime, rows: list[Row], fallen: Set[UUID]) -> None:
    """With the instant at which it ended: earlier than now where time had closed it unnoticed."""
    held = {
        row.viewer_id: values.as_pass(row)
        for row in PassRow.objects.filter(viewer_id__in={row.viewer_id for row in rows})
    }
    for row in rows:
        by_time = closed_by_time(held.get(row.viewer_id), Rung(row.rung), row.until, now)
        row.ended_at, row.lapsed = by_time or (now, row.viewer_id in fallen)
    Row.objects.bulk_update(rows, ["ended_at", "lapsed"], batch_size=500)
