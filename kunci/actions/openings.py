"""Remembers what was opened to whom: after a verb has moved gates, what is written follows what they say now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from kunci.actions.placing import Opening, opening
from kunci.actions.verb import Act
from kunci.core.gates import Pass, RungGate
from kunci.core.rungs import Rung
from kunci.models import values
from kunci.models.models import Opening as Row
from kunci.models.models import OwnFace
from kunci.models.models import Pass as PassRow


def remember(act: Act, keys: Iterable[UUID]) -> None:
    """Ends what is no longer read of these keys, and begins what is read since now. Part of another verb."""
    keys = list(keys)
    if not keys:
        return
    faces = list(OwnFace.objects.filter(key__in=keys).order_by("key", "id"))
    state = opening(act.member, [face.id for face in faces], act.now)
    reading = {(face.key, face.kind, UUID(viewer)): rung for face in faces for viewer, rung in _through(face, state)}
    rows = list(Row.objects.filter(key__in=keys, ended_at=None).order_by("key", "id"))
    _end(act.now, [row for row in rows if (row.key, row.kind, row.viewer_id) not in reading])
    known = {(row.key, row.kind, row.viewer_id) for row in rows}
    _move(rows, reading)
    Row.objects.bulk_create(
        Row(holder_id=act.member, key=key, kind=kind, viewer_id=viewer, rung=rung, at=act.now)
        for (key, kind, viewer), rung in sorted(reading.items(), key=lambda one: tuple(map(str, one[0])))
        if (key, kind, viewer) not in known
    )


def opened_to(*partners: UUID) -> list[UUID]:
    """The keys of mine of which something stands open to any of these, as far as is remembered."""
    rows = Row.objects.filter(viewer_id__in=partners, ended_at=None).order_by("key")
    return list(rows.values_list("key", flat=True).distinct())


def _through(face: OwnFace, state: Opening) -> list[tuple[str, int]]:
    """Who reads a face now, and by which rung (0: by name)."""
    core = values.as_face(face)
    if isinstance(core.gate, RungGate):
        rung = core.gate.rung
        return [] if rung is Rung.STRANGER else [(viewer, int(rung)) for viewer in state.on_rung(rung)]
    grants = [grant for grant in state.grants if grant.gate == core.gate and grant.live(state.passes, state.now)]
    return [(grant.viewer, int(grant.follows or 0)) for grant in grants]


def _move(rows: list[Row], reading: Mapping[tuple[UUID, str, UUID], int]) -> None:
    """Whoever reads on, but by another rung than before, stops when that one does."""
    moved = []
    for row in rows:
        rung = reading.get((row.key, row.kind, row.viewer_id), row.rung)
        if rung != row.rung:
            row.rung = rung
            moved.append(row)
    Row.objects.bulk_update(moved, ["rung"], batch_size=500)


def _end(now: datetime, rows: list[Row]) -> None:
    """With the instant at which it ended: earlier than now where a pass had run out unnoticed."""
    held = {
        row.viewer_id: values.as_pass(row)
        for row in PassRow.objects.filter(viewer_id__in={row.viewer_id for row in rows})
    }
    for row in rows:
        lapse = lapsed_at(held.get(row.viewer_id), row.rung)
        row.lapsed = lapse is not None and lapse <= now
        row.ended_at = lapse if row.lapsed else now
    Row.objects.bulk_update(rows, ["ended_at", "lapsed"], batch_size=500)


def lapsed_at(held: Pass | None, rung: int) -> datetime | None:
    """Until when a pass lets its viewer onto a rung; None where it does not, or the face was opened by name."""
    return held.until(Rung(rung)) if held is not None and rung else None
