"""Rows as the frozen values of the core, and gates as the database names them."""

from __future__ import annotations

from datetime import datetime
from hashlib import md5
from uuid import UUID

from kunci.core import evidence, gates
from kunci.core.readiness import Steps
from kunci.core.rungs import LADDER, Rung
from kunci.models.keyring import OwnFace
from kunci.models.layers import Layer
from kunci.models.people import Evidence, Grant, Pass
from kunci.models.sealing import Place
from kunci.models.sets import SetExchange


def gate_uuid(gate: gates.Gate) -> UUID:
    """The name of a gate in the database: vault.gate_of for a rung, the face's own id for named people."""
    if isinstance(gate, gates.OwnGate):
        return UUID(gate.face)
    return UUID(hex=md5(f"{gate.holder}/{gate.rung:d}".encode(), usedforsecurity=False).hexdigest())


def as_evidence(row: Evidence) -> evidence.Evidence:
    return evidence.Evidence(
        id=str(row.id),
        kind=evidence.Kind(row.kind),
        on=row.happened_on,
        since=row.since,
        often=evidence.Often(row.often) if row.often else None,
        voids=str(row.voids) if row.voids else None,
        weight=1.0 if row.weight is None else row.weight,
    )


def as_pass(row: Pass) -> gates.Pass:
    return gates.Pass(
        holder=str(row.holder_id),
        viewer=str(row.viewer_id),
        known_until=row.known_until,
        trusted_until=row.trusted_until,
        unhesitating_until=row.unhesitating_until,
    )


def live_passes(now: datetime) -> tuple[gates.Pass, ...]:
    """The viewer's passes to others, of whoever stands on any rung now: columns only, for there may be thousands."""
    columns = ("holder_id", "viewer_id", "known_until", "trusted_until", "unhesitating_until")
    rows = Pass.objects.filter(known_until__gt=now).values_list(*columns)
    return tuple(gates.Pass(str(holder), str(viewer), *ends) for holder, viewer, *ends in rows)


def as_grant(row: Grant) -> gates.Grant:
    return gates.Grant(
        gate=gates.OwnGate(str(row.holder_id), str(row.gate)),
        viewer=str(row.viewer_id),
        until=row.until,
        follows=Rung(row.follows) if row.follows else None,
    )


def as_face(row: OwnFace) -> gates.Face:
    """ValueError where the gate is none that a face may hang behind (a CHECK in the database forbids it)."""
    holder = str(row.holder_id)
    choices: list[gates.Gate] = [gates.OwnGate(holder, str(row.id))]
    choices += [gates.gate_of(holder, rung) for rung in (Rung.STRANGER, *LADDER)]
    gate = next((one for one in choices if gate_uuid(one) == row.gate), None)
    if gate is None:
        raise ValueError(f"face {row.id} hangs behind an unknown gate")
    return gates.Face(
        id=str(row.id),
        key=str(row.key),
        holder=holder,
        kind=gates.FaceKind(row.kind),
        rung=Rung(row.rung) if row.rung else None,
        gate=gate,
    )


def layer_place(row: Layer) -> Place:
    """Where a layer's content is sealed to."""
    return Place("layer", row.key, f"{row.batch}/{row.position}/{row.at.timestamp():.6f}", row.holder_id)


def steps(row: SetExchange) -> Steps:
    return Steps(row.expires_at, row.opened_at, row.shown_at, row.said_at, row.agreed_at, row.ended_at)
