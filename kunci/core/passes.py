"""What opens and closes gates: how evidence, granting and lowering move a pass, and where a face is hung.

Opening takes a person, closing does not. Nothing here reads a clock or writes; actions store what comes out.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from kunci.core.gates import NO_END, Face, Gate, Grant, OwnGate, Pass, RungGate, Verdict, Why, gate_of
from kunci.core.rungs import LADDER, Rung

NO_ENDS: Mapping[str, datetime] = MappingProxyType({})


class Carried(Protocol):
    """What evidence carries: a standing, or its ends alone."""

    def until(self, rung: Rung) -> datetime | None:
        """Until when it carries a rung of the ladder; None where it does not."""


@dataclass(frozen=True, slots=True)
class Granted:
    """The answer to granting a rung, and the pass afterwards: the given one, untouched, when refused."""

    verdict: Verdict
    after: Pass


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a face is hung, and the grants that replace all earlier ones on its own gate.

    `follows` is the rung that its audience must stand on; None when it is open to nobody.
    """

    gate: Gate
    grants: tuple[Grant, ...]
    follows: Rung | None


def after_evidence(held: Pass, granted: Rung, standing: Carried, now: datetime) -> Pass:
    """The pass after new evidence: what is live and granted lasts as long as the evidence now carries it.

    That may be longer, shorter, or over. A rung that had lapsed or was never granted stays shut whatever arrives.
    """
    ends = {rung: standing.until(rung) for rung in LADDER if rung <= granted and held.live(rung, now)}
    return _pass(held, ends, now)


def grant_rung(held: Pass, rung: Rung, standing: Carried, reason_given: bool, now: datetime) -> Granted:
    """Let the viewer onto `rung` and those below, each until the evidence no longer carries it.

    Refused when the evidence does not carry `rung`: NEEDS_REASON asks for prior acquaintance; where one was already
    stated (`reason_given`, its row is in the standing), EVIDENCE_FALLS_SHORT. Higher rungs that are live stay, as
    `after_evidence` has them.
    """
    if rung is Rung.STRANGER:
        return Granted(Verdict(False, Why.NOT_A_RUNG), held)
    until = standing.until(rung)
    if until is None or until <= now:
        why = Why.EVIDENCE_FALLS_SHORT if reason_given else Why.NEEDS_REASON
        return Granted(Verdict(False, why), held)
    ends = {one: standing.until(one) for one in LADDER if one <= rung or held.live(one, now)}
    return Granted(Verdict(True, Why.CARRIED), _pass(held, ends, now))


def lowered(held: Pass, to: Rung, now: datetime) -> Pass:
    """The pass with every rung above `to` shut at once; STRANGER shuts all. Live rungs up to `to` keep their end."""
    return _pass(held, {rung: held.until(rung) for rung in LADDER if rung <= to}, now)


def place_face(
    face: Face,
    chosen: Set[str],
    on_rung: Set[str],
    behind: Placement | None = None,
    ends: Mapping[str, datetime] = NO_ENDS,
) -> Placement:
    """Hang a face so that exactly `chosen` see it, with as few rows as that takes.

    `on_rung`: everybody on the face's rung now (for a face open to named people only, whoever may be chosen).
    `behind`: the placement of the face that opens before it, None for the hint. A face never opens to somebody who
    does not see the one before, not even to whoever comes onto the rung later: behind named people it is named too.
    `ends`: until when some of those chosen see it, however long their pass lives; never longer than they see the face
    before. Whoever has an end is named, and with them everybody else.
    ValueError when somebody chosen is not on the rung or does not see the face before.
    """
    if not chosen <= on_rung:
        raise ValueError("only people on the face's rung can be chosen")
    if behind is not None and not _all_see(face, chosen, behind):
        raise ValueError("whoever sees a face sees the one before it")
    if not chosen:
        return Placement(gate_of(face.holder, Rung.STRANGER), (), None)
    behind_rung = behind is None or isinstance(behind.gate, RungGate)
    before = {grant.viewer: grant.until for grant in behind.grants} if behind is not None else {}
    until = {viewer: min(ends.get(viewer, NO_END), before.get(viewer, NO_END)) for viewer in chosen}
    endless = all(end == NO_END for end in until.values())
    if face.rung is not None and chosen == on_rung and behind_rung and endless:
        return Placement(gate_of(face.holder, face.rung), (), face.rung)
    follows = _follows(face, behind)
    own = OwnGate(face.holder, face.id)
    grants = tuple(Grant(own, viewer, until[viewer], follows) for viewer in sorted(chosen))
    return Placement(own, grants, follows)


def closed_by_time(held: Pass | None, rung: Rung, end: datetime | None, now: datetime) -> tuple[datetime, bool] | None:
    """When time alone closed something that was open by `rung` (STRANGER: by name) until `end`; None: it did not.

    True beside it where the pass lapsed first, which is to say that the evidence no longer carried it.
    """
    lapse = held.until(rung) if held is not None and rung is not Rung.STRANGER else None
    over = [one for one in ((end, False), (lapse, True)) if one[0] is not None and one[0] <= now]
    return min(((instant, lapsed) for instant, lapsed in over if instant is not None), default=None)


def _all_see(face: Face, chosen: Set[str], behind: Placement) -> bool:
    """Whether everybody chosen, being on the face's rung, sees the face before it."""
    if isinstance(behind.gate, OwnGate):
        return chosen <= {grant.viewer for grant in behind.grants}
    if behind.gate.rung is Rung.STRANGER:
        return not chosen
    return face.rung is None or face.rung >= behind.gate.rung


def _follows(face: Face, behind: Placement | None) -> Rung:
    """Named people keep a face while they stand on its rung; without one, while they may see the face before it."""
    if face.rung is not None:
        return face.rung
    if behind is not None and behind.follows is not None:
        return behind.follows
    return Rung.KNOWN


def _pass(held: Pass, ends: dict[Rung, datetime | None], now: datetime) -> Pass:
    """A pass with these ends; what is absent or not ahead of `now` is shut, and with it every rung above."""
    kept: list[datetime | None] = []
    for rung in LADDER:
        until = ends.get(rung)
        is_open = until is not None and until > now and None not in kept
        kept.append(until if is_open else None)
    return Pass(held.holder, held.viewer, *kept)
