"""Gates: who may see what is private.

A gate has three forms, one for each way round: `may` (this viewer, this face?), `open_gates` with `opened` (which
faces?) and `audience` (which viewers?). A property test proves that they agree. Ids are strings, `now` is an aware
instant, and there is at most one pass from a holder to a viewer. What opens and closes gates is in `passes.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from kunci.core.rungs import LADDER, Rung

# The end of a grant that has none of its own because it follows a pass. Far off, yet every time zone can show it.
NO_END = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class RungGate:
    """Open to everybody whom `holder` lets onto `rung`; for STRANGER to nobody at all."""

    holder: str
    rung: Rung


@dataclass(frozen=True, slots=True)
class OwnGate:
    """The gate of one of `holder`'s faces alone: only grants to named people open it."""

    holder: str
    face: str


Gate = RungGate | OwnGate


def gate_of(holder: str, rung: Rung) -> RungGate:
    """The gate behind which a holder puts what a rung may see."""
    return RungGate(holder, rung)


class FaceKind(StrEnum):
    """The faces of a key, in the order in which they open."""

    HINT = "hint"
    NAME = "name"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a key. `rung`: from which it may open, None for named people only; `gate`: where it stands now.

    ValueError for a gate of somebody else or of another face.
    """

    id: str
    key: str
    holder: str
    kind: FaceKind
    rung: Rung | None
    gate: Gate

    def __post_init__(self) -> None:
        if self.gate.holder != self.holder:
            raise ValueError("a face hangs behind its own holder's gate")
        if isinstance(self.gate, OwnGate) and self.gate.face != self.id:
            raise ValueError("a face hangs behind no other face's gate")
        if self.rung is Rung.STRANGER:
            raise ValueError("a face opens from a rung of the ladder, or to named people only")


@dataclass(frozen=True, slots=True)
class Pass:
    """Until when `viewer` stands on each rung of `holder`'s ladder. None is shut.

    ValueError when a rung would outlast the one below it, as the table's CHECK.
    """

    holder: str
    viewer: str
    known_until: datetime | None = None
    trusted_until: datetime | None = None
    unhesitating_until: datetime | None = None

    def __post_init__(self) -> None:
        if self.holder == self.viewer:
            raise ValueError("nobody needs a pass to their own keys")
        if _outlasts(self.trusted_until, self.known_until):
            raise ValueError("trusted cannot outlast known")
        if _outlasts(self.unhesitating_until, self.trusted_until):
            raise ValueError("unhesitating cannot outlast trusted")

    def until(self, rung: Rung) -> datetime | None:
        """The end of a rung of the ladder; ValueError for STRANGER, which has none."""
        if rung is Rung.STRANGER:
            raise ValueError("being a stranger has no end")
        return (self.known_until, self.trusted_until, self.unhesitating_until)[rung - 1]

    def live(self, rung: Rung, now: datetime) -> bool:
        """Whether the viewer stands on `rung` now. STRANGER lets nobody in."""
        until = None if rung is Rung.STRANGER else self.until(rung)
        return until is not None and until > now

    def rung(self, now: datetime) -> Rung:
        """The highest rung the viewer stands on now."""
        return max((rung for rung in LADDER if self.live(rung, now)), default=Rung.STRANGER)


@dataclass(frozen=True, slots=True)
class Grant:
    """A face's own gate, opened by its holder to one named person until an instant.

    With `follows`, it is also shut while the person's pass on that rung is. ValueError when it follows STRANGER.
    """

    gate: OwnGate
    viewer: str
    until: datetime
    follows: Rung | None = None

    def __post_init__(self) -> None:
        if self.follows is Rung.STRANGER:
            raise ValueError("a grant follows a rung of the ladder, or none")

    def live(self, passes: Iterable[Pass], now: datetime) -> bool:
        """Whether it opens the gate now; `passes` may hold other people's as well."""
        if self.until <= now:
            return False
        if self.follows is None:
            return True
        return any(
            one.live(self.follows, now)
            for one in passes
            if one.viewer == self.viewer and one.holder == self.gate.holder
        )


class Why(StrEnum):
    """The reason in a verdict."""

    # yes
    OWN = "own"
    ON_RUNG = "on_rung"
    NAMED = "named"
    IN_ORDER = "in_order"
    CARRIED = "carried"
    # no
    OPEN_TO_NOBODY = "open_to_nobody"
    NOT_ON_RUNG = "not_on_rung"
    NOT_NAMED = "not_named"
    NOT_A_RUNG = "not_a_rung"
    NAME_BEFORE_HINT = "name_before_hint"
    CONTACT_BEFORE_NAME = "contact_before_name"
    NEEDS_REASON = "needs_reason"
    EVIDENCE_FALLS_SHORT = "evidence_falls_short"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision with its reason. The reason of a no is for the holder and for tests, never for the viewer."""

    allowed: bool
    why: Why


def may(viewer: str, face: Face, passes: Iterable[Pass], grants: Iterable[Grant], now: datetime) -> Verdict:
    """May this viewer see this face?"""
    if viewer == face.holder:
        return Verdict(True, Why.OWN)
    if isinstance(face.gate, RungGate):
        return _on_rung(viewer, face.gate, passes, now)
    return _named(viewer, face.gate, passes, grants, now)


def open_gates(viewer: str, passes: Iterable[Pass], grants: Iterable[Grant], now: datetime) -> frozenset[Gate]:
    """Which gates of others are open to this viewer? To their own things nobody needs a gate."""
    mine = [one for one in passes if one.viewer == viewer]
    by_rung: set[Gate] = {gate_of(one.holder, rung) for one in mine for rung in LADDER if one.live(rung, now)}
    by_name: set[Gate] = {grant.gate for grant in grants if grant.viewer == viewer and grant.live(mine, now)}
    return frozenset(by_rung | by_name)


def opened(
    viewer: str, faces: Iterable[Face], passes: Iterable[Pass], grants: Iterable[Grant], now: datetime
) -> frozenset[Face]:
    """Which of these faces does this viewer see? Their own, and those whose gate is among the open ones."""
    gates = open_gates(viewer, passes, grants, now)
    return frozenset(face for face in faces if face.holder == viewer or face.gate in gates)


def audience(face: Face, passes: Iterable[Pass], grants: Iterable[Grant], now: datetime) -> frozenset[str]:
    """Which viewers see this face, its holder aside?"""
    given: dict[str, list[Pass]] = {}
    for one in passes:
        if one.holder == face.holder:
            given.setdefault(one.viewer, []).append(one)
    if isinstance(face.gate, RungGate):
        rung = face.gate.rung
        return frozenset(viewer for viewer, held in given.items() if any(one.live(rung, now) for one in held))
    named = (grant for grant in grants if grant.gate == face.gate and grant.live(given.get(grant.viewer, ()), now))
    return frozenset(grant.viewer for grant in named) - {face.holder}


def faces_in_order(hint: Rung | None, name: Rung | None, contact: Rung | None) -> Verdict:
    """Whether three faces open in order: the name not from a lower rung than the hint, the contact not than the name.

    None, named people only, stands above every rung.
    """
    if Rung.STRANGER in (hint, name, contact):
        return Verdict(False, Why.NOT_A_RUNG)
    if _height(name) < _height(hint):
        return Verdict(False, Why.NAME_BEFORE_HINT)
    if _height(contact) < _height(name):
        return Verdict(False, Why.CONTACT_BEFORE_NAME)
    return Verdict(True, Why.IN_ORDER)


def _on_rung(viewer: str, gate: RungGate, passes: Iterable[Pass], now: datetime) -> Verdict:
    if gate.rung is Rung.STRANGER:
        return Verdict(False, Why.OPEN_TO_NOBODY)
    for one in passes:
        if one.viewer != viewer:
            continue
        if one.holder != gate.holder:
            continue
        if one.live(gate.rung, now):
            return Verdict(True, Why.ON_RUNG)
    return Verdict(False, Why.NOT_ON_RUNG)


def _named(viewer: str, gate: OwnGate, passes: Iterable[Pass], grants: Iterable[Grant], now: datetime) -> Verdict:
    passes = tuple(passes)
    for grant in grants:
        if grant.viewer != viewer:
            continue
        if grant.gate != gate:
            continue
        if grant.live(passes, now):
            return Verdict(True, Why.NAMED)
    return Verdict(False, Why.NOT_NAMED)


def _outlasts(higher: datetime | None, lower: datetime | None) -> bool:
    if higher is None:
        return False
    return lower is None or higher > lower


def _height(rung: Rung | None) -> int:
    return max(LADDER) + 1 if rung is None else int(rung)
