"""Which of my keys and contacts somebody looks for, and what there is to look by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet

from kunci.core.gates import Grant, Pass, RungGate, audience
from kunci.core.rungs import LADDER, Rung
from kunci.models import values
from kunci.models.models import Grant as GrantRow
from kunci.models.models import Key, OwnFace
from kunci.models.viewer import looking, member
from kunci.reveal.words import query

Show = Literal["", "keys", "contacts", "archive"]
Opened = Literal["", "yes", "no"]


@dataclass(frozen=True)
class Wanted:
    """What to show of my keyring; '' asks for everything. Archived ones are shown only where they are asked for."""

    q: str = ""
    show: Show = ""
    tag: str = ""
    role: str = ""
    sector: str = ""
    city: str = ""
    opened: Opened = ""


EVERYTHING = Wanted()


@dataclass(frozen=True)
class Choices:
    """What my own keyring can be sorted by: values that occur on it."""

    tags: tuple[str, ...]
    roles: tuple[str, ...]
    sectors: tuple[str, ...]
    cities: tuple[str, ...]


def matching(viewer: UUID, now: datetime, wanted: Wanted, passes: Sequence[Pass]) -> QuerySet[Key]:
    """My keys and contacts that are looked for; `passes` are my live ones. To be called inside `looking`.

    By lists of ids and not by subqueries: without statistics the planner would compare every key with every face.
    """
    rows = Key.objects.filter(merged_into=None, archived_at__isnull=wanted.show != "archive")
    hint = {name: value for name in ("role", "sector", "city") if (value := getattr(wanted, name))}
    if wanted.show == "contacts" or (wanted.show == "keys" and not hint):
        hinted = list(OwnFace.objects.filter(kind="hint").values_list("key", flat=True))
        rows = rows.filter(id__in=hinted) if wanted.show == "keys" else rows.exclude(id__in=hinted)
    if wanted.tag:
        rows = rows.filter(tags__contains=[wanted.tag])
    if hint:
        rows = rows.filter(id__in=list(OwnFace.objects.filter(kind="hint", **hint).values_list("key", flat=True)))
    if words := query(wanted.q):
        rows = rows.filter(id__in=list(OwnFace.objects.filter(words=words).values_list("key", flat=True)))
    if wanted.opened:
        opened = _opened(viewer, now, passes)
        rows = rows.filter(id__in=opened) if wanted.opened == "yes" else rows.exclude(id__in=opened)
    return rows


def ids(viewer: UUID, now: datetime, wanted: Wanted) -> list[UUID]:
    """All of them, in one order."""
    with looking(member(viewer), now):
        return list(matching(viewer, now, wanted, values.live_passes(now)).order_by("id").values_list("id", flat=True))


def names(viewer: UUID, now: datetime, keys: Iterable[UUID], most: int) -> list[str]:
    """What the first of these contacts of mine are called."""
    with looking(member(viewer), now):
        rows = OwnFace.objects.filter(key__in=list(keys), kind="name").order_by("name", "key")
        return list(rows.values_list("name", flat=True)[:most])


def choices(viewer: UUID, now: datetime) -> Choices:
    with looking(member(viewer), now):
        tags = {tag for found in Key.objects.exclude(tags=[]).values_list("tags", flat=True) for tag in found}
        hints = OwnFace.objects.filter(kind="hint").values_list("role", "sector", "city").distinct()
        roles, sectors, cities = ({row[column] for row in hints if row[column]} for column in range(3))
        return Choices(*(tuple(sorted(one, key=str.casefold)) for one in (tags, roles, sectors, cities)))


def readers(
    viewer: UUID, faces: Iterable[OwnFace], passes: Iterable[Pass], now: datetime
) -> dict[UUID, frozenset[str]]:
    """Who sees each of my faces now."""
    faces, passes = list(faces), tuple(passes)
    standing = {rung: frozenset(one.viewer for one in passes if one.live(rung, now)) for rung in LADDER}
    rows = GrantRow.objects.filter(gate__in=[face.id for face in faces]).exclude(viewer_id=viewer)
    grants: dict[str, list[Grant]] = {}
    for grant in map(values.as_grant, rows):
        grants.setdefault(grant.gate.face, []).append(grant)
    seen = {}
    for face in faces:
        core = values.as_face(face)
        if isinstance(core.gate, RungGate):
            seen[face.id] = standing.get(core.gate.rung, frozenset())
        else:
            seen[face.id] = audience(core, passes, grants.get(str(face.id), []), now)
    return seen


def not_shut(viewer: UUID) -> QuerySet[OwnFace]:
    """Faces of mine behind any gate but that of nobody. To be called inside `looking`."""
    return OwnFace.objects.exclude(gate=values.gate_uuid(RungGate(str(viewer), Rung.STRANGER)))


def _opened(viewer: UUID, now: datetime, passes: Sequence[Pass]) -> set[UUID]:
    faces = list(not_shut(viewer))
    seen = readers(viewer, faces, passes, now)
    return {face.key for face in faces if seen[face.id]}
