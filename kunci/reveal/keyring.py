"""My own keyring: keys and contacts, what each face says, who could see it now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from kunci.core.gates import FaceKind
from kunci.core.rungs import Rung
from kunci.models import values
from kunci.models.models import Key, OwnFace
from kunci.models.viewer import looking, member
from kunci.reveal.audience import Reader, as_readers, sights
from kunci.reveal.finding import EVERYTHING, Wanted, readers, search
from kunci.reveal.pages import Page, cut
from kunci.reveal.people import Person, people
from kunci.reveal.sealed import Details, of_face


@dataclass(frozen=True)
class KeyRow:
    """A key (or a contact that is none yet). `opened_to`: how many people see any face; the one name if it is one."""

    id: UUID
    hint_line: str
    name: str
    title: str
    organisation: str
    is_key: bool
    opened_to: int
    opened_name: str
    tags: tuple[str, ...]


@dataclass(frozen=True)
class OwnFaceView:
    """A face of mine: `rung` from which it opens once told (0: named people only), and who reads it now."""

    id: UUID
    kind: FaceKind
    rung: int
    text: str
    readers: tuple[Person, ...]


@dataclass(frozen=True)
class Merged:
    """A contact that was merged into another, with what stays its own."""

    id: UUID
    name: str
    organisation: str
    note: str


@dataclass(frozen=True)
class OwnKey:
    id: UUID
    hint_line: str
    role: str
    sector: str
    seniority: str
    city: str
    name: str
    title: str
    organisation: str
    note: str
    tags: tuple[str, ...]
    archived: bool
    is_key: bool
    faces: tuple[OwnFaceView, ...]
    details: Details

    @property
    def opened(self) -> bool:
        return any(face.readers for face in self.faces)


@dataclass(frozen=True)
class Openable:
    """A face that letting a partner onto a rung would open; `ticked`: proposed, or open to them already."""

    id: UUID
    key: UUID
    kind: FaceKind
    hint_line: str
    name: str
    ticked: bool


@dataclass(frozen=True)
class Batch:
    """Some contacts of an import, and how many there are in all."""

    rows: Sequence[OwnKey]
    total: int


def keyring(viewer: UUID, now: datetime, wanted: Wanted = EVERYTHING, after: str = "") -> Page[KeyRow]:
    """My keys and contacts that are looked for, newest first."""
    with looking(member(viewer), now):
        passes = values.live_passes(now)
        rows, seen = search(viewer, now, wanted, passes)
        found, older = cut(rows, after)
        faces = _faces_of(row.id for row in found)
        every = [face for of_key in faces.values() for face in of_key.values()]
        if seen is None:
            seen = readers(viewer, every, passes, now)
        else:  # of all that are not shut; the others nobody sees
            seen = {face.id: seen.get(face.id, frozenset()) for face in every}
        names = people(viewer, now, {UUID(one) for reading in seen.values() for one in reading})
        return Page([_key_row(row, faces.get(row.id, {}), seen, names) for row in found], older)


def is_empty(viewer: UUID, now: datetime) -> bool:
    """Whether there is nothing at all on my keyring."""
    with looking(member(viewer), now):
        return not Key.objects.exists()


def own_key(viewer: UUID, now: datetime, key: UUID) -> OwnKey | None:
    """A key of mine, whole."""
    found = whole_key(viewer, now, key)
    return found.key if found else None


@dataclass(frozen=True)
class WholeKey:
    """A key of mine, by name who reads what of it through which rung, and what was merged into it."""

    key: OwnKey
    readers: tuple[Reader, ...]
    merged: tuple[Merged, ...]


def whole_key(viewer: UUID, now: datetime, key: UUID) -> WholeKey | None:
    """A key of mine, whole."""
    with looking(member(viewer), now):
        row = Key.objects.filter(id=key, merged_into=None).annotate(merged=_merged()).first()
        if row is None:
            return None
        faces = _faces_of([key]).get(key, {})
        found = list(sights(viewer, faces.values(), values.live_passes(now), now))
        known = people(viewer, now, {who for _, who, _ in found})
        seen: dict[UUID, list[Person]] = {}
        for face, who, _ in found:
            if who in known:
                seen.setdefault(face.id, []).append(known[who])
        merged = tuple(Merged(UUID(one.pop("id")), **one) for one in getattr(row, "merged", ()))
        return WholeKey(_own_key(row, faces, seen), as_readers(found, known), merged)


def unread(viewer: UUID, now: datetime, key: UUID) -> OwnKey | None:
    """A key of mine as it stands, without asking who reads it: `readers` are empty."""
    with looking(member(viewer), now):
        row, faces = _mine(key)
        return _own_key(row, faces, {}) if row else None


def _mine(key: UUID) -> tuple[Key | None, dict[FaceKind, OwnFace]]:
    row = Key.objects.filter(id=key, merged_into=None).first()
    return row, _faces_of([key]).get(key, {}) if row else {}


def _merged() -> ArraySubquery:
    """Beside a key, all that was merged into it: in its own statement, for the page of a key has many."""
    name = OwnFace.objects.filter(key=OuterRef("id"), kind="name")
    words = {one: Subquery(name.values(one)[:1]) for one in ("name", "organisation")}
    rows = Key.objects.filter(merged_into=OuterRef("id")).order_by("created_at", "id")
    return ArraySubquery(rows.values(found=JSONObject(id="id", note="note", **words)))


def _own_key(row: Key, faces: Mapping[FaceKind, OwnFace], seen: Mapping[UUID, Iterable[Person]]) -> OwnKey:
    contact = faces[FaceKind.CONTACT]
    found = of_face(contact)
    hint, name = faces.get(FaceKind.HINT), faces[FaceKind.NAME]
    return OwnKey(
        id=row.id,
        hint_line=hint.line if hint else "",
        role=hint.role if hint else "",
        sector=hint.sector if hint else "",
        seniority=hint.seniority if hint else "",
        city=hint.city if hint else "",
        name=name.name,
        title=name.title,
        organisation=name.organisation,
        note=row.note,
        tags=tuple(row.tags),
        archived=row.archived_at is not None,
        is_key=hint is not None,
        faces=tuple(
            OwnFaceView(
                faces[kind].id,
                kind,
                faces[kind].rung or 0,
                _text(faces[kind], found),
                _sorted(seen.get(faces[kind].id, ())),
            )
            for kind in FaceKind
            if kind in faces
        ),
        details=found,
    )


def batch(viewer: UUID, now: datetime, batch: UUID, start: int = 0, most: int | None = None) -> Batch:
    """New contacts of one import that are no keys yet, in the order of names, from the `start`-th; and how many."""
    with looking(member(viewer), now):
        keys = list(Key.objects.filter(batch=batch, merged_into=None).values_list("id", flat=True))
        hinted = set(OwnFace.objects.filter(key__in=keys, kind="hint").values_list("key", flat=True))
        names = OwnFace.objects.filter(key__in=keys, kind="name").values_list("name", "key")
        order = sorted(((name.casefold(), key) for name, key in names if key not in hinted))
        shown = [key for _, key in order[start : None if most is None else start + most]]
        faces = _faces_of(shown)
        return Batch([_contact(key, faces[key]) for key in shown], len(order))


def contacts(viewer: UUID, now: datetime, keys: Iterable[UUID]) -> list[OwnKey]:
    """Those of these that are contacts of mine and no keys yet."""
    with looking(member(viewer), now):
        mine = list(Key.objects.filter(id__in=list(keys), merged_into=None).order_by("id").values_list("id", flat=True))
        faces = _faces_of(mine)
        return [_contact(key, faces[key]) for key in mine if FaceKind.HINT not in faces[key]]


def openable(viewer: UUID, now: datetime, partner: UUID, rung: Rung) -> tuple[Openable, ...]:
    """The faces that letting a partner onto a rung would open, by key; those above where they stand now are ticked."""
    with looking(member(viewer), now):
        hinted = OwnFace.objects.filter(kind="hint").exclude(key__in=out_of_use())
        keys = _faces_of(hinted.values_list("key", flat=True))
        within = [face for of_key in keys.values() for face in of_key.values() if face.rung and face.rung <= rung]
        passes = values.live_passes(now)
        seen = readers(viewer, within, passes, now)
        stands = next((one.rung(now) for one in passes if one.viewer == str(partner)), Rung.STRANGER)
        order = {kind: place for place, kind in enumerate(FaceKind)}
        rows = [
            Openable(
                face.id,
                face.key,
                FaceKind(face.kind),
                keys[face.key][FaceKind.HINT].line,
                keys[face.key][FaceKind.NAME].name,
                str(partner) in seen[face.id] or (face.rung or 0) > stands,
            )
            for face in within
        ]
        return tuple(sorted(rows, key=lambda row: (row.hint_line.casefold(), row.key, order[row.kind])))


def out_of_use() -> QuerySet[Key, Any]:
    """Ids of my keys that no step opens: archived ones, and those merged into another. To be called inside `looking`.

    To be excluded, and as a subquery: NOT IN is looked up in a hash whatever the planner believes.
    """
    return Key.objects.filter(Q(merged_into__isnull=False) | Q(archived_at__isnull=False)).values("id")


def _faces_of(keys: Iterable[UUID]) -> dict[UUID, dict[FaceKind, OwnFace]]:
    found: dict[UUID, dict[FaceKind, OwnFace]] = {}
    for face in OwnFace.objects.filter(key__in=set(keys)):
        found.setdefault(face.key, {})[FaceKind(face.kind)] = face
    return found


def _key_row(
    row: Key, faces: dict[FaceKind, OwnFace], seen: dict[UUID, frozenset[str]], names: dict[UUID, Person]
) -> KeyRow:
    hint, name = faces.get(FaceKind.HINT), faces[FaceKind.NAME]
    reading = {one for face in faces.values() for one in seen[face.id]}
    only = names.get(UUID(next(iter(reading)))) if len(reading) == 1 else None
    return KeyRow(
        id=row.id,
        hint_line=hint.line if hint else "",
        name=name.name,
        title=name.title,
        organisation=name.organisation,
        is_key=hint is not None,
        opened_to=len(reading),
        opened_name=only.name if only else "",
        tags=tuple(row.tags),
    )


def _contact(key: UUID, faces: dict[FaceKind, OwnFace]) -> OwnKey:
    name, contact, hint = faces[FaceKind.NAME], faces[FaceKind.CONTACT], faces.get(FaceKind.HINT)
    return OwnKey(
        key,
        hint.line if hint else "",
        "",
        "",
        "",
        "",
        name.name,
        name.title,
        name.organisation,
        "",
        (),
        False,
        hint is not None,
        (),
        of_face(contact),
    )


def _text(face: OwnFace, found: Details) -> str:
    if face.kind == "hint":
        return face.line
    if face.kind == "name":
        return " · ".join(part for part in (face.name, face.title, face.organisation) if part)
    return " · ".join((*found.phones, *found.emails))


def _sorted(found: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(sorted(found, key=lambda person: (person.name.casefold(), person.id)))
