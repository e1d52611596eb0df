"""Who could see what of mine now, through what, and until when; and my keyring as one partner sees it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from kunci.core.gates import NO_END, FaceKind, Grant, Pass, RungGate, gate_of
from kunci.core.passes import closed_by_time
from kunci.core.rungs import Rung
from kunci.models import values
from kunci.models.models import Grant as GrantRow
from kunci.models.models import Opening, OwnFace
from kunci.models.models import Pass as PassRow
from kunci.models.viewer import looking, member
from kunci.reveal.finding import not_shut
from kunci.reveal.people import Person, people
from kunci.reveal.sealed import of_face

MOST = 100


@dataclass(frozen=True)
class Sight:
    """That somebody reads a face: by which rung (0: handed over), and until when (None: without an end).

    `end`: the end that this opening has of its own, however long the evidence carries it.
    """

    kind: FaceKind
    rung: int
    until: datetime | None
    end: datetime | None = None

    @property
    def dated(self) -> bool:
        """Whether it is its own end that closes it."""
        return self.end is not None and self.end == self.until


@dataclass(frozen=True)
class Reader:
    """Somebody who reads something of a key, face by face."""

    person: Person
    sights: tuple[Sight, ...]


@dataclass(frozen=True)
class Reach:
    """How much of my keyring a partner sees: hints, of those names, of those ways to reach somebody.

    `first_end`: when the first of it closes that has an end of its own.
    """

    person: Person
    hints: int
    names: int
    contacts: int
    first_end: datetime | None = None


@dataclass(frozen=True)
class SeenFace:
    sight: Sight
    text: str


@dataclass(frozen=True)
class SeenKey:
    """A key of mine as a partner sees it: the faces open to them."""

    id: UUID
    faces: tuple[SeenFace, ...]


@dataclass(frozen=True)
class Opened:
    """Something that was opened to somebody. `until`: when it closes, or has closed (`over`); None: without an end.
    `lapsed`: it closed because the evidence no longer carried it; `dated`: it closes, or has closed, by its own end."""

    key: UUID
    title: str
    kind: FaceKind
    person: Person
    rung: int
    at: datetime
    until: datetime | None
    over: bool
    lapsed: bool
    dated: bool = False


def readers_of(viewer: UUID, now: datetime, key: UUID) -> tuple[Reader, ...]:
    """Who reads what of one key of mine, by name."""
    with looking(member(viewer), now):
        found = list(sights(viewer, not_shut(viewer).filter(key=key), values.live_passes(now), now))
        return as_readers(found, people(viewer, now, {who for _, who, _ in found}))


def as_readers(found: Iterable[tuple[OwnFace, UUID, Sight]], known: Mapping[UUID, Person]) -> tuple[Reader, ...]:
    """By person what was found of a key, as far as these are known."""
    by_person: dict[UUID, dict[FaceKind, Sight]] = {}
    for face, who, sight in found:
        by_person.setdefault(who, {})[FaceKind(face.kind)] = sight
    readers = _by_name(known[who] for who in by_person if who in known)
    return tuple(
        Reader(one, tuple(by_person[one.id][kind] for kind in FaceKind if kind in by_person[one.id])) for one in readers
    )


def reach(viewer: UUID, now: datetime) -> tuple[Reach, ...]:
    """How much of mine each partner sees who sees anything, by name."""
    with looking(member(viewer), now):
        counts: dict[UUID, dict[str, int]] = {}
        ends: dict[UUID, datetime] = {}
        for face, who, sight in sights(viewer, not_shut(viewer), values.live_passes(now), now):
            kinds = counts.setdefault(who, {})
            kinds[face.kind] = kinds.get(face.kind, 0) + 1
            if sight.until is not None and sight.dated:
                ends[who] = min(sight.until, ends.get(who, sight.until))
        known = people(viewer, now, counts)
        return tuple(
            Reach(
                person,
                hints=counts[person.id].get(FaceKind.HINT, 0),
                names=counts[person.id].get(FaceKind.NAME, 0),
                contacts=counts[person.id].get(FaceKind.CONTACT, 0),
                first_end=ends.get(person.id),
            )
            for person in _by_name(known.values())
        )


def eyes_of(viewer: UUID, now: datetime, partner: UUID) -> tuple[SeenKey, ...]:
    """What a partner sees of my keyring now, by hint: exactly what their own pages show them of it."""
    return eyes_and_history(viewer, now, partner)[0]


def history(viewer: UUID, now: datetime, *, key: UUID | None = None, partner: UUID | None = None) -> tuple[Opened, ...]:
    """What was opened of a key, or to a partner, the latest first."""
    if key is None:
        return eyes_and_history(viewer, now, partner)[1] if partner is not None else ()
    with looking(member(viewer), now):
        rows = list(Opening.objects.filter(key=key).order_by("-at", "id")[:MOST])
        faces = list(OwnFace.objects.filter(key=key)) if rows else []
        passes = _passes({row.viewer_id for row in rows})
        found = list(sights(viewer, faces, passes.values(), now))
        return _history(rows, _titles(faces), found, passes, people(viewer, now, {row.viewer_id for row in rows}), now)


def eyes_and_history(viewer: UUID, now: datetime, partner: UUID) -> tuple[tuple[SeenKey, ...], tuple[Opened, ...]]:
    """What a partner sees of my keyring now, and what was opened to them, the latest first."""
    with looking(member(viewer), now):
        rows = list(Opening.objects.filter(viewer_id=partner).order_by("-at", "id")[:MOST])
        told_of = {row.key for row in rows}
        shut = Q(gate=values.gate_uuid(gate_of(str(viewer), Rung.STRANGER)))
        faces = list(OwnFace.objects.filter(~shut | Q(key__in=told_of)))
        passes = _passes({partner})
        found = list(sights(viewer, faces, passes.values(), now, partner))
        titles = _titles(face for face in faces if face.key in told_of)
        history = _history(rows, titles, found, passes, people(viewer, now, {row.viewer_id for row in rows}), now)
        seen: dict[UUID, dict[FaceKind, SeenFace]] = {}
        for face, _, sight in found:
            seen.setdefault(face.key, {})[FaceKind(face.kind)] = SeenFace(sight, _text(face))
        keys = [SeenKey(key, tuple(of[kind] for kind in FaceKind if kind in of)) for key, of in seen.items()]
        return tuple(sorted(keys, key=lambda key: (key.faces[0].text.casefold(), key.id))), history


def _history(
    rows: Iterable[Opening],
    titles: Mapping[UUID, str],
    found: Iterable[tuple[OwnFace, UUID, Sight]],
    passes: Mapping[UUID, Pass],
    known: Mapping[UUID, Person],
    now: datetime,
) -> tuple[Opened, ...]:
    by_reader = {(face.key, face.kind, who): sight for face, who, sight in found}
    return tuple(
        _opened(row, titles.get(row.key, ""), known[row.viewer_id], by_reader.get((row.key, row.kind, row.viewer_id)),
                passes.get(row.viewer_id), now)
        for row in rows
        if row.viewer_id in known
    )  # fmt: skip


def _opened(row: Opening, title: str, person: Person, sight: Sight | None, held: Pass | None, now: datetime) -> Opened:
    """An open row that nobody reads any more has lapsed: no job has to notice."""
    until, over, lapsed = row.ended_at, row.ended_at is not None, row.lapsed
    if row.ended_at is None and sight is not None:
        return _open(row, title, person, sight)
    if row.ended_at is None:
        over = True
        until, lapsed = closed_by_time(held, Rung(row.rung), row.until, now) or (now, True)
    dated = not lapsed and row.until is not None and row.until == until
    return Opened(row.key, title, FaceKind(row.kind), person, row.rung, row.at, until, over, lapsed, dated)


def _open(row: Opening, title: str, person: Person, sight: Sight) -> Opened:
    return Opened(
        row.key, title, FaceKind(row.kind), person, row.rung, row.at, sight.until, False, False, sight.dated
    )  # fmt: skip


def sights(
    viewer: UUID, faces: Iterable[OwnFace], held: Iterable[Pass], now: datetime, only: UUID | None = None
) -> Iterable[tuple[OwnFace, UUID, Sight]]:
    """Each (face, reader, sight) there is now; of one reader alone where `only` is given.

    `held`: my passes to whoever is asked about, the live ones at least.
    """
    faces, passes = list(faces), {UUID(one.viewer): one for one in held}
    rows = GrantRow.objects.filter(gate__in=[face.id for face in faces], until__gt=now).exclude(viewer_id=viewer)
    grants: dict[str, list[Grant]] = {}
    for grant in map(values.as_grant, rows.filter(viewer_id=only) if only else rows):
        grants.setdefault(grant.gate.face, []).append(grant)
    for face in faces:
        core, kind = values.as_face(face), FaceKind(face.kind)
        if isinstance(core.gate, RungGate):
            for who, one in passes.items():
                if core.gate.rung and one.live(core.gate.rung, now):
                    yield face, who, Sight(kind, int(core.gate.rung), one.until(core.gate.rung))
            continue
        for grant in grants.get(str(face.id), ()):
            who = UUID(grant.viewer)
            if grant.live(filter(None, [passes.get(who)]), now):
                yield face, who, _sight(kind, grant, passes.get(who))


def _sight(kind: FaceKind, grant: Grant, held: Pass | None) -> Sight:
    end = grant.until if grant.until < NO_END else None
    lapse = held.until(grant.follows) if grant.follows is not None and held is not None else None
    return Sight(kind, int(grant.follows or 0), min(filter(None, (end, lapse)), default=None), end)


def _passes(viewers: set[UUID]) -> Mapping[UUID, Pass]:
    rows = PassRow.objects.filter(viewer_id__in=viewers)
    return {row.viewer_id: values.as_pass(row) for row in rows}


def _titles(faces: Iterable[OwnFace]) -> dict[UUID, str]:
    """What a key is called on my own pages: its hint, or the person's name."""
    found: dict[UUID, str] = {}
    for face in faces:
        if face.kind == "hint" or (face.kind == "name" and face.key not in found):
            found[face.key] = face.line or face.name
    return found


def _text(face: OwnFace) -> str:
    if face.kind == "hint":
        return face.line
    if face.kind == "name":
        return " · ".join(part for part in (face.name, face.title, face.organisation) if part)
    details = of_face(face)
    return " · ".join((*details.phones, *details.emails))


def _by_name(found: Iterable[Person]) -> list[Person]:
    return sorted(found, key=lambda person: (person.name.casefold(), person.id))
