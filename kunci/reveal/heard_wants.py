"""The doors that partners look for, as far as they let me hear; and what I did with them, which is mine alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from kunci.core.gates import Pass
from kunci.core.rungs import Rung
from kunci.models import values
from kunci.models.models import HeardWant, Key, Offered, OwnFace, Want, WantAside, WantMuted, WantNoMatch
from kunci.models.models import Pass as PassRow
from kunci.models.viewer import looking, member
from kunci.reveal.pages import Page, cut
from kunci.reveal.people import Person, called, name_of, person
from kunci.reveal.words import query

SIZE = 20
MOST = 20  # keys to choose from on one page; a search finds the others


@dataclass(frozen=True)
class WantRow:
    """A door that a partner looks for. `rung`: where they stand with me now; `aside`: I put it aside; `muted`: I do not
    wish to see what they look for; `person`: whom they would like to get to know."""

    id: UUID
    author: Person
    rung: int
    text: str
    why: str
    by_when: date | None
    travels: bool
    may_name: bool
    created_at: datetime
    expires_at: datetime
    aside: bool = False
    muted: bool = False
    person: Person | None = None


@dataclass(frozen=True)
class OfferedFor:
    """A key that I offered for it."""

    hint_line: str
    offered_at: datetime


@dataclass(frozen=True)
class WholeHeard:
    """One of them with what I offered for it, and the want of mine by which I pass it on."""

    want: WantRow
    offered: tuple[OfferedFor, ...]
    relayed: UUID | None


@dataclass(frozen=True)
class Choice:
    """A key or contact of mine that could be offered. `offered`: it was, for this want; `fits_not`: I said so."""

    id: UUID
    hint_line: str
    name: str
    organisation: str
    is_key: bool
    offered: bool
    fits_not: bool


@dataclass(frozen=True)
class Choices:
    rows: tuple[Choice, ...]
    more: bool


@dataclass(frozen=True)
class Looking:
    """A partner who looks for something that I may hear of."""

    person: Person
    rung: int


Show = Literal["", "aside"]


def heard(
    viewer: UUID,
    now: datetime,
    after: str = "",
    *,
    show: Show = "",
    partner: UUID | None = None,
    rung: Rung | None = None,
    size: int = SIZE,
    held: Mapping[UUID, Pass] | None = None,
) -> Page[WantRow]:
    """The newest first. `show` 'aside': only what I put aside or muted, otherwise only the rest; `partner`: what they
    look for; `rung`: what those look for who stand on it with me or above; `held`: passes, where they were read."""
    with looking(member(viewer), now):
        rows = heard_rows()
        if partner is not None:
            rows = rows.filter(author_id=partner)
        elif show == "aside":
            rows = rows.filter(Q(aside=True) | Q(muted=True))
        else:
            rows = not_put_away(rows)
            rows = rows.filter(person=None) if rung is None else rows  # the others come first (first_steps.py)
        held = _passes() if held is None else held
        if rung is not None:
            on_rung = [UUID(one.viewer) for one in held.values() if one.live(rung, now)]
            rows = rows.filter(author_id__in=on_rung)
        found, older = cut(rows, after, size)
        return Page([_row(row, held, now) for row in found], older)


def passes(viewer: UUID, now: datetime) -> dict[UUID, Pass]:
    """Where everybody stands with me, read once for a whole page."""
    with looking(member(viewer), now):
        return _passes()


def who(rows: Iterable[HeardWant], held: Mapping[UUID, Pass], now: datetime) -> tuple[Looking, ...]:
    """Who looks for these, by name."""
    found = {row.author_id: person(row.author) for row in rows}
    known = sorted(found.values(), key=lambda one: (one.name.casefold(), one.id))
    return tuple(Looking(one, _rung(held, one.id, now)) for one in known)


def heard_want(viewer: UUID, now: datetime, id: UUID) -> WholeHeard | None:
    """One of them. None where there is none, it is over or closed, or not for my ears: all alike."""
    with looking(member(viewer), now):
        mine = Want.objects.filter(relays=OuterRef("id"), closed_at=None, expires_at__gt=now).order_by("id")
        row = heard_rows().filter(id=id).annotate(relayed=Subquery(mine.values("id")[:1])).first()
        if row is None:
            return None
        offered = Offered.objects.filter(want=id).order_by("-offered_at", "id")
        held = {one.viewer_id: values.as_pass(one) for one in PassRow.objects.filter(viewer_id=row.author_id)}
        return WholeHeard(
            _row(row, held, now),
            tuple(OfferedFor(one.shown_hint, one.offered_at) for one in offered),
            row.relayed,
        )


def choices(viewer: UUID, now: datetime, want: UUID, q: str = "") -> Choices:
    """Keys and contacts of mine to offer for it, that hold these words; none without words."""
    with looking(member(viewer), now):
        words = query(q)
        if words is None:
            return Choices((), False)
        found = OwnFace.objects.filter(words=words).values_list("key", flat=True)
        rows = Key.objects.filter(id__in=set(found), merged_into=None, archived_at=None)
        shown = _choices(want, rows.order_by("-created_at", "id")[: MOST + 1])
        return Choices(tuple(shown[:MOST]), len(shown) > MOST)


def choice(viewer: UUID, now: datetime, want: UUID, key: UUID) -> Choice | None:
    """One of them."""
    with looking(member(viewer), now):
        rows = Key.objects.filter(id=key, merged_into=None, archived_at=None)
        return next(iter(_choices(want, rows)), None)


def _choices(want: UUID, rows: QuerySet[Key]) -> list[Choice]:
    offered = Offered.objects.filter(want=want, key=OuterRef("id"))
    fits_not = WantNoMatch.objects.filter(want=want, key=OuterRef("id"))
    keys = list(rows.annotate(offered=Exists(offered), fits_not=Exists(fits_not)))
    faces: dict[UUID, dict[str, OwnFace]] = {}
    for face in OwnFace.objects.filter(key__in=[key.id for key in keys], kind__in=("hint", "name")):
        faces.setdefault(face.key, {})[face.kind] = face
    return [_choice(key, faces[key.id]["name"], faces[key.id].get("hint")) for key in keys]


def _choice(key: Key, name: OwnFace, hint: OwnFace | None) -> Choice:
    offered, fits_not = getattr(key, "offered", False), getattr(key, "fits_not", False)
    line = hint.line if hint else ""
    return Choice(key.id, line, name.name, name.organisation, hint is not None, offered, fits_not)


def heard_rows() -> QuerySet[HeardWant]:
    """Each with what I did with it, and the name of whom it is for. To be called inside `looking`."""
    aside = WantAside.objects.filter(want=OuterRef("id"))
    muted = WantMuted.objects.filter(author=OuterRef("author"))
    return HeardWant.objects.select_related("author").annotate(
        aside=Exists(aside), muted=Exists(muted), whom=name_of("person")
    )


def whom(row: HeardWant) -> Person | None:
    """Whom a want is for, of one that was read with their name."""
    name: str | None = getattr(row, "whom", None)
    return None if row.person is None or name is None else Person(row.person, called(name), "", "", not name)


def not_put_away(rows: QuerySet[HeardWant]) -> QuerySet[HeardWant]:
    """As subqueries: NOT IN is looked up in a hash whatever the planner believes."""
    rows = rows.exclude(id__in=WantAside.objects.values("want"))
    return rows.exclude(author_id__in=WantMuted.objects.values("author"))


def _passes() -> dict[UUID, Pass]:
    """To be called inside `looking`."""
    return {row.viewer_id: values.as_pass(row) for row in PassRow.objects.all()}


def _rung(passes: Mapping[UUID, Pass], id: UUID, now: datetime) -> int:
    held = passes.get(id)
    return int(held.rung(now)) if held is not None else 0


def _row(row: HeardWant, passes: Mapping[UUID, Pass], now: datetime) -> WantRow:
    return WantRow(
        id=row.id,
        author=person(row.author),
        rung=_rung(passes, row.author_id, now),
        text=row.text,
        why=row.why,
        by_when=row.by_when,
        travels=row.travels,
        may_name=row.may_name,
        created_at=row.created_at,
        expires_at=row.expires_at,
        aside=getattr(row, "aside", False),
        muted=getattr(row, "muted", False),
        person=whom(row),
    )
