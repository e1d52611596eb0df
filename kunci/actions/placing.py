"""Hanging faces behind gates: turns a placement of the core into rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kunci.core.gates import NO_END, FaceKind, Grant, OwnGate, Pass, RungGate, audience
from kunci.core.passes import NO_ENDS, Placement, place_face
from kunci.core.rungs import LADDER, Rung
from kunci.models import values
from kunci.models.models import Grant as GrantRow
from kunci.models.models import OwnFace

ORDER = (FaceKind.HINT, FaceKind.NAME, FaceKind.CONTACT)
Ends = dict[FaceKind, dict[str, datetime]]


@dataclass(frozen=True)
class Opening:
    """My live passes and the grants on some faces of mine, as they are now; `standing` is who stands on each rung."""

    passes: tuple[Pass, ...]
    grants: tuple[Grant, ...]
    standing: dict[Rung, frozenset[str]]
    now: datetime

    def on_rung(self, rung: Rung | None) -> frozenset[str]:
        """Who stands on a rung; for a face open to named people only, whoever is at least known."""
        return self.standing[Rung.KNOWN if rung is None else rung]


def opening(member: UUID, faces: Iterable[UUID], now: datetime) -> Opening:
    passes = values.live_passes(now)
    rows = GrantRow.objects.filter(gate__in=list(faces)).exclude(viewer_id=member)
    standing = {rung: frozenset(one.viewer for one in passes if one.live(rung, now)) for rung in LADDER}
    return Opening(passes, tuple(values.as_grant(row) for row in rows), standing, now)


def seen_by(face: OwnFace, state: Opening) -> frozenset[str]:
    """Who sees a face of mine now."""
    core = values.as_face(face)
    if isinstance(core.gate, RungGate):
        return frozenset() if core.gate.rung is Rung.STRANGER else state.on_rung(core.gate.rung)
    return audience(core, state.passes, state.grants, state.now)


def ends_of(faces: Mapping[FaceKind, OwnFace], state: Opening) -> Ends:
    """Until when some see the faces of a key however long their pass lives: every end that is still ahead."""
    found: Ends = {kind: {} for kind in faces}
    kinds = {str(face.id): kind for kind, face in faces.items()}
    for grant in state.grants:
        if grant.gate.face in kinds and state.now < grant.until < NO_END:
            found[kinds[grant.gate.face]][grant.viewer] = grant.until
    return found


def hang(
    faces: dict[FaceKind, OwnFace], chosen: Mapping[FaceKind, Set[str]], state: Opening, ends: Ends | None = None
) -> bool:
    """Hangs the faces of one key so that `chosen` see each; who is not on the rung keeps what they had by name.

    A face that somebody chosen could not reach in order is not opened to them. Each end stays as it is, or all become
    those of `ends`. True if any gate changed.
    """
    ends = ends_of(faces, state) if ends is None else ends
    behind: Placement | None = None
    seen: Set[str] | None = None
    changed = False
    for kind in ORDER:
        face = faces.get(kind)
        if face is None:
            continue
        core = values.as_face(face)
        on_rung = state.on_rung(core.rung)
        wanted = chosen[kind] & on_rung
        if seen is not None:
            wanted &= seen
        behind = place_face(core, wanted, on_rung, behind, ends.get(kind, NO_ENDS))
        seen = wanted
        changed |= _write(face, behind, state)
    return changed


def _write(face: OwnFace, placement: Placement, state: Opening) -> bool:
    """One face to its place: new grants first, then the gate, then away with what no longer applies."""
    gate, follows = placement.gate, placement.follows
    wanted = {grant.viewer for grant in placement.grants}
    rows = [grant for grant in state.grants if grant.gate.face == str(face.id)]
    for_good = {grant.viewer for grant in rows if grant.follows is None and grant.until > state.now}
    if isinstance(gate, RungGate) and for_good:
        # A rung's gate would shut out whoever was given this face by name: name everybody else too.
        gate = OwnGate(str(face.holder_id), str(face.id))
        wanted = set(state.on_rung(follows)) if follows is not None else set()
    wanted -= for_good
    until = {grant.viewer: grant.until for grant in placement.grants}
    fitting = {
        grant.viewer
        for grant in rows
        if grant.viewer in wanted and grant.follows == follows and grant.until == until.get(grant.viewer, NO_END)
    }
    stale = {grant.viewer for grant in rows} - fitting - for_good
    target = values.gate_uuid(gate)
    if target == face.gate and wanted == fitting and not stale:
        return False
    GrantRow.objects.filter(gate=face.id, viewer_id__in=[UUID(one) for one in stale]).delete()
    if isinstance(gate, OwnGate):
        myself = [] if face.gate == face.id else [(str(face.holder_id), None, NO_END)]
        _grant(face, myself + [(one, follows, until.get(one, NO_END)) for one in sorted(wanted - fitting)])
    if target != face.gate:
        # The new gate must be mine already, or the row rules hide the face in the middle of the move.
        OwnFace.objects.filter(id=face.id).update(gate=target)
        face.gate = target
    if isinstance(gate, RungGate):
        GrantRow.objects.filter(gate=face.id).delete()
    return True


def _grant(face: OwnFace, whom: list[tuple[str, Rung | None, datetime]]) -> None:
    GrantRow.objects.bulk_create(
        GrantRow(gate=face.id, viewer_id=UUID(viewer), holder_id=face.holder_id, follows=follows, until=until)
        for viewer, follows, until in whom
    )
