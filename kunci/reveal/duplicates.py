"""Contacts of mine that look like one person, and by what. Only marks on my own keyring are compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from django.db.models import Count

from kunci.core.addressbook import Sameness
from kunci.models.models import Apart, Key, Mark, OwnFace
from kunci.models.viewer import looking, member

MOST = 100


@dataclass(frozen=True)
class Alike:
    """One contact of a pair."""

    id: UUID
    name: str
    title: str
    organisation: str
    hint_line: str

    @property
    def is_key(self) -> bool:
        return bool(self.hint_line)


@dataclass(frozen=True)
class Pair:
    """Two contacts that share a UID, an e-mail or a phone; `one` is proposed to be kept: a key, or the older one."""

    one: Alike
    other: Alike
    reason: Sameness


def duplicates(viewer: UUID, now: datetime) -> tuple[Pair, ...]:
    """At most a hundred pairs, each once, by name; pairs that were said to be two people are left out."""
    with looking(member(viewer), now):
        telling = Mark.objects.filter(taken=False).exclude(kind="card")
        counted = telling.values("mark").annotate(keys=Count("key", distinct=True)).filter(keys__gt=1)
        shared = counted.order_by("mark").values_list("mark", flat=True)[:MOST]
        marks = telling.filter(mark__in=[bytes(one) for one in shared])
        found: dict[bytes, tuple[str, set[UUID]]] = {}
        for mark, kind, key in marks.values_list("mark", "kind", "key"):
            found.setdefault(bytes(mark), (kind, set()))[1].add(key)
        made = _roots({key for _, keys in found.values() for key in keys})
        apart = {frozenset(pair) for pair in Apart.objects.values_list("one", "other")}
        who = _who(set(made.values()))
        age = dict(Key.objects.filter(id__in=who).values_list("id", "created_at"))
        pairs: dict[frozenset[UUID], Pair] = {}
        for kind, keys in sorted(found.values(), key=lambda one: list(Sameness).index(Sameness(one[0]))):
            roots = sorted({made[key] for key in keys}, key=lambda key: (not who[key].is_key, age[key], key))
            for one, other in pairwise(roots):
                pair = frozenset((one, other))
                if pair not in apart:
                    pairs.setdefault(pair, Pair(who[one], who[other], Sameness(kind)))
        return tuple(sorted(pairs.values(), key=lambda pair: (pair.one.name.casefold(), pair.one.id, pair.other.id)))


def _roots(keys: set[UUID]) -> dict[UUID, UUID]:
    """The contact that each of these is shown as: itself, or what it was merged into."""
    shown = {key: key for key in keys}
    level = keys
    while level:
        above = dict(Key.objects.filter(id__in=level, merged_into__isnull=False).values_list("id", "merged_into"))
        shown = {key: above.get(now) or now for key, now in shown.items()}
        level = {one for one in above.values() if one is not None}
    return shown


def _who(keys: set[UUID]) -> dict[UUID, Alike]:
    hints = dict(OwnFace.objects.filter(key__in=keys, kind="hint").values_list("key", "line"))
    return {
        face.key: Alike(face.key, face.name, face.title, face.organisation, hints.get(face.key, ""))
        for face in OwnFace.objects.filter(key__in=keys, kind="name")
    }
