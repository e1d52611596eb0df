"""My one-to-ones: what is suggested, what is to come, what was; and what helps to prepare one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, TextField, Value

from kunci.models.models import OneToOne, OneToOneSide, OwnFace, Ready
from kunci.models.viewer import looking, member
from kunci.reveal.answering import Answerable, answerable
from kunci.reveal.character import Approach, approach
from kunci.reveal.heard_wants import heard_rows, not_put_away
from kunci.reveal.keyring import out_of_use
from kunci.reveal.people import Person, called, people
from kunci.reveal.rhythm import Noted, promises_with
from kunci.reveal.waiting import waits

MOST = 100  # on the list; past ones beyond it are in the partner's story
SOON = timedelta(days=7)  # so far ahead today's page shows what is to come
TO_NOTE = timedelta(days=14)  # so long it asks how it was
WANTS = 5


@dataclass(frozen=True)
class Meeting:
    """One of them. `slots`: starts suggested that are still to come, by me (`mine`) or by the other; `aside`: I put the
    suggestion aside; `noted_at`, `evidence`: what I noted of it, and the row where it took place.

    `state`: asked (I am to answer), waits (the other is), coming, moving (fixed, and other starts are suggested), past,
    cancelled, or over (nothing came of it).
    """

    id: UUID
    other: UUID
    name: str
    former: bool
    words: str
    place: str
    minutes: int
    slots: tuple[datetime, ...]
    mine: bool
    at: datetime | None
    until: datetime | None
    sequence: int
    state: str
    expires_at: datetime
    aside: bool
    notes: str
    noted_at: datetime | None
    evidence: UUID | None


@dataclass(frozen=True)
class Sought:
    """What they look for; `key`, `line`: of mine that may answer it, if one clearly does."""

    id: UUID
    text: str
    by_when: date | None
    key: UUID | None = None
    line: str = ""


@dataclass(frozen=True)
class Prepared:
    """What helps to prepare one: what they look for, keys of mine set aside for them (id and hint line), open promises
    between us, and how to approach them."""

    meeting: Meeting
    sought: tuple[Sought, ...]
    aside: tuple[tuple[UUID, str], ...]
    promises: tuple[Noted, ...]
    approach: Approach | None = None


def one_to_ones(viewer: UUID, now: datetime) -> tuple[Meeting, ...]:
    """All of mine, the latest first."""
    with looking(member(viewer), now):
        return _views(OneToOne.objects.order_by("-expires_at", "id")[:MOST], viewer, now)


def one_to_one(viewer: UUID, now: datetime, id: UUID) -> Meeting | None:
    with looking(member(viewer), now):
        return next(iter(_views(OneToOne.objects.filter(id=id), viewer, now)), None)


def prepared(viewer: UUID, now: datetime, id: UUID) -> Prepared | None:
    """None where there is no such one-to-one of mine."""
    with looking(member(viewer), now):
        found = one_to_one(viewer, now, id)
        if found is None:
            return None
        if found.former:
            return Prepared(found, (), (), ())
        by_key = {one.id: one for one in answerable(viewer, now, WANTS) if one.author.id == found.other}
        wants = not_put_away(heard_rows().filter(author_id=found.other)).order_by("-created_at", "id")[:WANTS]
        ready = Ready.objects.filter(partner=found.other).exclude(key__in=out_of_use()).values("key")
        hints = OwnFace.objects.filter(kind="hint", key__in=ready).order_by("line", "key")
        return Prepared(
            found,
            tuple(_sought(row.id, row.text, row.by_when, by_key.get(row.id)) for row in wants),
            tuple(hints.values_list("key", "line")),
            tuple(one for one in promises_with(viewer, now, found.other) if one.ended_at is None),
            approach(viewer, now, found.other),
        )


def coming(viewer: UUID, now: datetime, back: timedelta, known: Mapping[UUID, Person]) -> tuple[Meeting, ...]:
    """Those that were fixed, from `back` on, without my side of them; a cancelled one too, so that calendars drop it.
    `known`: everybody I know of. To be called inside `looking`."""
    rows = OneToOne.objects.filter(at__gt=now - back).order_by("at", "id")[:MOST]
    return tuple(_view(row, known.get(UUID(str(row.other))), None, viewer, now) for row in rows)


def waiting(viewer: UUID, now: datetime) -> tuple[QuerySet[Any, Any], ...]:
    """Parts of what waits on today's page: suggested to me, soon to come, and to be noted."""
    side = OneToOneSide.objects.filter(meeting=OuterRef("id"))
    rows = OneToOne.objects.filter(cancelled_at=None).annotate(
        aside_at=Subquery(side.values("aside_at")[:1]), side_noted_at=Subquery(side.values("noted_at")[:1])
    )
    none = Value("", output_field=TextField())
    asked = rows.filter(expires_at__gt=now).exclude(slots=[]).exclude(slots_by=viewer)
    asked = asked.filter(Q(aside_at=None) | Q(aside_at__lt=F("proposed_at")))
    soon = rows.filter(at__gt=now, at__lte=now + SOON)
    over = rows.filter(at__lte=now, at__gt=now - TO_NOTE, side_noted_at=None)
    return (
        waits(asked, "meet_asked", "other", none, "words", "expires_at", "proposed_at"),
        waits(soon, "meet_soon", "other", none, "place", "at", "fixed_at"),
        waits(over, "meet_note", "other", none, none, "at", "at"),
    )


def _views(rows: QuerySet[OneToOne], viewer: UUID, now: datetime) -> tuple[Meeting, ...]:
    """Names and my sides are read for all rows at once: beside each row a name costs as much as all do here."""
    found = list(rows)
    if not found:
        return ()
    known = people(viewer, now, {UUID(str(row.other)) for row in found})
    sides = {side.meeting: side for side in OneToOneSide.objects.filter(meeting__in=[row.id for row in found])}
    return tuple(_view(row, known.get(UUID(str(row.other))), sides.get(row.id), viewer, now) for row in found)


def _view(row: OneToOne, other: Person | None, side: OneToOneSide | None, viewer: UUID, now: datetime) -> Meeting:
    open_slots = tuple(one for one in row.slots if one > now) if row.cancelled_at is None else ()
    mine = row.slots_by == viewer
    return Meeting(
        id=row.id,
        other=UUID(str(row.other)),
        name=other.name if other is not None else called(""),
        former=other is None or other.former,
        words=row.words,
        place=row.place,
        minutes=row.minutes,
        slots=open_slots,
        mine=mine,
        at=row.at,
        until=row.at + timedelta(minutes=row.minutes) if row.at else None,
        sequence=row.sequence,
        state=_state(row, bool(open_slots), mine, now),
        expires_at=row.expires_at,
        aside=side is not None and side.aside_at is not None and side.aside_at >= row.proposed_at,
        notes=side.notes if side is not None else "",
        noted_at=side.noted_at if side is not None else None,
        evidence=side.evidence if side is not None else None,
    )


def _state(row: OneToOne, suggested: bool, mine: bool, now: datetime) -> str:
    if row.cancelled_at is not None:
        return "cancelled"
    if row.at is not None:
        return "past" if row.at <= now else "moving" if suggested else "coming"
    if not suggested:
        return "over"
    return "waits" if mine else "asked"


def _sought(id: UUID, text: str, by_when: date | None, best: Answerable | None) -> Sought:
    if best is None or best.key is None:
        return Sought(id, text, by_when)
    return Sought(id, text, by_when, best.key, best.line)
