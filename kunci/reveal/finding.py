"""Which of my keys and contacts somebody looks for, and what there is to look by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Literal
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Func, Q, QuerySet, TextField, Value

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
    return search(viewer, now, wanted, passes)[0]


def search(
    viewer: UUID, now: datetime, wanted: Wanted, passes: Sequence[Pass]
) -> tuple[QuerySet[Key], dict[UUID, frozenset[str]] | None]:
    """The same, and where it had to be asked for them who sees each face of mine that is not shut."""
    rows = Key.objects.filter(merged_into=None, archived_at__isnull=wanted.show != "archive")
    hint = {name: value for name in ("role", "sector", "city") if (value := getattr(wanted, name))}
    having: list[Q] = []
    if hint or wanted.show == "keys":
        having.append(Q(kind="hint", **hint))
    if words := query(wanted.q):
        having.append(Q(words=words))
    lacking = [Q(kind="hint")] if wanted.show == "contacts" else []
    for number, keys in enumerate(_keys_with([*having, *lacking])):
        rows = rows.filter(id__in=keys) if number < len(having) else rows.exclude(id__in=keys)
    if wanted.tag:
        rows = rows.filter(tags__contains=[wanted.tag])
    if not wanted.opened:
        return rows, None
    faces = list(not_shut(viewer))
    seen = readers(viewer, faces, passes, now)
    opened = {face.key for face in faces if seen[face.id]}
    return (rows.filter(id__in=opened) if wanted.opened == "yes" else rows.exclude(id__in=opened)), seen


def _keys_with(conditions: Sequence[Q]) -> list[set[UUID]]:
    """For each condition the keys that have a face of which it is true, in one statement for all."""
    if not conditions:
        return []
    met = {f"met_{number}": ExpressionWrapper(one, BooleanField()) for number, one in enumerate(conditions)}
    rows = OwnFace.objects.filter(reduce(or_, conditions)).annotate(**met).values_list("key", *met)
    found: list[set[UUID]] = [set() for _ in conditions]
    for key, *which in rows:
        for number, yes in enumerate(which):
            if yes:
                found[number].add(key)
    return found


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
        nothing = {name: Value("", TextField()) for name in ("no_role", "no_sector", "no_city")}
        tags = Key.objects.annotate(tag=Func("tags", function="unnest", output_field=TextField()), **nothing)
        hints = OwnFace.objects.filter(kind="hint").annotate(no_tag=nothing["no_role"])
        rows = list(tags.values_list("tag", *nothing).union(hints.values_list("no_tag", "role", "sector", "city")))
        return Choices(*(tuple(sorted({row[at] for row in rows} - {""}, key=str.casefold)) for at in range(4)))


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
