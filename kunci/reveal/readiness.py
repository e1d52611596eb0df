"""Keys set aside for a partner, and whom a key could be offered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from kunci.models import values
from kunci.models.models import Key as KeyRow
from kunci.models.models import Offered, OwnFace, Ready, SetExchange, Tie
from kunci.models.viewer import looking, member
from kunci.reveal.keyring import out_of_use
from kunci.reveal.people import Person, people
from kunci.reveal.words import query

MOST = 30  # on one page; a search finds the others


@dataclass(frozen=True)
class ReadyKey:
    id: UUID
    hint_line: str
    name: str
    ticked: bool


@dataclass(frozen=True)
class ReadyFor:
    """Keys of mine, those set aside for this partner first. `more`: there are others to search for.

    `exchange`: of sets, that runs with them."""

    partner: Person
    keys: tuple[ReadyKey, ...]
    more: bool
    exchange: UUID | None


@dataclass(frozen=True)
class Candidate:
    """`rung`: where they stand with me now; `offered`: an offer of this key to them still runs."""

    person: Person
    rung: int
    offered: bool


@dataclass(frozen=True)
class Offering:
    """A key of mine, and partners it could be offered: whoever stands highest first."""

    key: UUID
    hint_line: str
    name: str
    people: tuple[Candidate, ...]
    more: bool


def ready(viewer: UUID, now: datetime, partner: UUID, q: str = "") -> ReadyFor | None:
    """What I would hand a partner without hesitation; None where I know of no such partner."""
    with looking(member(viewer), now):
        running = SetExchange.objects.filter(partner_id=OuterRef("partner"), ended_at=None, agreed_at=None)
        running = running.filter(expires_at__gt=now).order_by("-told_at", "id")
        ties = Tie.objects.filter(partner_id=partner).annotate(exchange=Subquery(running.values("id")[:1]))
        tie = ties.values_list("exchange").first()
        if tie is None:
            return None
        chosen = set(Ready.objects.filter(partner=partner).values_list("key", flat=True))
        hints = OwnFace.objects.filter(kind="hint").exclude(key__in=out_of_use())
        if words := query(q):
            found = OwnFace.objects.filter(words=words).values_list("key", flat=True)
            hints = hints.filter(key__in=list(found))
        first = list(hints.filter(key__in=chosen).order_by("line", "key")[:MOST])
        rest = list(hints.exclude(key__in=chosen).order_by("line", "key")[: MOST - len(first) + 1])
        shown = [*first, *rest][:MOST]
        rows = OwnFace.objects.filter(kind="name", key__in=[face.key for face in shown])
        names = dict(rows.values_list("key", "name"))
        keys = tuple(ReadyKey(face.key, face.line, names.get(face.key, ""), face.key in chosen) for face in shown)
        return ReadyFor(people(viewer, now, [partner])[partner], keys, len(first) + len(rest) > MOST, tie[0])


def offering(viewer: UUID, now: datetime, key: UUID, q: str = "") -> Offering | None:
    """Whom I could offer a key of mine; None where it is no key of mine in use."""
    with looking(member(viewer), now):
        row = KeyRow.objects.filter(id=key, merged_into=None, archived_at=None).first()
        faces = {face.kind: face for face in OwnFace.objects.filter(key=key)}
        if row is None or "hint" not in faces:
            return None
        ids = list(Tie.objects.values_list("partner_id", flat=True))
        known = [one for one in people(viewer, now, ids).values() if not one.former]
        wanted = [one for one in known if q.strip().casefold() in one.name.casefold()]
        passes = {UUID(one.viewer): int(one.rung(now)) for one in values.live_passes(now)}
        running = Offered.objects.filter(key=key, expires_at__gt=now).values_list("partner_id", flat=True)
        offered = set(running)
        wanted.sort(key=lambda one: (-passes.get(one.id, 0), one.name.casefold(), one.id))
        shown = tuple(Candidate(one, passes.get(one.id, 0), one.id in offered) for one in wanted[:MOST])
        name = faces["name"].name if "name" in faces else ""
        return Offering(key, faces["hint"].line, name, shown, len(wanted) > MOST)
