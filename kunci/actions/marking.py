"""Marking many people of a circle at once: since when I know each, and how far I let them come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from kunci.actions.openings import opened_to, remember
from kunci.actions.placing import hang, opening, seen_by
from kunci.actions.ties import EARLIEST
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.core import evidence, gates
from kunci.core.evidence import Kind, Often
from kunci.core.gates import FaceKind
from kunci.core.passes import after_evidence, grant_rung
from kunci.core.rungs import LADDER, Rung
from kunci.core.standing import standing_of
from kunci.models import values
from kunci.models.models import CircleMember, Grant, OwnFace, Tie
from kunci.models.models import Evidence as EvidenceRow
from kunci.models.models import Pass as PassRow

K = TypeVar("K")


@dataclass(frozen=True)
class Mark:
    """Prior acquaintance with one partner, and the rung to let them onto; STRANGER notes the acquaintance alone."""

    partner: UUID
    since: date
    often: Often
    rung: Rung


@dataclass(frozen=True)
class _Marked:
    """What a mark comes to: the tie, the pass before and after, and what the tie says is granted."""

    mark: Mark
    tie: Tie
    held: gates.Pass
    after: gates.Pass
    granted: int


@verb("circle.mark")
def mark(act: Act, circle: UUID, marks: tuple[Mark, ...], today: date) -> Done:
    """Notes prior acquaintance and grants rungs, by the rules of ties.grant; opens no face to anybody.

    A mark that can't be done is left out whole, the others go through: Done says which, {partner: code}. Where none
    can be done, Refused('marks_refused', rows=the same).
    """
    others = set(CircleMember.objects.filter(circle=circle).values_list("member_id", flat=True)) - {act.member}
    if not others:
        raise Refused("gone")
    ids = [mark.partner for mark in marks if mark.partner in others]
    ties = {tie.partner_id: tie for tie in Tie.objects.select_for_update().filter(partner_id__in=ids).order_by("id")}
    passes = {row.viewer_id: values.as_pass(row) for row in PassRow.objects.filter(viewer_id__in=ids)}
    rows = _evidence_of(ties.values(), act)
    done: list[_Marked] = []
    refused: dict[str, str] = {}
    for mark in marks:
        code = _date_wrong(mark, today) if mark.partner in ties else "gone"
        found = None if code else _come_to(act, mark, ties[mark.partner], passes[mark.partner], rows, today)
        if found is None:
            refused[str(mark.partner)] = code or "falls_short"
        else:
            done.append(found)
    if not done:
        raise Refused("marks_refused", rows=refused)
    _write(act, done, today)
    return Done(circle, {"count": len(done), "refused": refused})


def _evidence_of(ties: Iterable[Tie], act: Act) -> dict[UUID, list[evidence.Evidence]]:
    rows: dict[UUID, list[evidence.Evidence]] = defaultdict(list)
    for row in EvidenceRow.objects.filter(member_id=act.member, tie__in=[tie.id for tie in ties]).order_by("id"):
        rows[row.tie_id].append(values.as_evidence(row))
    return rows


def _date_wrong(mark: Mark, today: date) -> str:
    if mark.since > today:
        return "date_ahead"
    return "date_too_early" if mark.since < EARLIEST else ""


def _come_to(
    act: Act, mark: Mark, tie: Tie, held: gates.Pass, rows: dict[UUID, list[evidence.Evidence]], today: date
) -> _Marked | None:
    """None where the evidence, with what is stated now, does not carry the rung."""
    stated = evidence.Evidence("stated now", Kind.PRIOR, today, mark.since, mark.often)
    standing = standing_of([*rows[tie.id], stated], act.now)
    if mark.rung is Rung.STRANGER:
        return _Marked(mark, tie, held, after_evidence(held, Rung(tie.granted), standing, act.now), tie.granted)
    granted = grant_rung(held, mark.rung, standing, True, act.now)
    if not granted.verdict.allowed:
        return None
    return _Marked(mark, tie, held, granted.after, max(mark.rung, granted.after.rung(act.now)))


def _write(act: Act, done: list[_Marked], today: date) -> None:
    """All rows of all marks, in a number of statements that does not grow with them."""
    rising = any(one.after.rung(act.now) > one.held.rung(act.now) for one in done)
    shut = _Shut(act) if rising else None
    # What has lapsed ended when it lapsed, also where the pass is open again from now on.
    remember(act, opened_to(*(one.mark.partner for one in done)))
    EvidenceRow.objects.bulk_create(
        EvidenceRow(
            tie=one.tie,
            member_id=act.member,
            kind=Kind.PRIOR,
            happened_on=today,
            since=one.mark.since,
            often=one.mark.often,
            created_at=act.now,
        )
        for one in done
    )
    for level, partners in _grouped((one.granted, one.mark.partner) for one in done if one.granted != one.tie.granted):
        Tie.objects.filter(partner_id__in=partners).update(granted=level)
    for rung, partners in _grouped((one.held.rung(act.now), one.mark.partner) for one in done if one.mark.rung):
        # What was given by name and had lapsed stays shut.
        Grant.objects.filter(viewer_id__in=partners, follows__gt=rung).delete()
    ends = _grouped(
        ((one.after.known_until, one.after.trusted_until, one.after.unhesitating_until), one.mark.partner)
        for one in done
        if one.after != one.held
    )
    for (known, trusted, unhesitating), partners in ends:
        PassRow.objects.filter(viewer_id__in=partners).update(
            known_until=known, trusted_until=trusted, unhesitating_until=unhesitating
        )
    if shut is not None:
        shut.keep()


class _Shut:
    """Who sees what of my keys before passes change; `keep` hangs the faces so that the same people do afterwards."""

    def __init__(self, act: Act) -> None:
        self._act = act
        by_rung = [values.gate_uuid(gates.gate_of(str(act.member), rung)) for rung in LADDER]
        # Only what is open to a whole rung opens when somebody comes onto it.
        keys = set(OwnFace.objects.filter(gate__in=by_rung).values_list("key", flat=True))
        self._keys: dict[UUID, dict[FaceKind, OwnFace]] = {}
        for face in OwnFace.objects.filter(key__in=keys).order_by("key", "id") if keys else ():
            self._keys.setdefault(face.key, {})[FaceKind(face.kind)] = face
        self._faces = [face for faces in self._keys.values() for face in faces.values()]
        if self._faces:
            state = opening(act.member, [face.id for face in self._faces], act.now)
            self._seen = {face.id: seen_by(face, state) for face in self._faces}

    def keep(self) -> None:
        if not self._faces:
            return
        state = opening(self._act.member, [face.id for face in self._faces], self._act.now)
        for faces in self._keys.values():
            before = {kind: self._seen[face.id] for kind, face in faces.items()}
            if {kind: seen_by(face, state) for kind, face in faces.items()} != before:
                hang(faces, before, state)


def _grouped(pairs: Iterable[tuple[K, UUID]]) -> list[tuple[K, list[UUID]]]:
    """Partners by what is written of them."""
    groups: dict[K, list[UUID]] = defaultdict(list)
    for key, partner in pairs:
        groups[key].append(partner)
    return list(groups.items())
