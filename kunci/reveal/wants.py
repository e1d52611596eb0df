"""The doors that I look for, who may hear of them now, and the keys that were offered for them.

Who has read one, and how many, is nowhere in here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kunci.core.gates import Pass
from kunci.core.rungs import LADDER, Rung
from kunci.core.wants import REOPEN_WITHIN
from kunci.models import values
from kunci.models.models import Grant, HeardWant, OfferedMe, OfferLeft, ThanksGiven, ThanksHad, Want
from kunci.models.viewer import looking, member
from kunci.reveal.people import Person, people, person

PAST = 20  # so many that are over or closed are listed


@dataclass(frozen=True)
class OwnWant:
    """A door that I look for. `over`: its time is up; `can_reopen`: it was closed less than a day ago; `offers`: how
    many keys were offered for it that I have not left."""

    id: UUID
    text: str
    why: str
    by_when: date | None
    rung: int
    travels: bool
    may_name: bool
    relays: UUID | None
    person: UUID | None
    created_at: datetime
    expires_at: datetime
    closed_at: datetime | None
    over: bool
    can_reopen: bool
    offers: int

    @property
    def open(self) -> bool:
        return self.closed_at is None and not self.over


@dataclass(frozen=True)
class OfferFor:
    """A key that somebody offered for a want of mine."""

    id: UUID
    hint_line: str
    holder: Person
    sentence: str
    offered_at: datetime
    over: bool


@dataclass(frozen=True)
class Thanks:
    """Thanks for help with a want: `other` is whom I thanked, or who thanked me."""

    id: UUID
    other: Person
    text: str
    words: str
    given_at: datetime


@dataclass(frozen=True)
class Origin:
    """What a want of mine passes on, as long as I hear it: never heard by its author."""

    id: UUID
    author: Person
    text: str


@dataclass(frozen=True)
class WholeWant:
    """One of mine: who may hear of it now, by their rung or by name; what was offered for it; whom I thanked; what it
    passes on, None where that is nothing, or is not heard any more; whom I would like to get to know."""

    want: OwnWant
    on_rung: tuple[Person, ...]
    named: tuple[Person, ...]
    offers: tuple[OfferFor, ...]
    thanked: tuple[Thanks, ...]
    origin: Origin | None = None
    person: Person | None = None

    @property
    def helpers(self) -> tuple[Person, ...]:
        """Whom I could thank: who offered a key first, then who may hear of it; nobody whose account is closed."""
        found = {one.id: one for one in (*(offer.holder for offer in self.offers), *self.on_rung, *self.named)}
        done = {one.other.id for one in self.thanked}
        return tuple(one for one in found.values() if not one.former and one.id not in done)


@dataclass(frozen=True)
class Listener:
    """Somebody who could hear of a want: `rung` is where they stand with me now."""

    person: Person
    rung: int


def wants(viewer: UUID, now: datetime) -> tuple[OwnWant, ...]:
    """Mine, the newest first: all that can be heard, and the latest of the others."""
    with looking(member(viewer), now):
        left = set(OfferLeft.objects.values_list("offer", flat=True))
        answered = OfferedMe.objects.filter(want__isnull=False).exclude(id__in=left).values_list("want", flat=True)
        offers = list(answered)
        rows = [own_want(row, offers.count(row.id), now) for row in Want.objects.order_by("-created_at", "id")]
        past = [row for row in rows if not row.open][:PAST]
        return tuple(row for row in rows if row.open or row in past)


def want(viewer: UUID, now: datetime, id: UUID) -> WholeWant | None:
    """One of mine, whole."""
    with looking(member(viewer), now):
        row = Want.objects.filter(id=id).first()
        if row is None:
            return None
        left = set(OfferLeft.objects.values_list("offer", flat=True))
        made = OfferedMe.objects.filter(want=id).exclude(id__in=left).select_related("holder")
        offers = tuple(_offer(one, now) for one in made.order_by("-offered_at", "id"))
        given = ThanksGiven.objects.filter(want=id).select_related("helper").order_by("given_at", "id")
        origin = None if row.relays is None else _origin(row.relays)
        passes = values.live_passes(now)
        named = set(Grant.objects.filter(gate=id, until__gt=now).values_list("viewer_id", flat=True))
        on_rung = _standing(passes, row.rung, now)
        listening = on_rung | (named & _standing(passes, Rung.KNOWN, now))
        known = people(viewer, now, listening if row.person is None else {*listening, row.person})
        sought = None if row.person is None else known.get(row.person)
        never = {one.id for one in (origin and origin.author, sought) if one}
        on_rung, named = on_rung - never, named - never
        return WholeWant(
            own_want(row, len(offers), now),
            _sorted(one for one in known.values() if one.id in on_rung),
            _sorted(one for one in known.values() if one.id in named),
            offers,
            tuple(_thanks(one, person(one.helper)) for one in given),
            origin,
            sought,
        )


def editing(viewer: UUID, now: datetime, id: UUID) -> tuple[OwnWant, frozenset[UUID], Origin | None] | None:
    """One of mine, whom it names and what it passes on, for its form."""
    with looking(member(viewer), now):
        row = Want.objects.filter(id=id).first()
        if row is None:
            return None
        named = Grant.objects.filter(gate=id, until__gt=now).values_list("viewer_id", flat=True)
        origin = None if row.relays is None else _origin(row.relays)
        return own_want(row, 0, now), frozenset(named), origin


def listeners(viewer: UUID, now: datetime) -> tuple[Listener, ...]:
    """Everybody who stands on any rung with me now, by name."""
    with looking(member(viewer), now):
        rungs = {UUID(one.viewer): int(one.rung(now)) for one in values.live_passes(now)}
        known = people(viewer, now, rungs)
        return tuple(Listener(one, rungs[one.id]) for one in _sorted(known.values()) if not one.former)


def text_of(viewer: UUID, now: datetime, id: UUID) -> str:
    """What door one of mine is; '' where there is none."""
    with looking(member(viewer), now):
        return Want.objects.filter(id=id).values_list("text", flat=True).first() or ""


def thanks(viewer: UUID, now: datetime, id: UUID) -> Thanks | None:
    """What somebody said to me for my help."""
    with looking(member(viewer), now):
        row = ThanksHad.objects.filter(id=id).select_related("author").first()
        return None if row is None else _thanks(row, person(row.author))


def own_want(row: Want, offers: int, now: datetime) -> OwnWant:
    return OwnWant(
        id=row.id,
        text=row.text,
        why=row.why,
        by_when=row.by_when,
        rung=row.rung or 0,
        travels=row.travels,
        may_name=row.may_name,
        relays=row.relays,
        person=row.person,
        created_at=row.created_at,
        expires_at=row.expires_at,
        closed_at=row.closed_at,
        over=row.expires_at <= now,
        can_reopen=row.closed_at is not None and row.closed_at > now - REOPEN_WITHIN,
        offers=offers,
    )


def _origin(id: UUID) -> Origin | None:
    heard = HeardWant.objects.filter(id=id).select_related("author").first()
    return None if heard is None else Origin(heard.id, person(heard.author), heard.text)


def _offer(row: OfferedMe, now: datetime) -> OfferFor:
    holder = person(row.holder)
    return OfferFor(row.id, row.shown_hint, holder, row.sentence, row.offered_at, row.expires_at <= now)


def _thanks(row: ThanksGiven | ThanksHad, other: Person) -> Thanks:
    return Thanks(row.id, other, row.text, row.words, row.given_at)


def _standing(passes: Sequence[Pass], rung: int | None, now: datetime) -> set[UUID]:
    if rung not in LADDER:
        return set()
    return {UUID(one.viewer) for one in passes if one.live(Rung(rung), now)}


def _sorted(found: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.id)))
