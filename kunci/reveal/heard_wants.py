"""The doors that partners look for, as far as they let me hear; and what I did with them, which is mine alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db.models import Q

from kunci.core.gates import Pass
from kunci.core.rungs import Rung
from kunci.models import values
from kunci.models.models import HeardWant, Key, Offered, OwnFace, WantAside, WantMuted, WantNoMatch
from kunci.models.models import Pass as PassRow
from kunci.models.viewer import looking, member
from kunci.reveal.pages import Page, cut
from kunci.reveal.people import Person, person
from kunci.reveal.words import query

SIZE = 20
MOST = 20  # keys to choose from on one page; a search finds the others


@dataclass(frozen=True)
class WantRow:
    """A door that a partner looks for. `rung`: where they stand with me now; `aside`: I put it aside; `muted`: I do not
    wish to see what they look for."""

    id: UUID
    author: Person
    rung: int
    text: str
    why: str
    by_when: date | None
    travels: bool
    created_at: datetime
    expires_at: datetime
    aside: bool = False
    muted: bool = False


@dataclass(frozen=True)
class OfferedFor:
    """A key that I offered for it."""

    hint_line: str
    offered_at: datetime


@dataclass(frozen=True)
class WholeHeard:
    """One of them with what I offered for it."""

    want: WantRow
    offered: tuple[OfferedFor, ...]


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
) -> Page[WantRow]:
    """The newest first. `show` 'aside': only what I put aside or muted, otherwise only the rest; `partner`: what they
    look for; `rung`: what those look for who stand on it with me or above."""
    with looking(member(viewer), now):
        aside, muted = _put_away()
        rows = HeardWant.objects.select_related("author")
        passes = _passes()
        if partner is not None:
            rows = rows.filter(author_id=partner)
        elif show == "aside":
            # Lists and no subqueries: without statistics the planner would compare every row with every match.
            rows = rows.filter(Q(id__in=aside) | Q(author_id__in=muted))
        else:
            rows = rows.exclude(id__in=aside).exclude(author_id__in=muted)
        if rung is not None:
            on_rung = [UUID(one.viewer) for one in passes.values() if one.live(rung, now)]
            rows = rows.filter(author_id__in=on_rung)
        found, older = cut(rows, after, size)
        return Page([_row(row, passes, aside, muted, now) for row in found], older)


def latest(viewer: UUID, now: datetime, most: int) -> tuple[WantRow, ...]:
    """The newest of them, without what I put away: for a short list."""
    return tuple(heard(viewer, now, size=most).rows)


def who(viewer: UUID, now: datetime) -> tuple[Looking, ...]:
    """Partners who look for something that I may hear of, muted ones too, by name."""
    with looking(member(viewer), now):
        passes = _passes()
        found = {row.author_id: person(row.author) for row in HeardWant.objects.select_related("author")}
        known = sorted(found.values(), key=lambda one: (one.name.casefold(), one.id))
        return tuple(Looking(one, _rung(passes, one.id, now)) for one in known)


def heard_want(viewer: UUID, now: datetime, id: UUID) -> WholeHeard | None:
    """One of them. None where there is none, it is over or closed, or not for my ears: all alike."""
    with looking(member(viewer), now):
        row = HeardWant.objects.filter(id=id).select_related("author").first()
        if row is None:
            return None
        aside = set(WantAside.objects.filter(want=id).values_list("want", flat=True))
        muted = set(WantMuted.objects.filter(author=row.author_id).values_list("author", flat=True))
        offered = Offered.objects.filter(want=id).order_by("-offered_at", "id")
        held = {one.viewer_id: values.as_pass(one) for one in PassRow.objects.filter(viewer_id=row.author_id)}
        return WholeHeard(
            _row(row, held, aside, muted, now),
            tuple(OfferedFor(one.shown_hint, one.offered_at) for one in offered),
        )


def choices(viewer: UUID, now: datetime, want: UUID, q: str = "") -> Choices:
    """Keys and contacts of mine to offer for it, that hold these words; none without words."""
    with looking(member(viewer), now):
        words = query(q)
        if words is None:
            return Choices((), False)
        found = OwnFace.objects.filter(words=words).values_list("key", flat=True)
        rows = Key.objects.filter(id__in=set(found), merged_into=None, archived_at=None)
        keys = list(rows.order_by("-created_at", "id").values_list("id", flat=True)[: MOST + 1])
        return Choices(_choices(want, keys[:MOST]), len(keys) > MOST)


def choice(viewer: UUID, now: datetime, want: UUID, key: UUID) -> Choice | None:
    """One of them."""
    with looking(member(viewer), now):
        rows = Key.objects.filter(id=key, merged_into=None, archived_at=None)
        return next(iter(_choices(want, list(rows.values_list("id", flat=True)))), None)


def _choices(want: UUID, keys: list[UUID]) -> tuple[Choice, ...]:
    faces: dict[UUID, dict[str, OwnFace]] = {}
    for face in OwnFace.objects.filter(key__in=keys, kind__in=("hint", "name")):
        faces.setdefault(face.key, {})[face.kind] = face
    offered = set(Offered.objects.filter(want=want, key__in=keys).values_list("key", flat=True))
    fits_not = set(WantNoMatch.objects.filter(want=want, key__in=keys).values_list("key", flat=True))
    found = []
    for key in keys:
        name, hint = faces[key]["name"], faces[key].get("hint")
        line = hint.line if hint else ""
        found.append(Choice(key, line, name.name, name.organisation, hint is not None, key in offered, key in fits_not))
    return tuple(found)


def _put_away() -> tuple[set[UUID], set[UUID]]:
    """Wants that I put aside, and authors whom I muted."""
    aside = WantAside.objects.values_list("want", flat=True)
    return set(aside), set(WantMuted.objects.values_list("author", flat=True))


def _passes() -> dict[UUID, Pass]:
    """To be called inside `looking`."""
    return {row.viewer_id: values.as_pass(row) for row in PassRow.objects.all()}


def _rung(passes: Mapping[UUID, Pass], id: UUID, now: datetime) -> int:
    held = passes.get(id)
    return int(held.rung(now)) if held is not None else 0


def _row(
    row: HeardWant, passes: Mapping[UUID, Pass], aside: Iterable[UUID], muted: Iterable[UUID], now: datetime
) -> WantRow:
    return WantRow(
        id=row.id,
        author=person(row.author),
        rung=_rung(passes, row.author_id, now),
        text=row.text,
        why=row.why,
        by_when=row.by_when,
        travels=row.travels,
        created_at=row.created_at,
        expires_at=row.expires_at,
        aside=row.id in aside,
        muted=row.author_id in muted,
    )
